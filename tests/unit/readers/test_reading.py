"""What people write, in each language, and what is read from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.journey.clean import clean
from actions.journey.model import Content
from actions.journey.readers import Reading, read

FOLDER = Path(__file__).parent
KINDS = ("unclear", "unknown", "skip", "need_year")


def examples(kind: str) -> Iterator[Any]:
    for path in sorted(FOLDER.glob("examples_*.yml")):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        for question, said in table.get(kind, {}).items():
            for text, expected in said.items():
                yield pytest.param(
                    table["language"], question, text, expected, id=f"{table['language']}-{question}-{text}"
                )


def reading(content: Content, now: datetime, language: str, question: str, text: str) -> Reading:
    asked = content.question(question)
    assert asked is not None
    return read(asked, clean(text).text, language, content, now)


@pytest.mark.parametrize(("language", "question", "text", "expected"), examples("read"))
def test_an_option_or_none(
    content: Content, now: datetime, language: str, question: str, text: str, expected: Any
) -> None:
    actual = reading(content, now, language, question, text)
    if expected in KINDS:
        assert (actual.kind, actual.answer) == (expected, None)
    else:
        assert actual.kind == "answer" and actual.answer is not None
        assert actual.answer.value == (tuple(expected) if isinstance(expected, list) else expected)
        assert actual.answer.words is None


@pytest.mark.parametrize(("language", "question", "text", "expected"), examples("exact"))
def test_an_exact_number_and_its_range(
    content: Content, now: datetime, language: str, question: str, text: str, expected: Any
) -> None:
    actual = reading(content, now, language, question, text)
    assert actual.answer is not None, actual
    assert [actual.answer.value, actual.answer.number] == expected


@pytest.mark.parametrize(("language", "question", "text", "expected"), examples("kept"))
def test_her_own_words_are_kept(
    content: Content, now: datetime, language: str, question: str, text: str, expected: Any
) -> None:
    actual = reading(content, now, language, question, text).answer
    assert actual is not None
    assert (list(actual.options), actual.words, actual.language) == (expected, text, language)


@pytest.mark.parametrize(
    ("language", "question", "text", "expected"),
    [
        ("da", "worked_years", "4 to 5 years", "y3_5"),
        ("da", "worked_years", "خمس سنوات", "y3_5"),
        ("ar", "worked_years", "halvandet år", "y1_2"),
        ("en", "adult", "nej tak", "no"),
        ("ar", "adult", "yes", "yes"),
        ("da", "worked", "in Iraq and Denmark", "both"),
        ("da", "worked_last", "before 2015", None),
        ("en", "mobility", "bus og cykel", ("bike", "bus")),
        (None, "sectors", "تنظيف", ("cleaning",)),
        ("so", "hours", "4", "h4_5"),
    ],
)
def test_another_language_than_the_chosen_one(
    content: Content, now: datetime, language: str | None, question: str, text: str, expected: Any
) -> None:
    asked = content.question(question)
    assert asked is not None
    actual = read(asked, text, language, content, now)
    assert (actual.answer.value if actual.answer else None) == expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [("nogle år", "years"), ("5 eller 6 år", "years"), ("hej med dig", ""), ("hvem ser mine 3 svar?", "years")],
)
def test_only_a_number_or_a_measure_is_asked_for_again(content: Content, now: datetime, text: str, hint: str) -> None:
    asked = content.question("worked_years")
    assert asked is not None
    actual = read(asked, text, "da", content, now)
    assert (actual.kind, actual.hint) == ("unclear", "" if text.endswith("?") else hint)


@pytest.mark.parametrize(
    "text", ["Hvem kan se mine svar?", "mister jeg penge hvis jeg arbejder 4 timer?", "من يرى اجاباتي؟"]
)
@pytest.mark.parametrize("question", ["hope", "hours", "sectors", "everyday"])
def test_a_question_is_no_answer(content: Content, now: datetime, question: str, text: str) -> None:
    asked = content.question(question)
    assert asked is not None
    assert read(asked, text, "da", content, now).kind == "unclear"


def test_the_gazetteer_counts_where_nothing_more_was_seen(content: Content, now: datetime) -> None:
    sectors, support = content.question("sectors"), content.question("support")
    assert sectors and support
    seen = read(support, "zzz qqq", "da", content, now, found=("spouse",)).answer
    assert seen is not None and seen.value == "spouse"
    assert read(support, "zzz qqq", "da", content, now, found=("spouse", "benefit")).kind == "unclear"
    assert read(support, "ikke zzz qqq", "da", content, now, found=("spouse",)).kind == "unclear"
    kept = read(sectors, "zzz qqq", "da", content, now, found=("care", "no such option")).answer
    assert kept is not None and (kept.value, kept.words) == (("care",), "zzz qqq")
