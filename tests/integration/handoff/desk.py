"""A caseworker at her desk, for the tests: a browser without a screen, over the running application."""

from __future__ import annotations

import copy
import html
import re
import uuid
from typing import Any

import httpx
from fastapi.testclient import TestClient
from sqlalchemy import select

from handoff_api.accounts import service
from handoff_api.intake.models import Case

EMAIL, NAME, PASSWORD = "mette@example.dk", "Mette Holm", "correct horse battery"
_TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]{64})"')


class Desk:
    """One browser with its own cookies. `post` sends the token of the page it is on, as a browser's form would."""

    def __init__(
        self, house: Any, role: str = "caseworker", email: str = EMAIL, name: str = NAME, known: bool = False
    ) -> None:
        self.house, self.email = house, email
        self.client = TestClient(house.app, follow_redirects=False)
        if known:  # a second browser of a user who exists
            return
        with house.database.session() as session:
            service.create_user(session, email, name, PASSWORD, role)
            session.commit()

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
        return answer.text

    def post(self, path: str, page: str = "/inbox/login", **fields: str) -> httpx.Response:
        token = _TOKEN.search(self.client.get(page).text)
        assert token, f"no form on {page}"
        return self.client.post(path, data={"csrf_token": token[1], **fields})

    def login(self, password: str = PASSWORD, **fields: str) -> httpx.Response:
        return self.post("/inbox/login", email=fields.pop("email", self.email), password=password, **fields)

    def at_work(self) -> Desk:
        assert self.login().status_code == 303
        return self

    def act(self, number: str, form: str, **fields: str) -> httpx.Response:
        """Send one of the forms of a case page."""
        return self.post(f"/inbox/cases/{number}/{form}", page=f"/inbox/cases/{number}", **fields)


def send(house: Any, body: dict[str, Any], **changed: Any) -> str:
    """Post a copy of `body` as a journey of its own, or of `journey` in `changed`; the case's number."""
    answer = house.post(copy.deepcopy(body) | {"journey": str(uuid.uuid4())} | changed)
    assert answer.status_code in (200, 201), answer.text
    return str(answer.json()["case"])


def journey_of(house: Any, number: str) -> str:
    """The journey of a case, to send another revision of it."""
    with house.database.session() as session:
        return str(session.scalars(select(Case.journey).where(Case.number == number)).one())


def contact_wish(body: dict[str, Any]) -> dict[str, Any]:
    """The same journey as a contact wish alone."""
    return copy.deepcopy(body) | {"kind": "contact", "answers": [], "assessment": None, "disagreements": []}


def listed(page: str) -> list[str]:
    """The case numbers of a list page, from the top."""
    return re.findall(r'href="/inbox/cases/(MV-\d{4}-\d+)"', page)


def text_of(page: str) -> str:
    """The page's text, without tags and with single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
