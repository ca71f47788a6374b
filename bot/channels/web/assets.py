"""The page's style, script and icon, and the municipality's logo: named by their content's hash, packed once at start.

A name with a hash never changes its content, so the browser may keep it for good; a new version has a new name.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).parent / "static"
ADDRESS = "/chat/static/"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, the same packed with gzip, and its content type."""

    plain: bytes
    packed: bytes
    content_type: str


class Assets:
    """All static files of the page, in memory. `logo` is the address of the municipality's, or empty."""

    def __init__(self, folder: Path = STATIC, logo: Path | None = None) -> None:
        self._files: dict[str, Asset] = {}
        files = sorted(p for p in folder.iterdir() if p.suffix in TYPES)
        self._addresses = {path.name: self._add(path, path.stem) for path in files}
        self.logo = self._add(logo, "logo") if logo else ""

    def _add(self, path: Path, stem: str) -> str:
        plain, kind = path.read_bytes(), path.suffix.lower()
        name = f"{stem}.{hashlib.sha256(plain).hexdigest()[:12]}{kind}"
        self._files[name] = Asset(plain, gzip.compress(plain, 9, mtime=0), TYPES[kind])
        return ADDRESS + name

    def address(self, name: str) -> str:
        """Where the browser finds the file `name`; raises KeyError when there is none."""
        return self._addresses[name]

    def find(self, hashed_name: str) -> Asset | None:
        """The file behind an address."""
        return self._files.get(hashed_name)
