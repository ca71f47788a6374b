"""Posters, a handout and wallet-sized cards as PDF: any of the live languages on one page, set by Typst.

The texts are a catalogue of their own (poster.po), because they are in the citizens' languages, not the inbox's.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import segno

from handoff_api.documents import pdf
from handoff_api.i18n import direction, text_in
from handoff_api.i18n import mark as _
from handoff_api.outreach.service import Links

KINDS = ("poster-a4", "poster-a6", "handout", "cards")
_TEXTS = (
    _("poster.title"),
    _("poster.lead"),
    _("poster.free"),
    _("poster.anonymous"),
    _("poster.voluntary"),
    _("poster.scan"),
    _("poster.type"),
    _("poster.what"),
    _("poster.time"),
    _("poster.you_decide"),
    _("poster.card"),
)


def render(kind: str, links: Links, languages: Sequence[str], municipality: str) -> bytes:
    """The paper `kind` of KINDS as a PDF file, in `languages`, the first on top."""
    data = content(kind, links, languages, municipality)
    made: bytes = pdf.compiled("outreach.typ", data, format="pdf", pdf_standards=["ua-1"])
    return made


def content(kind: str, links: Links, languages: Sequence[str], municipality: str) -> dict[str, Any]:
    """What the template shows."""
    return {
        "kind": kind,
        "title": text_in(languages[0], "poster", "poster.title"),
        "languages": [{"code": code, "rtl": direction(code) == "rtl"} for code in languages],
        "texts": [{i.removeprefix("poster."): text_in(code, "poster", i) for i in _TEXTS} for code in languages],
        "municipality": municipality,
        "link": links.readable,
        "qr": _qr(links.chat),
        "labels": {},
    }


def _qr(address: str) -> str:
    out = io.BytesIO()
    # "q": a quarter of it may be torn, dirty or in the shade.
    segno.make(address, error="q", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()
