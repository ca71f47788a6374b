"""The case page: everything that was sent, nothing more, in its language; and the inbox's own languages."""

from __future__ import annotations

import copy
import html
import re
from typing import Any

from desk import Desk, contact_wish, journey_of, send, text_of
from sqlalchemy import select

from handoff_api.audit.models import AuditEntry
from handoff_api.i18n import Translator
from handoff_api.inbox.casepage import number_text


def test_the_case_page_shows_everything_that_was_sent(house, screening):
    number = send(house, screening)
    page = Desk(house).at_work().get(f"/inbox/cases/{number}")
    words = text_of(page)
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
    number = send(house, body)
    page = Desk(house).at_work().get(f"/inbox/cases/{number}")
    for answer in body["answers"][:2]:
        line = re.search(rf'id="answer-{answer["question"]["code"]}".*?</dd>', page, re.DOTALL)[0]
        assert "ikke besvaret" in line and "Nej" not in line
    assert "Tolk: ikke besvaret" in page
    assert re.search(r'value-unknown">Ukendt<', page)


def test_health_lines_are_marked(house, screening):
    number = send(house, screening)
    page = Desk(house).at_work().get(f"/inbox/cases/{number}")
    lines = {code: line for line, code in re.findall(r'(<div class="line[^>]*id="answer-([\w]+)".*?</dd>)', page, re.S)}
    for answer in screening["answers"]:
        marked = "særskilt samtykke" in lines[answer["question"]["code"]]
        assert marked == answer["sensitive"], answer["question"]["code"]


def test_a_contact_wish_is_only_acontact_wish(house, screening):
    number = send(house, contact_wish(screening))
    words = text_of(Desk(house).at_work().get(f"/inbox/cases/{number}"))
    assert "kun bedt om at blive kontaktet" in words and "+4520123456" in words
    for absent in ("Barrierer", "Forslag", "Otte parametre", "Bekræft"):
        assert absent not in words


def test_a_later_screening_upgrades_the_contact_case(house, screening):
    number = send(house, contact_wish(screening))
    assert send(house, screening, journey=journey_of(house, number), revision=2) == number
    desk = Desk(house).at_work()
    assert "Otte parametre" in desk.get(f"/inbox/cases/{number}")
    assert "kun bedt om" in desk.get(f"/inbox/cases/{number}?revision=1")


def test_a_contact_wish_after_a_screening_says_where_the_answers_are(house, screening):
    number = send(house, screening)
    send(house, contact_wish(screening), journey=journey_of(house, number), revision=2)
    desk = Desk(house).at_work()
    page = desk.get(f"/inbox/cases/{number}")
    assert "Svarene fra en screening står i version 1." in text_of(page)
    assert screening["assessment"]["subgroup"]["suggested"]["display"] in desk.get(f"/inbox/cases/{number}?revision=1")
    assert f'href="/inbox/cases/{number}?revision=1"' in page.split('class="card"')[1]


def test_opening_tells_the_citizen_once_and_leaves_a_trace_each_time(house, screening):
    number = send(house, screening)
    desk = Desk(house).at_work()
    for _ in range(3):
        desk.get(f"/inbox/cases/{number}")
    desk.get(f"/inbox/cases/{number}/print")
    assert [e["data"]["status"] for e in house.mailbox(after=0)["entries"]] == ["received", "read"]
    with house.database.session() as session:
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.actor == "user:mette@example.dk")).all()
    assert sorted(acts) == ["printed", "read", "viewed", "viewed", "viewed"]


def test_an_earlier_revision_is_readable_says_what_changed_and_cannot_be_acted_on(house, screening):
    number = send(house, screening)
    later = copy.deepcopy(screening)
    later["answers"][1]["values"] = [{"code": "soon", "display": "Ja, meget snart"}]
    later["contact"]["phone"] = "+4599999999"
    send(house, later, journey=journey_of(house, number), revision=2)
    desk = Desk(house).at_work()
    newest, earlier = desk.get(f"/inbox/cases/{number}"), desk.get(f"/inbox/cases/{number}?revision=1")
    table = text_of(re.search(r'<table class="changes">.*?</table>', newest, re.DOTALL)[0])
    assert "Ja, meget snart" in table and screening["answers"][1]["values"][0]["display"] in table
    assert "+4520123456 +4599999999" in table
    assert screening["answers"][2]["question"]["display"] not in table
    assert "Du ser version 1. Den nyeste er version 2." in text_of(earlier)
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
    number = send(house, body)
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
    send(house, screening, journey=journey_of(house, number), revision=2)
    check(f"/inbox/cases/{number}")
    searched = desk.client.get("/inbox", params={"q": attack, "status": attack, "language": attack}).text
    assert "<script>alert" not in searched and "<img" not in searched


def test_the_inbox_speaks_english_when_asked_and_the_case_stays_danish(house, screening):
    number = send(house, screening)
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
