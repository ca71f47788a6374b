"""A CV as JSON Resume: held to the published schema, with unpaid work as work."""

from __future__ import annotations

import json

import jsonschema
import papers
import pytest

from handoff_api.documents import resume
from handoff_api.documents.schemas import DocumentBody

SCHEMA = json.loads(resume.SCHEMA.read_text(encoding="utf-8"))


def made(body: dict) -> dict:
    return json.loads(resume.render(DocumentBody.model_validate(body)))


@pytest.mark.parametrize("languages", ["da", "ar", "ar+da", "th"])
def test_it_is_a_json_resume(languages):
    jsonschema.validate(made(papers.body("cv", "json", languages.split("+"), photo=papers.photo())), SCHEMA)
    jsonschema.validate(made(papers.empty("cv", "json", languages.split("+"))), SCHEMA)


def test_every_event_has_its_place():
    told = made(papers.body("cv", "json"))
    assert [w["name"] for w in told["work"]] == [
        "Passede min svigermor",
        "Hjem og børn",
        "Arbejde på systue",
        "Familiens butik",
    ]
    assert [(e["institution"], e["startDate"], e["endDate"]) for e in told["education"]] == [
        ("Sprogskole", "2016", "2018"),
        ("Skole", "1988", "1997"),
    ]
    assert [v["organization"] for v in told["volunteer"]] == ["Frivillig i en café"]
    assert "Ulønnet arbejde" in told["work"][1]["summary"]
    assert told["work"][2]["position"] == "Skrædder"
    assert "Flugt" not in json.dumps(told, ensure_ascii=False)


def test_what_is_neither_work_nor_school_is_not_lost():
    body = papers.body("cv", "json")
    body["life_line"]["events"][2] |= {"kind": "sport", "work": None, "jobs": []}
    told = made(body)
    assert [p["name"] for p in told["projects"]] == ["Arbejde på systue"]
    jsonschema.validate(told, SCHEMA)


def test_competences_bring_what_shows_them():
    told = made(papers.body("cv", "json"))
    cook = told["skills"][0]
    assert cook == {"name": "Madlavning", "keywords": ["Hjem og børn: lavede mad til familien"]}
    assert told["languages"][0] == {"language": "Arabisk", "fluency": "Modersmål"}
    assert told["basics"]["phone"] == "+4520123456" and "image" not in told["basics"]


def test_it_is_in_the_first_of_the_languages():
    assert made(papers.body("cv", "json", ["ar", "da"]))["skills"][0]["name"] == "الطبخ"


def test_what_is_written_stays_what_it_is():
    attack = '"}],{{7*7}}\u202e<script>'
    body = papers.each_text(papers.body("cv", "json"), lambda _: attack)
    assert made(body)["skills"][0] == {"name": attack, "keywords": [attack]}
