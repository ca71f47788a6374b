"""What a citizen said is in no log line, however it got into an exception or a third party's message."""

import io
import logging

import pytest

from bot.logs import WordlessFormatter, where

SAID = "min hemmelige sætning"


def _logged(name: str, log) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WordlessFormatter())
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    logger.propagate = False
    try:
        log(logger)
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
    return stream.getvalue()


def _raise() -> None:
    try:
        int(SAID)
    except ValueError as error:
        raise RuntimeError(f"could not read {SAID}") from error


def test_an_exception_is_its_types_and_places() -> None:
    def log(logger: logging.Logger) -> None:
        try:
            _raise()
        except RuntimeError:
            logger.exception("a turn failed")

    logged = _logged("bot.test", log)
    assert SAID not in logged
    assert "a turn failed" in logged
    assert "RuntimeError" in logged and "ValueError" in logged and "test_logs.py" in logged


def test_a_text_filled_in_by_another_formatter_is_not_taken_over() -> None:
    def log(logger: logging.Logger) -> None:
        record = logger.makeRecord(logger.name, logging.ERROR, __file__, 1, "failed", (), None)
        record.exc_text = SAID
        logger.handle(record)

    assert SAID not in _logged("bot.test", log)


@pytest.mark.parametrize("name", ["rasa.core.processor", "sanic.error", "py.warnings", "asyncio", "rasa_sdk.executor"])
def test_a_third_partys_line_is_the_place_that_logged(name: str) -> None:
    logged = _logged(name, lambda logger: logger.error(f"Could not handle {SAID}: %s", SAID))
    assert SAID not in logged
    assert name in logged and "test_logs" in logged


def test_our_own_lines_keep_their_words() -> None:
    assert "ready on 1" in _logged("actions.test", lambda logger: logger.error("ready on %s", 1))


def test_where_ends_for_exceptions_that_lead_back_to_themselves() -> None:
    first, second = ValueError("a"), KeyError("b")
    first.__cause__, second.__cause__ = second, first
    assert "ValueError" in where(first)
