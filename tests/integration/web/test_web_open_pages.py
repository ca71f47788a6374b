"""Sectors and topics for everybody: whole in every language, without a session, a cookie or a trace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest
from sqlalchemy import func, select

from actions.catalogue import Catalogue, isolated
from actions.content_loader import load_content
from actions.journey.explore import shown
from actions.journey.model import Text
from actions.journey.sector import CARDS, STEPS
from actions.journey.speech import facts
from actions.settings import Settings
from actions.store import open_store
from actions.store.tables import journeys, keys
from tests.conftest import House

CONTENT, CATALOGUE = load_content(), Catalogue()
PATHS = ("/sectors", "/sectors/cleaning", "/topics")
NAVIGATION = {"Sec-Fetch-Mode": "navigate", "User-Agent": "Mozilla/5.0 (Linux; Android 12) Chrome/120 Mobile"}


@pytest.fixture
def visit(bot_server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=bot_server, headers=NAVIGATION, timeout=30) as client:
        yield client


def seen(answer: httpx.Response) -> str:
    """What stands on the page, without tags."""
    return unescape(re.sub(r"<[^>]*>", "", answer.text))


def missing(page: str, language: str, *text_ids: str) -> list[str]:
    """Those of the messages that do not stand on the page as they are said in the language."""
    known = facts(CONTENT)
    return [text_id for text_id in text_ids if CATALOGUE.text(Text(text_id, known), language) not in page]


@pytest.mark.parametrize("language", CONTENT.languages)
def test_every_sector_that_is_shown_has_its_whole_page(visit: httpx.Client, language: str) -> None:
    front = visit.get("/sectors", params={"lang": language})
    for sector_id, demand in shown(CONTENT).items():
        assert f'href="/sectors/{sector_id}?lang={language}"' in front.text
        named = [f"q.sectors.o.{sector_id}", *([f"sector.demand.{demand}"] if demand else [])]
        assert missing(seen(front), language, *named) == []
        answer = visit.get(f"/sectors/{sector_id}", params={"lang": language})
        assert answer.status_code == 200
        sector, name = CONTENT.sectors[sector_id], f"sector.{sector_id}"
        texts = [f"{name}.card.{card}" for card in CARDS] + [f"{name}.path.{step}" for step in STEPS]
        texts += [f"{name}.task.{task.id}" for task in sector.tasks]
        texts += [f"{name}.skill.{skill.id}" for skill in sector.skills]
        texts += [f"{name}.employer.{employer}" for employer in sector.employers]
        texts += [f"{name}.course.{course}" for course in sector.courses]
        texts += [f"{name}.word.{word.id}" for word in sector.words]
        texts += [f"{name}.say.{word.id}" for word in sector.words if word.heard]
        assert missing(seen(answer), language, *named, *texts) == []
        for word in sector.words:
            assert word.picture in answer.text
            assert f'<span lang="da" dir="ltr">{word.danish}</span>' in answer.text
            assert word.heard in unescape(answer.text)


@pytest.mark.parametrize("language", CONTENT.languages)
def test_every_topic_stands_with_its_whole_answer(visit: httpx.Client, language: str) -> None:
    page = seen(visit.get("/topics", params={"lang": language}))
    parts = ("title", "answer", "example", "next", "who")
    work = [f"topic.{topic.id}.{part}" for topic in CONTENT.topics if topic.group for part in parts]
    service = [f"topic.{t.id}.{part}" for t in CONTENT.topics if not t.group for part in ("title", "answer")]
    stories = [
        f"story.{tale.id}.{part}" for tale in CONTENT.stories for part in ("title", *map("text.{}".format, "1234"))
    ]
    groups = [f"guide.group.{group.id}" for group in CONTENT.groups]
    assert missing(page, language, *work, *service, *stories, *groups) == []
    club = next(offer for offer in CONTENT.municipality["offers"] if offer["kind"] == "job_club")
    assert isolated(club["name"], language == "ar") in page, "what there is here is named where it helps"


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_kept_of_who_looks(visit: httpx.Client, house: House, path: str) -> None:
    key = house.environment["MINVEJ_JOURNEY_KEY"]
    store = open_store(Settings(data=house.data, environment="development", journey_key=key, _env_file=None))

    def kept() -> list[int]:
        with store.database.read() as connection:
            return [connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (journeys, keys)]

    before = kept()
    answer = visit.get(path)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", answer.text)
    assert kept() == before
    store.database.engine.dispose()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_that_has_not_changed_is_not_sent_again(visit: httpx.Client, path: str) -> None:
    danish = visit.get(path, headers={"Accept-Language": "da"})
    tag = danish.headers["etag"]
    assert "no-store" not in danish.headers["cache-control"]
    again = visit.get(path, headers={"Accept-Language": "da", "If-None-Match": f'"other", {tag}'})
    assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == tag
    arabic = visit.get(path, headers={"Accept-Language": "ar", "If-None-Match": tag})
    assert arabic.status_code == 200 and '<html lang="ar" dir="rtl">' in arabic.text
    assert visit.get(path, params={"lang": "en"}).text.count('<html lang="en"') == 1
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in arabic.headers["vary"].split(",")}


@pytest.mark.parametrize("path", ["/sectors/space", "/sectors/not_yet", "/sectors/..%2Fchat"])
def test_what_there_is_not_is_said_kindly(visit: httpx.Client, path: str) -> None:
    answer = visit.get(path, params={"lang": "en"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert missing(seen(answer), "en", "page.not_found") == []
