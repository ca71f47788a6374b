"""Her papers as data: the life line, the CV and the letter, in her language and in Danish, for whoever prints them.

What she struck is not in them. The letter is Vejle's salgsbrev (FUT rec. 2): everyday competences as job competences,
instead of a CV that would be thin. Danish papers use the competences' own phrases; her sentences stay in her language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from actions.journey import drawing
from actions.journey.competences import GROUPS, Suggestion, kept
from actions.journey.lifeline import kind_of, part, sentence, short, title, year
from actions.journey.model import OTHER, Content, Each, Event, Journey, Text
from actions.journey.speech import facts, label

LABELS = (
    "life_line", "cv", "letter", "competences", "history", "spoken", "profile", "evidence", "contact", "photo_alt",
    "own_words", "unpaid", "name", "empty", "made_with",
)  # fmt: skip
LEAST = ("sometimes", "a_little")
STRONGEST = 5  # competences that the letter and the CV's profile name
DANISH = "da"
# What the contract has room for; a case that is larger would be refused.
JOBS, ACTIVITIES, EVIDENCE, WORDS = 10, 40, 30, 5000


def anything(content: Content, journey: Journey) -> bool:
    """Whether there is something to print."""
    return any(e.id not in journey.struck for e in journey.events) or bool(kept(content, journey))


def both(content: Content, journey: Journey) -> tuple[str, ...]:
    """Her language and Danish, or Danish alone."""
    return tuple(dict.fromkeys((journey.language or content.languages[0], DANISH)))


def body(
    content: Content,
    journey: Journey,
    kind: str,
    format_: str,
    languages: tuple[str, ...],
    sector: str | None = None,
    person: Mapping[str, str | None] | None = None,
) -> Mapping[str, Any]:
    """The body of `POST /v1/documents`, with an Each where a text in `languages` will stand.

    `kind` is life_line, cv or letter, `format_` pdf, docx or json; `sector` an option of the question `sectors`;
    `person` may hold name, phone, email and photo (base64), none of which is kept."""
    known = {"name": None, "phone": None, "email": None, "photo": None, **(person or {})}
    return {
        "schema_version": "1",
        "kind": kind,
        "format": format_,
        "languages": list(languages),
        "person": known,
        "labels": {key: Each(Text(f"paper.{key}", facts(content)), languages) for key in LABELS},
        "profile": [Each(text, languages) for text in _profile(content, journey)],
        "letter": letter(content, journey, languages, sector) if kind == "letter" else None,
        "sector": {"code": sector, "title": Each(Text(f"q.sectors.o.{sector}"), languages)} if sector else None,
        "life_line": life_line(content, journey, languages),
    }


def life_line(content: Content, journey: Journey, languages: tuple[str, ...]) -> Mapping[str, Any]:
    """Stages, events, competences with their evidence, languages spoken: what was told and not struck."""
    events = [e for e in journey.events if e.id not in journey.struck]
    used = {e.stage for e in events}
    return {
        "stages": [
            {"code": s.id, "title": Each(Text(f"stage.{s.id}.title"), languages), "picture": s.picture}
            for s in content.life.stages.values()
            if s.id in used
        ],
        "events": [_event(content, journey, event, languages) for event in events],
        "groups": [{"code": g, "title": Each(Text(f"comp.group.{g}"), languages)} for g in GROUPS],
        "competences": [_competence(s, languages) for s in kept(content, journey)],
        "spoken": list(_spoken(journey, languages)),
    }


def letter(content: Content, journey: Journey, languages: tuple[str, ...], sector: str | None) -> Mapping[str, Any]:
    """The letter, for one sector or open."""
    about = {"sector": Text(f"q.sectors.o.{sector}")} if sector else {}
    strong = strongest(content, journey, sector)
    paragraphs = [Text(f"competence.{s.competence.id}.phrase") for s in strong]
    places = tuple(_learnt(journey, strong))
    if places:
        paragraphs.append(Text("letter.learnt", {"places": places}))
    tongues = tuple(Text(f"tongue.{code}") for code in _tongues(journey))
    if tongues:
        paragraphs.append(Text("letter.spoken", {"languages": tongues}))
    danish = next(iter(_danish(journey)), None)
    if danish:
        paragraphs.append(Text(f"letter.danish.{danish}"))
    return {
        "opening": Each(Text("letter.opening_sector" if sector else "letter.opening", about), languages),
        "paragraphs": [Each(text, languages) for text in paragraphs],
        "closing": Each(Text("letter.closing"), languages),
        "regards": Each(Text("letter.regards"), languages),
    }


def strongest(content: Content, journey: Journey, sector: str | None) -> Sequence[Suggestion]:
    """What the letter is about: the competences that count in the sector first, then the best founded; languages have
    a sentence of their own."""
    others = [s for s in kept(content, journey) if s.competence.group != "language"]
    return sorted(others, key=lambda s: (sector not in s.competence.sectors, -len(s.evidence)))[:STRONGEST]


def _learnt(journey: Journey, strong: Sequence[Suggestion]) -> Iterator[Text]:
    """Where she learnt what the letter is about, each place once, in the order of her life."""
    speaking = {e.event for s in strong for e in s.evidence}
    kinds = dict.fromkeys(e.kind for e in journey.events if e.id in speaking and e.kind != OTHER)
    yield from (Text(f"event.{kind}.place") for kind in kinds)


def _profile(content: Content, journey: Journey) -> Iterator[Text]:
    strong = tuple(Text(f"competence.{s.competence.id}.name") for s in strongest(content, journey, None))
    if strong:
        yield Text("paper.strong", {"strong": strong})
    wished = journey.answers.get("sectors")
    if wished and "sectors" not in journey.struck:
        sectors = tuple(Text(f"q.sectors.o.{o}") for o in wished.options if o != "not_yet")
        if sectors:
            yield Text("paper.wishes", {"sectors": sectors})


def _event(content: Content, journey: Journey, event: Event, languages: tuple[str, ...]) -> Mapping[str, Any]:
    kind = kind_of(content, event)
    words = sentence(journey, event)
    when, long = drawing.when(content, journey, event), drawing.long(content, journey, event)
    jobs = journey.answers.get(f"{event.id}_job")
    known = [content.life.occupations[job] for job in (jobs.options if jobs else ()) if job in content.life.occupations]
    # "A little" beside what she has done would belittle it.
    how = [told for told in _options(content, journey, event, "how") if told[0] not in LEAST]
    return {
        "id": event.id,
        "stage": event.stage,
        "kind": event.kind,
        "title": _titled(content, journey, event, languages),
        "picture": kind.picture,
        "when": Each(when, languages) if when else None,
        "from_year": year(journey, event.id),
        "to_year": _to_year(journey, event),
        "long": Each(long, languages) if long else None,
        "place": next((Each(t, languages) for _, t in _options(content, journey, event, "where")), None),
        "jobs": [
            {"code": j.id, "isco": j.isco, "title": Each(Text(f"occupation.{j.id}"), languages)} for j in known[:JOBS]
        ],
        "activities": [
            {"code": code, "title": Each(text, languages)} for code, text in _options(content, journey, event, "did")
        ][:ACTIVITIES],
        "how": Each(how[0][1], languages) if how else None,
        "words": {"text": short(words.words, WORDS), "language": words.language or journey.language or "und"}
        if words and words.words
        else None,
        "work": kind.work or None,
    }


def _titled(content: Content, journey: Journey, event: Event, languages: tuple[str, ...]) -> Each:
    """An event's name; the name she gave it herself only in the language she gave it in."""
    own = journey.answers.get(f"{event.id}_title")
    spoken = own.language if own and own.words and event.kind == OTHER else None
    return Each(title(content, journey, event), languages, spoken, Text("line.other") if spoken else None)


def _options(content: Content, journey: Journey, event: Event, template: str) -> Iterator[tuple[str, Text]]:
    answer = journey.answers.get(f"{event.id}_{template}")
    if answer and answer.options:
        question = part(content, journey, event, template)
        yield from ((o, label(question, o)) for o in answer.options if question.option(o))


def _to_year(journey: Journey, event: Event) -> int | None:
    begun, long = year(journey, event.id), journey.answers.get(f"{event.id}_long")
    if begun is None or long is None or long.number is None or long.number < 12:
        return None
    return begun + long.number // 12


def _competence(suggestion: Suggestion, languages: tuple[str, ...]) -> Mapping[str, Any]:
    competence = suggestion.competence
    return {
        "code": competence.id,
        "group": competence.group,
        "name": Each(Text(f"competence.{competence.id}.name"), languages),
        "about": Each(Text(f"competence.{competence.id}.about"), languages),
        "phrase": Each(Text(f"competence.{competence.id}.phrase"), languages),
        "esco": {"uri": competence.esco.uri, "label": competence.esco.label} if competence.esco else None,
        "added": not suggestion.evidence,
        "evidence": [{"event": e.event, "text": Each(e.text, languages)} for e in suggestion.evidence[:EVIDENCE]],
    }


def _tongues(journey: Journey) -> tuple[str, ...]:
    spoken = journey.answers.get("spoken")
    return spoken.options if spoken and "spoken" not in journey.struck else ()


def _danish(journey: Journey) -> tuple[str, ...]:
    """How much Danish she speaks, if she has said so and it is some."""
    answer = journey.answers.get("danish")
    told = answer.options if answer and "danish" not in journey.struck else ()
    return tuple(level for level in told if level != "none")


def _spoken(journey: Journey, languages: tuple[str, ...]) -> Iterator[Mapping[str, Any]]:
    for code in _tongues(journey):
        yield {"code": code, "title": Each(Text(f"tongue.{code}"), languages), "level": None}
    for danish in _danish(journey):
        level = Each(Text(f"q.danish.o.{danish}"), languages)
        yield {"code": DANISH, "title": Each(Text(f"tongue.{DANISH}"), languages), "level": level}
