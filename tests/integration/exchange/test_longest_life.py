"""The longest life that can be told, with a photo and every sector explored, is taken in: too large a case would never
arrive."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import datetime, timezone
from io import BytesIO
from uuid import uuid4

from PIL import Image

from actions.catalogue import localised
from actions.content_loader import load_content
from actions.journey import case, explore
from actions.journey.clean import MAX_LENGTH
from actions.journey.competences import COMPETENCE, GROUPS, suggestions
from actions.journey.guidance import LONGEST
from actions.journey.lifeline import MOST, begin
from actions.journey.model import QUERIES, TOPICS, Answer, Journey
from handoff_api.intake.schemas import ScreeningBody
from handoff_api.middleware import MAX_BODY

CONTENT = load_content()
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=timezone.utc)
STORY = ("كنت أطبخ لعشرة أشخاص كل يوم في البيت. " * MAX_LENGTH)[:MAX_LENGTH]


def longest() -> Journey:
    """As many events as there may be, in the longest words, with all they may hold and suggest."""
    journey = Journey(id=str(uuid4()), language="ar", turn=1)
    journey = replace(journey, consents=dict.fromkeys(("keep", "photo", "send"), NOW.isoformat()), photo=True)
    stages, story = tuple(CONTENT.life.stages), Answer(words=STORY, language="ar")
    for i in range(MOST):
        journey = begin(CONTENT, journey, stages[i % len(stages)], "other", story)
        event = max(journey.events, key=lambda e: int(e.id[1:])).id
        did = Answer(value=tuple(CONTENT.life.activities)[i : i + 40])
        told = {f"{event}_did": did, f"{event}_words": story}
        journey = replace(journey, answers={**journey.answers, **told})
    found = suggestions(CONTENT, journey)
    kept = {g: tuple(s.competence.id for s in found if s.competence.group == g) for g in GROUPS}
    answers = {COMPETENCE + group: Answer(value=ids) for group, ids in kept.items()}
    answers["reach"] = Answer(value="school")
    journey = replace(journey, answers={**journey.answers, **answers, **everything()}, visits=tuple(CONTENT.sectors))
    return replace(journey, sent_kind="screening", sent_revision=1)


def everything() -> dict[str, Answer]:
    """Every sector looked at, liked and chosen, with all its skills and words, and as much asked as is passed on."""
    found: dict[str, Answer] = {}
    for sector in CONTENT.sectors.values():
        can = Answer(value=tuple(skill.id for skill in sector.skills))
        found |= {f"s_{sector.id}_before": Answer(value="paid"), f"s_{sector.id}_like": Answer(value="yes")}
        found |= {f"s_{sector.id}_can": can, **{f"w_{sector.id}_{w.id}": Answer(value=w.id) for w in sector.words}}
    return found | {
        explore.MODULE: Answer(value="yes"),
        explore.CHOSEN: Answer(value=tuple(CONTENT.sectors)),
        TOPICS: Answer(value=tuple(topic.id for topic in CONTENT.topics)),
        QUERIES: Answer(words=STORY[:LONGEST], language="ar"),
    }


def test_the_longest_life_is_taken_in() -> None:
    photo = BytesIO()
    Image.effect_noise((600, 800), 200).convert("RGB").save(photo, "JPEG", quality=85)  # nothing is larger than noise
    body = {**localised(case.build(CONTENT, longest(), NOW)), "photo": base64.b64encode(photo.getvalue()).decode()}
    sent = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(sent) < MAX_BODY
    taken = ScreeningBody.model_validate_json(sent)
    assert taken.life_line and len(taken.life_line.events) == MOST and taken.photo
    assert taken.explored and len(taken.explored.paths) == len(CONTENT.sectors)
    assert all(len(sector.skills) == sector.of_skills and sector.words for sector in taken.explored.sectors)
