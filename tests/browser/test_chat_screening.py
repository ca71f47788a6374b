"""A whole screening on a phone: with scripts and without, in Danish and in Arabic, and what axe says of every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Chat

Phone = Callable[..., Chat]

CONTACT = {"name": "Amina", "phone": "20 12 34 56"}


def serious(chat: Chat) -> list[str]:
    """What axe finds serious or critical on the page as it stands."""
    found = Axe().run(chat.page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_whole_screening_without_a_serious_finding(phone: Phone, scheme: str) -> None:
    chat = phone(color_scheme=scheme)
    chat.open()
    assert serious(chat) == []
    chat.start("da")
    checked = set()
    while chat.asking:
        kind = (chat.page.locator("#now .tick").count() > 0, chat.page.locator("#now .lines").count() > 0)
        if kind not in checked:
            checked.add(kind)
            assert serious(chat) == [], chat.asking
        chat.answer(**CONTACT)
    assert (True, False) in checked and (False, True) in checked, "ticks and the summary were both seen"
    assert chat.page.locator(".receipt .digits").inner_text().replace(" ", "").isdecimal()
    assert serious(chat) == []


def test_a_whole_screening_without_scripts(phone: Phone) -> None:
    chat = phone(java_script_enabled=False)
    chat.start("en")
    asked = chat.walk(**CONTACT)
    assert {"adult", "keep", "hope", "sectors", "review", "reach", "send"} <= set(asked)
    assert len(chat.page.locator(".receipt .digits").inner_text().replace(" ", "")) == 12


def test_arabic_reads_from_the_right(phone: Phone) -> None:
    chat = phone(locale="ar")
    chat.start("ar")
    assert chat.page.get_attribute("html", "dir") == "rtl"
    assert chat.page.get_attribute("html", "lang") == "ar"
    chat.walk(until="belief")
    mine, theirs = (
        chat.page.locator(".bubble.me").last.bounding_box(),
        chat.page.locator(".bubble.bot:visible").last.bounding_box(),
    )
    assert mine and theirs
    assert mine["x"] < 30, "her own words stand on the left"
    assert theirs["x"] + theirs["width"] > 330, "the bot's on the right"
    chat.walk(until="review")
    pair = chat.page.locator(".lines li").first
    assert pair.locator("dl[lang=da][dir=ltr] dd").count() >= 1, "Danish stands beside her language"
    assert serious(chat) == []
    chat.walk(**CONTACT)
    assert chat.page.locator(".receipt").count() == 1


def test_the_other_pages_have_no_serious_finding_either(phone: Phone) -> None:
    chat = phone(color_scheme="dark")
    for path in ("/chat/resume", "/chat?notice=ended"):
        chat.open(path)
        assert serious(chat) == [], path
    chat.start("da")
    chat.open("/chat/pin")
    assert serious(chat) == []
    chat.page.fill("#pin", "12")
    chat.page.click(".done")
    assert serious(chat) == []
    chat.complaints.clear()  # the browser names the answer 400: that is how a wrong PIN is answered
    chat.open("/chat")
    chat.page.click(".help > summary")
    assert serious(chat) == []


def test_a_keyboard_is_enough(phone: Phone) -> None:
    chat = phone()
    chat.open()
    press = chat.page.keyboard.press

    def reach(selector: str) -> None:
        for _ in range(60):
            if chat.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            press("Tab")
        raise AssertionError(f"no way to {selector} by keyboard")

    reach("button[name=language][value=en]")
    press("Enter")
    chat.page.wait_for_selector("#say")
    reach(chat.button("adult", "yes"))
    chat.moved(lambda: press("Enter"))
    reach(chat.button("keep", "yes"))
    chat.moved(lambda: press("Space"))
    reach("input[value=danish]")
    press("Space")
    reach("#now .done")
    chat.moved(lambda: press("Enter"))
    reach("#text")
    chat.page.keyboard.type("I am not sure")
    chat.moved(lambda: press("Enter"))
    assert chat.asking == "worked"
    assert chat.page.evaluate("document.activeElement.id") == "text", "the keyboard stays where she writes"
    reach(".help > summary")
    press("Enter")
    reach(f".help {chat.button('menu', 'back')}")
    chat.moved(lambda: press("Enter"))
    assert chat.asking == "belief"


def test_everything_to_tap_is_large_enough(phone: Phone) -> None:
    chat = phone()
    chat.start("da")
    small = "button, summary, textarea, .tick, main a"
    seen = 0
    for question in ("hope", "worked", "review"):
        chat.walk(until=question)
        for target in chat.page.locator(small).all():
            box = target.bounding_box() if target.is_visible() else None
            if box:
                seen += 1
                assert box["height"] >= 47.5 and box["width"] >= 47.5, (question, target.inner_text(), box)
    assert seen > 30


def test_nothing_runs_out_of_the_page(phone: Phone) -> None:
    """At 360 px, and at 200 % zoom of it, nothing has to be scrolled to the side."""
    for width in (360, 180):
        chat = phone(viewport={"width": width, "height": 740})
        chat.start("da")
        for question in ("hope", "worked", "sectors", "review"):
            chat.walk(until=question)
            wide = chat.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (width, question, wide)
