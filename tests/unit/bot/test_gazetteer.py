"""What the gazetteer hears of a life in a sentence, and what it must not hear. The lexicons' small words are real, the
life's phrases a few of our own, so that the rules are tested and not the content."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.content_loader import load_content
from actions.journey.clean import fold
from actions.journey.readers.vocabulary import LIFE
from bot.nlu.gazetteer import Phrases
from bot.nlu.names import country_names, language_names

LIVES: dict[str, dict[str, dict[str, list[str]]]] = {
    "da": {
        "event": {"children": ["børn"]},
        "did": {
            "cook_family": ["lav* mad", "madlavning"],
            "mind_children": ["pass* børn", "pass* søskende"],
            "nurse": ["pass* syg* børn"],
            "sew": ["sy", "syr", "syede"],
        },
        "job": {"tailor": ["skrædder*"], "shop": ["i butik"]},
        "country": {"SY": ["damaskus"]},
    },
    "en": {
        "did": {"cook_family": ["cook* food", "cooked"], "mind_children": ["look* after brother*"]},
        "country": {"TR": ["in turkey", "from turkey"]},
    },
    "ar": {
        "did": {"cook_family": ["طبخ*", "اطبخ*"], "mind_children": ["اهتم* اطفال*"]},
        "job": {"tailor": ["خياط*"]},
    },
}


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    lexicon: dict[str, Any] = {}
    for language, words in load_content().lexicon.items():
        options = {key: said for key, said in words["options"].items() if key not in LIFE}
        lexicon[language] = {**words, "options": options | LIVES.get(language, {})}
    return Phrases(lexicon)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jeg lavede altid mad til familien.", ["did/cook_family"]),
        ("lavede arabisk mad", ["did/cook_family"]),
        ("jeg lavede lektier og mad", ["did/cook_family"]),
        ("Mad lavede jeg hver dag", ["did/cook_family"]),
        ("mad har jeg altid lavet", ["did/cook_family"]),
        ("jeg købte mad og lavede lektier", []),
        ("jeg lavede lektier, og min mor købte mad", []),
        ("jeg passede mine to yngre søskende", ["did/mind_children"]),
        ("jeg passede mine soskende", ["did/mind_children"]),
        ("mine børn passer min mor", ["event/children"]),
        ("jeg passede min søsters syge børn", ["did/nurse", "event/children"]),
        ("jeg var skrædderen i byen", ["job/tailor"]),
        ("jeg stod i butik", ["job/shop"]),
        ("jeg stod i min butik", []),
        ("I cooked food, and looked after my two younger brothers", ["did/cook_family", "did/mind_children"]),
        ("I was born in Iraq", ["country/IQ"]),
        ("كنت أطبخ كل يوم", ["did/cook_family"]),
        ("وطبخت للعائلة", ["did/cook_family"]),
        ("كنت أهتم بالأطفال الصغار", ["did/mind_children"]),
        ("اشتغلت خياطة", ["job/tailor"]),
        ("", []),
        ("🍲", []),
    ],
)
def test_what_is_heard(phrases: Phrases, text: str, expected: list[str]) -> None:
    assert list(phrases.find(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jeg lavede ikke mad", []),
        ("jeg har aldrig lavet mad", []),
        ("mad lavede jeg ikke", []),
        ("jeg syede ikke", []),
        ("jeg lavede mad, men syede ikke", ["did/cook_family"]),
        ("jeg lavede ikke kun mad, jeg syede også", ["did/cook_family", "did/sew"]),
        ("jeg kunne ikke gå i skole, så jeg syede", ["did/sew"]),
        ("jeg gik ikke i skole og lavede mad", ["did/cook_family"]),
        ("I did not cook food", []),
        ("I never cooked", []),
        ("ما طبخت", []),
        ("ما اشتغلت وطبخت بالبيت", ["did/cook_family"]),
        ("لم أطبخ", []),
        ("بعد ما طبخت", ["did/cook_family"]),
    ],
)
def test_what_she_says_she_did_not_do_is_not_heard(phrases: Phrases, text: str, expected: list[str]) -> None:
    assert list(phrases.find(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Min mand lavede mad", []),
        ("og min mand var skrædder i Syrien", []),
        ("min mor var skrædder, og jeg lavede mad", ["did/cook_family"]),
        ("min mand og jeg lavede mad", ["did/cook_family"]),
        ("min mor lærte mig at lave mad", ["did/cook_family"]),
        ("jeg passede min mands børn", ["did/mind_children", "event/children"]),
        ("My father cooked food", []),
        ("زوجي خياط", []),
        ("كان زوجي خياط", []),
        ("زوجي كان بالجيش وكنت أطبخ", ["did/cook_family"]),
    ],
)
def test_what_somebody_else_did_is_not_hers(phrases: Phrases, text: str, expected: list[str]) -> None:
    assert list(phrases.find(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jeg boede i Syrien og Tyrkiet", ["country/SY", "country/TR"]),
        ("vi flygtede fra damaskus", ["country/SY"]),
        ("I worked in South Sudan", ["country/SS"]),
        ("I cooked turkey", ["did/cook_family"]),
        ("I lived in Turkey", ["country/TR"]),
        ("I lived on an island", []),
        ("عشت بسوريا والعراق", ["country/SY", "country/IQ"]),
        ("من مصر", ["country/EG"]),
        ("jeg taler arabisk og lidt tyrkisk", ["spoken/ar", "spoken/tr"]),
        ("Arabisk, engelsk", ["spoken/ar", "spoken/en"]),
        ("en arabisk restaurant", []),
        ("syrisk mad", []),
        ("I speak Persian", ["spoken/fa"]),
        ("أتكلم العربية والكردية", ["spoken/ar", "spoken/ku"]),
        ("I polish shoes and read", []),
    ],
)
def test_countries_and_languages_by_their_names(phrases: Phrases, text: str, expected: list[str]) -> None:
    assert list(phrases.find(text)) == expected


@pytest.mark.parametrize(
    ("language", "sentence"), [("da", "jeg boede i {}"), ("en", "i lived in {}"), ("ar", "عشت في {}")]
)
def test_every_country_is_known_by_its_name(phrases: Phrases, language: str, sentence: str) -> None:
    everyday = {fold(word) for words in load_content().lexicon.values() for word in words.get("not_names", ())}
    names = [(code, name) for code, called in country_names(language).items() for name in called]
    assert len(names) > 200
    meant = [(code, name) for code, name in names if fold(name) not in everyday]
    assert [pair for pair in meant if f"country/{pair[0]}" not in phrases.find(sentence.format(pair[1]))] == []


def test_languages_that_are_everyday_words_are_no_languages() -> None:
    called = [name for language in ("da", "en") for names in language_names(language).values() for name in names]
    names = {name.casefold() for name in called}
    assert {"tyrkisk", "kurdisk", "turkish", "somali"} <= names
    assert not {"kom", "men", "fan", "ukendt sprog"} & names


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_it_fail(phrases: Phrases, text: str) -> None:
    assert all(value.partition("/")[0] in LIFE for value in phrases.find(text))


def test_ten_thousand_characters_are_no_trouble(phrases: Phrases) -> None:
    assert phrases.find("jeg lavede mad " * 700) == ("did/cook_family",)


@cache
def all_phrases() -> Phrases:
    """The content's own; building them takes a second or two."""
    return Phrases(load_content().lexicon)


def test_every_phrase_of_the_content_is_heard_as_what_it_is_listed_for() -> None:
    lexicon, phrases = load_content().lexicon, all_phrases()
    deaf = []
    for language, words in lexicon.items():
        for key in LIFE:
            for name, said in words["options"].get(key, {}).items():
                for phrase in (p for p in said if p not in words["bare"].get(key, ())):
                    if f"{key}/{name}" not in phrases.find(phrase.replace("*", "")):
                        deaf.append((language, key, name, phrase))
    assert deaf == []


@pytest.mark.parametrize(
    "text", ["Jeg var til læge", "Jeg bager kager", "I did not work as a cook", "my boss was a doctor"]
)
def test_the_name_of_an_occupation_alone_is_not_her_work(text: str) -> None:
    assert not [value for value in all_phrases().find(text) if value.startswith("job/")]
    assert "job/doctor" in all_phrases().find("jeg arbejdede som læge")
