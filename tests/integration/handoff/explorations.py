"""What a homemaker explored and asked, for the tests: a real conversation with the core (exchange/explorer.py)."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parents[2] / "examples" / "screening-explored.json"
EXPLORED: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))["explored"]
ASKED: str = EXPLORED["asked"]["text"]
KITCHEN, CARE, OFFICE = EXPLORED["sectors"]


def with_explored(screening: dict[str, Any]) -> dict[str, Any]:
    """The hand-over with what she explored."""
    return copy.deepcopy(screening) | {"explored": copy.deepcopy(EXPLORED)}
