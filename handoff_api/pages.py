"""How the inbox's pages are made: templates that escape by default, in the caseworker's language, never cached.

Also what a page needs of the browser: the language cookie, the form cookie that a form token is made from before
there is a session (accounts/csrf.py), and what to show when something is refused.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from handoff_api.accounts import csrf
from handoff_api.i18n import LANGUAGES, Translator
from handoff_api.settings import Settings

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
LANGUAGE_COOKIE, FORM_COOKIE = "minvej_language", "minvej_form"
TYPED = ("text", "comment")  # what a caseworker may have written in a form of a case
KEPT = (*TYPED, "about", "chosen", "revision")  # what goes on with it when her session ended meanwhile
_PATH = re.compile(r"/inbox(/[\w\-]+)*(\?[\w.\-=&%+]*)?(#[\w\-]+)?", re.ASCII)

templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class PageRefused(Exception):
    """A page that cannot be shown or a form that cannot be taken; `text` is a message id, `kept` what she typed."""

    def __init__(self, status: int, text: str, back: str = "/inbox", kept: str = "") -> None:
        self.status, self.text, self.back, self.kept = status, text, back, kept


class LoginNeeded(Exception):
    """Nobody is logged in, or the session is over. `own_form`: the posted form was made for this very browser."""

    def __init__(self, own_form: bool = False) -> None:
        self.own_form = own_form


def install(app: FastAPI) -> None:
    """Static files, and the pages for what is refused."""
    app.mount("/static", _Hashed(directory=STATIC), name="static")
    app.add_exception_handler(PageRefused, _refused)
    app.add_exception_handler(LoginNeeded, _login_needed)


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in the language of this browser."""
    settings: Settings = request.app.state.settings
    anchor = form_anchor(request)
    fresh = "" if anchor else secrets.token_urlsafe(24)
    # A page that has just begun a session gives its token, so that its forms belong to it.
    token = csrf.token(secret(settings), context.pop("session_token", "") or anchor or fresh)
    user = context.pop("user", None) or getattr(request.state, "user", None)
    query = f"?{request.url.query}" if request.url.query else ""
    html = templates.get_template(template).render(
        _=translator(request),
        user=user,
        home=home(user.role if user else ""),
        here=local_path(request.url.path + query) if request.method == "GET" else "/inbox",
        static=static_url,
        csrf=lambda: Markup('<input type="hidden" name="csrf_token" value="{}">').format(token),
        **context,
    )
    response = HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store"})
    if fresh:
        set_cookie(response, settings, FORM_COOKIE, fresh)
    return response


def home(role: str) -> str:
    """Where a user of this role begins."""
    return "/inbox/campaigns" if role == "outreach" else "/inbox"


def redirect(path: str) -> RedirectResponse:
    """After a form: show the page at `path`, so that reloading does not send again."""
    return RedirectResponse(path, status_code=303, headers={"Cache-Control": "no-store"})


def translator(request: Request) -> Translator:
    """The inbox's texts in the language that this browser chose; Danish until it does."""
    return Translator(request.cookies.get(LANGUAGE_COOKIE, LANGUAGES[0]))


def local_path(path: str) -> str:
    """The path when it leads to a page of the inbox, else the list: a form field must not lead anywhere else."""
    return path if _PATH.fullmatch(path) else "/inbox"


def page_of(path: str) -> str:
    """The page that a form's address belongs to: /inbox/cases/MV-1/notes -> /inbox/cases/MV-1."""
    return local_path(path.rsplit("/", 1)[0])


def session_cookie(settings: Settings) -> str:
    """The session cookie's name. Outside development its prefix makes browsers refuse it from anyone but this host."""
    return "minvej_session" if settings.development else "__Host-minvej_session"


def form_anchor(request: Request) -> str:
    """The cookie that this browser's form tokens are made from; "" when it has none yet."""
    cookies = request.cookies
    return cookies.get(session_cookie(request.app.state.settings), "") or cookies.get(FORM_COOKIE, "")


def set_cookie(response: Response, settings: Settings, name: str, value: str, max_age: int | None = None) -> None:
    """A cookie that scripts cannot read and other sites cannot send a form with."""
    response.set_cookie(name, value, max_age=max_age, httponly=True, samesite="lax", secure=not settings.development)


def secret(settings: Settings) -> str:
    """The key of form tokens and of the login brake's hashes."""
    return settings.session_secret.get_secret_value()


@cache
def static_url(name: str) -> str:
    """The address of a static file, with its hash: a new version is a new address."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


class _Hashed(StaticFiles):
    """Files whose address has their hash (static_url): a browser may keep them for good."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


async def _refused(request: Request, refused: Exception) -> Response:
    assert isinstance(refused, PageRefused)
    text = translator(request)(refused.text)
    return render(request, "message.html", status=refused.status, text=text, back=refused.back, kept_text=refused.kept)


async def _login_needed(request: Request, needed: Exception) -> Response:
    assert isinstance(needed, LoginNeeded)
    if request.method == "GET":
        query = f"?{request.url.query}" if request.url.query else ""
        here = local_path(request.url.path + query)
        return redirect("/inbox/login" if here == "/inbox" else f"/inbox/login?next={quote(here, safe='/')}")
    path = local_path(request.url.path)
    form = await request.form() if needed.own_form else {}
    kept = {name: str(form[name]) for name in KEPT if name in form}
    if not any(kept.get(name, "").strip() for name in TYPED):
        kept = {}
    return render(
        request,
        "login.html",
        status=401,
        error="",
        email="",
        next=page_of(path),
        action=path if kept else "",
        kept=kept,
    )
