"""Posters, handouts and cards: as they look, with a code that a phone reads, on one page whatever the languages."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import golden
import pdftext
import posters_golden
import pytest
import zxingcpp
from desk import Desk
from PIL import Image, ImageFilter

from handoff_api.documents import pdf
from handoff_api.i18n import live_languages, text_in
from handoff_api.outreach import posters
from handoff_api.outreach.service import Links

LEAST = 0.0002  # of a picture: less than one word
SIZES = {"poster-a4": (595, 842), "poster-a6": (298, 420), "handout": (595, 842), "cards": (595, 842)}
EVERY = "+".join(live_languages())


def made(kind: str, languages: str, municipality: str = "Demo Kommune", links: Links = posters_golden.LINKS) -> bytes:
    return posters.render(kind, links, languages.split("+"), municipality)


def codes(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def drawn(kind: str, languages: str, ppi: int) -> Image.Image:
    content = posters.content(kind, posters_golden.LINKS, languages.split("+"), "Demo Kommune")
    return Image.open(BytesIO(pdf.compiled("outreach.typ", content, format="png", ppi=ppi))).convert("RGB")


@pytest.mark.parametrize(("kind", "languages"), posters_golden.PAPERS)
def test_a_paper_looks_as_it_did_when_somebody_looked_at_it(kind, languages):
    expected = Image.open(golden.path(kind, languages))
    assert golden.difference(posters_golden.picture(kind, languages), expected) < LEAST


def test_the_comparison_sees_another_code():
    other = Links("https://minvej.example.dk/c/kvrbtf", "", None)
    content = posters.content("poster-a4", other, ["da"], "Demo Kommune")
    changed = golden.stacked(pdf.compiled("outreach.typ", content, format="png", ppi=golden.PIXELS_PER_INCH))
    assert golden.difference(changed, posters_golden.picture("poster-a4", "da")) > LEAST


@pytest.mark.parametrize("kind", posters.KINDS)
@pytest.mark.parametrize("languages", ["da", "ar", EVERY])
def test_a_phone_reads_the_code_also_from_a_bad_print(kind, languages):
    picture = drawn(kind, languages, 120)
    expected = 10 if kind == "cards" else 1
    assert codes(picture) == [posters_golden.LINKS.chat] * expected
    assert posters_golden.LINKS.chat in codes(picture.filter(ImageFilter.GaussianBlur(1.2)))


@pytest.mark.parametrize("kind", posters.KINDS)
@pytest.mark.parametrize("languages", ["da", "ar", EVERY])
def test_one_page_of_the_right_size_with_every_text_on_it(kind, languages):
    content = made(kind, languages)
    width, height = SIZES[kind]
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert [(round(float(w)), round(float(h))) for w, h in boxes] == [(width, height)]
    [said] = pdftext.pages(content)
    said = said.replace("\xad", "")
    assert "minvej.example.dk/c/kvrbtd" in said and "DemoKommune" in said
    needed = ("title", "card") if kind == "cards" else ("title", "free", "anonymous", "voluntary")
    for code in set(languages.split("+")) - {"ar"}:  # Arabic is drawn from left to right: it is looked at
        for name in needed:
            assert text_in(code, "poster", f"poster.{name}").replace(" ", "") in said


@pytest.mark.parametrize("kind", posters.KINDS)
def test_a_screen_reader_is_told_title_language_and_where_the_code_leads(kind):
    content = made(kind, "ar+da")
    assert b"/MarkInfo<</Marked true" in content and b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/Lang(ar)" in content and b"/Lang(da)" in content
    alternatives = re.findall(rb"/Alt\(([^)]*)\)", content)
    assert alternatives == [b"minvej.example.dk/c/kvrbtd"], "cards that are the same are told once"


def test_a_municipality_is_written_and_never_run():
    [said] = pdftext.pages(made("poster-a4", "da", municipality='#panic() $x$ *"Ærø" <b>'))
    assert '#panic()$x$*"Ærø"<b>' in said


def test_a_long_address_stays_on_its_line():
    link = "https://hjaelp-til-job.beskaeftigelse.langtkommunenavn.example.dk/c/kvrbtd"
    for kind in posters.KINDS:
        [said] = pdftext.pages(made(kind, "da", links=Links(link, "", None)))
        assert link.removeprefix("https://") in said


def test_the_page_gives_the_papers_in_the_languages_that_are_ticked(house: Any) -> None:
    desk = Desk(house, role="outreach").at_work()
    fields = {"place": "Sprogskolen", "opens_on": "2026-11-21", "languages": ["ar"]}
    path = desk.post("/inbox/campaigns/new", page="/inbox/campaigns/new", **fields).headers["location"].split("?")[0]  # type: ignore[arg-type]
    danish = text_in("da", "poster", "poster.title").replace(" ", "")
    for query, expected in (("", False), ("?language=ar", False), ("?language=da&language=ar", True)):
        answer = desk.client.get(f"{path}/papers/handout.pdf{query}")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["cache-control"] == "no-store"
        assert (danish in pdftext.pages(answer.content)[0]) is expected
    for wrong in ("/papers/book.pdf", "/papers/cards.pdf?language=xx"):
        assert desk.client.get(path + wrong).status_code == 404
