"""One normal form of what is said, made in the same way when the model is trained and when it is used.

The message itself stays as she wrote it (cleaned), since the readers and her own words need it so.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import spacy
from spacy.language import Language

from actions.journey.clean import clean, fold

_QUESTION_MARK = re.compile(r"[?؟;]\s*$")
# The languages whose words are told apart in their own way, by the script that gives them away.
_BY_SCRIPT = {"ARABIC": "ar", "ETHIOPIC": "am", "CYRILLIC": "ru", "THAI": "th"}
DEFAULT = "da"


def normal_form(text: str) -> str:
    """Folded text; a question keeps its mark as a word of its own, because it tells a question from an answer."""
    cleaned = clean(text).text
    return fold(cleaned) + (" ?" if _QUESTION_MARK.search(cleaned) else "")


def script_language(text: str) -> str:
    """A language that shares the script of the first letter: enough to know where words begin and end."""
    letter = next((char for char in text if char.isalpha()), "")
    return _BY_SCRIPT.get(unicodedata.name(letter, "").split(" ")[0], DEFAULT) if letter else DEFAULT


@cache
def blank(language: str) -> Language:
    """spaCy's untrained pipeline for a language: its tokenizer and nothing else."""
    try:
        return spacy.blank(language)
    except ImportError:  # no tokenizer of its own, or one that needs a package that is not here
        return spacy.blank("xx")
