"""Both sides for a test, stopped after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from both_sides import BothSides


@pytest.fixture
def both(tmp_path: Path) -> Iterator[BothSides]:
    sides = BothSides(tmp_path)
    yield sides
    for process in (sides.worker, sides.api):
        if process.running:
            process.stop()
