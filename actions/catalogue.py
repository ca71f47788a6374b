"""Message ids become text: gettext catalogues, one a language, falling back string by string.

What she sees is rendered by the bot, in her language. A case is always in Danish, and is rendered here when it is
written to the outbox, so that it is whole. The readers take the options' names from the same catalogues.

A missing string falls back from the chosen language to English, then to Danish, each string by itself: one gap must not
turn a whole conversation foreign. A message id is never shown. Arguments may hold what a citizen wrote, so placeholders
are plain names: no attribute or index access, unlike `str.format`.
"""

from __future__ import annotations

import gettext
import logging
import re
from collections.abc import Mapping, Sequence
from datetime import time
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from actions.journey.model import Arg, Each, Line, Text

logger = logging.getLogger(__name__)

LOCALES = Path(__file__).resolve().parent.parent / "locales"
DANISH = "da"
FALLBACK = ("en", DANISH)
SECTORS = tuple(sorted(path.stem for path in LOCALES.glob(f"{DANISH}/LC_MESSAGES/sector_*.po")))  # a file a sector
# What citizens read: the conversation, events and activities, competences, topics, sectors.
CITIZEN = ("bot", "life", "skills", "topics", *SECTORS)
DOMAINS = (*CITIZEN, "case")  # ... and what only caseworkers do
FAILED = "error.failed"

CLDR = {"prs": "fa_AF"}  # what CLDR calls Dari
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FSI, _PDI = "\u2068", "\u2069"


@cache
def strings(language: str) -> Mapping[str, str]:
    """Message id -> text of one language (of a plural, the last form), of what citizens and what caseworkers read;
    empty where the language has no catalogue."""
    found = {}
    for path in (LOCALES / language / "LC_MESSAGES" / f"{domain}.po" for domain in DOMAINS):
        if not path.exists():
            continue
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        for message in catalogue:
            msgid = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
            text = message.string[-1] if isinstance(message.string, (tuple, list)) else message.string
            if msgid and text:
                found[msgid] = text
    return found


def localised(value: Any) -> Any:
    """A case or a paper, JSON-like, with every Text in it as its Danish words, and every Each as its words by language.
    Her own words are strings and stay as they are."""
    return _case_texts().rendered(value, DANISH)


@cache
def _case_texts() -> Catalogue:
    # Her yes must not be lost for a missing label: the caseworker reads the id, and `make check` names the gap.
    return Catalogue(domains=DOMAINS, missing=None)


class _Missing(gettext.NullTranslations):
    """The end of every lookup: says that there is no such string, instead of showing the id."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""


class Catalogue:
    """The texts of some gettext domains in all languages. Built once; safe to share between threads."""

    def __init__(self, root: Path = LOCALES, domains: Sequence[str] = CITIZEN, missing: str | None = FAILED) -> None:
        """`missing` is what is said for a message that exists nowhere; None: its id. Raises FileNotFoundError when the
        reference language, Danish, has no catalogue."""
        sources: dict[str, list[Path]] = {}
        for domain in domains:
            found = sorted(root.glob(f"*/LC_MESSAGES/{domain}.po"))
            for path in found:
                sources.setdefault(path.parent.parent.name, []).append(path)
            if not any(path.parent.parent.name == DANISH for path in found):
                raise FileNotFoundError(f"no catalogue {DANISH}/LC_MESSAGES/{domain}.po")
        self._translations = {language: _load(paths) for language, paths in sources.items()}
        self._missing = missing
        self._locales: dict[str, Locale] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a catalogue of their own."""
        return tuple(self._translations)

    def text(self, text: Text, language: str | None) -> str:
        """The message in `language`, with its arguments in place.

        An integer argument named `n` chooses the plural form where the catalogue has forms.
        """
        template = self._template(text, language) or self._named(text.id, language)
        if not template:
            # What comes after tells what she chose.
            logger.error("no text for message id %s in any language", text.id.partition(".o.")[0])
            template = text.id if self._missing is None else self._template(Text(self._missing), language)
        return _PLACEHOLDER.sub(lambda match: self._argument(text, match[1], language), template)

    def line(self, line: Line, language: str | None) -> str:
        """A line of the summary as chat text: the label and what was answered."""
        values = [self.text(value, language) for value in line.values]
        if line.words:
            values.append(f"“{isolated(line.words, rtl(language))}”")
        said = ": ".join((self.text(line.label, language), *([", ".join(values)] if values else ())))
        return self.text(Text("review.struck", {"line": said}), language) if line.struck else said

    def rendered(self, value: Any, language: str) -> Any:
        """`value`, JSON-like, with every Text in it as words."""
        if isinstance(value, Text):
            return self.text(value, language)
        if isinstance(value, Each):
            foreign = {wanted: value.otherwise for wanted in value.languages if wanted != value.spoken}
            return {wanted: self.text(foreign.get(wanted) or value.text, wanted) for wanted in value.languages}
        if isinstance(value, Mapping):
            return {key: self.rendered(item, language) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.rendered(item, language) for item in value]
        return value

    def _argument(self, text: Text, name: str, language: str | None) -> str:
        if name not in text.args:
            logger.error("message %s was given no argument %s", text.id, name)
            return ""
        return self._inserted(text.args[name], language)

    def _inserted(self, value: Arg, language: str | None) -> str:
        if isinstance(value, Text):
            return self.text(value, language)
        if isinstance(value, tuple):
            return format_list([self.text(v, language) for v in value], locale=self._locale(language)) if value else ""
        if isinstance(value, int):
            # Small numbers ungrouped: they are counts and years, and nobody reads "2.015" as a year.
            number = format_decimal(value, locale=self._locale(language), group_separator=abs(value) >= 10_000)
            return isolated(number, rtl(language))
        return isolated(value, rtl(language))

    def _locale(self, language: str | None) -> Locale:
        name = language or FALLBACK[0]
        if name not in self._locales:
            try:
                self._locales[name] = Locale.parse(name, sep="-")
            except (UnknownLocaleError, ValueError):
                self._locales[name] = Locale.parse(FALLBACK[0])
        return self._locales[name]

    def _named(self, text_id: str, language: str | None) -> str:
        """The name of a country, a language, a weekday or a time of day (`territory.SY`, `tongue.tr`, `weekday.tue`,
        `clock.10:00`), which CLDR knows in every language."""
        kind, _, code = text_id.partition(".")
        if kind == "weekday":
            return str(self._locale(language).days["stand-alone"]["wide"][WEEKDAYS.index(code)])
        if kind == "clock":
            return str(format_time(time.fromisoformat(code), "short", locale=self._locale(language)))
        for wanted in dict.fromkeys((language, *FALLBACK)):
            locale = self._locale(wanted)
            known = {"territory": locale.territories, "tongue": locale.languages}.get(kind, {})
            if CLDR.get(code, code) in known:
                return str(known[CLDR.get(code, code)])
        return ""

    def _template(self, text: Text, language: str | None) -> str:
        count = text.args.get("n")
        for candidate in dict.fromkeys((language or FALLBACK[0], *FALLBACK)):
            translations = self._translations.get(candidate)
            if translations is None:
                continue
            found = translations.ngettext(text.id, text.id, count) if isinstance(count, int) else ""
            if found or (found := translations.gettext(text.id)):
                return found
        return ""


def isolated(value: str, in_rtl: bool) -> str:
    """`value` so that its direction cannot disturb the sentence around it (Unicode isolates, UAX #9)."""
    return f"{_FSI}{value}{_PDI}" if in_rtl or _RTL_LETTER.search(value) else value


@cache
def rtl(language: str | None) -> bool:
    """Whether the language is written from right to left."""
    try:
        return Locale.parse(language or FALLBACK[0], sep="-").character_order == "right-to-left"
    except (UnknownLocaleError, ValueError):
        return False


def _load(sources: Sequence[Path]) -> gettext.NullTranslations:
    """One language's catalogues as one."""
    first, *others = (_compiled(po) for po in sources)
    for other in (*others, _Missing()):
        first.add_fallback(other)
    return first


def _compiled(po: Path) -> gettext.NullTranslations:
    """The compiled catalogue, or the source compiled in memory where the compiled one is missing or older."""
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        return gettext.GNUTranslations(BytesIO(mo.read_bytes()))
    compiled = BytesIO()
    with po.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
