"""The keys of a data folder are made once and stay secret; a taken port is said before anything slow begins."""

from __future__ import annotations

import socket
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tools import development
from tools.development import Settings, Trouble


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((development.HOST, 0))
        return int(probe.getsockname()[1])


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "data" / "development.env"

    first, again = development.ensure_keys(path), development.ensure_keys(path)

    assert first == again
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    Fernet(first["MINVEJ_JOURNEY_KEY"])
    assert len(first["MINVEJ_SESSION_SECRET"]) >= 32
    assert development.ensure_keys(tmp_path / "other" / "development.env") != first


def test_what_is_remembered_is_added_and_stays_secret(tmp_path: Path) -> None:
    path = tmp_path / "development.env"
    before = development.ensure_keys(path)

    development.remember(path, "MINVEJ_HANDOFF_TOKEN", "a token with $igns # and spaces")

    assert development.ensure_keys(path) == {**before, "MINVEJ_HANDOFF_TOKEN": "a token with $igns # and spaces"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["development.env"]


def test_a_data_folder_that_cannot_be_made_is_one_line_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(Trouble, match="MINVEJ_DATA") as caught:
        development.ensure_keys(tmp_path / "file" / "data" / "development.env")

    assert "\n" not in str(caught.value)


def test_the_environment_wins_over_dotenv_and_that_over_the_folders_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("MINVEJ_SESSION_SECRET=from-dotenv\nMINVEJ_JOURNEY_KEY=from-dotenv\n")
    monkeypatch.setenv("MINVEJ_JOURNEY_KEY", "from-environment")
    monkeypatch.setenv("MINVEJ_ENVIRONMENT", "production")
    keys = dict.fromkeys(("MINVEJ_JOURNEY_KEY", "MINVEJ_SESSION_SECRET", "MINVEJ_HANDOFF_TOKEN"), "from-keys")

    env = development.environment(Settings(handoff_port=8123), keys)

    assert env["MINVEJ_JOURNEY_KEY"] == "from-environment"
    assert env["MINVEJ_SESSION_SECRET"] == "from-dotenv"
    assert env["MINVEJ_HANDOFF_TOKEN"] == "from-keys"
    assert env["MINVEJ_ENVIRONMENT"] == "development"
    assert env["MINVEJ_HANDOFF_URL"] == "http://127.0.0.1:8123"


@pytest.mark.parametrize("setting", ["MINVEJ_BOT_PORT", "MINVEJ_HANDOFF_PORT"])
def test_a_taken_port_is_named_with_its_setting(setting: str) -> None:
    with socket.socket() as taken:
        taken.bind((development.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        ports = {"bot_port": free_port(), "handoff_port": free_port(), setting.removeprefix("MINVEJ_").lower(): port}

        with pytest.raises(Trouble, match=f"{port}.*{setting}"):
            development.check_ports(Settings(**ports))


def test_free_ports_pass_and_one_port_for_both_does_not() -> None:
    development.check_ports(Settings(bot_port=free_port(), handoff_port=free_port()))
    port = free_port()
    with pytest.raises(Trouble, match=str(port)):
        development.check_ports(Settings(bot_port=port, handoff_port=port))
