"""Any order of messages keeps the promises of the conversation: something is always said, nothing is lost, no consent
is jumped over, and there is always a way on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_choosing import choosing
from test_explore import hub, visit
from test_explored import whole

from actions.content_loader import load_content
from actions.journey.flow import next_question, ordered, progress
from actions.journey.guidance import mark
from actions.journey.model import COMMANDS, Answer, Context, Journey, Line, Message, Outcome, Reply, Text
from actions.journey.sector import CARDS
from actions.journey.step import step
from actions.journey.transcript import bubbles

CONTENT = load_content()
START = datetime(2026, 11, 21, 9, 0, tzinfo=timezone.utc)
INTENTS = (
    "inform",
    "affirm",
    "deny",
    "greet",
    "thanks",
    *(t.intent for t in CONTENT.topics),
    *(f"cmd_{c}" for c in COMMANDS),
)
WORDS = (
    *(
        "ja",
        "nej",
        "hej",
        "5 år",
        "2015",
        "rengøring og køkken",
        "jeg ved det ikke",
        "spring over",
        "tilbage",
        "slet alt",
    ),
    *("خمس سنوات", "نعم", "I worked about 5 years", "20 12 34 56", "amal@example.org", "Amal", "", "🙂"),
    *("{0.__class__}", "hvem ser mine svar?", "min mand er god"),
    *("hotel", "videre", "et hotel", "hvad er AMU?", "hvor mange penge tjener dronningen?", "ingen"),
)
# Buttons of the sectors and the carpet; those of a visit exist only while she has made it.
WORK: list[tuple[str, str | tuple[str, ...]]] = [
    *(("visit", v) for v in ("hotel", "office", "care", "nowhere", "!done", "!skip")),
    *(("sector", v) for v in ("leave:hotel", "leave:care", "play", "play:hotel", "stop", "compare", "compare:hotel")),
    *(("sector", v) for v in ("compare:hotel:care", "compare:hotel:hotel", "play:nowhere", "leave", "")),
    *((f"s_hotel_{card}", "next") for card in CARDS),
    *((f"s_{s}_{part}", v) for s in ("hotel", "care") for part, v in (("before", "paid"), ("like", "yes"))),
    *(("s_hotel_like", v) for v in ("no", "maybe", "!skip")),
    *(("s_hotel_can", v) for v in ("+make_bed", ("make_bed", "vacuum"), "!done")),
    *(("chosen", v) for v in (("hotel",), ("hotel", "care"), "+office", "-hotel", "!done", "!skip")),
    *(("company", v) for v in ("hotel:hotel", "care:nursing_home", "later", "nowhere:x")),
    *(("p_hotel", "next"), ("p_care", "next"), ("w_hotel_hotel", "hotel"), ("w_hotel_seng", "noegle")),
    *(("topic", v) for v in ("amu", "hours", "group:money", "group:x", "story:julia", "story:x", "x")),
    *(("asked", v) for v in (*(mark(w) for w in WORDS[-6:]), "keep", "no")),
    *(
        ("review", f"{v}:{q}")
        for v in ("strike", "restore", "fix", "line")
        for q in ("s_hotel_like", "chosen", "queries")
    ),
    *(("review", v) for v in ("strike:topics", "restore:topics", "strike:company", "ok")),
]


def _payloads() -> list[tuple[str, str | tuple[str, ...]]]:
    found: list[tuple[str, str | tuple[str, ...]]] = [("menu", c) for c in COMMANDS]
    found += [
        ("erase", "yes"),
        ("erase", "no"),
        ("urgent", "violence"),
        ("urgent", "no"),
        ("topic", "privacy"),
        ("no", "x"),
    ]
    found += [
        ("review", v) for v in ("ok", "fix", "differ", "strike:worked", "restore:worked", "fix:danish", "line:hope")
    ]
    found += [
        ("line", v)
        for v in ("ok", "add", "add:youth", "edit:e1", "up:e2", "down:e1", "strike:e1", "restore:e1", "more:social")
    ]
    found += WORK
    found += [("papers", "make"), ("papers", "ok"), ("review", "strike:e1"), ("review", "fix:e1_when")]
    found += [(q, v) for q in ("stage_childhood", "stage_denmark") for v in ("school", "work", "other")]
    found += [("e1_did", "!done"), ("e1_words", "!skip"), ("e1_when", "small"), ("e2_long", "y1_2")]
    for question in CONTENT.questions:
        found += [(question.id, o.id) for o in question.options]
        found += [(question.id, v) for v in ("yes", "no", "!skip", "!unknown", "!done")]
        if question.type == "several" and question.options:
            found += [
                (question.id, "+" + question.options[0].id),
                (question.id, tuple(o.id for o in question.options[:2])),
            ]
    return found


messages = st.one_of(
    st.builds(lambda p: Message(question=p[0], value=p[1]), st.sampled_from(_payloads())),
    st.builds(
        lambda text, intent, confidence, urgent: Message(
            text=text, intent=intent, confidence=confidence, urgent=urgent
        ),
        st.one_of(st.sampled_from(WORDS), st.text(max_size=30)),
        st.sampled_from(INTENTS),
        st.sampled_from((0.2, 0.7, 0.95)),
        st.sampled_from(("", "", "", "", "violence", "homeless")),
    ),
    # the open question's own buttons, so that journeys get far
    st.builds(lambda n: ("press", n), st.integers(0, 40)),
    st.builds(lambda n: ("press", n), st.integers(0, 40)),
    st.builds(lambda n: ("press", n), st.integers(0, 40)),
)


work = st.builds(lambda p: Message(question=p[0], value=p[1]), st.sampled_from(WORK))
# From where the sectors are behind her, or nearly: the hub, a card, choosing, the summary, how to be reached.
WHOLE = whole().journey
BEGUN = [
    visit(hub(sectors=("hotel",)), "care").journey,
    hub().tap("visit", "hotel").journey,
    choosing().journey,
    WHOLE,
    whole().tap("review", "ok").journey,
]


def press(journey: Journey, n: int) -> Message:
    buttons = [b for reply in journey.replies for b in reply.buttons]
    if not buttons:
        return Message(text="hej")
    found = json.loads(buttons[n % len(buttons)].payload.removeprefix("/answer"))
    value = tuple(found["v"]) if isinstance(found["v"], list) else found["v"]
    return Message(question=found["q"], value=value)


def turn(journey: Journey, message: Message, at: datetime) -> Outcome:
    return step(CONTENT, journey, message, Context(at, "123456789012", "link"))


@settings(max_examples=150, deadline=None)
@given(st.lists(messages, max_size=60))
def test_any_order_of_messages(script: list) -> None:
    journey, at = Journey(id="j", language="da"), START
    for item in script:
        message = press(journey, item[1]) if isinstance(item, tuple) else item
        at += timedelta(seconds=1)
        outcome = turn(journey, message, at)
        after = outcome.journey
        assert outcome.replies, "silence"
        assert all(len(b.payload.encode()) <= 64 for r in outcome.replies for b in r.buttons)
        erased = any(e.kind == "erase" for e in outcome.effects)
        _nothing_lost(journey, after, message, erased)
        _consent_first(after, outcome)
        if erased:
            after = Journey(id="j2", language="da")
        else:
            open_ = next_question(CONTENT, after)
            left = any(e.kind == "leave" for e in outcome.effects)  # hidden: the page is gone, on purpose
            assert open_ is not None or any(r.buttons for r in outcome.replies) or left, "dead end"
        assert bubbles(CONTENT, after, masked=False) is not None
        journey = after


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 4), st.lists(st.one_of(work, messages), max_size=12))
def test_nothing_of_the_sectors_is_sent_that_she_has_not_seen_in_the_summary(begin: int, script: list) -> None:
    journey, at = BEGUN[begin], START
    seen = _summary(WHOLE.replies) if begin == len(BEGUN) - 1 else _summary(journey.replies)
    for item in (*script, *["on"] * 40):
        if journey.closed or journey.flow != "main":
            return
        message = _on(journey) if item == "on" else press(journey, item[1]) if isinstance(item, tuple) else item
        at += timedelta(seconds=1)
        outcome = turn(journey, message, at)
        assert outcome.replies, "silence"
        erased = any(e.kind == "erase" for e in outcome.effects)
        _nothing_lost(journey, outcome.journey, message, erased)
        _consent_first(outcome.journey, outcome)
        for effect in outcome.effects:
            if effect.kind == "send" and effect.case is not None and effect.case["kind"] == "screening":
                _seen(effect.case, seen)
                return
        seen = _summary(outcome.replies) or seen
        journey = outcome.journey
    raise AssertionError(f"no way on to her yes from {journey.asking}")


def _summary(replies: tuple[Reply, ...]) -> Mapping[str, Line]:
    """The summary's lines, if it is shown."""
    return {line.question: line for reply in replies if reply.text.id == "review.lines" for line in reply.lines}


def _on(journey: Journey) -> Message:
    """The shortest way on to her yes: right, yes, at school; all else is skipped."""
    asked = journey.asking or ""
    if not asked:  # she wanted nobody to write to her, or said no: she can think otherwise
        nobody = journey.answers.get("reach", Answer()).value == "nobody"
        return Message(question="reach", value="school") if nobody else Message(question="review", value="ok")
    if asked.startswith("urgent"):
        return Message(question="urgent", value="no")
    if asked.startswith("w_"):
        return Message(question="sector", value="stop")
    values = {"review": "ok", "send": "yes", "reach": "school", "line": "ok", "erase": "no", "language": "da"}
    return Message(question=asked, value=values.get(asked, "!skip"))


def _seen(case: Mapping[str, Any], seen: Mapping[str, Line]) -> None:
    """Each thing of the sectors in the case stood in the last summary, as it is sent, and was not struck there."""
    explored = case.get("explored") or {}
    for sector in explored.get("sectors", ()):
        values = _unstruck(seen, f"s_{sector['sector']['code']}_like")
        told = [Text(f"said.{name}.{sector[name]['code']}") for name in ("before", "like") if sector[name]]
        told += [coded["display"] for coded in sector["skills"]]
        assert set(map(str, told)) <= set(map(str, values))
        if sector["words"]:
            words = next(v for v in values if v.id == "explore.words").args["words"]
            assert [w.args["word"] for w in words] == sector["words"]  # type: ignore[union-attr]
    if explored.get("chosen"):
        assert [c["display"] for c in explored["chosen"]] == list(_unstruck(seen, "chosen"))
    if explored.get("first_visit"):
        assert explored["first_visit"]["employer"]["display"] in _unstruck(seen, "company")
    if explored.get("topics"):
        assert [c["display"] for c in explored["topics"]] == list(_unstruck(seen, "topics"))
    if explored.get("asked"):
        _unstruck(seen, "queries")
        assert explored["asked"]["text"] == seen["queries"].words
    answered = {answer["question"]["code"] for answer in case["answers"] if answer["status"] == "answered"}
    assert answered <= {question for question, line in seen.items() if not line.struck}


def _unstruck(seen: Mapping[str, Line], question_id: str) -> tuple[Text, ...]:
    assert question_id in seen and not seen[question_id].struck, f"{question_id} was sent unseen"
    return seen[question_id].values


def _nothing_lost(before: Journey, after: Journey, message: Message, erased: bool) -> None:
    if erased or after.closed != before.closed or after.flow != before.flow:
        return
    corrected = message.question in before.answers or before.revisit
    for question_id, answer in before.answers.items():
        kept = after.answers.get(question_id)
        if kept is None:
            # only a correction, a second look at the summary, or another way to be reached takes an answer away
            reopened = (
                question_id in ("review", "send", "send_contact", "phone", "email") or message.question == "review"
            )
            assert corrected or reopened or before.sent_revision, f"{question_id} was lost"
        elif answer.status == "answered" and kept.status == "skipped":
            raise AssertionError(f"{question_id} was skipped away")


def _consent_first(after: Journey, outcome: Outcome) -> None:
    screening = {q.id for q in ordered(CONTENT, "main") if q.module == "screening"}
    if screening & set(after.answers):
        assert after.consents.get("keep"), "kept without consent"
    if {"considerations", "health_known"} & set(after.answers):
        assert after.consents.get("health"), "health without its consent"
    for effect in outcome.effects:
        if effect.kind == "send":
            assert effect.case is not None
            scopes = {c["scope"] for c in effect.case["consents"]}
            assert scopes & {"send", "send_contact"}
            if effect.case["kind"] == "screening":
                assert "send" in scopes and after.answers["send"].value == "yes", "her answers, sent without her yes"
            else:
                assert effect.case["answers"] == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=60))
def test_progress_goes_back_only_by_her_own_act(presses: list[int]) -> None:
    journey, at, furthest = Journey(id="j", language="da"), START, 0
    for n in presses:
        message = press(journey, n)
        own_act = message.question in journey.answers or message.question in (
            "menu",
            "erase",
            "review",
            "keep",
            "adult",
            "line",
            "lifeline",
        )
        at += timedelta(seconds=1)
        journey = turn(journey, message, at).journey
        position, total = progress(CONTENT, journey)
        assert 0 <= position <= total
        assert position >= furthest or own_act or journey.closed
        furthest = position


@settings(max_examples=80, deadline=None)
@given(st.lists(messages, max_size=25), messages)
def test_a_repeated_message_gets_the_same_reply_and_changes_nothing(script: list, last: Message) -> None:
    journey, at = Journey(id="j", language="da"), START
    for n, item in enumerate(script):
        message = press(journey, item[1]) if isinstance(item, tuple) else item
        journey = turn(journey, replace(message, id=f"m{n}"), at).journey
    message = press(journey, last[1]) if isinstance(last, tuple) else last
    message = replace(message, id="again")
    first = turn(journey, message, at)
    second = turn(first.journey, message, at + timedelta(seconds=2))
    assert second.replies == first.replies
    assert second.journey == first.journey
    assert not second.effects


def test_at_most_twelve_for_everyone_and_twentyfour_for_anyone() -> None:
    screening = [q for q in ordered(CONTENT, "main") if q.module == "screening"]
    assert len([q for q in screening if q.when is None]) <= 12
    assert len(screening) <= 24


@pytest.mark.parametrize("question_id", [q.id for q in CONTENT.questions])
def test_no_button_jumps_over_a_consent(question_id: str) -> None:
    fresh = turn(Journey(id="j", language="da"), Message(text="hej"), START).journey
    for value in ("yes", *(o.id for o in (CONTENT.question(question_id) or pytest.fail()).options)):
        after = turn(fresh, Message(question=question_id, value=value), START).journey
        assert set(after.answers) <= {"adult"}
