"""The exchange as a process: sends what is due, reads the mailbox, gathers what was counted, deletes what has expired;
over and over.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from typing import Any

from sqlalchemy.exc import OperationalError

from actions.exchange.http import HttpExchange
from actions.exchange.poller import Poller
from actions.exchange.port import ConsoleExchange, Exchange, Unreachable
from actions.exchange.sender import LONGEST_WAIT, Sender
from actions.settings import Settings
from actions.store import Stale, Store

logger = logging.getLogger(__name__)

LOOK = 1.0  # seconds between looks into the outbox
POLL = 10.0  # ... into the mailbox
PURGE = 3600.0  # ... for what has expired


class Worker:
    """Runs until `stop`. Nothing it does is lost when it dies instead."""

    def __init__(self, store: Store, exchange: Exchange) -> None:
        self._store = store
        self._sender = Sender(store, exchange)
        self._poller = Poller(store, exchange)
        self._stopped = threading.Event()
        self._next_poll = self._next_purge = 0.0
        self._failed_polls = 0

    def stop(self, *_: Any) -> None:
        """Finish what is under way and return from `run`. Also a signal handler."""
        self._stopped.set()

    def run(self) -> None:
        """The loop."""
        while not self._stopped.is_set():
            try:
                self._round()
            except (OperationalError, Stale) as error:
                # A busy or restarting database: the rows are still there the next time.
                logger.error("the exchange could not use its store: %s", type(error).__name__)
            self._stopped.wait(LOOK)

    def _round(self) -> None:
        while not self._stopped.is_set() and self._sender.send_one():
            pass
        now = time.monotonic()
        if now >= self._next_poll:
            self._next_poll = now + self._poll()
        if now >= self._next_purge:
            self._next_purge = now + PURGE
            self._store.purge()

    def _poll(self) -> float:
        """Read the mailbox, and put on its way what was counted; seconds until the next time."""
        try:
            while self._poller.poll() and not self._stopped.is_set():
                pass
        except Unreachable as error:
            self._failed_polls += 1
            logger.warning("the mailbox could not be read: %s", error)
            return min(LONGEST_WAIT, POLL * 2.0 ** min(self._failed_polls, 10))
        self._failed_polls = 0
        self._store.counts.gather()  # the other side answers
        return POLL


def make_exchange(settings: Settings) -> Exchange:
    """The exchange these settings name. Raises RuntimeError, which says what to do, when its token is missing."""
    if settings.exchange == "console":
        return ConsoleExchange()
    if not settings.handoff_token.get_secret_value():
        raise RuntimeError("MINVEJ_HANDOFF_TOKEN is missing: make one with `python -m handoff_api.manage create-token`")
    return HttpExchange(settings.handoff_url, settings.handoff_token.get_secret_value())


def run(store: Store, exchange: Exchange) -> None:
    """Run until SIGTERM or Ctrl-C."""
    worker = Worker(store, exchange)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    worker.run()
