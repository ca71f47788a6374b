"""The catalogue against catalogues written here: fallback string by string, safe arguments, directions, lists."""

from pathlib import Path

import pytest

from actions.catalogue import Catalogue, isolated
from actions.journey.model import Line, Text

DA = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "hello"
msgstr "Hej {name}"

msgid "only.danish"
msgstr "Kun dansk"

msgid "error.failed"
msgstr "Noget gik galt"

msgid "years"
msgid_plural "years"
msgstr[0] "{n} år"
msgstr[1] "{n} år i alt"

msgid "list"
msgstr "Du får {things}."

msgid "review.struck"
msgstr "(sendes ikke) {line}"

msgid "label"
msgstr "Arbejde"
"""
EN = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "hello"
msgstr "Hello {name}"

msgid "only.danish"
msgstr ""
"""
AR = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "hello"
msgstr "أهلا {name}"
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    for language, source in {"da": DA, "en": EN, "ar": AR}.items():
        _write(tmp_path, language, source)
    return Catalogue(tmp_path, ("bot",))


def _write(root: Path, language: str, source: str) -> Path:
    path = root / language / "LC_MESSAGES" / "bot.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return path


def test_each_string_falls_back_by_itself(catalogue: Catalogue) -> None:
    assert catalogue.text(Text("hello", {"name": "x"}), "en") == "Hello x"
    assert catalogue.text(Text("only.danish"), "en") == "Kun dansk"
    assert catalogue.text(Text("only.danish"), "ar") == "Kun dansk"


@pytest.mark.parametrize("language", ["so", "not a language", "", None])
def test_an_unknown_language_is_answered_in_english(catalogue: Catalogue, language: str | None) -> None:
    assert catalogue.text(Text("hello", {"name": "x"}), language) == "Hello x"


def test_a_missing_id_is_never_shown(catalogue: Catalogue, caplog: pytest.LogCaptureFixture) -> None:
    assert catalogue.text(Text("no.such.id"), "en") == "Noget gik galt"
    assert "no.such.id" in caplog.text


def test_her_words_cannot_reach_into_anything(catalogue: Catalogue) -> None:
    for words in ("{name}", "{name.__class__}", "%(name)s", "{0}", "{"):
        assert catalogue.text(Text("hello", {"name": words}), "da") == f"Hej {words}"


def test_a_placeholder_with_attributes_is_plain_text(tmp_path: Path) -> None:
    _write(tmp_path, "da", DA.replace("Hej {name}", "Hej {name.__class__} {name[0]} {}"))
    assert Catalogue(tmp_path, ("bot",)).text(Text("hello", {"name": "x"}), "da") == "Hej {name.__class__} {name[0]} {}"


def test_a_missing_argument_is_logged_and_left_out(catalogue: Catalogue, caplog: pytest.LogCaptureFixture) -> None:
    assert catalogue.text(Text("hello"), "da") == "Hej "
    assert "hello" in caplog.text


def test_the_number_n_chooses_the_plural(catalogue: Catalogue) -> None:
    assert catalogue.text(Text("years", {"n": 1}), "da") == "1 år"
    assert catalogue.text(Text("years", {"n": 5}), "da") == "5 år i alt"
    assert catalogue.text(Text("years", {"n": 5}), "ar") == "⁨5⁩ år i alt".replace("⁨5⁩", isolated("5", True))


def test_numbers_are_written_as_the_language_does_but_years_are_not_grouped(catalogue: Catalogue) -> None:
    assert catalogue.text(Text("hello", {"name": 2015}), "da") == "Hej 2015"
    assert catalogue.text(Text("hello", {"name": 12000}), "da") == "Hej 12.000"
    assert catalogue.text(Text("hello", {"name": 12000}), "en") == "Hello 12,000"


def test_texts_in_texts_and_lists(catalogue: Catalogue) -> None:
    things = (Text("label"), Text("only.danish"), Text("label"))
    assert catalogue.text(Text("list", {"things": things}), "da") == "Du får Arbejde, Kun dansk og Arbejde."
    assert catalogue.text(Text("list", {"things": ()}), "da") == "Du får ."
    assert catalogue.text(Text("hello", {"name": Text("label")}), "da") == "Hej Arbejde"


def test_what_is_put_in_is_isolated_where_directions_meet(catalogue: Catalogue) -> None:
    assert catalogue.text(Text("hello", {"name": "+45 12"}), "ar") == "أهلا \u2068+45 12\u2069"
    assert catalogue.text(Text("hello", {"name": "سارة"}), "da") == "Hej \u2068سارة\u2069"
    assert catalogue.text(Text("hello", {"name": "Sara"}), "da") == "Hej Sara"


def test_a_summary_line_with_her_own_words_and_struck(catalogue: Catalogue) -> None:
    line = Line("worked", Text("label"), (Text("only.danish"),), words="jeg syede", struck=False)
    assert catalogue.line(line, "da") == "Arbejde: Kun dansk, “jeg syede”"
    struck = Line("worked", Text("label"), (Text("only.danish"),), struck=True)
    assert catalogue.line(struck, "da") == "(sendes ikke) Arbejde: Kun dansk"


def test_an_older_compiled_catalogue_is_not_used(tmp_path: Path) -> None:
    import os

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    po = _write(tmp_path, "da", DA)
    with po.open("rb") as source, po.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(source))
    _write(tmp_path, "da", DA.replace("Kun dansk", "Nyere"))
    os.utime(po.with_suffix(".mo"), (1, 1))
    assert Catalogue(tmp_path, ("bot",)).text(Text("only.danish"), "da") == "Nyere"
    os.utime(po, (1, 1))
    os.utime(po.with_suffix(".mo"), (2, 2))
    assert Catalogue(tmp_path, ("bot",)).text(Text("only.danish"), "da") == "Kun dansk"


def test_no_danish_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Catalogue(tmp_path, ("bot",))
