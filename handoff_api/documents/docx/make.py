"""Makes the four Word templates anew, as a start to restyle from: `python -m handoff_api.documents.docx.make`.

Every paragraph has a style and nothing of its own, so that a look is changed in one place, and so that the direction of
a language can be added to it (word.py).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

HERE = Path(__file__).resolve().parent
NAME = "{% if name %}{{ name }}{% else %}{{ labels.name[IDX] }}: ____________________{% endif %}"
ACCENT, INK, SOFT = "3C5C22", "1A1A1A", "5C5C5C"
Fill = Callable[[Any, int], None]  # writes a part of the paper in the language of this place


def main() -> None:
    """Write the files beside this one."""
    for kind, parts in (("cv", cv), ("letter", letter)):
        for columns, name in ((1, kind), (2, f"{kind}-side-by-side")):
            document = _styled()
            _head(document)
            parts(document, columns)
            _write(document.sections[0].footer, "{{ labels.made_with[0] }}", "Footer")
            document.save(str(HERE / f"{name}.docx"))


def cv(document: Any, columns: int) -> None:
    body = _Body(document, columns)
    body.add(lambda at, i: _write(at, "{{ labels.cv[IDX] }}", "Subtitle", i))
    body.when("profile", _heading("profile"), _each("text in profile", "{{ text[IDX] }}", "Normal"))
    body.when("groups", _heading("competences"))
    body.loop("group in groups", lambda at, i: _write(at, "{{ group.title[IDX] }}", "Heading 2", i))
    body.loop("skill in group.competences", _skill)
    body.end(2)
    body.when("history", _heading("history"))
    body.loop("event in history", _event)
    body.end(1)
    spoken = "{{ tongue.title[IDX] }}{% if tongue.level %} – {{ tongue.level[IDX] }}{% endif %}"
    body.when("spoken", _heading("spoken"), _each("tongue in spoken", spoken, "Normal"))


def letter(document: Any, columns: int) -> None:
    body = _Body(document, columns)

    def said(at: Any, i: int) -> None:
        sector = "{% if sector %} · {{ sector[IDX] }}{% endif %}"
        _write(at, "{{ labels.letter[IDX] }}" + sector, "Subtitle", i)
        _write(at, "{{ letter.opening[IDX] }}", "Heading 2", i)
        _each("text in letter.paragraphs", "{{ text[IDX] }}", "Letter")(at, i)
        _write(at, "{{ letter.closing[IDX] }}", "Letter", i)
        _write(at, "{{ letter.regards[IDX] }}", "Letter", i)
        _write(at, NAME, "Sign", i)

    body.add(said)


class _Body:
    """The paper below its head: paragraphs for one language, rows of a table for two."""

    def __init__(self, document: Any, columns: int) -> None:
        self.document = document
        self.table = document.add_table(0, 2) if columns == 2 else None

    def add(self, *parts: Fill) -> None:
        if self.table is None:
            for part in parts:
                part(self.document, 0)
            return
        cells = self.table.add_row().cells
        for i, cell in enumerate(cells):
            for part in parts:
                part(cell, i)
            cell._element.remove(cell.paragraphs[0]._element)  # the empty one every new cell has

    def when(self, condition: str, *parts: Fill) -> None:
        self._tag(f"if {condition}")
        self.add(*parts)
        self._tag("endif")

    def loop(self, head: str, *parts: Fill) -> None:
        """Parts for each of a list, until `end`."""
        self._tag(f"for {head}")
        self.add(*parts)

    def end(self, loops: int) -> None:
        for _ in range(loops):
            self._tag("endfor")

    def _tag(self, text: str) -> None:
        if self.table is None:
            self.document.add_paragraph(f"{{%p {text} %}}")
        else:
            self.table.add_row().cells[0].paragraphs[0].text = f"{{%tr {text} %}}"


def _head(document: Any) -> None:
    _write(document, "{%p if photo %}")
    _write(document, "{{ photo }}")
    _write(document, "{%p endif %}")
    _write(document, NAME, "Title")
    _write(document, "{%p if contact %}")
    _write(document, "{{ contact|join('   ') }}", "Contact")
    _write(document, "{%p endif %}")


def _heading(label: str) -> Fill:
    return lambda at, i: _write(at, f"{{{{ labels.{label}[IDX] }}}}", "Heading 1", i)


def _each(head: str, text: str, style: str) -> Fill:
    def fill(at: Any, i: int) -> None:
        _write(at, f"{{%p for {head} %}}")
        _write(at, text, style, i)
        _write(at, "{%p endfor %}")

    return fill


def _skill(at: Any, i: int) -> None:
    _write(at, "{{ skill.name[IDX] }}", "Heading 3", i)
    _write(at, "{{ skill.phrase[IDX] }}", "Normal", i)
    _write(at, "{%p if skill.evidence %}")
    _write(at, "{{ labels.evidence[IDX] }}: {{ skill.evidence|map(attribute=IDX)|join('; ') }}", "Small", i)
    _write(at, "{%p endif %}")


def _event(at: Any, i: int) -> None:
    title = "{{ event.title[IDX] }}{% for job in event.jobs %} – {{ job[IDX] }}{% endfor %}"
    _write(at, title, "Heading 3", i)
    _write(at, "{%p if event|facts(IDX) %}", i=i)
    _write(at, "{{ event|facts(IDX)|join(' · ') }}", "Small", i)
    _write(at, "{%p endif %}")
    _write(at, "{%p if event.did %}")
    _write(at, "{{ event.did|map(attribute=IDX)|join(' · ') }}", "Normal", i)
    _write(at, "{%p endif %}")
    _write(at, "{%p if event.words[IDX] %}", i=i)
    note = "{% if event.words[IDX].note %} ({{ event.words[IDX].note }}){% endif %}"
    _write(at, "{{ labels.own_words[IDX] }}" + note, "Small", i)
    _write(at, "{{ event.words[IDX].text }}", "Quote", i)
    _write(at, "{%p endif %}")


def _write(at: Any, text: str, style: str = "Normal", i: int = 0) -> None:
    """A paragraph; IDX in it is the place of the language."""
    paragraph = at.add_paragraph(text.replace("IDX", str(i)))
    paragraph.style = style


def _styled() -> Any:
    """An empty A4 document with the papers' styles."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    for name, size, bold, colour, before, after in (
        ("Normal", 10.5, False, INK, 0, 2),
        ("Title", 23, True, INK, 0, 2),
        ("Subtitle", 10.5, True, ACCENT, 0, 0),
        ("Contact", 10, False, SOFT, 0, 6),
        ("Heading 1", 12, True, ACCENT, 14, 4),
        ("Heading 2", 10.5, True, ACCENT, 6, 2),
        ("Heading 3", 10.5, True, INK, 5, 0),
        ("Small", 9, False, SOFT, 0, 1),
        ("Quote", 10, False, INK, 0, 3),
        ("Letter", 11, False, INK, 6, 3),
        ("Sign", 11, True, INK, 6, 3),
        ("Footer", 8, False, SOFT, 0, 0),
    ):
        _style(document, name, size, bold, colour, before, after)
    document.styles["Quote"].paragraph_format.left_indent = Mm(3)
    core = document.core_properties
    core.author = core.comments = core.title = ""
    return document


def _style(document: Any, name: str, size: float, bold: bool, colour: str, before: float, after: float) -> None:
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    run = style.element.get_or_add_rPr()
    for old in list(run):
        run.remove(old)
    # Complex scripts (Arabic, Thai) have settings of their own beside the Latin ones, in the order of the schema.
    fonts = {"ascii": "Calibri", "hAnsi": "Calibri", "cs": "Arial", "eastAsia": "Calibri"}
    for tag, attributes in (
        ("rFonts", fonts),
        ("b", {"val": str(int(bold))}),
        ("bCs", {"val": str(int(bold))}),
        ("color", {"val": colour}),
        ("sz", {"val": str(int(size * 2))}),
        ("szCs", {"val": str(int(size * 2))}),
    ):
        element = OxmlElement(f"w:{tag}")
        for key, value in attributes.items():
            element.set(qn(f"w:{key}"), value)
        run.append(element)


if __name__ == "__main__":
    main()
