"""What reading the content files has in common: an entry becomes one of the core's nouns, and its buttons fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from actions.journey.speech import payload

PAYLOAD_LIMIT = 64  # bytes: Telegram's limit for a button


def build(kind: type, entry: Any, where: str) -> Any:
    """The noun that an entry describes; a list becomes a tuple. Raises ValueError that names the entry and the cure."""
    if not isinstance(entry, Mapping):
        raise ValueError(f"{where}: {entry!r} should be an entry such as {{id: …}}")
    unknown = set(entry) - {field.name for field in fields(kind)}
    if unknown:
        raise ValueError(f"{where}: unknown {', '.join(sorted(unknown))}")
    for name in ("id", "module", "type"):
        if not isinstance(entry.get(name, ""), str):
            raise ValueError(f'{where}: {name} must be text; write "{entry[name]}" in quotes')
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    try:
        return kind(**given)
    except TypeError as error:
        raise ValueError(f"{where}: {error}") from error


def fits(where: str, question_id: str, value: str) -> Iterator[str]:
    """What is wrong with a button that sends this: nothing, or that it is too long."""
    size = len(payload(question_id, value).encode())
    if size > PAYLOAD_LIMIT:
        yield f"{where}: its button sends {size} bytes, {size - PAYLOAD_LIMIT} too many; shorten the id"
