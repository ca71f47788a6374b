"""What an operator does: migrate, make tokens and users, start; and what the house says when it cannot."""

from __future__ import annotations

import io
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text

from handoff_api import manage, migrate
from handoff_api.accounts.models import User
from handoff_api.database import Base, Database
from handoff_api.settings import Settings
from handoff_api.tokens import service as tokens
from handoff_api.tokens.models import ServiceToken

ROOT = Path(__file__).parents[3]
SECRET = "a secret of more than thirty-two characters"


def environment(settings: Settings) -> dict[str, str]:
    """The variables of a production environment over the database of `settings`."""
    return {
        "MINVEJ_ENVIRONMENT": "production",
        "MINVEJ_DATA": str(settings.data),
        "MINVEJ_HANDOFF_DATABASE_URL": settings.handoff_database_url,
        "MINVEJ_SESSION_SECRET": SECRET,
    }


def run(settings: Settings, *arguments: str, given: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """`python -m …` as a process of its own."""
    command = [sys.executable, "-m", *arguments]
    own = os.environ | environment(settings) | env
    return subprocess.run(command, cwd=ROOT, env=own, input=given, capture_output=True, text=True, timeout=60)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


@pytest.fixture
def database(settings: Settings) -> Any:
    database = Database(settings.database_url)
    yield database
    database.engine.dispose()


def test_the_migrations_make_exactly_the_tables_of_the_models(database):
    assert not migrate.is_current(database)
    migrate.upgrade(database)
    assert migrate.is_current(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    if database.engine.dialect.name == "sqlite":
        with database.engine.connect() as connection:
            made = dict(connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all())
        for table in ("mailbox", "audit"):
            assert "AUTOINCREMENT" in made[table], "an id must never be used again"


def test_migrating_twice_changes_nothing(database, settings):
    migrate.upgrade(database)
    with database.session() as session:
        tokens.create(session, "bot", ["mailbox:read"])
        session.commit()
    assert run(settings, "handoff_api.manage", "migrate").returncode == 0
    with database.session() as session:
        assert session.scalars(select(ServiceToken.name)).all() == ["bot"]


def test_the_first_migration_can_be_taken_back(database):
    migrate.upgrade(database)
    with database.engine.begin() as connection:
        command.downgrade(migrate.configuration(connection), "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}


def test_a_token_and_a_user_are_made_from_the_command_line(database, settings):
    assert run(settings, "handoff_api.manage", "migrate").returncode == 0
    made = run(
        settings, "handoff_api.manage", "create-token", "--name", "bot", "--scopes", "screenings:write,mailbox:read"
    )
    assert made.returncode == 0, made.stderr
    with database.session() as session:
        token = tokens.find(session, made.stdout.strip())
        assert token is not None and (token.name, token.may("mailbox:read"), token.may("erasures:write")) == (
            "bot",
            True,
            False,
        )
    user = ("create-user", "--email", "Demo@example.org", "--name", "Demo", "--role", "caseworker")
    made = run(settings, "handoff_api.manage", *user, given="correct horse battery\n")
    assert made.returncode == 0 and "correct horse" not in made.stdout + made.stderr
    with database.session() as session:
        assert session.scalars(select(User.email)).all() == ["demo@example.org"]
    assert "exists" in one_line(run(settings, "handoff_api.manage", *user, given="correct horse battery\n"))


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("create-token", "--name", "bot", "--scopes", "everything"), "screenings:write"),
        (("create-token", "--name", "Bot!", "--scopes", "mailbox:read"), "name"),
        (("create-user", "--email", "a@example.org", "--name", "A", "--role", "admin"), "password"),
    ],
)
def test_what_is_not_possible_is_said_in_one_line(database, settings, arguments, word, monkeypatch, capsys):
    migrate.upgrade(database)
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert manage.main(arguments) == 1
    said = capsys.readouterr()
    assert said.out == "" and word in said.err and said.err.count("\n") == 1


def test_a_weak_secret_is_refused_outside_development(settings):
    said = one_line(run(settings, "handoff_api", MINVEJ_SESSION_SECRET="too short"))
    assert "MINVEJ_SESSION_SECRET" in said and "too short" not in said


def test_an_old_database_is_not_served(settings):
    assert "handoff_api.manage migrate" in one_line(run(settings, "handoff_api"))


def test_a_taken_port_is_said(database, settings):
    migrate.upgrade(database)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(settings, "handoff_api", MINVEJ_HANDOFF_PORT=str(taken.getsockname()[1]))
    assert done.returncode != 0 and "address already in use" in done.stderr


def test_the_files_of_the_database_are_readable_by_their_owner_only(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'fresh' / 'handoff.sqlite3'}")
    migrate.upgrade(database)
    with database.session() as session:
        tokens.create(session, "bot", ["mailbox:read"])
        session.commit()
        files = list((tmp_path / "fresh").iterdir())
    assert {f.name for f in files} >= {"handoff.sqlite3", "handoff.sqlite3-wal"}
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
    database.engine.dispose()
