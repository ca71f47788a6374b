"""The content about working life, read and checked: sectors, and the topics of the carpet.

    content/sectors/<id>.yml   a sector: what is done there, what it asks for, its words
    content/topics.yml         questions about the service
    content/guidance.yml       questions about working life, their groups, and stories

Written by people who are not programmers: every error names the file, the entry and the cure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from os.path import commonprefix
from pathlib import Path
from typing import Any, get_args

from actions.catalogue import DANISH, strings
from actions.content_files import build, fits
from actions.journey.explore import ASKS, BESIDE, COMPANY, LATER
from actions.journey.model import SECTOR, TOPIC, Tile, Topic
from actions.journey.sector import (
    CARDS,
    CONDITIONS,
    SKILLS_OF_LANGUAGE,
    WORDS,
    Danish,
    Often,
    Sector,
    Skill,
    Task,
    Word,
)
from actions.mistakes import read_yaml

TASKS, SKILLS, EMPLOYERS, COURSES = (4, 6), (12, 20), (3, 5), (2, 5)  # fewest and most of a sector
HEARD = (8, 12)  # words with a sentence of the first day
LISTS = {"tasks": Task, "skills": Skill, "words": Word}


def load_sectors(folder: Path) -> Mapping[str, Sector]:
    """The sectors of a content folder, by id. Raises ValueError for what is malformed."""
    texts = strings(DANISH)
    found = (
        _sector(read_yaml(path), f"sectors/{path.name}", texts) for path in sorted((folder / "sectors").glob("*.yml"))
    )
    return {sector.id: sector for sector in found}


def load_topics(folder: Path) -> tuple[tuple[Topic, ...], tuple[Tile, ...], tuple[Tile, ...]]:
    """(topics, groups, stories). Raises ValueError for what is malformed."""
    service = [_entry(Topic, entry, "topics.yml") for entry in read_yaml(folder / "topics.yml")["topics"]]
    path = folder / "guidance.yml"
    told = read_yaml(path) if path.exists() else {}
    about_work = [
        _entry(Topic, {"intent": f"ask_{entry.get('id')}", **entry}, path.name) for entry in told.get("topics", ())
    ]
    groups, stories = (
        tuple(_entry(Tile, entry, path.name) for entry in told.get(name, ())) for name in ("groups", "stories")
    )
    return (*service, *about_work), groups, stories


def check_sectors(sectors: Mapping[str, Sector], named: Sequence[str], activities: Any) -> Iterator[str]:
    """Everything in the sectors that would fail a citizen later, a line each. `named`: the sectors of the screening."""
    for sector_id in sectors:
        if sector_id not in named:
            yield f"sectors/{sector_id}.yml: the question `sectors` in questions.yml has no such option"
    for missing in (s for s in named if sectors and s not in sectors and s != "not_yet"):
        yield f"sectors/{missing}.yml: is missing; questions.yml offers the sector {missing}"
    two = sorted(sectors, key=len)[-2:]
    yield from fits(f"sectors: comparing {' and '.join(two)}", SECTOR, f"compare:{':'.join(two)}")
    for sector in sectors.values():
        yield from _check_sector(f"sectors/{sector.id}.yml", sector, activities)


def check_topics(topics: Sequence[Topic], groups: Sequence[Tile]) -> Iterator[str]:
    """Everything in the topics that would fail a citizen later, a line each."""
    for name, times in Counter(topic.id for topic in topics).items():
        if times > 1:
            yield f"topics.yml: topic {name} is there {times} times"
    for topic in topics:
        where = f"{'guidance' if topic.group else 'topics'}.yml: topic {topic.id}"
        yield from fits(where, TOPIC, topic.id)
        if topic.group and topic.group not in {group.id for group in groups}:
            yield f"{where}: no such group: {topic.group}"
        if topic.card and topic.card not in CARDS:
            yield f"{where}: card must be one of {', '.join(CARDS)}"


def spoken(sectors: Mapping[str, Sector]) -> Mapping[str, Mapping[str, str]]:
    """What can be said to a visit's questions and to "where first?", by the key their readers look under: key -> id ->
    message id."""
    firms = {f"{s.id}:{e}": f"sector.{s.id}.employer.{e}" for s in sectors.values() for e in s.employers}
    asked = {key: {o.id: f"q.{key}.o.{o.id}" for o in tiles} for key, tiles in ASKS.items()}
    able = {f"s_{s.id}_can": {k.id: f"sector.{s.id}.skill.{k.id}" for k in s.skills} for s in sectors.values()}
    beside = {what: f"explore.{what}" for what in ("leave", "enough", "play", "compare")} | {"stop": "word.stop"}
    return {**asked, **able, BESIDE: beside, COMPANY: {**firms, LATER: f"q.{COMPANY}.o.{LATER}"}}


def bare(labels: Mapping[str, str]) -> Mapping[str, str]:
    """Names that all begin with the same words ("I can make a bed", "I can vacuum") without these, by id."""
    split = {name: label.split() for name, label in labels.items()}
    same = len(commonprefix(list(split.values())))
    return {name: " ".join(words[same:]) for name, words in split.items()}


def shortened(firm: str) -> tuple[str, ...]:
    """How a workplace is called in passing: without what explains it, and without its article."""
    name = re.split(r" *[:(]", firm)[0]
    return name, name.partition(" ")[2]


def _check_sector(where: str, sector: Sector, activities: Any) -> Iterator[str]:
    counted = {"tasks": TASKS, "skills": SKILLS, "employers": EMPLOYERS, "courses": COURSES, "words": (WORDS, WORDS)}
    for name, (fewest, most) in counted.items():
        entries = [getattr(entry, "id", entry) for entry in getattr(sector, name)]
        if not fewest <= len(entries) <= most:
            yield (
                f"{where}: has {len(entries)} {name}; {fewest} to {most} are wanted"
                if fewest < most
                else (f"{where}: has {len(entries)} {name}; {fewest} are wanted")
            )
        for entry, times in Counter(entries).items():
            if times > 1:
                yield f"{where}: {name} names {entry} {times} times"
    heard = sum(word.say for word in sector.words)
    if not HEARD[0] <= heard <= HEARD[1]:
        yield f"{where}: {heard} words have a sentence (say: true); {HEARD[0]} to {HEARD[1]} are wanted"
    for picture, times in Counter(word.picture for word in sector.words).items():
        if times > 1 or not picture:
            yield f"{where}: {times} words have the picture {picture!r}; in the game each needs its own"
    for skill in sector.skills:
        if skill.activity and skill.activity not in activities:
            yield f"{where}: skill {skill.id} names the activity {skill.activity}, which there is not"
    for name in SKILLS_OF_LANGUAGE:
        yield from _one_of(where, name, getattr(sector, name), get_args(Danish))
    for name in CONDITIONS:
        yield from _one_of(where, name, getattr(sector, name), get_args(Often))
    yield from _check_buttons(where, sector)


def _check_buttons(where: str, sector: Sector) -> Iterator[str]:
    for name in (*CARDS, *ASKS):
        yield from fits(where, f"s_{sector.id}_{name}", "next")
    for skill in sector.skills:
        yield from fits(f"{where}: skill {skill.id}", f"s_{sector.id}_can", f"+{skill.id}")
    for word in sector.words:
        longest = max((other.id for other in sector.words), key=len)
        yield from fits(f"{where}: word {word.id}", f"w_{sector.id}_{word.id}", longest)
        for part in ("danish", "heard") if word.say else ("danish",):
            if not getattr(word, part):
                catalogue = f"locales/{DANISH}/LC_MESSAGES/sector_{sector.id}.po"
                yield f"{where}: word {word.id}: {catalogue} has no {'say' if part == 'heard' else 'word'} for it"
    for employer in sector.employers:
        yield from fits(f"{where}: employer {employer}", "company", f"{sector.id}:{employer}")
    yield from fits(where, SECTOR, f"leave:{sector.id}")


def _one_of(where: str, name: str, value: str, known: Sequence[str]) -> Iterator[str]:
    if value not in known:
        yield f"{where}: {name} must be one of {', '.join(known)}, not {value}"


def _sector(entry: Mapping[str, Any], file: str, texts: Mapping[str, str]) -> Sector:
    given = dict(entry)
    for name, kind in LISTS.items():
        given[name] = [_entry(kind, item, f"{file}: {name}") for item in entry.get(name, ())]
    text = f"sector.{entry.get('id')}"
    given["words"] = [
        Word(w.id, w.picture, w.say, texts.get(f"{text}.word.{w.id}", ""), texts.get(f"{text}.say.{w.id}", ""))
        for w in given["words"]
    ]
    sector: Sector = _entry(Sector, given, file)
    if f"{sector.id}.yml" != file.rpartition("/")[2]:
        raise ValueError(f"{file}: its id is {sector.id}; file and id bear the same name")
    return sector


def _entry(kind: type, entry: Any, file: str) -> Any:
    return build(kind, entry, f"{file}: {entry.get('id', '?')}" if isinstance(entry, Mapping) else file)
