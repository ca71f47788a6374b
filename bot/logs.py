"""Logs that cannot hold what a citizen said.

Rasa logs whole messages at DEBUG, and exceptions anywhere may quote them. So: Rasa's structured events keep their name
and lose their values; third parties are heard from WARNING on, as the place that logged, since their text may quote a
message; and an exception is written as its type and where it happened, never its message.
"""

from __future__ import annotations

import logging
import sys
import traceback
import warnings
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

OURS = ("bot", "actions")


class WordlessFormatter(logging.Formatter):
    """One line a record; an exception as type and places."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: Any) -> str:
        return where(ei[1], ei[2])

    def format(self, record: logging.LogRecord) -> str:
        # exc_text may have been filled by another formatter, with the exception's message.
        record.exc_text = None
        if record.name.split(".")[0] not in OURS:
            record = _place_only(record)
        return super().format(record)


def where(error: BaseException | None, tb: TracebackType | None = None) -> str:
    """An exception without its message: the chain of types, and file, line and function of each frame."""
    parts: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(tb or error.__traceback__)
        places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
        parts.append(f"{type(error).__module__}.{type(error).__name__} at {places}")
        error, tb = error.__cause__ or (None if error.__suppress_context__ else error.__context__), None
    return "\n  caused by ".join(parts)


def _place_only(record: logging.LogRecord) -> logging.LogRecord:
    bare = logging.makeLogRecord(record.__dict__)
    bare.msg, bare.args = f"{record.module}:{record.lineno} {record.funcName}", ()
    return bare


def _event_only(_: Any, __: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    return {"event": str(event.get("event", "")).split(" ")[0]}


def hush_warnings() -> None:
    """Drop Python's warnings: what Rasa's dependencies say of each other helps nobody here, and may quote a message."""

    def drop(*_: Any, **__: Any) -> None:
        return None

    # Not by a filter: several of the dependencies set the filters back.
    warnings.showwarning = drop


def configure(level: int = logging.INFO) -> None:
    """Set up logging for this process. To be called after Rasa is imported, which configures logging by itself."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WordlessFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        if name.split(".")[0] not in OURS and logging.NOTSET < logger.level < logging.WARNING:
            logger.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    hush_warnings()
    structlog.configure(
        processors=[_event_only, structlog.processors.KeyValueRenderer(key_order=["event"])],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
