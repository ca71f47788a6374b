"""The life line on the case page: every event and competence with what it rests on, as text, and nothing she struck."""

from __future__ import annotations

import copy
import html
import re
from typing import Any

import pytest
from desk import NAME, Desk, journey_of, listed, send, text_of
from life_lines import LIFE, PHOTO_CONSENT, jpeg, with_life
from sqlalchemy import select

from handoff_api.audit.models import AuditEntry
from handoff_api.inbox.lifepage import years
from handoff_api.inbox.models import Wording
from handoff_api.inbox.quotes import words_id

LINE = LIFE["life_line"]
BAKERY = LINE["events"][2]
SENTENCE = BAKERY["words"]["text"]
ABOUT = words_id(SENTENCE)
DANISH = "Jeg stod op klokken fire med min mor for at bage."


def event(page: str, code: str) -> str:
    """One event of a case page."""
    return re.search(rf'<li class="event[^>]*id="event-{code}".*?(?=<li class="event|</ol>)', page, re.DOTALL)[0]


def test_every_event_stands_on_the_line_with_all_that_was_told(house, screening):
    page = Desk(house).at_work().get(f"/inbox/cases/{send(house, with_life(screening))}")
    stages = re.findall(r'<li class="stage">\s*<h3>.*?</h3>', page, re.DOTALL)
    assert [text_of(stage).split(" ", 1)[1] for stage in stages] == [s["title"]["da"] for s in LINE["stages"]]
    assert re.findall(r'id="event-(\w+)"', page) == [e["id"] for e in LINE["events"]], "in the order of her life"
    for told in LINE["events"][:-1]:
        words = text_of(event(page, told["id"]))
        parts = [told["title"], told["when"], told["long"], told["place"], told["how"]]
        parts += [*(job["title"] for job in told["jobs"]), *(activity["title"] for activity in told["activities"])]
        assert all(texts["da"] in words for texts in parts if texts), told["id"]
        assert years(told) in words
        assert ("Ulønnet arbejde" in words) == (told["work"] == "unpaid")
    bakery = event(page, "e3")
    assert "1998–2004" in bakery and "ISCO 7512" in bakery
    assert f'<p lang="ar" dir="rtl">{SENTENCE}</p>' in bakery
    assert "Begivenheder: 12 · heraf lønnet arbejde: 0 · ulønnet arbejde: 6" in text_of(page)


def test_every_competence_stands_in_its_group_with_what_it_comes_from(house, screening):
    page = Desk(house).at_work().get(f"/inbox/cases/{send(house, with_life(screening))}")
    groups = dict(re.findall(r'<section class="group" aria-labelledby="group-(\w+)">(.*?)</section>', page, re.DOTALL))
    assert list(groups) == ["professional", "social", "personal", "language"]
    assert [text_of(re.search(r"<h3.*?</h3>", g)[0]).split()[0] for g in groups.values()] == [
        "Faglige",
        "Sociale",
        "Personlige",
        "Sproglige",
    ]
    for competence in LINE["competences"]:
        section = groups[competence["group"]]
        assert competence["name"]["da"] in text_of(section) and competence["esco"]["label"] in text_of(section)
        for evidence in competence["evidence"]:
            assert re.search(
                rf'href="#event-{evidence["event"]}"><span[^>]*>{re.escape(evidence["text"]["da"])}', section
            )
    assert page.count("Tilføjet af borgeren") == sum(c["added"] for c in LINE["competences"]) == 1
    spoken = text_of(re.search(r'<ul class="plain spoken">.*?</ul>', page, re.DOTALL)[0])
    assert spoken == "arabisk kurdisk dansk Lidt – nogle ord"


def test_what_she_saw_stands_beside_for_a_talk_with_her(house, screening):
    number = send(house, with_life(screening))
    desk = Desk(house).at_work()
    hers = re.search(r"<details class=\"card hers\">.*?</details>", desk.get(f"/inbox/cases/{number}"), re.DOTALL)[0]
    assert "på arabisk" in hers and '<div lang="ar" dir="rtl">' in hers
    assert BAKERY["title"]["ar"] in hers and LINE["competences"][0]["name"]["ar"] in hers
    assert BAKERY["title"]["ar"] not in desk.get(f"/inbox/cases/{number}/print")


def test_a_case_without_a_life_line_has_no_empty_place_for_it(house, screening):
    page = Desk(house).at_work().get(f"/inbox/cases/{send(house, screening)}")
    assert "Livslinje" not in page and "Kompetencer" not in page and 'class="photo"' not in page


def test_a_life_line_without_events_says_so(house, screening):
    body = with_life(screening)
    body["life_line"] |= {"events": [], "competences": [], "stages": [], "spoken": []}
    words = text_of(Desk(house).at_work().get(f"/inbox/cases/{send(house, body)}"))
    assert "Borgeren har ikke fortalt om begivenheder." in words and "Borgeren har ikke valgt kompetencer." in words


def test_her_photo_is_shown_where_she_sent_one(house, screening):
    photo = jpeg()
    number = send(house, with_life(screening, photo))
    desk = Desk(house).at_work()
    for path in (f"/inbox/cases/{number}", f"/inbox/cases/{number}/print"):
        page = desk.get(path)
        assert f'<img class="photo" src="data:image/jpeg;base64,{photo}" alt="Foto af borgeren' in html.unescape(page)
        assert "Sende foto" in page


def test_her_words_are_put_into_danish_by_somebody_who_signs(house, screening):
    number = send(house, with_life(screening))
    desk = Desk(house).at_work()
    assert (
        desk.act(number, "wordings", about=ABOUT, text=DANISH).headers["location"] == f"/inbox/cases/{number}#{ABOUT}"
    )
    desk.act(number, "wordings", about=ABOUT, text=DANISH)
    assert house.rows()["wordings"] == 1, "the button pressed twice"
    told = event(desk.get(f"/inbox/cases/{number}"), "e3")
    assert SENTENCE in told, "hers stays"
    assert f"{DANISH} På dansk ved {NAME}, " in text_of(told) and "Ikke oversat" not in told
    desk.act(number, "wordings", about=ABOUT, text="Rettet.")
    assert "Rettet. På dansk ved" in text_of(event(desk.get(f"/inbox/cases/{number}/print"), "e3"))
    with house.database.session() as session:
        assert session.scalars(select(Wording.text).order_by(Wording.id)).all() == [DANISH, "Rettet."]
        acts = session.scalars(select(AuditEntry.action)).all()
    assert acts.count("worded") == 2


def test_a_wording_is_of_these_words_and_no_others(house, screening):
    body = with_life(screening)
    number = send(house, body)
    desk = Desk(house).at_work()
    desk.act(number, "wordings", about=ABOUT, text=DANISH)
    body["life_line"]["events"][2]["words"]["text"] = SENTENCE + " حقًا"
    send(house, body, journey=journey_of(house, number), revision=2)
    assert DANISH not in desk.get(f"/inbox/cases/{number}")
    assert DANISH in desk.get(f"/inbox/cases/{number}?revision=1")
    late = desk.act(number, "wordings", about=ABOUT, text="skrevet i mellemtiden")
    assert late.status_code == 422 and "skrevet i mellemtiden" in late.text


@pytest.mark.parametrize("place", ["answer", "disagreement", "title"])
def test_everything_in_her_own_words_can_be_put_into_danish(house, screening, place):
    number = send(house, with_life(screening))
    text = {
        "answer": screening["answers"][0]["words"]["text"],
        "disagreement": screening["disagreements"][0]["words"]["text"],
        "title": LINE["events"][-1]["title"]["ar"],
    }[place]
    desk = Desk(house).at_work()
    assert desk.act(number, "wordings", about=words_id(text), text="Noget på dansk").status_code == 303
    page = desk.get(f"/inbox/cases/{number}")
    assert text in html.unescape(page) and "Noget på dansk" in text_of(page)
    if place == "title":
        assert "Noget på dansk" in re.search(r"<h4>.*?</h4>", event(page, "e12"), re.DOTALL)[0]


def test_marks_of_direction_around_her_words_do_not_hide_that_they_are_hers(house, screening):
    body = with_life(screening)
    title = body["life_line"]["events"][-1]["title"]
    title |= {"da": f"\u2068{title['da']}\u2069"}
    own = event(Desk(house).at_work().get(f"/inbox/cases/{send(house, body)}"), "e12")
    assert "Borgerens egen begivenhed" in own and f'<p lang="ar" dir="rtl">{title["ar"]}</p>' in own


def test_an_empty_wording_or_one_of_nothing_is_refused(house, screening):
    number = send(house, with_life(screening))
    desk = Desk(house).at_work()
    for about, text in ((ABOUT, " \n"), ("", "x"), (words_id("noget andet"), "x"), (words_id("1998"), "x")):
        assert desk.act(number, "wordings", about=about, text=text).status_code == 422, about
    assert house.rows()["wordings"] == 0


def test_what_changed_in_her_life_is_said(house, screening):
    body = with_life(screening)
    number = send(house, body)
    later = copy.deepcopy(body)
    line = later["life_line"]
    line["events"][2]["activities"] = line["events"][2]["activities"][:1]
    struck = line["competences"].pop()
    line["events"][4]["words"]["text"] += " 2"
    later |= {"photo": jpeg(), "consents": [*later["consents"], PHOTO_CONSENT]}
    send(house, later, journey=journey_of(house, number), revision=2)
    page = Desk(house).at_work().get(f"/inbox/cases/{number}")
    table = re.search(r'<table class="changes">.*?</table>', page, re.DOTALL)[0]
    rows = [text_of(row) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)][1:]
    changed, said, gone, photo = rows
    assert changed.startswith("Livslinje: Familiens butik eller værksted") and changed.endswith(
        "Bagte brød og kager, Hver dag"
    )
    assert said.startswith("Livslinje: Fik børn") and said.endswith(" 2")
    assert gone == f"Kompetence {struck['name']['da']} –"
    assert photo == "Foto – vedlagt"


def test_search_finds_what_she_did_and_can_but_not_what_she_fled(house, screening):
    number = send(house, with_life(screening))
    send(house, screening)
    desk = Desk(house).at_work()
    for found in ("værksted", "BAGER", "havearbejde", "Hjælp til ældre", "frivillig"):
        assert listed(desk.client.get("/inbox", params={"q": found}).text) == [number], found
    for nobody in ("flugt", "krig"):
        assert listed(desk.client.get("/inbox", params={"q": nobody}).text) == [], nobody


def test_nothing_in_a_life_becomes_markup_and_long_words_stay_in_their_place(house, screening):
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}#import"

    def poisoned(value: Any) -> Any:
        if isinstance(value, dict):
            if value.keys() == {"ar", "da"}:
                return {"ar": "هي " + attack, "da": attack}
            return {k: attack * 40 if k == "text" and isinstance(v, str) else poisoned(v) for k, v in value.items()}
        return [poisoned(v) for v in value] if isinstance(value, list) else value

    body = with_life(screening) | poisoned(LIFE)
    for stage in body["life_line"]["stages"]:
        stage["picture"] = "<b>{{1}}"
    for competence in body["life_line"]["competences"]:
        competence["esco"]["label"] = attack
    number = send(house, body)
    desk = Desk(house).at_work()
    desk.act(number, "wordings", about=words_id(attack * 40), text=attack)
    send(house, with_life(screening), journey=journey_of(house, number), revision=2)
    for path in ("", "?revision=1", "/print?revision=1"):
        page = desk.get(f"/inbox/cases/{number}{path}")
        assert page.count("<script") == 1 and "<img" not in page and "<b>" not in page
        assert attack in html.unescape(page), path


def test_an_erased_case_takes_life_photo_and_wordings_with_it(house, screening):
    number = send(house, with_life(screening, jpeg()))
    desk = Desk(house).at_work()
    desk.act(number, "wordings", about=ABOUT, text=DANISH)
    assert house.erase(journey_of(house, number)).json()["erased"] is True
    rows = house.rows()
    assert rows["wordings"] == rows["revisions"] == rows["cases"] == 0
    desk.get(f"/inbox/cases/{number}", 404)
