"""Hears words that may be about violence, suicide or nowhere to sleep, and only says so.

What follows is a calm offer of help numbers, after a confirming tap: words mislead ("jeg slår græsset"), so nothing is
done or sent because of them. Emits an entity `urgent` with the kind. Patterns: urgent/<language>.yml, spaCy's token
patterns under each kind.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.matcher import Matcher

from actions.journey.clean import clean, fold
from bot.nlu.normaliser import blank

PATTERNS = Path(__file__).parent / "urgent"
KINDS = ("violence", "suicide", "homeless")  # the first found is the one offered


@cache
def _matchers() -> dict[str, Matcher]:
    """A matcher for each language that has patterns."""
    matchers = {}
    for path in sorted(PATTERNS.glob("*.yml")):
        patterns = yaml.safe_load(path.read_text(encoding="utf-8"))
        matcher = matchers[path.stem] = Matcher(blank(path.stem).vocab)
        for kind in KINDS:
            if patterns.get(kind):
                matcher.add(kind, patterns[kind])
    return matchers


def urgent_kind(text: str) -> str:
    """The kind of urgency the words may be about, in whatever language they are; "" for none.

    Patterns are written for folded words, so that accents, vowel marks and spelling do not hide anything.
    """
    folded = fold(clean(text).text)
    found = set()
    for language, matcher in _matchers().items():
        doc = blank(language).make_doc(folded)
        found |= {doc.vocab.strings[match] for match, _, _ in matcher(doc)}
    return next((kind for kind in KINDS if kind in found), "")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class UrgentWords(GraphComponent):
    """The patterns as a Rasa component."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> UrgentWords:
        """Rasa's hook: reads the patterns now, so that the first message does not wait for them."""
        _matchers()
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add an `urgent` entity where there is cause."""
        for message in messages:
            kind = urgent_kind(message.get(TEXT) or "")
            if kind:
                entities = [*message.get(ENTITIES, []), {"entity": "urgent", "value": kind}]
                message.set(ENTITIES, entities, add_to_output=True)
        return messages
