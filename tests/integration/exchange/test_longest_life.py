"""The longest life that can be told, with a photo, is taken in: a case that is too large would never arrive."""

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
from actions.journey import case
from actions.journey.clean import MAX_LENGTH
from actions.journey.competences import COMPETENCE, GROUPS, suggestions
from actions.journey.lifeline import MOST, begin
from actions.journey.model import Answer, Journey
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
    return replace(journey, answers={**journey.answers, **answers}, sent_kind="screening", sent_revision=1)


def test_the_longest_life_is_taken_in() -> None:
    photo = BytesIO()
    Image.effect_noise((600, 800), 200).convert("RGB").save(photo, "JPEG", quality=85)  # nothing is larger than noise
    body = {**localised(case.build(CONTENT, longest(), NOW)), "photo": base64.b64encode(photo.getvalue()).decode()}
    sent = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(sent) < MAX_BODY
    taken = ScreeningBody.model_validate_json(sent)
    assert taken.life_line and len(taken.life_line.events) == MOST and taken.photo
