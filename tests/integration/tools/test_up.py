"""`make up`, for real: it starts, says where everything is, stops cleanly, and never leaves a process behind."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.train import model_path
from tools.development import ROOT

# The promise for a second start is 30 seconds on a quiet machine; a test may run beside others.
READY_LIMIT = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that has the model, so that no test trains."""
    data = tmp_path_factory.mktemp("up") / "data"
    subprocess.run([sys.executable, "-m", "bot.train"], cwd=ROOT, check=True)
    model = ROOT / model_path()
    (data / "models").mkdir(parents=True)
    shutil.copy(model, data / "models" / model.name)
    return data


class House:
    """A running `make up`, without make."""

    def __init__(self, data: Path) -> None:
        self.log = data.parent / "terminal.txt"
        self.begun = time.monotonic()
        env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MINVEJ_")},
            "MINVEJ_DATA": str(data),
            "MINVEJ_BOT_PORT": str(free_port()),
            "MINVEJ_HANDOFF_PORT": str(free_port()),
        }
        with self.log.open("w") as file:
            self.popen = subprocess.Popen(
                [sys.executable, "-m", "tools.up"], cwd=ROOT, env=env, stdout=file, stderr=file, start_new_session=True
            )

    def said(self) -> str:
        return self.log.read_text()

    def wait_until_ready(self) -> float:
        """Seconds it took."""
        while "Ready after" not in self.said():
            assert self.popen.poll() is None, self.said()
            assert time.monotonic() - self.begun < 240, self.said()
            time.sleep(0.1)
        return time.monotonic() - self.begun

    def children(self) -> dict[str, int]:
        """Module name -> process id, of what it runs."""
        listed = subprocess.run(
            ["ps", "--ppid", str(self.popen.pid), "-o", "pid=,args="], capture_output=True, text=True, check=False
        )
        found = (re.match(r"\s*(\d+) .* -m (\w+)", line) for line in listed.stdout.splitlines())
        return {match[2]: int(match[1]) for match in found if match}


@pytest.fixture
def house(folder: Path) -> Iterator[House]:
    house = House(folder)
    yield house
    if house.popen.poll() is None:
        os.killpg(house.popen.pid, signal.SIGTERM)
        house.popen.wait(timeout=30)


def gone(processes: dict[str, int]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() for pid in processes.values())


def test_it_starts_says_where_everything_is_and_stops_with_ctrl_c(house: House) -> None:
    house.wait_until_ready()
    said, running = house.said(), house.children()
    addresses = re.findall(r"http://127\.0\.0\.1:\d+/\S*", said)

    assert set(running) == {"bot", "handoff_api", "actions"}
    assert [address.split("/", 3)[3] for address in addresses] == ["chat", "c/demo", "inbox", "docs"]
    for address in addresses:
        with urlopen(address, timeout=20) as answer:
            assert answer.status == 200
    assert re.search(r"inbox\s+http\S+\s+\S+@\S+\s+\S{12,}", said)

    os.kill(house.popen.pid, signal.SIGINT)

    assert house.popen.wait(timeout=30) == 0
    assert gone(running)


def test_the_second_start_is_quick_with_the_same_login_and_sigterm_stops_it_too(house: House, folder: Path) -> None:
    keys = (folder / "development.env").read_text()
    models = {path: path.stat().st_mtime_ns for path in (folder / "models").iterdir()}
    assert "MINVEJ_HANDOFF_TOKEN" in keys

    assert house.wait_until_ready() < READY_LIMIT

    running = house.children()
    assert (folder / "development.env").read_text() == keys
    assert {path: path.stat().st_mtime_ns for path in (folder / "models").iterdir()} == models
    os.kill(house.popen.pid, signal.SIGTERM)
    assert house.popen.wait(timeout=30) == 0
    assert gone(running)


def test_one_that_dies_is_named_and_ends_the_whole(house: House) -> None:
    house.wait_until_ready()
    running = house.children()

    os.kill(running["handoff_api"], signal.SIGKILL)

    assert house.popen.wait(timeout=30) == 1
    assert "handoff was stopped by signal SIGKILL. Its last lines" in house.said()
    assert gone(running)
