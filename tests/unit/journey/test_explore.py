"""Sectors: what is suggested and why, a visit from the first card to what she can, comparing, the game, choosing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from chat import CONTENT, Chat

from actions.journey import explore
from actions.journey.flow import find
from actions.journey.model import Answer, Content, Event, Journey, Text
from actions.journey.sector import CARDS

CHOSEN_CARE = {"sectors": Answer(value=("care",))}


def hub(language: str = "da", **answers: str | tuple[str, ...]) -> Chat:
    """A chat at "where would you like to look?"; `answers` of the screening are tapped on the way."""
    chat = Chat(language).begun()
    for question, value in answers.items():
        chat.until(question).tap(question, value)
    chat.until("lifeline").tap("lifeline", "no")
    chat.tap("explore", "yes")
    assert chat.journey.asking == "visit"
    return chat


def visit(chat: Chat, sector: str, before: str = "no", like: str = "yes", can: int = 0) -> Chat:
    """A whole visit by taps; `can`: how many of the sector's skills she ticks."""
    chat.tap("visit", sector)
    for card in CARDS:
        chat.tap(f"s_{sector}_{card}", "next")
    chat.tap(f"s_{sector}_before", before)
    chat.tap(f"s_{sector}_like", like)
    if like != "no":
        chat.tap(f"s_{sector}_can", tuple(s.id for s in CONTENT.sectors[sector].skills[:can]) or "!skip")
    return chat


def tiles(chat: Chat) -> Mapping[str, tuple[Text, ...]]:
    """The sectors that are shown, in order, each with what stands below its name."""
    values = {json.loads(b.payload.removeprefix("/answer"))["v"]: b.notes for b in chat.last.replies[-1].buttons}
    return {sector: notes for sector, notes in values.items() if sector in CONTENT.sectors}


def told(**answers: Answer) -> Journey:
    return Journey(id="j", language="da", answers=answers)


# --- what is suggested -------------------------------------------------------------------------------


def test_nothing_told_suggests_nothing() -> None:
    assert explore.suggested(CONTENT, told()) == {}


def test_what_she_wished_for_comes_first_and_says_so() -> None:
    found = explore.suggested(CONTENT, told(sectors=Answer(value=("office", "green"))))
    assert found == {"office": (Text("suggest.wished"),), "green": (Text("suggest.wished"),)}


def test_work_of_her_life_line_is_a_reason_with_its_name() -> None:
    journey = replace(told(e1_job=Answer(value=("baker",))), events=(Event("e1", "paid_work", "adult"),))
    job = Text("suggest.job", {"job": Text("occupation.baker")})
    assert explore.suggested(CONTENT, journey) == dict.fromkeys(CONTENT.life.occupations["baker"].sectors, (job,))


def test_competences_are_a_reason_where_they_tell_sectors_apart() -> None:
    few = [c for c in CONTENT.life.competences.values() if c.group == "professional" and "childcare" in c.sectors]
    few = [c for c in few if 2 * len(c.sectors) <= len(CONTENT.sectors)][:3]
    assert len(few) == 3
    two = explore.suggested(CONTENT, told(more_professional=Answer(value=tuple(c.id for c in few))))
    names = tuple(Text(f"competence.{c.id}.name") for c in few[:2])
    assert two["childcare"] == (Text("suggest.can", {"what": names}),)
    one = explore.suggested(CONTENT, told(more_professional=Answer(value=(few[0].id,))))
    assert "childcare" not in one, "one thing is no reason"


def test_what_every_second_sector_wants_is_no_reason() -> None:
    two = tuple(c for c in CONTENT.life.competences.values() if c.group == "professional")[:2]
    journey = told(more_professional=Answer(value=tuple(c.id for c in two)))

    def wanted_by(sectors: tuple[str, ...]) -> Content:
        wide = {c.id: replace(c, sectors=sectors) for c in two}
        return replace(CONTENT, life=replace(CONTENT.life, competences={**CONTENT.life.competences, **wide}))

    assert len(explore.suggested(wanted_by(tuple(CONTENT.sectors)[:3]), journey)) == 3
    assert explore.suggested(wanted_by(tuple(CONTENT.sectors)), journey) == {}


def test_what_is_struck_counts_for_nothing() -> None:
    journey = replace(told(e1_job=Answer(value=("baker",)), **CHOSEN_CARE), events=(Event("e1", "paid_work", "adult"),))
    assert set(explore.suggested(CONTENT, replace(journey, struck=("sectors", "e1")))) == set()
    assert "care" not in explore.suggested(CONTENT, replace(journey, struck=("sectors",)))
    assert set(explore.suggested(CONTENT, replace(journey, struck=("e1",)))) == {"care"}


@pytest.mark.parametrize("hard", ["lifting", "standing"])
def test_what_she_cannot_is_not_suggested_by_us_but_stays_her_wish(hard: str) -> None:
    event = (Event("e1", "paid_work", "adult"),)
    job = next(o for o in CONTENT.life.occupations.values() if "construction" in o.sectors)
    answers = {"e1_job": Answer(value=(job.id,)), "considerations": Answer(value=(hard,))}
    journey = replace(told(**answers), events=event)
    assert getattr(CONTENT.sectors["construction"], hard) == "often"
    assert "construction" in explore.suggested(CONTENT, replace(journey, struck=("considerations",)))
    assert "construction" not in explore.suggested(CONTENT, journey)
    wished = replace(journey, answers={**answers, "sectors": Answer(value=("construction",))})
    assert explore.suggested(CONTENT, wished)["construction"][0] == Text("suggest.wished")


def test_at_most_three_are_suggested() -> None:
    every = Answer(value=tuple(CONTENT.sectors))
    assert len(explore.suggested(CONTENT, told(sectors=every))) == 3


# --- the hub -----------------------------------------------------------------------------------------


def test_the_hub_shows_suggestions_first_then_the_municipalitys_order_with_its_demand() -> None:
    chat = hub(sectors=("office",))
    order = [entry["id"] for entry in CONTENT.municipality["sectors"]]
    assert list(tiles(chat)) == ["office", *(s for s in order if s != "office")]
    assert tiles(chat)["office"] == (Text("suggest.wished"),), "few jobs is not said to discourage"
    assert tiles(chat)["care"] == (Text("sector.demand.many"),)


def test_another_municipality_has_its_own_sectors_order_and_demand() -> None:
    own = [{"id": "green", "demand": "many"}, {"id": "care", "demand": None}, {"id": "gone", "demand": None}]
    chat = hub()
    chat.content = replace(CONTENT, municipality={**CONTENT.municipality, "sectors": own})
    chat.tap("menu", "go_on")
    assert tiles(chat) == {"green": (Text("sector.demand.many"),), "care": ()}
    chat.tap("visit", "hotel")
    assert chat.said[0] == "button.old" and not chat.journey.visits


@pytest.mark.parametrize(("language", "words"), [("da", "hotel"), ("en", "hotel"), ("ar", "الفنادق"), ("da", "Lager")])
def test_a_sector_named_in_words_is_visited(language: str, words: str) -> None:
    chat = hub(language)
    chat.send(text=words)
    [sector] = chat.journey.visits
    assert chat.said == [f"sector.{sector}.card.tasks"] and sector in ("hotel", "warehouse")


def test_of_several_named_one_she_has_not_seen_is_visited() -> None:
    chat = visit(hub(), "hotel")
    chat.send(text="hotel eller butik")
    assert chat.journey.visits == ("hotel", "retail")


@pytest.mark.parametrize("words", ["nej", "nej tak", "spring over", "jeg har set nok", "det ved jeg ikke endnu"])
def test_no_in_words_leaves_the_hub(words: str) -> None:
    chat = hub()
    chat.send(text=words)
    assert chat.journey.asking == "chosen"


def test_yes_to_one_more_asks_which() -> None:
    chat = visit(hub(), "hotel")
    chat.send(text="ja")
    assert chat.said == ["unclear.which", "visit.more"]


# --- a visit -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sector", CONTENT.sectors)
def test_a_visit_is_seven_cards_and_three_questions(sector: str) -> None:
    chat = hub()
    asked = []
    chat.tap("visit", sector)
    while chat.journey.asking != "visit":
        asked.append(chat.journey.asking)
        question = find(CONTENT, chat.journey, chat.journey.asking)
        assert question is not None and len(chat.last.replies) == 1, "one thing at a time"
        chat.tap(question.id, question.options[0].id)
    assert asked == [f"s_{sector}_{part}" for part in (*CARDS, "before", "like", "can")]
    assert chat.said == ["visit.more"]


def test_below_the_cards_stand_tasks_employers_and_courses() -> None:
    chat = hub()
    chat.tap("visit", "hotel")
    tasks = CONTENT.sectors["hotel"].tasks
    assert [(line.picture, line.label) for line in chat.last.replies[-1].lines] == [
        (task.picture, Text(f"sector.hotel.task.{task.id}")) for task in tasks
    ]
    for card in CARDS[:-1]:
        chat.tap(f"s_hotel_{card}", "next")
    assert [len(line.values) for line in chat.last.replies[-1].lines] == [5, 5]


def test_what_she_would_not_like_is_not_asked_what_she_can() -> None:
    chat = visit(hub(), "hotel", like="no")
    assert chat.journey.asking == "visit" and "s_hotel_can" not in chat.journey.answers


def test_what_her_life_shows_she_can_is_ticked_already() -> None:
    journey = replace(told(e1_did=Answer(value=("make_beds",))), visits=("hotel",))
    question = explore.part_named(CONTENT, journey, "s_hotel_can")
    assert question is not None and question.ticked == ("make_bed", "change_linen")


@pytest.mark.parametrize(
    "words", ["ok", "okay", "videre", "næste", "ja", "tak, videre", "نعم", "التالي", "حسنا", "next"]
)
def test_on_from_a_card_in_words(words: str) -> None:
    chat = hub("ar" if words > "ق" else "da")
    chat.tap("visit", "hotel")
    chat.send(text=words)
    assert chat.journey.asking == "s_hotel_day"


@pytest.mark.parametrize("words", ["", "nej", "nej tak", "nok om det her"])
def test_leaving_in_the_middle_asks_no_more_of_it(words: str) -> None:
    chat = hub()
    chat.tap("visit", "hotel")
    chat.tap("s_hotel_tasks", "next")
    chat.send(text=words) if words else chat.tap("sector", "leave:hotel")
    assert chat.journey.asking == "visit"
    assert chat.journey.answers["s_hotel_like"].status == "skipped"


def test_a_second_visit_shows_all_again_with_her_answers_marked() -> None:
    chat = visit(hub(), "hotel", before="home", like="maybe", can=3)
    before = chat.journey.answers
    chat.tap("visit", "hotel")
    for card in CARDS:
        assert chat.said == [f"sector.hotel.card.{card}"]
        chat.send(text="ok")
    assert [b.chosen for b in chat.last.replies[-1].buttons if not b.quiet] == [False, True, False]
    chat.tap("s_hotel_before", "!skip")
    chat.tap("s_hotel_like", "!skip")
    chat.tap("s_hotel_can", "!skip")
    assert chat.journey.asking == "visit" and chat.journey.visits == ("hotel",)
    kept = ("s_hotel_before", "s_hotel_like", "s_hotel_can")
    assert [chat.journey.answers[q] for q in kept] == [before[q] for q in kept]


def test_a_part_of_a_sector_she_has_not_visited_is_an_old_button() -> None:
    chat = hub()
    chat.tap("s_hotel_like", "yes")
    assert chat.said[0] == "button.old" and "s_hotel_like" not in chat.journey.answers
    chat.tap("sector", "leave:hotel")
    assert chat.said[0] == "button.old"


# --- comparing ---------------------------------------------------------------------------------------


def test_two_she_has_seen_are_compared_line_by_line() -> None:
    chat = visit(visit(hub(), "hotel", like="no"), "office", like="maybe")
    chat.tap("sector", "compare")
    assert chat.said == ["compare.these", "visit.more"]
    lines = {line.question: [v.args["value"] for v in line.values] for line in chat.last.replies[0].lines}
    assert lines["lifting"] == [Text("level.often.sometimes"), Text("level.often.never")]
    assert lines["like"] == [Text("q.like.o.no"), Text("q.like.o.maybe")]
    assert set(lines) == {
        "speak", "understand", "read", "night", "lifting", "standing", "part_time", "mixed", "like",
    }  # fmt: skip


def test_of_three_she_says_which_two() -> None:
    chat = visit(visit(visit(hub(), "hotel"), "office"), "care")
    chat.tap("sector", "compare")
    assert chat.said == ["compare.first"] and len(chat.last.replies[0].buttons) == 3
    chat.tap("sector", "compare:care")
    assert chat.said == ["compare.second"] and len(chat.last.replies[0].buttons) == 2
    chat.tap("sector", "compare:care:hotel")
    assert chat.said[0] == "compare.these"


def test_what_there_is_not_enough_of_is_an_old_button() -> None:
    chat = hub()
    for value in ("compare", "play", "compare:care", "play:care", "leave", "nonsense"):
        chat.tap("sector", value)
        assert chat.said == ["button.old", "visit.first"], value
    visit(chat, "hotel")
    chat.tap("sector", "compare:hotel")
    assert chat.said == ["button.old", "visit.more"]


def test_a_sector_that_is_shown_no_more_is_not_compared() -> None:
    chat = visit(visit(hub(), "hotel"), "office")
    left = {name: sector for name, sector in CONTENT.sectors.items() if name != "office"}
    chat.content = replace(CONTENT, sectors=left)
    chat.tap("sector", "compare")
    assert chat.said == ["compare.first"] and len(chat.last.replies[0].buttons) == 1
