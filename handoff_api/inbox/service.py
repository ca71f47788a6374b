"""What a caseworker does to a case. Each act leaves an audit row without content; the caller commits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff_api.accounts.models import User
from handoff_api.audit import service as audit
from handoff_api.database import utc_now
from handoff_api.i18n import mark as _
from handoff_api.inbox import choices, index, quotes
from handoff_api.inbox.models import Note, Review, Wording
from handoff_api.intake.models import Case

STATUSES = ("new", "read", "in_progress", "done")  # an open case is new until its newest revision has been opened
SETTABLE = {"read": "open", "in_progress": "in_progress", "done": "done"}  # status -> `Case.state`
LONGEST_TEXT = 4000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # neither PostgreSQL nor a paper takes them
NEW_NEED = "need"  # `about` of the form that adds a need


class Refused(ValueError):
    """The act makes no sense for this case; the message id says why."""


def find_case(session: Session, number: str) -> Case | None:
    """The case with this number."""
    return session.scalar(select(Case).where(Case.number == number))


def status_of(case: Case) -> str:
    """One of STATUSES."""
    return case.state if case.state != "open" else "read" if case.newest.read_at else "new"


def reviews(session: Session, case: Case) -> list[Review]:
    """Everything caseworkers have chosen, oldest first."""
    return list(session.scalars(select(Review).where(Review.case_id == case.id).order_by(Review.id)))


def notes(session: Session, case: Case) -> list[Note]:
    """The notes, oldest first."""
    return list(session.scalars(select(Note).where(Note.case_id == case.id).order_by(Note.id)))


def wordings(session: Session, case: Case) -> list[Wording]:
    """Danish wordings of her own words, oldest first."""
    return list(session.scalars(select(Wording).where(Wording.case_id == case.id).order_by(Wording.id)))


def review(session: Session, case: Case, user: User, *, about: str, chosen: str, comment: str, seen: int) -> Review:
    """Confirm or change a suggestion, or add a need; `seen` is the revision on the screen. Refused: it does not fit."""
    newest = case.newest
    if newest.number != seen:
        raise Refused(_("error.newer_revision"))
    if about == NEW_NEED:
        about, suggested, options = f"need:{chosen}", None, set(choices.all_needs())
    else:
        suggested = _suggested(newest.payload, about, reviews(session, case))
        options = {*choices.options(about), *([suggested] if suggested else [])}
    if about.startswith("need:") and not chosen:
        code = None
    elif chosen in options:
        code = chosen
    else:
        raise Refused(_("error.choice"))
    if code != suggested and not comment.strip():
        raise Refused(_("error.comment"))
    said = [r for r in reviews(session, case) if r.about == about]
    if said and (said[-1].revision, said[-1].chosen, said[-1].comment) == (seen, code, _clean(comment)):
        return said[-1]  # the button was pressed twice
    added = Review(
        case_id=case.id,
        revision=seen,
        about=about,
        suggested=suggested,
        chosen=code,
        comment=_clean(comment),
        author_id=user.id,
        author=user.name,
        at=utc_now(),
    )
    session.add(added)
    index.update_choice(session, added)
    audit.record(session, actor=f"user:{user.email}", action="reviewed", case=case.number)
    return added


def add_note(session: Session, case: Case, user: User, text: str) -> Note:
    """A note on the case. Refused when it is empty."""
    if not _clean(text):
        raise Refused(_("error.empty_note"))
    written = notes(session, case)
    if written and (written[-1].author_id, written[-1].text) == (user.id, _clean(text)):
        return written[-1]  # the button was pressed twice
    note = Note(case_id=case.id, text=_clean(text), author_id=user.id, author=user.name, at=utc_now())
    session.add(note)
    audit.record(session, actor=f"user:{user.email}", action="noted", case=case.number)
    return note


def word(session: Session, case: Case, user: User, *, about: str, text: str) -> Wording:
    """Say her own words in Danish. Refused when it is empty, or when she has said something else meanwhile."""
    if not _clean(text):
        raise Refused(_("error.empty_wording"))
    if about not in quotes.own_words(case.newest.payload):
        raise Refused(_("error.newer_revision"))
    said = [w for w in wordings(session, case) if w.about == about]
    if said and (said[-1].author_id, said[-1].text) == (user.id, _clean(text)):
        return said[-1]  # the button was pressed twice
    worded = Wording(case_id=case.id, about=about, text=_clean(text), author_id=user.id, author=user.name, at=utc_now())
    session.add(worded)
    audit.record(session, actor=f"user:{user.email}", action="worded", case=case.number)
    return worded


def set_status(session: Session, case: Case, user: User, status: str) -> None:
    """How far the work with the case is. Refused for a status that cannot be set by hand."""
    if status not in SETTABLE:
        raise Refused(_("error.status"))
    case.state = SETTABLE[status]
    audit.record(session, actor=f"user:{user.email}", action=f"status_{status}", case=case.number)


def _suggested(payload: Mapping[str, Any], about: str, earlier: Sequence[Review]) -> str | None:
    assessment = payload.get("assessment") or {}
    if about in ("subgroup", "effort", "legal_group") and about in assessment:
        suggestion = assessment[about]["suggested"]
        return suggestion["code"] if suggestion else None
    code = about.removeprefix("need:")
    if code in {need["suggested"]["code"] for need in assessment.get("needs", ()) if need["suggested"]}:
        return code
    if about.startswith("need:") and about in {review.about for review in earlier}:
        return None
    raise Refused(_("error.choice"))


def _clean(text: str) -> str:
    return _CONTROL.sub("", text).strip()[:LONGEST_TEXT].replace("\r\n", "\n")
