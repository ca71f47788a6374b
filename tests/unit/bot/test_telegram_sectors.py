"""Sectors as messages of Telegram: short where they come again, whole where a button would cut them."""

from __future__ import annotations

from actions.catalogue import Catalogue
from actions.journey.model import Text
from bot.channels.telegram.outbound import Out, Speaker
from tests.unit.journey.chat import Chat

CATALOGUE = Catalogue()
SPEAKER = Speaker(CATALOGUE, "https://minvej.example.org")


def said(text_id: str) -> str:
    return CATALOGUE.text(Text(text_id), "da")


def out(chat: Chat) -> Out:
    """What is sent after the last message: one message, with its buttons."""
    (only,) = SPEAKER.messages(chat.last.replies, "da")
    return only


def exploring() -> Chat:
    chat = Chat().begun()
    chat.until("sectors")
    chat.tap("sectors", ("cleaning", "hotel"))
    chat.until("explore")
    chat.tap("explore", "yes")
    return chat


def test_why_a_sector_is_suggested_is_said_once_and_what_is_not_suggested_has_no_note() -> None:
    chat = exploring()
    lines = out(chat).text.split("\n")
    assert lines.count(said("suggest.wished")) == 2
    assert lines.count(said("sector.demand.many")) == 1, "of cleaning; there are many jobs in others too"
    chat.tap("visit", "care")
    chat.tap("sector", "leave:care")
    assert out(chat).text == said("visit.more")


def test_employers_and_courses_stand_one_a_line() -> None:
    chat = exploring()
    chat.tap("visit", "cleaning")
    for card in ("tasks", "day", "hours", "body", "culture", "danish"):
        chat.tap(f"s_cleaning_{card}", "next")
    lines = out(chat).text.split("\n")
    at = lines.index(f"🏢 {said('explore.employers')}")
    assert lines[at + 1] == f"• {said('sector.cleaning.employer.municipality')}"
    assert f"🎓 {said('explore.courses')}" in lines[at:]


def test_two_are_compared_with_a_line_for_each() -> None:
    chat = exploring()
    for sector in ("cleaning", "hotel"):
        chat.tap("visit", sector)
        chat.tap("sector", f"leave:{sector}")
    chat.tap("sector", "compare")
    lines = out(chat).text.split("\n")
    at = lines.index(said("compare.speak"))
    few = said("level.danish.few")
    assert lines[at + 1 : at + 3] == [
        f"• {said('q.sectors.o.cleaning')}: {few}",
        f"• {said('q.sectors.o.hotel')}: {few}",
    ]


def test_what_is_too_long_for_a_button_stands_whole_in_the_text() -> None:
    chat = exploring()
    chat.tap("visit", "cleaning")
    for card in ("tasks", "day", "hours", "body", "culture", "danish", "entry"):
        chat.tap(f"s_cleaning_{card}", "next")
    chat.tap("s_cleaning_before", "no")
    chat.tap("s_cleaning_like", "yes")
    message = out(chat)
    titles = [key.title for row in message.keys for key in row]
    assert max(map(len, titles)) > 44
    long = said("sector.cleaning.skill.order")
    assert long in titles and f"• {long}" in message.text.split("\n")
    assert f"• {said('menu.done')}" not in message.text.split("\n")
