"""Conditions over answers, in three values, so that silence never counts against anyone.

A condition is data (questions.yml, assessment.yml), small enough to be read aloud:

    {worked: [abroad, both]}             one of these was chosen; several keys in one mapping must all hold
    {any: [...]}, {all: [...]}, {not: …} Kleene's logic: unknown stays unknown unless the rest decides
    {at_least: {n: 3, of: [...]}}        that many of the conditions hold
    {count: {of: lifting_etc, n: 3}}     that many options of one question were chosen
    {unanswered: school}                 she skipped it, or would rather not say

An answer that was skipped, or a question not asked, is unknown (None), never false.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from actions.journey.model import Answer

OPERATORS = ("any", "all", "not", "at_least", "count", "unanswered")


@dataclass(frozen=True)
class Verdict:
    """Whether a condition holds (None: unknown), and the questions whose answers decided it."""

    truth: bool | None
    evidence: tuple[str, ...] = ()


def evaluate(condition: Mapping[str, Any], answers: Mapping[str, Answer]) -> Verdict:
    """The verdict of `condition` over `answers`. Raises KeyError for a malformed operator."""
    return _all([_one(key, value, answers) for key, value in condition.items()])


def holds(condition: Mapping[str, Any] | None, answers: Mapping[str, Answer]) -> bool:
    """Whether a question with this `when` is asked: an unknown literal counts as not chosen, so that a
    skipped question neither opens the questions that hang on a choice nor closes those that hang on its absence."""
    if condition is None:
        return True
    return _closed(condition, answers)


def mentioned(condition: Mapping[str, Any] | None) -> Iterator[str]:
    """The questions a condition speaks of."""
    for key, value in (condition or {}).items():
        if key in ("any", "all"):
            for part in value:
                yield from mentioned(part)
        elif key == "not":
            yield from mentioned(value)
        elif key == "at_least":
            for part in value["of"]:
                yield from mentioned(part)
        elif key == "count":
            yield value["of"]
        elif key == "unanswered":
            yield value
        else:
            yield key


def _one(key: str, value: Any, answers: Mapping[str, Answer]) -> Verdict:
    if key == "any":
        return _any([evaluate(part, answers) for part in value])
    if key == "all":
        return _all([evaluate(part, answers) for part in value])
    if key == "not":
        inner = evaluate(value, answers)
        return Verdict(None if inner.truth is None else not inner.truth, inner.evidence)
    if key == "at_least":
        return _at_least(value["n"], [evaluate(part, answers) for part in value["of"]])
    if key == "unanswered":
        answer = answers.get(value)
        return Verdict(answer is not None and answer.status != "answered", (value,))
    answer = answers.get(value["of"] if key == "count" else key)
    if answer is None or answer.status != "answered":
        return Verdict(None)
    if key == "count":
        return Verdict(len(answer.options) >= value["n"], (value["of"],))
    return Verdict(any(option in value for option in answer.options), (key,))


def _closed(condition: Mapping[str, Any], answers: Mapping[str, Answer]) -> bool:
    """Two-valued: unknown literals are false."""
    for key, value in condition.items():
        if key == "any":
            truth = any(_closed(part, answers) for part in value)
        elif key == "all":
            truth = all(_closed(part, answers) for part in value)
        elif key == "not":
            truth = not _closed(value, answers)
        else:
            truth = _one(key, value, answers).truth is True
        if not truth:
            return False
    return True


def _evidence(verdicts: list[Verdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(question for verdict in verdicts for question in verdict.evidence))


def _any(verdicts: list[Verdict]) -> Verdict:
    true = [v for v in verdicts if v.truth is True]
    if true:
        return Verdict(True, _evidence(true))
    if any(v.truth is None for v in verdicts):
        return Verdict(None)
    return Verdict(False, _evidence(verdicts))


def _all(verdicts: list[Verdict]) -> Verdict:
    false = [v for v in verdicts if v.truth is False]
    if false:
        return Verdict(False, _evidence(false))
    if any(v.truth is None for v in verdicts):
        return Verdict(None)
    return Verdict(True, _evidence(verdicts))


def _at_least(n: int, verdicts: list[Verdict]) -> Verdict:
    true = [v for v in verdicts if v.truth is True]
    if len(true) >= n:
        return Verdict(True, _evidence(true))
    open_ = sum(v.truth is None for v in verdicts)
    return Verdict(None if len(true) + open_ >= n else False, _evidence(true))
