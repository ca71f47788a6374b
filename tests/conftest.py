"""The whole house for tests that need it: both sides as they are run, once a test session, on free ports.

`house` is a data folder with keys, tables, a service token and a first login; `bot_server` and `handoff_server` start
their side on it at first use and are its address; `exchange_worker` carries cases between them. All are real programs.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
from cryptography.fernet import Fernet

from tests.standins.botapi import TOKEN, BotApi

ROOT = Path(__file__).resolve().parent.parent
SCOPES = "screenings:write,erasures:write,mailbox:read,counts:write,documents:render"
START = 180.0  # seconds; two cores that others use too


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@dataclass
class House:
    """One data folder for both sides, and the environment its programs run in."""

    data: Path
    bot_port: int = field(default_factory=free_port)
    handoff_port: int = field(default_factory=free_port)
    email: str = "caseworker@example.org"
    password: str = "correct horse battery staple"
    environment: dict[str, str] = field(default_factory=dict)
    beside: str = ""  # what the logs of programs that run beside others of their kind are called by

    def prepare(self) -> None:
        """Keys, model, tables, a first login and the bot's token."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MINVEJ_")}
        self.environment = inherited | {
            "MINVEJ_ENVIRONMENT": "development",
            "MINVEJ_DATA": str(self.data),
            "MINVEJ_BOT_PORT": str(self.bot_port),
            "MINVEJ_HANDOFF_PORT": str(self.handoff_port),
            "MINVEJ_HANDOFF_URL": f"http://127.0.0.1:{self.handoff_port}",
            "MINVEJ_PUBLIC_URL": f"http://127.0.0.1:{self.bot_port}",
            "MINVEJ_JOURNEY_KEY": Fernet.generate_key().decode(),
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }
        # The model depends on its sources alone: the one that `make train` made is as good as another.
        shared = Path(os.environ.get("MINVEJ_DATA", "data"))
        models = (ROOT / shared / "models").resolve()
        self.run("bot.train", data=models.parent)
        (self.data / "models").symlink_to(models)
        self.run("actions.manage", "migrate")
        self.run("handoff_api.manage", "migrate")
        login = ("--email", self.email, "--name", "Test", "--role", "admin")
        self.run("handoff_api.manage", "create-user", *login, given=self.password)
        token = self.run("handoff_api.manage", "create-token", "--name", "bot", "--scopes", SCOPES)
        self.environment["MINVEJ_HANDOFF_TOKEN"] = token.split()[-1]

    def run(self, module: str, *arguments: str, given: str = "", data: Path | None = None) -> str:
        """`python -m module arguments`, which must succeed: what it prints."""
        environment = self.environment | ({"MINVEJ_DATA": str(data)} if data else {})
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT, env=environment, input=given, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{module} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout

    def log(self, module: str) -> Path:
        """What a program of this house has printed."""
        return self.data / f"{module}{self.beside}.log"

    @contextmanager
    def running(self, module: str, ready: str = "") -> Iterator[subprocess.Popen[bytes]]:
        """`python -m module` until the block ends, from when `ready` answers."""
        with self.log(module).open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        try:
            if ready:
                self._await(module, process, ready)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _await(self, module: str, process: subprocess.Popen[bytes], ready: str) -> None:
        limit = time.monotonic() + START
        while time.monotonic() < limit and process.poll() is None:
            try:
                if httpx.get(ready, timeout=5).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.2)
        last = self.log(module).read_text(errors="replace")[-3000:]
        pytest.fail(f"{module} did not answer at {ready}:\n{last}")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A prepared data folder; nothing runs on it yet."""
    built = House(tmp_path_factory.mktemp("house"))
    built.prepare()
    return built


@pytest.fixture(scope="session")
def bot_server(house: House) -> Iterator[str]:
    """The address of `python -m bot`."""
    url = f"http://127.0.0.1:{house.bot_port}"
    with house.running("bot", f"{url}/ready"):
        yield url


@pytest.fixture(scope="session")
def handoff_server(house: House) -> Iterator[str]:
    """The address of `python -m handoff_api`."""
    url = f"http://127.0.0.1:{house.handoff_port}"
    with house.running("handoff_api", f"{url}/v1/health"):
        yield url


@pytest.fixture(scope="session")
def exchange_worker(house: House, handoff_server: str) -> Iterator[None]:
    """`python -m actions`: what is in the outbox reaches the handoff API."""
    with house.running("actions"):
        yield


@pytest.fixture(scope="session")
def telegram(house: House) -> Iterator[BotApi]:
    """A stand-in of Telegram that delivers to a `python -m bot` of its own, on the same data folder."""
    bot = replace(house, bot_port=free_port(), beside="-telegram")
    url = f"http://127.0.0.1:{bot.bot_port}"
    with BotApi().running() as api:
        bot.environment = house.environment | {
            "MINVEJ_BOT_PORT": str(bot.bot_port),
            "MINVEJ_TELEGRAM_TOKEN": TOKEN,
            "MINVEJ_TELEGRAM_SECRET": "secret-of-the-stand-in",
            "MINVEJ_TELEGRAM_API": api.url,
            "MINVEJ_PUBLIC_URL": "https://minvej.example.org",
        }
        bot.run("bot.channels.telegram", "set-webhook")
        with bot.running("bot", f"{url}/ready"):
            api.deliver_to = f"{url}/webhooks/telegram/webhook"
            yield api
