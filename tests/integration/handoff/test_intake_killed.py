"""The municipality's side killed in the middle of whatever it is doing: one case each, never none, never two."""

from __future__ import annotations

import copy
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select, update

from handoff_api import migrate
from handoff_api.database import Database, utc_now
from handoff_api.intake import idempotency
from handoff_api.intake.models import Case, IdempotencyKey, Revision
from handoff_api.mailbox.models import MailboxEntry
from handoff_api.settings import Settings
from handoff_api.tokens import service as tokens

KILLS = 6
SENDERS = 4
EXAMPLE = json.loads((Path(__file__).parents[2] / "examples" / "screening.json").read_text(encoding="utf-8"))
REPOSITORY = Path(__file__).parents[3]


class Server:
    """`python -m handoff_api` as a process of its own."""

    def __init__(self, settings: Settings) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.env = os.environ | {
            "MINVEJ_ENVIRONMENT": "development",
            "MINVEJ_DATA": str(settings.data),
            "MINVEJ_HANDOFF_DATABASE_URL": settings.handoff_database_url,
            "MINVEJ_HANDOFF_PORT": str(port),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "handoff_api"], env=self.env, cwd=REPOSITORY)
        for _ in range(600):
            try:
                httpx.get(f"{self.url}/v1/health", timeout=1)
                return
            except httpx.TransportError:
                assert self.process.poll() is None, "the server did not start"
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Sender(threading.Thread):
    """Sends one journey after the other, and remembers which were answered. Never tries twice."""

    def __init__(
        self, url: str, token: str, sent: dict[str, dict[str, Any]], answered: dict[str, dict[str, Any]]
    ) -> None:
        super().__init__(daemon=True)
        self.url, self.token, self.sent, self.answered = url, token, sent, answered
        self.stop = threading.Event()

    def run(self) -> None:
        with httpx.Client(timeout=20) as client:
            while not self.stop.is_set():
                key, body = uuid.uuid4().hex, copy.deepcopy(EXAMPLE) | {"journey": str(uuid.uuid4())}
                self.sent[key] = body
                try:
                    answer = post(client, self.url, self.token, key, body)
                except httpx.TransportError:
                    return  # the server is dead
                assert answer.status_code == 201, answer.text
                self.answered[key] = answer.json()


def post(client: httpx.Client, url: str, token: str, key: str, body: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    return client.post(f"{url}/v1/screenings", json=body, headers=headers)


def test_killed_at_random_moments_every_journey_is_one_case(settings):
    database = Database(settings.database_url)
    migrate.upgrade(database)
    with database.session() as session:
        token = tokens.create(session, "bot", ["screenings:write"])
        session.commit()
    server, chance = Server(settings), random.Random()
    sent: dict[str, dict[str, Any]] = {}
    answered: dict[str, dict[str, Any]] = {}

    for _ in range(KILLS):
        server.start()
        senders = [Sender(server.url, token, sent, answered) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()
        time.sleep(chance.uniform(0.02, 0.6))
        server.kill()
        for sender in senders:
            sender.stop.set()
            sender.join()
    lost = set(sent) - set(answered)
    assert lost, "no call was cut off: nothing was tried"

    with database.session() as session:
        stored_before = set(session.scalars(select(Case.journey)))
        assert {sent[key]["journey"] for key in answered} <= stored_before, "an answered case is there"
        for case in session.scalars(select(Case)):
            assert case.newest is not None, "no case without its revision"
        claims = session.scalars(select(IdempotencyKey.key).where(IdempotencyKey.status.is_(None))).all()
        # Thirty seconds go by.
        later = utc_now() - timedelta(seconds=idempotency.CLAIM_SECONDS + 1)
        session.execute(update(IdempotencyKey).where(IdempotencyKey.status.is_(None)).values(claimed_at=later))
        session.commit()
    server.start()
    try:
        with httpx.Client(timeout=20) as client:
            for key, body in sent.items():
                answer = post(client, server.url, token, key, body)
                assert answer.status_code == 201, answer.text
                if key in answered:
                    assert answer.json() == answered[key], "an answer given once stays"
    finally:
        server.kill()

    with database.session() as session:
        assert sorted(session.scalars(select(Case.journey))) == sorted(b["journey"] for b in sent.values())
        assert set(Counter(session.scalars(select(Revision.case_id))).values()) == {1}
        assert set(Counter(session.scalars(select(MailboxEntry.case_id))).values()) == {1}
    print(f"{len(sent)} sent, {len(lost)} cut off, {len(claims)} claims left behind, {KILLS} kills")
    database.engine.dispose()
