"""Erased is erased: nothing of her stays, and nothing of her comes back by being late."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from handoff_api.audit.models import AuditEntry
from handoff_api.database import Base, utc_now
from handoff_api.inbox.models import Note
from handoff_api.intake.models import Case

LATER = "2026-12-24T10:00:00Z"


def everything_kept(house: Any) -> str:
    """All rows of all tables, as text."""
    with house.database.session() as session:
        return json.dumps(
            [[str(v) for v in row] for t in Base.metadata.sorted_tables for row in session.execute(select(t))]
        )


def test_an_erasure_leaves_only_an_audit_entry_and_a_tombstone(house, screening):
    first = house.post(screening)
    house.post(screening | {"revision": 2})
    with house.database.session() as session:
        case = session.scalars(select(Case)).one()
        session.add(Note(case_id=case.id, text="Ringet op", author="Demo", at=utc_now()))
        session.commit()
    answer = house.erase(screening["journey"])

    assert (answer.status_code, answer.json()) == (200, {"journey": screening["journey"], "erased": True})
    rows = {name: count for name, count in house.rows().items() if count}
    assert rows == {"audit": 3, "case_numbers": 1, "idempotency_keys": 1, "service_tokens": 1, "tombstones": 1}
    kept = everything_kept(house)
    for gone in (screening["journey"], "Amal", "+4520123456", "Ringet op", "sprogskole-1"):
        assert gone not in kept
    with house.database.session() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (last.action, last.actor, last.case) == ("erased", "service:bot", first.json()["case"])
    assert house.mailbox()["entries"] == []


def test_no_file_of_the_database_holds_her_words_any_more(house, screening, settings):
    if house.database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL frees its pages by itself")
    planted = "Jeg syr kjoler til mine naboer hver eneste aften"
    screening["answers"][0]["words"] = {"text": planted, "language": "da"}
    house.post(screening)

    def held() -> bool:
        files = [f.read_bytes() for f in Path(settings.data).iterdir()]
        return any(planted.encode() in content or screening["journey"].encode() in content for content in files)

    assert held()
    house.erase(screening["journey"])
    assert not held()


def test_other_cases_stay(house, screening):
    other = screening | {"journey": str(uuid.uuid4())}
    house.post(screening)
    kept = house.post(other, key="the-other-one")
    house.erase(screening["journey"])
    assert house.post(other, key="the-other-one").json() == kept.json()
    assert house.rows()["cases"] == 1
    assert [e["journey"] for e in house.mailbox()["entries"]] == [other["journey"]]


def test_a_journey_not_known_is_not_erased(house):
    journey = str(uuid.uuid4())
    assert house.erase(journey).json() == {"journey": journey, "erased": False}


def test_the_same_erasure_again_gets_the_same_answer(house, screening):
    house.post(screening)
    first = house.erase(screening["journey"], key="erase-this")
    again = house.erase(screening["journey"], key="erase-this")
    assert again.json() == first.json() == {"journey": screening["journey"], "erased": True}
    assert again.headers["Idempotency-Replayed"] == "true"
    assert house.erase(screening["journey"]).json()["erased"] is False


def test_a_screening_and_an_erasure_cannot_share_a_key(house, screening):
    house.post(screening, key="one-and-the-same")
    answer = house.erase(screening["journey"], key="one-and-the-same")
    assert (answer.status_code, house.rows()["cases"]) == (422, 1)


@pytest.mark.parametrize("revision", [1, 2, 3])
def test_an_erased_revision_does_not_come_back(house, screening, revision):
    house.post(screening | {"revision": 3})
    house.erase(screening["journey"])
    answer = house.post(screening | {"revision": revision, "answered_at": LATER})
    assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
    assert house.rows()["cases"] == 0


def test_a_late_retry_of_an_erased_screening_is_refused_even_with_its_old_key(house, screening):
    house.post(screening, key="her-first-yes")
    house.erase(screening["journey"])
    assert house.post(screening, key="her-first-yes").status_code == 410


def test_what_she_sent_before_she_asked_to_erase_is_refused_when_it_arrives_after(house, screening):
    house.erase(screening["journey"], requested_at="2026-11-21T10:00:01Z")
    for revision in (1, 7):
        assert house.post(screening | {"revision": revision}).status_code == 410
    assert house.rows()["cases"] == 0


def test_a_new_yes_after_an_erasure_is_a_new_case(house, screening):
    first = house.post(screening)
    house.erase(screening["journey"])
    second = house.post(screening | {"revision": 2, "answered_at": LATER})
    assert second.status_code == 201
    assert second.json()["case"] != first.json()["case"], "an erased case's number is not given again"


def test_strict_as_well(house, screening):
    house.post(screening)
    body = {"schema_version": "1", "journey": screening["journey"], "requested_at": LATER, "why": "x"}
    answer = house.post(body, path="/v1/erasures")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "why")
    assert house.rows()["cases"] == 1
