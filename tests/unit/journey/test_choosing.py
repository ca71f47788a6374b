"""After the visits: a word game that nobody can lose, at least two sectors or politely none, and a first company."""

from __future__ import annotations

from dataclasses import replace

import pytest
from chat import CONTENT, Chat
from test_explore import hub, visit

from actions.journey import explore
from actions.journey.flow import find
from actions.journey.model import Answer, Text
from actions.journey.review import lines

HOTEL = CONTENT.sectors["hotel"]


def play(chat: Chat, right: bool = True) -> list[str]:
    """A round of the hotel's words; which words it was."""
    chat.tap("sector", "play:hotel")
    asked = []
    while (chat.journey.asking or "").startswith("w_"):
        asked.append((chat.journey.asking or "").removeprefix("w_hotel_"))
        question = find(CONTENT, chat.journey, chat.journey.asking)
        assert question is not None
        chat.tap(question.id, next(o.id for o in question.options if (o.id == asked[-1]) is right))
    return asked


# --- the word game -----------------------------------------------------------------------------------


def test_a_round_is_five_words_then_back_to_where_she_was() -> None:
    chat = visit(hub(), "hotel")
    chat.tap("sector", "play")
    assert chat.said == ["word.which"]
    chat.tap("sector", "play:hotel")
    assert chat.said == ["word.start", "word.ask_danish"] and len(chat.last.replies[-1].buttons) == 4
    assert play(chat) == [w.id for w in HOTEL.words[:5]]
    assert chat.journey.asking == "visit"


def test_right_or_wrong_she_is_told_what_it_is_and_nothing_is_counted_against_her() -> None:
    for right, said in ((True, "word.yes"), (False, "word.it_is")):
        chat = visit(hub(), "hotel")
        chat.tap("sector", "play:hotel")
        question = find(CONTENT, chat.journey, "w_hotel_hotel")
        assert question is not None
        other = next(o.id for o in question.options if o.id != "hotel")
        chat.tap("w_hotel_hotel", "hotel" if right else other)
        assert chat.said == [said, "word.ask_danish"]
        assert chat.last.replies[0].text.args == {"word": HOTEL.words[0].danish, "picture": "🏨"}
        assert chat.journey.misses == 0


def test_a_word_with_a_sentence_of_the_first_day_brings_it_and_its_meaning() -> None:
    for language, said in (("da", "word.heard_danish"), ("ar", "word.heard")):
        chat = visit(hub(language), "hotel")
        chat.tap("sector", "play:hotel")
        chat.tap("w_hotel_hotel", "hotel")
        chat.tap("w_hotel_seng", "seng")
        word = HOTEL.words[1]
        heard = next(r.text for r in chat.last.replies if r.text.id == said)
        assert heard.args == {"heard": word.heard, "meaning": Text("sector.hotel.say.seng")} and word.heard


def test_who_reads_danish_is_not_told_the_word_and_others_are_told_what_it_means() -> None:
    asks = {"da": "word.ask_danish", "en": "q.word.ask", "ar": "q.word.ask"}
    for language, text in asks.items():
        chat = visit(hub(language), "hotel")
        chat.tap("sector", "play:hotel")
        assert chat.last.replies[-1].text.id == text
        assert chat.last.replies[-1].text.args["word"] == Text("sector.hotel.word.hotel")


def test_every_word_has_three_different_choices_and_stands_at_every_place() -> None:
    for sector in CONTENT.sectors.values():
        places = set()
        for word in sector.words:
            question = explore.word_named(CONTENT, hub_journey, f"w_{sector.id}_{word.id}")
            assert question is not None and question == explore.word_named(CONTENT, hub_journey, question.id)
            names = [option.id for option in question.options]
            assert len(set(names)) == 3
            assert len({str(option.text.args["word"]) for option in question.options if option.text}) == 3
            places.add(names.index(word.id))
        assert places == {0, 1, 2}


hub_journey = hub().journey


@pytest.mark.parametrize("language", ["da", "ar"])
def test_the_word_itself_can_be_written(language: str) -> None:
    chat = visit(hub(language), "hotel")
    chat.tap("sector", "play:hotel")
    chat.send(text="Et hotel")
    assert chat.said[0] == "word.yes" and chat.journey.asking == "w_hotel_seng"
    chat.send(text="seng")
    assert chat.said[0] == "word.yes"


@pytest.mark.parametrize("way", ["tap", "tilbage", "nej tak", "stop legen"])
def test_the_game_can_be_stopped_and_what_was_played_stays(way: str) -> None:
    chat = visit(hub(), "hotel")
    chat.tap("sector", "play:hotel")
    chat.tap("w_hotel_hotel", "hotel")
    chat.tap("sector", "stop") if way == "tap" else chat.send(text=way)
    assert chat.journey.asking == "visit" and not chat.journey.revisit
    assert explore.learnt(chat.journey, HOTEL) == (HOTEL.words[0].danish,)


def test_new_words_come_first_then_those_she_has_not_got_then_all_again() -> None:
    chat = visit(hub(), "hotel")
    ids = [word.id for word in HOTEL.words]
    assert play(chat, right=False) == ids[:5]
    for n in range(5, 30, 5):
        assert play(chat) == ids[n : n + 5]
    assert len(explore.learnt(chat.journey, HOTEL)) == 25
    assert play(chat) == ids[:5], "what she has not got yet"
    assert len(explore.learnt(chat.journey, HOTEL)) == 30
    assert play(chat) == ids[:5], "all thirty learnt: it may be played all the same"


def test_what_she_learnt_stands_in_the_summary() -> None:
    chat = visit(hub(), "hotel")
    play(chat)
    [line] = [line for line in lines(CONTENT, chat.journey, masked=False) if line.question == "s_hotel_like"]
    words = tuple(Text("word.is", {"word": word.danish}) for word in HOTEL.words[:5])
    assert line.values == (Text("said.before.no"), Text("said.like.yes"), Text("explore.words", {"words": words}))


# --- choosing ----------------------------------------------------------------------------------------


def choosing() -> Chat:
    """Two seen, one liked; "which will you go on with?" is asked."""
    chat = visit(visit(hub(), "hotel", like="no"), "care", like="yes")
    chat.tap("visit", "!done")
    assert chat.journey.asking == "chosen"
    return chat


def test_what_she_would_like_is_ticked_and_what_she_has_seen_stands_first() -> None:
    buttons = [b for b in choosing().last.replies[-1].buttons if not b.quiet]
    assert [b.text.id for b in buttons[:2]] == ["q.sectors.o.hotel", "q.sectors.o.care"]
    assert [b.text.id for b in buttons if b.chosen] == ["q.sectors.o.care"]


def test_two_are_chosen_and_each_has_its_path_then_a_company_of_theirs() -> None:
    chat = choosing()
    chat.tap("chosen", ("care", "hotel"))
    assert chat.said == ["path.drawn"] and chat.journey.asking == "p_care"
    chat.tap("p_care", "next")
    chat.send(text="ok")
    assert chat.journey.asking == "company"
    employers = [b.text.id for b in chat.last.replies[-1].buttons if b.text.id.startswith("sector.")]
    assert employers == [
        f"sector.{s}.employer.{e}" for s in ("care", "hotel") for e in CONTENT.sectors[s].employers[:3]
    ]
    chat.tap("company", f"hotel:{HOTEL.employers[0]}")
    assert chat.journey.asking == "carpet"


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", "et plejehjem"), ("da", "plejehjem"), ("en", "a nursing home"), ("ar", "دار للمسنين")],
)
def test_a_company_can_be_named_in_words(language: str, words: str) -> None:
    chat = visit(hub(language), "care")
    chat.tap("visit", "!done")
    chat.tap("chosen", ("care", "hotel"))
    chat.until("company").send(text=words)
    assert chat.journey.answers["company"].options == ("care:nursing_home",)


def test_one_alone_is_asked_once_for_another_and_may_stay_alone() -> None:
    chat = choosing()
    chat.tap("chosen", ("care",))
    assert chat.said == ["chosen.one_more", "q.chosen.ask"] and "chosen" not in chat.journey.answers
    chat.tap("chosen", "!done")
    assert chat.journey.answers["chosen"].options == ("care",) and chat.journey.asking == "p_care"


@pytest.mark.parametrize("words", ["nej", "nej tak", "ja", "ok", "videre", "kun pleje og omsorg"])
def test_no_or_on_after_one_more_keeps_the_one(words: str) -> None:
    chat = choosing()
    chat.tap("chosen", ("care",))
    chat.send(text=words)
    assert chat.journey.answers["chosen"].options == ("care",)


def test_skipping_after_one_more_keeps_the_one() -> None:
    chat = choosing()
    chat.tap("chosen", ("care",))
    chat.tap("chosen", "!skip")
    assert chat.journey.answers["chosen"].options == ("care",)


def test_another_named_after_one_more_is_added() -> None:
    chat = choosing()
    chat.tap("chosen", ("care",))
    chat.send(text="køkken")
    assert chat.journey.answers["chosen"].options == ("care", "kitchen")


@pytest.mark.parametrize("way", ["!skip", "-care", "nej", "nej tak", "spring over"])
def test_none_is_an_answer_and_nothing_more_is_asked_of_it(way: str) -> None:
    chat = choosing()
    if way == "-care":
        chat.tap("chosen", way)
        chat.tap("chosen", "!done")
    else:
        chat.tap("chosen", way) if way[0] == "!" else chat.send(text=way)
    assert explore.chosen(CONTENT, chat.journey) == () and chat.journey.asking == "carpet"


def test_politely_none_without_looking_at_any() -> None:
    chat = Chat().begun().until("explore")
    chat.tap("explore", "no")
    assert chat.journey.asking == "carpet" and not chat.journey.visits


def test_other_sectors_later_ask_for_a_path_and_a_company_anew() -> None:
    chat = choosing()
    chat.tap("chosen", ("care", "hotel"))
    chat.until("company").tap("company", f"care:{CONTENT.sectors['care'].employers[0]}")
    chat.tap("chosen", ("hotel", "kitchen"))
    assert chat.journey.asking == "p_kitchen" and "company" not in chat.journey.answers
    chat.tap("p_kitchen", "next")
    assert chat.journey.asking == "company"
    chat.tap("company", "later")
    assert chat.journey.answers["company"].options == ("later",)


def test_a_company_that_still_fits_stays_when_she_chooses_again() -> None:
    chat = choosing()
    chat.tap("chosen", ("care", "hotel"))
    chat.until("company").tap("company", f"hotel:{HOTEL.employers[0]}")
    chat.tap("chosen", ("hotel", "kitchen"))
    assert chat.journey.answers["company"].options == (f"hotel:{HOTEL.employers[0]}",)


def test_a_corrected_answer_of_the_screening_takes_nothing_of_the_sectors() -> None:
    chat = choosing()
    chat.tap("chosen", ("care", "hotel"))
    chat.until("company").tap("company", f"hotel:{HOTEL.employers[0]}")
    before = chat.journey.answers
    chat.tap("school", "basic")
    chat.tap("school", "upper")
    gone = {q for q in before if q not in chat.journey.answers}
    assert not gone & {"explore", "visit", "chosen", "company", "p_care", "p_hotel"}


@pytest.mark.parametrize("gone", [False, True])
def test_a_chosen_sector_that_is_hidden_keeps_its_name_and_one_that_is_gone_has_none(gone: bool) -> None:
    chat = choosing()
    chat.tap("chosen", ("care", "kitchen"))
    chat.until("company").tap("company", "kitchen:canteen")
    listed = [sector for sector in CONTENT.municipality["sectors"] if sector["id"] != "kitchen"]
    content = replace(CONTENT, municipality={**CONTENT.municipality, "sectors": listed})
    if gone:
        content = replace(content, sectors={s: sector for s, sector in CONTENT.sectors.items() if s != "kitchen"})
    shown = {line.question: line.values for line in lines(content, chat.journey, masked=False)}
    kept = ["care"] if gone else ["care", "kitchen"]
    assert shown["chosen"] == tuple(Text(f"q.sectors.o.{sector}") for sector in kept)
    assert shown.get("company") == (None if gone else (Text("sector.kitchen.employer.canteen"),))
    chat.content = content
    chat.tap("review", "fix:chosen")
    assert [b.text for b in chat.last.replies[-1].buttons if b.chosen] == list(shown["chosen"])
    chat.tap("chosen", ("care", "hotel"))
    assert explore.chosen(content, chat.journey) == ("care", "hotel")


@pytest.mark.parametrize("open_", ["s_hotel_tasks", "s_hotel_before"])
def test_no_to_looking_at_all_leaves_the_visit(open_: str) -> None:
    chat = hub()
    chat.tap("visit", "hotel")
    while chat.journey.asking != open_:
        chat.tap(chat.journey.asking or "", "next")
    chat.tap("explore", "no")
    assert chat.said == ["answer.corrected", "q.carpet.ask"]
    chat.tap("explore", "yes")
    assert chat.journey.asking == open_, "yes after all: on where she was"


def test_a_chosen_sector_that_is_gone_from_the_content_is_left_out() -> None:
    journey = replace(hub_journey, answers={"chosen": Answer(value=("care", "gone"))}, visits=("gone",))
    assert explore.chosen(CONTENT, journey) == ("care",)
    assert explore.looked_at(CONTENT, journey) == ()
    assert find(CONTENT, journey, "s_gone_like") is None
