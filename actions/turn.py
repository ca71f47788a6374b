"""One turn against the store: find the journey, take the step, save it with its effects; again when it went stale.

This is the one place where the pure core meets time, chance and storage.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, NamedTuple
from uuid import uuid4

from actions.catalogue import localised
from actions.journey.clean import clean
from actions.journey.counting import OPENED, count
from actions.journey.model import Content, Context, Effect, Journey, Message, Outcome, Reply, Text
from actions.journey.step import step
from actions.store import Loaded, Stale, Store, Tally, new_token

# More messages at once on one journey than this is no person; the bot then says that it failed.
TRIES = 20

Channel = Literal["web", "telegram", "rest"]
OWN_SESSIONS = ("web", "telegram")  # these channels begin and end their sessions themselves


class Taken(NamedTuple):
    """What a turn made. `journey` is None when the session's journey is not there any more."""

    journey: Journey | None
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...]


class Turns:
    """Turns over one store and one content. Safe to share between threads."""

    def __init__(self, store: Store, content: Content) -> None:
        self._store = store
        self._content = content

    def take(self, channel: Channel, key: str, message: Message, masked: bool = False) -> Taken:
        """Answer a message. `key` is the journey's id on a channel with sessions of its own; elsewhere the sender's id,
        and an unknown sender begins a journey. Raises Stale when others keep coming in between, and
        whatever the store raises: then nothing is kept, and the bot says that it failed."""
        for _ in range(TRIES):
            try:
                own = channel in OWN_SESSIONS
                loaded = self._store.load(key) if own else self._find_or_begin(channel, key)
                if loaded is None:
                    return Taken(None, (Reply(Text("error.failed")),), ())
                return self._step(channel, loaded, message, masked)
            except Stale:
                continue
        raise Stale

    def _find_or_begin(self, channel: Channel, key: str) -> Loaded:
        found = self._store.find(channel, key)
        return found or self._store.create(Journey(id=str(uuid4())), channel, key)

    def _step(self, channel: Channel, loaded: Loaded, message: Message, masked: bool) -> Taken:
        context = Context(now=self._store.database.now(), receipt=_receipt(), link=new_token(), masked=masked)
        outcome = step(self._content, loaded.journey, message, context)
        effects = tuple(replace(e, case=self._whole(e.case)) if e.case else e for e in outcome.effects)
        if outcome.journey == loaded.journey and not effects:
            return Taken(loaded.journey, outcome.replies, ())  # a repeated message: nothing to keep
        journey, events = count(self._content, loaded.journey, outcome.journey)
        if channel != "web" and not loaded.journey.turn:
            events = (OPENED, *events)  # the page counts for itself, when it is shown
        tally = Tally(channel, journey.campaign or "", journey.language or "", events) if events else None
        self._store.save(loaded, Outcome(journey, outcome.replies, effects), context, tally)
        return Taken(journey, outcome.replies, effects)

    def _whole(self, case: Mapping[str, Any]) -> Mapping[str, Any]:
        """The case in words, with her photo where she has said yes to sending it."""
        body: Mapping[str, Any] = localised(case)
        if body.get("photo") is not True:
            return body
        image = self._store.photo(body["journey"])
        return {**body, "photo": b64encode(image).decode() if image else None}


def read_message(latest: Mapping[str, Any]) -> Message:
    """Rasa's `latest_message` as the core's: a button's payload or cleaned words, with what the NLU saw in them and
    what the channel states (metadata: language, campaign, message_id, turn)."""
    metadata: Mapping[str, Any] = latest.get("metadata") or {}
    stated: dict[str, Any] = {
        "id": str(metadata.get("message_id") or ""),
        "turn": metadata.get("turn"),
        "language": metadata.get("language"),
        "campaign": metadata.get("campaign"),
    }
    question, value = _payload(latest)
    if question:
        return Message(question=question, value=value, **stated)
    intent = latest.get("intent") or {}
    cleaned = clean(latest.get("text") or "")
    return Message(
        text=cleaned.text,
        intent=intent.get("name") or "",
        confidence=float(intent.get("confidence") or 0.0),
        likely=tuple(guess["name"] for guess in latest.get("intent_ranking") or ()),
        urgent=next(iter(_values(latest, "urgent")), ""),
        found=_found(_values(latest, "option")),
        masked_cpr=cleaned.masked_cpr or bool(metadata.get("masked_cpr")),
        **stated,
    )


def _payload(latest: Mapping[str, Any]) -> tuple[str | None, str | tuple[str, ...] | None]:
    if (latest.get("intent") or {}).get("name") != "answer":
        return None, None
    questions, values = _values(latest, "q"), _values(latest, "v")
    if not questions:
        return None, None
    # A list comes as one entity from our channels, and as one entity an item from Rasa's own parser.
    if len(values) == 1:
        value = values[0]
        return questions[0], tuple(value) if isinstance(value, list) else value
    return questions[0], tuple(values)


def _values(latest: Mapping[str, Any], entity: str) -> list[Any]:
    return [e["value"] for e in latest.get("entities") or () if e.get("entity") == entity]


def _found(values: list[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for value in dict.fromkeys(values):
        question, _, option = value.partition("/")
        found[question] = (*found.get(question, ()), option)
    return found


def _receipt() -> str:
    return f"{secrets.randbelow(10**12):012d}"
