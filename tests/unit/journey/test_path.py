"""The path to a job: where she could begin, why, and that telling more never moves her down."""

from __future__ import annotations

from dataclasses import replace

import pytest
from chat import CONTENT
from hypothesis import given, settings
from hypothesis import strategies as st
from test_choosing import choosing
from test_explore import hub, visit

from actions.catalogue import Catalogue, localised, strings
from actions.journey import explored, path
from actions.journey.model import Answer, Event, Journey, Text
from actions.journey.sector import STEPS

CARE = CONTENT.sectors["care"]
SKILLS = tuple(skill.id for skill in CARE.skills)
JOB = next(o for o in CONTENT.life.occupations.values() if "care" in o.sectors)
EVENT = (Event("e1", "paid_work", "adult"),)
HERE = {"worked": Answer(value="denmark"), "worked_last": Answer(value="recent")}


def said(before: str = "", can: int = 0, job: bool = False, **screening: str) -> Journey:
    """What she has said of care, of her work and in the screening."""
    answers = {question: Answer(value=value) for question, value in screening.items()}
    if before:
        answers["s_care_before"] = Answer(value=before)
    if can:
        answers["s_care_can"] = Answer(value=SKILLS[:can])
    if job:
        answers["e1_job"] = Answer(value=(JOB.id,))
    return Journey(id="j", language="da", answers=answers, events=EVENT, visits=("care",))


def place(journey: Journey) -> path.Place:
    return path.place(CONTENT, journey, CARE)


def why(name: str, **args: int | Text) -> Text:
    return Text(f"path.why.{name}", args)


JOB_WHY = why("job", job=Text(f"occupation.{JOB.id}"))
TABLE: dict[str, tuple[Journey, str, tuple[Text, ...]]] = {
    "nothing said": (said(), "intro", (why("start"),)),
    "has not tried it": (said("no"), "intro", (why("new"),)),
    "at home, or for others": (said("home"), "visit", (why("home"),)),
    "can a little": (said(can=4), "intro", (why("start"),)),
    "can a quarter": (said(can=5), "placement1", (why("skills", n=5),)),
    "can a quarter, from home": (said("home", can=5), "placement1", (why("skills", n=5),)),
    "can most": (said(can=14), "placement2", (why("skills", n=14),)),
    "worked in it, her life line says": (said(job=True), "placement2", (JOB_WHY,)),
    "paid, elsewhere": (said("paid", worked="abroad", worked_last="now"), "placement2", (why("paid"),)),
    "paid, somewhere, some time": (said("paid"), "placement2", (why("paid"),)),
    "paid, here, long ago": (said("paid", worked="denmark", worked_last="long_ago"), "placement2", (why("paid"),)),
    "paid, here, lately": (said("paid", worked="both", worked_last="some_years"), "placement3", (why("paid_here"),)),
    "here, lately, in something else": (said("no", worked="denmark", worked_last="now"), "intro", (why("new"),)),
    "two reasons for one step": (said(can=14, job=True), "placement2", (why("skills", n=14), JOB_WHY)),
}


@pytest.mark.parametrize("like", [Answer(value="no"), Answer(status="unknown")])
def test_what_does_not_stand_in_her_line_any_more_is_no_reason(like: Answer) -> None:
    journey = said("home", can=14)
    journey = replace(journey, answers={**journey.answers, "s_care_like": like})
    assert (place(journey).step, place(journey).reasons) == ("visit", (why("home"),))


@pytest.mark.parametrize("what", TABLE)
def test_where_she_could_begin_and_why(what: str) -> None:
    journey, step, reasons = TABLE[what]
    found = place(journey)
    assert (found.step, found.reasons) == (step, reasons)
    assert found.after == STEPS[STEPS.index(step) + 1]


@pytest.mark.parametrize("danish", ["none", "few", "everyday", "work"])
def test_danish_that_is_missing_goes_along_and_holds_nobody_back(danish: str) -> None:
    found = place(said("home", danish=danish))
    assert found.step == "visit"
    assert bool(found.besides) is (danish in ("none", "few")), "care is worked in everyday Danish"
    assert place(replace(said("home", danish=danish), struck=("danish",))).besides == ()


def test_what_is_struck_or_skipped_says_nothing() -> None:
    journey = said("paid", can=14, job=True, worked="denmark", worked_last="now")
    assert place(replace(journey, struck=("s_care_like",))).step == "placement2", "her life line still speaks"
    assert place(replace(journey, struck=("s_care_like", "e1"))).step == "intro"
    assert place(replace(journey, struck=("worked",))).reasons[0] == why("skills", n=14)
    assert place(replace(said(), answers={"s_care_before": Answer(status="skipped")})).step == "intro"


BEFORE = ("", "no", "home", "paid")  # each tells of more than the one before


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(list(CONTENT.sectors.values())),
    st.sampled_from(BEFORE), st.sampled_from(BEFORE), st.integers(0, 20), st.integers(0, 20),
    st.booleans(), st.booleans(), st.booleans(), st.booleans(),
    st.sampled_from(("", "none", "few", "everyday", "work")),
)  # fmt: skip
def test_more_said_never_lowers_the_step(
    sector: path.Sector,
    before: str, more_before: str, can: int, more_can: int,
    job: bool, more_job: bool, here: bool, more_here: bool,
    danish: str,
) -> None:  # fmt: skip
    skills = tuple(skill.id for skill in sector.skills)
    work = next((o.id for o in CONTENT.life.occupations.values() if sector.id in o.sectors), "")

    def journey(before: str, can: int, job: bool, here: bool) -> Journey:
        answers = {
            **({f"s_{sector.id}_before": Answer(value=before)} if before else {}),
            f"s_{sector.id}_can": Answer(value=skills[:can]),
            **({"e1_job": Answer(value=(work,))} if job else {}),
            **(HERE if here else {}),
            **({"danish": Answer(value=danish)} if danish else {}),
        }
        return Journey(id="j", answers=answers, events=EVENT, visits=(sector.id,))

    less = path.place(CONTENT, journey(before, can, job, here), sector)
    told = max(before, more_before, key=BEFORE.index)
    more = path.place(CONTENT, journey(told, max(can, more_can), job or more_job, here or more_here), sector)
    assert less.step in STEPS and more.step in STEPS and less.reasons and more.reasons
    assert STEPS.index(less.step) <= STEPS.index(more.step)


answers = st.builds(
    Answer,
    status=st.sampled_from(("answered", "skipped", "unknown")),
    value=st.one_of(st.none(), st.sampled_from(("paid", "home", "denmark", "now", "x")), st.tuples(st.text())),
)
ASKED = ("s_care_before", "s_care_can", "s_care_like", "worked", "worked_last", "e1_job")


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(ASKED), answers), st.lists(st.sampled_from(ASKED), unique=True))
def test_whatever_is_stored_there_is_a_step_and_a_reason(stored: dict[str, Answer], struck: list[str]) -> None:
    found = place(Journey(id="j", answers=stored, events=EVENT, visits=("care",), struck=tuple(struck)))
    assert found.step in STEPS and found.reasons


def test_the_card_draws_the_staircase_with_where_she_stands() -> None:
    chat = visit(hub(), "care", before="home", can=5)
    chat.tap("visit", "!done")
    chat.tap("chosen", ("care", "hotel"))
    [card] = chat.last.replies
    assert [line.question for line in card.lines] == list(STEPS)
    assert [line.picture for line in card.lines] == ["✅", "✅", "📍", "⚪", "⚪", "⚪"]
    assert card.text.args["step"] == Text("path.step.placement1")
    assert all(line.values == (Text(f"sector.care.path.{line.question}"),) for line in card.lines)


@pytest.mark.parametrize("language", CONTENT.languages)
def test_every_step_of_every_sector_can_be_said_in_every_language(language: str) -> None:
    catalogue, known = Catalogue(), strings(language)
    for sector in CONTENT.sectors.values():
        for step in STEPS:
            for text_id in (f"sector.{sector.id}.path.{step}", f"path.step.{step}"):
                assert text_id in known
    for journey, _, _ in TABLE.values():
        for reason in place(journey).reasons:
            assert catalogue.text(reason, language) != reason.id


def test_the_case_has_the_path_with_its_reasons_as_they_are_told_of_her() -> None:
    chat = choosing()
    chat.tap("chosen", ("care", "hotel"))
    built = explored.build(CONTENT, chat.journey)
    assert built is not None
    assert [p["sector"]["code"] for p in built["paths"]] == ["care", "hotel"]
    assert [(p["step"]["code"], p["after"]["code"]) for p in built["paths"]] == [("intro", "visit")] * 2
    reasons = localised(built["paths"][0]["reasons"])
    assert reasons and not any(reason.startswith(("told.", "Du ")) for reason in reasons)
