"""The settings refuse what would be unsafe, and say which variable it is without showing it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import ValidationError

from actions.manage import explain
from actions.settings import Settings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = ("ENVIRONMENT", "DATA", "JOURNEY_KEY", "JOURNEY_DATABASE_URL", "HANDOFF_TOKEN", "HANDOFF_URL", "EXCHANGE")
    for name in names:
        monkeypatch.delenv(f"MINVEJ_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def refused(**given: str) -> str:
    with pytest.raises(ValidationError) as caught:
        Settings(**given)
    return explain(caught.value)


def test_there_is_no_default_key_anywhere() -> None:
    assert "MINVEJ_JOURNEY_KEY" in refused()
    assert "MINVEJ_JOURNEY_KEY" in refused(environment="development")


@pytest.mark.parametrize("weak", ["", "secret", "changeme" * 6])
def test_a_weak_key_is_refused_without_being_shown(weak: str) -> None:
    said = refused(journey_key=weak)
    assert "MINVEJ_JOURNEY_KEY" in said
    assert not weak or weak not in said


def test_the_console_stand_in_is_for_development_only() -> None:
    key = Fernet.generate_key().decode()
    assert "development" in refused(journey_key=key, exchange="console")
    assert Settings(journey_key=key, exchange="console", environment="development").exchange == "console"


@pytest.mark.parametrize(
    "url",
    ["http://handoff.kommune.example", "HTTP://10.0.0.7:8000/", "http://127.0.0.1.example", "http://x@[2001:db8::1]"],
)
def test_nothing_she_said_goes_over_the_network_in_the_clear(url: str) -> None:
    key = Fernet.generate_key().decode()
    said = refused(journey_key=key, handoff_url=url)
    assert "MINVEJ_HANDOFF_URL" in said and "https://" in said
    assert url not in said
    assert Settings(journey_key=key, handoff_url=url, environment="development").handoff_url == url


@pytest.mark.parametrize(
    "url", ["https://handoff.kommune.example", "http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"]
)
def test_the_municipality_is_reached_by_tls_or_on_this_machine(url: str) -> None:
    assert Settings(journey_key=Fernet.generate_key().decode(), handoff_url=url).handoff_url == url


def test_a_postgresql_address_is_written_as_everyone_writes_it() -> None:
    settings = Settings(journey_key=Fernet.generate_key().decode(), journey_database_url="postgresql://u:p@h/d")
    assert settings.journey_database_url == "postgresql+psycopg://u:p@h/d"


def test_keys_can_be_renewed_and_the_database_lies_in_the_data_folder() -> None:
    keys = f"{Fernet.generate_key().decode()}, {Fernet.generate_key().decode()}"
    settings = Settings(journey_key=keys, data=Path("/somewhere"))
    assert settings.journey_database_url == "sqlite:////somewhere/journeys.sqlite3"
    assert keys not in repr(settings)
