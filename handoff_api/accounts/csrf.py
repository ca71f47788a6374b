"""The token that every form carries: made from a secret cookie of the same browser, so no other site can know it.

A logged-in browser's cookie is its session; before the login it is a random cookie of the login form. The token of a
session that has ended on the server still fits its cookie: that is how a form sent too late is known to be the user's
own, so that what she typed can be kept.
"""

from __future__ import annotations

import hashlib
import hmac


def token(secret: str, anchor: str) -> str:
    """The form token for the browser that holds the cookie `anchor`."""
    return hmac.new(secret.encode(), b"form:" + anchor.encode(), hashlib.sha256).hexdigest()


def fits(secret: str, anchor: str, given: str) -> bool:
    """Whether `given` is the token of the cookie `anchor`; False without a cookie."""
    return bool(anchor) and hmac.compare_digest(token(secret, anchor).encode(), given.encode())
