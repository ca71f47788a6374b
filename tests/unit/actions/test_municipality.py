"""The municipality's file: the demo's, the whole example of the documentation, and every mistake with its cure."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from actions.catalogue import LOCALES, Catalogue
from actions.content_loader import CONTENT, ContentError, load_content
from actions.journey.model import Text
from actions.journey.speech import facts
from actions.mistakes import FileError
from actions.municipality import LOGO_MOST, OLD, check, read, stale
from handoff_api import municipality as other_side

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 21)
TAX = '  - {id: tax_phone, value: "72 22 18 18", source: "skat.dk", checked: 2026-11-02}'
CARE = "  - {id: care, demand: some}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The example of docs/operating.md, as a municipality would copy it; a folder of its own keeps it unread before."""
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```yaml\n(program:.*?)```", text, re.DOTALL)
    (tmp_path / "eksempel.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    path = tmp_path / "own.yml"
    path.write_text(example, encoding="utf-8")
    return path


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def refused(path: Path) -> list[str]:
    """The lines with which it is refused; each names the file."""
    try:
        lines = list(check(replace(load_content(), municipality=read(path)), path.name))
    except FileError as error:
        lines = str(error).splitlines()
    assert lines and all(line.startswith(path.name) for line in lines), lines
    return lines


def test_the_documentations_example_can_be_used_as_it_stands(file: Path) -> None:
    found = load_content(CONTENT, LOCALES, file).municipality
    assert found["municipality"] == "Eksempel Kommune"
    assert [sector["id"] for sector in found["sectors"]] == ["food_industry", "care", "cleaning"]
    club = found["offers"][0]
    assert (club["days"], club["from"], club["to"]) == (("tue", "thu"), time(10), time(12, 30))
    assert found["logo"] == file.parent / "eksempel.svg"
    assert other_side.read(file) == ("Eksempel Kommune", ("Team Nord", "Team Syd"))


def test_another_file_is_another_version_of_the_content(file: Path) -> None:
    assert load_content(CONTENT, LOCALES, file).version != load_content().version


MISTAKES: dict[str, tuple[str, str, str]] = {
    "a number without quotes": (
        'phone: "70 00 00 10"',
        "phone: 70000010",
        'phone: must be text; write "70000010" in quotes',
    ),
    "words for a number": (
        'phone: "70 00 00 10"',
        'phone: "ring til os"',
        "phone: is 'ring til os'; write a phone number in quotes, with digits and spaces",
    ),
    "a name that is missing": ('hours: "10-14"', "", "hours: is missing; add hours: …"),
    "an empty name": ('unit: "Jobcenter Eksempel"', 'unit: ""', "unit: is empty; write something"),
    "a name that is too long": ('"Eksempel Kommune"', f'"{"x" * 201}"', "municipality: is too long; at most 200"),
    "a name that is not known": ("offers:", "ofers:", "ofers: is no name that is known here; known are"),
    "an unknown name in an offer": (", place: ", ", plads: ", "offers: club: plads: is no name that is known here"),
    "a name that stands twice": (
        'hours: "10-14"',
        'hours: "10-14"\nhours: "9-15"',
        "hours is there 2 times in the part that begins on line 1; keep one",
    ),
    "no YAML": ("offers:", "offers: [", "not readable as YAML, line"),
    "no whole address": ('"https://www.dmi.dk/"', "dmi.dk", "write a whole web address: https://…"),
    "an address that would open the policy": (
        '"https://www.dmi.dk/"',
        "\"https://dmi.dk;script-src 'unsafe-inline'/\"",
        "write a whole web address: https://…",
    ),
    "a day that is no day": (
        "days: [tue, thu]",
        "days: [tirsdag]",
        "offers: club: days: no. 1: is 'tirsdag'; choose mon",
    ),
    "one day, not as a list": ("days: [tue, thu]", "days: tue", "offers: club: days: must be a list"),
    "a time without quotes": (
        'from: "10:00"',
        "from: 10:00",
        'offers: club: from: must be a time in quotes, such as "10:00"',
    ),
    "a time that is none": ('from: "10:00"', 'from: "25:00"', "offers: club: from: must be a time in quotes"),
    "half a time": (', to: "12:30"', "", "offers: club: has only one of from and to; write both, or neither"),
    "an end before the beginning": ('"12:30"', '"9:30"', "offers: club: ends before it begins; change from or to"),
    "a time without a day": ("days: [tue, thu], ", "", "offers: club: has a time and no day; write days"),
    "a kind that is none": (
        "kind: job_club",
        "kind: club",
        "offers: club: kind: is 'club'; choose job_club, language_school",
    ),
    "an id with a blank": ("id: club", "id: job club", "offers: job club: id: is 'job club'; an id has small letters"),
    "an id twice": ("id: school", "id: club", "offers: club is there 2 times; keep one, or give the other an id"),
    "an offer that is a word": ("offers:  ", "offers: [club]\nunknown:", "offers: no. 1: must be {name: value, …}"),
    "a fact without a source": (
        TAX,
        '  - {id: tax_phone, value: "x"}',
        "facts: tax_phone: source: is missing; add source",
    ),
    "a date that is none": ("checked: 2026-10-01", "checked: i går", "checked: is 'i går'; write a date as 2026-11-21"),
    "demand from nowhere": ("demand: {source", "# demand: {source", "demand: is missing; write {source"),
    "a demand that is none": ("demand: many", "demand: lots", "demand: is 'lots'; choose many, some or few"),
    "a sector that is none": (
        "{id: cleaning}",
        "{id: clening}",
        "sectors: clening is no sector; choose among care, childcare",
    ),
    "a sector twice": ("{id: cleaning}", "{id: care}", "sectors: care is there 2 times"),
    "one sector": (f"{CARE}  - {{id: cleaning}}\n", "", "sectors: has fewer than two"),
    "a help number nobody has words for": (
        "{id: police",
        "{id: shelter",
        "shelter: has no text urgent.shelter in bot.po",
    ),
    "no help number of a kind": (
        '    - {id: police, phone: "114", source: "politi.dk", checked: 2026-11-02}',
        "    []",
        "help_numbers: homeless: is empty; keep the numbers that the demo's file has",
    ),
    "a logo that is not there": ("eksempel.svg", "logo.svg", "logo: there is no file"),
    "a logo of another kind": ("eksempel.svg", "eksempel.gif", "logo: eksempel.gif must be an SVG or a PNG file"),
    "a logo that is no path": ("eksempel.svg", "[eksempel.svg]", "logo: "),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_cure(file: Path, mistake: str) -> None:
    before, after, expected = MISTAKES[mistake]
    change(file, before, after)
    assert any(expected in line for line in refused(file)), refused(file)


def test_all_mistakes_are_named_at_once(file: Path) -> None:
    change(file, 'phone: "70 00 00 10"', "phone: 70000010")
    change(file, "kind: job_club", "kind: club")
    change(file, "demand: many", "demand: lots")
    assert len(refused(file)) == 3


@pytest.mark.parametrize(
    ("content", "cure"),
    [
        (b"GIF89a", "is no SVG file inside; save it as one"),
        (b"<svg>" + b" " * LOGO_MOST, "is larger than 60 kB; make it smaller"),
    ],
)
def test_a_logo_is_what_its_name_says_and_small(file: Path, content: bytes, cure: str) -> None:
    (file.parent / "eksempel.svg").write_bytes(content)
    assert refused(file) == [f"own.yml: logo: eksempel.svg {cure}"]


def test_a_file_that_is_not_there_or_is_no_text_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "missing.yml"
    with pytest.raises(ContentError, match="MINVEJ_MUNICIPALITY is the path of the municipality's file"):
        load_content(CONTENT, LOCALES, missing)
    missing.write_bytes("program: Å".encode("latin-1"))
    assert refused(missing) == ["missing.yml: is not UTF-8 text; save it as UTF-8"]


def test_a_fact_is_said_by_the_texts_and_missed_where_it_is_not(file: Path) -> None:
    known = facts(load_content(CONTENT, LOCALES, file))
    assert "72 22 18 18" in Catalogue().text(Text("topic.tax.who", known), "ar")
    change(file, "id: tax_phone", "id: taxphone")
    assert refused(file) == ["own.yml: facts: tax_phone: is missing; the text topic.tax.who says it"]


def test_what_nobody_has_checked_for_a_year_is_named(file: Path) -> None:
    assert list(stale(read(file), TODAY)) == []
    assert len(list(stale(read(file), date(2026, 11, 2) + timedelta(days=OLD + 1)))) == 9
    assert (
        len(list(stale(read(file), date(2026, 11, 2) + timedelta(days=OLD)))) == 1
    )  # the demand, asked a month before
    change(file, "checked: 2026-11-02   ", "checked:   ")
    change(file, 'quarterly list", checked: 2026-10-01', 'quarterly list", checked: 2025-11-20')
    change(file, 'source: "the school", checked: 2026-11-02', 'source: "the school", checked: 2027-11-02')
    assert list(stale(read(file), TODAY)) == [
        "names, phone and hours: nobody has checked it yet (source: eksempel.dk/kontakt)",
        "demand: last checked on 2025-11-20 (source: the business service's quarterly list)",
        "offers: school: checked on 2027-11-02, which has not been yet",
    ]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MINVEJ_")}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_file_is_checked_before_it_goes_live(file: Path) -> None:
    good = run("actions.manage", "municipality", str(file))
    assert good.returncode == 0 and "Eksempel Kommune: the file can be used (3 sectors, 2 offers)" in good.stdout
    assert run("actions.manage", "municipality", MINVEJ_MUNICIPALITY=str(file)).stdout == good.stdout
    change(file, "kind: job_club", "kind: club")
    bad = run("actions.manage", "municipality", str(file))
    assert bad.returncode == 1 and bad.stdout == ""
    assert bad.stderr.startswith("own.yml: offers: club: kind: is 'club'; choose")
    assert run("actions.manage", "purge", str(file)).returncode == 2


def test_the_bot_does_not_start_with_a_file_that_cannot_be_used(file: Path) -> None:
    change(file, "kind: job_club", "kind: club")
    change(file, "demand: many", "demand: lots")
    refusal = run("bot", MINVEJ_MUNICIPALITY=str(file), MINVEJ_BOT_PORT="0")
    assert refusal.returncode == 2
    lines = refusal.stderr.splitlines()
    assert len(lines) == 2 and all(line.startswith("bot: own.yml: ") for line in lines), refusal.stderr
