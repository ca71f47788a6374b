"""The carpet: what is asked about working life is answered at any question of every module, and the conversation goes
on where it was; what nobody here knows is said so, and kept only if she wants."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chat import CONTENT, Chat
from test_explore import hub, visit
from test_lifeline import STAGES, begun, tell
from test_visits_interrupted import moments, turn

from actions.catalogue import strings
from actions.journey.flow import find
from actions.journey.guidance import MOST, mark
from actions.journey.model import Journey, Text
from actions.journey.offers import offers
from actions.journey.review import lines
from actions.journey.transcript import bubbles

ABOUT_WORK = [topic for topic in CONTENT.topics if topic.group]
CARDS = [topic for topic in ABOUT_WORK if topic.card]
UNKNOWN = "hvor mange penge tjener dronningen?"


def everywhere() -> Iterator[Journey]:
    """Every question of the conversation as it stands when it is open, from the first consent to the last."""
    chat = Chat()
    yield chat.journey
    chat.tap("adult", "yes")
    yield chat.journey
    chat.begun()
    while chat.journey.asking != "lifeline":
        yield chat.journey
        asked = chat.journey.asking or ""
        chat.tap(asked, "yes" if asked == "health_ok" else "!skip")
    yield chat.journey
    chat = begun()
    for stage in STAGES:
        yield chat.journey
        if stage == "childhood":
            chat.tap("stage_childhood", "school")
            while (chat.journey.asking or "").startswith("e1_"):
                yield chat.journey
                chat.tap(chat.journey.asking or "", "!skip")
            tell(chat, "childhood", "family_trade")
        chat.tap(f"stage_{stage}", "!done" if stage == "childhood" else "!skip")
    while chat.journey.asking != "explore":
        yield chat.journey
        asked = chat.journey.asking or ""
        chat.tap(asked, {"line": "ok", "papers": "ok"}.get(asked, "!skip"))
    yield chat.journey
    yield from moments()
    chat = visit(hub(), "hotel")
    yield chat.until("review").journey
    chat.tap("review", "ok")
    chat.tap("reach", "phone")
    while chat.journey.asking:
        yield chat.journey
        values = {"phone": "", "send": "yes"}
        asked = chat.journey.asking
        chat.send(text="20 12 34 56") if asked == "phone" else chat.tap(asked, values.get(asked, "!skip"))
    yield chat.journey


EVERYWHERE = {str(journey.asking): journey for journey in everywhere()}


def test_every_module_is_walked_through() -> None:
    walked = {question.module for q in EVERYWHERE if (question := find(CONTENT, EVERYWHERE[q], q))}
    assert walked == {*CONTENT.flows["main"], "words"}
    assert {"health_ok", "considerations", "line", "stage_childhood", "e1_did", "papers", "s_hotel_like"} <= set(
        EVERYWHERE
    )


@pytest.mark.parametrize("asked", EVERYWHERE)
@pytest.mark.parametrize("way", ["tap", "words"])
def test_a_question_is_answered_anywhere_and_the_open_one_asked_again(asked: str, way: str) -> None:
    journey = EVERYWHERE[asked]
    message = {"question": "topic", "value": "amu"}
    if way == "words":
        message = {"text": "hvad er AMU?", "intent": "ask_amu", "confidence": 0.95}  # type: ignore[dict-item]
    outcome = turn(journey, **message)
    said = [reply.text.id for reply in outcome.replies]
    assert said[:3] == ["topic.amu.answer", "topic.amu.example", "guide.then"]
    after = outcome.journey
    assert after.asking == journey.asking and outcome.replies[-1].buttons
    assert {**after.answers, "topics": None} == {**journey.answers, "topics": None}
    assert (after.picked, after.said, after.revisit, after.misses) == (
        journey.picked, journey.said, journey.revisit, journey.misses,
    )  # fmt: skip


@pytest.mark.parametrize("topic", ABOUT_WORK, ids=lambda topic: topic.id)
def test_a_topic_is_an_answer_an_example_a_next_step_and_who_to_ask(topic: object) -> None:
    assert topic in ABOUT_WORK
    chat = hub()
    chat.tap("topic", topic.id)  # type: ignore[attr-defined]
    known = offers(CONTENT, topic.offers)  # type: ignore[attr-defined]
    name = f"topic.{topic.id}"  # type: ignore[attr-defined]
    assert chat.said == [f"{name}.answer", f"{name}.example", "guide.then", *(r.text.id for r in known), "visit.first"]
    then = chat.last.replies[2].text.args
    assert [text.id for text in then.values() if isinstance(text, Text)] == [f"{name}.next", f"{name}.who"]


def test_every_group_and_story_can_be_opened_and_left_again() -> None:
    chat = hub()
    for group in CONTENT.groups:
        chat.tap("topic", f"group:{group.id}")
        assert chat.said == ["guide.which"]
        listed = [b.text.id.split(".")[1] for b in chat.last.replies[0].buttons if not b.quiet]
        assert listed == [t.id for t in ABOUT_WORK if t.group == group.id]
        chat.tap("menu", "go_on")
        assert chat.said == ["visit.first"]
    for story in CONTENT.stories:
        chat.tap("topic", f"story:{story.id}")
        assert chat.said == [*(f"story.{story.id}.text.{n}" for n in (1, 2, 3, 4)), "visit.first"]
    chat.tap("topic", "group:nonsense")
    assert chat.said[0] == "button.old"


@pytest.mark.parametrize("topic", CARDS, ids=lambda topic: topic.id)
def test_a_sectors_own_card_answers_while_she_looks_at_it(topic: object) -> None:
    chat = visit(hub(), "office")
    chat.tap("visit", "hotel")
    name, card = topic.id, topic.card  # type: ignore[attr-defined]
    chat.tap("topic", name)
    assert chat.said[0] == f"sector.hotel.card.{card}" and chat.said[-1] == "sector.hotel.card.tasks"
    chat.tap("sector", "leave:hotel")
    chat.tap("topic", name)
    assert chat.said[0] == f"topic.{name}.answer", "at the hub no sector is meant"


def test_there_is_a_topic_that_a_card_answers() -> None:
    assert [topic.id for topic in CARDS] == ["hours"]


# --- what she asked about ----------------------------------------------------------------------------


def test_topics_she_asked_about_stand_once_in_the_summary_and_can_be_struck() -> None:
    chat = hub()
    for topic in ("amu", "pay", "amu"):
        chat.tap("topic", topic)
    [line] = [line for line in lines(CONTENT, chat.journey, masked=False) if line.question == "topics"]
    assert line.values == (Text("topic.amu.title"), Text("topic.pay.title"))
    chat.until("review").tap("review", "strike:topics")
    chat.until("send").tap("send", "yes")
    case = next(e.case for e in chat.last.effects if e.kind == "send")
    assert case is not None and "explored" not in case


def test_without_consent_a_topic_is_answered_and_not_kept() -> None:
    chat = Chat()
    chat.tap("adult", "yes")
    chat.tap("topic", "amu")
    assert chat.said[0] == "topic.amu.answer" and "topics" not in chat.journey.answers


def test_after_the_summary_a_topic_is_answered_and_not_added() -> None:
    chat = hub()
    chat.tap("topic", "amu")
    chat.until("review").tap("review", "ok")
    chat.tap("topic", "pay")
    assert chat.said[0] == "topic.pay.answer"
    assert chat.journey.answers["topics"].options == ("amu",)


def test_what_is_asked_about_the_service_itself_is_no_topic_of_hers() -> None:
    chat = hub()
    service = next(topic for topic in CONTENT.topics if not topic.group)
    chat.tap("topic", service.id)
    assert chat.said == [f"topic.{service.id}.answer", "visit.first"] and "topics" not in chat.journey.answers


# --- what nobody here knows --------------------------------------------------------------------------


def test_what_is_not_known_is_said_so_and_kept_only_if_she_wants() -> None:
    chat = hub()
    chat.send(text=UNKNOWN)
    assert chat.said == ["asked.unknown", "visit.first"] and "queries" not in chat.journey.answers
    assert [b.text.id for b in chat.last.replies[0].buttons] == ["asked.keep", "menu.person"]
    chat.keep()
    assert chat.said == ["asked.kept", "visit.first"]
    assert chat.journey.answers["queries"].words == UNKNOWN
    chat.tap("asked", mark(UNKNOWN))
    assert chat.said[0] == "button.old", "kept once"


def test_an_old_button_keeps_no_other_question() -> None:
    chat = hub()
    chat.send(text=UNKNOWN)
    first = chat.last
    chat.send(text="hvem ejer Legoland?")
    chat.last = first
    chat.keep()
    assert chat.said[0] == "button.old" and "queries" not in chat.journey.answers


def test_what_is_neither_kept_nor_refused_is_gone_with_the_next_answer() -> None:
    chat = hub()
    chat.send(text=UNKNOWN)
    assert chat.journey.wondered == UNKNOWN
    chat.tap("visit", "hotel")
    assert chat.journey.wondered is None


def test_there_is_room_for_some_questions_and_it_is_said_when_there_is_none() -> None:
    chat = hub()
    for number in range(20):
        chat.send(text=f"{number} {'og en kage ' * 40}?")
        chat.keep()
    assert chat.said[0] == "asked.full"
    words = chat.journey.answers["queries"].words or ""
    assert len(words) <= MOST and words.startswith("0 og en kage")


def test_what_she_asked_is_seen_in_the_summary_and_sent_with_its_language() -> None:
    chat = hub("ar")
    chat.send(text="كم راتب الملكة؟")
    chat.keep()
    chat.send(text="متى يفتح المسبح؟")
    chat.keep()
    both = "كم راتب الملكة؟\nمتى يفتح المسبح؟"
    chat.until("review")
    [line] = [line for reply in chat.last.replies for line in reply.lines if line.question == "queries"]
    assert (line.words, line.language) == (both, "ar")
    chat.until("send").tap("send", "yes")
    case = next(e.case for e in chat.last.effects if e.kind == "send")
    assert case is not None and case["explored"]["asked"] == {"text": both, "language": "ar"}


def test_what_she_strikes_is_not_sent_and_a_new_question_is() -> None:
    chat = hub()
    chat.send(text=UNKNOWN)
    chat.keep()
    chat.until("review").tap("review", "strike:queries")
    chat.send(text="hvem ejer Legoland?")
    chat.keep()
    chat.until("send").tap("send", "yes")
    case = next(e.case for e in chat.last.effects if e.kind == "send")
    assert case is not None and case["explored"]["asked"]["text"] == "hvem ejer Legoland?"


def test_one_kept_after_the_summary_is_shown_in_it_again() -> None:
    chat = hub()
    chat.until("review").tap("review", "ok")
    chat.send(text=UNKNOWN)
    chat.keep()
    chat.until("review")
    assert "queries" in {line.question for reply in chat.last.replies for line in reply.lines}


def test_what_she_asked_has_its_name_in_the_conversation_so_far() -> None:
    chat = hub()
    chat.tap("topic", "amu")
    chat.send(text=UNKNOWN)
    chat.keep()
    shown = [(b.texts, b.words) for b in bubbles(CONTENT, chat.journey, masked=False)][-4:]
    assert shown == [
        ((Text("q.topics.label"),), None),
        ((Text("topic.amu.title"),), None),
        ((Text("q.queries.label"),), None),
        ((), UNKNOWN),
    ]


@pytest.mark.parametrize("question", ["topics", "queries"])
def test_what_she_asked_is_struck_or_kept_and_never_asked_again(question: str) -> None:
    chat = hub()
    chat.tap("topic", "amu")
    chat.send(text=UNKNOWN)
    chat.keep()
    chat.until("review").tap("review", f"line:{question}")
    assert [b.text.id for b in chat.last.replies[-1].buttons] == ["review.strike", "review.back"]
    chat.tap("review", f"fix:{question}")  # of an older message
    assert chat.said == ["review.line"] and chat.journey.asking == "review"
    assert set(chat.said) <= set(strings("da"))


def test_without_consent_nothing_is_kept_and_a_person_is_offered() -> None:
    chat = Chat()
    chat.tap("adult", "yes")
    chat.send(text=UNKNOWN)
    assert chat.said[0] == "asked.unknown_free" and chat.journey.wondered is None
    assert [b.text.id for b in chat.last.replies[0].buttons] == ["menu.person"]


def test_in_a_masked_session_nothing_is_kept() -> None:
    chat = hub()
    chat.masked = True
    chat.send(text="")
    chat.send(text=UNKNOWN)
    assert "asked.unknown_free" in chat.said and chat.journey.wondered is None


def test_what_it_may_be_about_is_offered_before_it_is_kept() -> None:
    chat = hub()
    chat.send(text="det med AMU og løn?", intent="ask_amu", confidence=0.4, likely=("ask_amu", "ask_pay", "inform"))
    assert chat.said[0] == "asked.maybe"
    assert [b.text.id for b in chat.last.replies[0].buttons[:3]] == ["topic.amu.title", "topic.pay.title", "asked.keep"]


def test_all_words_on_the_carpet_are_a_question_and_no_leaves_it() -> None:
    chat = hub().until("carpet")
    chat.send(text="noget med dronningens hest")
    assert chat.said[0] == "asked.unknown" and chat.journey.asking == "carpet"
    chat.send(text="nej")
    assert chat.journey.asking == "review"


@pytest.mark.parametrize("words", ["jeg kan løfte", "25 timer om ugen", "hun går i skole"])
def test_telling_is_not_asking(words: str) -> None:
    chat = hub()
    chat.send(text=words, intent="ask_health_work", confidence=0.95, likely=("ask_health_work", "inform"))
    assert chat.said == ["asked.maybe", "visit.first"], "it is offered, and only that"
    assert "topics" not in chat.journey.answers


def test_a_wish_in_many_words_is_kept_as_her_own() -> None:
    chat = Chat("da").begun().until("hope")
    told = "jeg vil gerne lære sproget og møde andre kvinder"
    chat.send(text=told, intent="ask_network", confidence=0.95, likely=("ask_network",))
    assert chat.journey.answers["hope"].words == told and not any("topic" in said for said in chat.said)
    chat = Chat("da").begun().until("hope")
    chat.send(text="hvordan møder jeg andre kvinder på et arbejde?", intent="ask_network", confidence=0.95)
    assert chat.said[0] == "topic.network.answer" and chat.journey.asking == "hope"


def test_on_the_carpet_all_words_ask() -> None:
    chat = hub().until("carpet")
    chat.send(text="ferie", intent="ask_holiday", confidence=0.9)
    assert chat.said[0] == "topic.holiday.answer"


def test_what_is_not_understood_twice_does_not_end_the_visits() -> None:
    chat = hub()
    for _ in range(3):
        chat.send(text="abrakadabra simsalabim")
    assert chat.said == ["unclear.twice", "unclear.person", "visit.first"]
