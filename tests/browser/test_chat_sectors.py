"""Sectors on the phone: a whole exploration by taps, what it looks like to who cannot see it, and the open pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from actions.content_loader import load_content
from actions.journey.explore import ROUND, shown
from actions.journey.sector import CARDS, STEPS
from tests.browser.conftest import Chat
from tests.browser.test_chat_life import fits, serious, small_targets

Phone = Callable[..., Chat]

CONTENT = load_content()
SKILLS = ["mop", "vacuum", "toilet", "order", "cloths", "dose"]
# A phone with voices of its own for Danish and Arabic: what it is asked to say is kept.
VOICES = """
window.spoken = [];
Object.defineProperty(window, 'speechSynthesis', {value: {
    getVoices: () => ['da-DK', 'ar-SA'].map(lang => ({lang, localService: true, name: lang})),
    cancel() {}, speak(u) { window.spoken.push([u.lang, u.text]); u.onend(); },
}});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


def to_the_sectors(chat: Chat, language: str = "da", **own: str | list[str]) -> None:
    chat.start(language)
    chat.walk(until="visit", explore="yes", **own)
    assert chat.asking == "visit"


def visited(chat: Chat, sector: str, like: str, before: str = "no") -> None:
    """A visit from the first card to the last question."""
    chat.tap("visit", sector)
    for card in CARDS:
        assert chat.asking == f"s_{sector}_{card}"
        chat.tap(f"s_{sector}_{card}", "next")
    chat.tap(f"s_{sector}_before", before)
    chat.tap(f"s_{sector}_like", like)
    if like != "no" and sector == "cleaning":
        chat.tick(SKILLS)
    elif like != "no":
        chat.tap(f"s_{sector}_can", "!skip")


def sound(chat: Chat) -> bool:
    assert serious(chat) == []
    assert small_targets(chat) == []
    return fits(chat)


@pytest.mark.parametrize(("language", "scheme"), [("da", "light"), ("ar", "dark")])
def test_a_whole_exploration_by_taps(phone: Phone, language: str, scheme: str) -> None:
    chat = phone(color_scheme=scheme)
    now = chat.page.locator("#now")
    to_the_sectors(chat, language, sectors=["cleaning"])
    first = now.locator(".choice").first
    assert '"v":"cleaning"' in (first.get_attribute("value") or ""), "her own wish stands first"
    name, notes = first.get_attribute("aria-labelledby"), first.get_attribute("aria-describedby")
    assert chat.page.locator(f"#{name}").inner_text() and chat.page.locator(f"#{notes} .note").count() == 2
    assert sound(chat)

    chat.tap("visit", "cleaning")
    assert now.locator(".things > li").count() == len(CONTENT.sectors["cleaning"].tasks)
    assert all(picture.inner_text() for picture in now.locator(".things > li > .picture").all())
    assert sound(chat)
    for card in CARDS[:-1]:
        chat.tap(f"s_cleaning_{card}", "next")
    assert now.locator(".things > li").count() == 2, "employers, and courses"
    assert now.locator(".links a").get_attribute("href") == f"/sectors/cleaning?lang={language}#words"
    assert sound(chat)
    chat.tap("s_cleaning_entry", "next")
    chat.tap("s_cleaning_before", "home")
    chat.tap("s_cleaning_like", "yes")
    chat.tick(SKILLS)
    visited(chat, "care", "maybe")

    chat.tap("sector", "play")
    chat.tap("sector", "play:cleaning")
    played = 0
    while chat.asking.startswith("w_"):
        played += 1
        words = now.locator(".choice [lang=da][dir=ltr]")
        assert words.count() == 3, "Danish words among others are said to be so"
        assert sound(chat)
        chat.tap(chat.asking, chat.asking.rpartition("_")[2])
    assert played == ROUND and chat.asking == "visit"

    chat.tap("sector", "compare")
    table = now.locator("table.sides")
    assert table.locator("thead th").count() == 2
    assert table.locator("tbody tr").count() == 9, "three of Danish, five of the days, and what she thinks"
    assert all(cell.inner_text().strip() for cell in table.locator("td").all()[1:])
    assert sound(chat)

    chat.tap("visit", "!done")
    assert chat.asking == "chosen"
    chat.tick(["care"])  # cleaning is ticked: she would like it
    assert chat.asking == "p_cleaning"
    steps = now.locator(".steps > li")
    assert steps.count() == len(STEPS)
    assert [step.get_attribute("class") for step in steps.all()] == ["past", "past", "here", *["later"] * 3]
    assert all(step.locator("p > span").inner_text() for step in steps.all()), "the pictures are said in words"
    assert sound(chat)
    chat.tap("p_cleaning", "next")
    chat.tap("p_care", "next")
    assert chat.asking == "company"
    chat.tap("company", "cleaning:hospital")
    assert chat.asking == "carpet"
    chat.tap("topic", "group:money")
    chat.tap("topic", "tax")
    assert chat.asking == "carpet" and sound(chat)
    chat.tap("carpet", "!done")
    assert chat.asking == "review"


def test_it_works_without_scripts(phone: Phone) -> None:
    chat = phone(java_script_enabled=False)
    to_the_sectors(chat, "en")
    visited(chat, "cleaning", "yes", before="paid")
    chat.tap("sector", "play")
    chat.tap("sector", "play:cleaning")
    assert chat.page.locator("#now .listen:visible").count() == 0
    chat.tap(chat.asking, chat.asking.rpartition("_")[2])
    chat.page.click("#now .links a")
    assert chat.page.url.endswith("/sectors/cleaning?lang=en#words")
    assert chat.page.locator(".words > li").count() == 30
    assert chat.page.locator(".listen:visible").count() == 0
    chat.page.click(".card > p:last-child a")
    assert chat.asking.startswith("w_cleaning_"), "and back to where she was"
    chat.tap("sector", "stop")
    assert chat.asking == "visit"


def test_danish_is_said_by_a_danish_voice(phone: Phone) -> None:
    chat = phone()
    chat.page.add_init_script(VOICES)
    to_the_sectors(chat, "ar")
    chat.tap("visit", "cleaning")
    chat.tap("sector", "leave:cleaning")
    chat.tap("sector", "play")
    chat.tap("sector", "play:cleaning")
    word = CONTENT.sectors["cleaning"].words[0]
    choice = chat.page.locator("#now .choices .spoken", has_text=word.danish)
    choice.locator(".listen").click()
    assert chat.page.evaluate("spoken") == [["da-DK", word.danish]]
    chat.tap(chat.asking, word.id)
    said = chat.page.locator("#now .bubble", has_text=word.danish)
    said.locator(".listen:not(.word)").click()
    arabic, danish = chat.page.evaluate("spoken.slice(1)")
    assert arabic[0] == "ar-SA" and danish == ["da-DK", word.danish]
    assert sound(chat)

    chat.open("/sectors/cleaning?lang=ar")
    heard = chat.page.locator(".words .heard").first
    heard.locator(".listen").click()
    sentence = next(w.heard for w in CONTENT.sectors["cleaning"].words if w.heard)
    assert chat.page.evaluate("spoken") == [["da-DK", sentence]]
    assert sound(chat)


@pytest.mark.parametrize(("language", "scheme"), [("da", "light"), ("ar", "dark")])
def test_the_open_pages_are_for_everybody(phone: Phone, language: str, scheme: str) -> None:
    chat = phone(color_scheme=scheme)
    chat.start(language)
    chat.tap("adult", "yes")
    chat.tap("keep", "no")
    ways = chat.page.locator("#now .links a")
    assert [way.get_attribute("href") for way in ways.all()] == [
        f"/sectors?lang={language}",
        f"/topics?lang={language}",
    ]
    ways.first.click()
    tiles = chat.page.locator("a.choice")
    assert tiles.count() == len(shown(CONTENT))
    assert sound(chat)
    tiles.first.click()
    assert chat.page.get_attribute("html", "lang") == language
    assert chat.page.locator(".leaf .text").count() == len(CARDS)
    assert chat.page.locator(".steps > li").count() == len(STEPS)
    words = chat.page.locator(".words > li .title [lang=da][dir=ltr]")
    assert words.count() == 30
    assert sound(chat)
    chat.open(f"/topics?lang={language}")
    about_work = [topic for topic in CONTENT.topics if topic.group]
    assert chat.page.locator("details.topic").count() == len(CONTENT.topics) + len(CONTENT.stories)
    chat.page.click(f"#{about_work[0].id} > summary")
    assert chat.page.locator(f"#{about_work[0].id} .text").count() == 2
    assert sound(chat)
    chat.page.click(".pick > summary")
    chat.page.click(".pick a[lang=en]")
    assert chat.page.url.endswith("/topics?lang=en") and chat.page.get_attribute("html", "lang") == "en"


def test_the_words_print_on_one_sheet(phone: Phone) -> None:
    chat = phone()
    for sector in shown(CONTENT):
        chat.open(f"/sectors/{sector}?lang=ar")
        margin = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")
        sheet = chat.page.pdf(format="A4", margin=margin)  # type: ignore[arg-type]
        assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1, sector


@pytest.mark.parametrize("path", ["/sectors", "/sectors/cleaning?lang=ar", "/topics?lang=ar"])
def test_the_first_load_of_an_open_page_is_light(phone: Phone, path: str) -> None:
    chat = phone()
    sizes: list[int] = []
    session = chat.page.context.new_cdp_session(chat.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    chat.open(path)
    chat.page.wait_for_load_state("networkidle")
    assert 3 <= len(sizes) <= 5
    assert sum(sizes) < 30_000, f"{sum(sizes)} bytes"
