"""Milestones: each once a journey, in their order, whatever she takes back, corrects or repeats."""

from __future__ import annotations

from collections import Counter
from typing import Any

from chat import CONTENT, Chat
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.journey.counting import MODULES, count
from actions.journey.model import Outcome

ORDER = ["started", "consented", *MODULES, "handed_over"]


class Counted(Chat):
    """A conversation whose milestones are counted as the store would."""

    def __init__(self, language: str | None = "da") -> None:
        self.counts: list[str] = []
        super().__init__(language)

    def send(self, **message: Any) -> Outcome:
        before = self.journey
        outcome = super().send(**message)
        self.journey, fresh = count(CONTENT, before, self.journey)
        self.counts += fresh
        return outcome


def test_the_modules_are_those_of_the_content() -> None:
    assert [module for module in CONTENT.flows["main"] if module in MODULES] == list(MODULES)


def test_a_whole_journey_is_counted_step_by_step() -> None:
    chat = Counted(None)
    assert chat.counts == []
    chat.tap("language", "ar")
    assert chat.counts == ["started"]
    chat.begun()
    assert chat.counts == ["started", "consented"]
    chat.until("lifeline")
    assert chat.counts == ["started", "consented", "screening"]
    chat.tap("lifeline", "no")
    assert chat.counts == ["started", "consented", "screening", "lifeline"]
    chat.tap("explore", "no")
    assert chat.counts == ["started", "consented", "screening", "lifeline", "explore"]
    chat.until("reach")
    assert chat.counts == ["started", "consented", "screening", "lifeline", "explore", "summary"]
    chat.until("send")
    chat.tap("send", "yes")
    assert chat.counts == ORDER


def test_a_life_line_that_is_drawn_is_behind_her_when_it_is_done() -> None:
    chat = Counted().begun().until("lifeline")
    chat.tap("lifeline", "yes")
    for made in ("line", "papers"):
        chat.until(made)
        assert "lifeline" not in chat.counts
        chat.tap(made, "ok")
    assert chat.journey.asking == "explore"
    assert chat.counts[-1] == "lifeline"


def test_going_back_correcting_and_sending_again_add_nothing() -> None:
    chat = Counted().begun().until("send")
    chat.tap("send", "yes")
    for message in (
        {"question": "menu", "value": "back"},
        {"question": "worked", "value": "abroad"},  # asks more, so the screening is open again
        {"question": "keep", "value": "no"},
        {"question": "keep", "value": "yes"},
    ):
        chat.send(**message)
    chat.until("send")
    chat.tap("send", "yes")
    assert chat.journey.sent_revision == 2
    assert Counter(chat.counts) == Counter(ORDER)


def test_who_says_no_or_is_too_young_has_only_begun() -> None:
    for question in ("adult", "keep"):
        chat = Counted()
        chat.until(question)
        chat.tap(question, "no")
        assert chat.counts == ["started"]


def test_a_contact_wish_is_handed_over_without_what_lies_between() -> None:
    chat = Counted()
    chat.tap("adult", "yes")
    chat.tap("keep", "no")
    chat.tap("menu", "contact")
    chat.until("send_contact")
    chat.tap("send_contact", "yes")
    assert chat.counts == ["started", "handed_over"]


def test_a_repeated_message_adds_nothing() -> None:
    chat = Counted()
    for _ in range(2):
        chat.send(question="adult", value="yes", id="m-1")
        chat.send(question="keep", value="yes", id="m-2")
    assert chat.counts == ["started", "consented"]


TAPS = st.sampled_from(
    [
        *(("menu", command) for command in ("back", "skip", "summary", "contact", "go_on", "erase", "language")),
        *((question, value) for question in ("adult", "keep", "lifeline", "send", "erase") for value in ("yes", "no")),
        *((question, "!skip") for question in ("hope", "worked", "school", "danish", "reach")),
        ("worked", "abroad"), ("worked", "never"), ("reach", "school"), ("review", "ok"), ("language", "en"),
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(st.lists(TAPS, max_size=25))
def test_whatever_she_taps_nothing_is_counted_twice(taps: list[tuple[str, str]]) -> None:
    chat = Counted().begun()
    for question, value in taps:
        chat.tap(question, value)
    assert max(Counter(chat.counts).values()) == 1
    assert set(chat.counts) <= set(ORDER)
