"""What she explored is taken in only whole, goes with the case when it is erased, and older cases stay the same."""

from __future__ import annotations

from typing import Any

import pytest
from desk import contact_wish
from explorations import ASKED, EXPLORED, with_explored
from sqlalchemy import select

from handoff_api.database import Base
from handoff_api.intake.models import Revision


def kept(house: Any) -> list[dict[str, Any]]:
    with house.database.session() as session:
        return list(session.scalars(select(Revision.payload).order_by(Revision.number)))


def test_it_is_kept_as_it_came(house, screening):
    assert house.post(with_explored(screening)).status_code == 201
    assert kept(house)[0]["explored"] == EXPLORED


def test_a_case_from_before_is_the_same_case_and_a_later_revision_may_bring_it(house, screening):
    assert house.post(screening).status_code == 201
    assert "explored" not in kept(house)[0]
    assert house.post(screening | {"explored": None}).status_code == 200, "it says nothing: no other case"
    assert house.post(with_explored(screening) | {"revision": 2}).status_code == 200
    assert [payload.get("explored") for payload in kept(house)] == [None, EXPLORED]


def test_asking_alone_is_enough(house, screening):
    nothing: dict[str, Any] = {"sectors": [], "chosen": [], "paths": [], "topics": []}
    body = screening | {"explored": nothing | {"asked": EXPLORED["asked"]}}
    assert house.post(body).status_code == 201


@pytest.mark.parametrize(
    ("place", "wrong", "field", "message"),
    [
        (("asked", "text"), "x" * 5001, "explored.asked.text", "5000"),
        (("asked", "language"), "<b>", "explored.asked.language", ""),
        (("sectors", 0, "words"), ["en kniv"] * 61, "explored.sectors[0].words", "60"),
        (("sectors", 0, "of_skills"), 4, "explored.sectors[0]", "no more than there are"),
        (("sectors", 0, "sector", "code"), "care", "explored", "each stands there once"),
        (("sectors", 0, "reasons"), [""], "explored.sectors[0].reasons[0]", ""),
        (("chosen", 0, "code"), "office", "explored", "one for each sector she chose"),
        (("paths",), [], "explored", "one for each sector she chose"),
        (("first_visit", "sector", "code"), "office", "explored", "in a sector she chose"),
        (("topics",), EXPLORED["topics"] * 40, "explored.topics", "100"),
        (("score",), 3, "explored.score", ""),
    ],
)
def test_what_does_not_fit_is_named(house, screening, place, wrong, field, message):
    body = with_explored(screening)
    *parents, last = place
    parent: Any = body["explored"]
    for part in parents:
        parent = parent[part]
    parent[last] = wrong
    before = house.rows()
    answer = house.post(body)
    assert answer.status_code == 422, answer.text
    errors = answer.json()["errors"]
    assert any(e["field"].startswith(field) and message in e["message"] for e in errors), errors
    assert house.rows() == before


def test_a_contact_wish_alone_brings_nothing_of_it(house, screening):
    answer = house.post(contact_wish(with_explored(screening)))
    assert answer.status_code == 422
    assert [e["field"] for e in answer.json()["errors"]] == ["explored"]


def everything(house: Any) -> str:
    """All that stands in the database."""
    with house.database.session() as session:
        rows = {
            name: [tuple(row) for row in session.execute(select(table))] for name, table in Base.metadata.tables.items()
        }
    return str(rows)


def test_what_she_asked_is_erased_with_the_case(house, screening):
    body = with_explored(screening)
    house.post(body)
    told = (*ASKED.splitlines(), "En kantine på en arbejdsplads")
    assert all(words in everything(house) for words in told)
    assert house.erase(body["journey"]).status_code == 200
    assert not any(words in everything(house) for words in told)
