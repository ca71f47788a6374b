"""The main job in one walk: a shared link, an Arabic conversation on a phone, and the prepared case in Danish.

Both sides run as programs, with the exchange between them. At the end she erases it, and the case is gone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, ROUND, Chat
from tests.conftest import House

MINUTE = 60.0  # seconds from her yes to the case in the inbox, and from erasing to its being gone
WORDS = "بدي اشتغل وساعد ولادي، وما ضل قاعدة بالبيت لحالي"
DIFFERENT = "بدي شي قريب من البيت"
# What a mother with little school writes in Levantine Arabic; what is not here she taps.
ANSWERS: dict[str, str | list[str]] = {
    "adult": "اي",
    "hope": WORDS,
    "belief": "with_help",
    "worked": "كنت ساعد ابوي بالارض",
    "worked_last": "من زمان",
    "worked_years": "شي ١٠ سنين",
    "measure": "none",
    "school": "few",
    "danish": "شوي",
    "reading": "own_little",
    "everyday": ["care", "hands"],
    "network": "ما بعرف حدا",
    "residence": "refugee",
    "arrived": "٢٠١٥",
    "support": "benefit",
    "benefit_years": "٨ سنين",
    "home": "mostly_me",
    "childcare": ["school", "with_me"],
    "health_ok": "no",
    "sectors": "مطبخ او شي مع ولاد",
    "hours": "h2_3",
    "mobility": ["walk", "bus"],
    "help": ["post"],
    "reach": "phone",
    "name": "ام احمد",
    "phone": "٢٠٣٠٤٠٥٠",
    "time": ["morning"],
    "interpreter": "yes",
}


@pytest.fixture
def desk(browser: Browser, house: House, handoff_server: str) -> Iterator[Page]:
    """The caseworker's own phone, logged in: on the same small screen nothing may be lost either."""
    context = browser.new_context(viewport=PHONE, locale="da-DK", base_url=handoff_server)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/inbox")
    page.fill("input[name=email]", house.email)
    page.fill("input[name=password]", house.password)
    page.click("main form button")
    page.wait_for_url("**/inbox")
    yield page
    context.close()


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found
        for node in rule["nodes"]
        if rule["impact"] in ("serious", "critical")
    ]


def wait_for(page: Page, cases: int) -> float:
    """Reload the list until it has so many cases of the campaign; the seconds it took."""
    begun = time.monotonic()
    while time.monotonic() - begun < MINUTE:
        page.goto("/inbox?campaign=sprogskole-9")
        if page.locator("a[href^='/inbox/cases/']").count() == cases:
            return time.monotonic() - begun
        time.sleep(0.5)
    pytest.fail(f"after {MINUTE:.0f} s there are not {cases} cases in the list")


@pytest.mark.usefixtures("exchange_worker")
def test_from_a_link_to_a_prepared_case_in_danish_and_gone_when_she_erases(
    phone: Callable[..., Chat], desk: Page
) -> None:
    chat = phone(locale="ar")
    chat.start("ar", "/c/sprogskole-9")
    asked = chat.walk(until="review", **ANSWERS)
    assert set(asked) <= {*ANSWERS, "keep", *ROUND}, "every word was understood, or it would have been asked again"
    assert len(asked) == len(set(asked))

    assert serious(chat.page) == []
    chat.tap("review", "strike:support")  # and with it the time on benefit, which tells the same
    chat.tap("review", "differ")
    chat.write(DIFFERENT)
    chat.tap("review", "ok")
    chat.walk(until="send", **ANSWERS)
    wait_for(desk, 0)  # nothing has left her phone's side before her yes
    chat.tap("send", "yes")
    assert chat.page.locator(".receipt .digits").inner_text().replace(" ", "").isdecimal()

    assert wait_for(desk, 1) < MINUTE
    desk.click("a[href^='/inbox/cases/']")
    case = desk.inner_text("main")
    for danish in (
        "ام احمد",
        "+4520304050",
        "Ønsker tolk",
        "Ja, hos familien, uden løn",
        "Passe børn, Køkken og restaurant",
        "I skole, Hjemme hos mig",
        "6-10 år (10 år)",
        "Har arbejdet uden løn hos familien.",
        "Behov for optræning og opkvalificering",
        "Dansk er uafklaret i forhold til en arbejdsplads.",
        "Borgeren ser det anderledes",
    ):
        assert danish in case
    hers = desk.locator("[lang=ar]").all_inner_texts()
    assert any(WORDS in text for text in hers) and any(DIFFERENT in text for text in hers), "hers, and marked as hers"
    for struck in ("En ydelse fra kommunen", "Penge til hverdagen", "Tid på ydelse", "Mere end 6 år"):
        assert struck not in case
    assert serious(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    address = desk.url
    chat.menu("erase")
    chat.page.click(f"main {chat.button('erase', 'yes')}")
    chat.page.wait_for_selector("main.card [role=status]")
    wait_for(desk, 0)
    answer = desk.goto(address)
    assert answer is not None and answer.status == 404
