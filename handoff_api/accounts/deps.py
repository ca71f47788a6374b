"""The user behind a request, as named types that a route asks for.

    CurrentUser  a page: nobody logged in -> to the login, and back
    ActingUser   a form: its token must fit the browser, and then somebody must be logged in
    FormChecked  a form before there is a user: only its token
    only(…)      for a whole router: a user of another role is refused

A form is refused for its token before anyone asks who sent it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Form, Request
from sqlalchemy.orm import Session

from handoff_api.accounts import csrf, service
from handoff_api.accounts.models import User
from handoff_api.database import SessionDep
from handoff_api.i18n import mark as _
from handoff_api.pages import LoginNeeded, PageRefused, form_anchor, home, secret, session_cookie


def current_user(request: Request, session: SessionDep) -> User:
    """The logged-in user. Raises LoginNeeded."""
    user = service.user_of(session, session_token(request))
    if user is None:
        raise LoginNeeded
    request.state.user = user
    return user


def form_checked(request: Request, csrf_token: Annotated[str, Form()] = "") -> None:
    """The posted form was made for this browser. Raises PageRefused."""
    if not csrf.fits(secret(request.app.state.settings), form_anchor(request), csrf_token):
        raise PageRefused(403, _("error.form"))


def acting_user(request: Request, session: SessionDep, checked: Annotated[None, Depends(form_checked)]) -> User:
    """The logged-in user who sent this form. Raises PageRefused, or LoginNeeded with what she typed kept."""
    try:
        return current_user(request, session)
    except LoginNeeded:
        raise LoginNeeded(own_form=True) from None


def only(*roles: str) -> Callable[[Request, Session], None]:
    """A dependency that refuses a logged-in user of another role. Whether anyone is logged in, a route asks itself."""

    def check(request: Request, session: SessionDep) -> None:
        user = service.user_of(session, session_token(request))
        if user is not None and user.role not in roles:
            request.state.user = user
            raise PageRefused(403, _("error.role"), home(user.role))

    return check


def session_token(request: Request) -> str:
    """The session cookie's value; "" without one."""
    return request.cookies.get(session_cookie(request.app.state.settings), "")


CurrentUser = Annotated[User, Depends(current_user)]
ActingUser = Annotated[User, Depends(acting_user)]
FormChecked = Annotated[None, Depends(form_checked)]
