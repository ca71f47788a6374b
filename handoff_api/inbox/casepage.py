"""A stored payload (the handoff contract, version 1) becomes what the case page shows.

    CaseView      the whole page
      Line          one answer; skipped and unknown are "not answered", never "no"
      ParameterView one of the eight, with the answers it rests on
      Proposal      one suggestion, what speaks for and against, and what caseworkers chose
        Ground        a rule in words, its source, its answers
      LifeView      her life line and competences (lifepage.py)
      ExploredView  sectors, the path and what she asked (explorepage.py)

Pure: no SQL, no HTTP. Texts of the case are Danish as they came; her own words stay in her language (quotes.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handoff_api.i18n import Translator
from handoff_api.inbox import choices, explorepage, lifepage
from handoff_api.inbox.models import Review, Wording
from handoff_api.inbox.quotes import Quote, Quotes

Payload = Mapping[str, Any]
FACTORS = ("goal", "attitude", "resources", "barriers", "facts")


@dataclass(frozen=True)
class Line:
    code: str
    label: str
    asked: str
    factor: str
    answered: bool
    value: str  # "" when only her own words, or nothing, was said
    quote: Quote | None
    sensitive: bool


@dataclass(frozen=True)
class Ground:
    text: str
    source: str
    evidence: tuple[Line, ...]


@dataclass(frozen=True)
class ParameterView:
    code: str
    name: str
    value: str  # "yes", "partly", "no" or "unknown"
    reasons: tuple[Ground, ...]
    against: tuple[Ground, ...]


@dataclass(frozen=True)
class Option:
    code: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class ReviewView:
    review: Review
    chosen_name: str  # "" when nothing of the kind is needed
    confirmed: bool


@dataclass(frozen=True)
class Proposal:
    about: str
    title: str
    code: str | None
    name: str  # "" when unknown
    plain: str
    reasons: tuple[Ground, ...]
    against: tuple[Ground, ...]
    differs: tuple[Quote, ...]  # "I see it differently"
    reviews: tuple[ReviewView, ...]  # newest first
    options: tuple[Option, ...]
    added: bool = False  # a need that a caseworker added

    @property
    def current(self) -> ReviewView | None:
        return self.reviews[0] if self.reviews else None

    @property
    def anchor(self) -> str:
        return self.about.replace(":", "-")


@dataclass(frozen=True)
class CaseView:
    kind: str
    contact: Payload
    consents: Sequence[Payload]
    factors: Mapping[str, tuple[Line, ...]]
    parameters: tuple[ParameterView, ...]
    singles: tuple[Proposal, ...]
    needs: tuple[Proposal, ...]
    needs_differ: tuple[Quote, ...]
    differs: tuple[tuple[str, Quote], ...]  # about everything, or about something that has no place of its own
    missing: tuple[str, ...]  # labels of what was not answered
    life: lifepage.LifeView | None
    explored: explorepage.ExploredView | None
    photo: str  # a JPEG in base64; "" when none was sent


def view(payload: Payload, reviews: Sequence[Review], wordings: Sequence[Wording], _: Translator) -> CaseView:
    """The page of one revision. `reviews` and `wordings` are the case's, oldest first."""
    quotes = Quotes(wordings, _)
    lines = {line.code: line for line in (_line(answer, quotes, _) for answer in payload["answers"])}
    disagreements = [(d["about"], quotes.of(d["words"])) for d in payload["disagreements"]]
    assessment = payload.get("assessment") or {}
    singles = tuple(
        _proposal(about, title, assessment[about], lines, _about(disagreements, about), reviews, _)
        for about, title in (
            ("subgroup", _("case.subgroup")),
            ("effort", _("case.effort")),
            ("legal_group", _("case.legal_group")),
        )
        if about in assessment
    )
    needs = tuple(_needs(assessment, lines, disagreements, reviews, _)) if assessment else ()
    placed = {p.about for p in singles} | {p.code for p in needs} | ({"needs"} if assessment else set())
    return CaseView(
        kind=payload["kind"],
        contact=payload["contact"],
        consents=payload["consents"],
        factors={factor: tuple(line for line in lines.values() if line.factor == factor) for factor in FACTORS},
        parameters=tuple(_parameter(p, lines) for p in assessment.get("parameters", ())),
        singles=singles,
        needs=needs,
        needs_differ=_about(disagreements, "needs") if assessment else (),
        differs=tuple(
            ("" if about["display"] == quote.text else about["display"], quote)
            for about, quote in disagreements
            if about["code"] not in placed
        ),
        missing=tuple(line.label for line in lines.values() if not line.answered),
        life=lifepage.life(payload, quotes, _),
        explored=explorepage.explored(payload, quotes),
        photo=payload.get("photo") or "",
    )


def value_text(answer: Payload, _: Translator) -> str:
    """A chosen answer in words: its options and, where she gave one, the exact number with its unit."""
    chosen = ", ".join(value["display"] for value in answer["values"])
    number = answer.get("number")
    if number is None:
        return chosen
    exact = number_text(number, answer.get("unit"), _)
    return f"{chosen} ({exact})" if chosen and chosen != exact else exact


def number_text(number: int, unit: str | None, _: Translator) -> str:
    """A number with its unit; whole years of months are said as years."""
    if unit == "months":
        years, months = divmod(number, 12)
        parts = [_("unit.years", n=years)] if years else []
        if months or not years:
            parts.append(_("unit.months", n=months))
        return " ".join(parts)
    return _("unit.hours", n=number) if unit == "hours" else str(number)


def _line(answer: Payload, quotes: Quotes, _: Translator) -> Line:
    return Line(
        code=answer["question"]["code"],
        label=answer["question"]["display"],
        asked=answer["asked"],
        factor=answer["factor"],
        answered=answer["status"] == "answered",
        value=value_text(answer, _),
        quote=quotes.of(answer["words"]) if answer.get("words") else None,
        sensitive=answer["sensitive"],
    )


def _about(disagreements: Sequence[tuple[Payload, Quote]], code: str) -> tuple[Quote, ...]:
    return tuple(quote for about, quote in disagreements if about["code"] == code)


def _grounds(reasons: Sequence[Payload], lines: Mapping[str, Line]) -> tuple[Ground, ...]:
    return tuple(
        Ground(r["rule"]["display"], r["source"], tuple(lines[code] for code in r["answers"] if code in lines))
        for r in reasons
    )


def _parameter(parameter: Payload, lines: Mapping[str, Line]) -> ParameterView:
    return ParameterView(
        code=parameter["parameter"]["code"],
        name=parameter["parameter"]["display"],
        value=parameter["value"],
        reasons=_grounds(parameter["reasons"], lines),
        against=_grounds(parameter["against"], lines),
    )


def _proposal(
    about: str,
    title: str,
    suggestion: Payload,
    lines: Mapping[str, Line],
    differs: tuple[Quote, ...],
    reviews: Sequence[Review],
    _: Translator,
) -> Proposal:
    suggested = suggestion["suggested"]
    code = suggested["code"] if suggested else None
    seen = _reviews(about, suggested, reviews, _)
    standing = seen[0].review.chosen if seen else code
    return Proposal(
        about=about,
        title=title,
        code=code,
        name=suggested["display"] if suggested else "",
        plain=suggestion["plain"],
        reasons=_grounds(suggestion["reasons"], lines),
        against=_grounds(suggestion["against"], lines),
        differs=differs,
        reviews=seen,
        options=_options(about, suggested, standing, _),
    )


def _options(about: str, suggested: Payload | None, standing: str | None, _: Translator) -> tuple[Option, ...]:
    named = {code: _(name) for code, name in choices.options(about).items()}
    if suggested:
        named[suggested["code"]] = suggested["display"]
    return tuple(Option(code, name, code == standing) for code, name in named.items())


def _reviews(about: str, suggested: Payload | None, reviews: Sequence[Review], _: Translator) -> tuple[ReviewView, ...]:
    def name(code: str | None) -> str:
        if code is None:
            return ""
        if suggested and suggested["code"] == code:
            return str(suggested["display"])
        known = choices.name(code)
        return _(known) if known else code

    return tuple(ReviewView(r, name(r.chosen), r.chosen == r.suggested) for r in reversed(reviews) if r.about == about)


def _needs(
    assessment: Payload,
    lines: Mapping[str, Line],
    disagreements: Sequence[tuple[Payload, Quote]],
    reviews: Sequence[Review],
    _: Translator,
) -> list[Proposal]:
    found = [need for need in assessment["needs"] if need["suggested"]]
    proposals = [
        _proposal(
            f"need:{need['suggested']['code']}",
            need["suggested"]["display"],
            need,
            lines,
            _about(disagreements, need["suggested"]["code"]),
            reviews,
            _,
        )
        for need in found
    ]
    shown = {proposal.about for proposal in proposals}
    for about in dict.fromkeys(r.about for r in reviews if r.about.startswith("need:") and r.about not in shown):
        proposals.append(_earlier_need(about, lines, reviews, _))
    return proposals


def _earlier_need(about: str, lines: Mapping[str, Line], reviews: Sequence[Review], _: Translator) -> Proposal:
    """A need that a caseworker added, or reviewed when an earlier revision suggested it."""
    code = about.removeprefix("need:")
    known = choices.name(code)
    nothing: Payload = {"suggested": None, "plain": "", "reasons": [], "against": []}
    proposal = _proposal(about, _(known) if known else code, nothing, lines, (), reviews, _)
    return Proposal(**{**proposal.__dict__, "added": True})
