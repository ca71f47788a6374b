"""Papers as PDF: as they look, in every script; tagged; and whatever is written in them, only shown."""

from __future__ import annotations

import re

import golden
import papers
import pdftext
import pytest
from PIL import Image, ImageChops

from handoff_api.documents import pdf
from handoff_api.documents.schemas import DocumentBody

KINDS = ("life_line", "cv", "letter")
ATTACKS = [
    '#import"other.typ":*',
    '#eval("1+1")#panic()',
    "$x^2$*bold*_it_`raw`@ref<label>~--",
    r"\u{41}\n\#",
    "<script>alert(1)</script>&amp;<b>",
    "{{7*7}}{%forxiny%}{{",
    "//away/*too*/",
    "=HYPERLINK(1)",
]
LEAST = 0.0002  # of a picture: less than one word
ODD = ["🧵👩\u200d👩\u200d👧", "漢字 かな", "a\u200bb\u202ec\u2060\ufeff", "\ue000\ufdd0\uffff", "e\u0301\u0327 \ufdfd"]
LONG = ["x" * 5000, "ا" * 5000, "ก" * 5000, "w" * 299 + " " + "https://" + "a" * 400, "ord " * 1250]


def made(body: dict) -> DocumentBody:
    return DocumentBody.model_validate(body)


def text(body: dict) -> str:
    return "".join(pdftext.pages(pdf.render(made(body))))


@pytest.mark.parametrize(("kind", "languages"), golden.PAPERS)
def test_a_paper_looks_as_it_did_when_somebody_looked_at_it(kind, languages):
    expected = Image.open(golden.path(kind, languages))
    assert golden.difference(golden.picture(kind, languages), expected) < LEAST


def test_the_comparison_sees_a_line_that_is_missing():
    body = papers.body("cv", photo=papers.photo())
    body["life_line"]["spoken"].pop()
    changed = golden.stacked(pdf.typeset(made(body), format="png", ppi=golden.PIXELS_PER_INCH))
    assert golden.difference(changed, golden.picture("cv", "da")) > LEAST


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("languages", ["da", "ar", "ar+da", "uk+da"])
def test_a_screen_reader_is_told_title_languages_and_headings(kind, languages):
    codes = languages.split("+")
    written = pdf.render(made(papers.body(kind, "pdf", codes, photo=papers.photo())))
    assert b"/MarkInfo<</Marked true" in written and b"<pdfuaid:part>1</pdfuaid:part>" in written
    assert f"/Lang({codes[0]})".encode() in written and f"/Lang({codes[-1]})".encode() in written
    assert b"/DisplayDocTitle true" in written and "Amal Haddad".encode("utf-16-be").hex().upper().encode() in written
    assert b"/S/H1" in written
    assert (b"/Direction/R2L" in written) == (codes[0] == "ar")
    if kind != "life_line":
        assert b"/S/Figure" in written and b"/Alt" in written, "the photo says what it shows"


@pytest.mark.parametrize(("kind", "languages", "most"), [("cv", "da", 2), ("cv", "ar", 2), ("cv", "ar+da", 2)])
def test_a_cv_of_a_life_has_two_pages(kind, languages, most):
    written = pdf.render(made(papers.body(kind, "pdf", languages.split("+"), photo=papers.photo())))
    assert len(pdftext.pages(written)) <= most


@pytest.mark.parametrize("languages", ["da", "ar", "ar+da"])
def test_a_letter_has_one_page_even_when_it_is_long(languages):
    body = papers.body("letter", "pdf", languages.split("+"), photo=papers.photo())
    body["letter"]["paragraphs"] += body["letter"]["paragraphs"][: 1 if "+" in languages else 3]
    assert len(pdftext.pages(pdf.render(made(body)))) == 1


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_shown_and_never_read_as_code(kind, attack):
    body = papers.each_text(papers.body(kind, name=attack), lambda _: attack)
    shown = text(body)
    # Long runs are broken in two at 30 letters; the reader of our test takes no notice of that.
    assert shown.count(attack.replace(" ", "")) >= 4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("odd", ODD)
def test_characters_without_a_glyph_are_no_reason_to_fail(kind, odd):
    body = papers.body(kind, "pdf", ["ar", "da"])
    beside = papers.each_text(body, lambda told: f"{told} {odd}") | {"person": {"name": f"{odd} Amal {odd}"}}
    assert "Amal" in text(beside)
    alone = papers.each_text(body, lambda _: odd) | {"person": {"name": odd}}
    assert pdf.render(made(alone)).startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["life_line", "cv"])
@pytest.mark.parametrize("long", LONG, ids=["latin", "arabic", "thai", "address", "words"])
def test_ten_thousand_characters_wrap_within_the_margins(kind, long):
    body = papers.body(kind, "pdf", ["ar"])
    for event in body["life_line"]["events"][1:3]:
        event["words"] = {"text": long, "language": "ar"}
    pages = golden.stacked(pdf.typeset(made(body), format="png", ppi=30))
    assert pages.height > 3 * 340, "all of it is there"
    for left in (0, pages.width - 18):  # 15 mm of the 20 mm margins
        margin = pages.crop((left, 0, left + 18, pages.height))
        assert ImageChops.invert(margin).getbbox() is None, "nothing runs out of the page"


@pytest.mark.parametrize("kind", KINDS)
def test_one_who_has_told_nothing_gets_a_kind_paper_with_a_line_for_her_name(kind):
    shown = text(papers.empty(kind, "pdf", ["da"]))
    assert "Navn:" in shown
    assert ("Hererderpladstildinlivslinje" in shown) == (kind != "letter")


def test_her_own_words_stand_in_her_language_and_are_left_out_of_a_danish_paper():
    body = papers.body("cv", "pdf", ["da"])
    assert any(event.get("words") for event in body["life_line"]["events"])
    assert not re.search("[\u0600-\u06ff]", text(body))
    body["life_line"]["events"][1]["words"] = {"text": "Jeg kendte alle kunder", "language": "da"}
    assert "Medmineegneord" in text(body) and "Jegkendtealle" in text(body)


def test_words_in_a_third_language_say_which_it_is():
    body = papers.body("life_line", "pdf", ["uk", "da"])
    body["life_line"]["events"][0]["words"] = {"text": "I knew all of them", "language": "en"}
    shown = text(body)
    assert "Моїмисловами(англійська)" in shown and shown.count("Iknewallofthem") == 1


def test_a_flight_stands_on_the_life_line_and_not_before_an_employer():
    assert "Flugt" in text(papers.body("life_line"))
    assert "Flugt" not in text(papers.body("cv"))


def test_unpaid_work_is_called_work():
    for kind in ("life_line", "cv"):
        unpaid = [e for e in papers.body(kind)["life_line"]["events"] if e.get("work") == "unpaid"]
        assert text(papers.body(kind)).count("Ulønnetarbejde") == len(unpaid) == 4


def test_years_stand_where_she_gave_no_words_for_when():
    body = papers.body("cv")
    for event in body["life_line"]["events"]:
        event["when"] = None
    shown = text(body)
    assert "1988–1997" in shown and "2005" in shown and "2022" in shown


@pytest.mark.parametrize("languages", ["da", "ar"])
def test_a_cv_with_many_competences_still_has_two_pages(languages):
    body = papers.body("cv", "pdf", [languages])
    first = body["life_line"]["competences"][0]
    body["life_line"]["competences"] += [first | {"code": f"c{n}"} for n in range(14)]
    assert len(pdftext.pages(pdf.render(made(body)))) == 2


def test_a_job_that_the_title_names_is_not_told_twice():
    body = papers.body("cv")
    assert "Arbejdepåsystue–Skrædder" in text(body)
    body["life_line"]["events"][2]["title"] = {"da": "Arbejde med løn: Skrædder"}
    assert text(body).count("Skrædder") == 1


def test_two_examples_of_a_competence_are_enough():
    body = papers.body("cv")
    body["life_line"]["competences"][0]["evidence"] = [{"event": "e4", "text": {"da": f"gerning{n}"}} for n in "abc"]
    shown = text(body)
    assert "gerninga;gerningb" in shown and "gerningc" not in shown
