"""Encryption of what she said, keyed hashes of what leads to her. Keys can be renewed: the first writes, all read."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Sealer:
    """Seals values with the journey keys, and hashes lookup keys with secrets derived from them."""

    def __init__(self, journey_keys: str) -> None:
        """`journey_keys`: Fernet keys, comma separated, newest first."""
        keys = [key.strip() for key in journey_keys.split(",")]
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._secrets = [_derived(base64.urlsafe_b64decode(key)) for key in keys]

    def seal(self, value: Any) -> bytes:
        """A JSON value, encrypted."""
        return self._fernet.encrypt(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def unseal(self, sealed: bytes) -> Any:
        """The value that was sealed. Raises cryptography.fernet.InvalidToken when no key fits."""
        return json.loads(self._fernet.decrypt(sealed))

    def hash(self, kind: str, key: str) -> bytes:
        """The keyed hash to write."""
        return self.hashes(kind, key)[0]

    def hashes(self, kind: str, key: str) -> list[bytes]:
        """The keyed hashes to look for: one for each journey key."""
        return [hmac.digest(secret, f"{kind}:{key}".encode(), hashlib.sha256) for secret in self._secrets]


def _derived(key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"minvej lookup").derive(key)
