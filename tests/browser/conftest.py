"""A phone with a real browser in front of the real bot. What the browser complains of fails the test that caused it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

PHONE = {"width": 360, "height": 740}
# The screening's own tests go round the life line, which has tests of its own.
ROUND = {"lifeline": "no", "explore": "no", "carpet": "!done"}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


# Not for the whole session: while Playwright's own loop runs, pytest-asyncio cannot start another.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("MINVEJ_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


class Chat:
    """The chat page as a citizen uses it. Every step waits until the page has moved on."""

    def __init__(self, page: Page, base: str, scripted: bool) -> None:
        self.page, self.base, self.scripted = page, base, scripted
        self.complaints: list[str] = []  # what the browser said that it should not have had to say
        self.foreign: list[str] = []  # requests to anyone but us
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._requested)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _requested(self, request: Request) -> None:
        if not request.url.startswith(self.base):
            self.foreign.append(request.url)

    def open(self, path: str = "/chat") -> None:
        self.page.goto(self.base + path)

    def start(self, language: str, path: str = "/chat") -> None:
        """From the first page to the first question."""
        self.open(path)
        self.page.click(f"button[name=language][value={language}]")
        self.page.wait_for_selector("#say")

    @property
    def asking(self) -> str:
        """The open question's id."""
        return self.page.get_attribute("#now", "data-asking") or ""

    @property
    def turn(self) -> str:
        return self.page.input_value("input[name=turn]")

    def button(self, question: str, value: str) -> str:
        """The selector of a button by what it sends."""
        payload = "/answer" + json.dumps({"q": question, "v": value}, separators=(",", ":"))
        return f"button[name=payload][value='{payload}']"

    def moved(self, act: Callable[[], None]) -> None:
        """Do something that is a turn, and wait for its answer."""
        if not self.scripted:
            with self.page.expect_navigation():
                act()
            return
        before = self.turn
        act()
        self.page.wait_for_function(
            "before => document.querySelector('input[name=turn]')?.value !== before", arg=before
        )

    def tap(self, question: str, value: str) -> None:
        self.moved(lambda: self.page.click(f"main {self.button(question, value)}"))

    def write(self, words: str) -> None:
        self.page.fill("#text", words)
        self.moved(lambda: self.page.click(".send"))

    def tick(self, options: Sequence[str]) -> None:
        for option in options:
            self.page.click(f".tick:has(input[value='{option}'])")
        self.moved(lambda: self.page.click("#now .done"))

    def menu(self, command: str) -> None:
        """Something from the help button."""
        self.page.click(".help > summary")
        self.moved(lambda: self.page.click(f".help {self.button('menu', command)}"))

    def answer(self, **own: str | Sequence[str]) -> None:
        """Answer the open question: from `own` (by its id, or for a part of an event by the part's name) an option,
        words, or a list to tick; else the first there is. Of a stage of her life the first event, then on."""
        asking = self.asking
        given = own.get(asking, own.get(re.sub(r"^e[0-9]+_", "", asking), ROUND.get(asking)))
        now = self.page.locator("#now .reply").last
        if given is None and asking.startswith("stage_") and now.locator(".done").count():
            self.moved(lambda: now.locator(".done").click())
        elif given is None and asking.startswith("comp_"):
            self.moved(lambda: now.locator(".done").click())  # what is suggested, as it is
        elif given is None and now.locator(".tick").count():
            self.tick([now.locator(".tick input").first.input_value()])
        elif given is None and now.locator(".choice").count():
            self.moved(lambda: now.locator(".choice").first.click())
        elif given is None:
            self.moved(lambda: self.page.click(f"#now {self.button(asking, '!skip')}"))
        elif not isinstance(given, str):
            self.tick(given)
        elif self.page.locator(f"#now {self.button(asking, given)}").count():
            self.tap(asking, given)
        else:
            self.write(given)

    def walk(self, until: str = "", **own: str | Sequence[str]) -> list[str]:
        """Answer until a question is open (or none is); the questions that were asked on the way."""
        asked: list[str] = []
        while self.asking and self.asking != until:
            asked.append(self.asking)
            assert len(asked) < 150, f"no end in sight: {asked[-5:]}"
            self.answer(**own)
        return asked


@pytest.fixture
def phone(browser: Browser, bot_server: str) -> Iterator[Callable[..., Chat]]:
    """Phones, as many as a test needs; `phone(java_script_enabled=False)` takes Playwright's context options."""
    chats: list[Chat] = []

    def make(**options: object) -> Chat:
        context = browser.new_context(**{"viewport": PHONE, "locale": "da-DK", **options})  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        chats.append(Chat(context.new_page(), bot_server, options.get("java_script_enabled") is not False))
        return chats[-1]

    yield make
    complaints = [complaint for chat in chats for complaint in chat.complaints]
    foreign = [url for chat in chats for url in chat.foreign]
    for chat in chats:
        chat.page.context.close()
    assert complaints == [], "the browser complained"
    assert foreign == [], "the page asked somebody else"
