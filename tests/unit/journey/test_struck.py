"""What she struck stays out whatever else she does, and comes back whole; what she moves keeps what was told of it."""

from __future__ import annotations

from chat import CONTENT, Chat
from test_lifeline import begun, tell, to_line

from actions.journey import papers
from actions.journey.competences import kept


def at_papers() -> Chat:
    """A life of two events; every suggestion is kept."""
    chat = begun()
    tell(chat, "childhood", "school")
    tell(chat, "childhood", "family_trade")
    to_line(chat).tap("line", "ok")
    chat.tap("spoken", "!skip")
    while (chat.journey.asking or "").startswith("comp_"):
        chat.tap(chat.journey.asking or "", "!done")
    return chat


def names(chat: Chat) -> set[str]:
    return {s.competence.id for s in kept(CONTENT, chat.journey)}


def test_a_struck_event_stays_struck_when_something_else_is_corrected() -> None:
    chat = at_papers()
    chat.tap("line", "strike:e1")
    chat.tap("worked", "abroad")
    chat.tap("worked", "never")
    assert chat.journey.struck == ("e1",)
    assert [e["id"] for e in papers.life_line(CONTENT, chat.journey, ("da",))["events"]] == ["e2"]


def test_what_only_a_struck_event_spoke_for_goes_with_it_and_comes_back_with_it() -> None:
    chat = at_papers()
    before = names(chat)
    chat.tap("line", "strike:e1")
    after = kept(CONTENT, chat.journey)
    assert after and {s.competence.id for s in after} < before
    assert all(s.evidence for s in after), "what she did not add herself is not said to be added"
    chat.tap("line", "restore:e1")
    assert names(chat) == before


def test_a_competence_that_she_added_needs_no_event() -> None:
    chat = at_papers()
    chat.tap("line", "more:personal")
    added = next(o.payload.split('"+')[1].split('"')[0] for o in chat.last.replies[-1].buttons if '"+' in o.payload)
    chat.tap("more_personal", (added,))
    chat.tap("line", "strike:e1")
    chat.tap("line", "strike:e2")
    assert names(chat) == {added}


def test_an_event_that_is_moved_to_another_stage_keeps_its_time() -> None:
    chat = begun()
    tell(chat, "childhood", "school")
    chat.tap("stage_childhood", "!done")
    tell(chat, "youth", "training")
    to_line(chat).tap("line", "down:e1")
    assert [e.stage for e in chat.journey.events] == ["youth", "youth"]
    told = papers.life_line(CONTENT, chat.journey, ("da",))["events"][0]
    assert told["when"] is not None and told["when"].text.id == "when.childhood.small"


def test_no_button_adds_a_competence_before_her_consent_or_in_a_masked_session() -> None:
    chat = Chat()
    chat.tap("line", "more:personal")
    assert chat.journey.asking == "adult"
    chat = at_papers()
    chat.tap("line", "more:personal")
    assert chat.journey.asking == "more_personal"
    chat.masked = True
    chat.send(text="")
    assert chat.journey.asking == "carpet", "which competences are left to add tells which are hers"


def test_when_the_beginning_is_corrected_it_does_not_end_in_the_future() -> None:
    chat = begun()
    chat.tap("stage_childhood", "school")
    chat.send(text="1988")
    chat.send(text="30 år")
    assert papers.life_line(CONTENT, chat.journey, ("da",))["events"][0]["to_year"] == 2018
    chat.tap("review", "fix:e1_when")
    chat.send(text="2020")
    told = papers.life_line(CONTENT, chat.journey, ("da",))["events"][0]
    assert (told["from_year"], told["to_year"]) == (2020, None)
    assert told["long"].text.id == "q.long.o.over_10"
