"""Secrets and machines' paths are found; the words that only look a little like them are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tools import hygiene


@pytest.mark.parametrize(
    "line",
    [
        f"KEY = '{Fernet.generate_key().decode()}'",
        "-----BEGIN RSA PRIVATE " + "KEY-----",
        "token: ghp_" + "a1" * 18,
        "postgresql://minvej:hunter22" + "@db/minvej",
        "see /ho" + "me/someone/project/notes",
        "path = '/wo" + "rk/main/x'",
    ],
)
def test_found_and_not_repeated(tmp_path: Path, line: str) -> None:
    path = tmp_path / "file.txt"
    path.write_text(f"first\n{line}\n", encoding="utf-8")

    found = list(hygiene.problems(tmp_path, [path]))

    assert len(found) == 1
    assert found[0].startswith("file.txt:2: looks like ")
    assert line not in found[0]


@pytest.mark.parametrize(
    "line", ["https://www.dmi.dk/", "/chat/resume", "art. 9/22", "postgresql://minvej:password@db/x", "~/x"]
)
def test_innocent(tmp_path: Path, line: str) -> None:
    path = tmp_path / "file.txt"
    path.write_text(line, encoding="utf-8")
    assert list(hygiene.problems(tmp_path, [path])) == []


@pytest.mark.parametrize("name", [".env", "data/development.env", "x/journeys.sqlite3", "da/bot.mo"])
def test_files_that_are_never_committed(tmp_path: Path, name: str) -> None:
    assert list(hygiene.problems(tmp_path, [tmp_path / name])) == [f"{name}: must not be committed"]
    assert list(hygiene.problems(tmp_path, [tmp_path / ".env.example"])) == []
