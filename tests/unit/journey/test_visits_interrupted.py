"""A visit that is interrupted anywhere: gone back in, skipped, told on in another language, paused, found by another
person, erased. Nothing she said is lost, and a found note tells nothing of which work she looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from chat import CONTENT, START
from test_choosing import play
from test_explore import hub, visit
from test_lives_interrupted import shown

from actions.codec import dump_journey, load_journey
from actions.journey import explored
from actions.journey.flow import find
from actions.journey.model import Answer, Context, Journey, Message, Outcome
from actions.journey.step import step
from actions.journey.transcript import bubbles

KEPT = ("answers", "visits", "struck", "consents", "sent_revision")
# What is told of the work she looks at, by message id; a found note must show none of it.
TELLING = ("sector.", "q.sectors.o.", "suggest.", "path.", "q.like.", "q.before.", "explore.words", "word.")


def moments() -> Iterator[Journey]:
    """Each question of a visit, of a game, of choosing and of the way to a job, as it stands when it is open."""
    chat = visit(hub(sectors=("hotel",)), "office", like="maybe", can=2)
    yield chat.journey
    chat.tap("visit", "hotel")
    while chat.journey.asking != "visit":
        yield chat.journey
        question = find(CONTENT, chat.journey, chat.journey.asking)
        assert question is not None
        if question.type == "several":
            chat.tap(question.id, "+" + question.options[0].id)
            yield chat.journey
            chat.tap(question.id, "!done")
        else:
            chat.tap(question.id, question.options[0].id)
    chat.tap("sector", "play:hotel")
    yield chat.journey
    chat.tap("w_hotel_hotel", "hotel")
    yield chat.journey
    chat.tap("sector", "stop")
    chat.tap("visit", "!done")
    yield chat.journey
    chat.tap("chosen", ("hotel", "office"))
    yield chat.journey
    chat.tap("p_hotel", "next")
    chat.tap("p_office", "next")
    yield chat.journey
    chat.tap("company", "hotel:hotel")
    chat.send(text="hvor mange hoteller er der i byen?")
    chat.tap("asked", "keep")
    chat.tap("topic", "amu")
    yield chat.journey


PASSED = Answer(value="!done")
MOMENTS = [pytest.param(journey, id=f"{n}-{journey.asking}") for n, journey in enumerate(moments())]


def turn(journey: Journey, masked: bool = False, **message: Any) -> Outcome:
    return step(CONTENT, journey, Message(**message), Context(START, "123456789012", "link", masked))


@pytest.mark.parametrize("journey", MOMENTS)
def test_a_pause_loses_nothing(journey: Journey) -> None:
    paused = turn(journey, question="menu", value="pause")
    assert [e.kind for e in paused.effects] == ["receipt"]
    back = turn(load_journey(dump_journey(paused.journey)), text="").journey
    assert all(getattr(back, field) == getattr(journey, field) for field in (*KEPT, "revisit", "picked"))
    assert back.asking == journey.asking


@pytest.mark.parametrize("journey", MOMENTS)
def test_back_deletes_nothing_and_leads_on_again(journey: Journey) -> None:
    back = turn(journey, question="menu", value="back").journey
    assert all(getattr(back, field) == getattr(journey, field) for field in KEPT)
    assert back.asking != journey.asking
    if not (journey.asking or "").startswith("w_"):  # a game is left by going back
        kept = turn(back, question="menu", value="skip").journey
        assert kept.answers == journey.answers and kept.asking == journey.asking


@pytest.mark.parametrize("journey", MOMENTS)
def test_skipping_goes_on_and_is_never_a_no(journey: Journey) -> None:
    after = turn(journey, question="menu", value="skip").journey
    assert after.asking != journey.asking
    for question, answer in after.answers.items():
        assert (
            answer == journey.answers.get(question) or answer.status == "skipped" or answer.value in ("next", "!done")
        )


@pytest.mark.parametrize("journey", MOMENTS)
def test_another_language_starts_nothing_over(journey: Journey) -> None:
    asked = turn(journey, question="menu", value="language").journey
    after = turn(asked, question="language", value="ar").journey
    assert after.language == "ar" and after.asking == journey.asking
    assert all(getattr(after, field) == getattr(journey, field) for field in (*KEPT, "picked", "revisit"))


@pytest.mark.parametrize("journey", MOMENTS)
def test_a_found_note_tells_nothing_of_the_work_she_looked_at(journey: Journey) -> None:
    for message in (
        {"text": ""},
        {"text": "ok"},
        {"text": "hotel"},
        {"text": "hvorfor"},
        *({"question": "menu", "value": v} for v in ("back", "why", "summary", "skip", "go_on", "help")),
        *({"question": "sector", "value": v} for v in ("play", "play:hotel", "compare", "leave:hotel", "stop")),
        *({"question": "visit", "value": v} for v in ("hotel", "!done")),
        *({"question": "review", "value": f"{v}:s_hotel_like"} for v in ("line", "fix", "strike")),
        *({"question": "s_hotel_like", "value": v} for v in ("yes", "!skip")),
        {"question": "chosen", "value": "+care"},
        {"question": "company", "value": "later"},
        {"question": "w_hotel_hotel", "value": "hotel"},
        {"question": "p_hotel", "value": "next"},
        {"question": "topic", "value": "hours"},
        {"question": "asked", "value": "keep"},
    ):
        outcome = turn(journey, masked=True, **message)
        told = list(shown(outcome.replies))
        assert not [text for text in told if text.startswith(TELLING)], message
        assert "hvor mange hoteller er der i byen?" not in told
        after = outcome.journey
        assert (after.visits, after.struck) == (journey.visits, journey.struck), message
        assert all(after.answers.get(q) == a for q, a in journey.answers.items() if q != "topics"), message
    for bubble in bubbles(CONTENT, journey, masked=True):
        for text in bubble.texts:
            assert not text.id.startswith(TELLING)


@pytest.mark.parametrize("journey", MOMENTS)
def test_erasing_leaves_nothing(journey: Journey) -> None:
    asked = turn(journey, text="slet alt").journey
    erased = turn(asked, text="ja")
    assert [e.kind for e in erased.effects] == ["erase"]
    assert not (erased.journey.answers or erased.journey.visits or erased.journey.consents or erased.journey.wondered)
    assert explored.build(CONTENT, erased.journey) is None


@pytest.mark.parametrize("journey", MOMENTS)
def test_a_question_on_the_way_is_answered_and_the_same_is_asked_again(journey: Journey) -> None:
    outcome = turn(journey, question="topic", value="part_time")
    assert [r.text.id for r in outcome.replies[:2]] == ["topic.part_time.answer", "topic.part_time.example"]
    assert outcome.journey.asking == journey.asking and outcome.journey.picked == journey.picked
    assert outcome.replies[-1].question == journey.asking


def test_sent_then_changed_is_sent_again_only_after_her_yes() -> None:
    chat = visit(hub(), "hotel")
    chat.until("send").tap("send", "yes")
    first = next(e.case for e in chat.last.effects if e.kind == "send")
    assert first is not None and [s["sector"]["code"] for s in first["explored"]["sectors"]] == ["hotel"]
    visit(chat, "office")
    assert "send" not in chat.journey.answers and not chat.done
    chat.until("review")
    assert "s_office_like" in {line.question for reply in chat.last.replies for line in reply.lines}
    chat.until("send").tap("send", "yes")
    second = next(e.case for e in chat.last.effects if e.kind == "send")
    assert second is not None and second["revision"] == 2
    assert [s["sector"]["code"] for s in second["explored"]["sectors"]] == ["hotel", "office"]


@pytest.mark.parametrize("late", ["visit", "leave", "play", "can"])
def test_what_she_adds_between_the_summary_and_her_yes_is_shown_first(late: str) -> None:
    chat = visit(hub(), "hotel")
    chat.until("review").tap("review", "ok")
    assert chat.journey.asking == "reach"
    if late == "visit":
        visit(chat, "office")
    elif late == "leave":
        chat.tap("visit", "office")
        chat.tap("sector", "leave:office")
    elif late == "play":
        play(chat)
    else:
        chat.tap("s_hotel_can", ("make_bed",))
    chat.until("review")
