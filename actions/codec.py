"""Journeys and replies as JSON, and back: what the store keeps and what goes from an action to the NLG.

Reading is tolerant both ways, because a stored journey may be older or newer than the code: an unknown field is
dropped, a missing one takes its default. Tuples become lists; an argument that is a Text becomes {"id", "args"}.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from actions.journey.model import Answer, Arg, Button, Event, Journey, Line, Reply, Text

Json = dict[str, Any]


def dump_journey(journey: Journey) -> Json:
    """The journey as a JSON object."""
    return _plain(journey)


def load_journey(data: Mapping[str, Any]) -> Journey:
    """The journey that `dump_journey` wrote. Raises KeyError without an id."""
    known = _known(Journey, data)
    known["id"] = data["id"]
    if "answers" in known:
        known["answers"] = {question: _answer(answer) for question, answer in known["answers"].items()}
    if "events" in known:
        known["events"] = tuple(Event(**_known(Event, event)) for event in known["events"])
    if known.get("said"):
        known["said"] = _answer(known["said"])
    for name in ("revisit", "picked", "struck", "counted", "visits"):
        if name in known:
            known[name] = tuple(known[name])
    if "replies" in known:
        known["replies"] = tuple(load_reply(reply) for reply in known["replies"])
    return Journey(**known)


def dump_reply(reply: Reply) -> Json:
    """The reply as a JSON object."""
    return _plain(reply)


def load_reply(data: Mapping[str, Any]) -> Reply:
    """The reply that `dump_reply` wrote. Raises KeyError without a text."""
    known = _known(Reply, data)
    known["text"] = load_text(data["text"])
    known["buttons"] = tuple(_button(button) for button in data.get("buttons", ()))
    known["lines"] = tuple(_line(line) for line in data.get("lines", ()))
    return Reply(**known)


def load_text(data: Mapping[str, Any]) -> Text:
    """A text with its arguments."""
    return Text(data["id"], {name: _arg(value) for name, value in data.get("args", {}).items()})


def _plain(value: Any) -> Any:
    # Every turn passes here with a few hundred values: the most common kinds first.
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {name: _plain(item) for name, item in (vars(value) if is_dataclass(value) else value).items()}


@cache
def _names(kind: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


def _known(kind: type, data: Mapping[str, Any]) -> Json:
    names = _names(kind)
    return {name: value for name, value in data.items() if name in names}


def _texts(data: Iterable[Mapping[str, Any]]) -> tuple[Text, ...]:
    return tuple(load_text(item) for item in data)


def _arg(value: Any) -> Arg:
    if isinstance(value, Mapping):
        return load_text(value)
    if isinstance(value, list):
        return _texts(value)
    return value


def _answer(data: Mapping[str, Any]) -> Answer:
    known = _known(Answer, data)
    for name in ("value", "heard"):
        if isinstance(known.get(name), list):
            known[name] = tuple(known[name])
    return Answer(**known)


def _button(data: Mapping[str, Any]) -> Button:
    known = {**_known(Button, data), "text": load_text(data["text"]), "notes": _texts(data.get("notes", ()))}
    return Button(**known)


def _line(data: Mapping[str, Any]) -> Line:
    known = {**_known(Line, data), "label": load_text(data["label"]), "values": _texts(data["values"])}
    known["buttons"] = tuple(_button(button) for button in data.get("buttons", ()))
    known["stage"] = load_text(data["stage"]) if data.get("stage") else None
    return Line(**known)
