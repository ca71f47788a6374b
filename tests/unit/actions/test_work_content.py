"""Sectors and the carpet as content: every part in every live language, easy to read; every mistake with its cure."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from actions.catalogue import LOCALES, strings
from actions.content_loader import CONTENT, ContentError, load_content
from actions.journey.sector import CARDS, STEPS, WORDS, Sector
from tools import lix

LOADED = load_content()
PARTS = ("answer", "example", "next", "who")


def texts_of(sector: Sector) -> Iterator[str]:
    """The message ids of all that is said of a sector."""
    name = f"sector.{sector.id}"
    yield f"q.sectors.o.{sector.id}"
    yield from (f"{name}.card.{card}" for card in CARDS)
    yield from (f"{name}.path.{step}" for step in STEPS)
    yield from (f"{name}.task.{task.id}" for task in sector.tasks)
    yield from (f"{name}.skill.{skill.id}" for skill in sector.skills)
    yield from (f"{name}.employer.{employer}" for employer in sector.employers)
    yield from (f"{name}.course.{course}" for course in sector.courses)
    for word in sector.words:
        yield f"{name}.word.{word.id}"
        if word.say:
            yield f"{name}.say.{word.id}"


def texts_of_topics() -> Iterator[str]:
    for topic in LOADED.topics:
        if topic.group:
            yield from (f"topic.{topic.id}.{part}" for part in ("title", *PARTS))
    yield from (f"guide.group.{group.id}" for group in LOADED.groups)
    for story in LOADED.stories:
        yield from (f"story.{story.id}.{part}" for part in ("title", "text.1", "text.2", "text.3", "text.4"))


SECTORS = [pytest.param(sector, id=sector.id) for sector in LOADED.sectors.values()]


def test_there_are_twelve_sectors_and_twenty_topics_or_more() -> None:
    assert len(LOADED.sectors) >= 12
    assert len([topic for topic in LOADED.topics if topic.group]) >= 20
    assert [story.id for story in LOADED.stories] == ["julia", "lisa", "mitra"]
    assert all(sector.source for sector in LOADED.sectors.values()), "where it comes from"
    assert all(topic.source for topic in LOADED.topics if topic.group)


@pytest.mark.parametrize("sector", SECTORS)
def test_every_sector_has_every_part_in_every_live_language(sector: Sector) -> None:
    for language in LOADED.languages:
        known = strings(language)
        assert [text_id for text_id in texts_of(sector) if not known.get(text_id, "").strip()] == []


@pytest.mark.parametrize("language", LOADED.languages)
def test_every_topic_group_and_story_has_every_part(language: str) -> None:
    known = strings(language)
    assert [text_id for text_id in texts_of_topics() if not known.get(text_id, "").strip()] == []


@pytest.mark.parametrize("sector", SECTORS)
def test_thirty_words_each_with_its_own_picture_and_danish_name(sector: Sector) -> None:
    assert len(sector.words) == WORDS
    assert len({word.picture for word in sector.words}) == len({word.danish for word in sector.words}) == WORDS
    assert all(word.danish == strings("da")[f"sector.{sector.id}.word.{word.id}"] for word in sector.words)
    assert all(bool(word.heard) is word.say for word in sector.words)


@pytest.mark.parametrize("sector", SECTORS)
def test_what_is_read_of_a_sector_is_short_and_easy(sector: Sector) -> None:
    danish = strings("da")
    cards = {f"sector.{sector.id}.card.{card}": danish[f"sector.{sector.id}.card.{card}"] for card in CARDS}
    read = {
        text_id: danish[text_id] for text_id in texts_of(sector) if text_id.split(".")[2] in ("card", "path", "task")
    }
    assert {text_id: index for text_id, index in lix.measured(read).items() if index >= 30} == {}
    assert {text_id: len(text) for text_id, text in cards.items() if len(text) > 420} == {}
    assert sum(len(lix.words(text)) for text in cards.values()) <= 480, "two minutes, at 240 words a minute"


def test_topics_and_stories_are_easy_to_read_and_promise_no_number() -> None:
    danish = strings("da")
    told = {text_id: danish[text_id] for text_id in texts_of_topics()}
    assert {text_id: index for text_id, index in lix.measured(told).items() if index >= 30} == {}
    about_work = {text_id: text for text_id, text in told.items() if text_id.startswith("topic.")}
    assert {text_id for text_id, text in about_work.items() if re.search(r"%|\bkr\b|\d{3}", text)} == set()
    assert all(len(danish[f"topic.{t.id}.title"]) <= 30 for t in LOADED.topics if t.group)


@pytest.mark.parametrize("sector", SECTORS)
def test_much_of_what_can_be_ticked_is_known_from_a_life(sector: Sector) -> None:
    """Where a life line shows the same, it is ticked for her: at least a third of what can be ticked."""
    assert 3 * sum(bool(skill.activity) for skill in sector.skills) >= len(sector.skills)


# --- mistakes ----------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real content, to be changed."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load_content(folder, LOCALES)
    return str(caught.value).splitlines()


HOTEL, GUIDANCE = "sectors/hotel.yml", "guidance.yml"
MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "too few words": (HOTEL, '  - {id: nummer, picture: "🔢", say: true}\n', "", "has 29 words; 30 are wanted"),
    "a picture twice": (HOTEL, 'picture: "🚿"}\n  - {id: badekar', 'picture: "🛏️"}\n  - {id: badekar',
                        "2 words have the picture '🛏️'; in the game each needs its own"),
    "a word without a picture": (HOTEL, '{id: bruser, picture: "🚿"}', '{id: bruser, picture: ""}',
                                 "1 words have the picture ''"),
    "a word twice": (HOTEL, "{id: svamp,", "{id: saebe,", "words names saebe 2 times"),
    "a word the catalogue does not know": (HOTEL, "{id: svamp,", "{id: svampe,",
                                           "word svampe: locales/da/LC_MESSAGES/sector_hotel.po has no word for it"),
    "a sentence the catalogue does not know": (HOTEL, 'picture: "🧽"}', 'picture: "🧽", say: true}',
                                               "word svamp: locales/da/LC_MESSAGES/sector_hotel.po has no say for it"),
    "too many tasks": (HOTEL, "tasks:\n", 'tasks:\n  - {id: walk, picture: "🚶"}\n', "has 7 tasks; 4 to 6 are wanted"),
    "one employer": (HOTEL, "[hotel, hostel, holiday_centre, inn, cleaning_firm]", "[hotel]",
                     "has 1 employers; 3 to 5 are wanted"),
    "one course": (HOTEL, "[amu_cleaning, hygiene, fvu, first_aid, receptionist]", "[fvu]",
                   "has 1 courses; 2 to 5 are wanted"),
    "a skill twice": (HOTEL, "{id: change_linen,", "{id: make_bed,", "skills names make_bed 2 times"),
    "an activity there is not": (HOTEL, "activity: make_beds", "activity: make_bed",
                                 "skill make_bed names the activity make_bed, which there is not"),
    "an often that is none": (HOTEL, "night: often", "night: always",
                              "night must be one of never, sometimes, often, not always"),
    "a Danish that is none": (HOTEL, "speak: few", "speak: good",
                              "speak must be one of none, few, everyday, work, not good"),
    "a Danish left open": (HOTEL, "speak: few\n", "", "speak"),
    "a name that is no field": (HOTEL, "lifting: sometimes", "lifts: sometimes", "unknown lifts"),
    "a field of a word that is none": (HOTEL, "say: true", "says: true", "seng: unknown says"),
    "a word that is no entry": (HOTEL, "  - {id: svamp, ", "  - svamp\n  - {id: svamp, ",
                                "'svamp' should be an entry such as {id: …}"),
    "a number for an id": (HOTEL, "{id: nummer,", "{id: 7,", 'id must be text; write "7" in quotes'),
    "an id that is too long": (HOTEL, "{id: right_cloth,", "{id: takes_the_right_cloth_for_every_single_thing,",
                               "bytes, "),
    "file and id that differ": (HOTEL, "id: hotel\n", "id: hotels\n",
                                "its id is hotels; file and id bear the same name"),
    "no YAML": (HOTEL, "tasks:", "tasks: [", "not readable as YAML"),
    "a group there is not": (GUIDANCE, "id: contract, group: rules", "id: contract, group: rule",
                             "topic contract: no such group: rule"),
    "a card there is not": (GUIDANCE, "card: hours", "card: time", "topic hours: card must be one of tasks, day"),
    "a topic twice": (GUIDANCE, "{id: contract,", "{id: unwritten,", "topic unwritten is there 2 times"),
    "a field of a topic that is none": (GUIDANCE, "group: rules, picture", "groop: rules, picture", "unknown groop"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_file_and_cure(folder: Path, mistake: str) -> None:
    file, before, after, expected = MISTAKES[mistake]
    change(folder / file, before, after)
    found = problems(folder)
    assert [
        line for line in found if expected in line and line.startswith((file, file.rpartition("/")[2], "topics.yml"))
    ], found


def test_a_sector_that_is_missing_or_that_nobody_offers_is_named(folder: Path) -> None:
    (folder / "sectors" / "hotel.yml").rename(folder / "sectors" / "inn.yml")
    change(folder / "sectors" / "inn.yml", "id: hotel\n", "id: inn\n")
    found = problems(folder)
    assert "sectors/inn.yml: the question `sectors` in questions.yml has no such option" in found
    assert "sectors/hotel.yml: is missing; questions.yml offers the sector hotel" in found


def test_all_mistakes_of_all_sectors_are_named_at_once(folder: Path) -> None:
    for name in ("hotel", "care"):
        change(folder / "sectors" / f"{name}.yml", "part_time: often", "part_time: yes_often")
    found = problems(folder)
    assert [line.partition(":")[0] for line in found] == ["sectors/care.yml", "sectors/hotel.yml"]


def test_a_sector_file_is_written_without_code(folder: Path) -> None:
    """What a file says is what she sees: what is taken out of it is gone."""
    path = folder / "sectors" / "hotel.yml"
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    written["tasks"] = kept = written["tasks"][:4]
    path.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    found = load_content(folder, LOCALES).sectors["hotel"].tasks
    assert [task.id for task in found] == [task["id"] for task in kept]
