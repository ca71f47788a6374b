"""What stands beside a question, or is its answer in part, said in words: nobody has to tap."""

from __future__ import annotations

import pytest
from chat import CONTENT, Chat
from test_explore import hub, visit

from actions.catalogue import strings
from actions.journey.explore import BESIDE
from actions.journey.readers import command

LANGUAGES = CONTENT.languages


def looked_at(language: str, *sectors: str) -> Chat:
    chat = hub(language)
    for sector in sectors:
        visit(chat, sector)
    return chat


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_buttons_beside_are_understood_by_their_names(language: str) -> None:
    label = strings(language)
    chat = looked_at(language, "hotel", "cleaning")
    chat.send(text=label["explore.play"])
    assert chat.said == ["word.which"]
    chat.tap("sector", "play:hotel")
    chat.send(text=label["word.stop"])
    assert chat.said[0] == "word.stopped" and chat.journey.asking == "visit"
    chat.send(text=label["explore.compare"])
    assert chat.said[0] == "compare.these" and chat.journey.asking == "visit"
    chat.tap("visit", "care")
    chat.send(text=label["explore.leave"])
    assert chat.journey.asking == "visit" and chat.journey.answers["s_care_like"].status == "skipped"
    chat.send(text=label["explore.enough"])
    assert chat.journey.asking == "chosen"


def test_what_is_not_offered_is_not_done() -> None:
    chat = hub()
    chat.send(text="leg med ordene")
    assert chat.said == ["unclear.once", "visit.first"]
    visit(chat, "hotel")
    chat.send(text="sammenlign to")
    assert chat.said[0] == "unclear.once" and chat.journey.asking == "visit"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_of_them_are_called_the_same(language: str) -> None:
    said = [phrase for phrases in CONTENT.lexicon[language]["options"][BESIDE].values() for phrase in phrases]
    assert len(said) == len(set(said)) > 15


def test_skills_are_named_as_their_tiles_with_or_without_i_can() -> None:
    texts = {"da": "rede en seng, pudse et spejl uden striber", "en": "I can make a bed"}
    for language, text in texts.items():
        chat = hub(language)
        chat.tap("visit", "hotel")
        while chat.journey.asking != "s_hotel_can":
            asked = chat.journey.asking or ""
            chat.tap(asked, {"s_hotel_before": "paid", "s_hotel_like": "yes"}.get(asked, "next"))
        chat.send(text=text)
        assert "make_bed" in chat.journey.answers["s_hotel_can"].options
        assert chat.journey.asking == "visit"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_skill_is_understood_by_its_own_name(language: str) -> None:
    for sector in CONTENT.sectors.values():
        known = CONTENT.lexicon[language]["options"][f"s_{sector.id}_can"]
        assert set(known) == {skill.id for skill in sector.skills}
        assert all(said[0].endswith(said[-1]) for said in known.values()), sector.id


def test_a_bare_yes_where_there_are_several_is_asked_which() -> None:
    chat = hub()
    chat.send(text="ja")
    assert chat.said == ["unclear.which", "visit.first"]
    chat.tap("visit", "hotel")
    while chat.journey.asking != "s_hotel_before":
        chat.tap(chat.journey.asking or "", "next")
    chat.send(text="ja")
    assert chat.said == ["unclear.which", "q.before.ask"]


def test_the_bare_name_of_an_answer_is_no_question_about_it() -> None:
    chat = Chat().begun().until("help")
    chat.send(text="dansk", intent="ask_danish_class", confidence=0.97)
    assert chat.journey.answers["help"].options == ("danish",) and "topics" not in chat.journey.answers


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_buttons_onwards_say_leads_onwards(language: str) -> None:
    for label in (strings(language)["menu.done"], strings(language)["q.card.o.next"]):
        assert command(label, language, CONTENT) == "skip", label
