"""What a case says of the sectors: all that she said and saw in the summary, and nothing that she struck."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from chat import CONTENT, Chat
from test_choosing import play
from test_explore import hub, visit

from actions.catalogue import localised
from actions.journey import explored
from actions.journey.model import Text
from actions.journey.review import lines

UNKNOWN = "hvor mange penge tjener dronningen?"


def whole() -> Chat:
    """Hotel and office looked at, both chosen, words played with, a topic and a question asked: the summary is open."""
    chat = visit(hub(sectors=("hotel", "kitchen")), "hotel", before="home", like="yes", can=5)
    visit(chat, "office", like="maybe")
    chat.tap("visit", "cleaning")
    chat.tap("sector", "leave:cleaning")
    play(chat)
    chat.tap("topic", "amu")
    chat.send(text=UNKNOWN)
    chat.keep()
    chat.tap("visit", "!done")
    chat.tap("chosen", ("hotel", "office"))
    chat.until("company").tap("company", "hotel:hotel")
    return chat.until("review")


def built(chat: Chat) -> Mapping[str, Any]:
    """What is handed over, as the caseworker's side gets it."""
    found = explored.build(CONTENT, chat.journey)
    assert found is not None
    rendered: Mapping[str, Any] = json.loads(json.dumps(localised(found)))
    return rendered


def codes(listed: list[Mapping[str, Any]]) -> list[str]:
    return [entry["code"] for entry in listed]


def test_all_she_said_is_there() -> None:
    found = built(whole())
    hotel, office, cleaning = found["sectors"]
    assert [s["sector"]["code"] for s in found["sectors"]] == ["hotel", "office", "cleaning"]
    assert (hotel["before"]["code"], hotel["like"]["code"], office["like"]["code"]) == ("home", "yes", "maybe")
    assert codes(hotel["skills"]) == [s.id for s in CONTENT.sectors["hotel"].skills[:5]]
    assert hotel["of_skills"] == len(CONTENT.sectors["hotel"].skills)
    assert hotel["words"] == [w.danish for w in CONTENT.sectors["hotel"].words[:5]]
    assert (cleaning["before"], cleaning["like"], cleaning["words"]) == (None, None, [])
    assert codes(found["chosen"]) == ["hotel", "office"]
    assert [p["step"]["code"] for p in found["paths"]] == ["placement1", "intro"]
    assert found["first_visit"]["employer"] == {"code": "hotel", "display": "Et hotel"}
    assert codes(found["topics"]) == ["amu"]
    assert found["asked"] == {"text": UNKNOWN, "language": "da"}


def test_every_sector_that_is_sent_has_a_line_in_the_summary() -> None:
    chat = whole()
    shown = {line.question: line for line in lines(CONTENT, chat.journey, masked=False)}
    assert {"s_hotel_like", "s_office_like", "s_cleaning_like", "chosen", "company", "topics", "queries"} <= set(shown)
    assert shown["s_cleaning_like"].values == (Text("explore.looked"),)
    assert not [q for q in shown if q.startswith(("p_", "w_"))], "a way and a game have no lines of their own"


STRIKES: dict[str, tuple[str, Any]] = {
    "s_hotel_like": ("sectors", ["office", "cleaning"]),
    "chosen": ("chosen", []),
    "company": ("first_visit", None),
    "topics": ("topics", []),
    "queries": ("asked", None),
}


@pytest.mark.parametrize("line", STRIKES)
def test_what_is_struck_is_not_there_and_comes_back(line: str) -> None:
    chat = whole()
    before, (part, expected) = built(chat), STRIKES[line]
    chat.tap("review", f"strike:{line}")
    after = built(chat)
    assert ([s["sector"]["code"] for s in after[part]] if part == "sectors" else after[part]) == expected
    chat.tap("review", f"restore:{line}")
    assert built(chat) == before


def test_a_struck_choice_takes_its_paths_and_its_first_visit_along() -> None:
    chat = whole()
    chat.tap("review", "strike:chosen")
    found = built(chat)
    assert (found["chosen"], found["paths"], found["first_visit"]) == ([], [], None)


def test_a_struck_sector_is_chosen_no_more_neither_in_the_summary_nor_in_the_case() -> None:
    chat = whole()
    chat.tap("review", "strike:s_hotel_like")
    [line] = [line for reply in chat.last.replies for line in reply.lines if line.question == "chosen"]
    assert [text.id for text in line.values] == ["q.sectors.o.office"]
    assert [c["code"] for c in built(chat)["chosen"]] == ["office"]
    assert [p["sector"]["code"] for p in built(chat)["paths"]] == ["office"] and built(chat)["first_visit"] is None
    chat.tap("review", "restore:s_hotel_like")
    assert [c["code"] for c in built(chat)["chosen"]] == ["hotel", "office"]


def test_a_struck_wish_is_no_reason() -> None:
    chat = whole()
    before = len(built(chat)["sectors"][0]["reasons"])
    chat.tap("review", "strike:sectors")
    assert len(built(chat)["sectors"][0]["reasons"]) == before - 1 == 0


def test_what_she_can_counts_only_where_she_might_like_to() -> None:
    chat = whole()
    chat.tap("review", "fix:s_hotel_like")
    chat.tap("s_hotel_like", "no")
    hotel = built(chat)["sectors"][0]
    assert hotel["like"]["code"] == "no" and hotel["skills"] == []
    assert built(chat)["paths"][0]["step"]["code"] == "visit", "nor on the path"
    [line] = [line for line in lines(CONTENT, chat.journey, masked=False) if line.question == "s_hotel_like"]
    assert not [text for text in line.values if ".skill." in text.id]


def test_the_reasons_are_told_of_her_and_the_displays_are_danish_in_every_language() -> None:
    for language in CONTENT.languages:
        chat = visit(hub(language, sectors=("hotel",)), "hotel", like="yes")
        [hotel] = built(chat)["sectors"]
        assert hotel["sector"]["display"] == "Hotel"
        assert hotel["reasons"] == ["Nævnte selv faget blandt sine ønsker"]


def test_who_looked_at_nothing_and_asked_nothing_sends_nothing_of_it() -> None:
    assert explored.build(CONTENT, Chat().begun().journey) is None
    assert explored.build(CONTENT, hub().journey) is None


def test_a_contact_wish_alone_says_nothing_of_the_sectors() -> None:
    chat = visit(hub(), "hotel")
    chat.tap("menu", "contact")
    chat.until("send_contact").tap("send_contact", "yes")
    case = next(e.case for e in chat.last.effects if e.kind == "send")
    assert case is not None and case["kind"] == "contact" and "explored" not in case
