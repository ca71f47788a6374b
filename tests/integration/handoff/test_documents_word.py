"""CV and letter as Word files: what is in them, in which language and direction, and that text is only text."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import papers
import pytest
from docx.oxml.ns import qn
from lxml import etree

from handoff_api.documents import word
from handoff_api.documents.schemas import DocumentBody

KINDS = ("cv", "letter")
ATTACKS = ["{{ 7*7 }}", "{% for x in y %}", "<w:t>&amp;</w:t>", "{{ ''.__class__ }}", "{#", "\ufffex"]
# The order that Word wants, of the elements we set ourselves.
PARAGRAPH = ["pStyle", "bidi"]
RUN = ["rStyle", "rFonts", "b", "rtl", "lang"]


def made(body: dict) -> bytes:
    return word.render(DocumentBody.model_validate(body))


def opened(body: dict) -> Any:
    return docx.Document(BytesIO(made(body)))


def paragraphs(document: Any) -> list[Any]:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]


def text(document: Any) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(document))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("languages", ["da", "ar", "ar+da", "fa", "ur+da", "th", "ti+da", "uk"])
def test_every_part_of_the_file_is_sound(kind, languages):
    content = made(papers.body(kind, "docx", languages.split("+"), photo=papers.photo()))
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        body = archive.read("word/document.xml").decode()
    assert "{{" not in body and "{%" not in body
    for cell in docx.Document(BytesIO(content)).element.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p"), "Word refuses a cell that does not end with a paragraph"
    for tag, order in (("w:pPr", PARAGRAPH), ("w:rPr", RUN)):
        for properties in docx.Document(BytesIO(content)).element.iter(qn(tag)):
            found = [etree.QName(child).localname for child in properties]
            assert found == [name for name in order if name in found]


@pytest.mark.parametrize("kind", KINDS)
def test_arabic_runs_from_right_to_left_and_danish_does_not(kind):
    for paragraph in paragraphs(opened(papers.body(kind, "docx", ["ar"]))):
        assert paragraph._p.pPr.find(qn("w:bidi")) is not None
        for run in paragraph.runs:
            arabic = any("\u0600" <= c <= "\u06ff" for c in run.text)
            assert (run._r.rPr.find(qn("w:rtl")) is not None) == arabic
            if arabic:
                assert run._r.rPr.find(qn("w:lang")).get(qn("w:bidi")) == "ar"
    for paragraph in paragraphs(opened(papers.body(kind, "docx", ["da"]))):
        assert paragraph._p.find(".//" + qn("w:bidi")) is None and paragraph._p.find(".//" + qn("w:rtl")) is None


@pytest.mark.parametrize("kind", KINDS)
def test_side_by_side_her_language_comes_first_on_her_side(kind):
    document = opened(papers.body(kind, "docx", ["ar", "da"]))
    (table,) = document.tables
    assert table._tbl.tblPr.find(qn("w:bidiVisual")) is not None, "the first column is on the right"
    for row in table.rows:
        hers, danish = row.cells
        assert any("\u0600" <= c <= "\u06ff" for c in hers.text)
        assert not any("\u0600" <= c <= "\u06ff" for c in danish.text)
        assert {p._p.find(".//" + qn("w:bidi")) is not None for p in hers.paragraphs} == {True}
        assert {p._p.find(".//" + qn("w:bidi")) is not None for p in danish.paragraphs} == {False}
    ukrainian = opened(papers.body(kind, "docx", ["uk", "da"])).tables[0]
    assert ukrainian._tbl.tblPr.find(qn("w:bidiVisual")) is None


@pytest.mark.parametrize("languages", ["da", "ar+da"])
def test_the_photo_is_in_it_and_says_what_it_shows(languages):
    document = opened(papers.body("letter", "docx", languages.split("+"), photo=papers.photo()))
    (picture,) = document.element.iter(qn("wp:docPr"))
    assert picture.get("descr") == {"da": "Billede af mig", "ar+da": "صورتي"}[languages]
    assert not list(opened(papers.body("letter", "docx", ["da"])).element.iter(qn("wp:docPr")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_written_is_shown_and_never_read_as_a_template(kind, attack):
    expected = attack.replace("\ufffe", "")
    body = papers.each_text(papers.body(kind, "docx", name=attack), lambda _: attack)
    document = opened(body)
    assert text(document).count(expected) >= 4
    assert document.core_properties.title.count(expected) == 2


def test_lines_she_broke_stay_broken():
    body = papers.body("letter", "docx")
    body["letter"]["closing"] = {"da": "En linje\nog en til"}
    assert "En linje\nog en til" in text(opened(body))


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_texts_fit(kind):
    body = papers.each_text(papers.body(kind, "docx", name="n" * 300), lambda told: (told * 300)[:300])
    assert "n" * 300 in text(opened(body))


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_name_there_is_a_line_to_write_it_on(kind):
    assert "Navn: ____" in text(opened(papers.empty(kind, "docx", ["da"])))


def test_a_cv_says_the_same_as_on_paper():
    shown = text(opened(papers.body("cv", "docx")))
    assert "Hjem og børn" in shown and "Fra 2005 · Mere end 10 år · Hver dag · Ulønnet arbejde" in shown
    assert "Arbejde på systue – Skrædder" in shown and "Arabisk – Modersmål" in shown
    assert "Flugt" not in shown and "كنت" not in shown
    with_words = text(opened(papers.body("cv", "docx", ["uk", "da"])))
    assert "Моїми словами (арабська)" in with_words and with_words.count("كنت أعرف") == 1


def test_every_style_of_the_templates_can_be_changed_in_word():
    document = docx.Document(str(word.TEMPLATES / "cv.docx"))
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Small", "Quote", "Contact"} <= {
        paragraph.style.name for paragraph in document.paragraphs
    }
