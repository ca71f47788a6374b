"""The chat page as a program sees it: headers, forms from elsewhere, broken and oversized forms, sessions, receipts."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from actions.settings import Settings
from actions.store import Store, open_store
from actions.store.tables import journeys
from tests.conftest import House

SENTENCE = "Jeg vil gerne plukke æbler i en have"


@pytest.fixture(scope="module")
def store(house: House) -> Iterator[Store]:
    """The house's journey store, to look into."""
    key = house.environment["MINVEJ_JOURNEY_KEY"]
    opened = open_store(Settings(data=house.data, environment="development", journey_key=key, _env_file=None))
    yield opened
    opened.database.engine.dispose()


class Visitor:
    """A browser without scripts, from an address of its own."""

    def __init__(self, base: str, address: str = "127.0.0.1") -> None:
        transport = httpx.HTTPTransport(local_address=address)
        self.http = httpx.Client(base_url=base, transport=transport, headers={"Origin": base}, timeout=30)

    def start(self, language: str = "da", campaign: str = "") -> httpx.Response:
        return self.http.post("/chat/start", data={"language": language, "campaign": campaign}, follow_redirects=True)

    def say(self, text: str = "", payload: str = "", mid: str = "", turn: str = "", **headers: str) -> httpx.Response:
        form = {"mid": mid or uuid4().hex, "turn": turn, "text": text, "payload": payload}
        return self.http.post("/chat/say", data=form, headers=headers, follow_redirects=True)

    def tap(self, question: str, value: str) -> httpx.Response:
        return self.say(payload="/answer" + json.dumps({"q": question, "v": value}, separators=(",", ":")))

    def until_hope(self) -> httpx.Response:
        self.start()
        self.tap("adult", "yes")
        return self.tap("keep", "yes")

    @property
    def token(self) -> str:
        return self.http.cookies["minvej"]


@pytest.fixture
def visitor(bot_server: str) -> Iterator[Visitor]:
    made = Visitor(bot_server)
    yield made
    made.http.close()


def asking(page: httpx.Response) -> str:
    found = re.search(r'data-asking="([a-z_]*)"', page.text)
    assert found, page.text[:2000]
    return found[1]


def receipt(page: httpx.Response) -> str:
    found = re.search(r'class="digits" dir="ltr">([0-9 ]+)<', page.text)
    assert found, page.text[:2000]
    return found[1]


@pytest.mark.parametrize("path", ["/chat", "/c/demo", "/chat/resume", "/c/no%20code"])
def test_every_page_forbids_what_it_does_not_use(visitor: Visitor, path: str) -> None:
    headers = visitor.http.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["img-src"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_pages_have_no_inline_style_or_script(visitor: Visitor) -> None:
    for page in (visitor.http.get("/chat"), visitor.until_hope(), visitor.http.get("/chat/pin")):
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page.text)


def test_looking_makes_no_journey(visitor: Visitor, store: Store) -> None:
    def count() -> int:
        with store.database.read() as connection:
            return connection.execute(select(func.count()).select_from(journeys)).scalar_one()

    before = count()
    for path in ("/chat", "/c/demo", "/chat/resume", "/chat/pin", "/chat/say"):
        visitor.http.get(path, follow_redirects=True)
    assert count() == before
    assert not visitor.http.cookies
    visitor.start()
    assert count() == before + 1


def test_the_cookie_is_out_of_reach_of_scripts(visitor: Visitor) -> None:
    answer = visitor.http.post("/chat/start", data={"language": "da"})
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 303
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie
    assert "max-age" not in cookie and "expires" not in cookie, "it ends with the browser"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": ""},
    ],
)
def test_a_form_from_elsewhere_does_nothing(visitor: Visitor, headers: dict[str, str]) -> None:
    before = asking(visitor.until_hope())
    refused = visitor.http.post("/chat/say", data={"mid": uuid4().hex, "text": SENTENCE}, headers=headers)
    assert refused.status_code == 403
    assert visitor.http.post("/chat/hide", headers=headers).status_code == 403
    assert asking(visitor.http.get("/chat")) == before


def test_static_files_are_packed_kept_and_named_by_content(visitor: Visitor) -> None:
    page = visitor.http.get("/chat").text
    addresses = set(re.findall(r"/chat/static/[a-z]+\.[0-9a-f]{12}\.[a-z]+", page))
    assert len(addresses) == 4  # with the demo's logo
    for address in addresses:
        packed = visitor.http.get(address)
        assert packed.headers["content-encoding"] == "gzip"
        assert "immutable" in packed.headers["cache-control"]
        plain = visitor.http.get(address, headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.content == packed.content
    assert visitor.http.get("/chat/static/chat.000000000000.css").status_code == 404


def test_the_first_load_weighs_little(visitor: Visitor) -> None:
    page = visitor.http.get("/c/demo")
    addresses = set(re.findall(r"/chat/static/[a-z]+\.[0-9a-f]{12}\.[a-z]+", page.text))
    files = [visitor.http.get(address).content for address in addresses]
    assert sum(len(gzip.compress(body)) for body in (page.content, *files)) <= 100_000


def test_her_text_comes_back_when_it_was_too_long(visitor: Visitor) -> None:
    visitor.until_hope()
    long = "æ" * 4_001
    answer = visitor.say(long)
    assert answer.status_code == 413
    assert long in answer.text
    assert asking(answer) == "hope"


def test_what_no_form_of_ours_sends_gets_a_kind_page(visitor: Visitor) -> None:
    visitor.until_hope()
    assert visitor.http.post("/chat/say", content=b"x" * 300_000).status_code == 413
    for body in (b"", b"\xff\xfe=\xff", b"mid=short&text=a", b"mid=" + b"0" * 32 + b"&turn=-1&payload={}"):
        answer = visitor.http.post(
            "/chat/say",
            content=body,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            follow_redirects=True,
        )
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.status_code < 500
        assert asking(answer) == "hope", body
    assert visitor.http.post("/chat/start", data={"language": "xx"}).status_code == 400
    assert visitor.http.get("/c/" + "a" * 65).status_code == 404
    assert visitor.http.get("/c/%3Cscript%3E").status_code == 404


def test_what_she_writes_is_text_and_nothing_else(visitor: Visitor) -> None:
    visitor.until_hope()
    page = visitor.say("<script>alert(1)</script> & brød")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; brød" in page.text


def test_the_same_form_twice_answers_once(visitor: Visitor, store: Store) -> None:
    visitor.until_hope()
    mid = uuid4().hex
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda _: visitor.say(SENTENCE, mid=mid, turn="3"), range(4)))
    assert {asking(page) for page in pages} == {"belief"}
    loaded = store.find("web", visitor.token)
    assert loaded is not None
    assert loaded.journey.turn == 4
    assert loaded.journey.answers["hope"].words == SENTENCE


def test_a_campaign_is_remembered_with_the_journey(visitor: Visitor, store: Store) -> None:
    page = visitor.http.get("/c/vejle-2")
    assert 'name="campaign" value="vejle-2"' in page.text
    visitor.start("ar", "vejle-2")
    loaded = store.find("web", visitor.token)
    assert loaded is not None and loaded.journey.campaign == "vejle-2"
    assert visitor.http.get("/c/another").headers["location"] == "/chat", "a conversation that has begun goes on"


def test_a_session_that_has_ended_says_so(visitor: Visitor) -> None:
    visitor.until_hope()
    token = visitor.token
    assert visitor.http.post("/chat/hide").headers["location"].startswith("https://www.dmi.dk")
    visitor.http.cookies.set("minvej", token)
    page = visitor.say(SENTENCE)
    assert 'action="/chat/start"' in page.text
    assert 'role="status"' in page.text
    assert SENTENCE not in page.text


def test_a_receipt_is_throttled_and_says_nothing_of_why(bot_server: str) -> None:
    owner = Visitor(bot_server, "127.0.0.21")
    owner.until_hope()
    code = receipt(owner.tap("menu", "pause"))
    thief = Visitor(bot_server, "127.0.0.22")
    wrong = [thief.http.post("/chat/resume", data={"code": f"{n:012d}"}) for n in range(6)]
    right_but_late = thief.http.post("/chat/resume", data={"code": code})
    assert {answer.status_code for answer in [*wrong, right_but_late]} == {400}
    assert len({answer.text for answer in [*wrong, right_but_late]}) == 1
    assert "minvej" not in thief.http.cookies
    back = owner.http.post("/chat/resume", data={"code": code}, follow_redirects=True)
    assert asking(back) == "hope"
    owner.http.close()
    thief.http.close()


def test_a_masked_session_can_neither_read_nor_lock(bot_server: str) -> None:
    owner = Visitor(bot_server, "127.0.0.31")
    owner.until_hope()
    owner.say(SENTENCE)
    code = receipt(owner.tap("menu", "pause"))
    finder = Visitor(bot_server, "127.0.0.32")
    page = finder.http.post("/chat/resume", data={"code": code}, follow_redirects=True)
    assert SENTENCE not in page.text
    assert SENTENCE not in finder.tap("menu", "summary").text
    assert finder.http.post("/chat/pin", data={"pin": "1111"}).status_code == 409
    assert owner.http.post("/chat/pin", data={"pin": "12"}).status_code == 400
    assert owner.http.post("/chat/pin", data={"pin": "1357"}).status_code == 200
    herself = Visitor(bot_server, "127.0.0.33")
    assert herself.http.post("/chat/resume", data={"code": code, "pin": "1358"}).status_code == 400
    page = herself.http.post("/chat/resume", data={"code": code, "pin": "1357"}, follow_redirects=True)
    assert SENTENCE in page.text
    for each in (owner, finder, herself):
        each.http.close()


def test_nothing_she_said_is_in_the_log(visitor: Visitor, house: House) -> None:
    visitor.until_hope()
    visitor.say(SENTENCE)
    visitor.say("x" * 5_000 + SENTENCE)
    visitor.http.post("/chat/say", content=f"mid=%zz&text={SENTENCE}".encode())
    visitor.http.post("/chat/resume", data={"code": "4444 5555 6666"})
    log = house.log("bot").read_text(encoding="utf-8")
    assert "ready" in log
    for planted in (SENTENCE, "plukke", "4444"):
        assert planted not in log


def test_others_are_answered_while_a_form_waits_for_the_database(bot_server: str, store: Store) -> None:
    leaving, beginning, other = (Visitor(bot_server) for _ in range(3))
    leaving.until_hope()
    with ThreadPoolExecutor(2) as pool:
        with store.database.write() as connection:
            connection.exec_driver_sql("SELECT 1")
            waiting = [pool.submit(leaving.http.post, "/chat/hide"), pool.submit(beginning.start)]
            until = time.monotonic() + 2
            while time.monotonic() < until:
                assert other.http.get("/chat", timeout=5).status_code == 200
            assert not any(form.done() for form in waiting)
        assert [form.result().status_code for form in waiting] == [303, 200]
    for each in (leaving, beginning, other):
        each.http.close()


def test_a_turn_that_fails_says_so_and_keeps_her_words(visitor: Visitor, store: Store) -> None:
    """The journey's row is locked by another for longer than anyone waits."""
    visitor.until_hope()
    with store.database.write() as connection:
        connection.exec_driver_sql("SELECT 1")
        answer = visitor.say(SENTENCE)
    assert answer.status_code == 503
    assert SENTENCE in answer.text
    assert 'role="alert"' in answer.text
    assert asking(visitor.say(SENTENCE)) == "belief"
