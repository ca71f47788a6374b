"""POST /v1/counts: strict, added once, and with nothing of a person in it."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import inspect

from handoff_api.outreach import service
from handoff_api.outreach.models import Count
from handoff_api.outreach.schemas import ONE_START
from handoff_api.tokens import service as tokens

ITEM = ONE_START["counts"][0]


def body(*items: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {"schema_version": "1", "counts": [ITEM | item for item in items], **changed}


def post(house: Any, sent: Any, key: str | None = None) -> Any:
    return house.post(sent, key, path="/v1/counts")


def counted(house: Any, code: str = "kvrbtd") -> dict[str, int]:
    with house.database.session() as session:
        return dict(service.by_campaign(session).get(code, {}))


def test_counts_are_added_to_what_is_there(house):
    assert post(house, body({}, {"event": "consented"})).json() == {"added": 2}
    assert post(house, body({"n": 4}, {"language": "da", "n": 2})).status_code == 200
    assert counted(house) == {"started": 7, "consented": 1}


def test_the_same_batch_is_added_once(house):
    first = post(house, body({"n": 5}), "batch-0001")
    again = post(house, body({"n": 5}), "batch-0001")
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert counted(house) == {"started": 5}
    assert post(house, body({"n": 6}), "batch-0001").status_code == 422
    assert counted(house) == {"started": 5}


def test_batches_at_once_are_all_added(house):
    def one(n: int) -> int:
        return post(house, body({}, {"event": "consented"}, {"language": "da"}), f"batch-{n:04d}").status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(one, range(12))) == {200}
    assert counted(house) == {"started": 24, "consented": 12}


def test_without_a_campaign_and_before_a_language(house):
    assert post(house, body({"campaign": None, "language": None, "event": "opened"})).status_code == 200
    assert counted(house, "") == {"opened": 1}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"day": "21-11-2026"}, "counts[0].day"),
        ({"day": 20261121}, "counts[0].day"),
        ({"day": "1999-01-01"}, "counts[0].day"),
        ({"campaign": "../x"}, "counts[0].campaign"),
        ({"language": "<b>"}, "counts[0].language"),
        ({"channel": "letter"}, "counts[0].channel"),
        ({"event": "cried"}, "counts[0].event"),
        ({"n": 0}, "counts[0].n"),
        ({"n": "3"}, "counts[0].n"),
        ({"n": 2.5}, "counts[0].n"),
        ({"journey": "0b0e7c52-6a0c-4d4e-8f39-5d1c2f1f8a10"}, "counts[0].journey"),
        ({"address": "127.0.0.1"}, "counts[0].address"),
    ],
)
def test_what_the_contract_does_not_know_is_refused_whole(house, changed, field):
    answer = post(house, body({}, changed))
    assert answer.status_code == 422
    assert [e["field"] for e in answer.json()["errors"]] == [field.replace("[0]", "[1]")]
    assert counted(house) == {}


@pytest.mark.parametrize("counts", [[], [ITEM] * 1001, None, "x"])
def test_so_many_and_no_more(house, counts):
    assert post(house, {"schema_version": "1", "counts": counts}).status_code == 422


def test_only_with_its_own_scope(house):
    with house.database.session() as session:
        token = tokens.create(session, "other", ["screenings:write", "mailbox:read"])
        session.commit()
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "batch-0001"}
    assert house.client.post("/v1/counts", json=body({}), headers=headers).status_code == 403
    assert house.client.post("/v1/counts", json=body({})).status_code == 401
    assert counted(house) == {}


def test_the_table_has_no_room_for_a_person(house):
    assert {column.key for column in inspect(Count).columns} == {"day", "campaign", "language", "channel", "event", "n"}


def test_the_documented_example_is_taken_in(house):
    assert post(house, copy.deepcopy(ONE_START)).status_code == 200
