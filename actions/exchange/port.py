"""What the municipality's side can be asked, and a stand-in that prints, for development without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Unreachable(Exception):
    """No answer: the network, a timeout, or something that does not speak the contract."""


@dataclass(frozen=True)
class Delivery:
    """What was answered to a post: the HTTP status, and how many seconds the other side asks to wait."""

    status: int
    retry_after: float | None = None


@dataclass(frozen=True)
class Entry:
    """One entry of the mailbox; `journey` is empty where it is about none."""

    cursor: int
    journey: str
    kind: str
    data: Mapping[str, Any]


class Exchange(Protocol):
    """The port. Every method raises Unreachable when there is no answer."""

    def post_screening(self, key: str, body: Mapping[str, Any]) -> Delivery:
        """Hand over a case under an idempotency key."""

    def post_erasure(self, key: str, body: Mapping[str, Any]) -> Delivery:
        """Ask for a case to be erased."""

    def post_counts(self, key: str, body: Mapping[str, Any]) -> Delivery:
        """Hand over anonymous figures under an idempotency key."""

    def mailbox(self, after: int) -> Sequence[Entry]:
        """The entries after a cursor, in order; asking acknowledges those up to it."""


class ConsoleExchange:
    """Says what would be handed over, never what is in it; everything arrives, nothing comes back."""

    def post_screening(self, key: str, body: Mapping[str, Any]) -> Delivery:
        """Print the kind and the revision."""
        print(f"would hand over: {body['kind']}, revision {body['revision']}", flush=True)  # noqa: T201 (read by a person)
        return Delivery(201)

    def post_erasure(self, key: str, body: Mapping[str, Any]) -> Delivery:
        """Print that a case would be erased."""
        print("would ask for a case to be erased", flush=True)  # noqa: T201 (read by a person)
        return Delivery(200)

    def post_counts(self, key: str, body: Mapping[str, Any]) -> Delivery:
        """Print how many figures."""
        print(f"would hand over: {len(body['counts'])} counts", flush=True)  # noqa: T201 (read by a person)
        return Delivery(200)

    def mailbox(self, after: int) -> Sequence[Entry]:
        """Nothing."""
        return ()
