"""The page's style, script and icon: named by their content's hash, packed once at start.

A name with a hash never changes its content, so the browser may keep it for good; a new version has a new name.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).parent / "static"
ADDRESS = "/chat/static/"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, the same packed with gzip, and its content type."""

    plain: bytes
    packed: bytes
    content_type: str


class Assets:
    """All static files of the page, in memory."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._files: dict[str, Asset] = {}
        self._addresses: dict[str, str] = {}
        for path in sorted(p for p in folder.iterdir() if p.suffix in TYPES):
            plain = path.read_bytes()
            name = f"{path.stem}.{hashlib.sha256(plain).hexdigest()[:12]}{path.suffix}"
            self._files[name] = Asset(plain, gzip.compress(plain, 9, mtime=0), TYPES[path.suffix])
            self._addresses[path.name] = ADDRESS + name

    def address(self, name: str) -> str:
        """Where the browser finds the file `name`; raises KeyError when there is none."""
        return self._addresses[name]

    def find(self, hashed_name: str) -> Asset | None:
        """The file behind an address."""
        return self._files.get(hashed_name)
