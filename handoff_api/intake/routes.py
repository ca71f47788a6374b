"""POST /v1/screenings and POST /v1/erasures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from handoff_api.database import Database, DatabaseDep
from handoff_api.intake import idempotency, service
from handoff_api.intake.body import documented as body_of
from handoff_api.intake.body import fingerprint, idempotency_key, strict_body
from handoff_api.intake.schemas import ErasureBody, ErasureReceipt, ScreeningBody, ScreeningReceipt
from handoff_api.problems import documented
from handoff_api.tokens.deps import caller

router = APIRouter(prefix="/v1", tags=["intake"])
REPLAYED = {"Idempotency-Replayed": {"description": "`true`: an earlier answer again.", "schema": {"type": "string"}}}
Work = Callable[[Session], tuple[int, dict[str, Any], int | None]]


Key = Annotated[str, Depends(idempotency_key)]


@router.post(
    "/screenings",
    operation_id="postScreening",
    status_code=201,
    response_model=ScreeningReceipt,
    responses={
        200: {"model": ScreeningReceipt, "description": "A later revision, or one stored already", "headers": REPLAYED},
        201: {"description": "The journey's first", "headers": REPLAYED},
        **documented(400, 401, 403, 409, 410, 413, 415, 422),
    },
    openapi_extra=body_of(ScreeningBody),
)
def post_screening(
    database: DatabaseDep,
    client: Annotated[str, Depends(caller("screenings:write"))],
    key: Key,
    body: Annotated[ScreeningBody, Depends(strict_body(ScreeningBody))],
) -> JSONResponse:
    """Hand over a screening or a contact wish. One journey is one case; the highest revision counts."""

    def work(session: Session) -> tuple[int, dict[str, Any], int | None]:
        stored = service.store_screening(session, body, actor=f"service:{client}")
        answer = {"case": stored.case.number, "revision": body.revision, "status": "received"}
        return 201 if stored.new else 200, answer, stored.case.id

    return _once(database, client, key, fingerprint("screenings", body), str(body.journey), work)


@router.post(
    "/erasures",
    operation_id="postErasure",
    response_model=ErasureReceipt,
    responses={200: {"headers": REPLAYED}, **documented(400, 401, 403, 409, 413, 415, 422)},
    openapi_extra=body_of(ErasureBody),
)
def post_erasure(
    database: DatabaseDep,
    client: Annotated[str, Depends(caller("erasures:write"))],
    key: Key,
    body: Annotated[ErasureBody, Depends(strict_body(ErasureBody))],
) -> JSONResponse:
    """Erase a journey's case: all revisions, notes and mailbox entries. What arrives too late is refused afterwards."""

    def work(session: Session) -> tuple[int, dict[str, Any], int | None]:
        return 200, {"erased": service.erase(session, body, actor=f"service:{client}")}, None

    response = _once(database, client, key, fingerprint("erasures", body), str(body.journey), work)
    database.forget_deleted()
    return response


def _once(database: Database, client: str, key: str, mark: str, journey: str, work: Work) -> JSONResponse:
    """Run `work` and keep its answer, or give the answer there is. The journey's id is not kept with the key."""
    held = idempotency.claim(database, client=client, key=key, fingerprint=mark)
    if isinstance(held, idempotency.Answered):
        return JSONResponse({**held.answer, "journey": journey}, held.status, {"Idempotency-Replayed": "true"})
    try:
        with database.session() as session:
            status, answer, case_id = work(session)
            idempotency.finish(session, held, status=status, answer=answer, case_id=case_id)
            session.commit()
    except Exception:
        idempotency.release(database, held)
        raise
    return JSONResponse({**answer, "journey": journey}, status)
