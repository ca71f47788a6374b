"""The lexicons: complete, without two meanings for one phrase, and every phrase read as what it is listed for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from actions.journey.clean import clean
from actions.journey.explore import BESIDE, part
from actions.journey.lifeline import TYPES
from actions.journey.model import Content, Journey, Question
from actions.journey.readers import command, read
from actions.journey.readers.vocabulary import LIFE, vocabularies
from actions.journey.words import ASIDE

LANGUAGES = ("da", "en", "ar")
COMMANDS = {"language", "back", "skip", "why", "person", "pause", "summary", "papers", "erase", "hide", "help"}
TEMPLATES = {*TYPES, "company"}  # parts of an event, employers of chosen sectors: other tiles for each
RICH = [
    "sectors",
    "worked",
    "danish",
    "school",
    "residence",
    "support",
    "home",
    "childcare",
    "mobility",
    "help",
    "considerations",
]


def phrases(content: Content, language: str) -> Iterator[tuple[str, str, str]]:
    """(question, option, phrase) for every label and synonym; what lives are told in is the gazetteer's."""
    for section in ("options", "whole"):
        for question, by_option in content.lexicon[language].get(section, {}).items():
            if question in LIFE or question in TEMPLATES:
                continue
            for option, said in by_option.items():
                yield from ((question, option, phrase) for phrase in said)


def of_a_visit(content: Content, key: str) -> Question:
    """The question of a sector's visit that the readers know under this key, or what is said beside it."""
    if key == BESIDE:
        return ASIDE
    sector = next((s for s in content.sectors.values() if key == f"s_{s.id}_can"), content.sectors["care"])
    return part(content, Journey("j"), sector, key.rpartition("_")[2])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_and_synonym_gives_its_option(content: Content, now: datetime, language: str) -> None:
    wrong = []
    for question, option, phrase in phrases(content, language):
        asked = content.question(question) or of_a_visit(content, question)
        answer = read(asked, clean(phrase).text, language, content, now).answer
        if answer is None or answer.options != (option,):
            wrong.append((question, option, phrase, answer))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_means_two_options_of_a_question(content: Content, language: str) -> None:
    words = vocabularies(content.lexicon, language)[0]
    meanings: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for question, option, phrase in phrases(content, language):
        meanings.setdefault((question, words.key(phrase)), set()).add(option)
    assert {where: ids for where, ids in meanings.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_command_is_an_answer(content: Content, language: str) -> None:
    known = content.lexicon[language]
    answers = {phrase for _, _, phrase in phrases(content, language)}
    answers |= {phrase for name in ("yes", "no", "unknown", "skip") for phrase in known[name]}
    answers |= {str(number) for number in range(101)} | set(known["numbers"])
    assert {phrase: name for phrase in answers if (name := command(clean(phrase).text, language, content))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_phrase_is_its_command_everywhere(content: Content, language: str) -> None:
    commands = content.lexicon[language]["commands"]
    assert set(commands) == COMMANDS
    assert [name for name, said in commands.items() if len(said) < 10] == []
    for chosen in (*LANGUAGES, None):
        wrong = [
            (name, p) for name, said in commands.items() for p in said if command(f" {p}! ", chosen, content) != name
        ]
        assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "jeg er gået tilbage til skolen",
        "jeg vil hjælpe børn",
        "slet ikke",
        "help my children",
        "بدي ارجع عالمدرسة",
        "",
        "!!",
    ],
)
def test_a_command_is_a_whole_message(content: Content, text: str) -> None:
    assert command(text, "da", content) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_has_words_and_the_often_asked_have_many(content: Content, language: str) -> None:
    path = Path(__file__).parents[3] / "actions" / "content" / "lexicon" / f"{language}.yml"
    own = yaml.safe_load(path.read_text(encoding="utf-8"))["options"]
    for question in content.questions:
        if question.module in ("lifeline", "asked"):  # heard by numbers, and by the gazetteer; never asked
            continue
        for option in question.options:
            synonyms = own.get(question.id, {}).get(option.id, [])
            assert synonyms, f"{question.id}.{option.id}"
            assert len(synonyms) >= (6 if question.id in RICH else 1), f"{question.id}.{option.id}: {len(synonyms)}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "kind"), [("unknown", "unknown"), ("skip", "skip")])
def test_not_knowing_and_not_saying_are_heard(
    content: Content, now: datetime, language: str, name: str, kind: str
) -> None:
    asked = content.question("home")  # none of its options means not knowing
    assert asked is not None
    wrong = [p for p in content.lexicon[language][name] if read(asked, p, language, content, now).kind != kind]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", ["yes", "no"])
def test_every_yes_and_no_is_heard_in_every_conversation(
    content: Content, now: datetime, language: str, value: str
) -> None:
    asked = content.question("send")
    assert asked is not None
    for chosen in LANGUAGES:
        answers = {p: read(asked, clean(p).text, chosen, content, now).answer for p in content.lexicon[language][value]}
        assert {p: a for p, a in answers.items() if a is None or a.value != value} == {}
