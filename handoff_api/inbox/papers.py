"""Life line, CV and letter made from a case: the same papers that she can make herself, by the same code.

The case brings their texts in her language and in Danish. A Danish paper has her own sentences only once somebody has
said them in Danish, with who that was. Pure but for the rendering, which is `documents.service.render`'s.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handoff_api.documents.schemas import FORMATS, DocumentBody
from handoff_api.i18n import Translator
from handoff_api.i18n import mark as _
from handoff_api.inbox.models import Wording
from handoff_api.inbox.quotes import DANISH, Quotes, own_title

Payload = Mapping[str, Any]
KINDS = {"life_line": _("paper.life_line"), "cv": _("paper.cv"), "letter": _("paper.letter")}
FORMAT_NAMES = {"pdf": "PDF", "docx": "Word", "json": "JSON Resume"}


@dataclass(frozen=True)
class PaperLink:
    """One paper that can be made: its format, and its languages as they stand in the address."""

    format: str
    languages: str
    name: str  # in which language, in words

    def path(self, kind: str) -> str:
        return f"{kind}.{self.format}?languages={self.languages}"


@dataclass(frozen=True)
class Paper:
    kind: str
    title: str
    formats: tuple[tuple[str, tuple[PaperLink, ...]], ...]  # a format's name, and its links


def offered(payload: Payload, _: Translator) -> tuple[Paper, ...]:
    """The papers of a case; none where no life line, or not what papers say, was sent."""
    if not payload.get("life_line") or not payload.get("labels"):
        return ()
    return tuple(
        Paper(kind, _(name), tuple((FORMAT_NAMES[f], tuple(_links(payload, f, _))) for f in FORMATS[kind]))
        for kind, name in KINDS.items()
        if kind != "letter" or payload.get("letter")
    )


def body(payload: Payload, kind: str, format_: str, languages: str, wordings: Sequence[Wording]) -> DocumentBody | None:
    """What `documents.service.render` needs for this paper; None for one that is not offered."""
    danish = Translator(DANISH)
    links = [link for paper in offered(payload, danish) if paper.kind == kind for _, f in paper.formats for link in f]
    if not any((link.format, link.languages) == (format_, languages) for link in links):
        return None
    contact = payload["contact"]
    person = {name: contact.get(name) for name in ("name", "phone", "email")} | {"photo": payload.get("photo")}
    return DocumentBody.model_validate(
        {
            "schema_version": "1",
            "kind": kind,
            "format": format_,
            "languages": languages.split(","),
            "person": person,
            "labels": payload["labels"],
            "profile": payload.get("profile") or [],
            "letter": payload.get("letter"),
            "life_line": _worded(payload, languages, Quotes(wordings, danish), danish),
        }
    )


def _links(payload: Payload, format_: str, _: Translator) -> Iterator[PaperLink]:
    hers = payload["language"]
    yield PaperLink(format_, DANISH, _.language_name(DANISH))
    if hers != DANISH and format_ != "json":
        yield PaperLink(format_, hers, _.language_name(hers))
        yield PaperLink(format_, f"{hers},{DANISH}", _("paper.both", language=_.language_name(hers)))


def _worded(payload: Payload, languages: str, quotes: Quotes, danish: Translator) -> Any:
    """The life line; in Danish alone, with what has been said in Danish of her own words."""
    line = copy.deepcopy(payload["life_line"])
    if languages != DANISH:
        return line
    for event in line["events"]:
        title = own_title(event["title"], payload["language"])
        named = quotes.of(title).wording if title else None
        if named:
            event["title"][DANISH] = named.text[:300]
        told = quotes.of(event["words"]).wording if event["words"] else None
        if told:
            text = f"{told.text} {danish('paper.worded_by', name=told.author)}"
            event["words"] = {"text": text, "language": DANISH}
    return line
