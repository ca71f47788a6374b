"""`make score`: how well each language is understood, on sentences nobody trained on (tests/held_out/<language>.yml).

They were written by someone who had seen neither the training data nor the lexicons. Two tables (Markdown): intents,
by the real trained model; and readers, by the real pipeline with its gazetteer. A wrong answer is worse than an
unclear one, which only costs another tap: both are shown."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import yaml

from actions.content_loader import load_content
from actions.journey.model import Message, Question
from actions.journey.readers import read
from actions.journey.words import SURE
from actions.turn import read_message

HELD_OUT = Path(__file__).parent / "held_out"
NOW = datetime(2026, 11, 21, tzinfo=timezone.utc)
CONTENT = load_content()


class Understanding:
    """The trained model, without channels, stores or actions."""

    def __init__(self) -> None:
        os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3")
        from bot import logs
        from bot.agent import JourneyAgent
        from bot.train import train

        logs.configure()
        logging.disable(logging.WARNING)
        self._agent = JourneyAgent()
        self._agent.load_model(train())

    def hear(self, text: str, language: str) -> Message:
        """What the core would be given for these words."""
        from rasa.core.channels.channel import UserMessage

        assert self._agent.processor is not None
        metadata = {"language": language}
        parsed = asyncio.run(self._agent.processor.parse_message(UserMessage(text, metadata=metadata)))
        return read_message({**parsed, "metadata": metadata})


def intents(heard: Understanding, language: str, cases: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """(verdict, remark) for each sentence: right, unsure (not confident enough to act on) or wrong."""
    for case in cases:
        message = heard.hear(case["text"], language)
        guess = f"{message.intent} {message.confidence:.2f}"
        if message.intent == case["intent"]:
            yield "right", ""
        elif message.confidence < SURE:
            yield "unsure", f"{case['intent']}: {case['text']} -> {guess}"
        else:
            yield "wrong", f"{case['intent']}: {case['text']} -> {guess}"


def answers(heard: Understanding, language: str, cases: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """(verdict, remark) for each answer: right, unclear or wrong. `expect` is an option, a list of options, "yes" or
    "no", "unclear", "skip", "unknown", or {number: …} for an exact one."""
    for case in cases:
        question = CONTENT.question(case["question"])
        assert question is not None, case
        actual = _read(heard, language, question, case["text"])
        expected = case["expect"]
        if _same(actual, expected):
            yield "right", ""
        else:
            verdict = "unclear" if actual == "unclear" else "wrong"
            yield verdict, f"{question.id}: {case['text']} -> {actual}, expected {expected}"


def _read(heard: Understanding, language: str, question: Question, text: str) -> Any:
    message = heard.hear(text, language)
    reading = read(question, message.text, language, CONTENT, NOW, message.found.get(question.id, ()))
    if reading.kind != "answer" or reading.answer is None:
        return "unclear" if reading.kind == "need_year" else reading.kind
    answer = reading.answer
    options = sorted(answer.options)
    if question.type in ("several", "words"):
        return {"options": options, "words": bool(answer.words)}
    return {"option": options[0] if options else answer.words, "number": answer.number}


def _same(actual: Any, expected: Any) -> bool:
    if isinstance(expected, dict):
        return isinstance(actual, dict) and actual.get("number") == expected["number"]
    if isinstance(expected, list):
        return isinstance(actual, dict) and actual.get("options") == sorted(expected)
    if expected == "words":
        return isinstance(actual, dict) and actual.get("words") is True
    if isinstance(actual, dict):
        return (
            str(expected) in (actual.get("option"), *actual.get("options", ())[:1])
            and len(actual.get("options", "x")) == 1
        )
    return bool(actual == expected)


def table(title: str, verdicts: tuple[str, ...], results: Mapping[str, Counter[str]]) -> Iterator[str]:
    """One table, a row a language."""
    yield f"| {title} | sentences | " + " | ".join(verdicts) + " |"
    yield "|---|---|" + "---|" * len(verdicts)
    for language, counts in results.items():
        total = sum(counts.values())
        shares = " | ".join(f"{100 * counts[v] / total:.1f} %" for v in verdicts)
        yield f"| {language} | {total} | {shares} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-v", "--verbose", action="store_true", help="name every sentence that was not right")
    verbose = parser.parse_args().verbose
    heard = Understanding()
    by_intent: dict[str, Counter[str]] = {}
    by_answer: dict[str, Counter[str]] = {}
    for path in sorted(HELD_OUT.glob("*.yml")):
        cases = yaml.safe_load(path.read_text(encoding="utf-8"))
        for results, found in (
            (by_intent, intents(heard, path.stem, cases["intents"])),
            (by_answer, answers(heard, path.stem, cases["answers"])),
        ):
            pairs = list(found)
            results[path.stem] = Counter(verdict for verdict, _ in pairs)
            if verbose:
                print("\n".join(f"{path.stem} {verdict}: {remark}" for verdict, remark in pairs if remark))
    print("\n".join(table("intents", ("right", "unsure", "wrong"), by_intent)), end="\n\n")
    print("\n".join(table("readers", ("right", "unclear", "wrong"), by_answer)))


if __name__ == "__main__":
    main()
