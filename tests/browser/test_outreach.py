"""From "new campaign" to a figure: the outreach worker's phone, the code on it, a chat, and a bar in the chart."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete

from handoff_api.accounts import service
from handoff_api.accounts.models import User
from handoff_api.database import Database
from tests.browser.conftest import PHONE, Chat
from tests.conftest import House

MINUTE = 60.0
EMAIL, PASSWORD = "sara@example.org", "correct horse battery"
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def worker_login(house: House, handoff_server: str) -> Iterator[None]:
    """An outreach worker who can log in."""
    database = Database(f"sqlite:///{house.data / 'handoff.sqlite3'}")
    with database.session() as session:
        service.create_user(session, EMAIL, "Sara Lund", PASSWORD, "outreach")
        session.commit()
    yield
    with database.session() as session:
        session.execute(delete(User).where(User.email == EMAIL))
        session.commit()
    database.engine.dispose()


@pytest.fixture
def worker(browser: Browser, handoff_server: str, worker_login: None) -> Iterator[Callable[..., Page]]:
    """Her logged-in pages; what the browser complains of fails the test."""
    complaints: list[str] = []
    pages: list[Page] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": PHONE, "locale": "da-DK", "base_url": handoff_server, **options})
        context.set_default_timeout(20_000)
        page = context.new_page()
        pages.append(page)
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/inbox")
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        page.wait_for_url("**/inbox/campaigns")
        return page

    yield make
    for page in pages:
        page.context.close()
    # That a form was refused (422) is said on the page; browsers say it again.
    assert [c for c in complaints if "422" not in c] == []


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in ("serious", "critical")]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def new_campaign(page: Page, place: str = "Sprogskolen, hold 3") -> str:
    """Make one; its page's address. It takes no more than these fields."""
    page.goto("/inbox/campaigns")
    page.get_by_role("link", name="Ny kampagne").click()
    page.get_by_label("Sted").fill(place)
    page.get_by_label("English").uncheck()
    page.get_by_role("button", name="Opret og få linket").click()
    expect(page.get_by_text("Kampagnen er klar. Linket virker nu.")).to_be_visible()
    return page.url.split("?")[0]


def code_on(page: Page) -> str:
    """What a phone reads that is held before the screen."""
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    [found] = zxingcpp.read_barcodes(shot)
    return found.text


@pytest.mark.usefixtures("exchange_worker")
def test_from_a_new_campaign_to_a_figure_in_the_chart(
    worker: Callable[..., Page], phone: Callable[..., Chat], bot_server: str
) -> None:
    page = worker()
    begun = time.monotonic()
    address = new_campaign(page)
    assert time.monotonic() - begun < MINUTE
    link = code_on(page)
    assert re.fullmatch(rf"{bot_server}/c/[a-z]{{6}}", link)
    expect(page.get_by_text("Alle tal er rundet ned")).to_be_visible()

    path = link.removeprefix(bot_server)
    limit = time.monotonic() + MINUTE
    while True:  # until the campaign has reached the chat: then its languages come first
        first = phone(locale="fr")
        first.open(path)
        languages = first.page.locator("button[name=language]").evaluate_all("all => all.map(b => b.value)")
        if languages == ["da", "ar", "en"] or time.monotonic() > limit:
            break
        time.sleep(1)
    assert languages == ["da", "ar", "en"]
    for language in ("ar", "ar", "da", "ar", "da", "ar"):
        chat = phone(locale=language)
        chat.start(language, path)
        chat.tap("adult", "yes")
        chat.tap("keep", "yes")

    def shown(step: str) -> str:
        row = page.locator("table.numbers").first.locator("tr", has_text=step)
        return row.locator("td").first.inner_text() if row.count() else ""

    limit = time.monotonic() + MINUTE
    while shown("Sagde ja") != "5" and time.monotonic() < limit:
        time.sleep(1)
        page.goto(address)
    assert (shown("Begyndte"), shown("Sagde ja"), shown("Sendte til kommunen")) == ("5", "5", "under 5")
    chart = page.locator("svg.chart").first
    assert chart.locator("rect.bar").count() >= 2
    assert {"Begyndte", "5"} <= set(chart.locator("text").all_text_contents())
    by_language = page.locator("table.numbers").nth(1)
    expect(by_language.get_by_text("5", exact=True)).to_have_count(0)  # four in Arabic, two in Danish
    assert serious(page) == [] and fits(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious_and_everything_fits(
    worker: Callable[..., Page], scheme: str, viewport: dict[str, int]
) -> None:
    page = worker(viewport=viewport, color_scheme=scheme)
    new_campaign(page, "Et meget langt stednavn: Beskæftigelsesforvaltningens sprogskole")
    assert serious(page) == [] and fits(page), "campaign"
    for path in ("/inbox/campaigns", "/inbox/campaigns/new"):
        page.goto(path)
        assert serious(page) == [] and fits(page), path
    page.get_by_label("Højst så mange").fill("mange")
    page.get_by_role("button", name="Opret og få linket").click()
    assert page.get_by_label("Sted").get_attribute("aria-invalid") == "true"
    assert serious(page) == [] and fits(page), "what is wrong"


def test_without_scripts_too(worker: Callable[..., Page]) -> None:
    page = worker(java_script_enabled=False)
    new_campaign(page)
    page.get_by_role("button", name="Luk linket").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lukket")
    page.get_by_role("link", name="Kopiér").click()
    expect(page.get_by_label("Sted")).to_have_value("Sprogskolen, hold 3")


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "no-javascript"])
def test_sitting_beside_leaves_nothing_on_the_screen(phone: Callable[..., Chat], scripted: bool) -> None:
    chat = phone(java_script_enabled=scripted)
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    chat.open("/c/demo")
    ordinary = chat.page.evaluate(size)
    chat.start("da", "/c/demo?beside=1")
    assert chat.page.evaluate(size) > ordinary
    chat.tap("adult", "yes")
    chat.tap("keep", "yes")
    assert fits(chat.page)
    if scripted:
        assert serious(chat.page) == []
    clear = chat.page.get_by_role("button", name="Afslut og ryd")
    expect(clear).to_be_in_viewport()
    clear.click()
    chat.page.wait_for_url("**/c/demo?beside=1&notice=cleared")
    expect(chat.page.get_by_text("Samtalen er ryddet fra denne skærm.")).to_be_visible()
    chat.page.goto(f"{chat.base}/chat")
    assert chat.page.locator("#say").count() == 0
    assert chat.page.context.cookies() == []


def test_a_screen_that_is_left_alone_clears_itself(phone: Callable[..., Chat]) -> None:
    chat = phone()
    chat.page.clock.install()
    chat.start("da", "/c/demo?beside=1")
    chat.page.clock.fast_forward("19:00")
    chat.tap("adult", "yes")
    chat.page.clock.fast_forward("19:00")
    assert chat.asking == "keep"
    chat.page.clock.fast_forward("02:00")
    chat.page.wait_for_url("**/c/demo?beside=1&notice=cleared")
