"""What a paper says, ready for a template: every text as a list, one entry a language of the paper.

Here is decided what an employer should read. A CV leaves out what only happened to her (a flight, a loss): that belongs
on her life line. Her own words stand in the column of their language, else in her own column with the language named;
a paper in Danish alone leaves out what is not Danish.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from babel import Locale, UnknownLocaleError

from handoff_api.documents.schemas import Competence, DocumentBody, Event
from handoff_api.i18n import direction

CASEWORKERS = "da"  # what a paper in this language alone says, its reader understands
UNKNOWN = "und"  # BCP 47: nobody could tell
MOST_EVIDENCE = 2  # for a competence; who reads a paper wants an example, not a list
Clean = Callable[[str], str]


class Page:
    """One paper's texts in the languages of `body`; `clean` makes a text fit for the format."""

    def __init__(self, body: DocumentBody, clean: Clean) -> None:
        self.body, self.clean = body, clean

    def context(self) -> dict[str, Any]:
        """All that a template may show. Only JSON's types."""
        body, person, labels = self.body, self.body.person, self.body.labels
        labels_shown = {name: self.texts(getattr(labels, name)) for name in type(labels).model_fields}
        return {
            "languages": [_language(code) for code in body.languages],
            "title": " · ".join(filter(None, [labels_shown[body.kind][0], person.name and self.clean(person.name)])),
            "labels": labels_shown,
            "name": person.name and self.clean(person.name),
            "contact": [self.clean(line) for line in (person.phone, person.email) if line],
            "profile": self.each(body.profile),
            "sector": self.texts(body.sector.title) if body.sector else None,
            "letter": body.letter
            and {
                "opening": self.texts(body.letter.opening),
                "paragraphs": self.each(body.letter.paragraphs),
                "closing": self.texts(body.letter.closing),
                "regards": self.texts(body.letter.regards),
            },
            "stages": self._stages(),
            "groups": self._groups(),
            "history": [self._event(event) for event in self._by_stage()[::-1] if event.activities or event.jobs],
            "spoken": [
                {"title": self.texts(spoken.title), "level": self.optional(spoken.level)}
                for spoken in body.life_line.spoken
            ],
        }

    def texts(self, texts: dict[str, str]) -> list[str]:
        """A text in the languages of the paper."""
        return [self.clean(texts[language]) for language in self.body.languages]

    def each(self, many: Sequence[dict[str, str]]) -> list[list[str]]:
        return [self.texts(texts) for texts in many]

    def optional(self, texts: dict[str, str] | None) -> list[str] | None:
        return self.texts(texts) if texts else None

    def _by_stage(self) -> list[Event]:
        order = [stage.code for stage in self.body.life_line.stages]
        return sorted(self.body.life_line.events, key=lambda event: order.index(event.stage))

    def _stages(self) -> list[dict[str, Any]]:
        line = self.body.life_line
        stages = [
            {"title": self.texts(s.title), "events": [self._event(e) for e in line.events if e.stage == s.code]}
            for s in line.stages
        ]
        return [stage for stage in stages if stage["events"]]

    def _event(self, event: Event) -> dict[str, Any]:
        years = sorted({year for year in (event.from_year, event.to_year) if year})
        when = self.optional(event.when) or (["–".join(map(str, years))] * len(self.body.languages) if years else None)
        return {
            "when": when,
            "title": self.texts(event.title),
            # A title may name them already.
            "jobs": self.each([j.title for j in event.jobs if any(j.title[c] not in event.title[c] for c in j.title)]),
            "about": self.each([texts for texts in (event.long, event.how, event.place) if texts]),
            "did": self.each([activity.title for activity in event.activities]),
            "unpaid": event.work == "unpaid",
            "words": self._words(event),
        }

    def _words(self, event: Event) -> list[dict[str, Any] | None]:
        """Her own words in the one column they belong to, with their language's name where it is another."""
        columns: list[dict[str, Any] | None] = [None] * len(self.body.languages)
        if event.words is None:
            return columns
        primaries = [_primary(code) for code in self.body.languages]
        own = _primary(event.words.language)
        if own not in primaries and primaries[0] == CASEWORKERS:
            return columns
        at = primaries.index(own) if own in primaries else 0
        columns[at] = {
            "text": self.clean(event.words.text),
            "language": _language(event.words.language),
            "note": None if own in (*primaries, UNKNOWN) else self.clean(language_name(own, primaries[at])),
        }
        return columns

    def _groups(self) -> list[dict[str, Any]]:
        line = self.body.life_line
        groups = [
            {
                "title": self.texts(group.title),
                "competences": [self._competence(c) for c in line.competences if c.group == group.code],
            }
            for group in line.groups
        ]
        return [group for group in groups if group["competences"]]

    def _competence(self, competence: Competence) -> dict[str, Any]:
        return {
            "name": self.texts(competence.name),
            "phrase": self.texts(competence.phrase),
            "evidence": self.each([evidence.text for evidence in competence.evidence[:MOST_EVIDENCE]]),
        }


def language_name(code: str, reader: str) -> str:
    """The name of a language in the reader's; its code where nobody knows a name."""
    try:
        return Locale(reader).languages.get(code) or code
    except UnknownLocaleError:
        return code


def _primary(code: str) -> str:
    return code.split("-")[0].lower()


def _language(code: str) -> dict[str, Any]:
    return {"code": _primary(code), "rtl": direction(code) == "rtl"}
