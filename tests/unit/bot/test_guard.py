"""What differs between a page on one's own machine and one on the net: https for good, and a cookie bound to it."""

from __future__ import annotations

import pytest
from sanic.response import HTTPResponse, text

from bot.channels.web.guard import Guard


def opened(development: bool) -> HTTPResponse:
    guard = Guard(development, "https://www.dmi.dk/")
    response = guard.open(text(""), "token")
    guard.protect(response)
    return response


@pytest.mark.parametrize("development", [True, False])
def test_https_is_kept_to_outside_development_only(development: bool) -> None:
    assert ("strict-transport-security" in opened(development).headers) is not development


def test_the_cookie_is_bound_to_this_host_and_to_https() -> None:
    cookie = opened(development=False).cookies["__Host-minvej"]
    assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert "domain" not in cookie
