"""One paper from what is posted: which format is made where. No HTTP in it; the inbox calls it too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handoff_api.documents import pdf, resume, word
from handoff_api.documents.schemas import DocumentBody

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
_MAKERS: dict[str, Callable[[DocumentBody], bytes]] = {"pdf": pdf.render, "docx": word.render, "json": resume.render}
_NAMES = {"life_line": "life-line", "cv": "cv", "letter": "letter"}


@dataclass(frozen=True)
class Rendered:
    """A finished file."""

    content: bytes
    media_type: str
    filename: str


def render(body: DocumentBody) -> Rendered:
    """The paper that `body` describes. Takes tens of milliseconds of a processor: not for an event loop."""
    languages = body.languages if body.format != "json" else body.languages[:1]
    name = "-".join([_NAMES[body.kind], *languages])
    return Rendered(_MAKERS[body.format](body), MEDIA_TYPES[body.format], f"{name}.{body.format}")
