"""Both sides as they run: the real handoff API and the real exchange worker as processes that can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from cryptography.fernet import Fernet

from actions.settings import Settings
from actions.store import Store, open_store

ROOT = Path(__file__).resolve().parents[3]
SCOPES = "screenings:write,erasures:write,mailbox:read,counts:write"


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@dataclass
class Process:
    """A program that can be started, killed and started again; what it logs goes to one file."""

    arguments: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.arguments], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self, number: signal.Signals = signal.SIGKILL) -> int:
        """The exit code."""
        assert self.process
        if self.running:
            self.process.send_signal(number)
        return self.process.wait(timeout=20)


@dataclass
class BothSides:
    """A data folder for both sides, in a fresh state, and their processes."""

    folder: Path
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MINVEJ_")}
        self.environment = inherited | {
            "MINVEJ_ENVIRONMENT": "development",
            "MINVEJ_DATA": str(self.folder),
            "MINVEJ_JOURNEY_KEY": Fernet.generate_key().decode(),
            "MINVEJ_HANDOFF_URL": f"http://127.0.0.1:{self.port}",
            "MINVEJ_HANDOFF_PORT": str(self.port),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.run("actions.manage", "migrate")
        self.run("handoff_api.manage", "migrate")
        token = self.run("handoff_api.manage", "create-token", "--name", "bot", "--scopes", SCOPES)
        self.environment["MINVEJ_HANDOFF_TOKEN"] = token.split()[-1]
        self.api = self.program("handoff_api", "-m", "handoff_api")
        self.worker = self.program("actions", "-m", "actions")

    def run(self, module: str, *arguments: str) -> str:
        """Run a command of ours to its end; what it printed."""
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip

    def program(self, name: str, *arguments: str) -> Process:
        return Process(list(arguments), self.environment, self.folder / f"{name}.log")

    def store(self) -> Store:
        """The journey store, opened from here."""
        return open_store(
            Settings(data=self.folder, journey_key=self.environment["MINVEJ_JOURNEY_KEY"], _env_file=None)
        )

    def wait_for_api(self, seconds: float = 30) -> None:
        until(lambda: _answers(f"http://127.0.0.1:{self.port}/v1/health"), seconds)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=1).status_code == 200
    except httpx.HTTPError:
        return False


def until(condition: Callable[[], bool], seconds: float) -> None:
    """Wait until it holds. Fails when it does not within `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
