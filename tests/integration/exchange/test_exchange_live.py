"""From her yes to the inbox and back, with both sides running: soon, and with her words nowhere but in the case."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

from both_sides import BothSides, until
from citizens import SENTENCE, WORDS, erase, say_yes
from sqlalchemy import select

from actions.content_loader import load_content
from actions.turn import Turns
from handoff_api.database import Database
from handoff_api.intake import service
from handoff_api.intake.models import Case

SOON = 60.0  # seconds, within which a case stands in the inbox


def payloads(folder: Path) -> list[dict]:
    with sqlite3.connect(folder / "handoff.sqlite3") as connection:
        return [json.loads(payload) for (payload,) in connection.execute("SELECT payload FROM revisions")]


def opened(folder: Path) -> None:
    """A caseworker opens the one case there is."""
    database = Database(f"sqlite:///{folder / 'handoff.sqlite3'}")
    with database.session() as session:
        service.mark_read(session, session.scalars(select(Case)).one(), actor="user:caseworker")
        session.commit()
    database.engine.dispose()


def test_her_case_arrives_is_read_and_is_erased(both: BothSides) -> None:
    both.api.start()
    both.worker.start()
    both.wait_for_api()
    store = both.store()
    turns = Turns(store, load_content())

    journey = say_yes(turns, store, "amal")
    said = time.monotonic()
    until(lambda: len(payloads(both.folder)) == 1, SOON)
    print(f"from yes to the inbox: {time.monotonic() - said:.1f} s")
    payload = payloads(both.folder)[0]
    assert (payload["journey"], payload["kind"], payload["campaign"]) == (journey.id, "screening", "sprogskole-1")
    assert SENTENCE in json.dumps(payload, ensure_ascii=False)
    until(lambda: store.load(journey.id).journey.status == "received", SOON)

    opened(both.folder)
    until(lambda: store.load(journey.id).journey.status == "read", SOON)

    erase(turns, store, "amal")
    assert store.load(journey.id) is None
    until(lambda: payloads(both.folder) == [], SOON)
    until(lambda: store.outbox.counts() == {"waiting": 0, "parked": 0, "done": 0}, SOON)

    ours = sorted(path for path in both.folder.glob("*") if path.suffix == ".log" or path.name.startswith("journeys."))
    assert len(ours) >= 3
    for path in ours:
        found = path.read_bytes()
        for words in (SENTENCE, "brudekjoler", *WORDS.values(), journey.id):
            assert words.encode() not in found, f"{words} stands in {path.name}"
