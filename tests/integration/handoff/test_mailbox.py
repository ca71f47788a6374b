"""The mailbox: in order, at least once, and gone when it has arrived."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from sqlalchemy import select

from handoff_api.audit.models import AuditEntry
from handoff_api.intake.models import Case
from handoff_api.intake.service import mark_read


def given_cases(house: Any, screening: dict[str, Any], count: int) -> list[str]:
    journeys = [str(uuid.uuid4()) for _ in range(count)]
    for journey in journeys:
        house.post(screening | {"journey": journey})
    return journeys


def read(house: Any, journey: str) -> bool:
    """A caseworker opens the case."""
    with house.database.session() as session:
        case = session.scalars(select(Case).where(Case.journey == journey)).one()
        first = mark_read(session, case, "user:demo@example.org")
        session.commit()
        return first


def test_an_empty_mailbox_keeps_the_cursor(house):
    assert house.mailbox() == {"entries": [], "next": 0}
    assert house.mailbox(after=7) == {"entries": [], "next": 7}


def test_entries_come_in_order_and_stay_until_acknowledged(house, screening):
    journeys = given_cases(house, screening, 3)
    first = house.mailbox()
    assert [e["journey"] for e in first["entries"]] == journeys
    cursors = [e["cursor"] for e in first["entries"]]
    assert cursors == sorted(set(cursors)) and first["next"] == cursors[-1]
    assert {(e["kind"], e["data"]["status"]) for e in first["entries"]} == {("status", "received")}
    assert all(e["created_at"].endswith("Z") for e in first["entries"])

    assert house.mailbox() == first, "asking again without a cursor acknowledges nothing"
    rest = house.mailbox(after=cursors[0])
    assert rest["entries"] == first["entries"][1:]
    assert house.mailbox()["entries"] == first["entries"][1:], "what was acknowledged is gone"
    assert house.rows()["mailbox"] == 2


def test_pages(house, screening):
    journeys = given_cases(house, screening, 5)
    seen, cursor = [], 0
    for _ in range(4):
        page = house.mailbox(after=cursor, limit=2)
        assert len(page["entries"]) <= 2
        seen += [e["journey"] for e in page["entries"]]
        cursor = page["next"]
    assert seen == journeys


def test_a_cursor_is_never_used_again(house, screening):
    given_cases(house, screening, 2)
    last = house.mailbox()["next"]
    assert house.mailbox(after=last)["entries"] == []
    journey = given_cases(house, screening, 1)
    fresh = house.mailbox(after=last)["entries"]
    assert [e["journey"] for e in fresh] == journey and fresh[0]["cursor"] > last


def test_read_is_told_once_a_revision(house, screening):
    house.post(screening)
    assert [read(house, screening["journey"]) for _ in range(3)] == [True, False, False]
    house.post(screening | {"revision": 2})
    assert read(house, screening["journey"])

    told = [(e["data"]["status"], e["data"]["revision"]) for e in house.mailbox()["entries"]]
    assert told == [("received", 1), ("read", 1), ("received", 2), ("read", 2)]
    with house.database.session() as session:
        case = session.scalars(select(Case)).one()
        assert case.first_read_at == case.revisions[0].read_at
        assert case.first_read_at < case.revisions[1].read_at
        opened = session.scalars(select(AuditEntry).where(AuditEntry.action == "read")).all()
        assert [(a.actor, a.case) for a in opened] == [("user:demo@example.org", case.number)] * 2


def test_two_caseworkers_at_once_are_told_as_one(house, screening):
    house.post(screening)
    start, firsts = threading.Barrier(6), []

    def open_case() -> None:
        start.wait()
        firsts.append(read(house, screening["journey"]))

    threads = [threading.Thread(target=open_case) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(firsts) == [False] * 5 + [True]
    assert [e["data"]["status"] for e in house.mailbox()["entries"]] == ["received", "read"]


def test_a_poller_beside_many_writers_misses_nothing(house, screening):
    journeys = [str(uuid.uuid4()) for _ in range(24)]
    seen: list[str] = []
    cursors: list[int] = []
    writing = threading.Event()

    def write(mine: list[str]) -> None:
        for journey in mine:
            assert house.post(screening | {"journey": journey}).status_code == 201

    def poll() -> None:
        cursor, last_round = 0, False
        while True:
            page = house.mailbox(after=cursor, limit=3)
            seen.extend(e["journey"] for e in page["entries"])
            cursors.extend(e["cursor"] for e in page["entries"])
            cursor = page["next"]
            if not page["entries"] and last_round:
                return
            last_round = writing.is_set()

    writers = [threading.Thread(target=write, args=(journeys[i::4],)) for i in range(4)]
    poller = threading.Thread(target=poll)
    for thread in (poller, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    writing.set()
    poller.join()
    assert sorted(seen) == sorted(journeys)
    assert cursors == sorted(set(cursors))


@pytest.mark.parametrize(
    ("query", "field"),
    [("after=-1", "after"), ("after=x", "after"), ("limit=0", "limit"), ("limit=501", "limit"), ("since=3", "since")],
)
def test_a_wrong_question_is_named(house, query, field):
    answer = house.client.get(f"/v1/mailbox?{query}", headers={"Authorization": f"Bearer {house.token}"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
