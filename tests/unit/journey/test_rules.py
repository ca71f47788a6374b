"""Every rule of the assessment on either side of its edge, and the logic they are written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.content_loader import load_content
from actions.journey.assessment import assess
from actions.journey.model import Answer
from actions.journey.rules import evaluate, holds

CONTENT = load_content()
CASES = yaml.safe_load((Path(__file__).parent / "rules.yml").read_text(encoding="utf-8"))


def given_answers(short: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers as the cases write them: an option, a list of options, or "skipped". "none" is an option's name."""
    answers = {}
    for question, value in short.items():
        chosen = tuple(value) if isinstance(value, list) else str(value)
        answers[question] = Answer(status="skipped") if value == "skipped" else Answer(value=chosen)
    return answers


def _rules(node: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, dict):
        if "when" in node and "id" in node:
            yield node
        for value in node.values():
            yield from _rules(value)
    elif isinstance(node, list):
        for value in node:
            yield from _rules(value)


RULES = {rule["id"]: rule for rule in _rules(CONTENT.rules)}


def test_every_rule_has_a_case_on_either_side() -> None:
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_on_either_side(rule: str) -> None:
    condition = RULES[rule]["when"]
    assert evaluate(condition, given_answers(CASES[rule]["holds"])).truth is True
    assert evaluate(condition, given_answers(CASES[rule]["fails"])).truth is not True
    assert evaluate(condition, {}).truth is not True, "silence must not count"


@pytest.mark.parametrize("rule", sorted(RULES))
def test_cases_use_real_questions_and_options(rule: str) -> None:
    for side in CASES[rule].values():
        for question_id, answer in given_answers(side).items():
            question = CONTENT.question(question_id)
            assert question and all(question.option(o) for o in answer.options), (question_id, answer)


def test_unanswered_is_unknown_in_every_parameter() -> None:
    nothing = assess(CONTENT.rules, {})
    assert {p.value for p in nothing.parameters} == {"unknown"}
    assert len(nothing.parameters) == 8
    assert nothing.subgroup.value is nothing.effort.value is nothing.legal_group.value is None
    assert nothing.needs == ()


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        ({"hours": "h1", "danish": "none", "belief": "not_now"}, "3"),
        ({"hours": "h1", "danish": "none", "belief": "unsure"}, "2"),  # two signs of group 3 are not enough
        ({"belief": "soon", "danish": "everyday", "hours": "h4_5"}, "1"),
        ({"belief": "unsure", "danish": "everyday", "hours": "h4_5"}, "2"),  # not without motivation
        (
            {"belief": "soon", "danish": "everyday", "hours": "h4_5", "mobility": ["hard"]},
            "1",
        ),  # one hindrance is allowed
        (
            {
                "belief": "soon",
                "danish": "everyday",
                "worked": "both",
                "worked_years": "y1_2",
                "reading": "own_well",
                "measure": "stopped",
                "hours": "h2_3",
            },
            "2",
        ),  # three signs of group 2 outweigh
        (
            {
                "belief": "soon",
                "danish": "everyday",
                "worked": "both",
                "worked_years": "y1_2",
                "reading": "own_well",
                "measure": "stopped",
            },
            "1",
        ),  # two do not
        ({"belief": "soon", "danish": "everyday"}, None),  # too little is known
    ],
)
def test_subgroup_on_either_side(signs: dict[str, Any], expected: str | None) -> None:
    assert assess(CONTENT.rules, given_answers(signs)).subgroup.value == expected


def test_two_signs_of_group_3_beside_group_1_suggest_neither_1_nor_3() -> None:
    signs = {"belief": "soon", "danish": "none", "hours": "h4_5", "mobility": ["hard"], "arrived": "y2_5"}
    actual = assess(CONTENT.rules, given_answers(signs)).subgroup
    assert actual.value == "2"
    assert {r.rule for r in actual.against} >= {"g1_motivated", "g3_interpreter"}


def test_every_suggestion_names_the_answers_it_rests_on() -> None:
    signs = given_answers(
        {"belief": "soon", "school": "university", "worked": "abroad", "worked_years": "y3_5", "hours": "h6_8"}
    )
    actual = assess(CONTENT.rules, signs)
    assert actual.effort.value == "self_help"
    for reason in (*actual.subgroup.reasons, *actual.effort.reasons):
        assert reason.answers and set(reason.answers) <= set(signs)
        assert reason.source


def test_a_weaker_reading_of_the_same_answers_does_not_speak_against_the_stronger() -> None:
    signs = given_answers(
        {"sectors": ["childcare", "hotel"], "belief": "soon", "school": "basic", "worked_years": "y3_5"}
    )
    found = {p.id: p for p in assess(CONTENT.rules, signs).parameters}
    assert found["job_perspective"].value == "yes" and found["job_perspective"].against == ()
    assert [r.rule for r in found["qualifications"].against] == ["some_skills"], "another answer does speak against"


def test_three_values() -> None:
    skipped = {"danish": Answer(status="skipped")}
    few = {"danish": Answer(value="few")}
    assert evaluate({"danish": ["few"]}, few).truth is True
    assert evaluate({"danish": ["work"]}, few).truth is False
    assert evaluate({"danish": ["few"]}, skipped).truth is None
    assert evaluate({"not": {"danish": ["few"]}}, skipped).truth is None
    assert (
        evaluate({"any": [{"danish": ["few"]}, {"hours": ["h1"]}]}, {**skipped, "hours": Answer(value="h1")}).truth
        is True
    )
    assert evaluate({"at_least": {"n": 1, "of": [{"danish": ["few"]}]}}, skipped).truth is None
    assert evaluate({"at_least": {"n": 2, "of": [{"danish": ["few"]}]}}, few).truth is False
    assert holds({"not": {"danish": ["work"]}}, skipped), "a skipped question does not close what hangs on its absence"
    assert not holds({"danish": ["few"]}, skipped)
    assert holds({"unanswered": "danish"}, skipped) and not holds({"unanswered": "danish"}, few)
