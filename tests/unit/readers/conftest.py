"""The real content and a fixed today, for every reader test."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from actions.content_loader import load_content
from actions.journey.model import Content


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content()


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
