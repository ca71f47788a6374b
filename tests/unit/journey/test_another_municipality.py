"""A second municipality's file through the core: its sectors in its order, its names, its offers in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from chat import Chat

from actions.catalogue import LOCALES, Catalogue
from actions.content_loader import CONTENT, load_content
from actions.journey.flow import find
from actions.journey.model import Content, Text
from actions.journey.offers import offers
from actions.journey.speech import asks

KINDS = ("job_club", "language_school", "contact", "course", "visits")
WHERE = {"source": "eksempel.dk", "checked": None}
OFFERS = [
    {"id": "club", "kind": "job_club", "name": "Jobcafé Havnen", "place": "Havnegade 4", "days": ["tue", "thu"],
     "from": "9:30", "to": "14:00", "phone": "70 00 00 11", **WHERE},
    {"id": "talk", "kind": "contact", "name": "Eksempel", "who": "vejlederen", "days": ["fri"], **WHERE},
    {"id": "school", "kind": "language_school", "name": "Sprogcenter <b>{name}</b>", **WHERE},
]  # fmt: skip


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The demo's file with other names, three sectors and other offers."""
    raw = yaml.safe_load((CONTENT / "municipality.yml").read_text(encoding="utf-8"))
    raw.pop("logo")
    raw |= {
        "municipality": "Eksempel Kommune", "unit": "Jobcenter Eksempel", "phone": "70 00 00 10",
        "sectors": [{"id": "retail", "demand": "few"}, {"id": "care"}, {"id": "hotel"}], "offers": OFFERS,
    }  # fmt: skip
    path = Path(tmp_path_factory.mktemp("municipality") / "eksempel.yml")
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return load_content(CONTENT, LOCALES, path)


def test_she_is_asked_for_its_sectors_in_its_order(content: Content) -> None:
    chat = Chat(content=content).begun()
    chat.until("sectors")
    ticks = [button.payload for button in chat.last.replies[-1].buttons if not button.quiet]
    assert [p.split('"v":"')[1].strip('"}+') for p in ticks[:-1]] == ["retail", "care", "hotel", "not_yet"]


@pytest.mark.parametrize("language", ["da", "en", "ar"])
def test_a_sector_it_does_not_show_is_understood_and_reaches_the_summary(content: Content, language: str) -> None:
    words = Catalogue().text(Text("q.sectors.o.transport"), language)
    chat = Chat(language, content=content).begun()
    chat.until("sectors").send(text=words)
    assert chat.journey.answers["sectors"].options == ("transport",)
    lines = [line for reply in chat.tap("menu", "summary").replies for line in reply.lines]
    [said] = [line.values for line in lines if line.question == "sectors"]
    assert said == (Text("q.sectors.o.transport"),)


def test_it_is_named_where_she_is_told_whom_to_ask(content: Content) -> None:
    chat = Chat(content=content).begun()
    chat.tap("menu", "person")
    said = "\n".join(Catalogue().text(reply.text, "da") for reply in chat.last.replies)
    assert "70 00 00 10" in said and "70 00 00 00" not in said


SAID = {
    "da": (
        "Jobklub: Jobcafé Havnen\nHver tirsdag og torsdag kl. 09.30-14.00\nSted: Havnegade 4\nTelefon: 70 00 00 11",
        "Din kontakt: Eksempel\nHver fredag\nSpørg efter: vejlederen",
        "Sprogskole: Sprogcenter <b>{name}</b>",
    ),
    "en": (
        "Job club: Jobcafé Havnen\nEvery Tuesday and Thursday, 9:30\u202fAM to 2:00\u202fPM\nPlace: Havnegade 4\n"
        "Phone: 70 00 00 11",
        "Your contact: Eksempel\nEvery Friday\nAsk for: vejlederen",
        "Language school: Sprogcenter <b>{name}</b>",
    ),
    "ar": (
        "نادي البحث عن عمل: Jobcafé Havnen\nالثلاثاء والخميس، من الساعة 9:30 ص إلى 2:00 م\nالمكان: Havnegade 4\n"
        "الهاتف: 70 00 00 11",
        "جهة الاتصال: Eksempel\nالأيام: الجمعة\nالشخص: vejlederen",
        "مدرسة اللغة الدنماركية: Sprogcenter <b>{name}</b>",
    ),
}


@pytest.mark.parametrize("language", SAID)
def test_its_offers_are_said_in_her_language(content: Content, language: str) -> None:
    catalogue = Catalogue()
    said = (catalogue.text(reply.text, language) for reply in offers(content, KINDS))
    assert tuple(text.replace("\u2068", "").replace("\u2069", "") for text in said) == SAID[language]


def test_only_the_kinds_that_are_wanted_are_said_and_a_number_can_be_tapped(content: Content) -> None:
    [club] = offers(content, ["job_club", "course"])
    assert club.text.args["phone"] == "70 00 00 11"
    assert offers(content, ["course"]) == ()


def test_the_demo_still_speaks_for_itself(content: Content) -> None:
    demo = load_content()
    assert content.municipality["municipality"] == "Eksempel Kommune"
    assert demo.municipality["municipality"] == "Demo Kommune"
    question = find(demo, Chat().journey, "sectors")
    assert question is not None and len(question.options) == 14
    assert asks(demo, question).args["unit"] == "Jobcenter Demo"
