"""The content files become one checked `Content`, once per process.

    content/questions.yml     flows, modules, questions, options
    content/topics.yml        questions about the service
    content/sectors/*.yml     sectors; with guidance.yml see work_content.py
    content/assessment.yml    rules
    content/municipality.yml  names, sectors, offers, help numbers; or the file that MINVEJ_MUNICIPALITY names
    content/lexicon/*.yml     what people say, a file a language; <language>.life.yml: of their lives
    content/life_events.yml   and its neighbours: see life_content.py
    locales/languages.yml     which languages are live
    locales/*/…/bot.po        option names: whoever types what a button says means that button

A content file is written by people who are not programmers: every error names the file, the entry and the cure.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

from babel import Locale, UnknownLocaleError

from actions import municipality
from actions.catalogue import CLDR, LOCALES, strings
from actions.content_files import build, fits
from actions.journey.competences import COMPETENCE
from actions.journey.explore import COMPANY, MODULE
from actions.journey.model import (
    ASKED,
    DONE,
    ERASE,
    MENU,
    SECTOR,
    SKIP,
    TOPIC,
    UNKNOWN,
    URGENT,
    Content,
    Factor,
    Life,
    Option,
    Question,
    QuestionType,
    Text,
    Topic,
)
from actions.journey.rules import OPERATORS, mentioned
from actions.journey.sector import Sector
from actions.journey.speech import options
from actions.life_content import FILES, check_life, load_life, names, stage_questions
from actions.mistakes import read_yaml
from actions.work_content import bare, check_sectors, check_topics, load_sectors, load_topics, shortened, spoken

CONTENT = Path(__file__).resolve().parent / "content"
RESERVED_QUESTIONS = (MENU, ERASE, URGENT, TOPIC, ASKED, SECTOR, *OPERATORS)
RESERVED_OPTIONS = (SKIP, UNKNOWN, DONE)
SUMMARY_WORDS = ("ok", "fix", "differ")  # what can be said at the summary as well as tapped
LONGEST_REVIEW = "restore:"  # the longest thing a button of the summary says before a question's id


class ContentError(ValueError):
    """The content files do not fit together. The message lists everything that is wrong, one line each."""


@cache
def load_content(folder: Path = CONTENT, locales: Path = LOCALES, own: Path | None = None) -> Content:
    """The content of `folder` in the live languages of `locales`. `own` is the municipality's file; without it the one
    that the setting names, else the folder's. Raises ContentError."""
    own = own or municipality.chosen() or folder / "municipality.yml"
    try:
        content = _content(folder, locales, own)
    except ValueError as error:
        raise ContentError(str(error)) from error
    named = next((tuple(o.id for o in q.options) for q in content.questions if q.id == "sectors"), ())
    problems = [
        *check(content),
        *check_life(content.life, folder, named),
        *check_sectors(content.sectors, named, content.life.activities),
        *check_topics(content.topics, content.groups),
        *municipality.check(content, own.name),
    ]
    if problems:
        raise ContentError("\n".join(problems))
    return replace(content, questions=tuple(municipality.shown(q, content.municipality) for q in content.questions))


def _content(folder: Path, locales: Path, own: Path) -> Content:
    """All files read, not yet checked against each other. Raises ValueError for what is malformed in one."""
    asked = read_yaml(folder / "questions.yml")
    languages = live_languages(locales)
    # A folder without life content asks nothing of a life.
    life = load_life(folder) if (folder / FILES[0]).exists() else Life()
    sectors = load_sectors(folder)
    topics, groups, stories = load_topics(folder)
    questions = tuple(
        question
        for module, entries in asked["modules"].items()
        for entry in entries
        for question in _questions(_question(entry, module, languages, topics), life)
    )
    return Content(
        questions=questions,
        flows={name: tuple(steps) for name, steps in asked["flows"].items()},
        topics=topics,
        rules=read_yaml(folder / "assessment.yml"),
        lexicon={language: _lexicon(folder, language, questions, life, sectors) for language in languages},
        languages=languages,
        municipality=municipality.read(own),
        version=_version(folder, locales, own),
        life=life,
        sectors=sectors,
        groups=groups,
        stories=stories,
    )


def _questions(question: Question, life: Life) -> tuple[Question, ...]:
    return stage_questions(life, question) if question.id == "stages" else (question,)


def live_languages(locales: Path = LOCALES) -> tuple[str, ...]:
    """The codes of the live languages, default first, as `languages.yml` lists them."""
    listed = read_yaml(locales / "languages.yml")["languages"]
    return tuple(code for code, facts in listed.items() if facts["live"])


def check(content: Content) -> Iterator[str]:
    """Everything in the content that would fail a citizen later, a line each."""
    by_id = {question.id: question for question in content.questions}
    yield from _duplicates("questions.yml: question", [question.id for question in content.questions])
    for question in content.questions:
        yield from _check_question(question, by_id)
    modules = {question.module for question in content.questions}
    for name, steps in content.flows.items():
        for step in steps:
            if step not in modules and step not in by_id:
                yield f"questions.yml: flow {name} names {step}, which is neither a module nor a question"
    for where, condition in _conditions(content.rules, "assessment.yml"):
        yield from _check_condition(where, condition, by_id)
    for competence in content.life.competences.values():
        yield from _check_condition(f"competences.yml: competence {competence.id}", competence.when or {}, by_id)
    told = {**names(content.life), **spoken(content.sectors)}
    for language, words in content.lexicon.items():
        for question_id, named in words.get("options", {}).items():
            known = set(told.get(question_id, ())) or (_answers(by_id[question_id]) if question_id in by_id else set())
            if question_id == "country":
                known = set(content.life.countries)
            for option_id in named:
                if option_id not in known:
                    yield f"lexicon/{language}.yml: {question_id}/{option_id} is no option of questions.yml"


def _check_question(question: Question, by_id: Mapping[str, Question]) -> Iterator[str]:
    where = f"questions.yml: question {question.id}"
    if question.id in RESERVED_QUESTIONS:
        yield f"{where}: the id is reserved; choose another"
    if question.type not in get_args(QuestionType):
        yield f"{where}: no such type: {question.type}"
    for factor in (question.factor, *(o.factor for o in question.options if o.factor)):
        if factor not in get_args(Factor):
            yield f"{where}: no such factor: {factor}"
    # Its options are what her life line suggests, or the sectors that she has chosen among.
    made = question.id.startswith(COMPETENCE) or question.module == MODULE
    if question.type in ("one", "several", "number", "duration", "year", "birth") and not question.options and not made:
        yield f"{where}: type {question.type} needs options"
    yield from _duplicates(f"{where}: option", [option.id for option in question.options])
    for option in question.options:
        if option.id in RESERVED_OPTIONS or option.id[:1] in "!+-":
            yield f"{where}: option {option.id} is reserved; choose another id"
        yield from fits(f"{where}: option {option.id}", question.id, "+" + option.id)
    yield from fits(where, "review", LONGEST_REVIEW + question.id)
    if question.when:
        yield from _check_condition(where, question.when, by_id)
        if question.id in mentioned(question.when):
            yield f"{where}: its condition hangs on itself"
    yield from _check_ranges(where, question)


def _check_ranges(where: str, question: Question) -> Iterator[str]:
    if question.type not in ("number", "duration", "year", "birth"):
        return
    expected: int | None = 0
    for option in question.options:
        if option.low is None or option.low != expected:
            yield f"{where}: option {option.id} should begin at {expected}, so that ranges neither overlap nor gape"
            return
        expected = None if option.high is None else option.high + 1


def _check_condition(where: str, condition: Mapping[str, Any], by_id: Mapping[str, Question]) -> Iterator[str]:
    for question_id in mentioned(condition):
        if question_id not in by_id:
            yield f"{where}: the condition names {question_id}, which is no question"
    for question_id, chosen in _literals(condition):
        question = by_id.get(question_id)
        known = {option.id for option in options(question)} if question else set(chosen)
        for option_id in chosen:
            if option_id not in known:
                yield f"{where}: the condition names {question_id}/{option_id}, which is no option"


def _literals(condition: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str]]]:
    for key, value in condition.items():
        if key in ("any", "all"):
            for part in value:
                yield from _literals(part)
        elif key == "not":
            yield from _literals(value)
        elif key == "at_least":
            for part in value["of"]:
                yield from _literals(part)
        elif key not in OPERATORS:
            yield key, value


def _conditions(node: Any, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(node, Mapping):
        inner = f"assessment.yml: {node['id']}" if "id" in node else where
        if "when" in node:
            yield inner, node["when"]
        for key, value in node.items():
            if key != "when":
                yield from _conditions(value, inner)
    elif isinstance(node, list):
        for item in node:
            yield from _conditions(item, where)


def _answers(question: Question) -> set[str]:
    """What words can mean at this question: its options, or what the summary offers."""
    return set(SUMMARY_WORDS) if question.type == "review" else {option.id for option in options(question)}


def _duplicates(what: str, ids: Sequence[str]) -> Iterator[str]:
    for name, times in Counter(ids).items():
        if times > 1:
            yield f"{what} {name} is there {times} times"


def _question(entry: Mapping[str, Any], module: str, languages: tuple[str, ...], topics: tuple[Topic, ...]) -> Question:
    where = f"questions.yml: question {entry.get('id', '?')}"
    listed = entry.get("options", ())
    if listed == "languages":
        listed = [{"id": code} for code in languages]
    elif listed == "topics":
        listed = [{"id": t.id, "picture": t.picture, "text": f"topic.{t.id}.title"} for t in topics if t.group]
    given = {**entry, "module": module, "options": tuple(_option(o, where) for o in listed)}
    if isinstance(given.get("say"), str):
        given["say"] = (given["say"],)
    elif "say" in given:
        given["say"] = tuple(given["say"])
    return build(Question, given, where)


def _option(entry: Mapping[str, Any], where: str) -> Option:
    named = isinstance(entry.get("text"), str)
    return build(Option, {**entry, "text": Text(entry["text"])} if named else entry, where)


def _lexicon(
    folder: Path, language: str, questions: tuple[Question, ...], life: Life, sectors: Mapping[str, Sector]
) -> Mapping[str, Any]:
    """What people say in this language, each option's own name first. A language without a file of its own still
    understands its buttons."""
    path = folder / "lexicon" / f"{language}.yml"
    words = dict(read_yaml(path)) if path.exists() else {}
    labels = strings(language)
    lived = folder / "lexicon" / f"{language}.life.yml"
    told = read_yaml(lived).get("options", {}) if lived.exists() else {}
    named = {question_id: dict(known) for question_id, known in (*words.get("options", {}).items(), *told.items())}
    for key, tiles in {**names(life), **spoken(sectors)}.items():
        without = bare({o: labels.get(t, "") for o, t in tiles.items()}) if key.endswith("_can") else {}
        for option_id, text_id in tiles.items():
            label = labels.get(text_id, "")
            short = shortened(label) if key == COMPANY else (without.get(option_id, ""),)
            every = (label, *short, *map(str, named.setdefault(key, {}).get(option_id, ())))
            named[key][option_id] = tuple(dict.fromkeys(word for word in every if word))
    # A word such as "doctor" names her work where that is asked, and in a sentence mostly somebody else.
    words["bare"] = {"job": frozenset(labels.get(text_id, "") for text_id in names(life)["job"].values())}
    for question in questions:
        for option in options(question):
            label = labels.get(f"q.{question.id}.o.{option.id}", "")
            own = _language_names(option.id, language) if question.id in ("language", "spoken") else ()
            synonyms = named.setdefault(question.id, {}).get(option.id, ())
            every = (label, *own, *map(str, synonyms))
            named[question.id][option.id] = tuple(dict.fromkeys(word for word in every if word))
    words["options"] = named
    return words


def _language_names(code: str, language: str) -> tuple[str, ...]:
    """What the language `code` is called in itself and in `language`."""
    try:
        locale = Locale.parse(CLDR.get(code, code), sep="-" if code not in CLDR else "_")
        return tuple(name for name in (locale.get_display_name(), locale.get_display_name(language)) if name)
    except UnknownLocaleError:
        return ()


def _version(folder: Path, locales: Path, own: Path) -> str:
    digest = hashlib.sha256()
    for path in (*sorted(folder.rglob("*.yml")), locales / "languages.yml", own):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
