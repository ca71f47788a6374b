"""The forms of accounts: login, logout, change password, and the inbox's language."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from handoff_api.accounts import service
from handoff_api.accounts.deps import ActingUser, CurrentUser, FormChecked, session_token
from handoff_api.database import SessionDep
from handoff_api.i18n import LANGUAGES
from handoff_api.pages import (
    FORM_COOKIE,
    KEPT,
    LANGUAGE_COOKIE,
    home,
    local_path,
    redirect,
    render,
    secret,
    session_cookie,
    set_cookie,
    translator,
)

router = APIRouter(prefix="/inbox", include_in_schema=False)
YEAR = 365 * 24 * 60 * 60
Field = Annotated[str, Form()]


@router.get("/login")
def login_page(request: Request, next: str = "/inbox") -> Response:
    """The login form; `next` is where it leads."""
    return render(request, "login.html", error="", next=local_path(next), action="", kept={}, email="")


@router.post("/login")
async def read_login(request: Request, session: SessionDep, checked: FormChecked) -> Response:
    """A try to log in: to `next`, or back to what she had typed when her session ended."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    return await run_in_threadpool(_login, request, session, form)


def _login(request: Request, session: SessionDep, form: dict[str, str]) -> Response:
    _ = translator(request)
    settings = request.app.state.settings
    kept = {name: form[f"kept.{name}"] for name in KEPT if f"kept.{name}" in form}
    email, target, action = form.get("email", ""), local_path(form.get("next", "")), form.get("action", "")
    address = request.client.host if request.client else ""
    again = {"next": target, "action": action, "kept": kept, "email": email}
    try:
        entry = service.login(
            session, email=email, password=form.get("password", ""), address=address, secret=secret(settings)
        )
    except service.Throttled:
        return render(request, "login.html", status=429, error=_("login.throttled"), **again)
    except service.WrongLogin:
        return render(request, "login.html", status=401, error=_("login.wrong"), **again)
    service.logout(session, session_token(request))
    if kept and action == local_path(action):
        response: Response = render(
            request, "resume.html", user=entry.user, session_token=entry.token, action=action, back=target, kept=kept
        )
    else:
        response = redirect(home(entry.user.role) if target == "/inbox" else target)
    set_cookie(response, settings, session_cookie(settings), entry.token)
    response.delete_cookie(FORM_COOKIE)
    return response


@router.post("/logout")
def logout(request: Request, session: SessionDep, user: ActingUser) -> Response:
    """The session is over, on the server too."""
    service.logout(session, session_token(request))
    response = redirect("/inbox/login")
    settings = request.app.state.settings
    response.delete_cookie(session_cookie(settings), secure=not settings.development, httponly=True)
    return response


@router.get("/password")
def password_page(request: Request, user: CurrentUser, saved: str = "") -> Response:
    """The form to change one's own password."""
    return render(request, "password.html", error="", saved=bool(saved))


@router.post("/password")
def change_password(
    request: Request, session: SessionDep, user: ActingUser, current: Field = "", new: Field = "", again: Field = ""
) -> Response:
    """A new password: every other session of this user ends, this one gets a fresh token."""
    _ = translator(request)
    if new != again:
        return render(request, "password.html", status=422, error=_("password.differ"), saved=False)
    settings = request.app.state.settings
    address = request.client.host if request.client else ""
    try:
        token = service.change_password(
            session, user, current=current, new=new, address=address, secret=secret(settings)
        )
    except service.Throttled:
        return render(request, "password.html", status=429, error=_("login.throttled"), saved=False)
    except service.WrongLogin:
        return render(request, "password.html", status=422, error=_("password.wrong"), saved=False)
    except service.BadPassword:
        return render(request, "password.html", status=422, error=_("password.rule"), saved=False)
    response = redirect("/inbox/password?saved=1")
    set_cookie(response, settings, session_cookie(settings), token)
    return response


@router.post("/language")
def choose_language(request: Request, checked: FormChecked, language: Field = "", back: Field = "") -> Response:
    """The inbox in another language, and back to the same page."""
    response = redirect(local_path(back))
    if language in LANGUAGES:
        set_cookie(response, request.app.state.settings, LANGUAGE_COOKIE, language, max_age=YEAR)
    return response
