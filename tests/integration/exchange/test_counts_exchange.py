"""Figures and campaigns between the two sides: what is counted here is added there, once; what is made there is known
here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from both_sides import BothSides, until
from citizens import say_yes
from cryptography.fernet import Fernet
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from actions import manage
from actions.content_loader import load_content
from actions.exchange.http import HttpExchange
from actions.exchange.poller import Poller
from actions.exchange.port import ConsoleExchange, Delivery, Entry
from actions.exchange.sender import Sender
from actions.journey.model import Message
from actions.settings import Settings
from actions.store import Database, Store
from actions.turn import Turns
from handoff_api import migrate
from handoff_api.accounts.models import User
from handoff_api.app import create_app
from handoff_api.outreach import service
from handoff_api.outreach.schemas import EVENTS
from handoff_api.settings import Settings as HandoffSettings
from handoff_api.tokens import service as tokens
from handoff_api.tokens.models import SCOPES

ROOT = Path(__file__).resolve().parents[3]
OURS = json.loads((ROOT / "actions" / "contract" / "counts-1.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(OURS, format_checker=Draft202012Validator.FORMAT_CHECKER)
REMARKS = {"title", "description", "examples", "default", "$schema", "$comment"}
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=timezone.utc)
DRAFT = service.Draft("Sprogskolen", "Team Nord", ("ar", "da"), NOW.date() - timedelta(days=1), None, 40)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settings = Settings(data=tmp_path / "citizens", journey_key=Fernet.generate_key().decode(), _env_file=None)
    manage.migrate(settings)
    database = Database.open(settings, lambda: NOW)
    yield Store(database)
    database.engine.dispose()


class Municipality:
    """The real application, called without a network between."""

    def __init__(self, folder: Path) -> None:
        self.app = create_app(HandoffSettings(_env_file=None, environment="development", data=folder))
        migrate.upgrade(self.app.state.database)
        with self.app.state.database.session() as session:
            token = tokens.create(session, "bot", SCOPES)
            session.commit()
        self.client = TestClient(self.app)
        self.lost = 0  # so many answers will not arrive

        def carry(request: httpx.Request) -> httpx.Response:
            answer = self.client.request(
                request.method, str(request.url), content=request.content, headers=dict(request.headers)
            )
            if self.lost:
                self.lost -= 1
                raise httpx.ReadTimeout("lost", request=request)
            return httpx.Response(answer.status_code, content=answer.content, headers=dict(answer.headers))

        self.exchange = HttpExchange("http://testserver", token, httpx.MockTransport(carry))

    def counts(self, code: str) -> dict[str, int]:
        with self.app.state.database.session() as session:
            return dict(service.by_campaign(session).get(code, {}))

    def campaign(self, draft: service.Draft = DRAFT, code: str = "", closed: bool = False) -> str:
        """Make a campaign, or change the one of this code; its code."""
        worker = User(email="worker@example.dk", name="Sara Lund")
        with self.app.state.database.session() as session:
            campaign = service.find(session, code) if code else service.create(session, worker, draft)
            assert campaign is not None
            if code:
                service.change(session, worker, campaign, draft)
                service.set_closed(session, worker, campaign, closed)
            session.commit()
            return campaign.code


@pytest.fixture
def municipality(tmp_path: Path) -> Iterator[Municipality]:
    made = Municipality(tmp_path / "municipality")
    yield made
    made.app.state.database.engine.dispose()


def begin(store: Store, code: str, times: int) -> None:
    turns = Turns(store, load_content())
    for _ in range(times):
        sender = uuid4().hex
        turns.take("rest", sender, Message(text="hej", language="ar", campaign=code))
        turns.take("rest", sender, Message(question="adult", value="yes"))
        turns.take("rest", sender, Message(question="keep", value="yes"))


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


def test_our_copy_is_what_the_api_publishes() -> None:
    published = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))["components"]["schemas"]
    assert plain(OURS | {"$defs": {}}) == plain(published["CountsBody"]) | {"$defs": {}}
    assert OURS["$defs"] == {name: plain(published[name]) for name in OURS["$defs"]}


def test_what_is_counted_here_is_added_there_once(store: Store, municipality: Municipality) -> None:
    begin(store, "kvrbtd", 3)
    assert store.counts.gather()
    item = store.outbox.claim()
    assert item is not None
    assert list(VALIDATOR.iter_errors(item.body)) == []
    assert municipality.exchange.post_counts(item.id, item.body) == Delivery(200)
    assert municipality.exchange.post_counts(item.id, item.body) == Delivery(200), "the answer did not arrive: again"
    assert municipality.counts("kvrbtd") == {"opened": 3, "started": 3, "consented": 3}


def test_every_step_of_a_whole_journey_is_known_there(store: Store, municipality: Municipality) -> None:
    say_yes(Turns(store, load_content()), store, "amal")
    store.counts.gather()
    while item := store.outbox.claim():
        if item.kind == "counts":
            assert municipality.exchange.post_counts(item.id, item.body) == Delivery(200)
    assert municipality.counts("sprogskole-1") == dict.fromkeys(EVENTS, 1)


def test_an_answer_that_is_lost_adds_nothing_twice(
    store: Store, municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(store, "kvrbtd", 2)
    store.counts.gather()
    sender = Sender(store, municipality.exchange)
    municipality.lost = 1
    assert sender.send_one()
    assert municipality.counts("kvrbtd")["started"] == 2, "it had arrived; only its answer was lost"
    monkeypatch.setattr(store.database, "now", lambda: NOW + timedelta(hours=1))
    assert sender.send_one()
    assert municipality.counts("kvrbtd") == {"opened": 2, "started": 2, "consented": 2}
    assert store.outbox.counts() == {"waiting": 0, "parked": 0, "done": 0}
    begin(store, "kvrbtd", 1)
    store.counts.gather()
    assert sender.send_one()
    assert municipality.counts("kvrbtd")["started"] == 3, "another batch is added"


def test_a_campaign_that_is_made_there_is_known_here_and_so_is_every_change(
    store: Store, municipality: Municipality
) -> None:
    poller = Poller(store, municipality.exchange)
    code = municipality.campaign()
    assert poller.poll() == 1
    found = store.campaigns.find(code)
    assert found is not None
    assert (found.languages, found.state) == (("ar", "da"), "open")
    municipality.campaign(service.Draft("Andet", "Syd", ("en",), NOW.date(), NOW.date(), None), code, closed=True)
    assert poller.poll() == 2
    found = store.campaigns.find(code)
    assert found is not None and (found.languages, found.state) == (("en",), "closed")
    assert poller.poll() == 0


@pytest.mark.parametrize(
    "data",
    [{}, {"code": "x"}, {"code": "x", "languages": None}, {"code": "x", "languages": [], "opens_on": "soon"}],
)
def test_a_campaign_that_does_not_speak_the_contract_holds_nothing_up(store: Store, data: dict[str, Any]) -> None:
    class Odd(ConsoleExchange):
        def mailbox(self, after: int) -> list[Entry]:
            return [Entry(1, "", "campaign", data)] if after < 1 else []

    poller = Poller(store, Odd())
    assert (poller.poll(), poller.poll()) == (1, 0)
    assert store.campaigns.find("x") is None


def test_the_console_says_how_many_counts_and_none_of_them(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    begin(store, "kvrbtd", 2)
    store.counts.gather()
    assert Sender(store, ConsoleExchange()).send_one()
    assert capsys.readouterr().out == "would hand over: 3 counts\n"


def test_the_worker_carries_both_ways(both: BothSides) -> None:
    """Both sides as processes: a campaign reaches the chat's side, and its figures come back."""
    both.api.start()
    both.wait_for_api()
    with sqlite3.connect(both.folder / "handoff.sqlite3") as connection:
        connection.execute(
            "INSERT INTO mailbox (case_id, kind, data, created_at) VALUES (NULL, 'campaign', ?, '2026-11-21')",
            [json.dumps({**DATA, "code": "kvrbtd"})],
        )
    store = both.store()
    begin(store, "kvrbtd", 6)
    both.worker.start()
    until(lambda: store.campaigns.find("kvrbtd") is not None, 30)

    def arrived() -> list[tuple[str, int]]:
        with sqlite3.connect(both.folder / "handoff.sqlite3") as connection:
            return connection.execute("SELECT event, n FROM counts ORDER BY event").fetchall()

    until(lambda: arrived() == [("consented", 6), ("opened", 6), ("started", 6)], 30)


DATA = {
    "languages": ["ar"], "opens_on": "2026-11-01", "closes_on": None, "limit": None, "unit": "", "closed": False,
}  # fmt: skip
