"""No consent is jumped over, none reaches further than its words, and a no is never the end of the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from chat import CONTENT, Chat

from actions.journey.model import Answer
from actions.journey.transcript import bubbles


def sent(chat: Chat) -> Mapping[str, Any]:
    """The case that the last turn handed over."""
    [case] = [effect.case for effect in chat.last.effects if effect.kind == "send"]
    assert case is not None
    return case


def sent_screening() -> Chat:
    chat = Chat().begun().until("send")
    chat.tap("send", "yes")
    return chat


def test_a_contact_wish_after_a_correction_does_not_carry_the_correction_along() -> None:
    chat = sent_screening()
    chat.tap("hours", "h1")
    chat.tap("menu", "contact")
    chat.until("send_contact").tap("send_contact", "yes")
    case = sent(chat)
    assert case["revision"] == 2 and case["kind"] == "contact"
    assert case["answers"] == [] and case["assessment"] is None


def test_a_contact_wish_after_no_to_sending_again_is_sent_alone() -> None:
    chat = sent_screening()
    chat.tap("hours", "h1")
    chat.until("send").tap("send", "no")
    chat.tap("menu", "contact")
    chat.until("send_contact").tap("send_contact", "yes")
    assert sent(chat)["kind"] == "contact"
    assert "send" not in {consent["scope"] for consent in sent(chat)["consents"]}


def test_a_new_way_to_be_reached_leaves_what_she_agreed_to_send_as_it_is() -> None:
    chat = sent_screening()
    before = chat.journey.answers
    chat.tap("menu", "contact")
    chat.tap("reach", "email")
    chat.until("email").send(text="amal@example.org")
    chat.until("send_contact").tap("send_contact", "yes")
    case = sent(chat)
    assert case["kind"] == "screening" and case["contact"]["email"] == "amal@example.org"
    answers = {answer["question"]["code"] for answer in case["answers"]}
    assert answers == {q.id for q in CONTENT.questions if q.module == "screening" and not q.consent and q.id in before}


def test_after_no_to_sending_she_can_still_send_by_way_of_the_summary() -> None:
    chat = Chat().begun().until("send")
    chat.tap("send", "no")
    chat.tap("menu", "summary")
    chat.tap("review", "ok")
    assert chat.journey.asking == "send"
    chat.tap("send", "yes")
    assert sent(chat)["kind"] == "screening"


def test_who_wanted_to_be_reached_by_nobody_may_change_her_mind() -> None:
    chat = Chat().begun().until("reach")
    chat.tap("reach", "nobody")
    assert chat.journey.asking is None
    chat.tap("menu", "contact")
    assert chat.journey.asking == "reach"


def test_send_my_answers_asks_anew_who_may_reach_her_where_it_was_nobody() -> None:
    chat = Chat().begun().until("reach")
    chat.tap("reach", "nobody")
    assert "done.send_answers" in [button.text.id for button in chat.last.replies[-1].buttons]
    chat.tap("review", "ok")  # what that button sends
    assert chat.journey.asking == "reach"
    chat.tap("reach", "nobody")
    assert chat.said == ["done.kept"], "and takes a no again"


def test_an_old_button_of_the_age_does_not_open_the_questions_after_a_no() -> None:
    chat = Chat().begun()
    chat.tap("keep", "no")
    chat.tap("adult", "yes")
    assert chat.journey.closed == "refused" and chat.journey.asking is None


def test_of_a_no_remains_only_the_no_and_what_is_needed_to_erase_at_the_municipality() -> None:
    chat = sent_screening()
    chat.tap("keep", "no")
    journey = chat.journey
    assert journey.closed == "refused" and set(journey.answers) == {"adult", "keep"}
    assert not any(journey.consents.values())
    assert (journey.sent_revision, journey.sent_kind, journey.status) == (1, "screening", "sent")
    chat.tap("keep", "yes")
    assert chat.journey.closed == "" and chat.journey.asking == "hope"


def test_consent_given_before_the_age_was_corrected_is_asked_for_again() -> None:
    chat = Chat().begun()
    chat.tap("adult", "no")
    assert set(chat.journey.answers) == {"adult"}
    chat.tap("adult", "yes")
    assert chat.journey.asking == "keep"


def test_a_child_leaves_no_contact_wish() -> None:
    chat = Chat()
    chat.tap("menu", "contact")
    assert chat.journey.asking == "adult"
    chat.tap("adult", "no")
    assert "closed.young" in chat.said and chat.journey.flow == "main"
    chat.tap("menu", "contact")
    assert chat.journey.asking is None


def test_which_questions_were_asked_tells_a_found_receipt_nothing() -> None:
    chat = Chat().begun().until("support")
    chat.tap("support", "benefit")
    chat.until("health_ok").tap("health_ok", "yes")
    chat.tap("considerations", ("lifting",))
    chat.until("review")
    assert {"benefit_years", "considerations", "health_known"} <= set(chat.journey.answers)
    chat.journey = type(chat.journey)(**{**vars(chat.journey), "answers": {**chat.journey.answers, "phone": Answer()}})
    shown = {bubble.question for bubble in bubbles(CONTENT, chat.journey, masked=True)}
    chat.masked = True
    chat.tap("menu", "summary")
    shown |= {line.question for reply in chat.last.replies for line in reply.lines}
    telling = {q.id for q in CONTENT.questions if q.when is not None or q.personal}
    assert "hope" in shown and not shown & telling


@pytest.mark.parametrize("consent", [q.id for q in CONTENT.questions if q.consent])
def test_no_consent_is_taken_from_a_guess_at_what_she_meant(consent: str) -> None:
    chat = Chat()
    chat.journey = replace(chat.journey, photo=True)
    if consent == "send_contact":
        chat.tap("menu", "contact")
    chat.until(consent)
    chat.send(text="mmm", intent="affirm", confidence=0.99)
    assert chat.journey.asking == consent and not chat.last.effects
    assert not chat.journey.consents.get(CONTENT.question(consent).consent)
    chat.send(text="ja")
    assert chat.journey.consents[CONTENT.question(consent).consent]


def test_a_guessed_no_withholds_a_consent() -> None:
    chat = Chat().begun().until("send")
    chat.send(text="mmm", intent="deny", confidence=0.9)
    assert "handoff.not_sent" in chat.said and "send" not in chat.done


def test_a_contact_wish_that_was_sent_is_not_called_her_answers() -> None:
    chat = Chat()
    chat.tap("menu", "contact")
    chat.until("send_contact").tap("send_contact", "yes")
    chat.tap("keep", "yes")
    chat.until("send").tap("send", "no")
    chat.send(text="hej igen")
    assert chat.said == ["done.contact"]
