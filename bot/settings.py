"""The bot process's settings: environment variables `MINVEJ_…`, or `.env`."""

from __future__ import annotations

import re
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class BotSettings(BaseSettings):
    """What the bot process itself needs to know; the journey store has its own settings (actions/settings.py)."""

    model_config = SettingsConfigDict(
        env_prefix="MINVEJ_", env_file=".env", extra="ignore", hide_input_in_errors=True, validate_default=True
    )

    environment: Literal["development", "production"] = "production"
    data: Path = Path("data")  # the data folder: the trained model is in models/ there
    bot_host: str = "127.0.0.1"
    bot_port: int = 5005
    actions: str = "inprocess"  # or a stock action server's address, http://…/webhook
    redis_url: str | None = None  # locks shared by several bot processes; without it, this process's own
    # Telegram (docs/telegram.md): off without a token. The fields that depend on it stand after it.
    telegram_token: SecretStr = SecretStr("")
    telegram_polling: bool = False  # ask Telegram for messages, instead of being called by it
    telegram_secret: SecretStr = SecretStr("")  # what Telegram sends with every call, so that we know it is Telegram
    telegram_api: str = "https://api.telegram.org"
    public_url: str = ""  # where citizens reach the chat page

    @property
    def development(self) -> bool:
        return self.environment == "development"

    @field_validator("telegram_secret")
    @classmethod
    def _guarded(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        needed = bool(info.data.get("telegram_token")) and not info.data.get("telegram_polling")
        if needed and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("16-256 letters, digits, _ or -, for Telegram to be told from others (or use polling)")
        return value

    @field_validator("telegram_api", "public_url")
    @classmethod
    def _address(cls, value: str, info: ValidationInfo) -> str:
        address = urlsplit(value.rstrip("/"))
        loopback = address.hostname == "localhost" or _loopback(address.hostname or "")
        needed = bool(info.data.get("telegram_token"))
        if needed and not (address.hostname and (address.scheme == "https" or loopback)):
            raise ValueError("with Telegram, the address must be given, and be https://")
        return value.rstrip("/")


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:  # a name
        return False


@cache
def settings() -> BotSettings:
    """The settings, read once a process."""
    return BotSettings()
