"""What may come in from a channel: a tapped button, or words. Nothing else.

A button sends `/answer{"q": "<question>", "v": "<value>"}` (v may be a list, for ticked boxes). Rasa reads any text
that begins with `/` as an intent, so that typing `/restart` or `/action_x` would steer it: here everything but a
button's payload loses its slashes and is words. Whether the question and its option exist is the core's to know: an old
button is answered kindly, and never kept as her own words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME

from actions.journey.clean import clean

INTENT = "answer"
MAX_TEXT = 4_000  # characters of what is typed; the rest is cut
MAX_PAYLOAD = 2_000
MAX_VALUES = 50

_PAYLOAD = re.compile(r"\s*/answer\s*(\{.*\})\s*", re.DOTALL)
_LEADING = re.compile(r"\A[\s/]+")
_QUESTION = re.compile(r"[a-z][a-z0-9_]{0,40}")
_VALUE = re.compile(r"[!+-]?[A-Za-z0-9][A-Za-z0-9_-]{0,40}(:[a-z][a-z0-9_]{0,40}){0,2}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_CAMPAIGN = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Inbound:
    """A message ready for Rasa. `parse_data` is set where there is nothing for the NLU to read."""

    text: str
    parse_data: dict[str, Any] | None = None
    masked_cpr: bool = False


def inbound(text: object) -> Inbound:
    """Read what a channel got, whatever it was: a payload as its intent and entities, else cleaned words."""
    typed = text if isinstance(text, str) else ""
    tapped = payload(typed)
    if tapped:
        question, value = tapped
        entities: list[dict[str, Any]] = [{"entity": "q", "value": question}, {"entity": "v", "value": value}]
        return Inbound(typed.strip(), _parsed(typed.strip(), INTENT, entities))
    cleaned = clean(typed[:MAX_TEXT])
    words = _LEADING.sub("", cleaned.text).strip()
    if not words:
        return Inbound("", _parsed("", DEFAULT_NLU_FALLBACK_INTENT_NAME, []), cleaned.masked_cpr)
    return Inbound(words, None, cleaned.masked_cpr)


def payload(text: str) -> tuple[str, str | list[str]] | None:
    """The question and value of a button's payload; None for anything else."""
    match = _PAYLOAD.fullmatch(text) if len(text) <= MAX_PAYLOAD else None
    if not match:
        return None
    try:
        data = json.loads(match[1])
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or set(data) != {"q", "v"}:
        return None
    question, value = data["q"], data["v"]
    values = value if isinstance(value, list) else [value]
    well_formed = (
        isinstance(question, str)
        and _QUESTION.fullmatch(question)
        and len(values) <= MAX_VALUES
        and all(isinstance(v, str) and _VALUE.fullmatch(v) for v in values)
    )
    return (question, value) if well_formed else None


def stated(metadata: object) -> dict[str, Any]:
    """What a channel may state beside a message: language, campaign, message_id, turn, and whether its session is
    masked; each only if well formed."""
    given = metadata if isinstance(metadata, Mapping) else {}
    kept: dict[str, Any] = {}
    for name, form in (("language", _LANGUAGE), ("campaign", _CAMPAIGN), ("message_id", _CAMPAIGN)):
        if isinstance(given.get(name), str) and form.fullmatch(given[name]):
            kept[name] = given[name]
    if isinstance(given.get("turn"), int) and not isinstance(given["turn"], bool):
        kept["turn"] = given["turn"]
    if isinstance(given.get("masked"), bool):
        kept["masked"] = given["masked"]
    return kept


def _parsed(text: str, intent: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
    """What Rasa's NLU would return."""
    return {"text": text, "intent": {"name": intent, "confidence": 1.0}, "entities": entities}
