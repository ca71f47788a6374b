"""GET /v1/mailbox."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from handoff_api.database import SessionDep
from handoff_api.mailbox import service
from handoff_api.mailbox.models import MailboxEntry
from handoff_api.mailbox.schemas import Ask, CampaignData, CampaignEntry, CaseEntry, Page, StatusData
from handoff_api.problems import documented
from handoff_api.tokens.deps import caller

router = APIRouter(prefix="/v1", tags=["mailbox"])


@router.get("/mailbox", operation_id="readMailbox", responses=documented(401, 403, 422))
def read_mailbox(
    session: SessionDep,
    _caller: Annotated[str, Depends(caller("mailbox:read"))],
    query: Annotated[Ask, Query()],
) -> Page:
    """What happened since `after`, in order, at least once. Asking with `after=N` acknowledges everything up to N."""
    found = service.fetch(session, after=query.after, limit=query.limit)
    entries = [_entry(row) for row in found]
    session.commit()
    return Page(entries=entries, next=entries[-1].cursor if entries else query.after)


def _entry(row: MailboxEntry) -> CaseEntry | CampaignEntry:
    if row.case is None:
        return CampaignEntry(cursor=row.id, kind="campaign", data=CampaignData(**row.data), created_at=row.created_at)
    return CaseEntry(
        cursor=row.id, journey=row.case.journey, kind="status", data=StatusData(**row.data), created_at=row.created_at
    )
