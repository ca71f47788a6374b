"""POST /v1/documents: who may call it, what it refuses and why, and that it keeps and logs nothing."""

from __future__ import annotations

import base64
import copy
import logging
from io import BytesIO
from typing import Any

import papers
import pytest
from PIL import Image

from handoff_api.documents.service import MEDIA_TYPES
from handoff_api.middleware import MAX_BODY
from handoff_api.tokens import service as tokens
from handoff_api.tokens.models import SCOPES


def post(house: Any, body: Any, token: str | None = None) -> Any:
    return house.client.post("/v1/documents", json=body, headers={"Authorization": f"Bearer {token or house.token}"})


def refused(house: Any, body: Any) -> dict[str, str]:
    answer = post(house, body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), answer.text[:500]
    return {error["field"]: error["message"] for error in answer.json()["errors"]}


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 80), **saved: Any) -> str:
    written = BytesIO()
    Image.new("RGB", size, "#88aabb").save(written, form, **saved)
    return base64.b64encode(written.getvalue()).decode()


@pytest.mark.parametrize(
    ("kind", "format", "begins"),
    [
        ("life_line", "pdf", b"%PDF"),
        ("cv", "pdf", b"%PDF"),
        ("letter", "pdf", b"%PDF"),
        ("cv", "docx", b"PK"),
        ("letter", "docx", b"PK"),
        ("cv", "json", b"{"),
    ],
)
def test_the_answer_is_the_file(house, kind, format, begins):
    answer = post(house, papers.body(kind, format, ["ar", "da"], photo=papers.photo()))
    assert answer.status_code == 200 and answer.content.startswith(begins)
    assert answer.headers["content-type"] == MEDIA_TYPES[format]
    name = kind.replace("_", "-") + ("-ar" if format == "json" else "-ar-da")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.{format}"'
    assert answer.headers["cache-control"] == "no-store"


def test_it_needs_its_own_scope(house):
    with house.database.session() as session:
        other = tokens.create(session, "other", [s for s in SCOPES if s != "documents:render"])
        session.commit()
    answer = post(house, papers.body(), other)
    assert answer.status_code == 403 and "documents:render" in answer.headers["WWW-Authenticate"]
    assert post(house, papers.body(), "unknown").status_code == 401


def test_nothing_is_kept_and_nothing_is_logged(house, caplog):
    before = house.rows()
    planted = "Jeg syr kjoler til mine naboer"
    body = papers.each_text(papers.body("cv", "pdf", ["ar", "da"], name=planted), lambda _: planted)
    broken = copy.deepcopy(body)
    broken["life_line"]["events"][0]["stage"] = planted
    with caplog.at_level(logging.DEBUG):
        assert post(house, body).status_code == 200
        answer = post(house, broken)
    assert answer.status_code == 422 and planted not in answer.text
    assert house.rows() == before
    assert planted not in caplog.text


@pytest.mark.parametrize(("kind", "format"), [("life_line", "docx"), ("life_line", "json"), ("letter", "json")])
def test_not_every_paper_comes_in_every_format(house, kind, format):
    assert "is made as" in refused(house, papers.body(kind, format))["format"]


def test_a_letter_needs_its_text(house):
    assert "letter" in refused(house, papers.body("letter") | {"letter": None})
    assert post(house, papers.body("cv") | {"letter": None}).status_code == 200


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (("languages",), [], "languages"),
        (("languages",), ["da", "ar", "en"], "languages"),
        (("languages",), ["da", "da"], "languages"),
        (("languages",), ["da", "sv"], "labels.life_line"),
        (("labels", "cv"), {"ar": "x"}, "labels.cv"),
        (("labels", "cv"), {}, "labels.cv"),
        (("labels", "other"), {"da": "x"}, "labels.other"),
        (("profile",), [{"da": "x" * 1001}], "profile[0].da"),
        (("person", "phone"), "20123456", "person.phone"),
        (("person", "name"), "x" * 301, "person.name"),
        (("person", "name"), "a\u0000b", "person.name"),
        (("life_line", "events", 0, "title"), {"ar": "x"}, "life_line.events[0].title"),
        (("life_line", "events", 0, "from_year"), 1899, "life_line.events[0].from_year"),
        (("life_line", "events", 0, "from_year"), 2010, "life_line"),
        (("life_line", "events", 0, "stage"), "space", "life_line"),
        (("life_line", "events", 0, "id"), "e2", "life_line"),
        (("life_line", "events", 0, "words"), {"text": "x" * 5001, "language": "da"}, "life_line.events[0].words.text"),
        (("life_line", "competences", 0, "group"), "other", "life_line"),
        (("life_line", "competences", 0, "evidence", 0, "event"), "e99", "life_line"),
        (("life_line", "competences", 0, "esco"), {"uri": "x:y", "label": "x"}, "life_line.competences[0].esco.uri"),
        (("life_line", "unknown"), 1, "life_line.unknown"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(house, place, value, field):
    body = papers.body("cv")
    at: Any = body
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = value
    assert field in refused(house, body)


def test_lists_have_an_end(house):
    body = papers.body("cv")
    first = body["life_line"]["events"][0]
    body["life_line"]["events"] = [first | {"id": f"e{n}"} for n in range(61)]
    body["life_line"]["competences"] = []
    assert "life_line.events" in refused(house, body)


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        ("", "at least 1"),
        ("not base64!", "pattern"),
        ("AAAA", "not a JPEG"),
        (picture("PNG"), "not a JPEG"),
        (picture()[:200], "not a JPEG"),
        (picture(size=(2001, 10)), "pixels"),
        (picture(exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x0e\0\x02\0\0\0\x04abc\0\0\0\0\0"), "metadata"),
        ("A" * 700_004, "at most 700000"),
    ],
)
def test_a_photo_is_a_jpeg_without_metadata(house, photo, reason):
    assert reason in refused(house, papers.body("letter", photo=photo))["person.photo"]


def test_a_grey_photo_will_do(house):
    written = BytesIO()
    Image.new("L", (60, 80)).save(written, "JPEG")
    grey = base64.b64encode(written.getvalue()).decode()
    for format in ("pdf", "docx"):
        assert post(house, papers.body("letter", format, photo=grey)).status_code == 200


def test_a_body_has_a_largest_size(house):
    headers = {"Authorization": f"Bearer {house.token}", "Content-Type": "application/json"}
    answer = house.client.post("/v1/documents", content=b" " * (MAX_BODY + 1), headers=headers)
    assert answer.status_code == 413


def test_a_language_nobody_knows_is_still_printed(house):
    body = papers.body("cv", "pdf", ["da"])
    unknown = papers.each_text(body, str)
    renamed = {"da": "tlh-Latn"}

    def rename(value: Any) -> Any:
        if isinstance(value, dict):
            return {renamed.get(name, name): rename(item) for name, item in value.items()}
        return [rename(item) for item in value] if isinstance(value, list) else value

    unknown = rename(unknown) | {"languages": ["tlh-Latn"]}
    assert post(house, unknown).content.startswith(b"%PDF")
    unknown["languages"] = ["longest"]
    renamed["tlh-Latn"] = "longest"
    assert post(house, rename(unknown)).content.startswith(b"%PDF")
