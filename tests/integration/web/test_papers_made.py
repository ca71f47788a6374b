"""When nobody makes papers: the municipality's side is down, mute, slow, or answers something else. Real sockets."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from cryptography.fernet import Fernet
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from actions import documents, manage
from actions.content_loader import load_content
from actions.documents import Documents, NotMade, Wish, open_documents
from actions.settings import Settings
from actions.store import Store, open_store
from bot.channels.web.assets import Assets
from bot.channels.web.pages import Pages
from bot.channels.web.papers import Papers
from bot.nlg import catalogue
from tests.conftest import free_port
from tests.integration.web.lives import SENTENCE, settled, told

PDF = Wish("cv", "pdf", ("da",), name="Amal Plantet")


@asynccontextmanager
async def somebody(answer: bytes, after: float = 0.0) -> AsyncIterator[str]:
    """Somebody who answers every request with these bytes, after a while; their address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(after)
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def response(status: str, kind: str, body: bytes = b"x") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


OTHER_ANSWERS = {
    "refused": response("403 Forbidden", "application/problem+json"),
    "not as the contract says": response("422 Unprocessable Entity", "application/problem+json"),
    "broken": response("500 Internal Server Error", "text/plain"),
    "somebody else's page": response("200 OK", "text/html", b"<h1>Log in to the network</h1>"),
    "another kind of file": response("200 OK", "application/json", b"{}"),
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "silence": b"",
}


@pytest.mark.parametrize("what", OTHER_ANSWERS)
async def test_what_is_no_paper_is_not_taken_for_one(what: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "actions")
    async with somebody(OTHER_ANSWERS[what]) as url:
        with pytest.raises(NotMade):
            await Documents(url, "token").make(load_content(), told("da"), PDF)
    for private in ("Plantet", SENTENCE["da"]):
        assert private not in caplog.text
    assert "a paper could not be made" in caplog.text


async def test_a_paper_is_what_was_answered() -> None:
    async with somebody(response("200 OK", "application/pdf", b"%PDF-1.7")) as url:
        assert await Documents(url, "token").make(load_content(), told("da"), PDF) == b"%PDF-1.7"


async def test_nobody_there() -> None:
    with pytest.raises(NotMade):
        await Documents(f"http://127.0.0.1:{free_port()}", "token").make(load_content(), told("da"), PDF)


async def test_somebody_slow_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "TIMEOUT", httpx.Timeout(0.3))
    async with somebody(response("200 OK", "application/pdf"), after=5) as url:
        with pytest.raises(NotMade):
            await asyncio.wait_for(Documents(url, "token").make(load_content(), told("da"), PDF), 3)


# --- what she sees ---------------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(
        data=tmp_path,
        environment="development",
        exchange="console",
        journey_key=Fernet.generate_key().decode(),
        handoff_url=f"http://127.0.0.1:{free_port()}",
        _env_file=None,
    )
    manage.migrate(made)
    return made


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    yield opened
    opened.database.engine.dispose()


async def test_she_is_told_to_try_again_and_nothing_is_lost(settings: Settings, store: Store) -> None:
    content = load_content()
    pages = Pages(content, catalogue(), Assets())
    makers = {name: open_documents(settings.model_copy(update={"exchange": name})) for name in ("console", "http")}
    app = Sanic("papers", configure_logging=False)

    @app.post("/<exchange>/<token>/<name>")
    async def paper(request: Request, exchange: str, token: str, name: str) -> HTTPResponse:
        return await Papers(store, content, pages, makers[exchange]).paper(request, token, name)

    port, token = free_port(), settled(store, "ar")[1]
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True)
    await server.startup()
    await server.start_serving()
    form = {"name": "Amal", "phone": "20123456", "sector": "green", "tongues": "da", "lang": "en"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
        answers = [await http.post(f"/{exchange}/{token}/letter.pdf", data=form) for exchange in makers]
    server.close()
    await server.wait_closed()
    for answer in answers:
        assert answer.status_code == 503
        assert answer.headers["content-type"].startswith("text/html")
        assert 'role="alert">It did not work just now. Try again in a moment.' in answer.text
        for kept in ('value="Amal"', 'value="+4520123456"', 'value="green" selected', 'value="da" checked'):
            assert kept in answer.text
