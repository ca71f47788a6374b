"""Logging in: who gets in, how guessing is braked, and what a browser's form must carry."""

from __future__ import annotations

import hashlib
import html
import re
from datetime import timedelta
from typing import Any

import pytest
from desk import EMAIL, PASSWORD, Desk
from sqlalchemy import select, update

from handoff_api.accounts import service
from handoff_api.accounts.models import LoginAttempt, User, UserSession
from handoff_api.database import utc_now

SESSION = "minvej_session"


def _move_sessions(house: Any, by: timedelta) -> None:
    with house.database.session() as session:
        session.execute(update(UserSession).values(last_seen_at=utc_now() - by))
        session.commit()


def _case(house: Any, screening: dict[str, Any]) -> str:
    return house.post(screening).json()["case"]


def test_a_login_leads_to_the_page_that_was_asked_for(house, screening):
    number = _case(house, screening)
    desk = Desk(house)
    to_login = desk.client.get(f"/inbox/cases/{number}?revision=1")
    assert to_login.status_code == 303
    page = desk.get(to_login.headers["location"])
    target = re.search(r'name="next" value="([^"]+)"', page)[1]
    assert desk.login(next=target).headers["location"] == f"/inbox/cases/{number}?revision=1"
    assert number in desk.get(f"/inbox/cases/{number}?revision=1")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/inbox/../docs", "/inbox\\@evil", "/v1"]
)
def test_a_login_leads_nowhere_else(house, target):
    assert Desk(house).login(next=target).headers["location"] == "/inbox"


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(house):
    desk = Desk(house)
    wrong, unknown = desk.login("not the password"), desk.login(email="nobody@example.dk")
    assert wrong.status_code == unknown.status_code == 401
    same = [re.sub(r'value="[^"]*"', "", answer.text) for answer in (wrong, unknown)]
    assert same[0] == same[1]
    assert SESSION not in desk.client.cookies


def test_a_user_who_is_not_active_gets_neither_in_nor_further(house):
    desk = Desk(house).at_work()
    with house.database.session() as session:
        session.execute(update(User).values(active=False))
        session.commit()
    assert desk.client.get("/inbox").status_code == 303
    assert desk.login().status_code == 401


def test_the_sixth_guess_at_an_account_waits_even_when_right_and_only_for_a_while(house):
    desk = Desk(house)
    for _ in range(service.TRIES["account"]):
        assert desk.login("a wrong password").status_code == 401
    assert desk.login().status_code == 429
    with house.database.session() as session:
        session.execute(update(LoginAttempt).values(at=utc_now() - service.WINDOW - timedelta(seconds=1)))
        session.commit()
    assert desk.login().status_code == 303
    with house.database.session() as session:  # what is past the window is forgotten, and a success clears the rest
        assert session.scalars(select(LoginAttempt)).all() == []


def test_guessing_at_many_accounts_from_one_address_waits_too(house, monkeypatch):
    monkeypatch.setitem(service.TRIES, "address", 3)
    desk = Desk(house)
    for number in range(3):
        assert desk.login("a wrong password", email=f"user{number}@example.dk").status_code == 401
    assert desk.login().status_code == 429


def test_no_address_and_no_token_stands_in_the_database(house):
    desk = Desk(house)
    desk.login("a wrong password")
    desk.login()
    token = desk.client.cookies[SESSION]
    with house.database.session() as session:
        stored = session.scalars(select(UserSession)).one()
        assert stored.token_hash == hashlib.sha256(token.encode()).hexdigest()
        tries = session.scalars(select(LoginAttempt)).all()
        assert tries and all(re.fullmatch(r"[0-9a-f]{64}", row.key_hash) for row in tries)
        plain = {hashlib.sha256(text.encode()).hexdigest() for text in ("testclient", "address:testclient", EMAIL)}
        assert plain.isdisjoint(row.key_hash for row in tries)
        assert session.scalars(select(User)).one().password_hash.startswith("$argon2id$")


def test_a_planted_session_cookie_is_not_the_one_after_the_login(house):
    desk = Desk(house)
    desk.client.cookies.set(SESSION, "planted-by-someone-else")
    assert desk.login().status_code == 303
    assert desk.client.cookies.get(SESSION, domain="testserver.local") != "planted-by-someone-else"
    thief = Desk(house, email="other@example.dk", name="Other")
    thief.client.cookies.set(SESSION, "planted-by-someone-else")
    assert thief.client.get("/inbox").status_code == 303


def test_the_session_cookie_cannot_be_read_by_a_script_nor_sent_by_another_site(house):
    cookie = Desk(house).login().headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie


def test_a_logout_ends_the_session_on_the_server(house):
    desk = Desk(house).at_work()
    token = desk.client.cookies[SESSION]
    assert desk.post("/inbox/logout", page="/inbox").status_code == 303
    desk.client.cookies.set(SESSION, token)
    assert desk.client.get("/inbox").status_code == 303


def test_an_idle_hour_ends_the_session_and_use_keeps_it(house):
    desk = Desk(house).at_work()
    _move_sessions(house, timedelta(minutes=59))
    desk.get("/inbox")
    _move_sessions(house, timedelta(minutes=59))
    desk.get("/inbox")
    _move_sessions(house, timedelta(minutes=61))
    assert desk.client.get("/inbox").status_code == 303


def test_twelve_hours_end_the_session_however_busy(house):
    desk = Desk(house).at_work()
    with house.database.session() as session:
        session.execute(update(UserSession).values(created_at=utc_now() - service.LONGEST - timedelta(minutes=1)))
        session.commit()
    assert desk.client.get("/inbox").status_code == 303


def test_what_was_typed_before_the_session_ended_is_kept_over_the_login(house, screening):
    number = _case(house, screening)
    desk = Desk(house).at_work()
    typed = "Ringet <i>21/11</i>: vil gerne i praktik"
    page = f"/inbox/cases/{number}"
    token = re.search(r'csrf_token" value="(\w+)"', desk.get(page))[1]
    _move_sessions(house, timedelta(minutes=61))

    late = desk.client.post(f"{page}/notes", data={"csrf_token": token, "text": typed})
    assert late.status_code == 401
    fields = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)"', late.text))
    assert "<i>" not in late.text
    fields = {name: html.unescape(value) for name, value in fields.items()}
    back = desk.client.post("/inbox/login", data={**fields, "email": EMAIL, "password": PASSWORD})
    assert back.status_code == 200 and html.escape(typed, quote=False) in back.text
    again = re.search(r'csrf_token" value="(\w+)">\s*(?:<input[^>]*>\s*)*<label>', back.text)[1]
    saved = desk.client.post(f"{page}/notes", data={"csrf_token": again, "text": typed})
    assert saved.status_code == 303
    assert html.escape(typed, quote=False) in desk.get(page)


def test_a_foreign_form_is_not_kept_for_somebody_logged_out(house, screening):
    number = _case(house, screening)
    answer = Desk(house).client.post(f"/inbox/cases/{number}/notes", data={"csrf_token": "0" * 64, "text": "planted"})
    assert answer.status_code == 403
    assert "planted" not in answer.text


def test_every_form_is_refused_without_its_own_browsers_token(house, screening):
    number = _case(house, screening)
    desk = Desk(house).at_work()
    other = Desk(house, email="other@example.dk", name="Other").at_work()
    others = re.search(r'csrf_token" value="(\w+)"', other.get("/inbox"))[1]
    fields = {"text": "x", "status": "done", "about": "subgroup", "chosen": "1", "revision": "1", "comment": "x"}
    forms = ["login", "logout", "password", "language"] + [
        f"cases/{number}/{f}" for f in ("notes", "reviews", "status")
    ]
    before = house.rows()
    for form in forms:
        for token in ({}, *({"csrf_token": t} for t in ("", "0" * 64, "ikke æ hex", others))):
            answer = desk.client.post(f"/inbox/{form}", data={**fields, **token})
            assert answer.status_code == 403, (form, token)
    assert house.rows() == before
    desk.get("/inbox")


def test_no_page_without_a_login(house, screening):
    number = _case(house, screening)
    desk = Desk(house)
    for path in ("", "/password", f"/cases/{number}", f"/cases/{number}/print", f"/cases/{number}?revision=1"):
        answer = desk.client.get(f"/inbox{path}")
        assert answer.status_code == 303 and answer.headers["location"].startswith("/inbox/login"), path
        assert screening["contact"]["name"] not in answer.text


def test_no_form_of_a_case_without_a_login(house, screening):
    number = _case(house, screening)
    desk = Desk(house)
    before = house.rows()
    for form in ("notes", "reviews", "status"):
        answer = desk.post(f"/inbox/cases/{number}/{form}", text="x", status="done", about="subgroup", chosen="1")
        assert answer.status_code == 401, form
    assert house.rows() == before


def test_only_an_admin_sees_who_opened_the_case(house, screening):
    number = _case(house, screening)
    caseworker = Desk(house).at_work()
    caseworker.get(f"/inbox/cases/{number}")
    assert "user:mette@example.dk" not in caseworker.get(f"/inbox/cases/{number}")
    admin = Desk(house, role="admin", email="admin@example.dk", name="Admin").at_work()
    seen = admin.get(f"/inbox/cases/{number}")
    assert "user:mette@example.dk" in seen and "åbnet første gang" in seen


def test_a_changed_password_ends_every_other_session(house):
    desk, other = Desk(house).at_work(), Desk(house, known=True).at_work()
    new = "a better passphrase"
    fields = {"current": PASSWORD, "new": new, "again": new}
    assert desk.post("/inbox/password", page="/inbox/password", **fields).status_code == 303
    assert desk.client.get("/inbox").status_code == 200
    assert other.client.get("/inbox").status_code == 303
    assert other.login().status_code == 401
    assert other.login(new).status_code == 303


def test_a_password_is_not_changed_to_a_poor_one_or_by_somebody_else(house):
    desk = Desk(house).at_work()
    good = "a better passphrase"
    for fields in (
        {"current": "not the password", "new": good, "again": good},
        {"current": PASSWORD, "new": "too short", "again": "too short"},
        {"current": PASSWORD, "new": EMAIL, "again": EMAIL},
        {"current": PASSWORD, "new": good, "again": "another passphrase"},
        {},
    ):
        assert desk.post("/inbox/password", page="/inbox/password", **fields).status_code == 422, fields
    assert desk.login().status_code == 303


def test_the_current_password_cannot_be_guessed_without_end_from_an_open_desk(house):
    desk = Desk(house).at_work()
    fields = {"current": "a wrong password", "new": "a better passphrase", "again": "a better passphrase"}
    answers = [desk.post("/inbox/password", page="/inbox/password", **fields).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_user_who_cannot_be(house):
    Desk(house)
    for email, name, password, role in (
        ("METTE@example.dk ", "Mette", PASSWORD, "caseworker"),
        ("new@example.dk", "New", "short", "caseworker"),
        ("new@example.dk", "New", PASSWORD, "boss"),
        ("no address", "New", PASSWORD, "admin"),
        ("new@example.dk", " ", PASSWORD, "admin"),
    ):
        with house.database.session() as session, pytest.raises(ValueError):
            service.create_user(session, email, name, password, role)
