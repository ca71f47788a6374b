"""The application, put together: `create_app(settings)`.

Order matters for middleware only: the last one added is the outermost.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from handoff_api import middleware, pages, problems
from handoff_api.accounts import routes as accounts
from handoff_api.apidocs import routes as apidocs
from handoff_api.database import Database
from handoff_api.documents import routes as documents
from handoff_api.documents.schemas import DocumentBody
from handoff_api.inbox import routes as inbox
from handoff_api.intake import routes as intake
from handoff_api.intake.schemas import ErasureBody, ScreeningBody
from handoff_api.mailbox import routes as mailbox
from handoff_api.outreach import api as counts
from handoff_api.outreach import routes as outreach
from handoff_api.outreach.schemas import CountsBody
from handoff_api.problems import ProblemBody
from handoff_api.settings import Settings

DESCRIPTION = """How a citizen's screening reaches her caseworker: only after her yes, one case, never none, never two.

The citizen's side always calls; the municipality's side never does. Errors are problem+json (RFC 9457)."""


def create_app(settings: Settings) -> FastAPI:
    """The municipality's side over the database of `settings` (its schema must be migrated)."""
    app = FastAPI(
        title="Min Vej: handoff",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.settings = settings
    app.state.database = Database(settings.database_url)
    problems.install(app)
    pages.install(app)
    for part in (intake, mailbox, counts, documents, apidocs, accounts, outreach, inbox):
        app.include_router(part.router)
    app.add_api_route("/v1/health", health, operation_id="health", tags=["health"])
    app.add_middleware(middleware.SizeLimit)
    app.add_middleware(middleware.Failures)
    app.add_middleware(middleware.Headers, https=not settings.development)
    app.openapi = lambda: openapi(app)  # type: ignore[method-assign]
    return app


def health() -> dict[str, str]:
    """Whether the process answers; needs no token and looks at nothing."""
    return {"status": "ok"}


def openapi(app: FastAPI) -> dict[str, Any]:
    """The contract as OpenAPI. Bodies are read by our own code (intake/body.py), so their schemas are added here."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        _, bodies = models_json_schema(
            [
                (ScreeningBody, "validation"),
                (ErasureBody, "validation"),
                (CountsBody, "validation"),
                (DocumentBody, "validation"),
                (ProblemBody, "serialization"),
            ],
            ref_template="#/components/schemas/{model}",
        )
        components = schema["components"]["schemas"] | bodies["$defs"]
        # The framework's own error shape, which this API never sends.
        for unused in ("HTTPValidationError", "ValidationError"):
            components.pop(unused, None)
        schema["components"]["schemas"] = dict(sorted(components.items()))
        app.openapi_schema = schema
    return app.openapi_schema
