"""What the content says of ESCO and ISCO-08 stands in the extract beside it, word for word."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).parents[3] / "actions" / "content"
EXTRACT = CONTENT / "esco.csv"
ISCO = "http://data.europa.eu/esco/isco/C"


def entries(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((CONTENT / f"{name}.yml").read_text("utf-8"))[name]
    return found


def options(question: str) -> set[str]:
    modules = yaml.safe_load((CONTENT / "questions.yml").read_text("utf-8"))["modules"]
    return {o["id"] for module in modules.values() for q in module if q["id"] == question for o in q["options"]}


COMPETENCES, OCCUPATIONS, ACTIVITIES = map(entries, ("competences", "occupations", "activities"))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    lines = [line for line in EXTRACT.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def concepts(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {row["uri"]: row for row in rows}


@pytest.mark.parametrize("competence", COMPETENCES, ids=lambda c: str(c["id"]))
def test_a_competence_links_to_a_concept_of_the_extract(
    competence: dict[str, Any], concepts: dict[str, dict[str, str]]
) -> None:
    link = competence["esco"]
    if link:
        row = concepts[link["uri"]]
        assert (link["label"], link["kind"]) == (row["label"], row["kind"])
        assert link["kind"] in ("skill", "group")


@pytest.mark.parametrize("occupation", OCCUPATIONS, ids=lambda o: str(o["id"]))
def test_an_occupation_has_an_isco_unit_group_and_an_occupation_in_it(
    occupation: dict[str, Any], concepts: dict[str, dict[str, str]]
) -> None:
    isco, link = occupation["isco"], occupation["esco"]
    assert re.fullmatch(r"[0-9]{4}", isco)
    assert concepts[ISCO + isco]["code"] == isco
    if link:
        row = concepts[link["uri"]]
        assert (link["label"], "occupation") == (row["label"], row["kind"])
        assert row["code"].split(".")[0] == isco


def test_the_extract_holds_what_is_used_and_nothing_else_once(rows: list[dict[str, str]]) -> None:
    used = {e["esco"]["uri"] for e in (*COMPETENCES, *OCCUPATIONS) if e["esco"]}
    used |= {ISCO + occupation["isco"] for occupation in OCCUPATIONS}
    assert Counter(row["uri"] for row in rows) == Counter(used)


def test_the_source_is_acknowledged_with_its_version() -> None:
    first = EXTRACT.read_text("utf-8").splitlines()[0]
    assert "ESCO v1.1.1" in first and "European Union" in first


def test_the_catalogue_is_as_large_as_it_should_be() -> None:
    groups = Counter(competence["group"] for competence in COMPETENCES)
    assert set(groups) == {"professional", "social", "personal", "language"}
    assert 80 <= groups.total() <= 120
    assert all(number >= 15 for number in groups.values())
    assert 60 <= len(OCCUPATIONS) <= 100


@pytest.mark.parametrize("all_entries", [COMPETENCES, OCCUPATIONS], ids=["competences", "occupations"])
def test_nine_of_ten_have_a_concept_and_none_stands_twice(all_entries: list[dict[str, Any]]) -> None:
    linked = sum(bool(entry["esco"]) for entry in all_entries)
    assert linked >= 0.9 * len(all_entries)
    assert len({entry["id"] for entry in all_entries}) == len(all_entries)


def test_what_they_name_exists() -> None:
    named = {sector for entry in (*COMPETENCES, *OCCUPATIONS) for sector in entry["sectors"]}
    assert named <= options("sectors")
    activities = {activity["id"] for activity in ACTIVITIES}
    assert {a for occupation in OCCUPATIONS for a in occupation["activities"]} <= activities


def test_every_competence_can_be_suggested() -> None:
    trained = {competence for activity in ACTIVITIES for competence in activity["competences"]}
    assert [c["id"] for c in COMPETENCES if c["id"] not in trained and not c.get("when")] == []


def test_every_sector_has_competences_and_occupations_of_its_own() -> None:
    for sector in options("sectors") - {"not_yet"}:
        assert sum(sector in competence["sectors"] for competence in COMPETENCES) >= 5, sector
        assert sum(sector in occupation["sectors"] for occupation in OCCUPATIONS) >= 3, sector
