"""The life line of a payload becomes what the case page shows: a line of events by stage, competences, languages.

    LifeView
      StageView       a part of her life
        EventView       what happened or was done; unpaid work is marked as work
      GroupView       one of the competence card's four groups
        CompetenceView  what she can do, with the events that show it
      SpokenView      a language she speaks

Texts are the Danish ones (`Told`); where she saw them in her own language too, they stand beside, for a talk with her.
Pure: no SQL, no HTTP.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handoff_api.i18n import Translator, direction
from handoff_api.i18n import mark as _
from handoff_api.inbox.quotes import DANISH, Quote, Quotes, own_title

Payload = Mapping[str, Any]
# The competence card's groups as caseworkers know them (VIP, DBI); to her they are named more plainly.
GROUPS = {
    "professional": _("group.professional"),
    "social": _("group.social"),
    "personal": _("group.personal"),
    "language": _("group.language"),
}
SHOWN = 3  # pieces of evidence beside a competence; the rest can be opened


@dataclass(frozen=True)
class Told:
    """A text, in Danish, or in her language where it is her own words."""

    text: str
    language: str


@dataclass(frozen=True)
class JobView:
    title: Told
    isco: str


@dataclass(frozen=True)
class EventView:
    id: str
    title: Told
    named: Quote | None  # the title, where she named the event herself in another language
    picture: str
    years: str  # "" when no year is known
    when: Told | None
    long: Told | None
    place: Told | None
    jobs: tuple[JobView, ...]
    activities: tuple[Told, ...]
    how: Told | None
    quote: Quote | None
    work: str  # "paid", "unpaid" or ""
    hers: tuple[str, ...]  # the same in her language, in short

    @property
    def anchor(self) -> str:
        return f"event-{self.id}"


@dataclass(frozen=True)
class StageView:
    code: str
    title: Told
    picture: str
    hers: str
    events: tuple[EventView, ...]


@dataclass(frozen=True)
class EvidenceView:
    anchor: str  # of the event it comes from; "" where it comes from none
    text: Told


@dataclass(frozen=True)
class CompetenceView:
    code: str
    name: Told
    hers: str
    esco: str
    esco_uri: str
    added: bool
    evidence: tuple[EvidenceView, ...]
    more: tuple[EvidenceView, ...]


@dataclass(frozen=True)
class GroupView:
    code: str
    title: Told
    hers: str
    competences: tuple[CompetenceView, ...]


@dataclass(frozen=True)
class SpokenView:
    title: Told
    level: Told | None


@dataclass(frozen=True)
class LifeView:
    language: str  # hers
    language_name: str
    direction: str
    stages: tuple[StageView, ...]
    groups: tuple[GroupView, ...]
    spoken: tuple[SpokenView, ...]

    @property
    def events(self) -> tuple[EventView, ...]:
        return tuple(event for stage in self.stages for event in stage.events)

    def with_work(self, kind: str) -> int:
        """How many events are work: "paid" or "unpaid"."""
        return sum(event.work == kind for event in self.events)

    @property
    def foreign(self) -> bool:
        """Whether she saw it in another language than Danish."""
        return self.language != DANISH


def life(payload: Payload, quotes: Quotes, _: Translator) -> LifeView | None:
    """The life line of a payload; None where none was sent."""
    line = payload.get("life_line")
    if not line:
        return None
    reader = _Reader(payload["language"], quotes, _)
    return LifeView(
        language=payload["language"],
        language_name=_.language_name(payload["language"]),
        direction=direction(payload["language"]),
        stages=tuple(reader.stages(line)),
        groups=tuple(reader.groups(line)),
        spoken=tuple(SpokenView(reader.told(s["title"]), reader.maybe(s["level"])) for s in line["spoken"]),
    )


def years(event: Payload) -> str:
    """The years of an event as they stand on the line: "1999–2005", "2015", or "" when unknown."""
    begun, ended = event["from_year"], event["to_year"]
    if begun is None:
        return str(ended or "")
    return f"{begun}–{ended}" if ended and ended != begun else str(begun)


class _Reader:
    def __init__(self, language: str, quotes: Quotes, _: Translator) -> None:
        self.language, self.quotes, self.translator = language, quotes, _

    def told(self, texts: Payload) -> Told:
        return Told(texts[DANISH], self.language if own_title(texts, self.language) else DANISH)

    def maybe(self, texts: Payload | None) -> Told | None:
        return self.told(texts) if texts else None

    def hers(self, texts: Payload | None) -> str:
        return str(texts[self.language]) if texts else ""

    def stages(self, line: Payload) -> Iterator[StageView]:
        for stage in line["stages"]:
            events = tuple(self.event(e) for e in line["events"] if e["stage"] == stage["code"])
            if events:
                title = stage["title"]
                yield StageView(stage["code"], self.told(title), stage["picture"], self.hers(title), events)

    def event(self, event: Payload) -> EventView:
        named = own_title(event["title"], self.language)
        when = self.maybe(event["when"])
        did = [activity["title"] for activity in event["activities"]]
        short = [event["title"], event["when"], event["long"], event["place"], *(j["title"] for j in event["jobs"])]
        return EventView(
            id=event["id"],
            title=self.told(event["title"]),
            named=self.quotes.of(named) if named else None,
            picture=event["picture"],
            years=years(event),
            when=None if when and when.text in (years(event), str(event["from_year"])) else when,
            long=self.maybe(event["long"]),
            place=self.maybe(event["place"]),
            jobs=tuple(JobView(self.told(job["title"]), job["isco"]) for job in event["jobs"]),
            activities=tuple(self.told(activity) for activity in did),
            how=self.maybe(event["how"]),
            quote=self.quotes.of(event["words"]) if event["words"] else None,
            work=event["work"] or "",
            hers=tuple(self.hers(text) for text in (*short, *did, event["how"]) if text),
        )

    def groups(self, line: Payload) -> Iterator[GroupView]:
        for group in line["groups"]:
            found = tuple(self.competence(c) for c in line["competences"] if c["group"] == group["code"])
            yield GroupView(group["code"], self.group_name(group), self.hers(group["title"]), found)

    def group_name(self, group: Payload) -> Told:
        known = GROUPS.get(group["code"])
        return Told(self.translator(known), self.translator.language) if known else self.told(group["title"])

    def competence(self, competence: Payload) -> CompetenceView:
        esco = competence["esco"] or {"uri": "", "label": ""}
        evidence = tuple(
            EvidenceView(f"event-{e['event']}" if e["event"] else "", self.told(e["text"]))
            for e in competence["evidence"]
        )
        return CompetenceView(
            code=competence["code"],
            name=self.told(competence["name"]),
            hers=self.hers(competence["name"]),
            esco=esco["label"],
            esco_uri=esco["uri"],
            added=competence["added"],
            evidence=evidence[:SHOWN],
            more=evidence[SHOWN:],
        )
