"""Settings of the municipality's side, and the helpers without a database."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from handoff_api.problems import Problem, invalid
from handoff_api.settings import DEVELOPMENT_SECRET, MIN_SECRET, Settings, complaints


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ENVIRONMENT", "DATA", "HANDOFF_DATABASE_URL", "HANDOFF_PORT", "HANDOFF_HOST", "SESSION_SECRET"):
        monkeypatch.delenv(f"MINVEJ_{name}", raising=False)


def test_production_is_what_one_gets_without_asking():
    with pytest.raises(ValidationError) as refused:
        Settings(_env_file=None)
    assert "MINVEJ_SESSION_SECRET" in complaints(refused.value)


@pytest.mark.parametrize("secret", [DEVELOPMENT_SECRET, "x" * (MIN_SECRET - 1), ""])
def test_weak_secrets_are_refused_and_not_repeated(secret):
    with pytest.raises(ValidationError) as refused:
        Settings(_env_file=None, session_secret=secret)
    assert not secret or secret not in complaints(refused.value)


def test_a_long_secret_is_taken_and_never_shown():
    settings = Settings(_env_file=None, session_secret="y" * MIN_SECRET)
    assert not settings.development
    assert "yyy" not in repr(settings)


def test_development_needs_no_secret():
    assert Settings(_env_file=None, environment="development").development


def test_a_wrong_setting_is_named_as_it_is_set():
    with pytest.raises(ValidationError) as refused:
        Settings(_env_file=None, environment="development", handoff_port="http")
    assert complaints(refused.value).startswith("MINVEJ_HANDOFF_PORT: ")


def test_the_name_and_the_units_are_those_of_the_municipalitys_file(tmp_path):
    file = tmp_path / "another.yml"
    file.write_text("municipality: Anden Kommune\nunits: [Team Nord]\n", encoding="utf-8")
    settings = Settings(_env_file=None, environment="development", municipality=file)
    assert settings.own == ("Anden Kommune", ("Team Nord",))
    assert Settings(_env_file=None, environment="development").own == ("Demo Kommune", ())


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        (None, "it is the path of the municipality's file"),
        ("a: [", "python -m actions.manage municipality"),
        ("units: []", "write its name"),
        ("municipality: Anden Kommune\nunits: Team Nord", "units: [Team Nord, Team Syd]"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_cure(tmp_path, text, cure):
    file = tmp_path / "another.yml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(ValidationError) as refused:
        Settings(_env_file=None, environment="development", municipality=file)
    said = complaints(refused.value)
    assert said.startswith("MINVEJ_MUNICIPALITY: ") and str(file) in said and cure in said


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", "sqlite:///some/folder/handoff.sqlite3"),
        ("postgresql://u@db/minvej", "postgresql+psycopg://u@db/minvej"),
        ("postgres://u@db/minvej", "postgresql+psycopg://u@db/minvej"),
        ("postgresql+psycopg://u@db/minvej", "postgresql+psycopg://u@db/minvej"),
        ("sqlite:////elsewhere/cases.sqlite3", "sqlite:////elsewhere/cases.sqlite3"),
    ],
)
def test_the_database_is_a_file_unless_another_is_set(given, expected):
    settings = Settings(_env_file=None, environment="development", data=Path("some/folder"), handoff_database_url=given)
    assert settings.database_url == expected


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (("answers", 3, "number"), "answers[3].number"),
        (("revision",), "revision"),
        (("a", 0, 1, "b", "c"), "a[0][1].b.c"),
        ((), ""),
    ],
)
def test_a_field_is_named_by_its_path(location, expected):
    problem = invalid([{"loc": location, "msg": "wrong"}])
    assert problem.errors is not None
    assert [(e.field, e.message) for e in problem.errors] == [(expected, "wrong")]


def test_a_problem_is_rfc_9457():
    answer = Problem(409, "running", "Wait.", headers={"Retry-After": "3"}).response()
    assert (answer.status_code, answer.media_type, answer.headers["Retry-After"]) == (
        409,
        "application/problem+json",
        "3",
    )
    assert b'"title":"Conflict"' in answer.body and b'"errors"' not in answer.body
