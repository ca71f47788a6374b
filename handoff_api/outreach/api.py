"""POST /v1/counts: figures, added once however often they are sent."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from handoff_api.database import DatabaseDep
from handoff_api.intake import idempotency
from handoff_api.intake.body import documented as body_of
from handoff_api.intake.body import fingerprint, idempotency_key, strict_body
from handoff_api.outreach import service
from handoff_api.outreach.schemas import CountsBody, CountsReceipt
from handoff_api.problems import documented
from handoff_api.tokens.deps import caller

router = APIRouter(prefix="/v1", tags=["outreach"])
REPLAYED = {"Idempotency-Replayed": {"description": "`true`: an earlier answer again.", "schema": {"type": "string"}}}


@router.post(
    "/counts",
    operation_id="postCounts",
    response_model=CountsReceipt,
    responses={200: {"headers": REPLAYED}, **documented(400, 401, 403, 409, 413, 415, 422)},
    openapi_extra=body_of(CountsBody),
)
def post_counts(
    database: DatabaseDep,
    client: Annotated[str, Depends(caller("counts:write"))],
    key: Annotated[str, Depends(idempotency_key)],
    body: Annotated[CountsBody, Depends(strict_body(CountsBody))],
) -> JSONResponse:
    """Add what was counted on the citizen's side: no journey, no address, no person."""
    held = idempotency.claim(database, client=client, key=key, fingerprint=fingerprint("counts", body))
    if isinstance(held, idempotency.Answered):
        return JSONResponse(held.answer, held.status, {"Idempotency-Replayed": "true"})
    answer = {"added": len(body.counts)}
    try:
        with database.session() as session:
            service.add_counts(session, body)
            idempotency.finish(session, held, status=200, answer=answer, case_id=None)
            session.commit()
    except Exception:
        idempotency.release(database, held)
        raise
    return JSONResponse(answer)
