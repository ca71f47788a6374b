"""A CV as JSON Resume, for other programs: checked against the published schema before it leaves.

Work with and without pay stands under `work`, schooling under `education`, work for others under `volunteer`, and what
else she did under `projects`.
Europass is not offered: its present format is not published as a schema that could be checked against.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from handoff_api.documents.page import Page
from handoff_api.documents.schemas import DocumentBody, Event

SCHEMA = Path(__file__).resolve().parents[2] / "node_modules" / "@jsonresume" / "schema" / "schema.json"
VERSION = "v1.0.0"
# The kinds of event, as the citizen's side names them, that are schooling or work for others; the rest goes by `work`.
EDUCATION = {"school", "training", "language_school", "course"}
VOLUNTARY = {"volunteer", "association"}


def render(body: DocumentBody) -> bytes:
    """The CV as JSON in the first of the paper's languages. Raises ValidationError if it is no JSON Resume."""
    resume = _Resume(body).document()
    _validator().validate(resume)
    return json.dumps(resume, ensure_ascii=False, indent=2).encode()


class _Resume(Page):
    """The parts of a JSON Resume; `first` is a text in the first of the languages."""

    def __init__(self, body: DocumentBody) -> None:
        super().__init__(body, str)

    def first(self, texts: dict[str, str]) -> str:
        return texts[self.body.languages[0]]

    def document(self) -> dict[str, Any]:
        person, line = self.body.person, self.body.life_line
        # What only happened to her (a flight, a loss) is no part of a CV.
        done = [event for event in self._by_stage()[::-1] if event.activities or event.jobs]
        named = EDUCATION | VOLUNTARY
        other = [event for event in done if event.kind not in named]
        work = [event for event in other if event.work or event.jobs]
        basics = {
            "name": person.name,
            "label": self.body.sector and self.first(self.body.sector.title),
            "email": person.email,
            "phone": person.phone,
            "summary": " ".join(map(self.first, self.body.profile)),
        }
        return {
            "$schema": f"https://raw.githubusercontent.com/jsonresume/resume-schema/{VERSION}/schema.json",
            "basics": _told(basics),
            "work": [self._doing(event) for event in work],
            "volunteer": [self._doing(e, name="organization") for e in done if e.kind in VOLUNTARY],
            "education": [self._learning(event) for event in done if event.kind in EDUCATION],
            "projects": [self._doing(event, about="description") for event in other if event not in work],
            "skills": [
                {"name": self.first(c.name), "keywords": [self.first(evidence.text) for evidence in c.evidence]}
                for c in line.competences
            ],
            "languages": [
                _told({"language": self.first(s.title), "fluency": s.level and self.first(s.level)})
                for s in line.spoken
            ],
            "meta": {"version": VERSION},
        }

    def _doing(self, event: Event, name: str = "name", about: str = "summary") -> dict[str, Any]:
        return _told(
            {
                name: self.first(event.title),
                "position": ", ".join(self.first(job.title) for job in event.jobs),
                "location": event.place and self.first(event.place),
                about: self._summary(event),
                "highlights": [self.first(activity.title) for activity in event.activities],
                **_years(event),
            }
        )

    def _learning(self, event: Event) -> dict[str, Any]:
        courses = [self.first(activity.title) for activity in event.activities]
        return _told({"institution": self.first(event.title), "courses": courses, **_years(event)})

    def _summary(self, event: Event) -> str:
        unpaid = self.body.labels.unpaid if event.work == "unpaid" else None
        return ", ".join(self.first(texts) for texts in (event.when, event.long, event.how, unpaid) if texts)


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    """Only what there is something to say of."""
    return {name: value for name, value in fields.items() if value}


def _years(event: Event) -> dict[str, str | None]:
    begun, ended = event.from_year, event.to_year
    return {"startDate": str(begun) if begun else None, "endDate": str(ended) if ended else None}


@cache
def _validator() -> Any:
    return jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
