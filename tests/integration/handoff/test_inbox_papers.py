"""Papers made from a case: the ones that are offered and no others, by whoever may see the case, kept nowhere."""

from __future__ import annotations

import copy
import json
import re
from io import BytesIO

import pytest
from desk import NAME, Desk, journey_of, send
from docx import Document
from life_lines import LIFE, jpeg, with_life
from sqlalchemy import select

from handoff_api.audit.models import AuditEntry
from handoff_api.inbox import papers, service
from handoff_api.inbox.quotes import words_id

ROOM = "/inbox/cases/{}/papers/{}"
LINK = re.compile(r'href="(/inbox/cases/[^"]+/papers/[^"]+)" aria-label="([^"]+)"')
BAKERY, GARDEN = LIFE["life_line"]["events"][2], LIFE["life_line"]["events"][-1]
BEGINS = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "json": b"{"}


def written(desk: Desk, number: str, languages: str) -> str:
    """What the CV says."""
    word = Document(BytesIO(desk.client.get(ROOM.format(number, f"cv.docx?languages={languages}")).content))
    return "\n".join(node.text or "" for node in word.element.iter() if node.tag.endswith("}t"))


def test_every_paper_that_is_offered_is_made(house, screening):
    number = send(house, with_life(screening, jpeg()))
    desk = Desk(house).at_work()
    offered = dict(LINK.findall(desk.get(f"/inbox/cases/{number}")))
    names = sorted(offered.values())
    assert len(names) == 16 and names[:3] == [
        "CV, arabisk og dansk, PDF",
        "CV, arabisk og dansk, Word",
        "CV, arabisk, PDF",
    ]
    for path in offered:
        answer = desk.client.get(path)
        assert answer.status_code == 200, path
        format_ = path.partition("?")[0].rpartition(".")[2]
        assert answer.content.startswith(BEGINS[format_]), path
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-disposition"].startswith(f'attachment; filename="{number}-')
    with house.database.session() as session:
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("paper_"))).all()
    assert (acts.count("paper_cv"), acts.count("paper_letter"), acts.count("paper_life_line")) == (7, 6, 3)


def test_a_paper_has_her_name_and_how_to_reach_her(house, screening):
    number = send(house, with_life(screening))
    desk = Desk(house).at_work()
    text = written(desk, number, "da")
    for expected in ("Amal H.", "+4520123456", "Madlavning", "Familiens butik eller værksted"):
        assert expected in text
    resume = json.loads(desk.client.get(ROOM.format(number, "cv.json")).content)
    assert resume["basics"]["name"] == "Amal H."


def test_a_danish_paper_has_her_sentence_once_it_is_said_in_danish(house, screening):
    number = send(house, with_life(screening))
    desk = Desk(house).at_work()
    hers = BAKERY["words"]["text"]
    assert hers not in written(desk, number, "da"), "which only she can read"
    desk.act(number, "wordings", about=words_id(hers), text="Jeg stod op\x00 klokken fire.")
    danish = f"Jeg stod op klokken fire. (oversat af {NAME})"
    assert danish in written(desk, number, "da") and hers not in written(desk, number, "da")
    for languages in ("ar", "ar,da"):
        assert hers in written(desk, number, languages) and danish not in written(desk, number, languages)
    assert desk.client.get(ROOM.format(number, "life_line.pdf")).content.startswith(b"%PDF-")


def test_an_event_that_she_named_herself_has_a_danish_name_once_it_is_given_one(house, screening):
    number = send(house, with_life(screening))
    desk = Desk(house).at_work()

    def name(languages: str) -> str:
        with house.database.session() as session:
            case = service.find_case(session, number)
            made = papers.body(case.newest.payload, "life_line", "pdf", languages, service.wordings(session, case))
        return made.life_line.events[-1].title["da"]

    assert name("da") == GARDEN["title"]["ar"]
    desk.act(number, "wordings", about=words_id(GARDEN["title"]["ar"]), text="Dyrker kvarterets have")
    assert name("da") == "Dyrker kvarterets have"


@pytest.mark.parametrize(
    "path",
    [
        "life_line.docx",
        "letter.json",
        "cv.exe",
        "case.pdf",
        "cv.pdf?languages=en",
        "cv.pdf?languages=da,ar",
        "cv.pdf?languages=da,da",
        "cv.pdf?languages=",
        "cv.json?languages=ar",
        "cv.pdf?languages=../../etc",
        "cv.pdf?revision=7",
    ],
)
def test_no_other_paper_is_made(house, screening, path):
    number = send(house, with_life(screening))
    desk = Desk(house).at_work()
    assert desk.client.get(ROOM.format(number, path)).status_code == 404
    with house.database.session() as session:
        assert not session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("paper_"))).all()


def test_only_who_may_see_the_case_gets_its_papers(house, screening):
    number = send(house, with_life(screening))
    path = ROOM.format(number, "cv.pdf")
    stranger = Desk(house)
    assert stranger.client.get(path).headers["location"].startswith("/inbox/login")
    outreach = Desk(house, role="outreach", email="ali@example.dk", name="Ali Holm").at_work()
    assert outreach.client.get(path).status_code == 403
    assert outreach.client.post(f"/inbox/cases/{number}/wordings", data={"text": "x"}).status_code == 403


def test_without_what_papers_say_none_is_offered(house, screening):
    body = with_life(screening)
    bare = {name: value for name, value in body.items() if name != "labels"}
    unwritten = {name: value for name, value in body.items() if name != "letter"}
    desk = Desk(house).at_work()
    assert LINK.findall(desk.get(f"/inbox/cases/{send(house, bare)}")) == []
    names = [name for _, name in LINK.findall(desk.get(f"/inbox/cases/{send(house, unwritten)}"))]
    assert names and not any("Salgsbrev" in name for name in names)


def test_what_she_has_struck_since_is_in_no_paper(house, screening):
    body = with_life(screening)
    number = send(house, body)
    later = copy.deepcopy(body)
    later["life_line"]["events"].pop(2)
    for competence in later["life_line"]["competences"]:
        competence["evidence"] = [e for e in competence["evidence"] if e["event"] != BAKERY["id"]]
    send(house, later, journey=journey_of(house, number), revision=2)
    resume = Desk(house).at_work().client.get(ROOM.format(number, "cv.json")).text
    assert BAKERY["title"]["da"] not in resume and "Hus og hjem" in resume
