"""The inbox in a real browser: from the login to the paper, by mouse, by keyboard, on a phone, and read by axe."""

from __future__ import annotations

import base64
import copy
import json
import os
import re
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = json.loads((ROOT / "tests" / "examples" / "screening.json").read_text(encoding="utf-8"))
LIFE = json.loads((ROOT / "tests" / "examples" / "screening-life-line.json").read_text(encoding="utf-8"))
EXPLORED = json.loads((ROOT / "tests" / "examples" / "screening-explored.json").read_text(encoding="utf-8"))
EMAIL, PASSWORD = "mette@example.dk", "correct horse battery"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
SUBGROUP = EXAMPLE["assessment"]["subgroup"]["suggested"]["display"]


@dataclass
class Municipality:
    """`python -m handoff_api` over a fresh data folder, and the token to post cases with."""

    url: str
    token: str

    def receives(self, **changed: Any) -> str:
        """A new case of the example; its number."""
        body = copy.deepcopy(EXAMPLE) | {"journey": str(uuid.uuid4())} | changed
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": uuid.uuid4().hex}
        answer = httpx.post(f"{self.url}/v1/screenings", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["case"])


@pytest.fixture(scope="module")
def municipality(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Municipality]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MINVEJ_")} | {
        "MINVEJ_ENVIRONMENT": "development",
        "MINVEJ_DATA": str(tmp_path_factory.mktemp("municipality")),
        "MINVEJ_HANDOFF_PORT": str(port),
    }

    def manage(*arguments: str, given: str = "") -> str:
        command = [sys.executable, "-m", "handoff_api.manage", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, input=given, capture_output=True, text=True, check=True
        )
        return done.stdout

    manage("migrate")
    manage("create-user", "--email", EMAIL, "--name", "Mette Holm", "--role", "caseworker", given=PASSWORD)
    token = manage("create-token", "--name", "bot", "--scopes", "screenings:write").split()[-1]
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([sys.executable, "-m", "handoff_api"], cwd=ROOT, env=environment)
    try:
        transport = httpx.HTTPTransport(retries=8)  # waits longer each time, about a minute in all
        with httpx.Client(transport=transport, timeout=60) as client:
            assert client.get(f"{url}/v1/health").status_code == 200
        yield Municipality(url, token)
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def desk(browser: Browser, municipality: Municipality) -> Iterator[Callable[..., Page]]:
    """Logged-in pages; what the browser complains of fails the test."""
    complaints: list[str] = []
    pages: list[Page] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESK, "locale": "da-DK", "base_url": municipality.url, **options})
        context.set_default_timeout(20_000)
        page = context.new_page()
        pages.append(page)
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(municipality.url) else complaints.append(r.url))
        page.goto("/inbox")
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        page.wait_for_url("**/inbox")
        return page

    yield make
    for page in pages:
        page.context.close()
    assert complaints == []


def _lived() -> dict[str, Any]:
    """Her life line, a photo she has said yes to sending, and one sentence that is one endless word."""
    content = BytesIO()
    Image.new("RGB", (60, 80), (160, 120, 90)).save(content, "JPEG")
    line = copy.deepcopy(LIFE["life_line"])
    line["events"][1]["words"] = {"text": "å" * 5000, "language": "ar"}
    consents = [*EXAMPLE["consents"], {"scope": "photo", "given_at": EXAMPLE["answered_at"]}]
    photo = base64.b64encode(content.getvalue()).decode()
    return {**LIFE, "life_line": line, "photo": photo, "consents": consents}


def _explored() -> dict[str, Any]:
    """What she explored and asked, with a question and a reason that are one endless word."""
    explored = copy.deepcopy(EXPLORED["explored"])
    explored["asked"]["text"] += "\n" + "؟" * 2000
    explored["paths"][0]["reasons"].append("Kompetencer" * 80)
    explored["topics"][0]["display"] = "Praktik" * 40
    return {"explored": explored}


def _serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in ("serious", "critical")]


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "no-javascript"])
def test_from_the_login_to_the_paper(municipality, desk, scripted):
    number = municipality.receives()
    page = desk(java_script_enabled=scripted)
    page.get_by_label("Søg").fill("amal")
    page.get_by_role("button", name="Vis").click()
    page.get_by_role("link", name=re.compile(number)).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Amal H.")
    expect(page.get_by_text("Et forslag – aldrig en afgørelse.")).to_be_visible()

    subgroup = page.get_by_role("region", name="Undergruppe")
    subgroup.get_by_role("button", name="Bekræft").click()
    expect(subgroup).to_contain_text("Bekræftet")
    assert page.url.endswith(f"/inbox/cases/{number}#subgroup")

    effort = page.get_by_role("region", name="Indsats")
    effort.locator("summary").click()
    effort.get_by_label("Din vurdering").select_option(label="Håndholdt indsats")
    effort.get_by_label("Begrundelse").fill("Hun vil gerne have én at gå med.")
    effort.get_by_role("button", name="Gem").click()
    expect(effort).to_contain_text("Ændret til Håndholdt indsats")
    expect(effort).to_contain_text("Hun vil gerne have én at gå med.")

    page.get_by_role("button", name="I gang").click()
    page.get_by_role("link", name="Udskriv").click()
    paper = page.locator("main")
    for text in ("Amal H.", SUBGROUP, "Bekræftet", "Håndholdt indsats", "Hun vil gerne have én at gå med.", "I gang"):
        expect(paper).to_contain_text(text)
    assert page.get_by_role("button", name="Udskriv").is_visible() == scripted
    page.goto("/inbox")
    expect(page.get_by_role("row", name=re.compile(number))).to_contain_text("I gang")


def test_a_change_without_a_reason_does_not_leave_the_page(municipality, desk):
    number = municipality.receives()
    page = desk()
    page.goto(f"/inbox/cases/{number}")
    subgroup = page.get_by_role("region", name="Undergruppe")
    subgroup.locator("summary").click()
    subgroup.get_by_role("button", name="Gem").click()
    assert page.evaluate("document.activeElement.name") == "comment"
    expect(subgroup).not_to_contain_text("Bekræftet")


def test_typed_text_is_not_left_behind_without_asking(municipality, desk):
    number = municipality.receives()
    page = desk()
    page.goto(f"/inbox/cases/{number}")
    page.get_by_label("Ny note").fill("Halvt skrevet")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Sager").click()
    page.wait_for_url("**/inbox")
    assert asked == ["beforeunload"]
    page.goto(f"/inbox/cases/{number}")
    page.get_by_label("Ny note").fill("Skrevet og gemt")
    page.get_by_role("button", name="Gem note").click()
    expect(page.locator(".note")).to_contain_text("Skrevet og gemt")
    assert asked == ["beforeunload"]


def test_by_keyboard_alone(municipality, desk):
    number = municipality.receives()
    page = desk()
    page.goto(f"/inbox/cases/{number}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Gå til indholdet"
    page.keyboard.press("Enter")
    subgroup = page.get_by_role("region", name="Undergruppe")
    confirm = subgroup.get_by_role("button", name="Bekræft")
    for _ in range(60):
        page.keyboard.press("Tab")
        if confirm.evaluate("button => button === document.activeElement"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.keyboard.press("Enter")
    expect(subgroup).to_contain_text("Bekræftet")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious_and_everything_fits(municipality, desk, scheme, viewport):
    number = municipality.receives()
    page = desk(viewport=viewport, color_scheme=scheme)
    assert _serious(page) == [] and _fits(page), "list"
    page.goto("/inbox?q=nobody-has-this-name")
    assert _serious(page) == [], "empty list"
    page.goto(f"/inbox/cases/{number}")
    page.get_by_role("region", name="Undergruppe").get_by_role("button", name="Bekræft").click()
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    assert _serious(page) == [] and _fits(page), "case"
    life = municipality.receives(**_lived())
    page.goto(f"/inbox/cases/{life}")
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    assert _serious(page) == [] and _fits(page), "life line"
    explored = municipality.receives(**_lived(), **_explored())
    page.goto(f"/inbox/cases/{explored}")
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    assert _serious(page) == [] and _fits(page), "with everything"
    for path in (f"/inbox/cases/{number}/print", f"/inbox/cases/{explored}/print", "/inbox/password", "/inbox/login"):
        page.goto(path)
        assert _serious(page) == [] and _fits(page), path


def test_her_words_stand_in_their_own_language_and_direction(municipality, desk):
    number = municipality.receives()
    page = desk()
    page.goto(f"/inbox/cases/{number}")
    words = next(answer["words"]["text"] for answer in EXAMPLE["answers"] if answer["words"])
    quoted = page.get_by_text(words)
    assert quoted.get_attribute("lang") == "ar"
    assert quoted.evaluate("node => getComputedStyle(node).direction") == "rtl"
    expect(quoted.locator("xpath=..")).to_contain_text("Egne ord på arabisk")
    differs = page.locator(".differs")
    proposals = page.locator(".proposals")
    expect(differs).to_contain_text(EXAMPLE["disagreements"][0]["words"]["text"])
    box, around = differs.bounding_box(), proposals.bounding_box()
    assert box and around and around["x"] <= box["x"] < around["x"] + around["width"], "beside the suggestions"


def test_in_english_the_page_speaks_english_and_stays_where_it_was(municipality, desk):
    number = municipality.receives()
    page = desk()
    page.goto(f"/inbox/cases/{number}")
    page.get_by_role("button", name="English").click()
    page.wait_for_url(f"**/inbox/cases/{number}")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("region", name="Subgroup")).to_contain_text(SUBGROUP)
    expect(page.get_by_text("A suggestion – never a decision.")).to_be_visible()
    assert _serious(page) == []
    page.get_by_role("link", name="Cases", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases")


@pytest.mark.parametrize(
    ("sent", "pages"), [({}, 4), (LIFE, 6), (LIFE | EXPLORED, 8)], ids=["screening", "life-line", "everything"]
)
def test_the_paper_is_a4_and_leaves_the_screen_behind(municipality, desk, sent, pages):
    number = municipality.receives(**sent)
    page = desk()
    page.goto(f"/inbox/cases/{number}/print")
    page.emulate_media(media="print")
    expect(page.locator(".screen-only")).to_be_hidden()
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = {tuple(round(float(n)) for n in box) for box in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)}
    assert boxes == {(595, 842)}
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) <= pages


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "no-javascript"])
def test_her_life_is_read_said_in_danish_and_made_into_a_cv(municipality, desk, scripted):
    number = municipality.receives(**_lived())
    page = desk(java_script_enabled=scripted)
    page.goto(f"/inbox/cases/{number}")
    expect(page.get_by_role("img", name="Foto af borgeren, sendt med samtykke")).to_be_visible()
    page.get_by_role("link", name="Livslinje", exact=True).click()
    page.get_by_role("link", name="Bagte brød og kager (Familiens butik eller værksted)").first.click()
    assert page.url.endswith("#event-e3")
    bakery = page.locator("#event-e3")
    for text in ("1998–2004", "Ulønnet arbejde", "Bager", "Åbnede og lukkede butikken"):
        expect(bakery).to_contain_text(text)

    bakery.locator("summary").click()
    bakery.get_by_label("Dansk ordlyd").fill("Jeg stod op klokken fire for at bage.")
    bakery.get_by_role("button", name="Gem").click()
    expect(bakery).to_contain_text("Jeg stod op klokken fire for at bage.")
    expect(bakery).to_contain_text("På dansk ved Mette Holm")

    with page.expect_download() as made:
        page.get_by_role("link", name="CV, arabisk og dansk, PDF").click()
    assert made.value.suggested_filename == f"{number}-cv-ar-da.pdf"
    assert Path(made.value.path()).read_bytes().startswith(b"%PDF-")


def test_her_life_is_an_ordered_list_of_stages_with_headings(municipality, desk):
    number = municipality.receives(**_lived())
    page = desk()
    page.goto(f"/inbox/cases/{number}")
    line = page.get_by_role("region", name="Livslinje")
    headings = line.get_by_role("heading", level=3).all_inner_texts()
    assert [text.split(" ", 1)[1] for text in headings] == [s["title"]["da"] for s in LIFE["life_line"]["stages"]]
    events = line.get_by_role("heading", level=4)
    expect(events).to_have_count(len(LIFE["life_line"]["events"]))
    assert line.locator("ol > li > ol > li").count() == len(LIFE["life_line"]["events"])


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "no-javascript"])
def test_what_she_explored_is_read_unfolded_and_answered_in_danish(municipality, desk, scripted):
    number = municipality.receives(**EXPLORED)
    page = desk(java_script_enabled=scripted)
    page.goto(f"/inbox/cases/{number}")
    page.get_by_role("link", name="Spørgsmål fra borgeren: 2").click()
    asked = page.get_by_role("region", name="Borgeren spørger")
    quoted = asked.locator("p[lang=ar]")
    assert quoted.inner_text().splitlines() == EXPLORED["explored"]["asked"]["text"].splitlines()
    assert quoted.evaluate("node => getComputedStyle(node).direction") == "rtl"
    asked.locator("summary").click()
    asked.get_by_label("Dansk ordlyd").fill("Skal jeg arbejde om natten?")
    asked.get_by_role("button", name="Gem").click()
    expect(asked).to_contain_text("Skal jeg arbejde om natten?")

    page.get_by_role("region", name="Vil gå videre med").get_by_role("link", name="Køkken og restaurant").click()
    assert page.url.endswith("#sector-kitchen")
    kitchen = page.get_by_role("region", name="Køkken og restaurant Valgt")
    skill = kitchen.get_by_text("Jeg kan bage brød eller boller")
    expect(skill).to_be_hidden()
    kitchen.get_by_text("Kan allerede: 5 af 20").click()
    expect(skill).to_be_visible()
