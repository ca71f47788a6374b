"""The page of her papers on a phone: chosen, fetched and saved, with and without scripts, and gone when she erases."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from actions.store import Store
from tests.browser.conftest import Chat
from tests.conftest import House
from tests.integration.web.lives import settled, store_of

Phone = Callable[..., Chat]

NAME = "Amal Plantet Jensen"


@pytest.fixture(scope="module")
def store(house: House) -> Iterator[Store]:
    opened = store_of(house)
    yield opened
    opened.database.engine.dispose()


def serious(chat: Chat) -> list[str]:
    """What axe finds serious or critical on the page as it stands."""
    found = Axe().run(chat.page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def fits(chat: Chat) -> bool:
    return bool(chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def fetched(chat: Chat, paper: str) -> bytes:
    """What lies on the phone after a tap."""
    with chat.page.expect_download() as download:
        chat.page.click(f"section [formaction$='/{paper}']")
    assert download.value.suggested_filename == paper.replace("_", "-")
    return Path(download.value.path()).read_bytes()


def picture(kind: str, size: tuple[int, int] = (1500, 2000)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind)
    return made.getvalue()


def choose(chat: Chat, file: Path, data: bytes) -> None:
    """Choose a photo; with scripts that is all, without there is a button."""
    file.write_bytes(data)
    chat.page.evaluate("document.querySelector('.me').open = true")
    with chat.page.expect_navigation():
        chat.page.set_input_files("#photo", file)
        if not chat.scripted:
            chat.page.click("#keep")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["da", "ar"])
def test_papers_are_chosen_and_saved(
    phone: Phone, handoff_server: str, store: Store, language: str, scheme: str
) -> None:
    chat = phone(color_scheme=scheme)
    chat.open(f"/p/{settled(store, language)[1]}")
    assert chat.page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    assert fits(chat) and serious(chat) == []
    chat.page.click(".me summary")
    chat.page.fill("#name", NAME)
    assert fits(chat) and serious(chat) == []
    assert chat.page.locator("[name=tongues]").count() == (3 if language == "ar" else 0)
    if language == "ar":
        chat.page.click(".tick:has([value=mine])")
    chat.page.select_option("#sector", "green")
    for paper in ("life_line.pdf", "cv.pdf", "letter.pdf"):
        assert fetched(chat, paper).startswith(b"%PDF-")
    for paper in ("cv.docx", "letter.docx"):
        assert fetched(chat, paper).startswith(b"PK")
    assert NAME.encode() in fetched(chat, "cv.json")
    assert chat.page.input_value("#name") == NAME, "the page stays as it was"


def test_every_target_is_large_enough(phone: Phone, store: Store) -> None:
    chat = phone()
    chat.open(f"/p/{settled(store, 'ar')[1]}")
    chat.page.click(".me summary")
    fields = "main input:not([type=hidden]):not([type=radio]), main select"
    targets = chat.page.locator(f"main button:not([aria-hidden]), main summary, main .tick, {fields}")
    assert targets.count() >= 16
    for target in targets.all():
        box = target.bounding_box()
        assert box and box["height"] >= 47.5 and box["width"] >= 47.5, target.evaluate("e => e.outerHTML")
    chat.page.set_viewport_size({"width": 180, "height": 740})
    assert fits(chat), "at 200 % zoom too"


def test_a_photo_is_made_small_on_the_phone(phone: Phone, store: Store, tmp_path: Path) -> None:
    chat = phone()
    token = settled(store, "da")[1]
    chat.open(f"/p/{token}")
    sent: list[int] = []
    chat.page.on("request", lambda r: sent.append(len(r.post_data_buffer or b"")) if r.method == "POST" else None)
    noise = Image.effect_noise((4000, 3000), 90).convert("RGB")
    large = io.BytesIO()
    noise.save(large, "PNG")
    assert len(large.getvalue()) > 10_000_000
    choose(chat, tmp_path / "me.png", large.getvalue())
    assert chat.page.locator(".notice.good").count() == 1
    assert sent and sent[0] < 2_500_000
    assert chat.page.evaluate("document.querySelector('.face img').naturalWidth") == 600
    assert fits(chat) and serious(chat) == []
    journey = store.find("papers", token)
    assert journey and journey.journey.photo
    with chat.page.expect_navigation():
        chat.page.click("[formaction$='/no-photo']")
    assert chat.page.locator(".face").count() == 0
    journey = store.find("papers", token)
    assert journey and not journey.journey.photo


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_photo_good_broken_and_huge(phone: Phone, store: Store, tmp_path: Path, scripts: bool) -> None:
    file = tmp_path / "me.jpg"
    chat = phone(java_script_enabled=scripts)
    chat.open(f"/p/{settled(store, 'en')[1]}")
    for kind in ("JPEG", "PNG", "WEBP"):
        choose(chat, file, picture(kind))
        assert chat.page.locator(".notice.good[role=status]").count() == 1, kind
    for data in (b"this is no photo", picture("JPEG")[:3000], os.urandom(30_000_000)):
        choose(chat, file, data)
        assert chat.page.locator(".notice[role=alert]").is_visible()
        assert chat.page.locator(".face img").count() == 1, "the one before is still there"
    chat.complaints = [c for c in chat.complaints if "400" not in c and "413" not in c]


def test_without_scripts_a_paper_is_saved_and_what_she_typed_stays(
    phone: Phone, handoff_server: str, store: Store, tmp_path: Path
) -> None:
    chat = phone(java_script_enabled=False)
    chat.open(f"/p/{settled(store, 'ar')[1]}?lang=da")
    chat.page.click(".me summary")
    chat.page.fill("#name", NAME)
    chat.page.click(".tick:has([value=da])")
    choose(chat, tmp_path / "me.jpg", picture("JPEG"))
    assert chat.page.locator(".notice.good").count() == 1
    assert chat.page.input_value("#name") == NAME
    assert chat.page.is_checked("[name=tongues][value=da]")
    assert chat.page.get_attribute("html", "lang") == "da"
    assert fetched(chat, "cv.pdf").startswith(b"%PDF-")
    with chat.page.expect_download() as download:
        chat.page.press("#name", "Enter")
    assert download.value.suggested_filename == "cv.pdf"


def test_a_wrong_number_is_said_at_its_field(phone: Phone, store: Store) -> None:
    chat = phone()
    chat.open(f"/p/{settled(store, 'da')[1]}")
    chat.page.click(".me summary")
    chat.page.fill("#phone", "tolv")
    with chat.page.expect_navigation():
        chat.page.click("section [formaction$='/cv.pdf']")
    assert chat.page.locator(".notice[role=alert]").is_visible()
    assert chat.page.locator("#phone[aria-invalid=true][aria-describedby=said]").is_visible()
    assert serious(chat) == []
    chat.complaints.clear()  # the browser names the answer 400


def test_hiding_works_here_too(phone: Phone, store: Store) -> None:
    chat = phone()
    chat.page.route("https://www.dmi.dk/**", lambda route: route.fulfill(body="<h1>Vejret</h1>"))
    chat.open(f"/p/{settled(store, 'da')[1]}")
    chat.page.click("#hide button")
    chat.page.wait_for_url("https://www.dmi.dk/**")
    chat.foreign.clear()


def test_from_the_chat_to_the_papers_and_gone_when_she_erases(phone: Phone, handoff_server: str, store: Store) -> None:
    chat = phone()
    chat.start("ar")
    chat.walk(until="papers", lifeline="yes")
    chat.tap("papers", "make")
    link = chat.page.locator("a.done[href^='/p/']")
    home = link.get_attribute("href") or ""
    link.click()
    chat.page.wait_for_url(f"**{home}")
    assert fetched(chat, "life_line.pdf").startswith(b"%PDF-")

    friend = phone()
    friend.open(home)
    assert fetched(friend, "cv.pdf").startswith(b"%PDF-"), "the link is the key, on any phone"
    assert friend.page.context.cookies() == []

    chat.open("/chat")
    chat.menu("erase")
    chat.page.click(f"main {chat.button('erase', 'yes')}")
    chat.page.wait_for_selector("main.card [role=status]")
    friend.open(home)
    assert friend.page.locator(".notice[role=alert]").is_visible()
    assert friend.page.locator("form[action^='/p/']").count() == 0
    friend.complaints.clear()  # the browser names the answer 404
