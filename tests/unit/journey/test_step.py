"""What one turn does: the order of reading, commands anywhere, old buttons, repeats, consents, the hand-over."""

from __future__ import annotations

import pytest
from chat import Chat


def test_first_words_are_greeted_and_the_language_is_asked_when_nobody_states_it() -> None:
    chat = Chat(language=None)
    assert chat.said == ["q.language.ask"]
    chat.tap("language", "ar")
    assert chat.journey.language == "ar"
    assert chat.said == ["welcome.hello", "welcome.what", "q.adult.ask"]


def test_under_18_gets_information_only_and_nothing_is_kept() -> None:
    chat = Chat()
    chat.tap("adult", "no")
    assert chat.said == ["closed.young"]
    assert chat.journey.closed == "young" and set(chat.journey.answers) == {"adult"}
    chat.tap("menu", "contact")
    assert "contact.start" not in chat.said
    chat.tap("keep", "yes")
    assert chat.journey.closed == "young", "no button leads past the age"


def test_no_to_keeping_leaves_questions_and_a_person_and_can_be_taken_back() -> None:
    chat = Chat()
    chat.tap("adult", "yes")
    chat.tap("keep", "no")
    assert chat.said == ["closed.refused"]
    chat.send(text="hvem ser det?", intent="ask_privacy", confidence=0.9)
    assert "topic.privacy.answer" in chat.said
    chat.tap("hope", ("money",))
    assert "hope" not in chat.journey.answers
    chat.tap("keep", "yes")
    assert chat.journey.closed == "" and chat.journey.asking == "hope"


def test_an_old_button_corrects_and_what_hangs_on_it_is_asked_again() -> None:
    chat = Chat().begun().until("worked")
    chat.tap("worked", "abroad")
    chat.tap("worked_last", "recent")
    chat.tap("worked_years", "y3_5")
    chat.tap("worked", "both")
    assert "answer.corrected" in chat.said and chat.journey.asking == "worked_last"
    assert chat.journey.answers["worked_years"].value == "y3_5", "it stands until she changes it"
    chat.tap("worked_last", "!skip")
    assert chat.journey.answers["worked_last"].value == "recent"
    chat.tap("worked", "never")
    assert "worked_last" not in chat.journey.answers and "worked_years" not in chat.journey.answers


def test_a_repeated_message_never_answers_the_next_question() -> None:
    chat = Chat()
    shown = chat.journey.turn
    first = chat.send(text="ja", turn=shown)
    again = chat.send(text="ja", turn=shown)
    assert again.replies == first.replies and again.journey == first.journey
    assert "keep" not in chat.journey.answers


def test_words_from_an_old_page_do_not_answer_the_question_that_is_open_now() -> None:
    chat = Chat().begun().until("belief")
    old_page = chat.journey.turn
    chat.tap("belief", "soon")
    chat.send(text="rengøring i Danmark", turn=old_page)
    assert chat.said == ["words.late", "q.worked.ask"] and "worked" not in chat.journey.answers
    chat.send(text="slet alt", turn=old_page)
    assert chat.said == ["erase.sure"], "what works anywhere works there too"


def test_the_same_button_twice_answers_once() -> None:
    chat = Chat()
    chat.tap("adult", "yes")
    chat.tap("adult", "yes")
    assert chat.journey.asking == "keep" and set(chat.journey.answers) == {"adult"}


def test_unclear_is_asked_once_more_then_skipped_politely() -> None:
    chat = Chat().begun().until("belief")
    chat.send(text="blåbærgrød")
    assert chat.said == ["unclear.once", "q.belief.ask"]
    chat.send(text="blåbærgrød igen")
    assert chat.said[:2] == ["unclear.twice", "unclear.skipped"]
    assert chat.journey.answers["belief"].status == "skipped" and chat.journey.asking == "worked"


def test_a_consent_is_never_skipped_and_a_person_is_offered() -> None:
    chat = Chat()
    chat.tap("adult", "yes")
    for _ in range(3):
        chat.send(text="blåbærgrød")
    assert chat.journey.asking == "keep" and "unclear.person" in chat.said
    chat.tap("keep", "!skip")
    assert chat.said[0] == "skip.required"


@pytest.mark.parametrize("kind", ["violence", "suicide", "homeless"])
def test_urgent_words_show_numbers_only_after_a_confirming_tap_and_are_not_kept(kind: str) -> None:
    chat = Chat().begun().until("hope")
    chat.send(text="noget svært", urgent=kind)
    assert chat.said == ["urgent.offer"] and "hope" not in chat.journey.answers
    chat.tap("urgent", kind)
    assert chat.said[0] == "urgent.intro" and chat.said[-1] == "q.hope.ask"
    assert "urgent.emergency" in chat.said
    chat.send(text="noget svært", urgent=kind)
    chat.send(text="nej")
    assert "urgent.intro" not in chat.said and chat.journey.asking == "hope"


def test_words_after_an_urgent_offer_are_read_as_an_answer() -> None:
    chat = Chat().begun().until("belief")
    chat.send(text="min mand slår mig", urgent="violence")
    chat.tap("belief", "soon")
    assert chat.journey.answers["belief"].value == "soon"


def test_a_question_about_the_service_interrupts_and_the_journey_goes_on() -> None:
    chat = Chat().begun().until("danish")
    chat.send(text="koster det noget?", intent="ask_cost", confidence=0.9)
    assert chat.said == ["topic.cost.answer", "q.danish.ask"]


def test_own_words_are_kept_unless_rasa_is_very_sure_of_a_question() -> None:
    chat = Chat().begun()
    chat.send(text="jeg vil gerne arbejde med tal", intent="ask_cost", confidence=0.7)
    assert chat.journey.answers["hope"].words == "jeg vil gerne arbejde med tal"


def test_back_shows_the_question_before_with_its_answer_and_deletes_nothing() -> None:
    chat = Chat().begun().until("belief")
    chat.tap("belief", "unsure")
    chat.send(text="tilbage")
    assert chat.journey.asking == "belief"
    assert [b.text.id for b in chat.last.replies[-1].buttons if b.chosen] == ["q.belief.o.unsure"]
    chat.tap("belief", "!skip")
    assert chat.journey.answers["belief"].value == "unsure" and chat.journey.asking == "worked"


def test_language_changes_anywhere_and_nothing_starts_over() -> None:
    chat = Chat().begun().until("belief")
    chat.tap("menu", "language")
    assert chat.said == ["q.language.ask"]
    chat.tap("language", "en")
    assert chat.journey.language == "en" and chat.journey.asking == "belief"
    assert chat.said == ["language.changed", "q.belief.ask"]


def test_erase_is_asked_once_more() -> None:
    chat = Chat().begun()
    chat.send(text="slet alt")
    assert chat.said == ["erase.sure"] and chat.done == []
    chat.send(text="nej")
    assert "erase.kept" in chat.said and chat.journey.consents["keep"]
    chat.send(text="slet alt")
    chat.send(text="ja")
    assert chat.done == ["erase"] and not chat.journey.answers and chat.journey.closed == "erased"


def test_pause_gives_a_receipt_only_when_something_is_kept() -> None:
    chat = Chat()
    chat.tap("menu", "pause")
    assert chat.said[0] == "pause.nothing" and chat.done == []
    chat.begun().tap("menu", "pause")
    assert chat.done == ["receipt"]
    assert chat.last.replies[0].text.args["receipt"] == "1234 5678 9012"


def test_several_taps_toggle_and_an_exclusive_one_stands_alone() -> None:
    chat = Chat().begun().until("sectors")
    chat.tap("sectors", "+care")
    chat.tap("sectors", "+care")
    chat.tap("sectors", "+hotel")
    chat.tap("sectors", "-care")
    chat.tap("sectors", "+green")
    assert chat.journey.picked == ("hotel", "green") and "sectors" not in chat.journey.answers
    chat.tap("sectors", "!done")
    assert chat.journey.answers["sectors"].value == ("hotel", "green")
    chat.tap("sectors", ("care", "not_yet"))
    assert chat.journey.answers["sectors"].value == ("not_yet",)


def test_health_is_asked_only_after_its_own_yes_and_goes_when_it_is_taken_back() -> None:
    chat = Chat().begun().until("health_ok")
    chat.tap("health_ok", "yes")
    chat.tap("considerations", ("breaks",))
    assert chat.journey.asking == "health_known"
    chat.tap("health_ok", "no")
    assert "considerations" not in chat.journey.answers and chat.journey.consents["health"] is None


def test_a_cpr_number_is_named_as_removed() -> None:
    chat = Chat().begun()
    chat.send(text="██████-████", masked_cpr=True)
    assert chat.said[0] == "cpr.masked"


def test_the_hand_over_from_summary_to_receipt() -> None:
    chat = Chat().begun().until("danish")
    chat.tap("danish", "few")
    chat.until("review")
    assert chat.said[:2] == ["review.intro", "review.lines"]
    chat.tap("review", "strike:danish")
    chat.tap("review", "differ")
    chat.tap("differ", ("can_more",))
    assert chat.journey.asking == "review"
    chat.tap("review", "ok")
    chat.tap("reach", "phone")
    chat.send(text="Amal")
    chat.send(text="20 12 34 56")
    chat.tap("time", ("morning",))
    chat.tap("interpreter", "yes")
    assert chat.said[0] == "handoff.what" and chat.done == []
    assert {line.question for line in chat.last.replies[0].lines} == {"reach", "name", "phone", "time", "interpreter"}
    chat.tap("send", "yes")
    assert chat.done == ["send", "receipt"] and chat.journey.status == "sent"
    case = chat.last.effects[0].case
    assert case is not None and case["revision"] == 1 and case["kind"] == "screening"
    assert "danish" not in {a["question"]["code"] for a in case["answers"]}, "what she struck is not sent"
    assert case["contact"]["phone"] == "+4520123456" and case["contact"]["interpreter"] is True
    assert case["disagreements"][0]["about"]["code"] == "can_more"


@pytest.mark.parametrize(("words", "expected"), [("det passer", "reach"), ("jeg ser det anderledes", "differ")])
def test_the_summary_is_answered_in_words_too(words: str, expected: str) -> None:
    chat = Chat().begun().until("review")
    chat.send(text=words)
    assert chat.journey.asking == expected
    chat = Chat().begun().until("danish")
    chat.tap("danish", "few")
    chat.until("review").send(text="nej, det er forkert")
    assert "review.which" in chat.said


def test_no_to_sending_sends_nothing_and_leaves_a_way_back() -> None:
    chat = Chat().begun().until("send")
    chat.tap("send", "no")
    assert chat.done == ["receipt"] and chat.journey.sent_revision == 0


def test_a_correction_after_sending_is_a_new_revision_after_another_yes() -> None:
    chat = Chat().begun().until("send")
    chat.tap("send", "yes")
    assert chat.journey.sent_revision == 1
    chat.tap("hours", "h4_5")
    assert chat.done == [] and chat.journey.asking == "review"
    chat.tap("review", "ok")
    assert chat.journey.asking == "send" and chat.journey.sent_revision == 1
    chat.tap("send", "yes")
    case = chat.last.effects[0].case
    assert case is not None and case["revision"] == 2
    assert "handoff.updated" in chat.said
    chat.tap("hours", "h2_3")
    chat.tap("review", "ok")
    chat.tap("send", "no")
    assert chat.said[0] == "handoff.not_updated" and chat.done == [], (
        "what was sent before stands, and so does its receipt"
    )


def test_a_contact_wish_alone_is_its_own_kind_with_its_own_consent() -> None:
    chat = Chat()
    chat.tap("menu", "contact")
    assert chat.journey.asking == "adult", "no child leaves its number"
    chat.tap("adult", "yes")
    assert chat.journey.asking == "reach"
    chat.tap("reach", "phone")
    chat.send(text="Amal")
    chat.send(text="20123456")
    chat.tap("time", "!skip")
    chat.tap("interpreter", "yes")
    assert chat.journey.asking == "send_contact"
    chat.tap("send_contact", "yes")
    case = next(e.case for e in chat.last.effects if e.kind == "send")
    assert case is not None and case["kind"] == "contact"
    assert case["answers"] == [] and case["assessment"] is None
    assert [c["scope"] for c in case["consents"]] == ["send_contact"]
    assert not {"name", "phone"} & set(chat.journey.answers), "not kept without consent to keep"
    assert chat.journey.asking == "keep"


def test_a_screening_after_a_contact_wish_upgrades_the_same_case() -> None:
    chat = Chat()
    chat.tap("menu", "contact")
    chat.until("send_contact").tap("send_contact", "yes")
    chat.begun().until("send")
    chat.tap("send", "yes")
    case = chat.last.effects[0].case
    assert case is not None and case["kind"] == "screening" and case["revision"] == 2


def test_phone_not_understood_leads_to_another_way_and_never_to_a_dead_end() -> None:
    chat = Chat().begun().until("review")
    chat.tap("review", "ok")
    chat.tap("reach", "phone")
    chat.until("phone")
    chat.send(text="jeg har ingen")
    chat.send(text="det ved jeg ikke noget om")
    assert "contact.other_way" in chat.said and chat.journey.asking == "reach"


def test_masked_session_shows_that_she_answered_not_what() -> None:
    chat = Chat().begun().until("belief")
    chat.tap("belief", "not_now")
    chat.masked = True
    chat.tap("menu", "summary")
    lines = [line for reply in chat.last.replies for line in reply.lines]
    assert {v.id for line in lines for v in line.values} == {"answer.given"}
    assert not [r for r in chat.last.replies if r.text.id.startswith("plain.")]
    chat.tap("review", "fix:belief")
    assert not [b for reply in chat.last.replies for b in reply.buttons if b.chosen]


def test_after_sending_there_is_always_something_to_say() -> None:
    chat = Chat().begun().until("send")
    chat.tap("send", "yes")
    chat.send(text="hej igen")
    assert chat.said == ["done.sent"]
    chat.tap("menu", "back")
    assert "review.lines" in chat.said or "review.empty" in chat.said


def test_what_hangs_on_a_struck_line_is_not_sent_either_and_comes_back_with_it() -> None:
    chat = Chat().begun().until("support")
    chat.tap("support", "benefit")
    chat.tap("benefit_years", "over_6")
    chat.until("review").tap("review", "strike:support")
    struck = {line.question for reply in chat.last.replies for line in reply.lines if line.struck}
    assert struck == {"support", "benefit_years"}, "the time on benefit tells the same"
    chat.tap("review", "ok")
    chat.until("send").tap("send", "yes")
    case = chat.last.effects[0].case
    assert case is not None
    assert not {"support", "benefit_years"} & {a["question"]["code"] for a in case["answers"]}
    assert "benefit" not in str(case["assessment"]["legal_group"])
    chat.tap("review", "restore:benefit_years")
    assert not [line for reply in chat.last.replies for line in reply.lines if line.struck]


def test_a_struck_line_takes_nothing_along_that_would_have_been_asked_anyway() -> None:
    chat = Chat().begun().until("worked")
    chat.tap("worked", "never")
    chat.until("everyday").tap("everyday", ("care",))
    chat.until("review").tap("review", "strike:worked")
    assert {line.question for reply in chat.last.replies for line in reply.lines if line.struck} == {"worked"}
