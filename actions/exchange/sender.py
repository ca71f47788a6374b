"""Posts the outbox's rows, in order for each journey, until each has arrived. What it makes of an answer:

    2xx                          done: the body is deleted, and she sees "received"
    410                          done: she has had the case erased meanwhile
    no answer, 5xx, 409, 429 …   again, ever later (at most a quarter of an hour), for as long as it takes
    any other 4xx                parked: it will never be taken as it is. A person must look; nothing is lost

When one arrives after some could not, the others need not wait any longer.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from actions.exchange.port import Delivery, Exchange, Unreachable
from actions.store import Item, Store

logger = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 15 * 60.0  # seconds

# Refused for what the row is. The rest (a wrong token or address, too early, too often) is about us, and passes.
REFUSED = (400, 405, 406, 411, 413, 414, 415, 422, 431)


class Sender:
    """The sender over one store and one exchange."""

    def __init__(self, store: Store, exchange: Exchange) -> None:
        self._store = store
        self._exchange = exchange
        self._held_up = True  # rows may be waiting since before this process

    def send_one(self) -> bool:
        """Post one row that is due; False when none is. Never raises for what the other side does."""
        item = self._store.outbox.claim()
        if item is None:
            return False
        try:
            delivery = self._post(item)
        except Unreachable as error:
            logger.warning("outbox row %s: no answer (%s), try %d", item.id, error, item.attempts)
            self._again(item, None)
        else:
            self._settle(item, delivery)
        return True

    def _post(self, item: Item) -> Delivery:
        if item.kind == "screening":
            return self._exchange.post_screening(item.id, item.body)
        if item.kind == "counts":
            return self._exchange.post_counts(item.id, item.body)
        return self._exchange.post_erasure(item.id, _erasure(item))

    def _settle(self, item: Item, delivery: Delivery) -> None:
        if 200 <= delivery.status < 300 or delivery.status == 410:
            self._store.outbox.done(item)
            if self._held_up:
                self._held_up = False
                self._store.outbox.hurry()
            if item.kind == "screening" and delivery.status != 410:
                self._store.set_status(item.journey_id, item.body["revision"], "received")
        elif delivery.status in REFUSED:
            logger.error("outbox row %s is PARKED: the municipality refused it with %d", item.id, delivery.status)
            self._store.outbox.park(item, str(delivery.status))
        else:
            level = logging.INFO if delivery.status == 409 else logging.ERROR
            logger.log(level, "outbox row %s: answered %d, try %d", item.id, delivery.status, item.attempts)
            self._again(item, delivery.retry_after)

    def _again(self, item: Item, asked: float | None) -> None:
        self._held_up = True
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(item.attempts - 1, 20))
        # Up to half of it by chance, so that many rows do not come back all at once.
        wait = wait / 2 + random.uniform(0, wait / 2)  # noqa: S311 (not a secret)
        seconds = min(LONGEST_WAIT, max(wait, asked or 0.0))
        self._store.outbox.postpone(item, self._store.database.now() + timedelta(seconds=seconds))


def _erasure(item: Item) -> Mapping[str, Any]:
    requested_at = item.created_at.isoformat().replace("+00:00", "Z")
    return {"schema_version": "1", "journey": item.journey_id, "requested_at": requested_at}
