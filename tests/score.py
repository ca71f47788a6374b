"""`make score`: how well each language is understood, on sentences nobody trained on (tests/held_out/<language>.yml).

They were written by someone who had seen neither the training data nor the lexicons. Tables (Markdown): intents, by the
real trained model; readers, by the real pipeline with its gazetteer; guidance (guidance_<language>.yml), the topic that
answers a question of working life, by the trained model, with each language's five worst topics; and lives
(life_<language>.yml), what the gazetteer finds in what people tell of an event. A wrong answer is worse than an unclear
one, which only costs another tap: both are shown."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import yaml

from actions.content_loader import load_content
from actions.journey.guidance import meant
from actions.journey.model import Message, Question
from actions.journey.readers import read
from actions.journey.speech import ticks
from actions.journey.words import GUESSES, SURE
from actions.turn import read_message
from bot.nlu.gazetteer import Phrases

HELD_OUT = Path(__file__).parent / "held_out"
NOW = datetime(2026, 11, 21, tzinfo=timezone.utc)
CONTENT = load_content()
LIVES = "life_"  # life_<language>.yml
GUIDANCE = "guidance_"  # guidance_<language>.yml
NONE, TELLING = "none", "telling"  # what no topic answers: a question, and words that ask nothing
VERDICTS = ("right", "offered", "asked back", "wrong")
WORST = 5
TOLD = ("did", "job", "spoken", "country")
COMPETENCES = "competences"


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


def guidance(heard: Understanding, language: str, cases: list[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(topic, verdict, remark) for each sentence, as the conversation takes it. right: its topic is answered; offered:
    it is among the three she may tap; wrong: another topic is answered, or a command done. What no topic answers is
    right when it is left alone: she then hears that the bot does not know."""
    topics = {topic.intent: topic.id for topic in CONTENT.topics}
    for case in cases:
        wanted = case["topic"] if isinstance(case["topic"], list) else [case["topic"]]
        message = heard.hear(case["text"], language)
        sure = message.confidence >= SURE
        topic = meant(CONTENT, message, language) if sure else None
        likely = [topics[intent] for intent in message.likely if intent in topics][:GUESSES]
        if topic and topic.id in wanted:
            verdict = "right"
        elif topic or (sure and message.intent.startswith("cmd_")):
            verdict = "wrong"
        elif wanted == [NONE]:
            verdict = "right"
        else:
            verdict = "offered" if set(likely) & set(wanted) else "asked back"
        of = wanted[0] if case.get("asks", True) else TELLING
        yield of, verdict, f"{'/'.join(wanted)}: {case['text']} -> {message.intent} {message.confidence:.2f}"


def guidance_table(results: Mapping[str, Counter[tuple[str, str]]]) -> Iterator[str]:
    """Three rows a language (questions of the topics, other questions, tellings) and all; then the worst topics."""
    yield "| guidance | of | sentences | " + " | ".join(VERDICTS) + " |"
    yield "|---|---|---|" + "---|" * len(VERDICTS)
    for language, counts in results.items():
        every = {of for of, _ in counts}
        asked = every - {NONE, TELLING}
        for name, among in (("topics", asked), (NONE, {NONE}), (TELLING, {TELLING}), ("all", every)):
            number = [sum(counts[of, verdict] for of in among) for verdict in VERDICTS]
            shares = " | ".join(_share(part, sum(number)) for part in number)
            yield f"| {language} | {name} | {sum(number)} | {shares} |"
    yield from ("", "| guidance | the worst topics, right |", "|---|---|")
    for language, counts in results.items():
        asked = {of for of, _ in counts} - {NONE, TELLING}
        right = {of: (counts[of, "right"], sum(counts[of, verdict] for verdict in VERDICTS)) for of in asked}
        worst = sorted(asked, key=lambda of: (right[of][0] / right[of][1], of))[:WORST]
        yield f"| {language} | " + ", ".join(f"{of} {right[of][0]} of {right[of][1]}" for of in worst) + " |"


def lives(phrases: Phrases, cases: list[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(key, verdict, remark) for each thing in each text: right, missed or wrong. What a text has under `also` may be
    found or not: it counts for nothing. Competences are those that follow from the activities."""
    for case in cases:
        text, also = case["text"], case.get("also", {})
        named = [value.partition("/") for value in phrases.find(text)]
        found = {key: {which for of, _, which in named if of == key} for key in TOLD}
        for key in TOLD:
            for verdict, which in _compared(found[key], case["want"][key], also.get(key, ())):
                yield key, verdict, f"{which}: {text}"
        followed = _competences(found["did"]), _competences(case["want"]["did"]), _competences(also.get("did", ()))
        for verdict, which in _compared(*followed):
            yield COMPETENCES, verdict, f"{which}: {text}"


def _compared(found: Collection[str], wanted: Collection[str], also: Collection[str]) -> Iterator[tuple[str, str]]:
    yield from (("right" if which in found else "missed", which) for which in wanted)
    yield from (("wrong", which) for which in sorted(found) if which not in wanted and which not in also)


def _competences(activities: Collection[str]) -> list[str]:
    return sorted({competence for each in activities for competence in CONTENT.life.activities[each].competences})


def table(title: str, verdicts: tuple[str, ...], results: Mapping[str, Counter[str]]) -> Iterator[str]:
    """One table, a row a language."""
    yield f"| {title} | sentences | " + " | ".join(verdicts) + " |"
    yield "|---|---|" + "---|" * len(verdicts)
    for language, counts in results.items():
        total = sum(counts.values())
        shares = " | ".join(f"{100 * counts[v] / total:.1f} %" for v in verdicts)
        yield f"| {language} | {total} | {shares} |"


def lives_table(results: Mapping[str, Counter[tuple[str, str]]]) -> Iterator[str]:
    """A row a language and key."""
    yield "| lives | key | wanted | found | precision | recall |"
    yield "|---|---|---|---|---|---|"
    both = sum(results.values(), Counter[tuple[str, str]]())
    for language, counts in ({**results, "all": both}).items():
        for key in (*TOLD, COMPETENCES):
            right, missed, wrong = (counts[key, verdict] for verdict in ("right", "missed", "wrong"))
            shares = f"{_share(right, right + wrong)} | {_share(right, right + missed)}"
            yield f"| {language} | {key} | {right + missed} | {right + wrong} | {shares} |"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _by_language(files: Collection[Path]) -> Iterator[tuple[str, Any]]:
    for path in sorted(files):
        yield path.stem.removeprefix(LIVES).removeprefix(GUIDANCE), yaml.safe_load(path.read_text(encoding="utf-8"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-v", "--verbose", action="store_true", help="name all that was not right")
    parser.add_argument("--lives", action="store_true", help="only the lives, which need no trained model")
    options = parser.parse_args()
    files = set(HELD_OUT.glob("*.yml"))
    told = set(HELD_OUT.glob(f"{LIVES}*.yml"))
    if not options.lives:
        heard = Understanding()
        asked = set(HELD_OUT.glob(f"{GUIDANCE}*.yml"))
        _sentences(heard, files - told - asked, options.verbose)
        _guidance(heard, asked, options.verbose)
    phrases = Phrases(CONTENT.lexicon, {question.id for question in CONTENT.questions if ticks(question)})
    by_life: dict[str, Counter[tuple[str, str]]] = {}
    for language, cases in _by_language(told):
        compared = list(lives(phrases, cases))
        by_life[language] = Counter((key, verdict) for key, verdict, _ in compared)
        if options.verbose:
            unlike = (each for each in compared if each[1] != "right")
            print("\n".join(f"{language} {key} {verdict}: {remark}" for key, verdict, remark in unlike))
    print("\n".join(lives_table(by_life)))


def _sentences(heard: Understanding, files: Collection[Path], verbose: bool) -> None:
    by_intent: dict[str, Counter[str]] = {}
    by_answer: dict[str, Counter[str]] = {}
    for language, cases in _by_language(files):
        for results, found in (
            (by_intent, intents(heard, language, cases["intents"])),
            (by_answer, answers(heard, language, cases["answers"])),
        ):
            pairs = list(found)
            results[language] = Counter(verdict for verdict, _ in pairs)
            if verbose:
                print("\n".join(f"{language} {verdict}: {remark}" for verdict, remark in pairs if remark))
    print("\n".join(table("intents", ("right", "unsure", "wrong"), by_intent)), end="\n\n")
    print("\n".join(table("readers", ("right", "unclear", "wrong"), by_answer)), end="\n\n")


def _guidance(heard: Understanding, files: Collection[Path], verbose: bool) -> None:
    by_topic: dict[str, Counter[tuple[str, str]]] = {}
    for language, cases in _by_language(files):
        found = list(guidance(heard, language, cases["items"]))
        by_topic[language] = Counter((of, verdict) for of, verdict, _ in found)
        if verbose:
            unlike = (each for each in found if each[1] != "right")
            print("\n".join(f"{language} {verdict}: {remark}" for _, verdict, remark in unlike))
    print("\n".join(guidance_table(by_topic)), end="\n\n")


if __name__ == "__main__":
    main()
