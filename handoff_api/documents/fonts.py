"""The fonts that papers are set in, and which characters they can show.

A tagged PDF may hold no character without a glyph, and what a citizen writes may hold any: emoji, scripts that none of
our fonts has. Such a character is left out, or stands as a replacement mark where a letter was.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent.parent / "node_modules" / "@expo-google-fonts"
FAMILIES = ("noto-sans", "noto-sans-arabic", "noto-nastaliq-urdu", "noto-sans-ethiopic", "noto-sans-thai")
WEIGHTS = ("400Regular", "600SemiBold", "700Bold")
LETTER_WITHOUT_GLYPH = "\ufffd"
NOTHING = "–"
# Letters join or part by these, and lines break by the last; every other invisible character only misleads.
_INVISIBLE = "\u200c\u200d\u200e\u200f\u200b"
# No word: letters without a space, which Thai and Lao do write; there only one letter again and again is none.
_ENDLESS = re.compile(r"[^\s\u0e00-\u0eff]{30}(?=\S)|(\S)\1{29}")


def files() -> list[Path]:
    """The font files we use. Raises FileNotFoundError where npm's packages are missing."""
    found = [path for family in FAMILIES for weight in WEIGHTS for path in (FOLDER / family / weight).glob("*.ttf")]
    if len(found) != len(FAMILIES) * len(WEIGHTS):
        raise FileNotFoundError(f"fonts are missing in {FOLDER}: npm ci")
    return found


def shown(text: str) -> str:
    """`text` as a paper can show it: nothing without a glyph, and no run of letters too long for a line."""
    kept = "".join(map(_character, text.replace("\r\n", "\n"))).strip()
    return _ENDLESS.sub(lambda run: f"{run[0]}\u200b", kept) or NOTHING


def _character(character: str) -> str:
    kind = unicodedata.category(character)
    if character in "\n\u0085\u2028\u2029\r":
        return "\n"
    if character in _INVISIBLE:
        return character
    if kind[0] == "Z" or character == "\t":
        return character if ord(character) in _covered() else " "
    if kind[0] == "C":
        return ""
    if ord(character) in _covered():
        return character
    return LETTER_WITHOUT_GLYPH if kind[0] in "LN" else ""


@cache
def _covered() -> frozenset[int]:
    """The code points that at least one family has a glyph for; all weights of a family have the same."""
    return frozenset(c for path in files() if WEIGHTS[0] in path.parts for c in _code_points(path.read_bytes()))


def _code_points(font: bytes) -> set[int]:
    """What an OpenType font's `cmap` maps: its tables of format 4 and 12, which every Unicode font has."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4s4xII", font, 12 + 16 * i) for i in range(tables))
    start = next(offset for tag, offset, _ in records if tag == b"cmap")
    found: set[int] = set()
    for i in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 4 + 8 * i + 4)[0]
        kind = struct.unpack_from(">H", font, at)[0]
        if kind == 4:
            found |= _format_4(font, at)
        elif kind == 12:
            for group in range(struct.unpack_from(">I", font, at + 12)[0]):
                first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * group)
                found |= set(range(first, last + 1))
    return found


def _format_4(font: bytes, at: int) -> set[int]:
    segments = struct.unpack_from(">H", font, at + 6)[0] // 2
    row = f">{segments}H"
    ends = struct.unpack_from(row, font, at + 14)
    starts = struct.unpack_from(row, font, at + 16 + 2 * segments)
    return {c for first, last in zip(starts, ends, strict=True) for c in range(first, last + 1) if c != 0xFFFF}
