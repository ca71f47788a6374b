"""The page of her papers as a program sees it: who gets in, what comes out, photos good and bad, and what is kept."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Iterator

import httpx
import pytest
from PIL import Image

from actions.journey.model import Context, Effect, Outcome
from actions.store import Store, links, new_token
from tests.conftest import House
from tests.integration.web.lives import DREAM, SENTENCE, settled, store_of

NAME = "Amal Plantet Jensen"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ARABIC = re.compile("[\u0600-\u06ff]")


@pytest.fixture(scope="module")
def store(house: House) -> Iterator[Store]:
    opened = store_of(house)
    yield opened
    opened.database.engine.dispose()


class Holder:
    """Somebody with a link: a browser without scripts and without a session."""

    def __init__(self, base: str, token: str, address: str = "127.0.0.1") -> None:
        transport = httpx.HTTPTransport(local_address=address)
        self.http = httpx.Client(base_url=base, transport=transport, headers={"Origin": base}, timeout=60)
        self.home = f"/p/{token}"

    def look(self, **query: str) -> httpx.Response:
        return self.http.get(self.home, params=query)

    def fetch(self, paper: str, **form: str) -> httpx.Response:
        return self.http.post(f"{self.home}/{paper}", data=form)

    def send_photo(self, data: bytes, **form: str) -> httpx.Response:
        return self.http.post(f"{self.home}/photo", data=form, files={"photo": ("me.jpg", data, "image/jpeg")})


@pytest.fixture
def holder(bot_server: str, handoff_server: str, store: Store) -> Iterator[Holder]:
    """Of an Arabic speaker's papers."""
    made = Holder(bot_server, settled(store, "ar")[1])
    yield made
    made.http.close()


def notice(page: httpx.Response) -> str:
    found = re.search(r'id="said" role="(status|alert)">([^<]+)<', page.text)
    return f"{found[1]}: {found[2]}" if found else ""


def words_of(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        return re.sub(r"<[^>]+>", " ", file.read("word/document.xml").decode())


def photo(size: tuple[int, int] = (900, 1200)) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = DREAM
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, "JPEG", exif=exif)
    return made.getvalue()


# --- who gets in -----------------------------------------------------------------------------------------


def test_the_link_alone_opens_the_page_and_nothing_but_the_papers(holder: Holder) -> None:
    page = holder.look()
    assert page.status_code == 200
    assert '<html lang="ar" dir="rtl">' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"
    assert 'name="robots" content="noindex"' in page.text
    assert "set-cookie" not in page.headers
    for private in (DREAM, SENTENCE["ar"], "1988"):
        assert private not in page.text
    assert 'action="/chat/start"' in holder.http.get("/chat").text, "the link is no session"


def test_a_link_that_leads_nowhere_says_so_kindly(holder: Holder) -> None:
    answers = []
    for token in (new_token(), "short", "a" * 79, "%3Cscript%3E"):
        for answer in (
            holder.http.get(f"/p/{token}"),
            holder.http.post(f"/p/{token}/cv.pdf"),
            holder.http.post(f"/p/{token}/photo", files={"photo": ("a.jpg", photo(), "image/jpeg")}),
            holder.http.post(f"/p/{token}/no-photo"),
        ):
            assert answer.status_code == 404
            answers.append(answer.text)
        assert holder.http.get(f"/p/{token}/photo.jpg").status_code == 404
    assert len(set(answers)) == 1
    assert "/chat" in answers[0]


def test_a_link_is_gone_with_the_journey(bot_server: str, store: Store) -> None:
    journey, token = settled(store, "da")
    holder = Holder(bot_server, token)
    assert holder.send_photo(photo()).status_code == 200
    assert holder.http.get(f"{holder.home}/photo.jpg").status_code == 200
    loaded = store.load(journey.id)
    assert loaded
    store.save(loaded, Outcome(loaded.journey, (), (Effect("erase"),)), Context(store.database.now(), ""))
    assert holder.look().status_code == 404
    assert holder.http.get(f"{holder.home}/photo.jpg").status_code == 404
    assert holder.fetch("cv.pdf").status_code == 404
    holder.http.close()


def test_who_tries_links_by_the_dozen_is_not_answered_any_more(bot_server: str, store: Store) -> None:
    token = settled(store, "da")[1]
    guesser, herself = Holder(bot_server, token, "127.0.0.41"), Holder(bot_server, token, "127.0.0.42")
    for _ in range(links.WRONG):
        assert guesser.http.get(f"/p/{new_token()}").status_code == 404
    assert guesser.look().status_code == 404
    assert herself.look().status_code == 200
    guesser.http.close()
    herself.http.close()


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_a_form_from_elsewhere_does_nothing(holder: Holder, origin: str) -> None:
    holder.http.headers["Origin"] = origin
    assert holder.fetch("cv.pdf").status_code == 403
    assert holder.send_photo(photo()).status_code == 403
    assert holder.http.get(f"{holder.home}/photo.jpg").status_code == 404


def test_a_forms_address_opened_as_a_page_leads_to_the_page(holder: Holder) -> None:
    for name in ("cv.pdf", "photo", "no-photo"):
        answer = holder.http.get(f"{holder.home}/{name}")
        assert (answer.status_code, answer.headers["location"]) == (303, holder.home)


def test_the_page_speaks_any_live_language(holder: Holder) -> None:
    assert '<html lang="da" dir="ltr">' in holder.look(lang="da").text
    assert '<html lang="ar"' in holder.look(lang="xx").text
    answer = holder.fetch("cv.pdf", lang="en", phone="abc")
    assert '<html lang="en"' in answer.text, "a form keeps the page's language"


# --- what comes out --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "file", "kind", "begins"),
    [
        ("life_line.pdf", "life-line.pdf", "application/pdf", b"%PDF-"),
        ("cv.pdf", "cv.pdf", "application/pdf", b"%PDF-"),
        ("letter.pdf", "letter.pdf", "application/pdf", b"%PDF-"),
        ("cv.docx", "cv.docx", WORD, b"PK\x03\x04"),
        ("letter.docx", "letter.docx", WORD, b"PK\x03\x04"),
        ("cv.json", "cv.json", "application/json", b"{"),
    ],
)
def test_every_paper_is_a_file_to_keep(holder: Holder, paper: str, file: str, kind: str, begins: bytes) -> None:
    answer = holder.fetch(paper, tongues="both", name=NAME)
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"] == f'attachment; filename="{file}"'
    assert answer.headers["cache-control"] == "no-store"


def test_a_paper_that_there_is_not(holder: Holder) -> None:
    for name in ("life_line.docx", "letter.json", "cv.exe", "secret"):
        assert holder.fetch(name).status_code == 404


def test_she_chooses_the_languages(holder: Holder) -> None:
    mine, danish, both = (words_of(holder.fetch("letter.docx", tongues=t).content) for t in ("mine", "da", "both"))
    assert ARABIC.search(mine) and ARABIC.search(both)
    assert not ARABIC.search(danish)
    assert "arbejde" in danish and "arbejde" in both


def test_a_danish_speaker_has_nothing_to_choose(bot_server: str, handoff_server: str, store: Store) -> None:
    holder = Holder(bot_server, settled(store, "da")[1])
    assert 'name="tongues"' not in holder.look().text
    assert holder.fetch("letter.pdf", tongues="mine").content.startswith(b"%PDF-")
    holder.http.close()


def test_the_letter_is_for_the_sector_she_chooses_and_hers_come_first(holder: Holder) -> None:
    options = re.findall(r'<option value="([a-z_]*)"( selected)?', holder.look().text)
    assert [o for o, _ in options[:3]] == ["", "care", "kitchen"] or [o for o, _ in options[:3]] == [
        "",
        "kitchen",
        "care",
    ]
    assert [o for o, chosen in options if chosen] == ["kitchen"]
    assert "not_yet" not in dict(options)
    chosen, open_ = (words_of(holder.fetch("letter.docx", tongues="da", sector=s).content) for s in ("green", ""))
    assert chosen != open_
    assert words_of(holder.fetch("letter.docx", tongues="da", sector="<b>").content) == open_


def test_what_she_wants_printed_is_printed_and_not_kept(holder: Holder, store: Store, house: House) -> None:
    given = {"name": f"  {NAME} ", "phone": "20 12 34 56", "email": "amal@example.org", "tongues": "da"}
    basics = json.loads(holder.fetch("cv.json", **given).content)["basics"]
    assert (basics["name"], basics["phone"], basics["email"]) == (NAME, "+4520123456", "amal@example.org")
    token = holder.home.removeprefix("/p/")
    loaded = store.find("papers", token)
    assert loaded and NAME not in repr(loaded)
    assert NAME not in holder.look().text
    logs = "".join(path.read_text(errors="replace") for path in house.data.glob("*.log"))
    for private in (NAME, "20123456", "amal@example", SENTENCE["ar"], token):
        assert private not in logs


def test_what_cannot_be_a_number_or_an_address_is_said_and_nothing_is_lost(holder: Holder) -> None:
    for wrong in ({"phone": "my phone"}, {"email": "amal at home"}):
        answer = holder.fetch("letter.pdf", name=NAME, tongues="da", sector="green", **wrong)
        assert answer.status_code == 400
        assert notice(answer).startswith("alert: ")
        for kept in (f'value="{NAME}"', f'value="{next(iter(wrong.values()))}"', 'value="green" selected'):
            assert kept in answer.text
        assert re.search(r'value="da" checked', answer.text)
        assert f'name="{next(iter(wrong))}"' in answer.text and 'aria-invalid="true"' in answer.text


def test_a_cpr_number_is_never_printed(holder: Holder) -> None:
    made = holder.fetch("cv.json", name="Amal 010190-1234", tongues="da").text
    assert "Amal" in made
    assert "1234" not in made


@pytest.mark.parametrize(
    "planted", ["<script>alert(1)</script>", "#eval(1)", "{{ 7*7 }}", '"><img src=x>', "\u202eevil\x00"]
)
def test_a_name_is_text_and_nothing_else(holder: Holder, planted: str) -> None:
    for paper in ("cv.pdf", "letter.docx", "life_line.pdf"):
        assert holder.fetch(paper, name=planted).status_code == 200
    page = holder.fetch("cv.pdf", name=planted, phone="x").text
    assert planted not in page or "<" not in planted
    assert "<script>alert" not in page and "<img src=x" not in page


# --- photos ----------------------------------------------------------------------------------------------


def test_a_photo_is_made_safe_shown_printed_replaced_and_taken_away(holder: Holder) -> None:
    without = holder.fetch("cv.pdf", tongues="da").content
    saved = holder.send_photo(photo(), tongues="da")
    assert saved.status_code == 200 and notice(saved).startswith("status: ")
    assert f'src="{holder.home}/photo.jpg"' in saved.text
    shown = holder.http.get(f"{holder.home}/photo.jpg")
    assert shown.headers["content-type"] == "image/jpeg" and shown.headers["cache-control"] == "no-store"
    first = Image.open(io.BytesIO(shown.content))
    assert first.size == (600, 800) and not first.getexif()
    assert DREAM.encode() not in shown.content
    assert len(holder.fetch("cv.pdf", tongues="da").content) > len(without)

    holder.send_photo(photo((300, 300)))
    second = Image.open(io.BytesIO(holder.http.get(f"{holder.home}/photo.jpg").content))
    assert second.size == (300, 300)

    gone = holder.http.post(f"{holder.home}/no-photo", data={"name": NAME})
    assert notice(gone).startswith("status: ") and f'value="{NAME}"' in gone.text
    assert holder.http.get(f"{holder.home}/photo.jpg").status_code == 404
    assert "photo.jpg" not in holder.look().text


def test_what_she_typed_stays_when_a_photo_is_sent(holder: Holder) -> None:
    typed = {"name": NAME, "phone": "+45 20 12 34 56", "tongues": "mine", "sector": "green", "lang": "en"}
    page = holder.send_photo(photo(), **typed)
    assert '<html lang="en"' in page.text
    for kept in (f'value="{NAME}"', 'value="+4520123456"', 'value="green" selected', 'value="mine" checked'):
        assert kept in page.text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"GIF89a" + b"\x00" * 200, 400),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 400),
        (photo()[:700], 400),
        (os.urandom(7_000_000), 400),
        (os.urandom(30_000_000), 413),
    ],
    ids=["empty", "gif", "svg", "half", "noise", "30 MB"],
)
def test_a_file_that_is_no_photo_gets_a_friendly_page(holder: Holder, data: bytes, status: int) -> None:
    holder.send_photo(photo())
    answer = holder.send_photo(data)
    assert answer.status_code == status
    assert notice(answer).startswith("alert: ")
    assert f'src="{holder.home}/photo.jpg"' in answer.text, "the one before is still there"


def test_a_body_whose_length_nobody_knows_is_read_piece_by_piece(holder: Holder) -> None:
    def body(size: int) -> Iterator[bytes]:
        head = '--x\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
        yield head.encode()
        for _ in range(size):
            yield b"\xff" * 1_000_000
        yield b"\r\n--x--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    for size, status in ((1, 400), (30, 413)):
        answer = holder.http.post(f"{holder.home}/photo", content=body(size), headers=headers)
        assert answer.status_code == status
        assert notice(answer).startswith("alert: ")


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"photo=a", b"--x\r\n\r\n--x--"])
def test_what_no_form_of_ours_sends_gets_a_kind_page(holder: Holder, body: bytes) -> None:
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "application/x-www-form-urlencoded", "a"):
        answer = holder.http.post(f"{holder.home}/photo", content=body, headers={"Content-Type": kind})
        assert answer.status_code == 400
        assert notice(answer).startswith("alert: ")
    assert holder.http.post(f"{holder.home}/cv.pdf", content=b"x" * 300_000).status_code == 413
