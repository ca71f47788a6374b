"""A homemaker who has never been paid for her work, and her life line, for the tests; and a photo."""

from __future__ import annotations

import base64
import copy
import json
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

EXAMPLE = Path(__file__).parents[2] / "examples" / "screening-life-line.json"
LIFE: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
PHOTO_CONSENT = {"scope": "photo", "given_at": "2026-11-21T09:59:00Z"}


def with_life(screening: dict[str, Any], photo: str = "") -> dict[str, Any]:
    """The hand-over with her life line, and with a photo she has said yes to sending."""
    body = copy.deepcopy(screening | LIFE)
    if photo:
        body["consents"].append(PHOTO_CONSENT)
        body["photo"] = photo
    return body


def jpeg(width: int = 60, height: int = 80) -> str:
    """A photo as the citizen's side sends it: base64, without metadata."""
    content = BytesIO()
    Image.new("RGB", (width, height), (160, 120, 90)).save(content, "JPEG")
    return base64.b64encode(content.getvalue()).decode()
