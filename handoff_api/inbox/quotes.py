"""Her own words on the page: as she wrote them, with the Danish that somebody who knows both has put beside them.

A wording belongs to the words themselves (by their hash), wherever they stand: when she says something else in a later
revision, nobody's older wording is taken for it. Pure: no SQL, no HTTP.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handoff_api.i18n import Translator, direction
from handoff_api.inbox.models import Wording

Payload = Mapping[str, Any]
DANISH = "da"
ISOLATES = "\u2066\u2067\u2068\u2069"  # marks around words of another direction


@dataclass(frozen=True)
class Quote:
    """Own words in their language; `wordings` are Danish ones, the newest first."""

    text: str
    language: str
    language_name: str
    direction: str
    about: str
    wordings: tuple[Wording, ...] = ()

    @property
    def wording(self) -> Wording | None:
        return self.wordings[0] if self.wordings else None

    @property
    def foreign(self) -> bool:
        """Whether a Danish wording would help."""
        return self.language.split("-")[0].lower() != DANISH


class Quotes:
    """Makes quotes of one case."""

    def __init__(self, wordings: Sequence[Wording], _: Translator) -> None:
        """`wordings` are the case's, oldest first."""
        self._wordings, self._translator = wordings, _

    def of(self, words: Payload) -> Quote:
        """The quote of {"text", "language"}."""
        code, about = words["language"], words_id(words["text"])
        wordings = tuple(w for w in reversed(self._wordings) if w.about == about)
        return Quote(words["text"], code, self._translator.language_name(code), direction(code), about, wordings)


def words_id(text: str) -> str:
    """What a wording is bound to: the sha256 of her words, after a letter so that it can be an anchor."""
    return "w" + hashlib.sha256(text.encode()).hexdigest()


def own_words(payload: Payload) -> set[str]:
    """The ids of everything in a payload that is in her own words."""
    titles = (e["title"] for e in (payload.get("life_line") or {}).get("events", ()))
    named = (own for title in titles if (own := own_title(title, payload["language"])))
    return {words_id(words["text"]) for words in (*_words(payload), *named)}


def own_title(texts: Payload, language: str) -> Payload | None:
    """A text of two languages that reads the same in both is no translation: it is hers. None where it is not."""
    text, hers = (str(texts.get(code, "")).strip(ISOLATES) for code in (DANISH, language))
    if language != DANISH and hers == text and any(letter.isalpha() for letter in text):
        return {"text": text, "language": language}
    return None


def _words(value: Any) -> Iterator[Payload]:
    if isinstance(value, Mapping):
        if value.keys() == {"text", "language"}:
            yield value
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)
