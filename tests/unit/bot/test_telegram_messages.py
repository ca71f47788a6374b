"""What goes to Telegram and what comes from it, without Telegram: limits, directions, receipts in words."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from telegram import Update

from actions.catalogue import Catalogue
from actions.content_loader import load_content
from actions.journey.model import Button, Context, Journey, Line, Message, Reply, Text
from actions.journey.speech import payload
from actions.journey.step import step
from bot.channels.grammar import payload as pressed
from bot.channels.telegram.outbound import LONGEST, MOST_KEYS, RLM, Out, Speaker, settled, units
from bot.channels.telegram.updates import read, receipt

CONTENT, NOW = load_content(), datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
SPEAKER = Speaker(Catalogue(), "https://minvej.example.org")
URL = "https://minvej.example.org/p/"


def _legal(out: Out) -> None:
    assert out.text.strip() and units(out.text) <= LONGEST
    titles = [key for row in out.keys for key in row]
    assert len(titles) <= MOST_KEYS and all(len(row) <= 8 for row in out.keys)
    for key in titles:
        assert key.title.strip()
        assert bool(key.data) != bool(key.url)
        assert len(key.data.encode()) <= 64
        assert not key.data or pressed(key.data)
    assert all(offset >= 0 and offset + length <= units(out.text) for offset, length in out.codes)


@pytest.mark.parametrize("language", CONTENT.languages)
def test_whatever_is_asked_fits_into_telegram(language: str) -> None:
    """A walk through all that is asked of someone who tells of two events in each stage of her life."""
    journey = Journey(id="walk", language=language)
    said = Message(text="hej")
    for _ in range(400):
        outcome = step(CONTENT, journey, said, Context(NOW, "123456789012", "token"))
        journey = outcome.journey
        outs = SPEAKER.messages(outcome.replies, language)
        for out in outs:
            _legal(out)
        begun = {event.stage for event in journey.events if sum(e.stage == event.stage for e in journey.events) > 1}
        if journey.asking is None or journey.sent_revision:
            break
        said = _answer(journey, [b for reply in outcome.replies for b in reply.buttons], begun)
    assert len(journey.events) >= 8
    assert journey.asking in ("reach", "name", "send", None), journey.asking


def _answer(journey: Journey, buttons: list[Button], begun: set[str]) -> Message:
    """The first tile that is not ticked yet; of the steering ones, what leads on."""
    asking = journey.asking or ""
    tapped = [read_ for b in buttons if not b.quiet and (read_ := pressed(b.payload)) and read_[0] == asking]
    values = [value for _, value in tapped if isinstance(value, str)]
    on = next((v for v in values if v in ("!done", "ok", "make")), None)
    full = asking.removeprefix("stage_") in begun
    if asking in ("name", "phone", "email") or asking.endswith("_words"):
        return Message(question=asking, value="!skip")
    if asking == "papers":
        return Message(question=asking, value="ok")
    if on and (full or not any(v.startswith("+") for v in values)) and (full or not asking.startswith("stage_")):
        return Message(question=asking, value=on)
    if journey.picked and on:
        return Message(question=asking, value=on)
    fitting = [v for v in values if v not in ("!done", "no") and not v.startswith("-")]
    return Message(question=asking, value=fitting[0] if fitting else "!skip")


def test_a_long_text_is_cut_between_words_and_keeps_its_buttons_and_receipt() -> None:
    words = "sætning med ord og 👩‍🌾 " * 600
    line = Line("q", Text("q.hope.label"), (), words=words)
    reply = Reply(
        Text("pause.saved", {"receipt": "1234 5678 9012"}), (Button(Text("menu.go_on"), payload("menu", "go_on")),)
    )
    outs = SPEAKER.messages([Reply(Text("review.lines"), lines=(line,)), reply], "da")
    assert len(outs) > 2
    for out in outs:
        _legal(out)
    assert [bool(out.keys) for out in outs] == [False] * (len(outs) - 1) + [True]
    assert "".join("".join(out.text.split()) for out in outs).count("👩‍🌾") == 600, "no emoji was cut in two"
    ((offset, length),) = outs[-1].codes
    cut = outs[-1].text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le")
    assert cut == "1234 5678 9012"


def test_arabic_begins_on_the_right_also_where_a_latin_name_comes_first() -> None:
    (out,) = SPEAKER.messages([Reply(Text("line.own", {"words": "Min Vej er min"}))], "ar")
    assert out.text.startswith(RLM)
    (danish,) = SPEAKER.messages([Reply(Text("line.own", {"words": "Min Vej er min"}))], "da")
    assert RLM not in danish.text
    assert (settled("سؤال", ["✅ نعم"]) or "").endswith("👈 ✅ نعم")


def test_papers_open_by_a_button_and_in_development_by_a_line() -> None:
    ready = Reply(Text("papers.ready", {"link": "abc"}), question="papers")
    (out,) = SPEAKER.messages([ready], "en")
    assert [key.url for row in out.keys for key in row] == [URL + "abc"]
    (local,) = Speaker(Catalogue(), "http://127.0.0.1:5005").messages([ready], "en")
    assert not local.keys and local.text.endswith("http://127.0.0.1:5005/p/abc")


def test_what_a_tick_means_and_comes_from_stands_above_the_buttons() -> None:
    tick = Button(
        Text("menu.done"), payload("comp_social", "+a"), "🤝", notes=(Text("menu.skip"),), words="<b>{{7*7}}</b>"
    )
    (out,) = SPEAKER.messages([Reply(Text("menu.help"), (tick,), "comp_social", several=True)], "en")
    assert out.text.endswith("🤝 Continue\nSkip\n“<b>{{7*7}}</b>”")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1234 5678 9012", ("123456789012", None)),
        ("min kvittering 1234 5678 9012", ("123456789012", None)),
        ("123456789012", ("123456789012", None)),
        ("1234-5678-9012.", ("123456789012", None)),
        ("1234 5678 9012 pin 4321", ("123456789012", "4321")),
        ("١٢٣٤ ٥٦٧٨ ٩٠١٢ ٤٣٢١", ("123456789012", "4321")),
        ("إيصالي ۱۲۳۴ ۵۶۷۸ ۹۰۱۲", ("123456789012", None)),
        ("+44 1234 5678 9012", None),
        ("+123456789012", None),
        ("1234 5678 901", None),
        ("1234 5678 90123", None),
        ("20 12 34 56", None),
        ("jeg har arbejdet i 12 år", None),
        ("jeg var kok 2005-2008 2010-2012", None),
        ("fra 1998-2004 2006", None),
        ("عملت ٢٠٠٥-٢٠٠٨ ٢٠١٠", None),
        ("2005 6789 2010", ("200567892010", None)),
        ("", None),
        ("1234 5678 9012 pin 12", None),
        ("1234 5678 9012 pin 123456789", None),
    ],
)
def test_a_receipt_in_words(text: str, expected: tuple[str, str | None] | None) -> None:
    assert receipt(text) == expected


def _update(**message: object) -> Update:
    base = {"message_id": 5, "date": 1, "chat": {"id": 7, "type": "private"}}
    sender = {"id": 7, "is_bot": False, "first_name": "N", "language_code": "ar-SY"}
    return Update.de_json({"update_id": 3, "message": {**base, "from": sender, **message}}, None)


@pytest.mark.parametrize(
    ("text", "kind", "read_as", "campaign"),
    [
        ("/start", "start", "", None),
        ("/start sprog-7_A", "start", "", "sprog-7_A"),
        ("/start@minvej_bot sprog", "start", "", "sprog"),
        ("/start to ord", "start", "", None),
        ("/START", "start", "", None),
        ("/back", "words", payload("menu", "back"), None),
        ("/papers", "words", payload("menu", "papers"), None),
        ("/back to school", "words", "/back to school", None),
        ("/restart", "words", "/restart", None),
        ("/slet alt", "words", "/slet alt", None),
        ("/receipt", "receipt", "", None),
        ("/receipt 1234 5678 9012", "receipt", "1234 5678 9012", None),
        ("hej", "words", "hej", None),
    ],
)
def test_commands_and_words(text: str, kind: str, read_as: str, campaign: str | None) -> None:
    heard = read(_update(text=text))
    assert heard is not None
    assert (heard.kind, heard.text, heard.campaign) == (kind, read_as, campaign)
    assert (heard.language, heard.message, heard.chat, heard.id) == ("ar", 5, 7, 3)


def test_what_needs_no_answer_is_nothing() -> None:
    assert read(Update.de_json({"update_id": 3}, None)) is None
