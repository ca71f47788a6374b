"""The list of cases: what it says, filters, search, paging."""

from __future__ import annotations

import copy
from datetime import date

from desk import Desk, contact_wish, journey_of, listed, send, text_of
from sqlalchemy import select

from handoff_api.accounts.models import User
from handoff_api.outreach import service
from handoff_api.outreach.service import Draft


def test_the_list_says_what_a_caseworker_needs_newest_first(house, screening):
    first, second = send(house, screening), send(house, contact_wish(screening))
    desk = Desk(house).at_work()
    page = desk.get("/inbox")
    assert listed(page) == [second, first]
    goal = next(a for a in screening["answers"] if a["factor"] == "goal")
    words = text_of(page)
    assert ", ".join(value["display"] for value in goal["values"]) in words
    assert "arabisk" in words and "med tolk" in words and screening["campaign"] in words
    assert "2 · Behov for optræning og opkvalificering" in words and "Kun kontaktønske" in words
    assert page.count('class="unread"') == 2
    desk.get(f"/inbox/cases/{first}")
    assert desk.get("/inbox").count('class="unread"') == 1


def test_each_filter_narrows_the_list(house, screening):
    other = copy.deepcopy(screening)
    other["contact"]["interpreter"] = False
    other["assessment"]["subgroup"]["suggested"] = {"code": "1", "display": "1 · Næsten jobparat"}
    first = send(house, screening)
    second = send(house, other, language="so", campaign="bibliotek")
    third = send(house, contact_wish(screening), campaign=None)
    desk = Desk(house).at_work()
    desk.get(f"/inbox/cases/{first}")
    desk.act(second, "status", status="in_progress")
    desk.act(third, "status", status="done")
    for query, expected in {
        "": [third, second, first],
        "kind=contact": [third],
        "kind=screening": [second, first],
        "language=so": [second],
        "language=ar": [third, first],
        "subgroup=1": [second],
        "subgroup=3": [],
        "campaign=bibliotek": [second],
        "interpreter=no": [second],
        "interpreter=yes": [third, first],
        "status=read": [first],
        "status=in_progress": [second],
        "status=done": [third],
        "status=new": [],
        "language=ar&kind=screening": [first],
        "language=xx": [],
        "interpreter=maybe": [third, second, first],
    }.items():
        assert listed(desk.get(f"/inbox?{query}")) == expected, query


def campaign(house, code, place, unit):
    with house.database.session() as session:
        draft = Draft(place, unit, ("da",), date(2026, 11, 21), None, None)
        user = session.scalars(select(User)).first()
        service.create(session, user, draft).code = code
        session.commit()


def test_a_campaigns_unit_gets_its_cases(house, screening):
    desk = Desk(house).at_work()
    assert 'name="unit"' not in desk.get("/inbox")
    campaign(house, "kvrbtd", "Sprogskolen, hold 3", "Team Nord")
    campaign(house, "bcdfgh", "Biblioteket", "")
    north = send(house, screening, campaign="kvrbtd")
    usual = send(house, screening, campaign="bcdfgh")
    unknown = send(house, screening, campaign="gammel-1")
    alone = send(house, contact_wish(screening), campaign=None)
    page = desk.get("/inbox")
    assert listed(page) == [alone, unknown, usual, north]
    words = text_of(page)
    assert "Sprogskolen, hold 3 kvrbtd · Team Nord" in words and "gammel-1" in words
    for query, expected in {
        "unit=Team+Nord": [north],
        "unit=-": [alone, unknown, usual],
        "unit=Team+Syd": [],
        "unit=Team+Nord&kind=contact": [],
    }.items():
        assert listed(desk.get(f"/inbox?{query}")) == expected, query
    assert "Sprogskolen, hold 3 kvrbtd · Team Nord" in text_of(desk.get(f"/inbox/cases/{north}"))
    assert "gammel-1" in text_of(desk.get(f"/inbox/cases/{unknown}"))


def test_the_search_finds_number_name_campaign_and_danish_answers_but_no_health(house, screening):
    body = copy.deepcopy(screening)
    body["contact"]["name"] = "Åse Øllgård_50%"
    body["answers"][0]["values"] = [{"code": "x", "display": "Sy KÆRLIGE kjoler"}]
    health = next(a for a in body["answers"] if a["sensitive"] and a["values"])
    health["values"] = [{"code": "y", "display": "Kan ikke løfte klaverer"}]
    number, other = send(house, body, campaign="Cafe-2"), send(house, screening)
    desk = Desk(house).at_work()
    for text, expected in {
        number: [number],
        number.lower(): [number],
        "åse": [number],
        "ØLLGÅRD": [number],
        "kærlige": [number],
        "øllgård kjoler": [number],
        "CAFE-2": [number],
        "_50%": [number],
        "%": [number],
        "løfte klaverer": [],
        "' OR 1=1 --": [],
        "\\": [],
        "": [other, number],
    }.items():
        answer = desk.client.get("/inbox", params={"q": text})
        assert listed(answer.text) == expected, text


def test_pages_of_the_list_hold_every_case_once(house, screening, monkeypatch):
    monkeypatch.setattr("handoff_api.inbox.listing.PAGE_SIZE", 2)
    sent = [send(house, screening) for _ in range(5)]
    desk = Desk(house).at_work()
    seen = [number for page in (1, 2, 3) for number in listed(desk.get(f"/inbox?page={page}&q=amal"))]
    assert seen == sent[::-1]
    assert listed(desk.get("/inbox?page=99")) == sent[:1]
    assert listed(desk.get("/inbox?page=-1")) == listed(desk.get("/inbox?page=x")) == sent[:2:-1]
    assert "page=2" in desk.get("/inbox?q=amal") and "q=amal" in desk.get("/inbox?q=amal&page=2")


def test_a_new_revision_is_unread_again_and_found_by_its_newtext_of(house, screening):
    number = send(house, screening)
    desk = Desk(house).at_work()
    desk.get(f"/inbox/cases/{number}")
    later = copy.deepcopy(screening)
    later["answers"][0]["values"] = [{"code": "z", "display": "Bage brød"}]
    journey = journey_of(house, number)
    send(house, later, journey=journey, revision=2)
    page = desk.get("/inbox?q=bage+br%C3%B8d")
    assert listed(page) == [number] and 'class="unread"' in page
