"""What hurt people who tried it: lost words, a question skipped as it was asked, dead ends, promises not kept."""

from __future__ import annotations

import pytest
from chat import Chat


def test_no_question_is_asked_in_the_breath_in_which_it_is_skipped() -> None:
    chat = Chat().begun().until("worked")
    chat.tap("worked", "abroad")
    chat.send(text="da jeg var tyve")
    assert chat.said == ["unclear.year", "q.worked_last.ask"]
    chat.send(text="da jeg var tredive")
    assert chat.said == ["unclear.twice", "unclear.skipped", "q.worked_years.ask"]


def test_the_summary_offers_what_was_skipped_but_not_what_she_would_rather_not_say() -> None:
    chat = Chat().begun().until("belief")
    chat.tap("belief", "!unknown")
    chat.until("review")
    offered = next(r for r in chat.last.replies if r.text.id == "review.skipped")
    assert "q.worked.label" in [b.text.id for b in offered.buttons]
    assert "q.belief.label" not in [b.text.id for b in offered.buttons]
    chat.send(question="review", value="fix:worked")
    chat.tap("worked", "never")
    assert chat.journey.answers["worked"].value == "never"
    chat.until("review")
    assert "q.worked.label" not in [b.text.id for r in chat.last.replies if not r.lines for b in r.buttons]


@pytest.mark.parametrize("way", ["phone", "email"])
def test_an_address_that_cannot_be_one_is_answered_with_what_one_looks_like(way: str) -> None:
    chat = Chat().begun().until("reach")
    chat.tap("reach", way)
    chat.until(way)
    chat.send(text="22 33 44 5")
    assert chat.said == [f"unclear.{way}", f"q.{way}.ask"]


def test_what_was_skipped_has_no_answer_to_keep() -> None:
    chat = Chat().begun().until("review")
    chat.tap("review", "fix:worked")
    assert "menu.keep" not in [b.text.id for b in chat.last.replies[-1].buttons]
    chat.tap("worked", "never")
    chat.until("review")
    chat.tap("review", "fix:worked")
    assert "menu.keep" in [b.text.id for b in chat.last.replies[-1].buttons]


def test_a_pause_is_no_dead_end() -> None:
    chat = Chat().begun().until("danish")
    chat.send(text="hold pause")
    assert chat.said == ["pause.saved"] and chat.done == ["receipt"]
    button = chat.last.replies[-1].buttons[0]
    assert button.text.id == "menu.go_on"
    chat.tap("menu", "go_on")
    assert chat.said == ["q.danish.ask"]


def test_she_sees_what_would_be_sent_each_time_she_is_asked() -> None:
    chat = Chat().begun().until("send")
    shown = chat.said
    assert shown == ["handoff.what", "q.send.ask"]
    chat.send(text="hvad koster det?", intent="ask_cost", confidence=0.9)
    assert chat.said == ["topic.cost.answer", *shown]


def test_the_suggested_help_is_a_list_that_cannot_be_struck_line_by_line() -> None:
    chat = Chat().begun().until("help")
    chat.tap("help", ("post", "cv"))
    chat.until("review")
    needs = next(r for r in chat.last.replies if r.text.id == "plain.needs")
    assert {"plain.need.practical_post", "plain.need.network_cv"} <= {v.id for v in needs.lines[0].values}
    assert needs.question != "review", "the page puts buttons at the summary's own lines only"


@pytest.mark.parametrize(
    ("places", "factor"), [(("school",), "resources"), (("school", "with_me"), "barriers"), (("with_me",), "barriers")]
)
def test_of_several_answers_one_barrier_is_not_overlooked(places: tuple[str, ...], factor: str) -> None:
    chat = Chat().begun().until("home")
    chat.tap("home", "mostly_me")
    chat.tap("childcare", places)
    chat.until("send").tap("send", "yes")
    case = chat.last.effects[0].case
    assert case is not None
    assert [a["factor"] for a in case["answers"] if a["question"]["code"] == "childcare"] == [factor]


def test_a_long_sentence_is_kept_also_when_it_sounds_like_a_command() -> None:
    chat = Chat().begun()
    words = "jeg vil gerne ha et arbejde så jeg kan snakke med nogen, er lidt ensom her"
    chat.send(text=words, intent="cmd_person", confidence=0.95)
    assert chat.journey.answers["hope"].words == words
    assert chat.said == ["person.info", "q.belief.ask"]


def test_a_long_question_is_answered_and_not_kept_as_her_words() -> None:
    chat = Chat().begun()
    chat.send(text="hvem er det egentlig der kan se alt det jeg skriver?", intent="ask_privacy", confidence=0.95)
    assert "hope" not in chat.journey.answers
    assert chat.said == ["topic.privacy.answer", "q.hope.ask"]
