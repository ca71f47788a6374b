"""CV and letter as Word files, to go on editing: data filled into the templates of docx/ (docxtpl).

What a citizen wrote is escaped and never read as a template. Languages and directions are added afterwards: in a
document of one language every paragraph is in it; side by side, a table's first column is hers.
"""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment

from handoff_api.documents.page import Page
from handoff_api.documents.schemas import DocumentBody
from handoff_api.i18n import direction

TEMPLATES = Path(__file__).resolve().parent / "docx"
PHOTO_WIDTH = Mm(30)
_NOT_XML = re.compile("[\ufffe\uffff\U0001fffe\U0001ffff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def render(body: DocumentBody) -> bytes:
    """The paper as a .docx file."""
    page = Page(body, lambda text: _NOT_XML.sub("", text))
    context = page.context()
    two = "-side-by-side" if len(body.languages) == 2 else ""
    template = DocxTemplate(TEMPLATES / f"{body.kind}{two}.docx")
    if body.person.photo:
        photo = BytesIO(base64.b64decode(body.person.photo))
        context["photo"] = InlineImage(template, photo, width=PHOTO_WIDTH)
    environment = Environment(autoescape=True)
    environment.filters["facts"] = lambda event, i: _facts(event, i, context["labels"]["unpaid"][i])
    template.render(context, environment)
    filled = BytesIO()
    template.save(filled)
    return _directed(filled, body, context)


def _facts(event: dict[str, Any], i: int, unpaid: str) -> list[str]:
    told = [event["when"], *event["about"]]
    return [texts[i] for texts in told if texts] + ([unpaid] if event["unpaid"] else [])


def _directed(filled: BytesIO, body: DocumentBody, context: dict[str, Any]) -> bytes:
    """The same file with each text's language and direction, the photo's description and the document's title."""
    document: Any = docx.Document(filled)
    first = body.languages[0]
    for paragraph in [*document.paragraphs, *document.sections[0].footer.paragraphs]:
        _direct(paragraph, first)
    for table in document.tables:
        if direction(first) == "rtl":
            table._tbl.tblPr.insert_element_before(
                OxmlElement("w:bidiVisual"), "w:tblW", "w:jc", "w:tblLayout", "w:tblLook"
            )
        for row in table.rows:
            for language, cell in zip(body.languages, row.cells, strict=True):
                for paragraph in cell.paragraphs:
                    _direct(paragraph, language)
    for picture in document.element.iter(qn("wp:docPr")):
        picture.set("descr", context["labels"]["photo_alt"][0])
    document.core_properties.title = context["title"][:255]  # the longest there is
    document.core_properties.language = first
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _direct(paragraph: Any, language: str) -> None:
    if direction(language) == "rtl":
        paragraph._p.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
        )
    for run in paragraph.runs:
        backwards = _RIGHT_TO_LEFT.search(run.text)
        properties = run._r.get_or_add_rPr()
        if backwards:
            properties.append(OxmlElement("w:rtl"))
        if bool(backwards) == (direction(language) == "rtl"):
            # Words in another script than the paragraph's are in another language: hers, or a name.
            said = OxmlElement("w:lang")
            said.set(qn("w:val"), language)
            said.set(qn("w:bidi"), language)  # ... of complex scripts, Thai among them
            properties.append(said)
