"""The life line: events bring questions, activities bring competences; nothing is kept that she has not confirmed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from chat import CONTENT, Chat

from actions.codec import dump_journey, load_journey
from actions.journey import papers
from actions.journey.competences import GROUPS, kept, suggestions
from actions.journey.flow import find, next_question
from actions.journey.lifeline import MOST, event_of, year
from actions.journey.model import Answer, Line, Text
from actions.journey.review import lines

STAGES = tuple(CONTENT.life.stages)


def begun(born: str = "y45_54") -> Chat:
    """A chat at the first stage."""
    chat = Chat().begun().until("lifeline")
    chat.tap("lifeline", "yes")
    chat.tap("born", born)
    return chat


def tell(chat: Chat, stage: str, kind: str, did: int = 2, **told: str) -> str:
    """Tell one event by taps; the id it got."""
    chat.tap(f"stage_{stage}", kind)
    event = max(chat.journey.events, key=lambda e: int(e.id[1:])).id
    while (chat.journey.asking or "").startswith(f"{event}_"):
        question = find(CONTENT, chat.journey, chat.journey.asking)
        assert question is not None
        if question.template in told:
            chat.tap(question.id, told[question.template])
        elif question.template == "did":
            chat.tap(question.id, tuple(o.id for o in question.options[:did]))
        elif question.template == "words":
            chat.send(text=f"Om {kind}")
        else:
            chat.tap(question.id, question.options[0].id if question.options else "!skip")
    return event


def to_line(chat: Chat) -> Chat:
    """Leave every stage."""
    for _ in STAGES:
        if (chat.journey.asking or "").startswith("stage_"):
            told = any("stage." in t and t.endswith(".more") for t in chat.said)
            chat.tap(chat.journey.asking or "", "!done" if told else "!skip")
    assert chat.journey.asking == "line"
    return chat


def drawn(chat: Chat) -> tuple[Line, ...]:
    return next(r.lines for r in chat.last.replies if r.text.id == "line.drawn")


@pytest.fixture
def told() -> Chat:
    """School and the family's shop, drawn."""
    chat = begun()
    tell(chat, "childhood", "school")
    tell(chat, "childhood", "family_trade")
    return to_line(chat)


def test_a_tapped_event_brings_its_questions_and_then_its_stage_again() -> None:
    chat = begun()
    assert chat.said[-1] == "stage.childhood.ask"
    event = tell(chat, "childhood", "school")
    parts = [q.removeprefix(f"{event}_") for q in chat.journey.answers if q.startswith(f"{event}_")]
    assert parts == list(CONTENT.life.events["school"].parts)
    assert chat.said[-1] == "stage.childhood.more"


def test_any_number_of_events_of_a_kind_up_to_a_friendly_limit() -> None:
    chat = begun()
    for _ in range(MOST):
        chat.tap("stage_childhood", "war")
        chat.tap(chat.journey.asking or "", "!skip")
    assert len(chat.journey.events) == MOST
    chat.tap("stage_childhood", "war")
    assert len(chat.journey.events) == MOST and "line.full" in chat.said
    assert chat.journey.asking == "stage_childhood"


@pytest.mark.parametrize("kind", [k for k, event in CONTENT.life.events.items() if event.parts == ("words",)])
def test_of_what_hurts_nothing_is_asked_but_what_she_wants_to_tell(kind: str) -> None:
    chat = begun()
    stage = next(s.id for s in CONTENT.life.stages.values() if kind in s.events)
    while chat.journey.asking != f"stage_{stage}":
        chat.tap(chat.journey.asking or "", "!skip")
    chat.tap(f"stage_{stage}", kind)
    assert chat.journey.asking == "e1_words"
    chat.tap("e1_words", "!skip")  # one tap
    assert chat.journey.asking == f"stage_{stage}"


def test_what_is_heard_in_a_sentence_is_offered_and_never_assumed() -> None:
    chat = begun()
    chat.send(text="jeg solgte grøntsager med min far", found={"event": ("family_trade",)})
    assert chat.said == ["line.is_it"] and not chat.journey.events
    chat.tap("stage_childhood", "family_trade")
    assert chat.journey.answers["e1_words"].words == "jeg solgte grøntsager med min far"
    chat.tap("e1_when", "!skip")
    chat.tap("e1_long", "!skip")
    first, second = (o.id for o in (find(CONTENT, chat.journey, "e1_did") or pytest.fail()).options[:2])
    chat.send(text="jeg hjalp kunder og solgte", found={"did": (first, second)})
    assert "e1_did" not in chat.journey.answers and chat.said[0] == "line.heard"
    ticked = [b.payload for b in chat.last.replies[-1].buttons if b.chosen]
    assert {json.loads(p.removeprefix("/answer"))["v"] for p in ticked} == {f"-{first}", f"-{second}"}
    chat.tap("e1_did", f"-{second}")
    chat.tap("e1_did", "!done")
    answer = chat.journey.answers["e1_did"]
    assert answer.options == (first,) and answer.words == "jeg hjalp kunder og solgte"


def test_an_activity_that_no_tile_showed_gets_one_when_it_is_heard() -> None:
    chat = begun()
    chat.tap("stage_childhood", "school")
    chat.tap("e1_when", "!skip")
    chat.tap("e1_long", "!skip")
    other = next(a for a in CONTENT.life.activities if a not in CONTENT.life.events["school"].activities)
    chat.send(text="jeg gjorde noget helt andet", found={"did": (other,)})
    assert Text(f"activity.{other}") in [b.text for b in chat.last.replies[-1].buttons if b.chosen]
    chat.tap("e1_did", "!done")
    assert chat.journey.answers["e1_did"].options == (other,)


def test_her_sentence_may_tell_more_than_she_ticked() -> None:
    chat = begun()
    chat.tap("stage_childhood", "school")
    chat.tap("e1_when", "!skip")
    chat.tap("e1_long", "!skip")
    first, second = (o.id for o in (find(CONTENT, chat.journey, "e1_did") or pytest.fail()).options[:2])
    chat.tap("e1_did", (first,))
    chat.tap("e1_how", "!skip")
    chat.send(text="og jeg gjorde også det andet", found={"did": (second,)})
    assert chat.said == ["line.thanks", "line.heard", "event.school.did"]
    chat.tap("e1_did", "!done")
    assert chat.journey.answers["e1_did"].options == (first, second)
    assert chat.journey.answers["e1_words"].words == "og jeg gjorde også det andet"
    assert chat.said[-1] == "stage.childhood.more"


def test_what_no_tile_knows_is_an_event_of_her_own_in_her_words() -> None:
    chat = begun()
    chat.send(text="Vi samlede svampe i bjergene")
    assert chat.journey.answers["e1_title"].words == "Vi samlede svampe i bjergene"
    assert chat.journey.asking == "e1_when"
    assert chat.last.replies[-1].text.args["event"] == Text("line.own", {"words": "Vi samlede svampe i bjergene"})


@pytest.mark.parametrize("text", ["ja", "🙂", "hvad mener du med det?"])
def test_what_tells_of_nothing_is_no_event(text: str) -> None:
    chat = begun()
    chat.send(text=text)
    assert not chat.journey.events and chat.journey.asking == "stage_childhood"


def test_yes_to_is_there_more_shows_the_tiles_again_and_no_goes_on() -> None:
    chat = begun()
    tell(chat, "childhood", "school")
    for _ in range(3):
        chat.send(text="ja")
        assert chat.said == ["unclear.pick", "stage.childhood.more"]
    chat.send(text="nej")
    assert chat.journey.asking == "stage_youth"


def test_a_tile_tapped_by_mistake_goes_without_a_trace() -> None:
    chat = begun()
    chat.tap("stage_childhood", "war")
    chat.tap("line", "strike:e1")
    assert not chat.journey.events and not chat.journey.struck
    assert chat.journey.asking == "stage_childhood" and chat.said[-1] == "stage.childhood.ask"


def test_a_country_in_her_words_is_asked_about() -> None:
    chat = begun()
    tell(chat, "childhood", "school")
    chat.tap("stage_childhood", "school")
    for part in ("when", "long", "did", "how"):
        chat.tap(f"e2_{part}", "!skip")
    chat.send(text="det var i Syrien", found={"country": ("SY",)})
    assert chat.journey.asking == "e2_where"
    assert [b.text for b in chat.last.replies[-1].buttons if b.chosen] == [Text("territory.SY")]
    chat.tap("e2_where", "!done")
    assert chat.journey.answers["e2_where"].options == ("SY",)


def test_the_line_is_in_the_order_of_the_life(told: Chat) -> None:
    chat = begun()
    tell(chat, "childhood", "school", when="school_age")
    tell(chat, "childhood", "family_trade", when="small")
    assert [e.kind for e in chat.journey.events] == ["family_trade", "school"]


def test_an_event_can_be_moved_struck_restored_and_told_anew(told: Chat) -> None:
    first, second = (event.id for event in told.journey.events)
    told.tap("line", f"down:{first}")
    assert [line.question for line in drawn(told)] == [second, first]
    told.tap("line", f"strike:{first}")
    assert [line.struck for line in drawn(told)] == [False, True]
    told.tap("line", f"restore:{first}")
    assert not told.journey.struck
    told.tap("line", f"edit:{first}")
    assert Text("q.when.label", {"event": Text("event.school.title")}) in [
        b.text for b in told.last.replies[-1].buttons
    ]
    told.tap("review", f"fix:{first}_long")
    assert told.journey.asking == f"{first}_long"
    told.send(text="3 år")
    assert told.journey.answers[f"{first}_long"].number == 36
    assert told.journey.asking == "line"


def test_an_event_moved_past_its_stage_takes_the_next_ones() -> None:
    chat = begun()
    tell(chat, "childhood", "school")
    chat.tap("stage_childhood", "!done")
    tell(chat, "youth", "school")
    to_line(chat).tap("line", "down:e1")
    assert [(e.id, e.stage) for e in chat.journey.events] == [("e1", "youth"), ("e2", "youth")]


def test_something_can_be_added_to_any_stage_later(told: Chat) -> None:
    told.tap("line", "add")
    told.tap("line", "add:adult")
    assert told.journey.asking == "stage_adult"
    tell(told, "adult", "household")
    told.tap("stage_adult", "!done")
    assert told.journey.asking == "line"
    assert [e.kind for e in told.journey.events][-1] == "household"


def test_competences_come_with_the_event_and_the_sentence_and_only_what_she_keeps_counts(told: Chat) -> None:
    told.tap("line", "ok")
    told.tap("spoken", ("ar",))
    assert not kept(CONTENT, told.journey), "nothing is kept before she has said so"
    group = (told.journey.asking or "").removeprefix("comp_")
    assert group in GROUPS
    buttons = [b for b in told.last.replies[-1].buttons if not b.quiet][:-1]
    assert buttons and all(b.chosen for b in buttons)
    assert all(any(n.id in ("comp.evidence", "comp.answered") for n in b.notes) for b in buttons)
    assert not any(b.words for b in buttons), "a sentence that tells nothing of it does not speak for it"
    dropped = json.loads(buttons[0].payload.removeprefix("/answer"))["v"]
    told.tap(f"comp_{group}", dropped)
    told.tap(f"comp_{group}", "!done")
    ids = {s.competence.id for s in kept(CONTENT, told.journey)}
    assert dropped[1:] not in ids and len(ids) == len(buttons) - 1


def test_her_sentence_speaks_for_what_was_heard_in_it() -> None:
    chat = begun()
    chat.tap("stage_childhood", "help_home")
    while chat.journey.asking != "e1_words":
        chat.tap(chat.journey.asking or "", ("cook_family",) if chat.journey.asking == "e1_did" else "!skip")
    chat.send(text="jeg lavede mad til ti", found={"did": ("cook_family",)})
    to_line(chat).tap("line", "ok")
    chat.tap("spoken", "!skip")
    cook = next(b for b in chat.last.replies[-1].buttons if b.text == Text("competence.cook.name"))
    assert cook.words == "jeg lavede mad til ti" and cook.words_language == "da"


def test_what_she_answers_outranks_what_she_did() -> None:
    chat = begun()
    chat.journey = replace(chat.journey, answers={**chat.journey.answers, "reading": Answer(value="own_little")})
    chat.tap("stage_childhood", "school")
    chat.tap("e1_when", "!skip")
    chat.tap("e1_long", "!skip")
    chat.tap("e1_did", ("read_write",))
    assert "read_own" not in {s.competence.id for s in suggestions(CONTENT, chat.journey)}


@pytest.mark.parametrize("text", ["ja", "ja det passer", "yes"])
def test_yes_in_words_keeps_what_is_ticked(told: Chat, text: str) -> None:
    told.tap("line", "ok")
    told.tap("spoken", "!skip")
    group = told.journey.asking or ""
    told.send(text=text)
    assert told.journey.answers[group].options and told.journey.asking != group


@pytest.mark.parametrize("text", ["nej ikke mere", "nej, videre", "no thats all", "det var det"])
def test_a_stage_can_be_left_in_words(text: str) -> None:
    chat = begun()
    tell(chat, "childhood", "school")
    chat.send(text=text)
    assert chat.journey.asking == "stage_youth" and len(chat.journey.events) == 1


@pytest.mark.parametrize(("text", "kind"), [("ja", "family_trade"), ("nej", "other")])
def test_an_offer_can_be_taken_or_declined_in_words(text: str, kind: str) -> None:
    chat = begun()
    chat.send(text="jeg solgte grøntsager med min far på markedet", found={"event": ("family_trade",)})
    chat.send(text=text)
    assert [e.kind for e in chat.journey.events] == [kind]
    assert chat.journey.answers["e1_words"].words == "jeg solgte grøntsager med min far på markedet"


def test_words_that_wait_belong_to_the_stage_that_is_open() -> None:
    chat = begun()
    tell(chat, "childhood", "school")
    chat.tap("stage_childhood", "!done")
    chat.send(text="jeg solgte grøntsager med min far på markedet", found={"event": ("family_trade",)})
    chat.tap("stage_childhood", "school")
    assert "e2_words" not in chat.journey.answers


def test_a_whole_sentence_is_no_name_for_an_event() -> None:
    chat = begun()
    chat.send(text="Vi samlede svampe i bjergene hver sommer og tørrede dem til vinteren")
    assert "e1_title" not in chat.journey.answers and chat.journey.asking == "e1_title"
    assert (chat.journey.answers["e1_words"].words or "").startswith("Vi samlede svampe")


def test_a_competence_can_be_added_and_says_that_she_added_it(told: Chat) -> None:
    told.tap("line", "ok")
    told.tap("spoken", "!skip")
    group = (told.journey.asking or "").removeprefix("comp_")
    told.tap("line", f"more:{group}")
    assert told.journey.asking == f"more_{group}"
    added = (find(CONTENT, told.journey, f"more_{group}") or pytest.fail()).options[0].id
    told.tap(f"more_{group}", (added,))
    body = papers.life_line(CONTENT, told.journey, ("da",))
    assert {c["code"]: c["added"] for c in body["competences"]}[added] is True


def test_all_suggestions_can_be_declined(told: Chat) -> None:
    told.tap("line", "ok")
    told.tap("spoken", "!skip")
    question = told.journey.asking or ""
    told.tap(question, ())
    assert told.journey.answers[question].status == "answered" and told.journey.asking != question
    assert not kept(CONTENT, told.journey)


def test_an_event_told_later_brings_its_new_suggestions_up_again(told: Chat) -> None:
    told.tap("line", "ok")
    told.tap("spoken", "!skip")
    while (told.journey.asking or "").startswith("comp_"):
        told.tap(told.journey.asking or "", "!done")
    told.tap("line", "add:adult")
    tell(told, "adult", "household", did=5)
    told.tap("stage_adult", "!done")
    assert (told.journey.asking or "").startswith("comp_")


def test_a_struck_event_suggests_nothing_and_is_in_no_paper(told: Chat) -> None:
    first = told.journey.events[0].id
    before = {s.competence.id for s in suggestions(CONTENT, told.journey)}
    told.tap("line", f"strike:{first}")
    after = {s.competence.id for s in suggestions(CONTENT, told.journey)}
    assert after < before
    assert [e["id"] for e in papers.life_line(CONTENT, told.journey, ("da",))["events"]] == [told.journey.events[1].id]


def test_the_papers_are_a_link_for_a_day_without_any_hand_over(told: Chat) -> None:
    told.tap("line", "ok")
    told.until("papers").tap("papers", "make")
    assert told.done == ["papers"] and told.said[0] == "papers.ready"
    assert told.last.replies[0].text.args["link"] == "link"
    assert told.journey.asking == "explore"
    told.send(text="mine papirer")
    assert told.done == ["papers"], "at any time, in words too"


def test_without_a_life_there_are_no_papers() -> None:
    chat = Chat().begun()
    chat.tap("menu", "papers")
    assert chat.said[0] == "papers.nothing" and not chat.done


def test_the_summary_has_a_line_an_event_which_can_be_struck(told: Chat) -> None:
    told.tap("line", "ok")
    told.until("review")
    first = told.journey.events[0].id
    assert first in {line.question for line in lines(CONTENT, told.journey, masked=False)}
    told.tap("review", f"strike:{first}")
    struck = {line.question for line in lines(CONTENT, told.journey, masked=False) if line.struck}
    assert first in struck


def test_nothing_of_a_life_counts_as_struck_before_she_strikes_it(told: Chat) -> None:
    told.tap("line", "ok")
    told.tap("spoken", ("ar",))
    while (told.journey.asking or "").startswith("comp_"):
        told.tap(told.journey.asking or "", "!done")
    told.until("review")
    shown = lines(CONTENT, told.journey, masked=False)
    assert {"born", "spoken", "comp_professional"} <= {line.question for line in shown}
    assert not [line.question for line in shown if line.struck]


def test_what_was_heard_stands_first_while_she_confirms_it() -> None:
    chat = begun()
    chat.tap("stage_childhood", "school")
    chat.tap("e1_when", "!skip")
    chat.tap("e1_long", "!skip")
    last = CONTENT.life.events["school"].activities[-1]
    chat.send(text="noget om det sidste", found={"did": (last,)})
    assert chat.last.replies[-1].buttons[0].text == Text(f"activity.{last}")


def test_the_case_has_what_she_kept_and_nothing_she_struck(told: Chat) -> None:
    told.tap("line", "ok")
    told.tap("spoken", ("ar",))
    while (told.journey.asking or "").startswith("comp_"):
        told.tap(told.journey.asking or "", "!done")
    told.until("review").tap("review", f"strike:{told.journey.events[0].id}")
    told.until("send").tap("send", "yes")
    case = next(e.case for e in told.last.effects if e.kind == "send")
    assert case is not None
    assert [e["kind"] for e in case["life_line"]["events"]] == ["family_trade"]
    assert case["life_line"]["competences"] and case["letter"]["paragraphs"] and case["photo"] is None
    assert case["labels"] and case["profile"], "the caseworker's papers have her headings"
    assert "born" in {a["question"]["code"] for a in case["answers"]}
    assert not {a["question"]["code"] for a in case["answers"]} & {"lifeline", "line", "papers", "comp_social"}


def test_masked_nothing_of_her_life_is_asked_or_shown(told: Chat) -> None:
    told.tap("line", "ok")
    told.masked = True
    told.send(text="")
    assert told.journey.asking == "carpet", "what is left of the life line waits for her PIN"
    told.tap("menu", "summary")
    shown = [line.question for r in told.last.replies for line in r.lines]
    assert not any(q.startswith(("e1", "e2", "comp_")) or q in ("born", "spoken") for q in shown)
    told.tap("menu", "papers")
    assert told.said[0] == "line.masked" and not told.done
    told.tap("line", "edit:e1")
    assert told.said[0] == "line.masked"
    told.masked = False
    assert (next_question(CONTENT, told.journey) or pytest.fail()).id == "spoken"


def test_a_journey_with_a_life_line_is_stored_and_read_back_the_same(told: Chat) -> None:
    chat = begun()
    chat.send(text="jeg solgte grøntsager", found={"event": ("family_trade",), "did": ("sell_goods",)})
    for journey in (told.journey, chat.journey):
        assert load_journey(json.loads(json.dumps(dump_journey(journey)))) == journey


def test_a_year_follows_from_an_age_where_she_has_said_when_she_was_born(told: Chat) -> None:
    answers = {"born": Answer(value="y45_54", number=1978), "e1_when": Answer(age=15)}
    journey = replace(told.journey, answers=answers)
    assert event_of(journey, "e1") is not None and year(journey, "e1") == 1993
    assert year(replace(journey, answers={"e1_when": Answer(age=15)}), "e1") is None
