"""How easy a Danish text is to read: LIX, Björnsson's läsbarhetsindex (1968).

    LIX = words / sentences + 100 * words of more than six letters / words

Under 25 is a children's book, 25-34 easy, 35-44 a newspaper, 45 and over heavy. Texts of a few words have no meaningful
LIX (one long word is 101), so buttons and labels are not measured.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MEAN_LIMIT, TEXT_LIMIT = 30.0, 45.0
FEWEST_WORDS = 8

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?:…]+(?=\s|$)|\n+")
_PLACEHOLDER = re.compile(r"\{\w+\}")


def words(text: str) -> list[str]:
    """The words; a placeholder counts as one short word."""
    return _WORD.findall(_PLACEHOLDER.sub("X", text))


def lix(text: str) -> float:
    """The index of a text; 0 for no words."""
    found = words(text)
    if not found:
        return 0.0
    sentences = [part for part in _SENTENCE_END.split(_PLACEHOLDER.sub("X", text)) if _WORD.search(part)]
    long_words = sum(len(word) > 6 for word in found)
    return len(found) / len(sentences) + 100 * long_words / len(found)


def measured(texts: Mapping[str, str]) -> dict[str, float]:
    """Message id -> LIX, of the texts that are long enough to have one."""
    return {text_id: lix(text) for text_id, text in texts.items() if len(words(text)) >= FEWEST_WORDS}


def problems(texts: Mapping[str, str]) -> list[str]:
    """What is too hard to read in these texts, a line each."""
    indexes = measured(texts)
    found = [
        f"{text_id}: LIX {index:.0f}, at most {TEXT_LIMIT:.0f}: shorter sentences and words"
        for text_id, index in indexes.items()
        if index >= TEXT_LIMIT
    ]
    mean = sum(indexes.values()) / len(indexes) if indexes else 0.0
    if mean >= MEAN_LIMIT:
        found.append(f"all texts: mean LIX {mean:.1f}, must be under {MEAN_LIMIT:.0f}")
    return found
