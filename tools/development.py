"""What development mode needs in a data folder: keys, a service token and a first login, made once and kept.

They stand in `<data>/development.env`, readable by its owner only, and reach the processes as environment variables.
What the environment or `.env` already sets is left alone. Production reads none of this: there every secret is given.
"""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path

from cryptography.fernet import Fernet
from dotenv import dotenv_values
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
FIRST_LOGIN = "demo@example.org"


class Settings(BaseSettings):
    """Where development mode runs. The processes read the same variables."""

    model_config = SettingsConfigDict(env_prefix="MINVEJ_", env_file=".env", extra="ignore")

    data: Path = Path("data")
    bot_port: int = 5005
    handoff_port: int = 8000

    @property
    def env_file(self) -> Path:
        """The file of this data folder's keys."""
        return self.data / "development.env"

    @property
    def bot_url(self) -> str:
        return f"http://{HOST}:{self.bot_port}"

    @property
    def handoff_url(self) -> str:
        return f"http://{HOST}:{self.handoff_port}"


class Trouble(Exception):
    """Something the person at the terminal can put right; the text is one line that says how."""


def ensure_keys(path: Path) -> dict[str, str]:
    """The keys in `path`, made if it is not there yet (mode 0600). Raises Trouble if it cannot be written."""
    keys = {
        "MINVEJ_JOURNEY_KEY": Fernet.generate_key().decode(),
        "MINVEJ_SESSION_SECRET": secrets.token_urlsafe(48),
        "MINVEJ_FIRST_LOGIN_EMAIL": FIRST_LOGIN,
        "MINVEJ_FIRST_LOGIN_PASSWORD": secrets.token_urlsafe(12),
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write(path, keys)
    except OSError as error:
        why = f"Cannot write to {path.parent} ({error.strerror})"
        raise Trouble(f"{why}: set MINVEJ_DATA to a folder you own.") from error
    return {name: value for name, value in dotenv_values(path).items() if value}


def remember(path: Path, name: str, value: str) -> None:
    """Add one value to the file of `ensure_keys`."""
    _write(path, {**ensure_keys(path), name: value})


def environment(settings: Settings, keys: dict[str, str]) -> dict[str, str]:
    """The processes' environment: what is set already wins over `.env`, and that over this data folder's keys."""
    own = {
        "MINVEJ_DATA": str(settings.data),
        "MINVEJ_HANDOFF_URL": settings.handoff_url,
        "MINVEJ_PUBLIC_URL": settings.bot_url,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONUNBUFFERED": "1",
    }
    given = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**own, **keys, **given, **os.environ, "MINVEJ_ENVIRONMENT": "development"}


def check_ports(settings: Settings) -> None:
    """Raises Trouble, naming the port and its setting, if one is taken."""
    if settings.bot_port == settings.handoff_port:
        raise Trouble(f"MINVEJ_BOT_PORT and MINVEJ_HANDOFF_PORT are both {settings.bot_port}: give each its own port.")
    for port, name in ((settings.bot_port, "MINVEJ_BOT_PORT"), (settings.handoff_port, "MINVEJ_HANDOFF_PORT")):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise Trouble(
                    f"Port {port} is taken ({error.strerror}): stop what uses it, or choose another: {name}=… make up"
                ) from error


def _write(path: Path, values: dict[str, str]) -> None:
    # Whole or not at all, and never readable by others, not even for a moment.
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{name}='{value}'\n" for name, value in values.items())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
