"""The two sides meet only in the contract: what this side writes is what that side takes in, whatever she said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from citizens import ANSWERS, WORDS
from explorer import ABOUT, ASKS, LOOKS, PLAYED, Explorer
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from actions.catalogue import localised
from actions.content_loader import load_content
from actions.journey.clean import clean
from actions.journey.model import Context, Journey, Message
from actions.journey.speech import options
from actions.journey.step import step
from handoff_api import migrate
from handoff_api.app import create_app
from handoff_api.settings import Settings as HandoffSettings
from handoff_api.tokens import service as tokens
from handoff_api.tokens.models import SCOPES

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "tests" / "examples"
OURS = json.loads((ROOT / "actions" / "contract" / "screening-1.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(OURS, format_checker=Draft202012Validator.FORMAT_CHECKER)
CONTENT = load_content()
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=timezone.utc)
REMARKS = {"title", "description", "examples", "default", "$schema", "$comment"}


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Post a case to the real application."""
    app = create_app(HandoffSettings(_env_file=None, environment="development", data=tmp_path_factory.mktemp("data")))
    migrate.upgrade(app.state.database)
    with app.state.database.session() as session:
        token = tokens.create(session, "bot", SCOPES)
        session.commit()
    with TestClient(app) as client:
        yield lambda body: client.post(
            "/v1/screenings", json=body, headers={"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}
        )


def sent(words: dict[str, str], taps: dict[str, Any], campaign: str | None = "skole") -> dict[str, Any]:
    """The case of one who says and taps this, and is sent on by the real core."""
    journey, message = Journey(id=str(uuid4())), Message(text="hej", campaign=campaign)
    unsaid = dict(words)
    for _ in range(120):
        outcome = step(CONTENT, journey, message, Context(NOW, "123412341234"))
        journey = outcome.journey
        for effect in outcome.effects:
            if effect.case:
                return json.loads(json.dumps(localised(effect.case)))
        asking = journey.asking or ""
        if asking in unsaid:
            message = Message(text=clean(unsaid.pop(asking)).text)
        else:
            message = Message(question=asking, value=taps.get(asking, ANSWERS.get(asking, "!skip")))
    raise AssertionError(f"no end; asking {asking}")


def fits(body: dict[str, Any]) -> None:
    assert [f"{'.'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in VALIDATOR.iter_errors(body)] == []


def test_our_copy_is_what_the_api_publishes() -> None:
    published = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))["components"]["schemas"]
    assert plain(OURS | {"$defs": {}}) == plain(published["ScreeningBody"]) | {"$defs": {}}
    assert OURS["$defs"] == {name: plain(published[name]) for name in OURS["$defs"]}


def plain(node: Any, names: bool = False) -> Any:
    """A schema without remarks, its references pointing into itself."""
    if isinstance(node, dict):
        return {
            key: value.replace("#/components/schemas/", "#/$defs/")
            if key == "$ref"
            else plain(value, key == "properties")
            for key, value in node.items()
            if names or key not in REMARKS
        }
    return [plain(item) for item in node] if isinstance(node, list) else node


def test_the_shared_example_is_of_this_version() -> None:
    example = json.loads((EXAMPLES / "screening.json").read_text(encoding="utf-8"))
    explored = json.loads((EXAMPLES / "screening-explored.json").read_text(encoding="utf-8"))
    fits(example | explored)


def test_a_whole_case_is_taken_in(post: Any) -> None:
    body = sent(WORDS, {})
    fits(body)
    answer = post(body)
    assert answer.status_code == 201, answer.text
    assert body["answers"] and body["assessment"] and body["contact"]["email"] == WORDS["email"]


def test_a_case_of_one_who_skipped_everything_is_taken_in(post: Any) -> None:
    body = sent(
        {},
        {q.id: "!skip" for q in CONTENT.questions if not q.required and q.type != "review"}
        | {"reach": "school", "send": "yes"},
    )
    fits(body)
    assert post(body).status_code == 201


def test_what_she_explored_and_asked_is_taken_in(post: Any) -> None:
    body = Explorer(CONTENT).case
    fits(body)
    answer = post(body)
    assert answer.status_code == 201, answer.text
    explored = body["explored"]
    assert [s["sector"]["code"] for s in explored["sectors"]] == list(LOOKS)
    assert [(s["before"]["code"], s["like"]["code"]) for s in explored["sectors"]] == [
        (look["before"], look["like"]) for look in LOOKS.values()
    ]
    kitchen, care, office = explored["sectors"]
    assert kitchen["reasons"] and kitchen["demand"] and len(kitchen["words"]) == PLAYED
    assert set(LOOKS["kitchen"]["can"]) < {skill["code"] for skill in kitchen["skills"]}, "and what her life has shown"
    assert [s["code"] for s in care["skills"]] == list(LOOKS["care"]["can"]) and not office["skills"]
    assert [c["code"] for c in explored["chosen"]] == [p["sector"]["code"] for p in explored["paths"]]
    assert all(path["reasons"] and path["about"] for path in explored["paths"])
    assert explored["first_visit"]["employer"]["code"] == "canteen"
    assert tuple(topic["code"] for topic in explored["topics"]) == ABOUT
    assert explored["asked"] == {"text": "\n".join(ASKS), "language": "ar"}


def choices(question_id: str) -> st.SearchStrategy[Any]:
    question = CONTENT.question(question_id)
    assert question
    known = [o.id for o in options(question)]
    if question.type == "several":
        return st.lists(st.sampled_from(known), min_size=1, unique=True).map(tuple)
    return st.sampled_from([*known, "!skip", "!unknown"])


ASKED = [q.id for q in CONTENT.questions if options(q) and q.type != "words" and q.module in ("screening", "handoff")]
TAPS = st.fixed_dictionaries({q: choices(q) for q in ASKED if q not in ("send", "reach")})
SAID = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=st.characters(), min_size=1, max_size=30).map(lambda word: word * 200),
    st.sampled_from(
        ["x" * 9000, "\x00", "a\x01b", "\u202eabc", "{0}", "🙂" * 4000, "أريد العمل", "<script>", "0101901234"]
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.fixed_dictionaries(dict.fromkeys(("hope", "name", "sectors", "everyday", "help"), SAID)), taps=TAPS)
def test_whatever_she_says_and_taps_is_taken_in(post: Any, words: dict[str, str], taps: dict[str, Any]) -> None:
    body = sent(words | {"email": WORDS["email"]}, taps)
    fits(body)
    answer = post(body)
    assert answer.status_code == 201, answer.text
