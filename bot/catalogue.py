"""Message ids become text: gettext catalogues, one a language, falling back string by string.

A missing string falls back from the chosen language to English, then to Danish, each string by itself: one gap must not
turn a whole conversation foreign. A message id is never shown. Arguments may hold what a citizen wrote, so placeholders
are plain names: no attribute or index access, unlike `str.format`.
"""

from __future__ import annotations

import gettext
import logging
import re
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from actions.journey.model import Arg, Line, Text

logger = logging.getLogger(__name__)

LOCALES = Path(__file__).resolve().parent.parent / "locales"
FALLBACK = ("en", "da")
FAILED = "error.failed"

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FSI, _PDI = "\u2068", "\u2069"


class _Missing(gettext.NullTranslations):
    """The end of every lookup: says that there is no such string, instead of showing the id."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""


class Catalogue:
    """The texts of one gettext domain in all languages. Built once; safe to share between threads."""

    def __init__(self, root: Path = LOCALES, domain: str = "bot") -> None:
        """Raises FileNotFoundError when the reference language, Danish, has no catalogue."""
        sources = {path.parent.parent.name: path for path in sorted(root.glob(f"*/LC_MESSAGES/{domain}.po"))}
        if FALLBACK[-1] not in sources:
            raise FileNotFoundError(f"no catalogue {FALLBACK[-1]}/LC_MESSAGES/{domain}.po")
        self._translations = {language: _load(path) for language, path in sources.items()}
        self._locales: dict[str, Locale] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a catalogue of their own."""
        return tuple(self._translations)

    def text(self, text: Text, language: str | None) -> str:
        """The message in `language`, with its arguments in place. A message that exists nowhere becomes `error.failed`.

        An integer argument named `n` chooses the plural form where the catalogue has forms.
        """
        template = self._template(text, language)
        if not template:
            logger.error("no text for message id %s in any language", text.id)
            template = self._template(Text(FAILED), language)
        return _PLACEHOLDER.sub(lambda match: self._argument(text, match[1], language), template)

    def line(self, line: Line, language: str | None) -> str:
        """A line of the summary as chat text: the label and what was answered."""
        values = [self.text(value, language) for value in line.values]
        if line.words:
            values.append(f"“{isolated(line.words, rtl(language))}”")
        said = f"{self.text(line.label, language)}: {', '.join(values)}"
        return self.text(Text("review.struck", {"line": said}), language) if line.struck else said

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


def _load(po: Path) -> gettext.GNUTranslations:
    """The compiled catalogue, or the source compiled in memory where the compiled one is missing or older."""
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        compiled = BytesIO(mo.read_bytes())
    else:
        compiled = BytesIO()
        with po.open("rb") as file:
            write_mo(compiled, read_po(file))
        compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    translations.add_fallback(_Missing())
    return translations
