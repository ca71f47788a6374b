"""A citizen who has told her life, with a link to her papers, put straight into the journey store."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from actions.content_loader import load_content
from actions.journey.competences import COMPETENCE, GROUPS, of_group
from actions.journey.lifeline import begin
from actions.journey.model import Answer, Context, Effect, Journey, Outcome
from actions.settings import Settings
from actions.store import Store, new_token, open_store
from tests.conftest import House

DREAM = "Jeg vil gerne plukke æbler i en have"  # told in the screening: none of the papers' business
SENTENCE = {
    "da": "Jeg lavede mad til ti hver dag",
    "en": "I cooked for ten every day",
    "ar": "كنت أطبخ لعشرة أشخاص كل يوم",
}


def store_of(house: House) -> Store:
    """The house's journey store, to look into; who opens it closes its engine."""
    key = house.environment["MINVEJ_JOURNEY_KEY"]
    return open_store(Settings(data=house.data, environment="development", journey_key=key, _env_file=None))


def told(language: str) -> Journey:
    """A journey with an event in each stage of the life, its typical activities, and all competences they suggest."""
    content = load_content()
    answers = {
        "hope": Answer(value=("danish",), words=DREAM, language="da"),
        "sectors": Answer(value=("kitchen", "care")),
        "born": Answer(value="x", number=1988),
    }
    journey = Journey(id=str(uuid4()), language=language, consents={"keep": "x"}, answers=answers, turn=1)
    for stage in content.life.stages.values():
        kind = next(content.life.events[k] for k in stage.events if content.life.events[k].activities)
        journey = begin(content, journey, stage.id, kind.id)
        event = max(journey.events, key=lambda e: int(e.id[1:]))
        of_it = {
            f"{event.id}_did": Answer(value=kind.activities[:3]),
            f"{event.id}_words": Answer(words=SENTENCE[language], language=language),
        }
        journey = replace(journey, answers={**journey.answers, **of_it})
    for group in GROUPS:
        kept = tuple(s.competence.id for s in of_group(content, journey, group))
        journey = replace(journey, answers={**journey.answers, COMPETENCE + group: Answer(value=kept)})
    return journey


def settled(store: Store, language: str) -> tuple[Journey, str]:
    """The journey in the store, and the token of the link to its papers."""
    journey, token = told(language), new_token()
    loaded = store.create(journey, "rest", journey.id)
    context = Context(now=store.database.now(), receipt="", link=token)
    store.save(loaded, Outcome(journey, (), (Effect("papers"),)), context)
    return journey, token
