"""What is handed over: the body of `POST /v1/screenings`, version 1 of the contract, with Texts where words will stand.

The adapter renders the Texts in Danish before the body is written to the outbox; her own words go along as they are,
with their language. Struck lines are not in it, health only under its consent, and nothing is in it that she did not
say yes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actions.journey import explore, explored, papers, review
from actions.journey.assessment import Assessment, Reason, Suggestion
from actions.journey.competences import COMPETENCE
from actions.journey.flow import applies, asked
from actions.journey.model import Answer, Content, Journey, Question, Text
from actions.journey.speech import asks, label, name

SCHEMA_VERSION = "1"
LONGEST_NAME = 300  # characters; what the contract takes
UNITS = {"duration": "months", "year": "year", "birth": "year", "number": "hours"}


def build(content: Content, journey: Journey, now: datetime) -> Mapping[str, Any]:
    """The case of this journey at its `sent_revision`. A contact wish alone has neither answers nor assessment."""
    screening = journey.sent_kind == "screening"
    questions = _handed_over(content, journey) if screening else ()
    return {
        "schema_version": SCHEMA_VERSION,
        "journey": journey.id,
        "revision": journey.sent_revision,
        "kind": journey.sent_kind,
        "answered_at": _utc(now.isoformat()),
        "language": journey.language or content.languages[0],
        "campaign": journey.campaign,
        "content_version": content.version,
        "consents": [{"scope": scope, "given_at": _utc(at)} for scope, at in journey.consents.items() if at],
        "contact": _contact(content, journey),
        "answers": [_answer(content, journey, q) for q in questions],
        "assessment": _assessment(review.assessed(content, journey)) if screening else None,
        "disagreements": _disagreements(journey) if screening else [],
        **(_life(content, journey) if screening else {}),
        **({"explored": found} if screening and (found := explored.build(content, journey)) else {}),
    }


def _life(content: Content, journey: Journey) -> Mapping[str, Any]:
    """Her life line, competences and letter, in her language and in Danish, with what papers made of them need.
    `photo` is True where the store is to put her photo, which she has said yes to sending."""
    if not papers.anything(content, journey):
        return {}
    body = papers.body(content, journey, "letter", "pdf", papers.both(content, journey))
    photo = True if journey.photo and journey.consents.get("photo") else None
    return {**{key: body[key] for key in ("life_line", "letter", "profile", "labels")}, "photo": photo}


def _handed_over(content: Content, journey: Journey) -> tuple[Question, ...]:
    out = review.unsent(content, journey)
    return tuple(
        q
        for q in asked(content, journey, "main")
        if review.has_line(q)
        and not q.id.startswith(COMPETENCE)
        and q.module != explore.MODULE  # in `explored`, beside what they belong to
        and q.id in journey.answers
        and q.id not in out
        and applies(journey, q)
    )


def _utc(iso: str) -> str:
    return iso.replace("+00:00", "Z")


def _coding(code: str, text: Text) -> Mapping[str, Any]:
    return {"code": code, "display": text}


def _answer(content: Content, journey: Journey, question: Question) -> Mapping[str, Any]:
    answer = journey.answers[question.id]
    return {
        "question": _coding(question.id, name(question)),
        "asked": asks(content, question),
        "factor": _factor(question, answer),
        "status": answer.status,
        "values": [_coding(option, label(question, option)) for option in answer.options],
        "number": answer.number,
        "unit": UNITS.get(question.type) if answer.number is not None else None,
        "words": _words(answer, journey),
        "sensitive": question.personal == "health",
    }


def _factor(question: Question, answer: Answer) -> str:
    """Where the answer stands on the case page. Of several options one barrier is enough: it must not be overlooked."""
    chosen = [option.factor or question.factor for o in answer.options if (option := question.option(o))]
    return "barriers" if "barriers" in chosen else next(iter(chosen), question.factor)


def _words(answer: Answer, journey: Journey) -> Mapping[str, str] | None:
    return {"text": answer.words, "language": answer.language or journey.language or "und"} if answer.words else None


def _contact(content: Content, journey: Journey) -> Mapping[str, Any]:
    given = {q: a for q, a in journey.answers.items() if a.status == "answered"}
    reach, time = content.question("reach"), content.question("time")
    assert reach and time, "the content check holds these two"
    way = given["reach"].options[0] if "reach" in given else "nobody"
    interpreter = given.get("interpreter")
    return {
        "reach": _coding(way, label(reach, way)),
        "name": (given["name"].words or "")[:LONGEST_NAME] or None if "name" in given else None,
        "phone": given["phone"].words if way == "phone" and "phone" in given else None,
        "email": given["email"].words if way == "email" and "email" in given else None,
        "times": [_coding(o, label(time, o)) for o in given["time"].options] if "time" in given else [],
        "interpreter": interpreter.value == "yes" if interpreter else None,
    }


def _assessment(assessment: Assessment) -> Mapping[str, Any]:
    return {
        "parameters": [
            {
                "parameter": _coding(p.id, Text(f"parameter.{p.id}")),
                "value": p.value,
                "reasons": _reasons(p.reasons),
                "against": _reasons(p.against),
            }
            for p in assessment.parameters
        ],
        "subgroup": _suggestion(assessment.subgroup, "subgroup"),
        "effort": _suggestion(assessment.effort, "effort"),
        "legal_group": _suggestion(assessment.legal_group, "legal"),
        "needs": [_suggestion(s, "need") for s in assessment.needs],
    }


def _suggestion(suggestion: Suggestion, kind: str) -> Mapping[str, Any]:
    value = suggestion.value
    shown = kind in ("subgroup", "effort", "need") and value and not value.endswith("_none")
    return {
        "suggested": _coding(value, Text(f"{kind}.{value}")) if value else None,
        "plain": Text(f"plain.{kind}.{value}") if shown else "",
        "reasons": _reasons(suggestion.reasons),
        "against": _reasons(suggestion.against),
    }


def _reasons(reasons: tuple[Reason, ...]) -> list[Mapping[str, Any]]:
    return [
        {"rule": _coding(r.rule, Text(f"rule.{r.rule}")), "source": r.source, "answers": list(r.answers)}
        for r in reasons
    ]


def _disagreements(journey: Journey) -> list[Mapping[str, Any]]:
    answer = journey.answers.get("differ")
    if answer is None or answer.status != "answered" or "differ" in journey.struck:
        return []
    about = answer.options[0] if answer.options else "other"
    said = answer.words or Text(f"q.differ.o.{about}")
    language = (answer.language or journey.language or "und") if answer.words else "da"
    return [{"about": _coding(about, Text(f"q.differ.o.{about}")), "words": {"text": said, "language": language}}]
