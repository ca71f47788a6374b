"""The municipality's side as it runs, over a real database file; over MINVEJ_TEST_POSTGRES_URL too when that is set."""

from __future__ import annotations

import copy
import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, make_url, select, text

from handoff_api import migrate
from handoff_api.app import create_app
from handoff_api.database import Base, Database
from handoff_api.settings import Settings
from handoff_api.tokens import service as tokens
from handoff_api.tokens.models import SCOPES

POSTGRES = os.environ.get("MINVEJ_TEST_POSTGRES_URL", "")
EXAMPLE = json.loads((Path(__file__).parents[2] / "examples" / "screening.json").read_text(encoding="utf-8"))


@dataclass
class House:
    """A running application, its database, and a program that may call it."""

    app: FastAPI
    client: TestClient
    database: Database
    token: str

    def post(self, body: Any, key: str | None = None, path: str = "/v1/screenings", **headers: str) -> httpx.Response:
        """One call with a fresh key, unless one is given."""
        own = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or uuid.uuid4().hex}
        return self.client.post(path, json=body, headers=own | headers)

    def erase(self, journey: str, requested_at: str = "2026-11-21T12:00:00Z", key: str | None = None) -> httpx.Response:
        body = {"schema_version": "1", "journey": journey, "requested_at": requested_at}
        return self.post(body, key, path="/v1/erasures")

    def mailbox(self, **query: int) -> dict[str, Any]:
        answer = self.client.get("/v1/mailbox", params=query, headers={"Authorization": f"Bearer {self.token}"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.database.session() as session:
            return {
                name: session.scalar(select(func.count()).select_from(table)) or 0
                for name, table in Base.metadata.tables.items()
            }


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRES else ["sqlite"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a fresh, empty database."""
    if request.param == "sqlite":
        yield Settings(_env_file=None, environment="development", data=tmp_path)
        return
    schema = f"test_{uuid.uuid4().hex}"
    url = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    outside = Database(url.render_as_string(hide_password=False))
    with outside.engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    inside = url.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
    yield Settings(_env_file=None, environment="development", data=tmp_path, handoff_database_url=inside)
    with outside.engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    outside.engine.dispose()


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    """The application over a migrated database, with a token for every scope."""
    app = create_app(settings)
    database: Database = app.state.database
    migrate.upgrade(database)
    with database.session() as session:
        token = tokens.create(session, "bot", SCOPES)
        session.commit()
    with TestClient(app) as client:
        yield House(app, client, database, token)
    database.engine.dispose()


@pytest.fixture
def screening() -> dict[str, Any]:
    """A hand-over of a journey not seen before."""
    return copy.deepcopy(EXAMPLE) | {"journey": str(uuid.uuid4())}
