"""The life line: events she taps or tells, stage by stage, and the questions that each of them brings.

Futura's method (FUT rec. 2, Hillerød): the CV grows out of important events from early childhood to today. An event's
questions are made here from templates, so that reading, correcting, going back and pausing are the same for them as for
any other question: what she tells of event e1 are the answers `e1_when`, `e1_did` and so on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from actions.journey.model import (
    OTHER,
    Answer,
    Arg,
    Content,
    Event,
    Journey,
    LifeEvent,
    Option,
    Question,
    QuestionType,
    Text,
)

STAGE = "stage_"  # how a stage's question begins
MOST = 60  # events; more is no life line but a machine at work
JOBS = 12  # occupations shown as tiles; every other one can be written
LONG = (
    Option("under_1", "🌱", 0, 11),
    Option("y1_2", "🌿", 12, 35),
    Option("y3_5", "🌳", 36, 71),
    Option("y6_10", "🌳", 72, 131),
    Option("over_10", "🌲", 132),
    Option("still", "📍"),
)
HOW = {
    "often": (Option("sometimes", "🌙"), Option("often", "⛅"), Option("daily", "☀️")),
    "well": (Option("a_little", "🌱"), Option("well", "🌿"), Option("teach", "🌳")),
}
OWN_PARTS = ("title", "when", "long", "did", "how", "words")  # of an event that no tile names
TYPES: Mapping[str, QuestionType] = {
    "title": "words",
    "job": "several",
    "when": "when",
    "long": "duration",
    "did": "several",
    "how": "one",
    "where": "several",
    "words": "words",
}
NAME = 6  # words; more than these are a sentence and no name
HEADING = 80  # characters of her words in a heading; the rest stands below it
NAMED = 3  # jobs in a heading
OFFERED = ("did", "job", "where", "spoken")  # what is heard in her words is ticked for her to confirm
_PART = re.compile(r"(e[1-9][0-9]*)_([a-z]+)")


def event_of(journey: Journey, event_id: str) -> Event | None:
    """The event of this id."""
    return next((event for event in journey.events if event.id == event_id), None)


def kind_of(content: Content, event: Event) -> LifeEvent:
    """What kind of event it is. One of her own may hold anything: its tiles are what is typical of all the others."""
    known = content.life.events.get(event.kind)
    if known:
        return known
    typical = dict.fromkeys(kind.activities[0] for kind in content.life.events.values() if kind.activities)
    return LifeEvent(OTHER, "✨", OWN_PARTS, activities=tuple(typical)[:12])


def begin(content: Content, journey: Journey, stage: str, kind: str, told: Answer | None = None) -> Journey:
    """The journey with one event more at the end of its stage. `told` are words she has said of it: an own event's
    title, another's sentence."""
    number = 1 + max((int(event.id[1:]) for event in journey.events), default=0)
    event = Event(f"e{number}", kind, stage)
    order = list(content.life.stages)
    place = sum(order.index(e.stage) <= order.index(stage) for e in journey.events)
    answers = dict(journey.answers)
    if told and told.words:
        # A few words are a name; of a whole sentence she is asked for one.
        name = kind == OTHER and len(told.words.split()) <= NAME
        answers[f"{event.id}_{'title' if name else 'words'}"] = told
    return replace(journey, events=(*journey.events[:place], event, *journey.events[place:]), answers=answers)


def moved(journey: Journey, event_id: str, by: int) -> Journey:
    """The journey with the event one place earlier (-1) or later (+1). It takes the stage it comes to."""
    events = list(journey.events)
    at = next(i for i, event in enumerate(events) if event.id == event_id)
    to = at + by
    if not 0 <= to < len(events):
        return journey
    if events[to].stage != events[at].stage:
        events[at] = replace(events[at], stage=events[to].stage)
    else:
        events[at], events[to] = events[to], events[at]
    return replace(journey, events=tuple(events))


def placed(content: Content, journey: Journey, event_id: str, this_year: int) -> Journey:
    """The journey with the event where its time puts it among those of its stage whose time is known too; the others
    stay where they are."""
    event = event_of(journey, event_id)
    at = _about(content, journey, event, this_year) if event else None
    if event is None or at is None:
        return journey
    others = [e for e in journey.events if e.id != event_id]
    dated = {e.id: about for e in others if (about := _about(content, journey, e, this_year)) is not None}
    same = [e for e in others if e.stage == event.stage and e.id in dated]
    later = next((e for e in same if dated[e.id] > at), None)
    before = next((e for e in reversed(same) if dated[e.id] <= at), None)
    if later and journey.events.index(event) > journey.events.index(later):
        others.insert(others.index(later), event)
    elif before and journey.events.index(event) < journey.events.index(before):
        others.insert(others.index(before) + 1, event)
    else:
        return journey
    return replace(journey, events=tuple(others))


def _about(content: Content, journey: Journey, event: Event, this_year: int) -> float | None:
    """Roughly the year an event began, for its place on the line; a tile counts from its beginning."""
    known = year(journey, event.id)
    answer = journey.answers.get(f"{event.id}_when")
    if known is not None or answer is None or answer.status != "answered":
        return known
    tile = tile_of(content, event, answer)
    if tile and tile.ago:
        return this_year - (tile.ago[1] if tile.ago[1] is not None else tile.ago[0] + 1)
    age = answer.age if answer.age is not None else tile.age[0] if tile and tile.age else None
    return None if age is None else _born_about(content, journey, this_year) + age


def tile_of(content: Content, event: Event, answer: Answer) -> Option | None:
    """The tile of "when?" that was tapped: its stage's, or that of the stage it was told in before it was moved."""
    stages = (content.life.stages[event.stage], *content.life.stages.values())
    tiles = (replace(tile, text=Text(f"when.{s.id}.{tile.id}")) for s in stages for tile in s.when)
    return next((tile for tile in tiles if tile.id in answer.options), None)


def _born_about(content: Content, journey: Journey, this_year: int) -> int:
    """Her year of birth, or one that would do to compare ages with years."""
    born, question = journey.answers.get("born"), content.question("born")
    tile = question.option(born.options[0]) if question and born and born.options else None
    return birth_year(journey) or this_year - (tile.low if tile and tile.low else 40)


def year(journey: Journey, event_id: str) -> int | None:
    """The calendar year an event began, as far as she has said: a year, or an age where she has said when she was
    born."""
    answer = journey.answers.get(f"{event_id}_when")
    if answer is None or answer.status != "answered":
        return None
    if answer.number is not None:
        return answer.number
    born = birth_year(journey)
    return born + answer.age if born is not None and answer.age is not None else None


def lasting(journey: Journey, this_year: int) -> Journey:
    """The journey in which nothing ends after this year: of a time that cannot be any more, now that the beginning is
    another, only its tile is left."""
    answers = dict(journey.answers)
    for event in journey.events:
        begun, long = year(journey, event.id), answers.get(f"{event.id}_long")
        if begun is not None and long and long.number is not None and begun + long.number // 12 > this_year:
            answers[f"{event.id}_long"] = replace(long, number=None)
    return replace(journey, answers=answers)


def birth_year(journey: Journey) -> int | None:
    """Her year of birth, where she gave it exactly."""
    answer = journey.answers.get("born")
    return answer.number if answer and answer.status == "answered" else None


def parts(content: Content, journey: Journey, event: Event) -> tuple[Question, ...]:
    """The questions of an event, in order; what is heard of a country in her words is asked about at the end."""
    kind = kind_of(content, event)
    # Of what hurts nothing more is asked, also where her words name a country.
    names = kind.parts + (("where",) if "when" in kind.parts and heard(journey, event, "country") else ())
    return tuple(part(content, journey, event, name) for name in names)


def part(content: Content, journey: Journey, event: Event, name: str) -> Question:
    """One question of an event, made from its template."""
    kind = kind_of(content, event)
    return Question(
        id=f"{event.id}_{name}",
        type=TYPES[name],
        module="lifeline",
        options=_options(content, journey, event, kind, name),
        factor="resources",
        own_words=name in OFFERED,
        template=name,
        event=event.id,
        about={"event": title(content, journey, event)},
        asks=_asks(kind, name),
        ticked=_heard_before(content, journey, event, name),
        thanks="line.thanks" if name == "words" and len(kind.parts) > 1 else "",
    )


def _heard_before(content: Content, journey: Journey, event: Event, name: str) -> tuple[str, ...]:
    """What she has told of this already is ticked for her to confirm."""
    known = {"did": content.life.activities, "job": content.life.occupations, "where": content.life.countries}
    key = "country" if name == "where" else name
    return tuple(h for h in heard(journey, event, key) if h in known[name]) if name in known else ()


def _asks(kind: LifeEvent, name: str) -> str:
    if name == "how":
        return f"how.{kind.how}.ask"
    if name == "words" and kind.parts == ("words",):
        return "line.painful"
    return f"event.{kind.id}.did" if name == "did" and kind.id != OTHER else ""


def part_named(content: Content, journey: Journey, question_id: str) -> Question | None:
    """The question of this id, if it is one of an event's."""
    match = _PART.fullmatch(question_id)
    event = event_of(journey, match[1]) if match else None
    if match is None or event is None or match[2] not in (*kind_of(content, event).parts, "where"):
        return None
    return part(content, journey, event, match[2])


def stage_question(content: Content, journey: Journey, question: Question) -> Question:
    """A stage's question as it is now: "is there more?" once something is told of it."""
    stage = content.life.stages[question.id.removeprefix(STAGE)]
    kinds = [content.life.events[kind] for kind in stage.events]
    tiles = (*(Option(k.id, k.picture, text=Text(f"event.{k.id}.title")) for k in kinds), Option(OTHER, "✨"))
    told = any(event.stage == stage.id and event.id not in journey.struck for event in journey.events)
    return replace(question, options=tiles, asks=f"stage.{stage.id}.{'more' if told else 'ask'}")


def title(content: Content, journey: Journey, event: Event) -> Text:
    """What the event is called: its name, with her work in it; an event of her own by her own words."""
    answer = journey.answers.get(f"{event.id}_title")
    name = Text(f"event.{event.kind}.title")
    if event.kind == OTHER:
        return Text("line.own", {"words": short(answer.words)}) if answer and answer.words else Text("line.other")
    jobs = journey.answers.get(f"{event.id}_job")
    if jobs and jobs.options:
        named = tuple(Text(f"occupation.{job}") for job in jobs.options[:NAMED])
        return Text("line.with_job", {"event": name, "job": named})
    return name


def short(words: str, most: int = HEADING) -> str:
    """Her words, cut where there is no room for more."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def sentence(journey: Journey, event: Event) -> Answer | None:
    """Her own words about an event: her sentence, and before it what stands in full nowhere else (a title that is cut,
    what she wrote that she did or worked as, where no tile knew it); without a sentence, the one that her activities
    were heard in."""
    told = {n: a for n in ("title", "job", "did", "words") if (a := journey.answers.get(f"{event.id}_{n}")) and a.words}
    if "title" in told and short(told["title"].words or "") == told["title"].words:
        del told["title"]
    own = [answer for name, answer in told.items() if name == "words" or not answer.options]
    if not own:
        return told.get("did")
    *before, last = (answer.words or "" for answer in own)
    ended = (words if words.endswith((".", "!", "?", "؟")) else f"{words}." for words in before)
    return replace(own[-1], words=" ".join((*ended, last)))


def heard(journey: Journey, event: Event, key: str) -> tuple[str, ...]:
    """What the gazetteer saw in her words about this event, by the key it goes by: activities, jobs, countries."""
    found: dict[str, None] = {}
    for question_id, answer in journey.answers.items():
        if question_id.startswith(f"{event.id}_"):
            found.update((h.partition("/")[2], None) for h in answer.heard if h.startswith(f"{key}/"))
    return tuple(found)


def _options(content: Content, journey: Journey, event: Event, kind: LifeEvent, name: str) -> tuple[Option, ...]:
    if name == "when":
        tiles = content.life.stages[event.stage].when
        return tuple(replace(tile, text=Text(f"when.{event.stage}.{tile.id}")) for tile in tiles)
    if name == "long":
        return LONG
    if name == "how":
        return tuple(replace(o, text=Text(f"how.{kind.how}.{o.id}")) for o in HOW[kind.how])
    before = journey.answers.get(f"{event.id}_{name}")
    chosen = (*(before.options if before else ()), *_asked_now(journey, f"{event.id}_{name}"))
    if name == "did":
        named = (*heard(journey, event, "did"), *kind.activities, *_of_jobs(content, journey, event), *chosen)
        named = (*_confirming(journey, f"{event.id}_did"), *named)
        known = (content.life.activities[a] for a in dict.fromkeys(named) if a in content.life.activities)
        return tuple(Option(a.id, a.picture, text=Text(f"activity.{a.id}")) for a in known)
    if name == "job":
        shown = tuple(content.life.occupations)[:JOBS]
        named = (*_confirming(journey, f"{event.id}_job"), *heard(journey, event, "job"), *shown, *chosen)
        jobs = (content.life.occupations[o] for o in dict.fromkeys(named) if o in content.life.occupations)
        return tuple(Option(o.id, o.picture, text=Text(f"occupation.{o.id}")) for o in jobs)
    if name == "where":
        countries = dict.fromkeys((*heard(journey, event, "country"), *chosen))
        return tuple(Option(code, text=Text(f"territory.{code}")) for code in countries)
    return ()


def _asked_now(journey: Journey, question_id: str) -> tuple[str, ...]:
    return journey.picked if journey.asking == question_id else ()


def _confirming(journey: Journey, question_id: str) -> tuple[str, ...]:
    """What was heard and waits for her yes stands first, where she sees it."""
    return _asked_now(journey, question_id) if journey.said else ()


def _of_jobs(content: Content, journey: Journey, event: Event) -> tuple[str, ...]:
    jobs = journey.answers.get(f"{event.id}_job")
    known = (content.life.occupations.get(job) for job in (jobs.options if jobs else ()))
    return tuple(activity for job in known if job for activity in job.activities)


def arguments(question: Question, masked: bool) -> Mapping[str, Arg]:
    """What a question's texts say of its event; a found note must not tell what it was."""
    return {"event": Text("line.this")} if masked and question.event else question.about
