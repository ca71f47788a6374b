"""The bot process as it runs: what it serves and what not, that it always answers, and what its log holds."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[3]
PLANTED = "xylofonregnbue"


def _say(url: str, message: Any, sender: str | None = None, **metadata: Any) -> list[dict[str, Any]]:
    body = {"sender": sender or f"test-{uuid4()}", "message": message, "metadata": {"language": "da", **metadata}}
    response = httpx.post(f"{url}/webhooks/rest/webhook", json=body, timeout=60)
    assert response.status_code == 200
    answered: list[dict[str, Any]] = response.json()
    return answered


def test_it_says_when_it_is_ready(bot_server: str) -> None:
    assert httpx.get(f"{bot_server}/ready").json() == {"status": "ready"}


@pytest.mark.parametrize(
    "path", ["/", "/status", "/version", "/domain", "/conversations/x/tracker", "/model/parse", "/webhooks/callback"]
)
def test_rasas_own_http_api_is_not_there(bot_server: str, path: str) -> None:
    assert httpx.get(bot_server + path).status_code == 404
    assert httpx.post(bot_server + path, json={"text": "hej"}).status_code == 404


@pytest.mark.parametrize("message", ["", "   ", None, 7, ["ja"], {"a": 1}, "/", "/restart", "x" * 100_000, "\u0000"])
def test_whatever_is_sent_is_answered(bot_server: str, message: Any) -> None:
    sender = f"test-{uuid4()}"
    for _ in range(2):
        answered = _say(bot_server, message, sender)
        assert answered[-1]["text"]
        assert answered[-1]["metadata"]["question"] == "adult"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"hej"', b"\xff\xfe"])
def test_a_body_that_is_no_json_object_is_refused(bot_server: str, body: bytes) -> None:
    assert httpx.post(f"{bot_server}/webhooks/rest/webhook", content=body).status_code == 400


def test_a_body_that_is_too_large_is_refused(bot_server: str) -> None:
    body = b'{"sender":"a","message":"' + b"x" * 300_000 + b'"}'
    assert httpx.post(f"{bot_server}/webhooks/rest/webhook", content=body).status_code == 413


def test_messages_of_one_citizen_at_once_are_each_answered_and_none_is_lost(bot_server: str) -> None:
    sender = f"test-{uuid4()}"
    _say(bot_server, "hej", sender)
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: _say(bot_server, '/answer{"q":"menu","v":"why"}', sender), range(12)))
    assert sorted(answered[-1]["metadata"]["turn"] for answered in answers) == list(range(2, 14))


def test_a_failing_store_is_spoken_of_and_nothing_is_taken_for_saved(bot_server: str, house: Any) -> None:
    sender = f"test-{uuid4()}"
    _say(bot_server, "hej", sender)
    with closing(sqlite3.connect(house.data / "journeys.sqlite3")) as blocking:
        blocking.execute("BEGIN IMMEDIATE")
        failed = _say(bot_server, f"ja {PLANTED}", sender)
    assert [reply["text"] for reply in failed] == ["Noget gik galt hos mig. Dit svar kom ikke med. Prøv igen om lidt."]
    assert _say(bot_server, "ja", sender)[-1]["metadata"] == {"question": "keep", "turn": 2}


def test_nothing_that_was_said_is_in_the_log(bot_server: str, house: Any) -> None:
    sender = f"test-{uuid4()}"
    for message in (
        f"jeg hedder {PLANTED}",
        f"/restart {PLANTED}",
        '/answer{"q":"worked","v":"' + PLANTED + '"}',
        '/answer{"q":"worked","v":' + PLANTED + "}",
        f"mit nummer er 010190-1234 {PLANTED}",
        f"min mand slår mig {PLANTED}",
    ):
        _say(bot_server, message, sender)
    httpx.post(f"{bot_server}/webhooks/rest/webhook", content=f'{{"message": "{PLANTED}'.encode())
    logged = house.log("bot").read_text(encoding="utf-8", errors="replace")
    assert PLANTED not in logged and "0101" not in logged
    assert "ready on" in logged


def _start(house: Any, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot"],
        cwd=ROOT, env={**house.environment, **settings}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_a_busy_port_is_one_clear_line(bot_server: str, house: Any) -> None:
    done = _start(house)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(house.bot_port) in done.stderr and "MINVEJ_BOT_PORT" in done.stderr


def test_a_missing_model_is_one_clear_line(house: Any, tmp_path: Path) -> None:
    database = f"sqlite:///{house.data / 'journeys.sqlite3'}"
    done = _start(house, MINVEJ_DATA=str(tmp_path), MINVEJ_BOT_PORT="0", MINVEJ_JOURNEY_DATABASE_URL=database)
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["bot: there is no model of these sources yet: run `python -m bot.train`"]


def test_a_missing_key_is_one_clear_line(house: Any) -> None:
    done = _start(house, MINVEJ_JOURNEY_KEY="", MINVEJ_BOT_PORT="0")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and "MINVEJ_JOURNEY_KEY" in done.stderr


def test_in_production_there_is_no_rest_channel_and_a_stop_is_clean(house: Any, free_port: int) -> None:
    production = replace(house, bot_port=free_port)
    production.environment = {
        **house.environment, "MINVEJ_ENVIRONMENT": "production", "MINVEJ_BOT_PORT": str(free_port)
    }  # fmt: skip
    url = f"http://127.0.0.1:{free_port}"
    with production.running("bot", f"{url}/ready") as process:
        assert httpx.post(f"{url}/webhooks/rest/webhook", json={"sender": "a", "message": "hej"}).status_code == 404
        assert httpx.get(f"{url}/webhooks/rest/").status_code == 404
        assert httpx.get(f"{url}/chat").status_code == 200
    assert process.returncode == 0


def test_the_stock_action_server_works_as_well(house: Any, free_port: int) -> None:
    serving = [sys.executable, "-m", "rasa_sdk", "--actions", "actions.actions", "--port", str(free_port)]
    bot = replace(house, bot_port=free_port + 1)
    bot.environment = {
        **house.environment,
        "MINVEJ_BOT_PORT": str(free_port + 1),
        "MINVEJ_ACTIONS": f"http://127.0.0.1:{free_port}/webhook",
    }
    actions = subprocess.Popen(serving, cwd=ROOT, env=bot.environment, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{free_port + 1}"
    try:
        with bot.running("bot", f"{url}/ready"):
            _await(f"http://127.0.0.1:{free_port}/health")
            sender = f"test-{uuid4()}"
            assert _say(url, "hej", sender)[-1]["metadata"]["question"] == "adult"
            assert _say(url, "ja", sender)[-1]["metadata"]["question"] == "keep"
            actions.terminate()
            actions.wait(20)
            assert _say(url, "ja", sender)[-1]["text"].startswith("Noget gik galt")
    finally:
        actions.kill()
        actions.wait()


def _await(url: str) -> None:
    transport = httpx.HTTPTransport(retries=10)
    with httpx.Client(transport=transport) as client:
        assert client.get(url).status_code == 200


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
