"""A conversation with the core alone, for tests that say what was tapped and what came of it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from actions.content_loader import load_content
from actions.journey.flow import find
from actions.journey.model import Content, Context, Journey, Message, Outcome
from actions.journey.step import step

CONTENT = load_content()
START = datetime(2026, 11, 21, 9, 0, tzinfo=timezone.utc)


class Chat:
    """A conversation with the core alone."""

    def __init__(self, language: str | None = "da", masked: bool = False, content: Content = CONTENT) -> None:
        self.content = content
        self.journey, self.at, self.masked = Journey(id="j", language=language), START, masked
        self.last = self.send(text="hej")

    def send(self, **message: Any) -> Outcome:
        self.at += timedelta(seconds=1)
        self.last = step(
            self.content, self.journey, Message(**message), Context(self.at, "123456789012", "link", self.masked)
        )
        self.journey = self.last.journey
        return self.last

    def tap(self, question: str, value: str | tuple[str, ...]) -> Outcome:
        return self.send(question=question, value=value)

    def keep(self) -> Outcome:
        """Tap "keep my question", where it was offered last."""
        offered = (b for r in self.last.replies for b in r.buttons if b.text.id == "asked.keep")
        return self.tap("asked", json.loads(next(offered).payload.removeprefix("/answer"))["v"])

    @property
    def said(self) -> list[str]:
        return [reply.text.id for reply in self.last.replies]

    @property
    def done(self) -> list[str]:
        return [effect.kind for effect in self.last.effects]

    def begun(self) -> Chat:
        self.tap("adult", "yes")
        self.tap("keep", "yes")
        return self

    def until(self, question: str) -> Chat:
        """Skip on to a question; what cannot be skipped is answered with yes, or the first option."""
        for _ in range(60):
            asked = self.journey.asking
            if asked == question:
                return self
            found = find(self.content, self.journey, asked)
            assert found is not None
            if asked == "review":
                self.tap("review", "ok")
            elif asked == "reach":
                self.tap("reach", "school")
            elif found.required:
                self.tap(found.id, found.options[0].id if found.options else "yes")
            else:
                self.tap(found.id, "!skip")
        raise AssertionError(f"{question} was never asked")
