"""The outreach worker's place: campaigns and figures, and never a case."""

from __future__ import annotations

import copy
import csv
import io
import re
from typing import Any

import pytest
import segno
import zxingcpp
from alembic import command
from desk import Desk, send, text_of
from PIL import Image
from sqlalchemy import select, text

from handoff_api import migrate
from handoff_api.audit.models import AuditEntry
from handoff_api.database import Database
from handoff_api.inbox import routes as inbox
from handoff_api.mailbox import service as mailbox
from handoff_api.municipality import read
from handoff_api.outreach import routes as outreach
from handoff_api.outreach.schemas import EVENTS
from handoff_api.outreach.service import LETTERS

NEW = {"place": "Sprogskolen, hold 3", "unit": "Team Nord", "opens_on": "2026-11-21", "closes_on": "", "most": ""}
FEW = "under 5"


@pytest.fixture
def worker(house: Any) -> Desk:
    return Desk(house, role="outreach", email="sara@example.dk", name="Sara Lund").at_work()


def make(desk: Desk, languages: tuple[str, ...] = ("da", "ar"), **changed: str) -> str:
    """A new campaign; its code."""
    answer = desk.post("/inbox/campaigns/new", page="/inbox/campaigns/new", languages=list(languages), **NEW | changed)  # type: ignore[arg-type]
    assert answer.status_code == 303, text_of(answer.text)
    found = re.fullmatch(rf"/inbox/campaigns/([{LETTERS}]{{6}})\?made=1", answer.headers["location"])
    assert found, answer.headers["location"]
    return found[1]


def count(house: Any, code: str, language: str = "ar", day: str = "2026-11-21", **events: int) -> None:
    items = [
        {"day": day, "campaign": code, "language": language, "channel": "web", "event": event, "n": n}
        for event, n in events.items()
    ]
    assert house.post({"schema_version": "1", "counts": items}, path="/v1/counts").status_code == 200


def told(house: Any) -> list[dict[str, Any]]:
    """What the chat's side is told of campaigns."""
    return [e["data"] for e in house.mailbox()["entries"] if e["kind"] == "campaign"]


def table(page: str, title: str) -> list[list[str]]:
    """The rows of the table with this caption."""
    body = re.search(rf"<caption[^>]*>{re.escape(title)}</caption>.*?<tbody>(.*?)</tbody>", page, re.DOTALL)
    assert body, f"no table {title}"
    rows = re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL)
    return [[text_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


# --- who sees what -------------------------------------------------------------------------------------


def addresses(router: Any, number: str, code: str) -> list[tuple[str, str]]:
    filled = {"number": number, "code": code, "kind": "cv", "format": "pdf", "format_": "pdf", "name": "cv.pdf"}
    found = []
    for route in router.routes:
        if inner := getattr(route, "original_router", None):  # as an application has its routers
            found += addresses(inner, number, code)
        elif methods := getattr(route, "methods", None):
            path = re.sub(r"\{(\w+)\}", lambda part: filled.get(part[1], "1"), route.path)
            found += [(method, path) for method in sorted(methods - {"HEAD"})]
    return found


def refused(desk: Desk, method: str, path: str, start: str) -> None:
    answer = desk.client.get(path) if method == "GET" else desk.post(path, page=start, text="x", status="done")
    assert answer.status_code == 403, (method, path, answer.status_code)
    assert "hører ikke til din rolle" in answer.text


def test_an_outreach_worker_sees_no_case_by_any_address(house, worker, screening):
    body = copy.deepcopy(screening) | {"contact": screening["contact"] | {"name": "Zelda Zimmermann"}}
    send(house, screening)  # the first number stands in the documentation as an example
    number = send(house, body)
    tried = addresses(house.app, number, "bcdfgh")
    assert ("GET", f"/inbox/cases/{number}") in tried and ("POST", "/v1/screenings") in tried
    for method, path in tried:
        if path == "/inbox/logout":
            continue
        if method == "POST" and path.startswith("/inbox"):
            answer = worker.post(path, page="/inbox/campaigns", text="x", status="done")
        else:
            answer = worker.client.request(method, path)
        told = answer.text.replace(path, "")  # what she asked for may be said back
        assert number not in told and "Zelda" not in told, (method, path)
        if (method, path) in addresses(inbox.router, number, ""):
            assert answer.status_code == 403 and "hører ikke til din rolle" in answer.text, (method, path)
    with house.database.session() as session:
        assert not session.scalars(select(AuditEntry).where(AuditEntry.action.in_(["viewed", "printed", "read"]))).all()


def test_a_caseworker_sees_no_campaign_by_any_address(house, worker):
    code = make(worker)
    caseworker = Desk(house).at_work()
    for method, path in addresses(outreach.router, "", code):
        refused(caseworker, method, path, "/inbox")
    assert "/inbox/campaigns" not in caseworker.get("/inbox")


def test_an_admin_sees_both_and_the_way_from_one_to_the_other(house):
    admin = Desk(house, role="admin").at_work()
    assert 'href="/inbox/campaigns"' in admin.get("/inbox")
    assert 'href="/inbox"' in admin.get("/inbox/campaigns")


def test_nobody_who_is_not_logged_in_sees_anything(house, worker):
    code = make(worker)
    nobody = Desk(house, known=True)
    for path in (f"/inbox/campaigns/{code}", f"/inbox/campaigns/{code}/figures.csv", "/inbox/campaigns"):
        assert nobody.client.get(path).status_code == 303
    answer = nobody.post(f"/inbox/campaigns/{code}/closed", closed="yes")
    assert answer.status_code == 401
    assert not told(house)[-1]["closed"]


def test_her_login_leads_to_her_campaigns_or_to_what_she_asked_for(house, worker):
    assert worker.login().headers["location"] == "/inbox/campaigns"
    assert worker.login(next="/inbox/campaigns/new").headers["location"] == "/inbox/campaigns/new"
    assert 'class="brand" href="/inbox/campaigns"' in worker.get("/inbox/password")


# --- campaigns -----------------------------------------------------------------------------------------


def test_a_campaign_is_made_and_the_chat_is_told(house, worker):
    code = make(worker, closes_on="2026-12-24", most="40")
    page = text_of(worker.get(f"/inbox/campaigns/{code}"))
    for shown in ("Sprogskolen, hold 3", "Team Nord", "Dansk , العربية", "24. dec. 2026", "40", "Sara Lund"):
        assert shown in page
    assert f"127.0.0.1:5005/c/{code}" in page
    assert told(house) == [
        {
            "code": code, "languages": ["da", "ar"], "opens_on": "2026-11-21", "closes_on": "2026-12-24", "limit": 40,
            "unit": "Team Nord", "closed": False,
        }
    ]  # fmt: skip


def test_it_is_changed_closed_opened_and_copied(house, worker):
    code = make(worker)
    path = f"/inbox/campaigns/{code}"
    changed = NEW | {"place": "Biblioteket", "languages": ["en"]}
    assert worker.post(f"{path}/edit", page=f"{path}/edit", **changed).status_code == 303  # type: ignore[arg-type]
    assert "Biblioteket" in worker.get(path)
    for closed, badge in (("yes", "Lukket"), ("no", "Åben")):
        assert worker.post(f"{path}/closed", page=path, closed=closed).status_code == 303
        assert badge in text_of(worker.get(path))
    assert [(t["languages"], t["closed"]) for t in told(house)] == [
        (["da", "ar"], False), (["en"], False), (["en"], True), (["en"], False),
    ]  # fmt: skip
    copy = worker.get(f"/inbox/campaigns/new?copy={code}")
    assert 'value="Biblioteket"' in copy and 'value="Team Nord"' in copy
    assert re.findall(r'value="(\w\w)" checked', copy) == ["en"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"place": "  "}, "place"),
        ({"place": "x" * 121}, "place"),
        ({"unit": "x" * 121}, "unit"),
        ({"languages": []}, "languages"),
        ({"languages": ["xx"]}, "languages"),
        ({"opens_on": ""}, "opens_on"),
        ({"opens_on": "i morgen"}, "opens_on"),
        ({"opens_on": "9999-12-31"}, "opens_on"),
        ({"closes_on": "2026-11-20"}, "closes_on"),
        ({"closes_on": "x"}, "closes_on"),
        ({"most": "0"}, "most"),
        ({"most": "4"}, "most"),
        ({"most": "7"}, "most"),  # "full" would tell that seven have begun
        ({"most": "-1"}, "most"),
        ({"most": "mange"}, "most"),
        ({"most": "٤٠"}, "most"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_typed_is_lost(house, worker, changed, field):
    sent = NEW | {"languages": ["da"], "place": "Sprogskolen"} | changed
    answer = worker.post("/inbox/campaigns/new", page="/inbox/campaigns/new", **sent)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert set(re.findall(r'id="(\w+)-wrong"', answer.text)) == {field}
    kept = sent["unit"] if field != "unit" else "Sprogskolen"
    assert f'value="{kept}"' in answer.text
    assert told(house) == []


def test_what_is_typed_is_shown_as_it_is_and_never_run(house, worker):
    evil = "<script>alert(1)</script>{{7*7}}"
    code = make(worker, place=evil, unit=evil)
    for path in (f"/inbox/campaigns/{code}", "/inbox/campaigns", f"/inbox/campaigns/{code}/edit"):
        page = worker.get(path)
        assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page


def test_units_are_offered_and_another_may_be_written(house, worker, tmp_path):
    file = tmp_path / "another.yml"
    file.write_text("municipality: Anden Kommune\nunits: [Team Nord, Team Syd]\n", encoding="utf-8")
    house.app.state.settings.own = read(file)
    make(worker, unit="Biblioteket")
    assert re.findall(r'<option value="([^"]+)">', worker.get("/inbox/campaigns/new")) == [
        "Team Nord", "Team Syd", "Biblioteket",
    ]  # fmt: skip


def test_the_qr_code_leads_to_the_chat(house, worker):
    house.app.state.settings.public_url = "https://minvej.example.dk/"
    code = make(worker)
    picture = worker.client.get(f"/inbox/campaigns/{code}/qr.png")
    assert picture.headers["content-type"] == "image/png"
    [read] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.content)))
    assert read.text == f"https://minvej.example.dk/c/{code}"
    drawn = worker.client.get(f"/inbox/campaigns/{code}/qr.svg")
    assert drawn.headers["content-type"] == "image/svg+xml" and b"<script" not in drawn.content
    assert segno.make(read.text, error="m").designator in ("3-M", "4-M")
    assert worker.client.get(f"/inbox/campaigns/{code}/qr.exe").status_code == 404


def test_in_production_a_link_to_this_machine_is_warned_of(house, worker):
    code, settings = make(worker), house.app.state.settings
    warning = "Tryk ingen plakater endnu"
    assert warning not in worker.get(f"/inbox/campaigns/{code}")
    settings.environment = "production"
    worker.client.cookies.set("__Host-minvej_session", worker.client.cookies["minvej_session"])
    assert warning in worker.get(f"/inbox/campaigns/{code}")
    settings.public_url = "https://minvej.example.dk"
    assert warning not in worker.get(f"/inbox/campaigns/{code}")


def test_a_telegram_link_stands_there_only_where_there_is_a_bot(house, worker):
    code = make(worker)
    assert "t.me" not in worker.get(f"/inbox/campaigns/{code}")
    house.app.state.settings.telegram_bot = "@MinVejDemoBot"
    assert f"https://t.me/MinVejDemoBot?start={code}" in worker.get(f"/inbox/campaigns/{code}")


def test_an_unknown_campaign_is_a_kind_page(worker):
    assert "Kampagnen findes ikke" in worker.get("/inbox/campaigns/bcdfgh", status=404)
    assert worker.client.get("/inbox/campaigns/bcdfgh/papers/cards.pdf").status_code == 404


def test_in_english_too(house, worker):
    code = make(worker)
    worker.post("/inbox/language", page="/inbox/campaigns", language="en", back="/inbox/campaigns")
    assert "New campaign" in worker.get("/inbox/campaigns")
    page = text_of(worker.get(f"/inbox/campaigns/{code}"))
    assert "Sit beside someone" in page and "All figures are rounded down" in page
    answer = worker.post("/inbox/campaigns/new", page="/inbox/campaigns/new", place="")
    assert "Choose one language at least." in answer.text


# --- figures -------------------------------------------------------------------------------------------


def given_a_class(house: Any, code: str) -> None:
    numbers = dict(zip(EVENTS, (40, 31, 25, 20, 20, 15, 15, 10), strict=True))
    count(house, code, "ar", **{event: n - 6 for event, n in numbers.items() if event not in ("opened", "handed_over")})
    count(house, code, "ti", day="2026-11-30", started=6, consented=6, screening=6, lifeline=6, explore=6, summary=6)
    count(house, code, "ar", handed_over=10)
    opened = {"day": "2026-11-21", "campaign": code, "language": None, "channel": "web", "event": "opened", "n": 40}
    house.post({"schema_version": "1", "counts": [opened]}, path="/v1/counts")


def test_the_figures_of_a_class(house, worker):
    code = make(worker)
    given_a_class(house, code)
    page = worker.get(f"/inbox/campaigns/{code}")
    steps = table(page, "Hvor langt de kom")
    assert [row[1] for row in steps] == ["40", "30", "25", "20", "20", "15", "15", "10"]
    assert [row[2] for row in steps[:3]] == ["på forsiden: 10", "i velkomsten: 5", "i spørgsmålene: 5"]
    assert table(page, "Efter sprog") == [
        ["dansk", FEW, FEW], ["engelsk", FEW, FEW], ["arabisk", "25", "10"], ["Andre sprog", "5", FEW],
    ]  # fmt: skip
    assert table(page, "Uge for uge") == [["uge 47", "25"], ["uge 49", "5"]]
    assert page.count('<rect class="bar"') == 8 + 2
    assert "style=" not in page


def test_too_few_are_not_shown_in_page_chart_or_file(house, worker):
    code = make(worker)
    count(house, code, opened=4, started=4, consented=4, handed_over=3)
    page = worker.get(f"/inbox/campaigns/{code}")
    assert {row[1] for row in table(page, "Hvor langt de kom")} == {FEW}
    assert '<rect class="bar"' not in page and "Uge for uge" not in page
    content = worker.client.get(f"/inbox/campaigns/{code}/figures.csv").content.decode("utf-8-sig")
    numbers = [row[2] for row in csv.reader(io.StringIO(content), delimiter=";")][1:]
    assert set(numbers) == {FEW}
    listed = re.search(rf"{code}.*?</tr>", worker.get("/inbox/campaigns"), re.DOTALL)
    assert listed and listed[0].count(FEW) == 2


def test_the_file_says_what_the_page_says(house, worker):
    code = make(worker)
    given_a_class(house, code)
    answer = worker.client.get(f"/inbox/campaigns/{code}/figures.csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="{code}.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    page = worker.get(f"/inbox/campaigns/{code}")
    for name, n, _ in table(page, "Hvor langt de kom"):
        assert ["Hvor langt de kom", name, n] in rows
    for week, n in table(page, "Uge for uge"):
        assert ["Begyndt, uge for uge", week, n] in rows
    assert ["Hvor de stoppede", "i spørgsmålene", "5"] in rows


def test_a_place_that_begins_like_a_formula_is_not_in_the_file(house, worker):
    code = make(worker, place="=HYPERLINK(1)")
    assert b"HYPERLINK" not in worker.client.get(f"/inbox/campaigns/{code}/figures.csv").content


def test_the_list_adds_up_only_what_it_shows(house, worker):
    large, small = make(worker, place="Stor"), make(worker, place="Lille")
    count(house, large, started=23, handed_over=12)
    count(house, small, started=3)
    page = worker.get("/inbox/campaigns")
    total = re.search(r"<tfoot>(.*?)</tfoot>", page, re.DOTALL)
    assert total and text_of(total[1]).split()[-2:] == ["20", "10"]
    assert "I alt af det, der vises" in total[1]


# --- the mailbox was for cases only --------------------------------------------------------------------


def test_no_cursor_is_given_out_again_after_the_migration(settings):
    database = Database(settings.database_url)
    with database.engine.begin() as connection:
        command.upgrade(migrate.configuration(connection), "0001")
        for journey in ("a", "b"):
            connection.execute(
                text(
                    "INSERT INTO cases"
                    " (number, journey, kind, state, language, newest_revision, received_at, updated_at)"
                    " VALUES (:number, :number, 'screening', 'open', 'da', 1, :now, :now)"
                ),
                {"number": journey, "now": "2026-11-21 10:00:00"},
            )
        connection.execute(
            text(
                "INSERT INTO mailbox (case_id, kind, data, created_at)"
                " SELECT id, 'status', '{}', received_at FROM cases"
            )
        )
        last = connection.execute(text("SELECT max(id) FROM mailbox")).scalar_one()
        connection.execute(text("DELETE FROM mailbox"))
    migrate.upgrade(database)
    with database.session() as session:
        mailbox.put(session, None, "campaign", {})
        [entry] = mailbox.fetch(session, after=last, limit=5)
        assert entry.id > last
    database.engine.dispose()
