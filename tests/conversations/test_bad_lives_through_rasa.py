"""Bad input told as a life, through the real bot and into real papers: a friendly answer each time, nothing lost,
nothing executed. What each part makes of it is held by tests/unit/journey/test_bad_lives.py."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from tests.integration.handoff.pdftext import pages

LOOKS_LIKE_A_PROGRAM = {
    "script": "<script>alert(1)</script> strik",
    "html": '<img src=x onerror="alert(1)"> &amp; strik',
    "template": "{{ 7 * 7 }} {% raise %} ${7*7} {0.__class__} strik",
    "typst": '#eval("1") #read("/etc/passwd") $x^2$ *b* _i_ @ref <l> // strik',
    "format": "%(asctime)s %s %n strik",
    "sql": "'; DROP TABLE journeys; -- strik",
}


class Teller:
    """A citizen whose first event is one of her own, in the conversation of a test."""

    def __init__(self, chat: Any) -> None:
        self.chat = chat
        chat.send("hej")
        self.tap("adult", "yes")
        self.tap("keep", "yes")
        while chat.question != "lifeline":
            self.tap(chat.question, "!skip")
        self.tap("lifeline", "yes")
        chat.send("1980")
        while chat.question != "stage_adult":
            self.tap(chat.question, "!skip")

    def tap(self, question: str, value: Any) -> None:
        self.chat.send("/answer" + json.dumps({"q": question, "v": value}))

    def skip_to(self, asked: str) -> None:
        for _ in range(20):
            if self.chat.question == asked:
                return
            more = self.chat.question == "stage_adult"
            value = "ok" if self.chat.question == "line" else "!done" if more else "!skip"
            self.tap(self.chat.question, value)
        raise AssertionError(f"{asked} was not asked, but {self.chat.question}")


@pytest.fixture
def teller(talk: Callable[[Mapping[str, Any]], Any]) -> Teller:
    return Teller(talk({"language": "da"}))


@pytest.mark.usefixtures("handoff_server")
@pytest.mark.parametrize("said", LOOKS_LIKE_A_PROGRAM.values(), ids=LOOKS_LIKE_A_PROGRAM)
def test_what_looks_like_a_program_is_printed_as_she_wrote_it(teller: Teller, bot_server: str, said: str) -> None:
    chat = teller.chat
    teller.tap("stage_adult", "other")
    chat.send(said)
    teller.skip_to("e1_did")
    chat.send(said)
    if chat.question == "e1_did":  # "strik" was heard, and is offered
        teller.tap("e1_did", ["knit"])
    teller.skip_to("e1_words")
    chat.send(said)
    if chat.question == "e1_did":
        teller.tap("e1_did", "!done")
    answers = chat.journey.answers
    assert [answers[f"e1_{part}"].words for part in ("title", "did", "words")] == [said] * 3

    teller.skip_to("papers")
    teller.tap("papers", "make")
    link = str(chat.journey.replies[0].text.args["link"])
    with httpx.Client(base_url=bot_server, headers={"Origin": bot_server}, timeout=60) as browser:
        page = browser.get(f"/p/{link}").text
        assert said not in page or said == html.escape(said)
        line, cv, word = (browser.post(f"/p/{link}/{name}") for name in ("life_line.pdf", "cv.pdf", "cv.docx"))
        assert [paper.status_code for paper in (line, cv, word)] == [200] * 3
        assert "".join("".join(pages(line.content)).split()).count("".join(said.split())) >= 2, "title and sentence"


@pytest.mark.parametrize("said", ["🙂🙂🙂", "...", "2045", "0"])
def test_no_words_are_no_event(teller: Teller, said: str) -> None:
    teller.chat.send(said)
    assert teller.chat.says("unclear.once") and teller.chat.question == "stage_adult"
    assert not teller.chat.journey.events


@pytest.mark.parametrize(("said", "friendly"), [("2045", "future"), ("1950", "before_birth"), ("🙂", "when")])
def test_a_time_that_cannot_be_is_asked_about(teller: Teller, said: str, friendly: str) -> None:
    teller.tap("stage_adult", "household")
    teller.chat.send(said)
    assert teller.chat.says(f"unclear.{friendly}") and teller.chat.question == "e1_when"
    teller.chat.send("da jeg var 20")
    assert teller.chat.journey.answers["e1_when"].number == 2000


def test_ten_thousand_characters_are_kept_as_far_as_a_message_goes(teller: Teller) -> None:
    story = "Min mormor lærte mig det hele. " * 330
    teller.tap("stage_adult", "household")
    teller.skip_to("e1_words")
    teller.chat.send(story)
    kept = teller.chat.journey.answers["e1_words"].words
    assert kept and len(kept) >= 3_900 and story.startswith(kept)
    assert teller.chat.question == "stage_adult"
