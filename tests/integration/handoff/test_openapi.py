"""The published contract says what the API does, and its documentation is served from here."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.config import SchemathesisConfig

from handoff_api.intake.schemas import CONTACT_WISH

ROOT = Path(__file__).parents[3]
bounded = hypothesis_settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def calls(house: Any) -> Any:
    """The running application as schemathesis sees it."""
    config = {
        "auth": {"openapi": {"serviceToken": {"bearer": house.token}}},
        # A body can fit its schema and still be refused: nothing is taken in without her consent.
        "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "422"]}},
        # Its 1,500 fixed bodies are what test_intake_strict.py tries in a fraction of the time.
        "phases": {"coverage": {"enabled": False}},
    }
    loaded = SchemathesisConfig.from_dict(config)
    return schemathesis.openapi.from_asgi("/openapi.json", house.app, config=loaded)


schema = schemathesis.pytest.from_fixture("calls")


@schema.parametrize()
@bounded
def test_every_call_answers_as_documented(case):
    case.call_and_validate()


def test_the_published_contract_is_the_one_that_is_spoken(house):
    published = (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8")
    assert json.loads(published) == house.client.get("/openapi.json").json()


def test_the_contract_is_written_the_same_every_time():
    command = [sys.executable, "-m", "handoff_api.manage", "openapi", "--stdout"]
    written = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env={"PYTHONHASHSEED": "7"})
    assert written.stdout == (ROOT / "docs" / "openapi.json").read_bytes()


def test_only_the_api_is_documented(house):
    document = house.client.get("/openapi.json").json()
    assert sorted(document["paths"]) == [
        f"/v1/{call}" for call in ("counts", "documents", "erasures", "health", "mailbox", "screenings")
    ]
    for path, calls_of_path in document["paths"].items():
        for call in calls_of_path.values():
            assert call["operationId"] and call["description"]
            assert ("security" in call) == (path != "/v1/health")
            errors = {s: r for s, r in call["responses"].items() if s >= "400"}
            assert all(list(r["content"]) == ["application/problem+json"] for r in errors.values())


def test_the_documented_example_is_taken_in(house):
    document = house.client.get("/openapi.json").json()
    example = document["components"]["schemas"]["ScreeningBody"]["examples"][0]
    assert example == CONTACT_WISH
    assert house.post(copy.deepcopy(example) | {"journey": str(uuid.uuid4())}).status_code == 201


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/docs", "text/html"),
        ("/docs/assets/swagger-ui.css", "text/css"),
        ("/docs/assets/swagger-ui-bundle.js", "text/javascript"),
        ("/docs/assets/init.js", "text/javascript"),
    ],
)
def test_the_documentation_is_served_from_here(house, path, media_type):
    answer = house.client.get(path)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert answer.content


def test_the_page_has_nothing_inline_and_nothing_from_elsewhere(house):
    page = house.client.get("/docs").text
    assert "<style" not in page and "style=" not in page and "http" not in page.replace("http-equiv", "")
    assert page.count("<script") == page.count('<script src="/docs/assets/')


@pytest.mark.parametrize("name", ["package.json", "..%2Froutes.py", "routes.py", "index.html"])
def test_no_other_file_is_served(house, name):
    assert house.client.get(f"/docs/assets/{name}").status_code == 404
