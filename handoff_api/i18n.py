"""The inbox in the caseworker's language: gettext catalogues with message ids, Danish first, English second.

A compiled `handoff.mo` is used where there is one; else the `.po` is compiled in memory, so that a fresh checkout
works. The fallback is per string: chosen language, then Danish, then the id itself (`make check` never lets it).
"""

from __future__ import annotations

import gettext
from datetime import date, datetime, timezone
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("da", "en")
RTL = {"ar", "fa", "ckb", "ur", "he", "ps", "syr", "ug", "yi"}
LOCALES = Path(__file__).resolve().parent.parent / "locales"
_ZONE = ZoneInfo("Europe/Copenhagen")


def mark(message_id: str) -> str:
    """Marks a message id for extraction where it is only kept, not yet shown: import it as `_`."""
    return message_id


class Translator:
    """Texts, dates and language names in one of the inbox's languages."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._locale = Locale(self.language)
        self._day = "d. MMM y" if self.language == "da" else "d MMM y"
        self._catalogues = [_catalogue(code, "handoff") for code in dict.fromkeys((self.language, *LANGUAGES))]

    def __call__(self, message_id: str, **arguments: Any) -> str:
        """The text of a message id, its `{name}` placeholders filled."""
        for catalogue in self._catalogues:
            text = catalogue.gettext(message_id)
            if text != message_id:
                return text.format(**arguments) if arguments else text
        return message_id

    def moment(self, value: datetime | str) -> str:
        """Day and time in Denmark, from an aware time, a UTC time without zone, or ISO 8601."""
        return format_datetime(_local(value), f"{self._day} HH:mm", locale=self._locale)

    def day(self, value: datetime | str) -> str:
        """The day in Denmark."""
        return format_datetime(_local(value), self._day, locale=self._locale)

    def calendar_day(self, value: date) -> str:
        """A day that belongs to no hour."""
        return format_date(value, self._day, locale=self._locale)

    def language_name(self, code: str) -> str:
        """The name of a BCP 47 language in the caseworker's language; the code itself where Babel knows none."""
        # Not Locale.parse: it takes "und" for English.
        known = str(get_global("language_aliases").get(code, code)).replace("-", "_")
        return self._locale.languages.get(known) or self._locale.languages.get(known.split("_")[0]) or code


def direction(code: str) -> str:
    """The writing direction of a language, for `dir`."""
    return "rtl" if code.split("-")[0].lower() in RTL else "ltr"


def _local(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value.replace("Z", "+00:00")) if isinstance(value, str) else value
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).astimezone(_ZONE)


@cache
def live_languages() -> dict[str, str]:
    """The citizens' languages: code -> what the language calls itself, in the order of languages.yml."""
    listed = yaml.safe_load((LOCALES / "languages.yml").read_text(encoding="utf-8"))["languages"]
    return {str(code): str(facts["name"]) for code, facts in listed.items() if facts["live"]}


def text_in(language: str, domain: str, message_id: str) -> str:
    """A text in any language of a domain, else in English or Danish."""
    for code in (language, "en", "da"):
        text = _catalogue(code, domain).gettext(message_id)
        if text != message_id:
            return text
    return message_id


@cache
def _catalogue(language: str, domain: str) -> gettext.NullTranslations:
    folder = LOCALES / language / "LC_MESSAGES"
    source, compiled = folder / f"{domain}.po", folder / f"{domain}.mo"
    if not source.exists():
        return gettext.NullTranslations()
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return gettext.GNUTranslations(BytesIO(compiled.read_bytes()))
    memory = BytesIO()
    write_mo(memory, read_po(BytesIO(source.read_bytes()), locale=language))
    memory.seek(0)
    return gettext.GNUTranslations(memory)
