"""One journey is one case: keys, revisions, and what the citizen's side is answered."""

from __future__ import annotations

import copy
import json
import threading
import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from handoff_api.audit.models import AuditEntry
from handoff_api.database import utc_now
from handoff_api.intake import idempotency
from handoff_api.intake.body import fingerprint
from handoff_api.intake.models import Case, IdempotencyKey
from handoff_api.intake.schemas import ScreeningBody
from handoff_api.tokens import service as tokens


def revision(body: dict[str, Any], number: int, **other: Any) -> dict[str, Any]:
    return copy.deepcopy(body) | {"revision": number} | other


def only_case(house: Any) -> Case:
    with house.database.session() as session:
        case = session.scalars(select(Case)).one()
        assert case.newest is not None and case.revisions
        return case


def test_the_first_screening_makes_a_case(house, screening):
    answer = house.post(screening)

    assert answer.status_code == 201
    expected_number = f"MV-{utc_now().year}-0001"
    assert answer.json() == {
        "case": expected_number,
        "journey": screening["journey"],
        "revision": 1,
        "status": "received",
    }
    case = only_case(house)
    assert (case.number, case.kind, case.state, case.language) == (expected_number, "screening", "open", "ar")
    assert case.newest.payload == screening
    assert [entry["data"] for entry in house.mailbox()["entries"]] == [{"status": "received", "revision": 1}]
    with house.database.session() as session:
        assert [(a.actor, a.action, a.case) for a in session.scalars(select(AuditEntry))] == [
            ("service:bot", "received", expected_number)
        ]


def test_numbers_follow_each_other(house, screening):
    numbers = [house.post(screening | {"journey": str(uuid.uuid4())}).json()["case"][-4:] for _ in range(3)]
    assert numbers == ["0001", "0002", "0003"]


def test_the_same_key_gets_the_first_answer_again(house, screening):
    first = house.post(screening, key="one-and-the-same")
    before = house.rows()
    again = house.post(dict(reversed(screening.items())), key="one-and-the-same")

    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert house.rows() == before


def test_the_first_answer_stays_although_a_later_revision_came(house, screening):
    first = house.post(screening, key="the-first-one")
    house.post(revision(screening, 2))
    assert house.post(screening, key="the-first-one").json() == first.json()


def test_a_key_with_another_body_is_refused(house, screening):
    house.post(screening, key="one-and-the-same")
    before = house.rows()
    answer = house.post(revision(screening, 2), key="one-and-the-same")

    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/idempotency-key-reused")
    assert house.rows() == before


def test_two_programs_may_use_the_same_key(house, screening):
    house.post(screening, key="one-and-the-same")
    with house.database.session() as session:
        other = tokens.create(session, "another", ["screenings:write"])
        session.commit()
    answer = house.post(revision(screening, 2), key="one-and-the-same", Authorization=f"Bearer {other}")
    assert (answer.status_code, answer.json()["revision"]) == (200, 2)


def test_the_same_revision_under_another_key_makes_nothing(house, screening):
    first = house.post(screening)
    before = house.rows()
    second = house.post(screening)

    assert (second.status_code, second.json()) == (200, first.json())
    after = house.rows()
    assert after.pop("idempotency_keys") == before.pop("idempotency_keys") + 1
    assert after == before


def test_the_same_revision_with_other_contents_is_refused_and_changes_nothing(house, screening):
    house.post(screening)
    before = house.rows()
    answer = house.post(screening | {"campaign": "another"})

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "revision-reused")
    assert house.rows() == before
    assert only_case(house).newest.payload == screening


def test_a_later_revision_replaces_and_keeps_the_earlier(house, screening):
    first = house.post(screening)
    later = revision(screening, 2, language="da", campaign=None)
    answer = house.post(later)

    assert (answer.status_code, answer.json()) == (200, first.json() | {"revision": 2})
    case = only_case(house)
    assert (case.newest.payload, case.language, case.campaign) == (later, "da", None)
    assert [r.payload for r in case.revisions] == [screening, later]


@pytest.mark.parametrize("order", [[3, 1, 2], [2, 3, 1], [1, 3, 2]])
def test_revisions_count_by_number_not_by_arrival(house, screening, order):
    for number in order:
        answer = house.post(revision(screening, number, campaign=f"c{number}"))
        assert answer.status_code == (201 if number == order[0] else 200)
        assert answer.json()["revision"] == number

    case = only_case(house)
    assert (case.newest_revision, case.campaign) == (3, "c3")
    assert [r.number for r in case.revisions] == [1, 2, 3]
    arrivals_that_were_newest = sum(number == max(order[: i + 1]) for i, number in enumerate(order))
    assert len(house.mailbox()["entries"]) == arrivals_that_were_newest


def test_a_contact_wish_becomes_a_screening(house, screening):
    wish = revision(screening, 1, kind="contact", answers=[], assessment=None, disagreements=[])
    wish["consents"] = [{"scope": "send_contact", "given_at": "2026-11-21T09:00:00Z"}]
    first = house.post(wish)
    assert (first.status_code, only_case(house).kind) == (201, "contact")

    second = house.post(revision(screening, 2))
    assert (second.status_code, second.json()["case"]) == (200, first.json()["case"])
    assert only_case(house).kind == "screening"


def test_something_new_opens_a_case_that_was_done(house, screening):
    house.post(screening)
    with house.database.session() as session:
        session.scalars(select(Case)).one().state = "done"
        session.commit()
    house.post(revision(screening, 2))
    assert only_case(house).state == "open"


def test_while_the_first_runs_the_second_is_told_to_wait(house, screening):
    mark = fingerprint("screenings", ScreeningBody.model_validate_json(json.dumps(screening)))
    held = idempotency.claim(house.database, client="bot", key="still-running", fingerprint=mark)
    assert isinstance(held, idempotency.Claim)

    answer = house.post(screening, key="still-running")
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("/idempotency-key-running")
    assert 1 <= int(answer.headers["Retry-After"]) <= idempotency.CLAIM_SECONDS
    assert house.rows()["cases"] == 0


def given_a_run_that_died(house: Any, body: dict[str, Any], key: str, seconds: int) -> idempotency.Claim:
    """A claim without an answer, `seconds` old."""
    mark = fingerprint("screenings", ScreeningBody.model_validate_json(json.dumps(body)))
    held = idempotency.claim(house.database, client="bot", key=key, fingerprint=mark)
    assert isinstance(held, idempotency.Claim)
    with house.database.session() as session:
        session.execute(update(IdempotencyKey).values(claimed_at=utc_now() - timedelta(seconds=seconds)))
        session.commit()
    return held


def test_a_dead_runs_claim_is_taken_over(house, screening):
    given_a_run_that_died(house, screening, "left-behind", idempotency.CLAIM_SECONDS + 1)
    answer = house.post(screening, key="left-behind")
    assert answer.status_code == 201
    assert house.post(screening, key="left-behind").json() == answer.json()


def test_a_claim_is_not_taken_over_too_early(house, screening):
    given_a_run_that_died(house, screening, "left-behind", idempotency.CLAIM_SECONDS - 5)
    answer = house.post(screening, key="left-behind")
    assert (answer.status_code, house.rows()["cases"]) == (409, 0)
    assert int(answer.headers["Retry-After"]) <= 5


def test_a_run_that_was_only_slow_cannot_finish_after_the_takeover(house, screening):
    slow = given_a_run_that_died(house, screening, "left-behind", idempotency.CLAIM_SECONDS + 1)
    answer = house.post(screening, key="left-behind")
    with house.database.session() as session, pytest.raises(Exception) as refused:
        idempotency.finish(session, slow, status=201, answer={"case": "another"}, case_id=None)
    assert refused.value.status_code == 409
    assert house.post(screening, key="left-behind").json() == answer.json()


def at_once(calls: list[Any]) -> list[Any]:
    """The answers of `calls`, each in a thread of its own, started together."""
    answers: list[Any] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(i: int) -> None:
        start.wait()
        answers[i] = calls[i]()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_the_same_call_many_times_at_once_makes_one_case(house, screening):
    answers = at_once([lambda: house.post(screening, key="all-together")] * 12)

    statuses = Counter(a.status_code for a in answers)
    assert set(statuses) <= {201, 409} and statuses[201] >= 1
    assert len({a.text for a in answers if a.status_code == 201}) == 1
    assert sum("Idempotency-Replayed" not in a.headers for a in answers if a.status_code == 201) == 1
    rows = house.rows()
    assert (rows["cases"], rows["revisions"], rows["mailbox"]) == (1, 1, 1)


def test_one_revision_under_many_keys_at_once_makes_one_case(house, screening):
    answers = at_once([lambda: house.post(screening)] * 12)

    assert Counter(a.status_code for a in answers) == {201: 1, 200: 11}
    assert len({a.json()["case"] for a in answers}) == 1
    rows = house.rows()
    assert (rows["cases"], rows["revisions"], rows["mailbox"]) == (1, 1, 1)


def test_many_journeys_at_once_get_a_number_each(house, screening):
    bodies = [screening | {"journey": str(uuid.uuid4())} for _ in range(16)]
    answers = at_once([lambda body=body: house.post(body) for body in bodies])

    assert {a.status_code for a in answers} == {201}
    assert sorted(a.json()["case"][-4:] for a in answers) == [f"{n:04d}" for n in range(1, 17)]


def test_all_revisions_at_once_leave_the_highest(house, screening):
    at_once([lambda n=n: house.post(revision(screening, n, campaign=f"c{n}")) for n in range(1, 9)])
    case = only_case(house)
    assert (case.newest_revision, case.campaign, len(case.revisions)) == (8, "c8", 8)
