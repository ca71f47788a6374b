"""A clock that tests can set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

START = datetime(2026, 11, 21, 10, 0, tzinfo=timezone.utc)


@dataclass
class Clock:
    """Stands still until it is told to move."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)
