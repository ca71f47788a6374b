"""Papers as tagged PDF (PDF/UA-1), set by Typst from the templates in typst/.

The fonts stay loaded; the compiler is new for each paper and takes nothing of it to the next. What a citizen wrote goes
in as JSON, never as part of a template. Nothing touches the disk.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from handoff_api.documents import fonts
from handoff_api.documents.page import Page
from handoff_api.documents.schemas import DocumentBody

TEMPLATES = Path(__file__).resolve().parent / "typst"


def render(body: DocumentBody) -> bytes:
    """The paper as a PDF file."""
    return typeset(body, format="pdf", pdf_standards=["ua-1"])


def typeset(body: DocumentBody, **output: Any) -> Any:
    """What Typst makes of the paper; `output` as in `typst.Compiler.compile`."""
    data = Page(body, fonts.shown).context()
    if body.person.photo:
        data["photo"] = list(base64.b64decode(body.person.photo))  # Typst reads bytes from numbers, not from base64
    return compiled(f"{body.kind}.typ", data, **output)


def compiled(template: str, data: Mapping[str, Any], **output: Any) -> Any:
    """What Typst makes of a template in typst/ with JSON `data`; posters (outreach/posters.py) are set here too."""
    given = {"data": json.dumps(data, ensure_ascii=False)}
    compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts())
    return compiler.compile(input=TEMPLATES / template, sys_inputs=given, **output)


@cache
def _fonts() -> typst.Fonts:
    folders = sorted({path.parent for path in fonts.files()})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
