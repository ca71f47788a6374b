"""Finds the names of answers inside a sentence: "jeg vil gerne arbejde i en børnehave" names the sector childcare.

Emits entities `option` with value `<question>/<option>`; the reader of the question at hand decides what they are
worth (a negation may stand before them). Only for questions where several things may be named: where one of a few is
chosen, words such as "mig" or "kan godt" stand for an option only as the whole answer, which the reader sees.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.matcher import PhraseMatcher

from actions.content_loader import load_content
from actions.journey.clean import clean, fold
from actions.journey.speech import ticks
from bot.nlu.normaliser import blank, script_language

Lexicon = Mapping[str, Mapping[str, Any]]
# A shorter phrase is too often part of something else; the reader knows it when it is the whole answer.
SHORTEST = 4


class Phrases:
    """The options' phrases in all languages, ready to be looked for. Languages of one script share a matcher."""

    def __init__(self, lexicon: Lexicon, questions: Collection[str]) -> None:
        phrases: dict[str, dict[str, set[str]]] = {}
        for words in lexicon.values():
            for question, options in words.get("options", {}).items():
                if question not in questions:
                    continue
                for option, synonyms in options.items():
                    for folded in map(fold, map(str, synonyms)):
                        if len(folded) >= SHORTEST and not folded.isdigit():
                            by_value = phrases.setdefault(script_language(folded), {})
                            by_value.setdefault(f"{question}/{option}", set()).add(folded)
        self._matchers: dict[str, PhraseMatcher] = {}
        for script, by_value in phrases.items():
            matcher = self._matchers[script] = PhraseMatcher(blank(script).vocab)
            for value, folded_phrases in by_value.items():
                matcher.add(value, [blank(script).make_doc(phrase) for phrase in sorted(folded_phrases)])

    def find(self, text: str) -> tuple[str, ...]:
        """The `<question>/<option>` values named in the text, in the order they stand there."""
        found: dict[str, None] = {}
        folded = fold(clean(text).text)
        for script, matcher in self._matchers.items():
            doc = blank(script).make_doc(folded)
            for match, _, _ in sorted(matcher(doc), key=lambda hit: hit[1]):
                found[doc.vocab.strings[match]] = None
        return tuple(found)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class OptionGazetteer(GraphComponent):
    """The phrases as a Rasa component. They come from the content, not from the model: no training to add a word."""

    def __init__(self) -> None:
        content = load_content()
        self._phrases = Phrases(content.lexicon, {q.id for q in content.questions if ticks(q)})

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OptionGazetteer:
        """Rasa's hook."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what was found to each message's entities."""
        for message in messages:
            found = self._phrases.find(message.get(TEXT) or "")
            entities = [{"entity": "option", "value": value} for value in found]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        return messages
