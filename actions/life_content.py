"""The content of a life line, read and checked: stages, events, activities, competences and occupations.

    content/life_events.yml   stages of a life, and what is typical of each
    content/activities.yml    what one does there, and the competences it trains
    content/competences.yml   the competence card's four groups, with their concepts of ESCO
    content/occupations.yml   what people have worked as, with ISCO-08 codes
    content/esco.csv          the part of ESCO that these name

Written by people who are not programmers: every error names the file, the entry and the cure.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel import Locale

from actions.content_files import build, fits
from actions.journey.competences import GROUPS
from actions.journey.lifeline import HOW, LONG, MOST, OWN_PARTS, TYPES
from actions.journey.model import Activity, Competence, Concept, Life, LifeEvent, Occupation, Option, Question, Stage
from actions.mistakes import read_yaml

FILES = ("life_events.yml", "activities.yml", "competences.yml", "occupations.yml")
FEWEST, FULLEST = 8, 14  # activities of an event
PARTS = (*TYPES, "job")


def load_life(folder: Path) -> Life:
    """The life content of a folder. Raises ValueError, a line for everything that is malformed."""
    events, activities, competences, occupations = (read_yaml(folder / name) for name in FILES)
    return Life(
        stages={s["id"]: _stage(s) for s in events["stages"]},
        events={e["id"]: _build(LifeEvent, e, "life_events.yml") for e in events["events"]},
        activities={a["id"]: _build(Activity, a, "activities.yml") for a in activities["activities"]},
        competences={c["id"]: _build(Competence, c, "competences.yml") for c in competences["competences"]},
        occupations={o["id"]: _build(Occupation, o, "occupations.yml") for o in occupations["occupations"]},
        countries=tuple(code for code in Locale("en").territories if len(code) == 2 and code.isalpha()),
    )


def life_version(folder: Path) -> Sequence[Path]:
    """The files that decide what a life line is made of."""
    return [folder / name for name in FILES]


def check_life(life: Life, folder: Path, sectors: Sequence[str]) -> Iterator[str]:
    """Everything in the life content that would fail a citizen later, a line each."""
    for stage in life.stages.values():
        where = f"life_events.yml: stage {stage.id}"
        yield from _unknown(where, stage.events, life.events, "event")
        yield from _check_when(where, stage.when)
    for event in life.events.values():
        yield from _check_event(event, life)
    for activity in life.activities.values():
        where = f"activities.yml: activity {activity.id}"
        yield from _unknown(where, activity.competences, life.competences, "competence")
        yield from _fits(where, "did", activity.id)
    known = esco(folder / "esco.csv")
    for competence in life.competences.values():
        where = f"competences.yml: competence {competence.id}"
        if competence.group not in GROUPS:
            yield f"{where}: no such group: {competence.group}"
        yield from _unknown(where, competence.sectors, sectors, "sector")
        yield from _check_concept(where, competence.esco, known)
    for job in life.occupations.values():
        where = f"occupations.yml: occupation {job.id}"
        yield from _unknown(where, job.activities, life.activities, "activity")
        yield from _unknown(where, job.sectors, sectors, "sector")
        yield from _check_concept(where, job.esco, known)
        yield from _fits(where, "job", job.id)
        if not (len(job.isco) == 4 and job.isco.isdigit()):
            yield f"{where}: isco must be the four digits of a unit group of ISCO-08"


def esco(path: Path) -> Mapping[str, str]:
    """URI -> label, of the part of ESCO that is used."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {row["uri"]: row["label"] for row in csv.DictReader(lines)}


def stage_questions(life: Life, entry: Question) -> tuple[Question, ...]:
    """The questions that `stages` in questions.yml stands for: one a stage."""
    return tuple(
        Question(f"stage_{s.id}", "stage", entry.module, when=entry.when, template="event", source=entry.source)
        for s in life.stages.values()
    )


def names(life: Life) -> Mapping[str, Mapping[str, str]]:
    """What the tiles are called, by the key their readers look under: key -> id -> message id."""
    return {
        "event": {e: f"event.{e}.title" for e in life.events},
        "did": {a: f"activity.{a}" for a in life.activities},
        "job": {o: f"occupation.{o}" for o in life.occupations},
        "when": {tile.id: f"when.{s.id}.{tile.id}" for s in life.stages.values() for tile in s.when},
        "long": {option.id: f"q.long.o.{option.id}" for option in LONG},
        "how": {option.id: f"how.{way}.{option.id}" for way, steps in HOW.items() for option in steps},
    }


def _check_event(event: LifeEvent, life: Life) -> Iterator[str]:
    where = f"life_events.yml: event {event.id}"
    yield from _unknown(where, event.parts, PARTS, "part")
    yield from _unknown(where, event.activities, life.activities, "activity")
    if "did" in event.parts and not FEWEST <= len(event.activities) <= FULLEST:
        yield f"{where}: has {len(event.activities)} activities; {FEWEST} to {FULLEST} fit on a phone"
    if event.work and event.icatus not in tuple("12345"):
        yield f'{where}: work needs its ICATUS 2016 division, "1" to "5"'
    if event.id in OWN_PARTS or event.id == "other":
        yield f"{where}: the id is reserved; choose another"
    if not any(event.id in stage.events for stage in life.stages.values()):
        yield f"{where}: no stage names it"
    for stage in life.stages:
        yield from _fits(where, f"stage_{stage}", event.id, event="")


def _check_when(where: str, tiles: Sequence[Option]) -> Iterator[str]:
    ends = [tile.age or tile.ago for tile in tiles]
    for tile, end in zip(tiles, ends, strict=True):
        if end is None or len(end) != 2 or end[0] is None:
            yield f"{where}: tile {tile.id} needs age: [from, to] or ago: [from, to]"
            return
    for before, after in pairwise(ends):
        if before and after and before[1] is not None and after[0] != before[1] + 1:
            yield f"{where}: the tiles of `when` should neither overlap nor gape: {before} and {after}"


def _check_concept(where: str, concept: Concept | None, known: Mapping[str, str]) -> Iterator[str]:
    if concept and known.get(concept.uri) != concept.label:
        yield f"{where}: {concept.uri} is not in esco.csv as {concept.label!r}"


def _fits(where: str, question_id: str, value: str, event: str = f"e{MOST}_") -> Iterator[str]:
    yield from fits(where, event + question_id, "+" + value)


def _unknown(where: str, named: Sequence[str], known: Any, what: str) -> Iterator[str]:
    for name in named:
        if name not in known:
            yield f"{where}: names the {what} {name}, which there is not"


def _stage(entry: Mapping[str, Any]) -> Stage:
    tiles = tuple(_build(Option, tile, f"life_events.yml: stage {entry.get('id')}") for tile in entry["when"])
    return Stage(entry["id"], entry.get("picture", ""), tiles, tuple(entry["events"]))


def _build(kind: type, entry: Any, file: str) -> Any:
    where = f"{file}: {entry.get('id', '?')}"
    given = dict(entry)
    if given.get("work") == "absent":
        given["work"] = ""
    if given.get("esco"):
        given["esco"] = build(Concept, given["esco"], where)
    return build(kind, given, where)
