"""What happens around the questions: Back and reload, hiding, coming back, double taps, bad lines, other languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import httpx
import pytest
from playwright.sync_api import Route

from actions.settings import Settings
from actions.store import Store, open_store
from tests.browser.conftest import Chat
from tests.conftest import House

Phone = Callable[..., Chat]

NEUTRAL = "https://www.dmi.dk/"
SENTENCE = "Jeg drømmer om at bage brød til hele byen"


@pytest.fixture(scope="module")
def store(house: House) -> Iterator[Store]:
    """The house's journey store, to look into."""
    opened = open_store(Settings(**_stored(house), _env_file=None))
    yield opened
    opened.database.engine.dispose()


def _stored(house: House) -> dict[str, str]:
    return {
        "data": str(house.data),
        "environment": "development",
        "journey_key": house.environment["MINVEJ_JOURNEY_KEY"],
    }


def weather(chat: Chat) -> None:
    """The neutral page, answered here: the tests ask nobody outside."""
    chat.page.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="<h1>Vejret</h1>", content_type="text/html"))


def cookies(chat: Chat) -> list[str]:
    return [cookie["name"] for cookie in chat.page.context.cookies()]


def test_reload_and_back_show_the_same_conversation(phone: Phone) -> None:
    chat = phone()
    chat.start("da")
    chat.walk(until="belief", hope=["danish", "learn"])
    before = chat.page.inner_text("main")
    chat.page.reload()
    assert chat.page.inner_text("main") == before
    chat.page.goto(f"{chat.base}/chat/resume")
    chat.page.go_back()
    assert chat.page.inner_text("main") == before
    assert chat.asking == "belief"


def test_an_old_page_corrects_instead_of_answering_the_next_question(phone: Phone) -> None:
    chat = phone(java_script_enabled=False)
    chat.start("da")
    chat.walk(until="worked")
    old = Chat(chat.page.context.new_page(), chat.base, scripted=False)
    old.open()
    chat.tap("worked", "never")
    assert chat.asking == "measure"
    old.tap("worked", "abroad")
    assert old.asking == "worked_last", "it is asked what now belongs to the answer"


@pytest.mark.parametrize("way", ["button", "escape", "words"])
def test_hide_now_leaves_nothing_behind(phone: Phone, way: str) -> None:
    chat = phone()
    weather(chat)
    chat.start("da")
    chat.walk(until="belief")
    assert cookies(chat)
    if way == "button":
        chat.page.click("#hide button")
    elif way == "escape":
        chat.page.keyboard.press("Escape")
        chat.page.keyboard.press("Escape")
    else:
        chat.page.fill("#text", "skjul nu")
        chat.page.click(".send")
    chat.page.wait_for_url(NEUTRAL)
    chat.foreign.clear()
    assert cookies(chat) == []
    chat.open()
    assert chat.page.locator("button[name=language]").count() == 3, "nothing of the conversation is left"
    assert chat.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_hide_now_without_scripts_is_not_stopped_by_our_own_policy(phone: Phone) -> None:
    chat = phone(java_script_enabled=False)
    chat.start("da")
    with chat.page.expect_request(NEUTRAL):
        chat.page.click("#hide button", no_wait_after=True)
    assert cookies(chat) == []
    chat.foreign.clear()
    chat.complaints = [c for c in chat.complaints if "Content Security Policy" in c]


def test_a_receipt_alone_shows_no_answer_and_with_a_pin_it_does(phone: Phone) -> None:
    chat = phone()
    chat.start("da")
    chat.walk(until="hope")
    chat.write(SENTENCE)
    chat.menu("pause")
    code = chat.page.locator(".receipt .digits").inner_text()
    chat.page.click(".receipt a")
    chat.page.fill("#pin", "2468")
    chat.page.click(".done")
    assert chat.page.locator(".notice.good").count() == 1

    finder = phone()
    finder.open("/chat/resume")
    finder.page.fill("#code", code)
    finder.page.click(".done")
    finder.page.wait_for_selector("#say")
    assert finder.asking == "belief", "she goes on where she was"
    finder.page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    assert SENTENCE not in finder.page.content()
    finder.menu("summary")
    assert SENTENCE not in finder.page.content()

    herself = phone()
    herself.open("/chat/resume")
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    herself.page.fill("#code", arabic)
    herself.page.fill("#pin", "2468")
    herself.page.click(".done")
    herself.page.wait_for_selector("#say")
    assert SENTENCE in herself.page.content()


def test_a_double_tap_answers_once(phone: Phone) -> None:
    chat = phone()
    chat.start("da")
    chat.walk(until="worked")
    chat.moved(lambda: chat.page.dblclick(f"main {chat.button('worked', 'never')}"))
    assert chat.asking == "measure"
    assert chat.page.locator(".bubble.me").last.inner_text().endswith("passet hjemmet")
    chat.page.wait_for_timeout(500)
    assert chat.asking == "measure"


def test_another_language_keeps_campaign_and_answers(phone: Phone, store: Store) -> None:
    chat = phone()
    chat.open("/c/sprogskole-1")
    chat.page.click(".pick summary")
    chat.page.click(".pick a[lang=ar]")
    assert chat.page.get_attribute("html", "lang") == "ar"
    chat.page.click("button[name=language][value=ar]")
    chat.page.wait_for_selector("#say")
    chat.walk(until="belief")
    for code, direction in (("en", "ltr"), ("da", "ltr"), ("ar", "rtl")):
        chat.page.click(".pick summary")
        chat.moved(lambda code=code: chat.page.click(f".pick {chat.button('language', code)}"))
        assert chat.page.get_attribute("html", "lang") == code
        assert chat.page.get_attribute("html", "dir") == direction
        assert chat.asking == "belief"
    token = next(c["value"] for c in chat.page.context.cookies() if c["name"] == "minvej")
    loaded = store.find("web", token)
    assert loaded is not None
    assert loaded.journey.campaign == "sprogskole-1"
    assert loaded.journey.language == "ar"
    assert "hope" in loaded.journey.answers


def test_a_bad_line_loses_nothing_and_says_nothing_twice(phone: Phone, store: Store) -> None:
    chat = phone()
    chat.start("da")
    chat.walk(until="hope")
    turn = int(chat.turn)
    calls: list[str] = []

    def line(route: Route) -> None:
        calls.append(route.request.post_data or "")
        if len(calls) == 1:
            route.abort()  # it never arrived
        elif len(calls) == 2:
            route.fetch()  # it arrived, but the answer was lost
            route.abort()
        else:
            route.continue_()

    chat.page.route("**/chat/say", line)
    chat.page.fill("#text", SENTENCE)
    chat.page.click(".send")
    chat.page.wait_for_selector("#status:not([hidden])")
    chat.moved(lambda: None)
    assert len(calls) == 3 and len(set(calls)) == 1, "the same message, with the same id"
    assert chat.asking == "belief"
    assert int(chat.turn) == turn + 1
    assert not chat.page.is_visible("#status")
    chat.complaints = [c for c in chat.complaints if "ERR_FAILED" not in c]


def test_what_she_began_to_write_survives_an_aside(phone: Phone) -> None:
    chat = phone()
    chat.start("da")
    chat.walk(until="hope")
    chat.page.fill("#text", "Jeg håber")
    chat.page.click(".tick:has(input[value=danish])")
    chat.menu("person")
    assert chat.asking == "hope"
    assert chat.page.input_value("#text") == "Jeg håber"
    assert chat.page.is_checked("input[value=danish]")


def test_ticks_and_words_are_kept_together(phone: Phone, store: Store) -> None:
    for scripts in (True, False):
        chat = phone(java_script_enabled=scripts)
        chat.start("da")
        chat.walk(until="hope")
        chat.page.click(".tick:has(input[value=danish])")
        chat.page.fill("#text", SENTENCE)
        before = chat.turn
        if scripts:
            chat.moved(lambda chat=chat: chat.page.click(".send"))
        else:
            with chat.page.expect_navigation():
                chat.page.click(".send")
        assert chat.turn != before
        token = next(c["value"] for c in chat.page.context.cookies() if c["name"] == "minvej")
        loaded = store.find("web", token)
        assert loaded is not None
        answer = loaded.journey.answers["hope"]
        assert answer.words == SENTENCE
        assert "danish" in answer.options


def test_a_line_can_be_struck_put_back_and_corrected_in_the_summary(phone: Phone) -> None:
    chat = phone()
    chat.start("da")
    chat.walk(until="review", worked="never")
    chat.tap("review", "strike:worked")
    assert chat.page.locator(".lines .struck").count() == 1
    chat.tap("review", "restore:worked")
    assert chat.page.locator(".lines .struck").count() == 0
    chat.tap("review", "fix:worked")
    assert chat.asking == "worked"
    assert chat.page.locator("#now .choice.chosen").count() == 1
    chat.tap("worked", "abroad")
    assert chat.asking == "worked_last"


def test_reading_aloud_is_hidden_where_the_phone_has_no_voice_of_its_own(phone: Phone) -> None:
    voices = "[{lang: 'da-DK', localService: %s, name: 'x', voiceURI: 'x', default: true}]"
    for local, shown in (("false", False), ("true", True)):
        chat = phone()
        chat.page.add_init_script(
            "Object.defineProperty(window, 'speechSynthesis', {value: {getVoices: () => "
            + voices % local
            + ", cancel() {}, speak(u) { window.spoken = u.text; }}});"
            "window.SpeechSynthesisUtterance = function (text) { this.text = text; };"
        )
        chat.start("da")
        assert chat.page.locator("#now [data-new] .listen").first.is_visible() is shown
        if shown:
            chat.page.locator("#now [data-new] .listen").last.click()
            assert chat.page.evaluate("window.spoken") == chat.page.locator("#now [data-new] .text").last.inner_text()


def test_erasing_everything_ends_on_a_page_that_says_so(phone: Phone, store: Store) -> None:
    chat = phone()
    chat.start("da")
    chat.walk(until="belief")
    token = next(c["value"] for c in chat.page.context.cookies() if c["name"] == "minvej")
    chat.menu("erase")
    chat.page.click(f"main {chat.button('erase', 'yes')}")
    chat.page.wait_for_selector("main.card [role=status]")
    assert store.find("web", token) is None
    assert cookies(chat) == []


def test_the_first_load_is_light(phone: Phone) -> None:
    chat = phone()
    sizes: list[int] = []
    session = chat.page.context.new_cdp_session(chat.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    chat.open("/c/demo")
    chat.page.wait_for_load_state("networkidle")
    assert 3 <= len(sizes) <= 5
    assert sum(sizes) <= 100_000
    # Far below what is allowed: a page for prepaid phones.
    assert sum(sizes) < 25_000, f"{sum(sizes)} bytes on {date.today()}"


def test_a_link_with_a_language_only_suggests_it(phone: Phone) -> None:
    chat = phone(locale="en-GB")
    chat.open("/chat?lang=ar")
    assert chat.page.get_attribute("html", "lang") == "ar"
    chat.page.click("button[name=language][value=da]")
    chat.page.wait_for_selector("#say")
    chat.open("/chat?lang=ar")
    assert chat.page.get_attribute("html", "lang") == "da", "what she chose stands"
    first = httpx.get(f"{chat.base}/chat", headers={"Accept-Language": "so, ar;q=0.8"})
    assert '<html lang="ar"' in first.text
