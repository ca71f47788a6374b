"""Words of a life: what she did, worked as, spoke, where it was. Kept, with all that was listed or heard in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.journey.clean import clean
from actions.journey.lifeline import LONG
from actions.journey.model import Content, Option, Question
from actions.journey.readers import lexicon_key, read

TYPES: dict[str, Any] = {"did": "several", "job": "several", "where": "several", "words": "words", "long": "duration"}


def part(content: Content, name: str) -> Question:
    tiles = tuple(Option(o) for o in tuple(content.lexicon["da"]["options"].get(name, {}))[:5])
    options = LONG if name == "long" else tiles
    own = name in ("did", "job", "where")
    return Question(f"e1_{name}", TYPES[name], "lifeline", options=options, own_words=own, template=name, event="e1")


@pytest.mark.parametrize("name", ["did", "job"])
def test_an_option_by_its_name_is_the_option(content: Content, now: datetime, name: str) -> None:
    asked = part(content, name)
    for option in asked.options:
        label = content.lexicon["da"]["options"][name][option.id][0]
        actual = read(asked, label, "da", content, now).answer
        assert actual is not None and (actual.value, actual.words) == ((option.id,), None)


def test_a_list_names_every_option_and_is_kept(content: Content, now: datetime) -> None:
    asked = part(content, "did")
    first, second = asked.options[:2]
    labels = content.lexicon["da"]["options"]["did"]
    text = f"{labels[first.id][0]} og {labels[second.id][0]}, zzz"
    actual = read(asked, text, "da", content, now).answer
    assert actual is not None and (actual.value, actual.words) == ((first.id, second.id), text)


def test_what_the_gazetteer_heard_counts_also_where_it_has_no_tile(content: Content, now: datetime) -> None:
    asked = part(content, "did")
    actual = read(asked, "zzz qqq", "da", content, now, found=("no_tile_yet", asked.options[0].id)).answer
    assert actual is not None
    assert (actual.value, actual.words, actual.language) == (("no_tile_yet", asked.options[0].id), "zzz qqq", "da")


def test_words_without_anything_known_are_kept(content: Content, now: datetime) -> None:
    for name in ("did", "job", "where"):
        actual = read(part(content, name), "zzz qqq", "da", content, now).answer
        assert actual is not None and (actual.value, actual.words) == ((), "zzz qqq")


@pytest.mark.parametrize("name", ["did", "job", "where", "words"])
@pytest.mark.parametrize(("text", "kind"), [("nej tak", "skip"), ("ja", "unclear"), ("ved ikke", "unknown")])
def test_a_plain_no_is_no_words(content: Content, now: datetime, name: str, text: str, kind: str) -> None:
    assert read(part(content, name), text, "da", content, now).kind == kind


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "${jndi:ldap://x}", "a" * 10_000, "' OR 1=1 --", "../../etc"]
)
def test_whatever_she_writes_stays_text(content: Content, now: datetime, text: str) -> None:
    written = clean(text).text
    for name in ("did", "words"):
        actual = read(part(content, name), written, "da", content, now).answer
        assert actual is not None and actual.words == written and len(written) <= 4_000


@pytest.mark.parametrize("text", ["🙂", "👩‍🍳👩‍🍳", "   ", "...", "‏"])
def test_nothing_said_is_asked_again(content: Content, now: datetime, text: str) -> None:
    assert read(part(content, "did"), clean(text).text, "da", content, now).kind == "unclear"


def test_where_the_words_are_kept(content: Content) -> None:
    assert [lexicon_key(part(content, name)) for name in ("did", "job", "where")] == ["did", "job", "country"]
    assert lexicon_key(Question("stage_childhood", "stage", "lifeline")) == "event"
    assert lexicon_key(Question("sectors", "several", "screening")) == "sectors"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("stadig", "da", ("still", None)),
        ("jeg gør det stadig", "da", ("still", None)),
        ("still", "en", ("still", None)),
        ("ما زلت", "ar", ("still", None)),
        ("from 2005 to 2010", "en", ("y3_5", 60)),
        ("fra 2005 til 2010", "da", ("y3_5", 60)),
        ("3 måneder", "da", ("under_1", 3)),
        ("سنتين", "ar", ("y1_2", 24)),
        ("halvandet år", "da", ("y1_2", 18)),
    ],
)
def test_how_long(content: Content, now: datetime, text: str, language: str, expected: Any) -> None:
    actual = read(part(content, "long"), text, language, content, now).answer
    assert actual is not None and (actual.value, actual.number) == expected


@pytest.mark.parametrize("text", ["hele livet", "nogle år", "længe"])
def test_how_long_in_words_is_unclear(content: Content, now: datetime, text: str) -> None:
    assert read(part(content, "long"), text, "da", content, now).kind == "unclear"
