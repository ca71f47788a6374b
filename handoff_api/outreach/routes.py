"""The outreach worker's pages: her campaigns, one campaign with its link, papers and figures. No case is ever read."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff_api.accounts.deps import ActingUser, CurrentUser, only
from handoff_api.database import SessionDep, utc_now
from handoff_api.i18n import Translator, live_languages
from handoff_api.i18n import mark as _
from handoff_api.outreach import charts, figures, form, posters, service
from handoff_api.outreach.models import Campaign
from handoff_api.outreach.schemas import EVENTS
from handoff_api.pages import PageRefused, redirect, render, translator

HOME = "/inbox/campaigns"
router = APIRouter(prefix=HOME, include_in_schema=False, dependencies=[Depends(only("outreach", "admin"))])
# Opens in a table program of this country: it takes a comma for part of a number.
SEPARATOR = {"da": ";", "en": ","}


@router.get("")
def list_page(request: Request, session: SessionDep, user: CurrentUser) -> Response:
    """All campaigns, and how many have begun through each."""
    known = service.campaigns(session)
    seen = figures.overview(service.by_campaign(session), [c.code for c in known])
    return render(
        request,
        "outreach_list.html",
        campaigns=[(c, service.state(c), seen.rows[c.code]) for c in known],
        seen=seen,
    )


@router.get("/new")
def new_page(request: Request, session: SessionDep, user: CurrentUser, copy: str = "") -> Response:
    """The form for a new campaign, empty or as a copy of another."""
    source = service.find(session, copy)
    today = utc_now().astimezone(service.ZONE).date().isoformat()
    if source is None:
        given = form.Typed(languages=tuple(live_languages()), opens_on=today)
    else:
        past = form.of(source)
        given = form.Typed(past.place, past.unit, past.languages, today, "", past.most)
    return _form(request, session, given, {}, None)


@router.post("/new")
async def create(request: Request, session: SessionDep, user: ActingUser) -> Response:
    """A new campaign; on to its page."""
    given = await _typed(request)
    return await run_in_threadpool(_create, request, session, user, given)


def _create(request: Request, session: Session, user: Any, given: form.Typed) -> Response:
    found = form.read(given, list(live_languages()))
    if found.draft is None:
        return _form(request, session, given, found.wrong, None)
    campaign = service.create(session, user, found.draft)
    session.commit()
    return redirect(f"{HOME}/{campaign.code}?made=1")


@router.get("/{code}")
def campaign_page(request: Request, session: SessionDep, user: CurrentUser, code: str, made: str = "") -> Response:
    """One campaign: link, papers, figures."""
    campaign = _campaign(session, code)
    tr = translator(request)
    shown = _figures(session, campaign)
    names: dict[str, str] = {event: tr(f"figures.{event}") for event in EVENTS}
    return render(
        request,
        "outreach_page.html",
        campaign=campaign,
        state=service.state(campaign),
        links=service.links(request.app.state.settings, campaign),
        made=bool(made),
        reachable=request.app.state.settings.chat_reachable,
        live=live_languages(),
        papers=posters.KINDS,
        figures=shown,
        names=names,
        funnel=charts.bars([(names[step.event], step.n) for step in shown.steps], tr("figures.few")),
        weeks=charts.columns([(_week(week, tr), week.n) for week in shown.weeks]),
        week=lambda week: _week(week, tr),
    )


@router.get("/{code}/edit")
def edit_page(request: Request, session: SessionDep, user: CurrentUser, code: str) -> Response:
    """The form with a campaign's facts."""
    campaign = _campaign(session, code)
    return _form(request, session, form.of(campaign), {}, campaign)


@router.post("/{code}/edit")
async def edit(request: Request, session: SessionDep, user: ActingUser, code: str) -> Response:
    """Other facts under the same code."""
    given = await _typed(request)
    return await run_in_threadpool(_edit, request, session, user, code, given)


def _edit(request: Request, session: Session, user: Any, code: str, given: form.Typed) -> Response:
    campaign = _campaign(session, code)
    found = form.read(given, list(live_languages()))
    if found.draft is None:
        return _form(request, session, given, found.wrong, campaign)
    service.change(session, user, campaign, found.draft)
    session.commit()
    return redirect(f"{HOME}/{code}")


@router.post("/{code}/closed")
def close(
    request: Request, session: SessionDep, user: ActingUser, code: str, closed: Annotated[str, Form()] = ""
) -> Response:
    """Close the link, or open it again."""
    service.set_closed(session, user, _campaign(session, code), closed == "yes")
    session.commit()
    return redirect(f"{HOME}/{code}")


@router.get("/{code}/qr.{kind}")
def qr_code(request: Request, session: SessionDep, user: CurrentUser, code: str, kind: str) -> Response:
    """The link as a QR code, to print (SVG) or to paste (PNG)."""
    address = service.links(request.app.state.settings, _campaign(session, code)).chat
    made, out = segno.make(address, error="m", micro=False), io.BytesIO()
    if kind == "svg":
        made.save(out, kind="svg", scale=8, border=4)
    elif kind == "png":
        made.save(out, kind="png", scale=16, border=4)
    else:
        raise PageRefused(404, _("error.no_campaign"), HOME)
    media = {"svg": "image/svg+xml", "png": "image/png"}[kind]
    return Response(out.getvalue(), media_type=media, headers=_named(f"{code}.{kind}", inline=kind == "svg"))


@router.get("/{code}/papers/{kind}.pdf")
def paper(
    request: Request,
    session: SessionDep,
    user: CurrentUser,
    code: str,
    kind: str,
    language: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """A poster, a handout or cards, in any of the live languages at once."""
    campaign = _campaign(session, code)
    wanted = [live for live in live_languages() if live in (language or campaign.languages)]
    if kind not in posters.KINDS or not wanted:
        raise PageRefused(404, _("error.no_campaign"), f"{HOME}/{code}")
    settings = request.app.state.settings
    made = posters.render(kind, service.links(settings, campaign), wanted, settings.own.name)
    return Response(made, media_type="application/pdf", headers=_named(f"{kind}-{code}.pdf", inline=True))


@router.get("/{code}/figures.csv")
def figures_file(request: Request, session: SessionDep, user: CurrentUser, code: str) -> Response:
    """The figures of the page, no more than it shows."""
    campaign, tr = _campaign(session, code), translator(request)
    shown, hidden = _figures(session, campaign), tr("figures.few")
    rows: list[Sequence[Any]] = [(tr("figures.what"), tr("figures.which"), tr("figures.n"))]
    rows += [(tr("figures.steps"), tr(f"figures.{step.event}"), _cell(step.n, hidden)) for step in shown.steps]
    rows += [
        (tr("figures.stops"), tr(f"stopped.{step.event}"), _cell(step.stopped, hidden)) for step in shown.steps[:-1]
    ]
    for row in shown.languages:
        name = tr.language_name(row.key) if row.key else tr("figures.other_languages")
        for event, n in (("started", row.started), ("handed_over", row.handed_over)):
            rows.append((f"{tr('figures.by_language')}: {tr(f'figures.{event}')}", name, _cell(n, hidden)))
    rows += [(tr("figures.by_week"), _week(week, tr), week.n) for week in shown.weeks]
    out = io.StringIO()
    csv.writer(out, delimiter=SEPARATOR[tr.language], lineterminator="\r\n").writerows(rows)
    # The mark that tells table programs of UTF-8.
    content = ("\ufeff" + out.getvalue()).encode()
    return Response(content, media_type="text/csv; charset=utf-8", headers=_named(f"{code}.csv"))


class _Figures:
    """What may be shown of one campaign."""

    def __init__(self, counts: Mapping[str, int], languages: Mapping[str, Mapping[str, int]], days: Any) -> None:
        self.steps = figures.funnel(counts)
        self.languages = figures.languages(languages, list(live_languages()))
        self.weeks = figures.weeks(days)


def _figures(session: Session, campaign: Campaign) -> _Figures:
    return _Figures(
        service.by_campaign(session).get(campaign.code, {}),
        service.by_language(session, campaign.code),
        service.by_day(session, campaign.code, "started"),
    )


def _form(
    request: Request, session: Session, given: form.Typed, wrong: Mapping[str, str], campaign: Campaign | None
) -> Response:
    used = session.scalars(select(Campaign.unit).where(Campaign.unit != "").distinct().order_by(Campaign.unit))
    return render(
        request,
        "outreach_form.html",
        status=422 if wrong else 200,
        given=given,
        wrong=wrong,
        campaign=campaign,
        live=live_languages(),
        units=list(dict.fromkeys([*request.app.state.settings.own.units, *used])),
    )


async def _typed(request: Request) -> form.Typed:
    fields = await request.form()
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    return form.typed(texts, [value for value in fields.getlist("languages") if isinstance(value, str)])


def _campaign(session: Session, code: str) -> Campaign:
    found = service.find(session, code)
    if found is None:
        raise PageRefused(404, _("error.no_campaign"), HOME)
    return found


def _week(week: figures.Week, tr: Translator) -> str:
    return tr("figures.week", n=week.monday.isocalendar()[1])


def _cell(n: int | None, hidden: str) -> str:
    return hidden if n is None else str(n)


def _named(name: str, inline: bool = False) -> dict[str, str]:
    return {"Content-Disposition": f'{"inline" if inline else "attachment"}; filename="{name}"'}
