"""The caseworker's pages: list, case, print; and the forms of the case page. Every page works without JavaScript."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff_api.accounts.deps import ActingUser, CurrentUser, only
from handoff_api.accounts.models import User
from handoff_api.audit import service as audit
from handoff_api.audit.models import AuditEntry
from handoff_api.database import SessionDep, utc_now
from handoff_api.documents.service import render as make_paper
from handoff_api.i18n import Translator
from handoff_api.i18n import mark as _
from handoff_api.inbox import casepage, changes, choices, index, listing, papers, service
from handoff_api.inbox.quotes import DANISH
from handoff_api.intake.models import Case, Revision
from handoff_api.intake.service import mark_read
from handoff_api.outreach import service as outreach
from handoff_api.outreach.models import Campaign
from handoff_api.pages import PageRefused, redirect, render, translator

# An outreach worker never sees a case.
router = APIRouter(prefix="/inbox", include_in_schema=False, dependencies=[Depends(only("caseworker", "admin"))])
Field = Annotated[str, Form()]


@router.get("")
def list_page(request: Request, session: SessionDep, user: CurrentUser) -> Response:
    """The cases, newest first, narrowed by what the address says."""
    _ = translator(request)
    filters = listing.read_filters(request.query_params)
    index.refresh(session)
    page = listing.page(session, filters, _number(request.query_params.get("page", "")), _)
    counts = listing.counts(session, filters)

    def link(**changed: Any) -> str:
        wanted = {**filters, "page": "", **changed}
        return "/inbox?" + urlencode({name: value for name, value in wanted.items() if value})

    languages = [(code, _.language_name(code)) for code in listing.present(session, Case.language)]
    places = {campaign.code: f"{campaign.place} ({campaign.code})" for campaign in outreach.campaigns(session)}
    campaigns = [(code, places.get(code, code)) for code in listing.present(session, Case.campaign)]
    units = [(unit, unit) for unit in listing.present(session, Campaign.unit)]
    session.commit()
    return render(
        request,
        "list.html",
        filters=filters,
        page=page,
        link=link,
        narrowed=any(value for name, value in filters.items() if name != "status"),
        tabs=[("", _("list.all"), counts[""])] + [(s, _(f"status.{s}"), counts[s]) for s in service.STATUSES],
        kinds=[(kind, _(f"kind.{kind}")) for kind in ("screening", "contact")],
        languages=languages,
        subgroups=[(code, _(name)) for code, name in choices.SUBGROUPS.items()],
        campaigns=campaigns,
        units=[*units, (listing.USUAL, _("campaign.usual_unit"))] if units else [],
        interpreters=[("yes", _("case.interpreter.yes")), ("no", _("case.interpreter.no"))],
    )


@router.get("/cases/{number}")
def case_page(request: Request, session: SessionDep, user: CurrentUser, number: str, revision: str = "") -> Response:
    """One case, in its newest revision or an earlier one. Opening the newest marks it read; every view is audited."""
    case = _case(session, number)
    shown = _revision(case, revision)
    fresh = case.newest.read_at is None
    context = _context(session, case, shown, translator(request))
    trail = _trail(session, case) if user.role == "admin" else None
    _viewed(session, case, shown, user, "viewed")
    return render(request, "case.html", **context, fresh=fresh, audit=trail)


@router.get("/cases/{number}/print")
def print_page(request: Request, session: SessionDep, user: CurrentUser, number: str, revision: str = "") -> Response:
    """The case on paper: everything open, nothing to click."""
    case = _case(session, number)
    shown = _revision(case, revision)
    context = _context(session, case, shown, translator(request))
    _viewed(session, case, shown, user, "printed")
    return render(request, "print.html", **{**context, "acting": False}, fresh=False, now=utc_now())


@router.get("/cases/{number}/papers/{kind}.{format_}")
def paper(
    request: Request,
    session: SessionDep,
    user: CurrentUser,
    number: str,
    kind: str,
    format_: str,
    languages: str = DANISH,
    revision: str = "",
) -> Response:
    """Life line, CV or letter as a file. Nothing of it is kept; making it is audited as a view is."""
    case = _case(session, number)
    shown = _revision(case, revision)
    wanted = papers.body(shown.payload, kind, format_, languages, service.wordings(session, case))
    if wanted is None:
        raise PageRefused(404, _("error.no_paper"), _path(case))
    _viewed(session, case, shown, user, f"paper_{kind}")
    made = make_paper(wanted)
    disposition = f'attachment; filename="{case.number}-{made.filename}"'
    return Response(made.content, media_type=made.media_type, headers={"Content-Disposition": disposition})


@router.post("/cases/{number}/reviews")
def add_review(
    request: Request,
    session: SessionDep,
    user: ActingUser,
    number: str,
    about: Field = "",
    chosen: Field = "",
    comment: Field = "",
    revision: Field = "",
) -> Response:
    """Confirm or change a suggestion, or add a need."""
    case = _case(session, number)
    try:
        added = service.review(session, case, user, about=about, chosen=chosen, comment=comment, seen=_number(revision))
    except service.Refused as refused:
        raise PageRefused(422, str(refused), _path(case), comment) from None
    session.commit()
    return redirect(f"{_path(case)}#{added.about.replace(':', '-')}")


@router.post("/cases/{number}/notes")
def add_note(request: Request, session: SessionDep, user: ActingUser, number: str, text: Field = "") -> Response:
    """A note on the case."""
    case = _case(session, number)
    try:
        service.add_note(session, case, user, text)
    except service.Refused as refused:
        raise PageRefused(422, str(refused), _path(case), text) from None
    session.commit()
    return redirect(f"{_path(case)}#notes")


@router.post("/cases/{number}/wordings")
def add_wording(
    request: Request, session: SessionDep, user: ActingUser, number: str, about: Field = "", text: Field = ""
) -> Response:
    """Her own words, said in Danish."""
    case = _case(session, number)
    try:
        worded = service.word(session, case, user, about=about, text=text)
    except service.Refused as refused:
        raise PageRefused(422, str(refused), _path(case), text) from None
    session.commit()
    return redirect(f"{_path(case)}#{worded.about}")


@router.post("/cases/{number}/status")
def set_status(request: Request, session: SessionDep, user: ActingUser, number: str, status: Field = "") -> Response:
    """How far the work with the case is."""
    case = _case(session, number)
    try:
        service.set_status(session, case, user, status)
    except service.Refused as refused:
        raise PageRefused(422, str(refused), _path(case)) from None
    session.commit()
    return redirect(_path(case))


def _context(session: Session, case: Case, shown: Revision, _: Translator) -> dict[str, Any]:
    earlier = [r for r in case.revisions if r.number < shown.number]
    payload = shown.payload
    return {
        "case": case,
        "revision": shown,
        "revisions": list(case.revisions),
        "newest": case.newest_revision,
        "campaign": outreach.find(session, payload["campaign"] or ""),
        "acting": shown.number == case.newest_revision,
        "current_status": "read" if case.state == "open" else case.state,
        "status_name": _(f"status.{service.status_of(case)}"),
        "statuses": [(status, _(f"status.{status}")) for status in service.SETTABLE],
        "view": casepage.view(payload, service.reviews(session, case), service.wordings(session, case), _),
        "papers": papers.offered(payload, _),
        "factors": [(factor, _(f"factor.{factor}")) for factor in casepage.FACTORS],
        "values": {value: _(f"value.{value}") for value in ("yes", "partly", "no", "unknown")},
        "consents": [(_(f"consent.{c['scope']}"), c["given_at"]) for c in payload["consents"]],
        "changed": changes.changes(earlier[-1].payload, payload, _) if earlier else [],
        "earlier": earlier[-1].number if earlier else 0,
        "screening": max((r.number for r in earlier if r.kind == "screening"), default=0),
        "addable": [(code, _(name)) for code, name in choices.all_needs().items()],
        "notes": service.notes(session, case),
    }


def _trail(session: Session, case: Case) -> list[AuditEntry]:
    newest_first = select(AuditEntry).where(AuditEntry.case == case.number).order_by(AuditEntry.id.desc())
    return list(session.scalars(newest_first.limit(100)))


def _viewed(session: Session, case: Case, shown: Revision, user: User, action: str) -> None:
    audit.record(session, actor=f"user:{user.email}", action=action, case=case.number)
    if shown.number == case.newest_revision:
        mark_read(session, case, f"user:{user.email}")
    session.commit()


def _case(session: Session, number: str) -> Case:
    case = service.find_case(session, number)
    if case is None:
        raise PageRefused(404, _("error.no_case"))
    return case


def _revision(case: Case, wanted: str) -> Revision:
    if not wanted:
        return case.newest
    found = next((r for r in case.revisions if str(r.number) == wanted), None)
    if found is None:
        raise PageRefused(404, _("error.no_revision"), _path(case))
    return found


def _path(case: Case) -> str:
    return f"/inbox/cases/{case.number}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
