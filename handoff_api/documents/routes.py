"""POST /v1/documents."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from handoff_api.documents import service
from handoff_api.documents.schemas import DocumentBody
from handoff_api.intake.body import strict_body
from handoff_api.problems import documented
from handoff_api.tokens.deps import caller

router = APIRouter(prefix="/v1", tags=["documents"])
FILE = {"type": "string", "format": "binary"}
CONTENT: dict[str, Any] = {media: {"schema": FILE} for media in service.MEDIA_TYPES.values()}
CONTENT["application/json"] = {"schema": {"type": "object", "description": "A JSON Resume."}}
DISPOSITION = {"Content-Disposition": {"description": "`attachment`, with a name.", "schema": {"type": "string"}}}


@router.post(
    "/documents",
    operation_id="postDocument",
    response_class=Response,
    responses={
        200: {"description": "The paper", "content": CONTENT, "headers": DISPOSITION},
        **documented(400, 401, 403, 413, 415, 422),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/DocumentBody"}}},
        }
    },
)
def post_document(
    _client: Annotated[str, Depends(caller("documents:render"))],
    body: Annotated[DocumentBody, Depends(strict_body(DocumentBody))],
) -> Response:
    """Make a paper of what is posted: life line, CV or letter. Nothing of it is kept."""
    made = service.render(body)
    headers = {"Content-Disposition": f'attachment; filename="{made.filename}"', "Cache-Control": "no-store"}
    return Response(made.content, media_type=made.media_type, headers=headers)
