"""The exchange is killed, at random moments, on both sides and where the yes is written: one case for each yes, none
without, and none left of what was erased."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path

from both_sides import BothSides, Process, until
from citizens import SENTENCE

CITIZENS = 24
ERASED = 10
KILLS = 12


def cases(folder: Path) -> Counter[str]:
    """Journey -> how many cases, as they stand in the municipality's database."""
    with sqlite3.connect(folder / "handoff.sqlite3") as connection:
        return Counter(journey for (journey,) in connection.execute("SELECT journey FROM cases"))


def rows(folder: Path, table: str) -> int:
    with sqlite3.connect(folder / "handoff.sqlite3") as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608


RUNS = "the exchange runs"  # what the worker logs when it is ready


def under_fire(both: BothSides, citizens: Process, chance: random.Random) -> None:
    """Let everything run while now this and now that is killed and started again, until the citizens are done."""
    citizens.start()
    victims = [both.api, both.worker, citizens]
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.0, 2.5))
        victim = chance.choice(victims)
        if victim is citizens and not citizens.running:
            victim = both.worker
        victim.stop(signal.SIGKILL)
        victim.start()
    until(lambda: not citizens.running, 120)
    assert citizens.process and citizens.process.returncode == 0, citizens.log.read_text()


def test_one_case_for_each_yes_never_none_never_two(both: BothSides) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    store = both.store()
    both.api.start()
    both.worker.start()

    script = str(Path(__file__).with_name("citizens.py"))
    both.environment["PYTHONPATH"] = str(Path(__file__).parents[3])
    under_fire(both, both.program("citizens", script, str(CITIZENS), "send"), chance)
    until(lambda: store.outbox.counts()["waiting"] == 0, 150)
    assert store.outbox.counts() == {"waiting": 0, "parked": 0, "done": CITIZENS}
    journeys = [store.find("rest", f"citizen-{n}").journey for n in range(CITIZENS)]
    assert cases(both.folder) == Counter({journey.id: 1 for journey in journeys})
    assert rows(both.folder, "revisions") == CITIZENS
    until(lambda: all(store.load(j.id).journey.status == "received" for j in journeys), 60)

    under_fire(both, both.program("citizens", script, str(ERASED), "erase"), chance)
    until(lambda: store.outbox.counts()["waiting"] == 0, 150)
    kept = journeys[ERASED:]
    assert cases(both.folder) == Counter({journey.id: 1 for journey in kept})
    assert store.outbox.counts() == {"waiting": 0, "parked": 0, "done": len(kept)}
    assert all(store.load(journey.id) is None for journey in journeys[:ERASED])

    both.worker.stop()  # it may just have been started again, and not yet be running
    begun = both.worker.log.read_text().count(RUNS)
    both.worker.start()
    until(lambda: both.worker.log.read_text().count(RUNS) > begun, 30)
    assert both.worker.stop(signal.SIGTERM) == 0  # stopped kindly, it leaves kindly
    for log in both.folder.glob("*.log"):
        assert SENTENCE not in log.read_text()
