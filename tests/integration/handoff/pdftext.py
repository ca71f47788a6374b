"""Just enough of a PDF reader for our own files: the text of each page as a reader would copy it, without its spaces.

Typst writes no object streams, and every font with a map back to Unicode, so that a few expressions will do. Arabic
stands in the order it is drawn in, from left to right.
"""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_PLAIN = rb"\\.|[^\\()]"
_NESTED = _PLAIN  # a string may hold parentheses as they are, where they are balanced
for _ in range(4):
    _NESTED = rb"(?:" + _PLAIN + rb"|\((?:" + _NESTED + rb")*\))"
_STRING = re.compile(rb"\((" + _NESTED + rb"*)\)", re.DOTALL)
_SHOWN = re.compile(
    rb"/(f\d+) [\d.]+ Tf|((?:\[(?:\(" + _NESTED + rb"*\)|[^]()])*\]TJ)|\(" + _NESTED + rb"*\)Tj)", re.DOTALL
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(content: bytes) -> list[str]:
    """The text of each page, without spaces."""
    objects = {int(number): body for number, body in _OBJECT.findall(content)}
    found = []
    for body in objects.values():
        if b"/Type/Page/" in body:
            resources = objects[_reference(body, b"Resources")]
            fonts = {
                name: _mapping(objects[_reference(objects[int(at)], b"ToUnicode")])
                for name, at in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
            }
            found.append(_text(_stream(objects[_reference(body, b"Contents")]), fonts))
    return found


def _text(stream: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    shown, font = "", {}
    for name, strings in _SHOWN.findall(stream):
        font = fonts[name] if name else font
        for written in _STRING.findall(strings):
            codes = _ESCAPE.sub(_unescape, written)
            shown += "".join(font.get(int.from_bytes(codes[i : i + 2], "big"), "") for i in range(0, len(codes), 2))
    return re.sub(r"[\s\u200b]", "", shown)


def _unescape(escape: re.Match[bytes]) -> bytes:
    code = escape[1]
    return bytes([int(code, 8)]) if code.isdigit() else _NAMED.get(code, code)


def _mapping(body: bytes) -> dict[int, str]:
    cmap = _stream(body)
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>\s*\n", cmap)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _stream(body: bytes) -> bytes:
    return zlib.decompressobj().decompress(body.split(b"stream", 1)[1].lstrip(b"\r\n"))


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found, name
    return int(found[1])
