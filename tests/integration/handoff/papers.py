"""Bodies for `POST /v1/documents`: the life of tests/examples/papers.yml in any of its languages."""

from __future__ import annotations

import base64
import copy
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from PIL import Image, ImageDraw

EXAMPLE = Path(__file__).parents[2] / "examples" / "papers.yml"
LANGUAGES = {"da", "ar", "fa", "ur", "th", "ti", "uk"}
GAP = object()


def body(kind: str = "cv", format: str = "pdf", languages: Sequence[str] = ("da",), **person: Any) -> dict[str, Any]:
    """A body in these languages; what the example does not tell in all of them is left out."""
    told = _in(copy.deepcopy(_example()), languages)
    for competence in told["life_line"]["competences"]:
        competence.setdefault("added", False)
        competence["about"] = competence["phrase"]
    for event in told["life_line"]["events"]:
        event.setdefault("jobs", [])
        event.setdefault("activities", [])
    own = {"name": "Amal Haddad", "phone": "+4520123456", "email": "amal@example.org"}
    return {
        "schema_version": "1",
        "kind": kind,
        "format": format,
        "languages": list(languages),
        "person": own | person,
        **told,
    }


def empty(kind: str, format: str, languages: Sequence[str]) -> dict[str, Any]:
    """A body of somebody who has told nothing yet, not even her name."""
    made = body(kind, format, languages, name=None, phone=None, email=None)
    made["life_line"] = {"stages": [], "events": [], "groups": [], "competences": [], "spoken": []}
    return made | {"profile": [], "sector": None}


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same body with every text a citizen or a catalogue may have written changed; codes stay."""
    if isinstance(value, dict):
        if value and value.keys() <= LANGUAGES:
            return {language: change(text) for language, text in value.items()}
        if value.keys() == {"text", "language"}:
            return value | {"text": change(value["text"])}
        return {name: each_text(item, change) for name, item in value.items()}
    return [each_text(item, change) for item in value] if isinstance(value, list) else value


@cache
def photo() -> str:
    """A JPEG in base64: a plain face before a window, as nobody's likeness."""
    image = Image.new("RGB", (600, 800), "#cfe0d8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((-80, 560, 680, 1200), fill="#4a6670")
    draw.ellipse((150, 120, 450, 560), fill="#6b4a3a")
    draw.ellipse((185, 180, 415, 540), fill="#d9a98a")
    written = BytesIO()
    image.save(written, "JPEG", quality=85)
    return base64.b64encode(written.getvalue()).decode()


@cache
def _example() -> Any:
    return yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))


def _in(value: Any, languages: Sequence[str]) -> Any:
    if isinstance(value, dict):
        if value and value.keys() <= LANGUAGES:
            return {code: value[code] for code in languages} if value.keys() >= set(languages) else GAP
        inner = {name: _in(item, languages) for name, item in value.items()}
        return GAP if GAP in inner.values() else inner
    if isinstance(value, list):
        return [item for item in (_in(item, languages) for item in value) if item is not GAP]
    return value
