"""A life line is taken in only whole and in both languages, a photo only with her yes; older cases stay the same."""

from __future__ import annotations

import base64
import copy
from io import BytesIO
from typing import Any

import pytest
from desk import contact_wish
from life_lines import LIFE, PHOTO_CONSENT, jpeg, with_life
from PIL import Image
from sqlalchemy import select

from handoff_api.intake.body import fingerprint
from handoff_api.intake.models import Revision
from handoff_api.intake.schemas import LATER, ScreeningBody
from handoff_api.middleware import MAX_BODY

Place = tuple["str | int", ...]


def kept(house: Any) -> dict[str, Any]:
    with house.database.session() as session:
        return session.scalars(select(Revision.payload)).one()


def refused(house: Any, body: dict[str, Any], field: str, message: str) -> None:
    before = house.rows()
    answer = house.post(body)
    assert answer.status_code == 422, answer.text
    errors = answer.json()["errors"]
    assert any(e["field"].startswith(field) and message in e["message"] for e in errors), errors
    assert house.rows() == before


def test_a_life_line_is_kept_as_it_came(house, screening):
    body = with_life(screening, jpeg())
    assert house.post(body).status_code == 201
    assert {name: kept(house).get(name) for name in LATER} == {**LIFE, "photo": body["photo"], "explored": None}


def test_a_case_without_one_is_the_same_case_as_before_there_were_any(house, screening):
    assert house.post(screening).status_code == 201
    assert not set(LATER) & set(kept(house))
    nothing: dict[str, Any] = dict.fromkeys(LATER)
    assert house.post(screening | nothing).status_code == 200, "a field that says nothing makes no other case"
    old, new = (ScreeningBody.model_validate(body, strict=False) for body in (screening, screening | nothing))
    assert fingerprint("screenings", old) == fingerprint("screenings", new)


@pytest.mark.parametrize(
    ("place", "wrong", "field", "message"),
    [
        (("life_line", "events", 0, "title"), {"ar": "في المدرسة"}, "life_line.events[0].title", "(da)"),
        (("life_line", "events", 2, "long"), {"da": "6 år"}, "life_line.events[2].long", "(ar)"),
        (("life_line", "competences", 0, "phrase"), {"en": "I cook", "da": "Jeg"}, "life_line.competences[0]", "(ar)"),
        (("letter", "closing"), {"ar": "مع التحية"}, "letter.closing", "(da)"),
        (("labels", "cv"), {"da": "CV"}, "labels.cv", "(ar)"),
        (("profile", 0), {"da": "Kort"}, "profile[0]", "(ar)"),
        (("life_line", "events", 0, "stage"), "retirement", "life_line", "belongs to one of the stages"),
        (("life_line", "events", 1, "id"), "e1", "life_line", "two have the same name"),
        (("life_line", "competences", 0, "group"), "magic", "life_line", "belongs to one of the groups"),
        (("life_line", "competences", 0, "evidence", 0, "event"), "e99", "life_line", "names one of the events"),
        (("life_line", "events", 0, "work"), "hobby", "life_line.events[0].work", "paid"),
        (("life_line", "events", 0, "from_year"), 20260, "life_line.events[0].from_year", "2100"),
        (("life_line", "events", 2, "words", "text"), "x" * 5001, "life_line.events[2].words.text", "5000"),
        (("life_line", "competences", 0, "esco", "uri"), "javascript:alert(1)", "life_line.competences[0].esco", ""),
        (("photo"), "x", "photo", ""),
    ],
)
def test_what_does_not_fit_is_named(house, screening, place, wrong, field, message):
    body = with_life(screening, jpeg())
    *parents, last = [place] if isinstance(place, str) else place
    parent: Any = body
    for part in parents:
        parent = parent[part]
    parent[last] = wrong
    refused(house, body, field, message)


def test_a_danish_speaker_needs_no_second_language(house, screening):
    def danish(value: Any) -> Any:
        if isinstance(value, dict):
            return {"da": value["da"]} if value.keys() == {"ar", "da"} else {k: danish(v) for k, v in value.items()}
        return [danish(v) for v in value] if isinstance(value, list) else value

    assert house.post(with_life(screening) | danish(LIFE) | {"language": "da"}).status_code == 201


def test_a_photo_comes_only_with_its_own_consent(house, screening):
    body = with_life(screening, jpeg())
    body["consents"].remove(PHOTO_CONSENT)
    refused(house, body, "consents", "photo")


def test_a_photo_is_a_photo_without_a_place_in_it(house, screening):
    exif = Image.Exif()
    exif[0x010E] = "hjemme"
    content = BytesIO()
    Image.new("RGB", (9, 9)).save(content, "JPEG", exif=exif)
    refused(house, with_life(screening, base64.b64encode(content.getvalue()).decode()), "photo", "metadata")
    refused(house, with_life(screening, jpeg(3000, 10)), "photo", "pixels")
    refused(house, with_life(screening, base64.b64encode(b"<svg onload=alert(1)>").decode()), "photo", "not a JPEG")


@pytest.mark.parametrize("name", [*LIFE, "photo"])
def test_a_contact_wish_alone_brings_no_life(house, screening, name):
    body = contact_wish(screening) | {name: jpeg() if name == "photo" else copy.deepcopy(LIFE.get(name))}
    body["consents"].append(PHOTO_CONSENT)
    refused(house, body, name, "not with a contact wish alone")


def test_more_than_a_life_is_too_much(house, screening):
    body = with_life(screening)
    event = body["life_line"]["events"][7]
    body["life_line"]["events"] += [event | {"id": f"x{n}"} for n in range(60)]
    refused(house, body, "life_line.events", "60")
    body = with_life(screening, "A" * MAX_BODY)
    assert house.post(body).status_code == 413
