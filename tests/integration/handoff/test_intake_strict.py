"""Whatever is not in the contract is a 422 that names it, and stores nothing."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

EXAMPLES = Path(__file__).parents[2] / "examples"
EXAMPLE = {
    name: value
    for example in ("screening", "screening-explored")
    for name, value in json.loads((EXAMPLES / f"{example}.json").read_text(encoding="utf-8")).items()
}
Place = tuple["str | int", ...]
WRONG = (None, True, 0, -1, 1.5, "", "x" * 6000, [], ["x"], {}, {"code": "a"})


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Every field and item of a body."""
    if at:
        yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*at, key))


def at(body: Any, place: Place) -> Any:
    for part in place:
        body = body[part]
    return body


def name(place: Place) -> str:
    """The place as the contract writes it: answers[3].number."""
    return re.sub(r"^\.", "", "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in place))


NULLABLE = {"campaign", "name", "phone", "email", "interpreter", "number", "unit", "words", "assessment", "suggested"}
OF_EXPLORED = {"explored", "asked", "demand", "before", "like", "after", "first_visit"}


def nullable(place: Place) -> bool:
    """Whether nothing may stand there."""
    return place[-1] in (OF_EXPLORED if place[0] == "explored" else NULLABLE)


PLACES = list(places(EXAMPLE))
OBJECTS = [(), *(p for p in PLACES if isinstance(at(EXAMPLE, p), dict))]
many = hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


def assert_refused(house: Any, body: Any, *fields: str) -> None:
    before = house.rows()
    answer = house.post(body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "errors"}
    assert any(e["field"].startswith(fields) for e in problem["errors"]), (fields, problem["errors"])
    assert house.rows() == before


@many
@given(st.sampled_from(OBJECTS), st.from_regex(r"[a-z_]{1,20}", fullmatch=True))
def test_an_unknown_field_anywhere_is_named(house, place, field):
    body = copy.deepcopy(EXAMPLE)
    if field in at(body, place):
        field += "_"
    at(body, place)[field] = "x"
    assert_refused(house, body, name((*place, field)))


@many
@given(st.sampled_from(PLACES), st.sampled_from(WRONG))
def test_a_value_of_a_wrong_type_anywhere_is_named(house, place, wrong):
    body = copy.deepcopy(EXAMPLE)
    old, parent = at(body, place), at(body, place[:-1])
    if type(wrong) is type(old) or nullable(place):
        wrong = 1.5  # nothing in the contract is a fraction
    parent[place[-1]] = wrong
    assert_refused(house, body, name(place))


@many
@given(st.sampled_from([p for p in PLACES if isinstance(p[-1], str) and not nullable(p)]))
def test_a_missing_field_is_named(house, place):
    body = copy.deepcopy(EXAMPLE)
    del at(body, place[:-1])[place[-1]]
    assert_refused(house, body, name(place))


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (("schema_version",), "2"),
        (("schema_version",), 1),
        (("journey",), "not-a-uuid"),
        (("revision",), 0),
        (("revision",), "1"),
        (("revision",), True),
        (("revision",), 1.0),
        (("kind",), "letter"),
        (("answered_at",), "2026-11-21"),
        (("answered_at",), "2026-11-21T10:00:00"),
        (("answered_at",), "1700000000"),
        (("answered_at",), 1700000000),
        (("answered_at",), "0001-01-01T00:00:00+14:00"),
        (("language",), "arabisk sprog"),
        (("language",), "a" * 36),
        (("contact", "phone"), "20123456"),
        (("contact", "email"), "nobody"),
        (("contact", "name"), "x" * 301),
        (("consents", 0, "scope"), "everything"),
        (("answers", 0, "words", "text"), "med \x00 i"),
        (("answers", 0, "words", "text"), ""),
        (("answers", 3, "number"), "2014"),
        (("answers", 3, "unit"), "days"),
        (("answers", 0, "sensitive"), "false"),
        (("assessment", "parameters", 0, "value"), "maybe"),
        (("assessment", "subgroup", "suggested", "code"), "<b>"),
    ],
)
def test_a_value_outside_the_contract_is_named(house, screening, place, wrong):
    at(screening, place[:-1])[place[-1]] = wrong
    assert_refused(house, screening, name(place))


def test_what_was_sent_is_not_repeated(house, screening):
    screening["answers"][0]["words"]["text"] = {"secret": "jeg bor hos min søster"}
    screening["contact"]["phone"] = "ring til min søster"
    answer = house.post(screening)
    assert answer.status_code == 422
    assert "søster" not in answer.text


@pytest.mark.parametrize("kind", ["screening", "contact"])
def test_nothing_is_taken_in_without_her_consent_to_send(house, screening, kind):
    screening["kind"] = kind
    screening["consents"] = [c for c in screening["consents"] if c["scope"] in ("keep", "health")]
    assert_refused(house, screening, "consents")


def test_a_consent_to_be_contacted_does_not_carry_a_screening(house, screening):
    for consent in screening["consents"]:
        consent["scope"] = consent["scope"].replace("send", "send_contact")
    assert_refused(house, screening, "consents")


def test_health_needs_its_own_consent(house, screening):
    screening["consents"] = [c for c in screening["consents"] if c["scope"] != "health"]
    assert_refused(house, screening, "consents")


def test_what_may_be_absent_may_be_null(house, screening):
    screening |= {"explored": copy.deepcopy(EXAMPLE["explored"])}
    for place in reversed(PLACES):  # the inner ones first
        parent = at(screening, place[:-1])
        if nullable(place) and place[-1] not in ("assessment", "explored") and place[0] != "disagreements":
            parent[place[-1]] = None
    assert house.post(screening).status_code == 201


def test_moments_are_kept_in_utc(house, screening):
    screening["answered_at"] = "2026-11-21T11:00:00+01:00"
    assert house.post(screening).status_code == 201
    screening["answered_at"] = "2026-11-21T10:00:00Z"
    assert house.post(screening).status_code == 200, "the same moment, so the same contents"


@many
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_other_json_is_refused(house, body):
    before = house.rows()
    own = {"Authorization": f"Bearer {house.token}", "Idempotency-Key": "12345678", "Content-Type": "application/json"}
    answer = house.client.post("/v1/screenings", content=json.dumps(body), headers=own)
    assert (answer.status_code, house.rows()) == (422, before)


def test_the_example_is_as_the_bot_would_send_it():
    assert datetime.fromisoformat(EXAMPLE["answered_at"].replace("Z", "+00:00")).tzinfo is not None
    asked = [a["question"]["code"] for a in EXAMPLE["answers"]]
    assert len(asked) == len(set(asked))
    reasons = [r for p in EXAMPLE["assessment"]["parameters"] for r in p["reasons"] + p["against"]]
    assert {a for r in reasons for a in r["answers"]} <= set(asked)
