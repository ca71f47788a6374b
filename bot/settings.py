"""The bot process's settings: environment variables `MINVEJ_…`, or `.env`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class BotSettings(BaseSettings):
    """What the bot process itself needs to know; the journey store has its own settings (actions/settings.py)."""

    model_config = SettingsConfigDict(env_prefix="MINVEJ_", env_file=".env", extra="ignore")

    environment: Literal["development", "production"] = "production"
    data: Path = Path("data")  # the data folder: the trained model is in models/ there
    bot_host: str = "127.0.0.1"
    bot_port: int = 5005
    actions: str = "inprocess"  # or a stock action server's address, http://…/webhook
    redis_url: str | None = None  # locks shared by several bot processes; without it, this process's own

    @property
    def development(self) -> bool:
        return self.environment == "development"


@cache
def settings() -> BotSettings:
    """The settings, read once a process."""
    return BotSettings()
