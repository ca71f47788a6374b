"""Another municipality's file through a real bot and a phone: its logo on top of every page, its sectors in its order.

The logo is a file from elsewhere: opened by itself, an SVG with a script in it must run nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import yaml
from playwright.sync_api import Browser

from actions.content_loader import CONTENT
from tests.browser.conftest import PHONE, Chat
from tests.conftest import House, free_port

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10" width="30" height="10" onload="ran()">
<script>function ran() { document.documentElement.setAttribute("data-ran", "yes") }; ran()</script>
<image href="https://example.org/seen.png" width="1" height="1"/>
<rect width="30" height="10" fill="#800000"/></svg>"""


@pytest.fixture(scope="module")
def municipality(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's file under another name, with three sectors and a logo that would run a script."""
    folder = tmp_path_factory.mktemp("municipality")
    (folder / "våben & co.svg").write_text(LOGO, encoding="utf-8")
    raw = yaml.safe_load((CONTENT / "municipality.yml").read_text(encoding="utf-8"))
    sectors = [{"id": "retail"}, {"id": "care"}, {"id": "hotel"}]
    raw |= {"program": "Din Vej", "municipality": 'Eksempel "Kommune"', "logo": "våben & co.svg", "sectors": sectors}
    path = folder / "own.yml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def another(house: House, municipality: Path) -> Iterator[str]:
    """The address of a `python -m bot` that speaks for it."""
    port = free_port()
    own = {"MINVEJ_BOT_PORT": str(port), "MINVEJ_MUNICIPALITY": str(municipality)}
    bot = replace(house, bot_port=port, beside="-another", environment={**house.environment, **own})
    with bot.running("bot", f"http://127.0.0.1:{port}/ready"):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def chat(browser: Browser, another: str) -> Iterator[Chat]:
    context = browser.new_context(viewport=PHONE, locale="da-DK")  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    made = Chat(context.new_page(), another, True)
    yield made
    context.close()
    assert (made.complaints, made.foreign) == ([], [])


@pytest.mark.parametrize("language", ["da", "ar"])
def test_its_logo_stands_on_top_of_every_page_and_everything_fits(chat: Chat, language: str) -> None:
    def fits() -> None:
        logo = chat.page.locator("header img.logo")
        assert logo.get_attribute("alt") == 'Eksempel "Kommune"'
        assert logo.evaluate("image => image.complete && image.naturalWidth") == 30
        box, bar = logo.bounding_box(), chat.page.locator(".bar").bounding_box()
        assert box and bar and 10 <= box["height"] <= 40 and box["width"] <= 90
        assert chat.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert bar["height"] < 70, "the header stands in one row"

    chat.open(f"/chat?lang={language}")
    fits()
    assert "Din Vej" in chat.page.inner_text(".brand")
    chat.start(language)
    fits()
    chat.open(f"/chat/pin?lang={language}")
    fits()


def test_its_sectors_are_asked_for_in_its_order(chat: Chat) -> None:
    chat.start("da")
    chat.walk(until="sectors")
    ticks = chat.page.locator("#now .tick input")
    assert [tick.get_attribute("value") for tick in ticks.all()] == ["retail", "care", "hotel", "not_yet"]


def test_a_logo_that_is_opened_by_itself_runs_nothing_and_reaches_nobody(browser: Browser, another: str) -> None:
    [address] = set(re.findall(r'"(/chat/static/logo\.[0-9a-f]{12}\.svg)"', httpx.get(f"{another}/chat").text))
    answer = httpx.get(another + address)
    assert answer.text == LOGO and answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"].split("; ") == [
        "default-src 'none'", "style-src 'unsafe-inline'", "sandbox",
    ]  # fmt: skip
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in answer.headers["cache-control"]
    assert httpx.get(another + address.replace("logo.", "logo.0")).status_code == 404
    page = browser.new_page()
    reached: list[str] = []
    page.on("requestfinished", lambda request: reached.append(request.url))
    page.goto(another + address)
    assert page.evaluate("document.documentElement.getAttribute('data-ran')") is None
    assert [url for url in reached if "example.org" in url] == []
    page.close()


def test_the_same_script_runs_where_nothing_forbids_it(browser: Browser, tmp_path: Path) -> None:
    """Else the test above could not fail."""
    file = tmp_path / "logo.svg"
    file.write_text(LOGO, encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.getAttribute('data-ran')") == "yes"
    page.close()


def test_the_demos_own_logo_is_served_too(phone: Callable[..., Chat]) -> None:
    made = phone()
    made.open()
    assert made.page.locator("header img.logo").get_attribute("alt") == "Demo Kommune"
    assert made.page.locator("header img.logo").evaluate("image => image.naturalWidth") == 48
