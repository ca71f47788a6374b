"""The content is read whole, and a mistake in it is named so that its writer can mend it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from actions.catalogue import LOCALES, strings
from actions.content_files import PAYLOAD_LIMIT
from actions.content_loader import CONTENT, ContentError, load_content
from actions.journey.model import Journey
from actions.journey.speech import ask, options


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real content, to be changed."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def problems(folder: Path) -> str:
    with pytest.raises(ContentError) as caught:
        load_content(folder, LOCALES)
    return str(caught.value)


def test_every_button_of_the_real_content_fits_into_a_telegram_payload() -> None:
    content = load_content()
    for question in content.questions:
        if question.type != "review":
            for button in ask(content, Journey(id="x"), question, False).buttons:
                assert len(button.payload.encode()) <= PAYLOAD_LIMIT


def test_the_language_question_offers_the_live_languages_by_their_own_names() -> None:
    content = load_content()
    question = content.question("language")
    assert question and tuple(option.id for option in question.options) == content.languages
    assert content.languages[0] == "da"
    assert "العربية" in content.lexicon["da"]["options"]["language"]["ar"]


def test_what_a_button_says_is_understood_as_that_button_in_every_live_language() -> None:
    content = load_content()
    for language in content.languages:
        for question in content.questions:
            for option in options(question):
                label = strings(language).get(f"q.{question.id}.o.{option.id}")
                if label:
                    assert label in content.lexicon[language]["options"][question.id][option.id]
    assert strings("da")["q.worked.o.abroad"] in content.lexicon["da"]["options"]["worked"]["abroad"]


def test_the_version_changes_with_the_content(folder: Path) -> None:
    before = load_content(folder, LOCALES).version
    load_content.cache_clear()
    with (folder / "questions.yml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert load_content(folder, LOCALES).version != before
    assert load_content(CONTENT, LOCALES).version == before


QUESTIONS = "questions.yml"
MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "unknown question in a condition": (QUESTIONS, "when: {support: [benefit]}", "when: {suport: [benefit]}", "suport"),
    "unknown option in a condition": (
        QUESTIONS,
        "when: {support: [benefit]}",
        "when: {support: [benefits]}",
        "support/benefits",
    ),
    "unknown question in a rule": ("assessment.yml", "when: {worked: [family]}", "when: {wurked: [family]}", "wurked"),
    "unknown option in a rule": (
        "assessment.yml",
        "when: {worked: [family]}",
        "when: {worked: [famly]}",
        "worked/famly",
    ),
    "the same question twice": (QUESTIONS, "id: belief", "id: hope", "hope is there 2 times"),
    "the same option twice": (QUESTIONS, "{id: bike,", "{id: walk,", "walk is there 2 times"),
    "a reserved question": (QUESTIONS, "id: belief", "id: menu", "reserved"),
    "a reserved option": (QUESTIONS, "{id: bike,", '{id: "!skip",', "reserved"),
    "a tick's sign in an option": (QUESTIONS, "{id: bike,", '{id: "-bike",', "reserved"),
    "a button that is too long": (QUESTIONS, "{id: bike,", "{id: bicycle_or_electric_bicycle_or_cargo_bike,", "bytes"),
    "a type that is none": (QUESTIONS, "type: number", "type: nummer", "nummer"),
    "a field that is none": (QUESTIONS, 'source: "IPL 7.1.1 parameter 3"', "sauce: x", "sauce"),
    "a factor that is none": (QUESTIONS, "factor: attitude", "factor: mood", "mood"),
    "YAML's no for an id": (QUESTIONS, '{id: "none", picture: "➖"}', '{id: no, picture: "➖"}', "quotes"),
    "a gap between ranges": (QUESTIONS, "low: 3, high: 5}", "low: 4, high: 5}", "should begin at 3"),
    "a flow to nowhere": (QUESTIONS, "main: [welcome,", "main: [welcom,", "welcom"),
    "no YAML": (QUESTIONS, "flows:", "flows: [", "not readable"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named(folder: Path, mistake: str) -> None:
    file, before, after, expected = MISTAKES[mistake]
    change(folder / file, before, after)
    actual = problems(folder)
    assert expected in actual
    assert file in actual


def test_a_lexicon_entry_for_no_option_is_named(folder: Path) -> None:
    (folder / "lexicon").mkdir(exist_ok=True)
    (folder / "lexicon" / "da.yml").write_text("options: {mobility: {rocket: [raket]}}", encoding="utf-8")
    assert "mobility/rocket" in problems(folder)


def test_all_mistakes_are_named_at_once(folder: Path) -> None:
    change(folder / QUESTIONS, "id: belief", "id: menu")
    change(folder / QUESTIONS, "{id: bike,", "{id: walk,")
    assert len(problems(folder).splitlines()) >= 2
