"""The list of cases: filters, search, paging, and how many there are of each status. It reads the index (index.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from handoff_api.i18n import Translator, direction
from handoff_api.inbox import choices
from handoff_api.inbox.models import CaseIndex
from handoff_api.inbox.service import STATUSES
from handoff_api.intake.models import Case, Revision
from handoff_api.outreach.models import Campaign

PAGE_SIZE = 25
FILTERS = ("q", "status", "kind", "language", "subgroup", "campaign", "unit", "interpreter")
USUAL = "-"  # the filter for cases that no campaign gives to a unit of its own
LONGEST_SEARCH = 100
_INTERPRETER = {"yes": True, "no": False}
# The same as service.status_of, for the database.
_STATUS = case((Case.state != "open", Case.state), (Revision.read_at.is_(None), "new"), else_="read")


@dataclass(frozen=True)
class Row:
    """One case in the list, in words."""

    number: str
    name: str
    kind: str
    goal: str
    goal_language: str
    goal_direction: str
    language_name: str
    interpreter: bool
    subgroup: str
    effort: str
    campaign: str
    place: str  # of the campaign; "" where its code is not known
    unit: str  # "": the usual one
    received: str
    received_iso: str
    status: str
    status_name: str
    unread: bool


@dataclass(frozen=True)
class Page:
    rows: tuple[Row, ...]
    total: int
    number: int
    pages: int


def read_filters(query: Mapping[str, str]) -> dict[str, str]:
    """The filters of a request, each "" when not set; what is not a filter is left out."""
    return {name: query.get(name, "").strip()[:LONGEST_SEARCH] for name in FILTERS}


def page(session: Session, filters: Mapping[str, str], number: int, _: Translator) -> Page:
    """One page of the cases that pass, newest first. A page that does not exist is the nearest that does."""
    passing = _filtered(_with_index(select(Case, CaseIndex, _STATUS, Revision.read_at, Campaign)), filters)
    total = session.scalar(select(func.count()).select_from(passing.with_only_columns(Case.id).subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(number, 1), pages)
    found = session.execute(
        passing.order_by(Case.updated_at.desc(), Case.id.desc()).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    )
    rows = tuple(_row(c, entry, status, read_at, campaign, _) for c, entry, status, read_at, campaign in found)
    return Page(rows, total, number, pages)


def counts(session: Session, filters: Mapping[str, str]) -> dict[str, int]:
    """How many cases of each status pass the other filters; "" is all of them."""
    passing = _filtered(_with_index(select(_STATUS.label("status"))), {**filters, "status": ""}).subquery()
    found = dict(session.execute(select(passing.c.status, func.count()).group_by(passing.c.status)).tuples().all())
    return {"": sum(found.values()), **{status: found.get(status, 0) for status in STATUSES}}


def present(session: Session, column: Any) -> list[str]:
    """The values of a column that occur, for a filter's options."""
    return [value for value in session.scalars(select(column).distinct().order_by(column)) if value]


def _with_index(query: Select[Any]) -> Select[Any]:
    newest = (Revision.case_id == Case.id) & (Revision.number == Case.newest_revision)
    indexed = query.select_from(Case).join(CaseIndex, CaseIndex.case_id == Case.id).join(Revision, newest)
    return indexed.outerjoin(Campaign, Campaign.code == Case.campaign)


def _filtered(query: Select[Any], filters: Mapping[str, str]) -> Select[Any]:
    for name, column in (
        ("status", _STATUS),
        ("kind", Case.kind),
        ("language", Case.language),
        ("campaign", Case.campaign),
        ("subgroup", CaseIndex.subgroup),
    ):
        if filters[name]:
            query = query.where(column == filters[name])
    if filters["unit"]:
        wanted = "" if filters["unit"] == USUAL else filters["unit"]
        query = query.where(func.coalesce(Campaign.unit, "") == wanted)
    if filters["interpreter"] in _INTERPRETER:
        query = query.where(CaseIndex.interpreter.is_(_INTERPRETER[filters["interpreter"]]))
    for word in filters["q"].casefold().split():
        query = query.where(CaseIndex.search.contains(word, autoescape=True))
    return query


def _row(
    case: Case, entry: CaseIndex, status: str, read_at: datetime | None, campaign: Campaign | None, _: Translator
) -> Row:
    subgroup = choices.SUBGROUPS.get(entry.subgroup or "")
    effort = choices.EFFORTS.get(entry.effort or "")
    return Row(
        number=case.number,
        name=entry.name,
        kind=case.kind,
        goal=entry.goal,
        goal_language=entry.goal_language,
        goal_direction=direction(entry.goal_language),
        language_name=_.language_name(case.language),
        interpreter=bool(entry.interpreter),
        subgroup=_(subgroup) if subgroup else entry.subgroup or "",
        effort=_(effort) if effort else entry.effort or "",
        campaign=case.campaign or "",
        place=campaign.place if campaign else "",
        unit=campaign.unit if campaign else "",
        received=_.moment(case.updated_at),
        received_iso=case.updated_at.isoformat(),
        status=status,
        status_name=_(f"status.{status}"),
        unread=read_at is None,
    )
