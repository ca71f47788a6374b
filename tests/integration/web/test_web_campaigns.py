"""Coming by a campaign's link: its languages first, a kind word where it is shut, a whole class at once, and a worker
who sits beside."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import delete, func, select

from actions.journey.model import Context, Effect, Outcome
from actions.settings import Settings
from actions.store import Store, open_store
from actions.store.counts import QUEUE
from actions.store.sessions import BY_ADDRESS
from actions.store.tables import attempts, counts, journeys, outbox
from tests.conftest import House

CLASS = 40
BROWSER = {"Sec-Fetch-Mode": "navigate", "User-Agent": "Mozilla/5.0 (Linux; Android 12) Chrome/120 Mobile"}


@pytest.fixture(scope="module")
def store(house: House) -> Iterator[Store]:
    """The house's journey store, to look into."""
    key = house.environment["MINVEJ_JOURNEY_KEY"]
    opened = open_store(Settings(data=house.data, environment="development", journey_key=key, _env_file=None))
    yield opened
    opened.database.engine.dispose()


@pytest.fixture
def visit(bot_server: str) -> Iterator[Any]:
    """Browsers without scripts, all from one address."""
    opened: list[httpx.Client] = []

    def make(**headers: str) -> httpx.Client:
        client = httpx.Client(base_url=bot_server, headers={**BROWSER, "Origin": bot_server, **headers}, timeout=60)
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.close()


def known(store: Store, **changed: Any) -> str:
    """A campaign that the municipality has told of; its code."""
    code = "b" + uuid4().hex[:8].translate(str.maketrans("aeiou0123456789", "bcdfghjkmnpqrst"))
    told = {
        "code": code, "languages": ["ar", "da"], "opens_on": "2020-01-01", "closes_on": None, "limit": None,
        "unit": "", "closed": False,
    }  # fmt: skip
    store.campaigns.keep(told | changed)
    return code


def counted(store: Store, code: str, event: str) -> int:
    """So many, wherever they are by now: as the bot's process has written them down, gathered by an exchange that may
    run beside, or arrived at the municipality. Looked for in the order in which they move, so that none is overlooked
    (one may be seen twice; then it is counted again)."""
    mine = counts.c.campaign == code, counts.c.event == event
    with store.database.read() as connection:
        here = connection.execute(select(func.sum(counts.c.n)).where(*mine)).scalar() or 0
        sealed = connection.execute(select(outbox.c.body).where(outbox.c.journey_id == QUEUE)).scalars().all()
    bodies = (store.database.sealer.unseal(body) for body in sealed if body)
    under_way = sum(c["n"] for b in bodies for c in b["counts"] if (c["campaign"], c["event"]) == (code, event))
    arrived = Path(str(store.database.engine.url.database)).with_name("handoff.sqlite3")
    there = 0
    if arrived.exists():
        with closing(sqlite3.connect(f"file:{arrived}?mode=ro", uri=True)) as municipality:
            query = "SELECT sum(n) FROM counts WHERE campaign = ? AND event = ?"
            there = municipality.execute(query, (code, event)).fetchone()[0] or 0
    return int(here + under_way + there)


def eventually(store: Store, code: str, event: str, expected: int) -> None:
    limit = time.monotonic() + 20
    while counted(store, code, event) != expected and time.monotonic() < limit:
        time.sleep(0.1)
    assert counted(store, code, event) == expected


def start(client: httpx.Client, page: httpx.Response, language: str = "da") -> httpx.Response:
    """Choose a language on the first page, with the fields it has."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
    return client.post("/chat/start", data=fields | {"language": language}, follow_redirects=True)


def offered(page: httpx.Response) -> list[str]:
    return re.findall(r'<button class="choice[^"]*" name="language" value="(\w+)"', page.text)


def belongs(store: Store, client: httpx.Client) -> str | None:
    loaded = store.find("web", client.cookies["minvej"])
    assert loaded
    return loaded.journey.campaign


@pytest.mark.parametrize(
    ("accepts", "expected"),
    [("da-DK", ["da", "ar", "en"]), ("ar", ["ar", "da", "en"]), ("en", ["ar", "da", "en"]), ("fr", ["ar", "da", "en"])],
)
def test_a_campaigns_languages_come_first(visit: Any, store: Store, accepts: str, expected: list[str]) -> None:
    page = visit(**{"Accept-Language": accepts}).get(f"/c/{known(store)}")
    assert offered(page) == expected
    assert f'<html lang="{expected[0]}"' in page.text


def test_another_language_can_be_chosen_and_the_campaign_stays(visit: Any, store: Store) -> None:
    code, client = known(store), visit()
    page = client.get(f"/c/{code}?lang=en")
    assert offered(page)[0] == "en"
    assert 'data-asking="adult"' in start(client, page, "en").text
    assert belongs(store, client) == code


def test_a_code_in_capitals_is_the_same_campaign(visit: Any, store: Store) -> None:
    code, client = known(store), visit()
    start(client, client.get(f"/c/{code.upper()}"))
    assert belongs(store, client) == code


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"closed": True}, "lukket"),
        ({"closes_on": "2020-01-02"}, "lukket"),
        ({"opens_on": "2199-01-01"}, "ikke åbnet endnu"),
        ({"limit": 1}, "ikke flere pladser"),
    ],
)
def test_where_a_campaign_is_shut_she_can_begin_without_it(
    visit: Any, store: Store, told: dict[str, Any], words: str
) -> None:
    code = known(store, **told)
    if "limit" in told:
        first = visit()
        start(first, first.get(f"/c/{code}"))
        assert belongs(store, first) == code
    client = visit(**{"Accept-Language": "da"})
    page = client.get(f"/c/{code}")
    assert page.status_code == 200 and words in page.text
    assert 'data-asking="adult"' in start(client, page).text
    assert belongs(store, client) is None


def test_a_form_from_before_it_was_shut_begins_without_it(visit: Any, store: Store) -> None:
    code, client = known(store), visit()
    page = client.get(f"/c/{code}")
    store.campaigns.keep(
        {"code": code, "languages": [], "opens_on": "2020-01-01", "closes_on": None, "limit": None, "unit": "",
         "closed": True}
    )  # fmt: skip
    start(client, page)
    assert belongs(store, client) is None


def test_a_code_that_nobody_told_of_is_remembered_as_it_stands(visit: Any, store: Store) -> None:
    code, client = f"Sprogskole-{uuid4().hex[:6]}", visit()
    start(client, client.get(f"/c/{code}"))
    assert belongs(store, client) == code
    eventually(store, code, "opened", 1)
    eventually(store, code, "started", 1)


def test_only_somebody_who_opens_the_page_is_counted(visit: Any, store: Store) -> None:
    code = known(store)
    for headers in (
        {"User-Agent": "WhatsApp/2.23"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": "TelegramBot (like TwitterBot)"},
        {"Sec-Fetch-Mode": "no-cors"},
        {"Sec-Purpose": "prefetch"},
    ):
        visit(**headers).get(f"/c/{code}")
    reader = visit(**{"User-Agent": "Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) Chrome/120 Mobile"})
    for path in (f"/c/{code}?lang=ar", f"/c/{code}?notice=cleared", f"/c/{code}"):
        reader.get(path)
    reader.head(f"/c/{code}")
    start(reader, reader.get(f"/c/{code}?lang=da"))
    reader.get(f"/c/{code}", follow_redirects=True)  # a conversation that has begun goes on
    eventually(store, code, "started", 1)
    eventually(store, code, "opened", 1)


def test_a_whole_class_begins_at_once_from_one_address(visit: Any, store: Store) -> None:
    code = known(store, limit=CLASS)
    clients = [visit() for _ in range(CLASS)]

    def begin(client: httpx.Client) -> str:
        return start(client, client.get(f"/c/{code}"), "ar").text

    with ThreadPoolExecutor(CLASS) as pool:
        pages = list(pool.map(begin, clients))
    assert all('data-asking="adult"' in page for page in pages)
    with store.database.read() as connection:
        begun = select(func.count()).select_from(journeys).where(journeys.c.campaign == code)
        assert connection.execute(begun).scalar_one() == CLASS
    eventually(store, code, "opened", CLASS)
    eventually(store, code, "started", CLASS)
    full = store.campaigns.find(code)
    assert full is not None and full.state == "full"
    # Guessing at receipts from the same address is braked all the same.
    loaded = store.find("web", clients[0].cookies["minvej"])
    assert loaded
    receipt = f"{uuid4().int % 10**12:012d}"
    context = Context(now=store.database.now(), receipt=receipt)
    store.save(loaded, Outcome(loaded.journey, (), (Effect("receipt"),)), context)
    guesser = visit()
    for wrong in range(BY_ADDRESS[1]):
        assert guesser.post("/chat/resume", data={"code": f"{wrong:012d}"}).status_code == 400
    assert guesser.post("/chat/resume", data={"code": receipt}).status_code == 400
    with store.database.write() as connection:  # for the other tests, which come from the same address
        connection.execute(delete(attempts))
    assert guesser.post("/chat/resume", data={"code": receipt}).status_code == 303


def test_counting_leaves_nothing_of_whom(visit: Any, store: Store) -> None:
    """What stands on its way to the municipality has neither journey nor address."""
    code, client = known(store), visit()
    start(client, client.get(f"/c/{code}"))
    loaded = store.find("web", client.cookies["minvej"])
    assert loaded
    eventually(store, code, "opened", 1)
    while store.counts.gather():
        item = store.outbox.claim()
        assert item is not None
        text = json.dumps(item.body)
        assert loaded.journey.id not in text and "127.0.0.1" not in text
        store.outbox.done(item)
    with store.database.read() as connection:
        assert connection.execute(select(outbox).where(outbox.c.kind == "counts")).all() == []


# --- a worker sits beside her --------------------------------------------------------------------------


def test_beside_everything_is_large_and_one_button_clears_the_screen(visit: Any, store: Store) -> None:
    code, client = known(store), visit(**{"Accept-Language": "da"})
    page = client.get(f"/c/{code}?beside=1")
    asked = start(client, page)
    token = client.cookies["minvej"]
    for shown in (page, asked, client.get("/chat"), client.get("/chat/pin")):
        assert "/chat/static/beside." in shown.text and 'data-rest="1200"' in shown.text
        bar = re.search(r'<form method="post" action="/chat/hide".*?</form>', shown.text, re.DOTALL)
        assert bar and "Afslut og ryd" in bar[0]
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", shown.text)
    away = client.post("/chat/hide")
    assert away.status_code == 303 and away.headers["location"] == f"/c/{code}?beside=1&notice=cleared"
    assert store.find("web", token) is None
    cleared = client.get(away.headers["location"])
    assert "Samtalen er ryddet" in cleared.text and 'name="beside" value="1"' in cleared.text
    assert not client.cookies.get("minvej")


def test_its_session_is_not_kept_by_the_browser(visit: Any, store: Store) -> None:
    client = visit()
    page = client.get(f"/c/{known(store)}?beside=1")
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
    cookie = client.post("/chat/start", data=fields | {"language": "da"}).headers["set-cookie"].lower()
    assert "max-age" not in cookie and "expires" not in cookie and "httponly" in cookie


def test_coming_back_by_receipt_beside_is_beside_too(visit: Any) -> None:
    client = visit(**{"Accept-Language": "da"})
    page = client.get("/chat?beside=1")
    link = re.search(r'href="(/chat/resume[^"]+)"', page.text)
    assert link and "beside=1" in link[1]
    form = client.get(link[1].replace("&amp;", "&"))
    action = re.search(r'action="(/chat/resume[^"]+)"', form.text)
    assert action and "beside=1" in action[1] and "Afslut og ryd" in form.text


def test_without_it_the_page_is_as_ever(visit: Any, store: Store) -> None:
    client = visit(**{"Accept-Language": "da"})
    page = client.get(f"/c/{known(store)}")
    shown = start(client, page)
    for each in (page, shown):
        assert "beside" not in each.text and "Afslut og ryd" not in each.text
