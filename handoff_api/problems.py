"""Every error of the API as `application/problem+json` (RFC 9457).

A problem's text is written here or by the schema, never taken from what was sent: it may be logged by whoever reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

CONTENT_TYPE = "application/problem+json"
TYPE_BASE = "https://min-vej.invalid/problems/"  # names, not addresses: `.invalid` never resolves
MAX_ERRORS = 100


class FieldError(BaseModel):
    """What is wrong with one field."""

    field: str = Field(description="Where, e.g. `answers[3].number`; empty for the body as a whole.")
    message: str


class ProblemBody(BaseModel):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = Field(None, description="Only for validation: each field that is wrong.")


class Problem(HTTPException):
    """An error with its RFC 9457 body. `name` is the last part of its type."""

    def __init__(
        self,
        status: int,
        name: str,
        detail: str,
        *,
        errors: Sequence[FieldError] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, headers=headers)
        self.name, self.errors = name, errors

    def response(self) -> JSONResponse:
        body = ProblemBody(
            type=f"{TYPE_BASE}{self.name}",
            title=HTTPStatus(self.status_code).phrase,
            status=self.status_code,
            detail=self.detail,
            errors=list(self.errors) if self.errors is not None else None,
        )
        return JSONResponse(body.model_dump(exclude_none=True), self.status_code, self.headers, CONTENT_TYPE)


def invalid(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """422 for pydantic's `errors`, each field by its path. What was sent is not repeated."""
    named = [FieldError(field=_path(error["loc"]), message=error["msg"]) for error in errors[:MAX_ERRORS]]
    return Problem(422, "validation", f"{len(errors)} field(s) are not as the contract says.", errors=named)


def install(app: FastAPI) -> None:
    """Problems instead of the framework's own error bodies."""

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        if not isinstance(error, Problem):
            name = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
            error = Problem(error.status_code, name, str(error.detail), headers=error.headers)
        return error.response()

    @app.exception_handler(RequestValidationError)
    async def _validation(_request: Request, error: RequestValidationError) -> JSONResponse:
        # The framework puts "query", "path" or "body" first: the contract names the field alone.
        return invalid([{**e, "loc": e["loc"][1:]} for e in error.errors()]).response()


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI `responses` of a call that can fail with these statuses."""
    schema = {"$ref": "#/components/schemas/ProblemBody"}
    responses: dict[int | str, dict[str, Any]] = {
        status: {"description": HTTPStatus(status).phrase, "content": {CONTENT_TYPE: {"schema": schema}}}
        for status in statuses
    }
    if 409 in responses:
        wait = {"description": "Seconds to wait before trying again.", "schema": {"type": "integer"}}
        responses[409]["headers"] = {"Retry-After": wait}
    return responses


def _path(location: Sequence[str | int]) -> str:
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path
