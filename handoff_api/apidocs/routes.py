"""GET /docs and its three files."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from handoff_api.problems import Problem

HERE = Path(__file__).resolve().parent
SWAGGER = HERE.parent.parent / "node_modules" / "swagger-ui-dist"
ASSETS = {
    "swagger-ui.css": (SWAGGER, "text/css"),
    "swagger-ui-bundle.js": (SWAGGER, "text/javascript"),
    "init.js": (HERE, "text/javascript"),
}

router = APIRouter(prefix="/docs", include_in_schema=False)


@router.get("")
def page() -> FileResponse:
    """The documentation's page."""
    return FileResponse(HERE / "index.html", media_type="text/html")


@router.get("/assets/{name}")
def asset(name: str) -> FileResponse:
    """One of the page's files. Problem 404 for any other, or where `npm ci` has not run."""
    folder, media_type = ASSETS.get(name, (HERE, ""))
    path = folder / name
    if not media_type or not path.is_file():
        raise Problem(404, "not-found", "There is no such file.")
    return FileResponse(path, media_type=media_type, headers={"Cache-Control": "public, max-age=3600"})
