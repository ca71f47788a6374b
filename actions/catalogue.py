"""The catalogues as the citizen's side reads them: option names for the readers, and Danish for what is handed over.

What she sees is rendered by the bot, in her language. A case is always in Danish, and is rendered here, so that it is
whole when it is written to the outbox.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.lists import format_list
from babel.messages.pofile import read_po

from actions.journey.model import Arg, Text

logger = logging.getLogger(__name__)

LOCALES = Path(__file__).resolve().parent.parent / "locales"
DANISH = "da"
DOMAINS = ("bot", "case")

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@cache
def strings(language: str) -> Mapping[str, str]:
    """Message id -> text of one language (of a plural, the last form), of what citizens and what caseworkers read;
    empty where the language has no catalogue."""
    found = {}
    for path in sorted((LOCALES / language / "LC_MESSAGES").glob("*.po")):
        if path.stem not in DOMAINS:
            continue
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        for message in catalogue:
            msgid = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
            text = message.string[-1] if isinstance(message.string, (tuple, list)) else message.string
            if msgid and text:
                found[msgid] = text
    return found


def danish(value: Any) -> Any:
    """`value`, JSON-like, with every Text in it as its Danish words. Her own words are strings and stay as they are."""
    if isinstance(value, Text):
        return _text(value)
    if isinstance(value, Mapping):
        return {key: danish(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [danish(item) for item in value]
    return value


def _text(text: Text) -> str:
    template = strings(DANISH).get(text.id)
    if template is None:
        # Her yes must not be lost for a missing label: the caseworker reads the id, and `make check` names the gap.
        logger.error("no Danish text for message id %s", text.id)
        return text.id
    return _PLACEHOLDER.sub(lambda match: _argument(text.args.get(match[1], "")), template)


def _argument(value: Arg) -> str:
    if isinstance(value, Text):
        return _text(value)
    if isinstance(value, tuple):
        return format_list([_text(item) for item in value], locale=DANISH) if value else ""
    return str(value)
