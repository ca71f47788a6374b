"""Settings of the citizen's side: environment variables `MINVEJ_…`, or a `.env` file beside the start command.

Secrets have no default anywhere, so that no installation runs on a key that others know; `make up` makes them once.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic import SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All settings. Raises pydantic's ValidationError, which names the variable, when one is missing or wrong."""

    model_config = SettingsConfigDict(env_prefix="MINVEJ_", env_file=".env", extra="ignore", hide_input_in_errors=True)

    environment: Literal["development", "production"] = "production"
    data: Path = Path("data")
    journey_database_url: str = ""
    journey_key: SecretStr  # Fernet keys, comma separated: the first encrypts, all decrypt (so keys can be renewed)
    handoff_url: str = "http://127.0.0.1:8000"
    handoff_token: SecretStr = SecretStr("")
    keep_days: int = 90
    exchange: Literal["http", "console"] = "http"

    @field_validator("journey_key")
    @classmethod
    def _real_keys(cls, value: SecretStr) -> SecretStr:
        for key in value.get_secret_value().split(","):
            try:
                Fernet(key.strip())
            except ValueError:
                # No chaining: the cause would show the key's length or characters.
                message = "each key must be 32 url-safe base64-encoded bytes (cryptography.fernet.Fernet.generate_key)"
                raise ValueError(message) from None
        return value

    @field_validator("handoff_url")
    @classmethod
    def _not_in_the_clear(cls, value: str, info: ValidationInfo) -> str:
        address = urlsplit(value)
        safe = address.scheme == "https" or _loopback(address.hostname)
        if not safe and info.data.get("environment") != "development":
            raise ValueError("must be https://, unless the host is this machine: her case and the token travel there")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        if not self.journey_database_url:
            self.journey_database_url = f"sqlite:///{self.data / 'journeys.sqlite3'}"
        scheme, separator, rest = self.journey_database_url.partition("://")
        if scheme in ("postgres", "postgresql"):  # the address as everyone writes it; the driver is ours to choose
            self.journey_database_url = f"postgresql+psycopg{separator}{rest}"
        if self.exchange == "console" and self.environment != "development":
            raise ValueError("exchange=console hands nothing over: it is for development only")
        return self


def _loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:  # another name
        return False


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
