"""Every text in use is found, and every way in which a catalogue can be wrong is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.content_loader import load_content
from tools import locales, messages

HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"X-Review: {review}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
DANISH = {"a.hello": "Hej {name}", "a.bye": "Farvel"}


def book(
    folder: Path, language: str, texts: dict[str, str], review: str = "machine-drafted", more: str = ""
) -> locales.Book:
    path = folder / language / "LC_MESSAGES" / "bot.po"
    path.parent.mkdir(parents=True)
    entries = "".join(f'msgid "{text_id}"\nmsgstr "{text}"\n\n' for text_id, text in texts.items())
    path.write_text(HEADER.format(language=language, review=review) + entries + more, encoding="utf-8")
    return locales.read(path)


def uses_of(tmp_path: Path, source: str, name: str = "bot/page.py") -> messages.Uses:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return messages.used("bot", load_content(), ["page.title"], tmp_path)


# --- finding ids -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('Text("x.plain")', {"x.plain"}),
        ('turn.say("x.one" if y else "x.two")', {"x.one", "x.two"}),
        ('Text(z or "x.default")', {"x.default"}),
        ('ID = "x.constant"\nsay(ID)', {"x.constant"}),
        ('other("x.not_a_text")', set()),
        ('Text("no id")', set()),
    ],
)
def test_ids_in_python(tmp_path: Path, source: str, expected: set[str]) -> None:
    assert {i for i in uses_of(tmp_path, source).ids if i.startswith("x.")} == expected
    assert "no id" not in uses_of(tmp_path, source).ids


def test_another_literal_is_an_id_if_it_begins_like_one(tmp_path: Path) -> None:
    source = 'refuse("page.too_long")\nopen("page.html")\nlog("module.part")\nstatus = f"page.{x}"'
    uses = uses_of(tmp_path, source)

    assert "page.too_long" in uses.ids
    assert "page.*" in uses.families
    assert not {"page.html", "module.part"} & set(uses.ids)


def test_an_id_made_of_parts_is_a_family(tmp_path: Path) -> None:
    uses = uses_of(tmp_path, 'Text(f"x.{a}.end")\nsay("y." + b)\nsay(c)')

    assert set(uses.families) == {"x.*.end", "y.*"}
    assert messages.members("x.*.end", ["x.1.end", "x.2.end", "x.end", "xa1.end", "x.1.ending"]) == [
        "x.1.end",
        "x.2.end",
    ]


def test_ids_in_templates(tmp_path: Path) -> None:
    source = "{{ _('x.title') }}{{ _('x.yes' if b else 'x.no') }}\n{{ _('x.state.' ~ c) }}{{ d('x.other') }}"
    uses = uses_of(tmp_path, source, "bot/templates/page.html")

    assert {i for i in uses.ids if i.startswith("x.")} == {"x.title", "x.yes", "x.no"}
    assert set(uses.families) == {"x.state.*"}
    assert uses.ids["x.title"] == ["bot/templates/page.html:1"]


def test_the_content_calls_for_its_texts() -> None:
    ids = {text_id for text_id, _ in messages.in_content(load_content())}

    assert {"q.worked.ask", "q.worked.why", "q.worked.label", "q.worked.o.abroad", "q.health_ok.o.yes"} <= ids
    assert {
        "topic.privacy.answer",
        "rule.worked_paid",
        "parameter.worked_before",
        "plain.subgroup.3",
        "need.mentor_none",
    } <= ids
    assert "plain.need.mentor_none" not in ids


def test_the_core_is_read_whole() -> None:
    ids = messages.used("bot", load_content(), ["cpr.masked"]).ids
    assert {"cpr.masked", "unclear.once", "unclear.twice", "menu.person", "plain.unknown"} <= set(ids)


# --- comparing with the reference --------------------------------------------------------------------


def problems(tmp_path: Path, texts: dict[str, str], **options: str) -> list[str]:
    original = book(tmp_path / "original", "da", DANISH, "reference")
    found = locales.compare(book(tmp_path, "en", texts, **options), original)
    return [problem.split(": ", 1)[1] for problem in found]


def test_a_whole_catalogue_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, {"a.hello": "Hello {name}", "a.bye": "Bye"}) == []


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"a.hello": "Hello {name}"}, "a.bye is missing"),
        ({"a.hello": "Hello {name}", "a.bye": ""}, "a.bye is empty"),
        ({"a.hello": "Hello", "a.bye": "Bye"}, "placeholders [], in the reference ['name']"),
        ({"a.hello": "Hello {navn}", "a.bye": "Bye"}, "placeholders ['navn']"),
        ({"a.hello": "Hello {name}", "a.bye": "Bye {0}"}, "stray brace"),
        ({**DANISH, "a.old": "Old"}, "stale"),
    ],
)
def test_a_gap_is_told(tmp_path: Path, texts: dict[str, str], expected: str) -> None:
    found = problems(tmp_path, texts)
    assert len(found) == 1
    assert expected in found[0]


@pytest.mark.parametrize("review", ["", "google", "reference"])
def test_the_review_must_be_one_that_is_known_and_true(tmp_path: Path, review: str) -> None:
    found = problems(tmp_path, {"a.hello": "Hello {name}", "a.bye": "Bye"}, review=review)
    assert found
    assert all("X-Review" in problem for problem in found)


def test_a_fuzzy_text_is_a_gap(tmp_path: Path) -> None:
    found = problems(tmp_path, {"a.hello": "Hello {name}"}, more='#, fuzzy\nmsgid "a.bye"\nmsgstr "By"\n')
    assert found == ["a.bye is marked fuzzy"]


def test_a_plural_form_may_leave_the_number_out_except_the_general_one(tmp_path: Path) -> None:
    plural = 'msgid "a.n"\nmsgid_plural "a.n"\nmsgstr[0] "{0}"\nmsgstr[1] "{1}"\n'
    original = book(tmp_path / "original", "da", {}, "reference", plural.format("{n} år", "{n} år"))

    good = book(tmp_path / "good", "en", {}, more=plural.format("one year", "{n} years"))
    bad = book(tmp_path / "bad", "en", {}, more=plural.format("one year", "years"))

    assert list(locales.compare(good, original)) == []
    assert len(list(locales.compare(bad, original))) == 1


# --- changing and compiling --------------------------------------------------------------------------


def test_update_adds_and_removes_and_keeps_what_was_translated_and_reviewed(tmp_path: Path) -> None:
    original = book(tmp_path / "original", "da", DANISH, "reference")
    old = book(tmp_path, "en", {"a.hello": "Hello {name}", "a.old": "Old"}, "native-reviewed")

    done = list(locales._update(old, ["a.hello", "a.bye"], original))

    now = locales.read(old.path)
    assert done and "1 added, 1 removed" in done[0]
    assert now.texts == {"a.hello": ("Hello {name}",), "a.bye": ("",)}
    assert now.review == "native-reviewed"
    assert list(locales._update(now, ["a.hello", "a.bye"], original)) == []


def test_compile_makes_what_is_missing_or_old_and_nothing_else(tmp_path: Path) -> None:
    path = book(tmp_path, "da", DANISH, "reference").path

    assert locales.compile_catalogues(tmp_path) == 1
    assert locales.compile_catalogues(tmp_path) == 0
    assert path.with_suffix(".mo").read_bytes()[:4] == b"\xde\x12\x04\x95"
    assert sorted(p.name for p in path.parent.iterdir()) == ["bot.mo", "bot.po"]
