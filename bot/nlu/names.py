"""What countries and languages are called, from CLDR by way of Babel: no list of ours to keep.

Only languages that are official, or much spoken, in some country: CLDR's other names are too often everyday words
("kom", "men", "fan").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache

from babel import Locale
from babel.core import get_global

_NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_OFFICIAL = ("official", "de_facto_official")
_MUCH = 5  # per cent of a country's people
_TWO_NAMES = re.compile(r"(\w+) \((\w+)\)")  # Myanmar (Burma)


def country_names(language: str) -> Mapping[str, tuple[str, ...]]:
    """ISO 3166 code -> what the country is called in `language`."""
    territories = Locale.parse(language, sep="-").territories
    return {code: _apart(territories[code]) for code in _countries() if code in territories}


def language_names(language: str, besides: Collection[str] = ()) -> Mapping[str, tuple[str, ...]]:
    """Language code -> what that language is called in `language`; for the codes `besides` too."""
    languages = Locale.parse(language, sep="-").languages
    return {code: (languages[code],) for code in sorted({*_languages(), *besides}) if code in languages}


def _apart(name: str) -> tuple[str, ...]:
    two = _TWO_NAMES.fullmatch(name)
    return two.groups() if two else (name,)


@cache
def _countries() -> tuple[str, ...]:
    spoken = get_global("territory_languages")
    return tuple(code for code in sorted(spoken) if code.isalpha() and spoken[code] and code not in _NO_COUNTRY)


@cache
def _languages() -> tuple[str, ...]:
    every = [each for country in get_global("territory_languages").values() for each in country.items()]
    known = {c for c, facts in every if facts["official_status"] in _OFFICIAL or facts["population_percent"] >= _MUCH}
    return tuple(sorted(code for code in known if len(code) == 2))
