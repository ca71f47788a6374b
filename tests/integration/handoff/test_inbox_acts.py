"""What a caseworker does to a case: confirm, change, note, status, print; and what an erasure takes with it."""

from __future__ import annotations

import copy
import re

from desk import NAME, Desk, contact_wish, journey_of, listed, send, text_of
from sqlalchemy import select

from handoff_api.inbox.models import CaseIndex, Review


def _section(page: str, anchor: str) -> str:
    return re.search(rf'<section class="proposal[^>]*id="{anchor}".*?</section>', page, re.DOTALL)[0]


def test_a_suggestion_is_confirmed_then_changed_and_all_of_it_stays(house, screening):
    number = send(house, screening)
    desk = Desk(house).at_work()
    suggested = screening["assessment"]["subgroup"]["suggested"]
    confirm = {"about": "subgroup", "chosen": suggested["code"], "revision": "1"}
    assert desk.act(number, "reviews", **confirm).headers["location"] == f"/inbox/cases/{number}#subgroup"
    section = text_of(_section(desk.get(f"/inbox/cases/{number}"), "subgroup"))
    assert f"Bekræftet {NAME}" in section and suggested["display"] in section

    change = {"about": "subgroup", "chosen": "1", "revision": "1", "comment": "Hun arbejder\nallerede."}
    assert desk.act(number, "reviews", **change).status_code == 303
    section = text_of(_section(desk.get(f"/inbox/cases/{number}"), "subgroup"))
    assert suggested["display"] in section, "the suggestion stays visible"
    assert "Ændret til 1 · Næsten jobparat" in section and "Hun arbejder allerede." in section
    assert "Tidligere vurderinger: 1" in section
    assert listed(desk.get("/inbox?subgroup=1")) == [number]
    with house.database.session() as session:
        rows = session.scalars(select(Review).order_by(Review.id)).all()
        assert [(r.suggested, r.chosen, r.revision) for r in rows] == [
            (suggested["code"], c, 1) for c in (suggested["code"], "1")
        ]


def test_a_change_needs_a_reason_and_what_was_typed_is_shown_again(house, screening):
    number = send(house, screening)
    desk = Desk(house).at_work()
    before = house.rows()["reviews"]
    assert desk.act(number, "reviews", about="subgroup", chosen="1", revision="1", comment="  ").status_code == 422
    unfit = desk.act(number, "reviews", about="effort", chosen="1", revision="1", comment="min begrundelse")
    assert unfit.status_code == 422 and "min begrundelse" in unfit.text
    assert house.rows()["reviews"] == before


def test_a_choice_that_fits_no_suggestion_is_refused(house, screening):
    number = send(house, screening)
    contact = send(house, contact_wish(screening))
    desk = Desk(house).at_work()
    for case, about, chosen in (
        (number, "subgroup", ""),
        (number, "subgroup", "mentor_light"),
        (number, "health", "1"),
        (number, "need:unheard_of", "unheard_of"),
        (number, "need", "unheard_of"),
        (number, "", ""),
        (contact, "subgroup", "1"),
    ):
        answer = desk.act(case, "reviews", about=about, chosen=chosen, revision="1", comment="x")
        assert answer.status_code == 422, (about, chosen)
    assert house.rows()["reviews"] == 0


def test_a_choice_made_on_an_older_revision_is_not_taken(house, screening):
    number = send(house, screening)
    desk = Desk(house).at_work()
    page = f"/inbox/cases/{number}"
    token = re.search(r'csrf_token" value="(\w+)"', desk.get(page))[1]
    send(house, screening, journey=journey_of(house, number), revision=2)
    fields = {"about": "subgroup", "chosen": "1", "revision": "1", "comment": "skrevet i mellemtiden"}
    answer = desk.client.post(f"{page}/reviews", data={"csrf_token": token, **fields})
    assert answer.status_code == 422 and "skrevet i mellemtiden" in answer.text
    assert "ny version" in answer.text


def test_a_need_is_dropped_and_another_added(house, screening):
    number = send(house, screening)
    desk = Desk(house).at_work()
    code = screening["assessment"]["needs"][0]["suggested"]["code"]
    dropped = {"about": f"need:{code}", "chosen": "", "revision": "1", "comment": "Har den allerede."}
    assert desk.act(number, "reviews", **dropped).status_code == 303
    added = {"about": "need", "chosen": "network_cv", "revision": "1", "comment": "Vil skrive et."}
    assert desk.act(number, "reviews", **added).headers["location"].endswith("#need-network_cv")
    page = desk.get(f"/inbox/cases/{number}")
    assert "Ikke nødvendigt" in _section(page, f"need-{code}")
    assert "Vil skrive et." in _section(page, "need-network_cv") and "CV eller salgsbrev" in _section(
        page, "need-network_cv"
    )


def test_a_review_stands_beside_a_later_revision_and_says_from_which_it_was_made(house, screening):
    number = send(house, screening)
    desk = Desk(house).at_work()
    desk.act(number, "reviews", about="subgroup", chosen="3", revision="1", comment="Se noten.")
    later = copy.deepcopy(screening)
    later["assessment"]["subgroup"]["suggested"] = {"code": "1", "display": "1 · Næsten jobparat"}
    send(house, later, journey=journey_of(house, number), revision=2)
    section = text_of(_section(desk.get(f"/inbox/cases/{number}"), "subgroup"))
    assert "Forslag: 1 · Næsten jobparat" in section and "ud fra version 1" in section and "Se noten." in section
    desk.get("/inbox")
    with house.database.session() as session:
        assert session.scalars(select(CaseIndex.subgroup)).one() == "3"


def test_notes_and_status(house, screening):
    number = send(house, screening)
    desk = Desk(house).at_work()
    assert desk.act(number, "notes", text="Ringet. Træffes ikke.").status_code == 303
    assert desk.act(number, "notes", text=" \n ").status_code == 422
    for status in ("in_progress", "done", "read"):
        assert desk.act(number, "status", status=status).status_code == 303
        assert listed(desk.get(f"/inbox?status={status}")) == [number]
    assert desk.act(number, "status", status="new").status_code == 422
    page = desk.get(f"/inbox/cases/{number}")
    assert "Ringet. Træffes ikke." in page and NAME in page


def test_the_paper_has_everything_and_nothing_to_press(house, screening):
    number = send(house, screening)
    desk = Desk(house).at_work()
    desk.act(number, "notes", text="Ringet i dag.")
    desk.act(number, "reviews", about="subgroup", chosen="1", revision="1", comment="En grund.")
    paper = desk.get(f"/inbox/cases/{number}/print")
    assert "<form" not in paper and "Ringet i dag." in paper and "En grund." in paper and f"af {NAME}" in paper
    assert screening["assessment"]["needs"][0]["suggested"]["display"] in paper


def test_an_erased_case_takes_every_word_with_it(house, screening):
    number = send(house, screening)
    desk = Desk(house).at_work()
    desk.get("/inbox")
    desk.act(number, "notes", text="En note.")
    desk.act(number, "reviews", about="subgroup", chosen="1", revision="1", comment="En grund.")
    assert house.erase(journey_of(house, number)).json()["erased"] is True
    rows = house.rows()
    assert rows["notes"] == rows["reviews"] == rows["case_index"] == rows["cases"] == 0
    assert "kan være slettet" in desk.get(f"/inbox/cases/{number}", 404)
    assert listed(desk.get("/inbox")) == []


def test_a_button_pressed_twice_counts_once(house, screening):
    number = send(house, screening)
    desk = Desk(house).at_work()
    code = screening["assessment"]["subgroup"]["suggested"]["code"]
    for _ in range(2):
        desk.act(number, "reviews", about="subgroup", chosen=code, revision="1")
        desk.act(number, "notes", text="Ringet.")
    assert (house.rows()["reviews"], house.rows()["notes"]) == (1, 1)
    desk.act(number, "reviews", about="subgroup", chosen="1", revision="1", comment="En grund.")
    desk.act(number, "reviews", about="subgroup", chosen=code, revision="1")
    assert house.rows()["reviews"] == 3, "going back to the suggestion is a choice of its own"
