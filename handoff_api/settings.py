"""Settings of the municipality's side: environment variables `MINVEJ_…`, or a `.env` file."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from typing_extensions import Self

from handoff_api.municipality import DEMO, Municipality, read

DEVELOPMENT_SECRET = "for-development-on-this-machine-only"  # noqa: S105 - refused outside development
MIN_SECRET = 32  # characters


class Settings(BaseSettings):
    """What an operator decides. Raises ValidationError when a secret is missing or weak outside development."""

    model_config = SettingsConfigDict(env_prefix="MINVEJ_", env_file=".env", extra="ignore")

    environment: Literal["development", "production"] = "production"
    data: Path = Path("data")
    handoff_database_url: str = ""
    handoff_host: str = "127.0.0.1"
    handoff_port: int = Field(8000, ge=1, le=65535)
    session_secret: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    municipality: Path = DEMO  # the municipality's file, as on the citizen's side
    public_url: str = "http://127.0.0.1:5005"  # where citizens reach the chat: campaign links begin with it
    telegram_bot: str = ""  # the bot's name, without @; none: no links to it

    @property
    def development(self) -> bool:
        return self.environment == "development"

    @cached_property
    def database_url(self) -> str:
        """SQLAlchemy's address of the database: SQLite in the data folder unless another is set."""
        if not self.handoff_database_url:
            return f"sqlite:///{self.data / 'handoff.sqlite3'}"
        scheme, separator, rest = self.handoff_database_url.partition("://")
        # The address as everyone writes it; the driver is ours to choose.
        return f"{'postgresql+psycopg' if scheme in ('postgres', 'postgresql') else scheme}{separator}{rest}"

    @property
    def chat_url(self) -> str:
        return self.public_url.rstrip("/")

    @property
    def chat_reachable(self) -> bool:
        """Whether campaign links lead anywhere for a citizen: in production not to this very machine."""
        return self.development or urlsplit(self.public_url).hostname not in ("127.0.0.1", "localhost", "::1", None)

    @cached_property
    def own(self) -> Municipality:
        """The municipality that this installation is for."""
        return read(self.municipality)

    @field_validator("municipality")
    @classmethod
    def _readable(cls, value: Path) -> Path:
        read(value)
        return value

    @model_validator(mode="after")
    def _refuse_weak_secrets(self) -> Self:
        secret = self.session_secret.get_secret_value()
        if not self.development and (secret == DEVELOPMENT_SECRET or len(secret) < MIN_SECRET):
            raise ValueError(
                f"MINVEJ_SESSION_SECRET must be set to at least {MIN_SECRET} random characters"
                " (or MINVEJ_ENVIRONMENT=development on your own machine)"
            )
        return self


def complaints(error: ValidationError) -> str:
    """One line for an operator: which setting is wrong, and how. What it was set to is not repeated."""
    lines = []
    for problem in error.errors(include_input=False):
        name = "".join(f"MINVEJ_{part.upper()}: " for part in problem["loc"] if isinstance(part, str))
        lines.append(name + problem["msg"].removeprefix("Value error, "))
    return "; ".join(lines)
