"""What a life line costs: six events told over the REST channel, and the papers that come of them.

The papers are posted to a real handoff API; a CV of two pages should take at most 200 ms as a PDF.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

import httpx

from actions.catalogue import localised
from actions.content_loader import load_content
from actions.journey import papers
from actions.journey.flow import find
from actions.journey.model import Context, Journey, Message, Question
from actions.journey.speech import payload
from actions.journey.step import step
from tests.conftest import House

EVENTS = {
    "childhood": ("school", "help_home"),
    "adult": ("paid_work", "household", "children"),
    "denmark": ("language_school",),
}
TIMES = 20  # each paper


def told_life() -> tuple[list[str], Journey]:
    """(messages from hello to the papers, the journey they make): six events by taps, all suggestions kept."""
    content, now = load_content(), datetime.now(timezone.utc)
    journey = Journey(id="script", language="da")
    script: list[str] = []
    waiting = {stage: list(kinds) for stage, kinds in EVENTS.items()}

    def send(text: str, message: Message) -> None:
        nonlocal journey
        script.append(text)
        journey = step(content, journey, message, Context(now, "0" * 12, "link")).journey

    send("hej", Message(text="hej"))
    while journey.asking != "review":
        question = find(content, journey, journey.asking)
        assert question is not None, "the life line ends at the summary"
        value = _tapped(question, waiting)
        send(payload(question.id, value), Message(question=question.id, value=value))
    return script, journey


def _tapped(question: Question, waiting: Mapping[str, list[str]]) -> str | tuple[str, ...]:
    if question.type == "stage":
        kinds = waiting.get(question.id.removeprefix("stage_"), [])
        return kinds.pop(0) if kinds else "!done"
    if question.type in ("line", "papers"):
        return "ok" if question.type == "line" else "make"
    if question.type == "several" and question.module == "lifeline":
        return tuple(o.id for o in question.options[:5])
    if question.options and question.module == "lifeline":
        return question.options[0].id
    return "yes" if question.id in ("adult", "keep", "lifeline") else "!skip"


def paper_times(house: House, journey: Journey) -> Iterator[str]:
    """A line for each paper: the median of TIMES posts, in milliseconds, and its size."""
    client = httpx.Client(
        base_url=f"http://127.0.0.1:{house.handoff_port}",
        headers={"Authorization": f"Bearer {house.environment['MINVEJ_HANDOFF_TOKEN']}"},
        timeout=30,
    )
    yield "| paper | languages | ms (median) | kB |"
    yield "|---|---|---|---|"
    for kind, kind_of_file in (("life_line", "pdf"), ("cv", "pdf"), ("letter", "pdf"), ("cv", "docx"), ("cv", "json")):
        for languages in (("da",), ("ar", "da")) if kind_of_file == "pdf" else (("da",),):
            body = localised(papers.body(load_content(), journey, kind, kind_of_file, languages))
            seconds, size = _posted(client, body)
            yield f"| {kind}.{kind_of_file} | {'+'.join(languages)} | {seconds * 1000:.0f} | {size / 1000:.0f} |"


def _posted(client: httpx.Client, body: Mapping[str, Any]) -> tuple[float, int]:
    taken, size = [], 0
    for number in range(TIMES):
        # Each paper is another's: a typesetter remembers what it has set before.
        title = {language: f"{text} {number}" for language, text in body["labels"]["history"].items()}
        other = {
            **body,
            "labels": {**body["labels"], "history": title},
            "person": {**body["person"], "name": f"N. {number}"},
        }
        content = json.dumps(other, ensure_ascii=False).encode()
        begun = time.perf_counter()
        answer = client.post("/v1/documents", content=content, headers={"Content-Type": "application/json"})
        taken.append(time.perf_counter() - begun)
        answer.raise_for_status()
        size = len(answer.content)
    return statistics.median(taken), size
