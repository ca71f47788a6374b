"""The list's index: one row a case, derived from its newest revision, so that the list is one plain query.

It is brought up to date when the list is asked for: intake need not know of it, and it can be thrown away. The search
text is casefolded here, because SQLite's LIKE folds only ASCII. Health answers are not in it (models.CaseIndex).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from handoff_api.database import lock
from handoff_api.inbox.models import CaseIndex, Review
from handoff_api.intake.models import Case, Revision

BATCH = 100  # cases indexed in one transaction
LONGEST = 160  # characters of a name or goal in the list

_STALE = (
    select(Case, Revision)
    .join(Revision, (Revision.case_id == Case.id) & (Revision.number == Case.newest_revision))
    .outerjoin(CaseIndex, CaseIndex.case_id == Case.id)
    .where(or_(CaseIndex.case_id.is_(None), CaseIndex.revision != Case.newest_revision))
)


def refresh(session: Session) -> None:
    """Index every case whose newest revision is not indexed. Commits batch by batch: nobody waits for all of them."""
    while session.scalar(_STALE.with_only_columns(Case.id).limit(1)) is not None:
        lock(session, "case_index")  # two readers of the list must not both add a row
        for case, revision in session.execute(_STALE.limit(BATCH)).all():
            session.merge(row(case.id, case.number, revision.payload, _chosen(session, case.id)))
        session.commit()
        session.expunge_all()


def update_choice(session: Session, review: Review) -> None:
    """A caseworker's choice is what the list shows and filters by."""
    entry = session.get(CaseIndex, review.case_id)
    if entry is not None and review.about in ("subgroup", "effort"):
        setattr(entry, review.about, review.chosen)


def row(case_id: int, number: str, payload: Mapping[str, Any], chosen: Mapping[str, str | None]) -> CaseIndex:
    """The index row of a payload; `chosen` are the caseworkers' choices, which stand before the suggestions."""
    contact, assessment = payload["contact"], payload.get("assessment") or {}
    first, language = goal(payload)
    return CaseIndex(
        case_id=case_id,
        revision=payload["revision"],
        name=_cut(contact.get("name") or ""),
        goal=first,
        goal_language=language,
        subgroup=chosen.get("subgroup", _suggested(assessment, "subgroup")),
        effort=chosen.get("effort", _suggested(assessment, "effort")),
        interpreter=contact.get("interpreter"),
        search="\n".join(_searched(number, payload)).casefold(),
    )


def goal(payload: Mapping[str, Any]) -> tuple[str, str]:
    """The first line of the work goal and its language: what was chosen, in Danish, else her own words as they are."""
    for answer in payload["answers"]:
        if answer["factor"] == "goal" and answer["values"]:
            return _cut(", ".join(value["display"] for value in answer["values"])), "da"
        if answer["factor"] == "goal" and answer.get("words"):
            return _cut(answer["words"]["text"]), answer["words"]["language"]
    return "", "da"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _suggested(assessment: Mapping[str, Any], about: str) -> str | None:
    suggested = assessment[about]["suggested"] if about in assessment else None
    return suggested["code"] if suggested else None


def _searched(number: str, payload: Mapping[str, Any]) -> list[str]:
    texts = [number, payload.get("campaign") or "", payload["contact"].get("name") or ""]
    for answer in payload["answers"]:
        if not answer["sensitive"]:
            texts += [value["display"] for value in answer["values"]]
    texts += [sector["display"] for sector in (payload.get("explored") or {}).get("chosen", ())]
    line = payload.get("life_line") or {}
    # What she did is found; what only happened to her, such as a flight or a loss, is nobody's search word.
    did = (e for e in line.get("events", ()) if e["activities"] or e["jobs"] or e["work"])
    texts += [text for e in did for text in (e["title"]["da"], *(job["title"]["da"] for job in e["jobs"]))]
    texts += [competence["name"]["da"] for competence in line.get("competences", ())]
    return texts


def _chosen(session: Session, case_id: int) -> dict[str, str | None]:
    found = session.scalars(select(Review).where(Review.case_id == case_id).order_by(Review.id))
    return {review.about: review.chosen for review in found}
