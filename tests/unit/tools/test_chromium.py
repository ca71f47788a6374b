"""The browser tests run with a browser, are left out loudly without one, and are never left out in CI."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import chromium


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one plain and one browser test, which says which Chromium it was given."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "tests" / "browser").mkdir(parents=True)
    (tmp_path / "tests" / "test_plain.py").write_text("def test_plain(): open('plain', 'w')")
    (tmp_path / "tests" / "browser" / "test_page.py").write_text(
        "import os\ndef test_page(): open('page', 'w').write(os.environ['MINVEJ_CHROMIUM'])"
    )
    return tmp_path


def program(path: Path, exit_code: int) -> str:
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    path.chmod(0o755)
    return str(path)


def test_with_a_browser_every_test_runs(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = program(project / "browser", 0)
    monkeypatch.setenv("MINVEJ_CHROMIUM", browser)

    assert chromium.test([]) == 0

    assert (project / "plain").exists()
    assert (project / "page").read_text() == browser


def test_without_one_the_others_run_and_it_is_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINVEJ_CHROMIUM", program(project / "browser", 1))

    assert chromium.test([]) == 0

    assert (project / "plain").exists()
    assert not (project / "page").exists()
    assert "The browser tests (tests/browser) cannot run" in capfd.readouterr().err


def test_in_ci_no_browser_is_a_failure(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINVEJ_CHROMIUM", str(project / "nowhere"))
    monkeypatch.setenv("CI", "true")

    assert chromium.test([]) == 1
    assert "MINVEJ_CHROMIUM does not start" in capfd.readouterr().err


def test_one_on_the_path_is_found_only_if_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINVEJ_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.find() is None

    program(tmp_path / "chromium", 1)
    found = program(tmp_path / "google-chrome", 0)

    assert chromium.find() == found


def test_where_packages_may_not_be_installed_nothing_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.installer() is None

    program(tmp_path / "apt-get", 0)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert chromium.installer() is None

    sudo = program(tmp_path / "sudo", 0)
    assert chromium.installer() == [sudo, "-n"]

    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert chromium.installer() == []
