"""Who may call, how large a call may be, and what every answer carries."""

from __future__ import annotations

import json
import logging
import uuid

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from handoff_api.app import create_app
from handoff_api.database import Base
from handoff_api.middleware import MAX_BODY
from handoff_api.tokens import service as tokens


def problem(answer, status: int, name: str) -> dict:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["type"].rpartition("/")[2]) == (status, name)
    return body


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic Ym90OmJvdA==", "Bearer " + "x" * 5000])
def test_without_a_known_token_nothing_is_read(house, header):
    answer = house.client.post("/v1/screenings", content=b"{", headers={"Authorization": header})
    problem(answer, 401, "token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("POST", "/v1/screenings", "screenings:write"),
        ("POST", "/v1/erasures", "erasures:write"),
        ("GET", "/v1/mailbox", "mailbox:read"),
    ],
)
def test_each_call_needs_its_own_scope(house, method, path, scope):
    others = [s for s in ("screenings:write", "erasures:write", "mailbox:read") if s != scope]
    with house.database.session() as session:
        token = tokens.create(session, "other", others)
        session.commit()
    answer = house.client.request(method, path, headers={"Authorization": f"Bearer {token}"})
    assert scope in problem(answer, 403, "scope")["detail"]
    assert scope in answer.headers["WWW-Authenticate"]


def test_a_new_token_of_the_same_name_replaces_the_old(house, screening):
    with house.database.session() as session:
        fresh = tokens.create(session, "bot", ["screenings:write"])
        session.commit()
    problem(house.post(screening), 401, "token")
    assert house.post(screening, Authorization=f"Bearer {fresh}").status_code == 201


def test_a_token_is_not_kept(house):
    with house.database.session() as session:
        kept = session.execute(text("SELECT * FROM service_tokens")).one()
    assert house.token not in str(kept)


@pytest.mark.parametrize("key", ["", "short", "x" * 129, "with a space", "tab\tbed-key"])
def test_an_idempotency_key_is_needed(house, screening, key):
    headers = {"Authorization": f"Bearer {house.token}"} | ({"Idempotency-Key": key} if key else {})
    problem(house.client.post("/v1/screenings", json=screening, headers=headers), 400, "idempotency-key")
    assert house.rows()["idempotency_keys"] == 0


def test_the_longest_and_the_shortest_key_are_taken(house, screening):
    assert house.post(screening, key="!" * 8).status_code == 201
    assert house.post(screening, key="~" * 128).status_code == 200


def test_only_json_is_read(house, screening):
    body = json.dumps(screening)
    own = {"Authorization": f"Bearer {house.token}", "Idempotency-Key": "12345678"}
    for wrong in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = house.client.post("/v1/screenings", content=body, headers=own | {"Content-Type": wrong})
        problem(answer, 415, "media-type")
    right = own | {"Content-Type": "application/json; charset=utf-8"}
    assert house.client.post("/v1/screenings", content=body, headers=right).status_code == 201


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"a": 1,}', b"nonsense", b'"\\ud800"', b"[" * 5000])
def test_what_is_not_json_is_a_400(house, body):
    own = {"Authorization": f"Bearer {house.token}", "Idempotency-Key": "12345678"}
    answer = house.client.post("/v1/screenings", content=body, headers=own | {"Content-Type": "application/json"})
    problem(answer, 400, "json")


@pytest.mark.parametrize("told", [True, False], ids=["length told", "in pieces"])
def test_a_body_has_a_largest_size(house, told):
    def pieces():
        for _ in range(MAX_BODY // 4096 + 1):
            yield b" " * 4096

    body = b" " * (MAX_BODY + 1) if told else pieces()
    own = {"Authorization": f"Bearer {house.token}", "Idempotency-Key": "12345678", "Content-Type": "application/json"}
    problem(house.client.post("/v1/screenings", content=body, headers=own), 413, "too-large")


def test_the_largest_body_that_is_allowed_is_read(house, screening):
    body = json.dumps(screening)
    own = {"Authorization": f"Bearer {house.token}", "Idempotency-Key": "12345678", "Content-Type": "application/json"}
    answer = house.client.post("/v1/screenings", content=body + " " * (MAX_BODY - len(body)), headers=own)
    assert answer.status_code == 201


def test_health_needs_no_token(house):
    answer = house.client.get("/v1/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v1/nothing", 404), ("DELETE", "/v1/screenings", 405)])
def test_what_is_not_there_is_a_problem_too(house, method, path, status):
    answer = house.client.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("path", ["/v1/health", "/v1/mailbox", "/docs", "/nothing", "/inbox/login"])
def test_every_answer_has_the_security_headers(house, path):
    headers = house.client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers, "development runs without https"


def test_outside_development_https_is_asked_for(settings):
    production = settings.model_copy(update={"environment": "production"})
    with TestClient(create_app(production)) as client:
        assert client.get("/v1/health").headers["Strict-Transport-Security"].startswith("max-age=")


def test_an_unforeseen_error_is_a_problem_and_its_log_says_nothing_of_the_case(house, screening, caplog):
    planted = "Jeg syr kjoler til mine naboer"
    screening["answers"][0]["words"]["text"] = planted
    screening["journey"] = str(uuid.uuid4())
    with house.database.engine.begin() as connection:
        connection.execute(
            text("DROP TABLE revisions" + ("" if house.database.engine.dialect.name == "sqlite" else " CASCADE"))
        )
    with caplog.at_level(logging.DEBUG):
        answer = house.post(screening, key="will-not-work")
    problem(answer, 500, "internal")
    logged = "\n".join(caplog.messages)
    assert "OperationalError" in logged or "ProgrammingError" in logged
    assert planted not in logged and screening["journey"] not in logged
    Base.metadata.create_all(house.database.engine)
    assert house.post(screening, key="will-not-work").status_code == 201, "the key is free again"
