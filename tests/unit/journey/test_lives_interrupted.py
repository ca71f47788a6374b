"""A life that is interrupted anywhere: paused and come back to, gone back in, told on in another language, erased, or
changed after it was sent. Nothing she told is lost, and a found note tells nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from chat import CONTENT, START
from test_lives import Alone

from actions.codec import dump_journey, load_journey
from actions.journey.flow import find
from actions.journey.model import Context, Journey, Message, Outcome, Reply, Text
from actions.journey.step import step
from actions.journey.transcript import bubbles
from tests.conversations.life_player import FILES, Player, read_life

# What a life is told in, by message id; a found note must show none of it.
TELLING = (
    *("event.", "activity.", "competence.", "occupation.", "when.", "tongue.", "territory."),
    *("line.own", "line.age", "line.with_job"),
)
KEPT = ("answers", "events", "struck", "consents", "sent_revision")


def moments(name: str, language: str = "da") -> Iterator[Journey]:
    """A life as it stands at each kind of question, from the first event to the papers."""
    alone = Alone()
    player = Player(read_life(next(f for f in FILES if f.stem == name)), language, alone.send)
    player.play(until="lifeline")
    seen = set()
    while player.journey.asking != "review":
        player.step()
        question = find(CONTENT, player.journey, player.journey.asking)
        assert question is not None
        at = (question.key, bool(player.journey.picked), bool(player.journey.said))
        if at not in seen:
            seen.add(at)
            yield player.journey


def turn(journey: Journey, masked: bool = False, **message: Any) -> Outcome:
    return step(CONTENT, journey, Message(**message), Context(START, "123456789012", "link", masked))


def shown(replies: tuple[Reply, ...]) -> Iterator[str]:
    """Every message id and every piece of her words in the replies."""
    for reply in replies:
        yield from _texts(reply.text)
        for holder in (reply, *reply.lines):
            for button in holder.buttons:
                yield from _texts(button.text, *button.notes)
                yield button.words or ""
        for line in reply.lines:
            yield from _texts(line.label, *line.values, *((line.stage,) if line.stage else ()))
            yield line.words or ""


def _texts(*texts: Text) -> Iterator[str]:
    for text in texts:
        yield text.id
        for arg in text.args.values():
            yield from _texts(*arg) if isinstance(arg, tuple) else _texts(arg) if isinstance(arg, Text) else (str(arg),)


LIVES = [pytest.param(path.stem, id=path.stem) for path in FILES]


@pytest.mark.parametrize("name", LIVES)
def test_a_pause_anywhere_loses_nothing(name: str) -> None:
    seen = set()
    for journey in moments(name):
        paused = turn(journey, question="menu", value="pause")
        assert [e.kind for e in paused.effects] == ["receipt"]
        stored = load_journey(dump_journey(paused.journey))
        back = turn(stored, text="").journey
        assert all(getattr(back, field) == getattr(journey, field) for field in KEPT)
        assert back.asking == journey.asking
        question = find(CONTENT, back, back.asking)
        assert question is not None
        seen.add(question.template or question.type)
    assert seen >= {"event", "did", "line", "several", "papers"}


@pytest.mark.parametrize("name", LIVES)
def test_a_found_note_tells_nothing_of_a_life(name: str) -> None:
    for journey in moments(name):
        words = {a.words for q, a in journey.answers.items() if a.words}
        for message in (
            {"text": ""},
            {"text": "jeg syede"},
            {"text": "hvorfor"},
            {"question": "menu", "value": "back"},
            {"question": "menu", "value": "why"},
            {"question": "menu", "value": "summary"},
            {"question": "menu", "value": "skip"},
            {"question": "menu", "value": "go_on"},
            {"question": "menu", "value": "papers"},
            {"question": "line", "value": "show"},
            {"question": "line", "value": "edit:e1"},
            {"question": "line", "value": "more:social"},
            {"question": "review", "value": "line:e1"},
            {"question": "review", "value": "fix:e1_did"},
            {"question": "review", "value": "strike:e1"},
            {"question": "e1_did", "value": "!skip"},
            {"question": "e1_words", "value": "!skip"},
            {"question": "stage_adult", "value": "school"},
            {"question": "comp_social", "value": "!done"},
        ):
            outcome = turn(journey, masked=True, **message)
            told = list(shown(outcome.replies))
            assert not [t for t in told if t.startswith(TELLING)], message
            assert not words & set(told), message
            assert "papers" not in [e.kind for e in outcome.effects]
            after = outcome.journey
            assert (after.events, after.struck) == (journey.events, journey.struck), message
            assert all(after.answers.get(q) == a for q, a in journey.answers.items() if q.startswith("e")), message
        for bubble in bubbles(CONTENT, journey, masked=True):
            assert not [t for t in _texts(*bubble.texts) if t.startswith(TELLING)] and bubble.words not in words


@pytest.mark.parametrize("name", LIVES)
def test_back_from_anywhere_deletes_nothing_and_leads_on_again(name: str) -> None:
    for journey in moments(name):
        back = turn(journey, question="menu", value="back").journey
        assert all(getattr(back, field) == getattr(journey, field) for field in KEPT)
        assert back.asking != journey.asking
        if (journey.asking or "").startswith("more_"):
            continue  # it was open because she wanted to add something
        assert back.asking in journey.answers
        kept = turn(back, question="menu", value="skip").journey
        assert (kept.answers, kept.events) == (journey.answers, journey.events)
        assert kept.asking == journey.asking


@pytest.mark.parametrize("name", LIVES)
def test_another_language_in_the_middle_starts_nothing_over(name: str) -> None:
    for journey in moments(name):
        asked = turn(journey, question="menu", value="language").journey
        spoken = turn(asked, question="language", value="ar")
        after = spoken.journey
        assert after.language == "ar" and after.asking == journey.asking
        assert all(getattr(after, field) == getattr(journey, field) for field in (*KEPT, "picked", "said"))


@pytest.mark.parametrize("name", LIVES)
def test_erasing_in_the_middle_leaves_nothing(name: str) -> None:
    for journey in moments(name):
        asked = turn(journey, text="slet alt").journey
        erased = turn(asked, text="ja")
        assert [e.kind for e in erased.effects] == ["erase"]
        assert not (erased.journey.answers or erased.journey.events or erased.journey.consents)
        assert not [t for t in shown(erased.replies) if t.startswith(TELLING)]


def done(name: str) -> Alone:
    """A life that was told to the end and sent."""
    alone = Alone()
    Player(read_life(next(f for f in FILES if f.stem == name)), "da", alone.send).play()
    assert alone.journey.sent_revision == 1
    return alone


def test_an_event_struck_after_it_was_sent_is_out_of_the_next_revision() -> None:
    alone = done("nahid")
    before = alone.case
    gone = next(e.id for e in alone.journey.events if e.kind == "family_trade")
    alone.send(question="review", value=f"strike:{gone}")
    assert alone.case is before, "nothing is sent without another yes"
    alone.send(question="review", value="ok")
    while alone.journey.asking != "send":
        alone.send(question=alone.journey.asking, value="!skip")
    alone.send(question="send", value="yes")
    after = alone.case
    assert (before["revision"], after["revision"]) == (1, 2)
    left = [e["id"] for e in before["life_line"]["events"] if e["id"] != gone]
    assert [e["id"] for e in after["life_line"]["events"]] == left
    codes = {c["code"] for c in after["life_line"]["competences"]}
    assert "handle_cash" in {c["code"] for c in before["life_line"]["competences"]} and "handle_cash" not in codes
    assert gone not in {e["event"] for c in after["life_line"]["competences"] for e in c["evidence"]}


def test_old_buttons_correct_what_they_asked() -> None:
    alone = done("selam")
    farm = next(e.id for e in alone.journey.events if e.kind == "family_farm")
    events = alone.journey.events
    alone.send(question=f"{farm}_how", value="sometimes")
    alone.send(question=f"{farm}_did", value=("milk_animals",))
    answers = alone.journey.answers
    assert (answers[f"{farm}_how"].value, answers[f"{farm}_did"].options) == ("sometimes", ("milk_animals",))
    assert alone.journey.events == events
    assert "send" not in answers, "what was sent is not what she has told now"


def test_an_old_tile_begins_an_event_in_its_stage_and_the_stage_is_asked_on() -> None:
    alone = done("selam")
    alone.send(question="stage_childhood", value="school")
    new = max(alone.journey.events, key=lambda e: int(e.id[1:]))
    assert (new.kind, new.stage, alone.journey.asking) == ("school", "childhood", f"{new.id}_when")
    while (alone.journey.asking or "").startswith(f"{new.id}_"):
        alone.send(question=alone.journey.asking, value="!skip")
    assert alone.journey.asking == "stage_childhood"
