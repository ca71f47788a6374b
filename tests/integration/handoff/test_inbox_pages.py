"""The list, the case page and its forms, over the running application."""

from __future__ import annotations

import copy
import html
import re
import uuid
from typing import Any

from desk import NAME, Desk
from sqlalchemy import select

from handoff_api.audit.models import AuditEntry
from handoff_api.i18n import Translator
from handoff_api.inbox.casepage import number_text
from handoff_api.inbox.models import CaseIndex, Review
from handoff_api.intake.models import Case

Payload = dict[str, Any]


def _send(house: Any, body: Payload, **changed: Any) -> str:
    """Post a copy of `body` as a journey of its own, or of `journey` in `changed`; the case's number."""
    copied = copy.deepcopy(body) | {"journey": str(uuid.uuid4())} | changed
    answer = house.post(copied)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()["case"]


def _contact_wish(body: Payload) -> Payload:
    return copy.deepcopy(body) | {"kind": "contact", "answers": [], "assessment": None, "disagreements": []}


def _listed(page: str) -> list[str]:
    return re.findall(r'href="/inbox/cases/(MV-\d{4}-\d+)"', page)


def _words(page: str) -> str:
    """The page's text, without tags and with single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def _section(page: str, anchor: str) -> str:
    return re.search(rf'<section class="proposal[^>]*id="{anchor}".*?</section>', page, re.DOTALL)[0]


# --- the list ----------------------------------------------------------------------------------------


def test_the_list_says_what_a_caseworker_needs_newest_first(house, screening):
    first, second = _send(house, screening), _send(house, _contact_wish(screening))
    desk = Desk(house).at_work()
    page = desk.get("/inbox")
    assert _listed(page) == [second, first]
    goal = next(a for a in screening["answers"] if a["factor"] == "goal")
    words = _words(page)
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
    first = _send(house, screening)
    second = _send(house, other, language="so", campaign="bibliotek")
    third = _send(house, _contact_wish(screening), campaign=None)
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
        assert _listed(desk.get(f"/inbox?{query}")) == expected, query


def test_the_search_finds_number_name_campaign_and_danish_answers_but_no_health(house, screening):
    body = copy.deepcopy(screening)
    body["contact"]["name"] = "Åse Øllgård_50%"
    body["answers"][0]["values"] = [{"code": "x", "display": "Sy KÆRLIGE kjoler"}]
    health = next(a for a in body["answers"] if a["sensitive"] and a["values"])
    health["values"] = [{"code": "y", "display": "Kan ikke løfte klaverer"}]
    number, other = _send(house, body, campaign="Cafe-2"), _send(house, screening)
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
        assert _listed(answer.text) == expected, text


def test_pages_of_the_list_hold_every_case_once(house, screening, monkeypatch):
    monkeypatch.setattr("handoff_api.inbox.listing.PAGE_SIZE", 2)
    sent = [_send(house, screening) for _ in range(5)]
    desk = Desk(house).at_work()
    seen = [number for page in (1, 2, 3) for number in _listed(desk.get(f"/inbox?page={page}&q=amal"))]
    assert seen == sent[::-1]
    assert _listed(desk.get("/inbox?page=99")) == sent[:1]
    assert _listed(desk.get("/inbox?page=-1")) == _listed(desk.get("/inbox?page=x")) == sent[:2:-1]
    assert "page=2" in desk.get("/inbox?q=amal") and "q=amal" in desk.get("/inbox?q=amal&page=2")


def test_a_new_revision_is_unread_again_and_found_by_its_new_words(house, screening):
    number = _send(house, screening)
    desk = Desk(house).at_work()
    desk.get(f"/inbox/cases/{number}")
    later = copy.deepcopy(screening)
    later["answers"][0]["values"] = [{"code": "z", "display": "Bage brød"}]
    journey = _journey(house, number)
    _send(house, later, journey=journey, revision=2)
    page = desk.get("/inbox?q=bage+br%C3%B8d")
    assert _listed(page) == [number] and 'class="unread"' in page


def _journey(house: Any, number: str) -> str:
    with house.database.session() as session:
        return session.scalars(select(Case.journey).where(Case.number == number)).one()


# --- the case page -----------------------------------------------------------------------------------


def test_the_case_page_shows_everything_that_was_sent(house, screening):
    number = _send(house, screening)
    page = Desk(house).at_work().get(f"/inbox/cases/{number}")
    words = _words(page)
    for answer in screening["answers"]:
        assert answer["question"]["display"] in words
        for value in answer["values"]:
            assert value["display"] in words
        if answer["words"]:
            quoted = html.escape(answer["words"]["text"], quote=False)
            assert f'<p lang="ar" dir="rtl">{quoted}</p>' in page
    for parameter in screening["assessment"]["parameters"]:
        assert parameter["parameter"]["display"] in words
        for reason in (*parameter["reasons"], *parameter["against"]):
            assert reason["rule"]["display"] in words and reason["source"] in words
    for suggestion in (screening["assessment"][k] for k in ("subgroup", "effort", "legal_group")):
        for reason in (*suggestion["reasons"], *suggestion["against"]):
            assert reason["rule"]["display"] in words
    for need in screening["assessment"]["needs"]:
        assert need["suggested"]["display"] in words and need["plain"] in words
    assert "Et forslag – aldrig en afgørelse." in words
    assert "Egne ord på arabisk. Ikke oversat." in words
    assert "Borgeren ser det anderledes" in words
    for what in ("+4520123456", "Ønsker tolk", "Formiddag", "sprogskole-1", "Gemme svar", "Sende til kommunen"):
        assert what in words


def test_what_was_not_answered_is_never_a_no(house, screening):
    body = copy.deepcopy(screening)
    for answer, status in zip(body["answers"][:2], ("skipped", "unknown"), strict=True):
        answer |= {"status": status, "values": [], "number": None, "unit": None, "words": None}
    body["assessment"]["parameters"][0] |= {"value": "unknown", "reasons": [], "against": []}
    body["contact"]["interpreter"] = None
    number = _send(house, body)
    page = Desk(house).at_work().get(f"/inbox/cases/{number}")
    for answer in body["answers"][:2]:
        line = re.search(rf'id="answer-{answer["question"]["code"]}".*?</dd>', page, re.DOTALL)[0]
        assert "ikke besvaret" in line and "Nej" not in line
    assert "Tolk: ikke besvaret" in page
    assert re.search(r'value-unknown">Ukendt<', page)


def test_health_lines_are_marked(house, screening):
    number = _send(house, screening)
    page = Desk(house).at_work().get(f"/inbox/cases/{number}")
    lines = {code: line for line, code in re.findall(r'(<div class="line[^>]*id="answer-([\w]+)".*?</dd>)', page, re.S)}
    for answer in screening["answers"]:
        marked = "særskilt samtykke" in lines[answer["question"]["code"]]
        assert marked == answer["sensitive"], answer["question"]["code"]


def test_a_contact_wish_is_only_a_contact_wish(house, screening):
    number = _send(house, _contact_wish(screening))
    words = _words(Desk(house).at_work().get(f"/inbox/cases/{number}"))
    assert "kun bedt om at blive kontaktet" in words and "+4520123456" in words
    for absent in ("Barrierer", "Forslag", "Otte parametre", "Bekræft"):
        assert absent not in words


def test_a_later_screening_upgrades_the_contact_case(house, screening):
    number = _send(house, _contact_wish(screening))
    assert _send(house, screening, journey=_journey(house, number), revision=2) == number
    desk = Desk(house).at_work()
    assert "Otte parametre" in desk.get(f"/inbox/cases/{number}")
    assert "kun bedt om" in desk.get(f"/inbox/cases/{number}?revision=1")


def test_opening_tells_the_citizen_once_and_leaves_a_trace_each_time(house, screening):
    number = _send(house, screening)
    desk = Desk(house).at_work()
    for _ in range(3):
        desk.get(f"/inbox/cases/{number}")
    desk.get(f"/inbox/cases/{number}/print")
    assert [e["data"]["status"] for e in house.mailbox(after=0)["entries"]] == ["received", "read"]
    with house.database.session() as session:
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.actor == "user:mette@example.dk")).all()
    assert sorted(acts) == ["printed", "read", "viewed", "viewed", "viewed"]


def test_an_earlier_revision_is_readable_says_what_changed_and_cannot_be_acted_on(house, screening):
    number = _send(house, screening)
    later = copy.deepcopy(screening)
    later["answers"][1]["values"] = [{"code": "soon", "display": "Ja, meget snart"}]
    later["contact"]["phone"] = "+4599999999"
    _send(house, later, journey=_journey(house, number), revision=2)
    desk = Desk(house).at_work()
    newest, earlier = desk.get(f"/inbox/cases/{number}"), desk.get(f"/inbox/cases/{number}?revision=1")
    table = _words(re.search(r'<table class="changes">.*?</table>', newest, re.DOTALL)[0])
    assert "Ja, meget snart" in table and screening["answers"][1]["values"][0]["display"] in table
    assert "+4520123456 +4599999999" in table
    assert screening["answers"][2]["question"]["display"] not in table
    assert "Du ser version 1. Den nyeste er version 2." in _words(earlier)
    assert "Ja, meget snart" not in earlier and "/reviews" not in earlier and "/notes" not in earlier
    assert "Bekræft" in newest
    desk.get(f"/inbox/cases/{number}?revision=3", 404)


def test_nothing_a_citizen_sends_becomes_markup(house, screening):
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"
    texts = ("display", "asked", "text", "plain", "name", "source")

    def poisoned(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: poisoned(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [poisoned(v, key) for v in value]
        return attack if isinstance(value, str) and key in texts else value

    body = poisoned(screening)
    body["contact"] |= {"email": '"<script>alert(1)</script>"@x.dk', "phone": None}
    number = _send(house, body)
    desk = Desk(house).at_work()

    def check(path: str) -> None:
        page = desk.get(path)
        scripts = re.findall(r"<script[^>]*>", page)
        assert all(re.fullmatch(r'<script src="/static/inbox\.js\?v=\w+" defer>', script) for script in scripts)
        assert len(scripts) == 1 and "<img" not in page
        assert attack in html.unescape(page), f"{path} shows it, as text"

    check("/inbox")
    check(f"/inbox/cases/{number}")
    check(f"/inbox/cases/{number}/print")
    desk.act(number, "notes", text=attack)
    _send(house, screening, journey=_journey(house, number), revision=2)
    check(f"/inbox/cases/{number}")
    searched = desk.client.get("/inbox", params={"q": attack, "status": attack, "language": attack}).text
    assert "<script>alert" not in searched and "<img" not in searched


# --- what a caseworker does --------------------------------------------------------------------------


def test_a_suggestion_is_confirmed_then_changed_and_all_of_it_stays(house, screening):
    number = _send(house, screening)
    desk = Desk(house).at_work()
    suggested = screening["assessment"]["subgroup"]["suggested"]
    confirm = {"about": "subgroup", "chosen": suggested["code"], "revision": "1"}
    assert desk.act(number, "reviews", **confirm).headers["location"] == f"/inbox/cases/{number}#subgroup"
    section = _words(_section(desk.get(f"/inbox/cases/{number}"), "subgroup"))
    assert f"Bekræftet {NAME}" in section and suggested["display"] in section

    change = {"about": "subgroup", "chosen": "1", "revision": "1", "comment": "Hun arbejder\nallerede."}
    assert desk.act(number, "reviews", **change).status_code == 303
    section = _words(_section(desk.get(f"/inbox/cases/{number}"), "subgroup"))
    assert suggested["display"] in section, "the suggestion stays visible"
    assert "Ændret til 1 · Næsten jobparat" in section and "Hun arbejder allerede." in section
    assert "Tidligere vurderinger: 1" in section
    assert _listed(desk.get("/inbox?subgroup=1")) == [number]
    with house.database.session() as session:
        rows = session.scalars(select(Review).order_by(Review.id)).all()
        assert [(r.suggested, r.chosen, r.revision) for r in rows] == [
            (suggested["code"], c, 1) for c in (suggested["code"], "1")
        ]


def test_a_change_needs_a_reason_and_what_was_typed_is_shown_again(house, screening):
    number = _send(house, screening)
    desk = Desk(house).at_work()
    before = house.rows()["reviews"]
    assert desk.act(number, "reviews", about="subgroup", chosen="1", revision="1", comment="  ").status_code == 422
    unfit = desk.act(number, "reviews", about="effort", chosen="1", revision="1", comment="min begrundelse")
    assert unfit.status_code == 422 and "min begrundelse" in unfit.text
    assert house.rows()["reviews"] == before


def test_a_choice_that_fits_no_suggestion_is_refused(house, screening):
    number = _send(house, screening)
    contact = _send(house, _contact_wish(screening))
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
    number = _send(house, screening)
    desk = Desk(house).at_work()
    page = f"/inbox/cases/{number}"
    token = re.search(r'csrf_token" value="(\w+)"', desk.get(page))[1]
    _send(house, screening, journey=_journey(house, number), revision=2)
    fields = {"about": "subgroup", "chosen": "1", "revision": "1", "comment": "skrevet i mellemtiden"}
    answer = desk.client.post(f"{page}/reviews", data={"csrf_token": token, **fields})
    assert answer.status_code == 422 and "skrevet i mellemtiden" in answer.text
    assert "ny version" in answer.text


def test_a_need_is_dropped_and_another_added(house, screening):
    number = _send(house, screening)
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
    number = _send(house, screening)
    desk = Desk(house).at_work()
    desk.act(number, "reviews", about="subgroup", chosen="3", revision="1", comment="Se noten.")
    later = copy.deepcopy(screening)
    later["assessment"]["subgroup"]["suggested"] = {"code": "1", "display": "1 · Næsten jobparat"}
    _send(house, later, journey=_journey(house, number), revision=2)
    section = _words(_section(desk.get(f"/inbox/cases/{number}"), "subgroup"))
    assert "Forslag: 1 · Næsten jobparat" in section and "ud fra version 1" in section and "Se noten." in section
    desk.get("/inbox")
    with house.database.session() as session:
        assert session.scalars(select(CaseIndex.subgroup)).one() == "3"


def test_notes_and_status(house, screening):
    number = _send(house, screening)
    desk = Desk(house).at_work()
    assert desk.act(number, "notes", text="Ringet. Træffes ikke.").status_code == 303
    assert desk.act(number, "notes", text=" \n ").status_code == 422
    for status in ("in_progress", "done", "read"):
        assert desk.act(number, "status", status=status).status_code == 303
        assert _listed(desk.get(f"/inbox?status={status}")) == [number]
    assert desk.act(number, "status", status="new").status_code == 422
    page = desk.get(f"/inbox/cases/{number}")
    assert "Ringet. Træffes ikke." in page and NAME in page


def test_the_paper_has_everything_and_nothing_to_press(house, screening):
    number = _send(house, screening)
    desk = Desk(house).at_work()
    desk.act(number, "notes", text="Ringet i dag.")
    desk.act(number, "reviews", about="subgroup", chosen="1", revision="1", comment="En grund.")
    paper = desk.get(f"/inbox/cases/{number}/print")
    assert "<form" not in paper and "Ringet i dag." in paper and "En grund." in paper and f"af {NAME}" in paper
    assert screening["assessment"]["needs"][0]["suggested"]["display"] in paper


def test_an_erased_case_takes_every_word_with_it(house, screening):
    number = _send(house, screening)
    desk = Desk(house).at_work()
    desk.get("/inbox")
    desk.act(number, "notes", text="En note.")
    desk.act(number, "reviews", about="subgroup", chosen="1", revision="1", comment="En grund.")
    assert house.erase(_journey(house, number)).json()["erased"] is True
    rows = house.rows()
    assert rows["notes"] == rows["reviews"] == rows["case_index"] == rows["cases"] == 0
    assert "kan være slettet" in desk.get(f"/inbox/cases/{number}", 404)
    assert _listed(desk.get("/inbox")) == []


# --- language ----------------------------------------------------------------------------------------


def test_the_inbox_speaks_english_when_asked_and_the_case_stays_danish(house, screening):
    number = _send(house, screening)
    desk = Desk(house).at_work()
    page = f"/inbox/cases/{number}"
    assert desk.post("/inbox/language", page=page, language="en", back=page).headers["location"] == page
    english = desk.get(page)
    assert '<html lang="en"' in english and "A suggestion – never a decision." in english
    assert f'lang="da">{screening["assessment"]["needs"][0]["suggested"]["display"]}<' in english
    assert "Own words in Arabic" in english
    assert (
        desk.post("/inbox/language", page="/inbox", language="xx", back="//evil.example").headers["location"]
        == "/inbox"
    )
    assert '<html lang="en"' in desk.get("/inbox")


def test_numbers_languages_and_times_read_as_people_write_them():
    danish, english = Translator("da"), Translator("en")
    assert [number_text(n, "months", danish) for n in (0, 5, 12, 60, 66)] == [
        "0 md.",
        "5 md.",
        "1 år",
        "5 år",
        "5 år 6 md.",
    ]
    assert number_text(2014, "year", danish) == "2014" and number_text(3, "hours", danish) == "3 timer"
    assert danish.language_name("ti") == "tigrinya" and english.language_name("ar") == "Arabic"
    assert danish.language_name("prs") == "dari" and danish.language_name("und") == "ukendt sprog"
    assert danish.language_name("pt-BR").startswith("brasiliansk") and danish.language_name("qqq") == "qqq"
    assert danish.moment("2026-11-21T23:30:00Z") == "22. nov. 2026 00:30"
    assert danish("review.by", name="{name.__class__}", at="{at}") == "{name.__class__}, {at}"
