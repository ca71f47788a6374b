"""What she explored on the case page: what she chose and asked at the top, each sector with what she said of it."""

from __future__ import annotations

import copy
import html
import re
from typing import Any

from desk import NAME, Desk, journey_of, listed, send, text_of
from explorations import ASKED, CARE, EXPLORED, KITCHEN, OFFICE, with_explored

from handoff_api.inbox.quotes import words_id

ABOUT = words_id(ASKED)


def part(page: str, code: str) -> str:
    """The text of the section that a heading of this id names."""
    found = re.search(rf'<section[^>]*aria-labelledby="{code}">.*?</section>', page, re.DOTALL)
    assert found, code
    return text_of(found[0])


def changed(page: str) -> list[list[str]]:
    """The rows of what changed since the revision before."""
    table = re.search(r'<table class="changes">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    assert table
    rows = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in table[1].split("</tr>")]
    return [[text_of(cell) for cell in row] for row in rows if row]


def test_what_she_chose_stands_first_with_the_step_and_why(house, screening):
    page = Desk(house).at_work().get(f"/inbox/cases/{send(house, with_explored(screening))}")
    chosen = part(page, "explored-chosen")
    for path in EXPLORED["paths"]:
        parts = [path["sector"], path["step"], path["after"]]
        assert all(coding["display"] in chosen for coding in parts)
        assert path["about"] in chosen and all(reason in chosen for reason in path["reasons"])
    assert "Første virksomhedsbesøg: En kantine på en arbejdsplads Køkken og restaurant" in chosen
    head = text_of(re.search(r'<dl class="facts">.*?</dl>', page, re.DOTALL)[0])
    assert "Vil gå videre med Køkken og restaurant, Pleje og omsorg Spørgsmål fra borgeren: 2" in head
    assert page.index('id="explored-chosen"') < page.index('id="sector-kitchen"')


def test_every_sector_stands_with_experience_wish_reasons_demand_skills_and_words(house, screening):
    number = send(house, with_explored(screening))
    desk = Desk(house).at_work()
    for path in (f"/inbox/cases/{number}", f"/inbox/cases/{number}/print"):
        page = desk.get(path)
        assert re.findall(r'id="sector-(\w+)"', page) == ["kitchen", "care", "office"]
        for sector in (KITCHEN, CARE, OFFICE):
            words = part(page, f"sector-{sector['sector']['code']}-name")
            assert f"Lyst {sector['like']['display']} Erfaring {sector['before']['display']}" in words
            assert f"Job i området {sector['demand']['display']}" in words
            assert all(reason in words for reason in sector["reasons"])
            assert all(skill["display"] in words for skill in sector["skills"])
        assert "Kan allerede: 5 af 20" in part(page, "sector-kitchen-name")
        assert "Danske ord fra faget: 4 en kniv · en gryde · en pande · et komfur" in part(page, "sector-kitchen-name")
        assert "Kan allerede" not in part(page, "sector-office-name")
        assert part(page, "topics").endswith("Praktik Når dit barn er sygt AMU-kurser")
        folded = re.findall(
            r"<details[^>]*>", "".join(re.findall(r'<section class="card sector.*?</section>', page, re.DOTALL))
        )
        assert folded == ["<details open>" if path.endswith("print") else "<details>"] * 3


def test_those_she_chose_and_likes_come_first(house, screening):
    body = with_explored(screening)
    body["explored"]["sectors"] = list(reversed(body["explored"]["sectors"]))
    body["explored"] |= {"chosen": [CARE["sector"]], "paths": [EXPLORED["paths"][1]], "first_visit": None}
    page = Desk(house).at_work().get(f"/inbox/cases/{send(house, body)}")
    assert re.findall(r'id="sector-(\w+)"', page) == ["care", "kitchen", "office"]
    assert "Første virksomhedsbesøg: ikke besvaret" in part(page, "explored-chosen")


def test_her_questions_stand_in_her_language_and_are_put_into_danish(house, screening):
    number = send(house, with_explored(screening))
    desk = Desk(house).at_work()
    page = desk.get(f"/inbox/cases/{number}")
    assert f'<p lang="ar" dir="rtl">{ASKED}</p>' in html.unescape(page)
    desk.act(number, "wordings", about=ABOUT, text="Må jeg tage mine krydderier med?")
    for path in (f"/inbox/cases/{number}", f"/inbox/cases/{number}/print"):
        asked = part(desk.get(path), "asked")
        assert f"Må jeg tage mine krydderier med? På dansk ved {NAME}, " in asked


def test_choosing_without_looking_and_asking_alone(house, screening):
    nothing: dict[str, Any] = {
        "sectors": [],
        "chosen": [],
        "paths": [],
        "first_visit": None,
        "topics": [],
        "asked": None,
    }
    desk = Desk(house).at_work()
    alone = desk.get(f"/inbox/cases/{send(house, screening | {'explored': nothing | {'asked': EXPLORED['asked']}})}")
    assert "Borgeren har ikke valgt fag endnu." in part(alone, "explored-chosen")
    assert ASKED in html.unescape(alone) and 'id="topics"' not in alone and 'class="sectors"' not in alone
    unseen = with_explored(screening)
    unseen["explored"] |= {"sectors": [], "asked": None, "topics": []}
    page = desk.get(f"/inbox/cases/{send(house, unseen)}")
    assert "Pleje og omsorg" in part(page, "explored-chosen") and 'href="#sector-care"' not in page
    assert 'id="asked"' not in page and 'href="#asked"' not in page


def test_a_case_without_it_has_no_empty_place_for_it(house, screening):
    number = send(house, screening)
    desk = Desk(house).at_work()
    for path in (f"/inbox/cases/{number}", f"/inbox/cases/{number}/print"):
        page = desk.get(path)
        assert "Fag og ønsker" not in page and "Vil gå videre med" not in page and "explored" not in page


def test_nothing_of_it_is_taken_for_markup(house, screening):
    evil = "<script>alert(1)</script>"

    def spoilt(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: v if k in ("code", "language") else spoilt(v) for k, v in value.items()}
        return (
            [spoilt(v) for v in value]
            if isinstance(value, list)
            else f"{value}{evil}"
            if isinstance(value, str)
            else value
        )

    number = send(house, screening | {"explored": spoilt(EXPLORED)})
    send(house, with_explored(screening), journey=journey_of(house, number), revision=2)
    desk = Desk(house).at_work()
    for path in (
        f"/inbox/cases/{number}",
        f"/inbox/cases/{number}?revision=1",
        f"/inbox/cases/{number}/print?revision=1",
    ):
        page = desk.get(path)
        assert html.escape(evil) in page and evil not in page, path


def test_a_later_revision_says_what_she_changed(house, screening):
    body = with_explored(screening)
    number = send(house, body)
    later = copy.deepcopy(body)
    explored = later["explored"]
    explored["chosen"].pop()
    explored["paths"].pop()
    explored["first_visit"] = None
    explored["sectors"][1]["like"] = None
    explored["sectors"][0]["words"].append("en ske")
    explored["sectors"][0]["demand"] = None
    explored["topics"].pop()
    explored["asked"]["text"] = ASKED.splitlines()[0]
    send(house, later, journey=journey_of(house, number), revision=2)
    desk = Desk(house).at_work()
    assert changed(desk.get(f"/inbox/cases/{number}")) == [
        ["Vil gå videre med", "Køkken og restaurant, Pleje og omsorg", "Køkken og restaurant"],
        [
            "Forslag til start: Pleje og omsorg",
            "Kom i gang (Faget er nyt for borgeren; Dansk til faget sideløbende)",
            "–",
        ],
        ["Første virksomhedsbesøg", "En kantine på en arbejdsplads", "–"],
        [
            "Danske ord fra faget: Køkken og restaurant",
            "en kniv, en gryde, en pande, et komfur",
            "en kniv, en gryde, en pande, et komfur, en ske",
        ],
        ["Fag: Pleje og omsorg", "Lyst: Måske; Erfaring: Nej", "Erfaring: Nej"],
        ["Har spurgt om og fået svar", "Praktik, Når dit barn er sygt, AMU-kurser", "Praktik, Når dit barn er sygt"],
        ["Borgeren spørger", " ".join(ASKED.split()), ASKED.splitlines()[0]],
    ]


def test_the_sectors_she_chose_are_found_in_the_list(house, screening):
    number = send(house, with_explored(screening))
    desk = Desk(house).at_work()
    assert listed(desk.get("/inbox?q=pleje og OMSORG")) == [number]
    assert listed(desk.get("/inbox?q=kontor og service")) == [], "she looked at it, and it is nothing for her"


def test_in_english_too(house, screening):
    number = send(house, with_explored(screening))
    desk = Desk(house).at_work()
    desk.post("/inbox/language", page="/inbox", language="en", back="/inbox")
    page = desk.get(f"/inbox/cases/{number}")
    assert "Suggested start: Første praktik then: Anden praktik med kursus" in part(page, "explored-chosen")
    assert "Can already: 5 of 20" in part(page, "sector-kitchen-name")
    assert "explored." not in text_of(page)
