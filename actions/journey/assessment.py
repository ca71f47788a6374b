"""The assessment: answers become parameters, a subgroup, needs, an effort and a legal group, each with its reasons.

It suggests and never decides: every suggestion lists the rules it rests on with their answers, and what speaks against
it; what was not answered is unknown. The rules themselves are data (content/assessment.yml). Sources: VIVE's screening
parameters and subgroups (IPL 7.1.1, 7.5, 7.6), KL's kinds of effort and legal groups (FUT rec. 1 and 2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.journey.model import Answer
from actions.journey.rules import evaluate

Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Reason:
    """A rule that holds, its source, and the questions whose answers made it hold."""

    rule: str
    source: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Parameter:
    """One of the eight: value is "yes", "partly", "no" or "unknown"."""

    id: str
    value: str
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]


@dataclass(frozen=True)
class Suggestion:
    """`about` says what is suggested (subgroup, effort, legal_group, a need); `value` None is unknown."""

    about: str
    value: str | None
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Assessment:
    parameters: tuple[Parameter, ...]
    subgroup: Suggestion
    effort: Suggestion
    legal_group: Suggestion
    needs: tuple[Suggestion, ...]


def assess(rules: Mapping[str, Any], answers: Answers) -> Assessment:
    """The assessment of `answers` by `rules` (content/assessment.yml). Pure, total: any set of answers has one."""
    return Assessment(
        parameters=tuple(_parameter(p, answers) for p in rules["parameters"]),
        subgroup=_subgroup(rules["subgroups"], answers),
        effort=_effort(rules["effort"], answers),
        legal_group=_legal_group(rules["legal_group"], answers),
        needs=tuple(s for need in rules["needs"] for s in _need(need, answers)),
    )


def _holding(
    rules: Sequence[Mapping[str, Any]], source: str, answers: Answers
) -> list[tuple[Mapping[str, Any], Reason]]:
    found = []
    for rule in rules:
        verdict = evaluate(rule["when"], answers)
        if verdict.truth is True:
            found.append((rule, Reason(rule["id"], rule.get("source", source), verdict.evidence)))
    return found


def _reasons(rules: Sequence[Mapping[str, Any]], source: str, answers: Answers) -> tuple[Reason, ...]:
    return tuple(reason for _, reason in _holding(rules, source, answers))


def _parameter(parameter: Mapping[str, Any], answers: Answers) -> Parameter:
    found = _holding(parameter["rules"], parameter["source"], answers)
    if not found:
        return Parameter(parameter["id"], "unknown", (), ())
    value = found[0][0]["value"]
    reasons = tuple(reason for rule, reason in found if rule["value"] == value)
    read = {question for reason in reasons for question in reason.answers}
    # Answers that were already read as more (two sectors are also one) do not speak against it.
    against = tuple(r for rule, r in found if rule["value"] != value and not read.issuperset(r.answers))
    return Parameter(parameter["id"], value, reasons, against)


def _subgroup(rules: Mapping[str, Any], answers: Answers) -> Suggestion:
    signs = {group: _reasons(listed, rules["source"], answers) for group, listed in rules["signs"].items()}
    for choice in rules["order"]:
        group = choice["group"]
        own = signs[group]
        if len(own) < choice.get("at_least", 0):
            continue
        if "needs" in choice and choice["needs"] not in {reason.rule for reason in own}:
            continue
        if any(len(signs[other]) > most for other, most in choice.get("at_most", {}).items()):
            continue
        if sum(len(found) for found in signs.values()) < choice.get("at_least_of_any", 0):
            continue
        against = tuple(reason for other, found in signs.items() if other != group for reason in found)
        return Suggestion("subgroup", group, own, against)
    return Suggestion("subgroup", None)


def _effort(rules: Mapping[str, Any], answers: Answers) -> Suggestion:
    found = {rule["id"]: _reasons(rule["signs"], rules["source"], answers) for rule in rules["rules"]}
    for rule in rules["rules"]:
        if len(found[rule["id"]]) >= rule["n"]:
            against = tuple(r for other, reasons in found.items() if other != rule["id"] for r in reasons)
            return Suggestion("effort", rule["id"], found[rule["id"]], against)
    return Suggestion("effort", None)


def _legal_group(rules: Mapping[str, Any], answers: Answers) -> Suggestion:
    found = _holding(rules["rules"], rules["source"], answers)
    if not found:
        return Suggestion("legal_group", None)
    group = found[0][0]["group"]
    return Suggestion(
        "legal_group",
        group,
        tuple(reason for rule, reason in found if rule["group"] == group),
        tuple(reason for rule, reason in found if rule["group"] != group),
    )


def _need(need: Mapping[str, Any], answers: Answers) -> list[Suggestion]:
    found = _holding(need["rules"], "", answers)
    if need["choose"] == "one" and found:
        first, *others = found
        return [Suggestion(need["id"], first[0]["id"], (first[1],), tuple(reason for _, reason in others))]
    return [Suggestion(need["id"], rule["id"], (reason,)) for rule, reason in found]
