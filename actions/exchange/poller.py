"""Reads the mailbox: what the municipality has done with a case, for her to see when she comes back; its campaigns.

The cursor is moved after the entries are kept, so that one that dies in between reads them again; keeping twice changes
nothing. Asking from the cursor acknowledges what is before it.
"""

from __future__ import annotations

import logging

from actions.exchange.port import Entry, Exchange
from actions.store import Store

logger = logging.getLogger(__name__)

CURSOR = "handoff"


class Poller:
    """The poller over one store and one exchange."""

    def __init__(self, store: Store, exchange: Exchange) -> None:
        self._store = store
        self._exchange = exchange

    def poll(self) -> int:
        """Keep what is new; how many entries it were. Raises Unreachable when there is no answer."""
        after = self._store.outbox.cursor(CURSOR)
        entries = self._exchange.mailbox(after)
        for entry in entries:
            self._keep(entry)
        if entries:
            self._store.outbox.set_cursor(CURSOR, max(entry.cursor for entry in entries))
        return len(entries)

    def _keep(self, entry: Entry) -> None:
        if entry.kind == "campaign":
            self._keep_campaign(entry)
            return
        status, revision = entry.data.get("status"), entry.data.get("revision")
        if entry.kind == "status" and status in ("received", "read") and isinstance(revision, int):
            self._store.set_status(entry.journey, revision, status)
        else:
            # A later version of the other side may tell more than this one knows what to do with.
            logger.warning("mailbox entry %d is of a kind that is not known here", entry.cursor)

    def _keep_campaign(self, entry: Entry) -> None:
        try:
            self._store.campaigns.keep(entry.data)
        except (KeyError, TypeError, ValueError):
            logger.warning("mailbox entry %d is no campaign as it is known here", entry.cursor)
