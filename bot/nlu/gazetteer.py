"""Finds the names of things inside a sentence: "jeg vil gerne arbejde i en børnehave" names the sector childcare, and
"jeg lavede mad for 200" the activity of cooking.

Emits entities `option` with value `<key>/<id>`: the options of questions where several may be named, and what lives are
told in (LIFE). What they are worth is decided where they are read. Where one of a few options is chosen, words such as
"mig" or "kan godt" stand for it only as the whole answer, which the reader sees.
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

from actions.content_loader import load_content
from actions.journey.clean import clean, fold
from actions.journey.readers.vocabulary import LIFE, vocabularies
from actions.journey.speech import ticks
from bot.nlu.names import country_names, language_names
from bot.nlu.phrases import Hit, LanguagePhrases, Sentence, script

Lexicon = Mapping[str, Mapping[str, Any]]
SPOKEN = "spoken"
# A shorter option's name is too often part of something else; the reader knows it when it is the whole answer.
SHORTEST = 4
SHORTEST_NAME = 3  # مصر
SENTENCE = 2  # small words from which a text tells its language


class Phrases:
    """All languages' phrases, ready to be looked for."""

    def __init__(self, lexicon: Lexicon, questions: Collection[str] = ()) -> None:
        """`questions` are those whose options are looked for, beside what lives are told in."""
        everyday = frozenset(fold(word) for words in lexicon.values() for word in words.get("not_names", ()))
        self._languages = [
            LanguagePhrases(vocabulary, lexicon[code], _by_value(code, lexicon[code], questions, everyday))
            for vocabulary in vocabularies(lexicon, None)
            for code in (vocabulary.language,)
        ]

    def find(self, text: str) -> tuple[str, ...]:
        """The `<key>/<id>` values that a text names, in the order they stand there."""
        cleaned = clean(text).text
        scripts = {script(word) for word in fold(cleaned).split()}
        read = [(each, each.read(cleaned)) for each in self._languages if each.scripts & scripts]
        most = max((each.own(sentence) for each, sentence in read), default=0)
        hits: list[Hit] = []
        for each, sentence in read:
            if 2 * each.own(sentence) >= most or most < SENTENCE:  # "I was born": no "børn" in English
                hits += _said(each, sentence)
        found: dict[str, int] = {}
        for hit in _longest(hits):
            found[hit.value] = min(hit.at[0], found.get(hit.value, hit.at[0]))
        return tuple(sorted(found, key=lambda value: found[value]))


def _by_value(
    code: str, words: Mapping[str, Any], questions: Collection[str], everyday: frozenset[str]
) -> dict[str, list[str]]:
    options: Mapping[str, Mapping[str, Collection[Any]]] = words.get("options", {})
    found: dict[str, list[str]] = {}
    for key, by_option in options.items():
        for option, said in by_option.items():
            bare = words.get("bare", {}).get(key, ())
            phrases = [str(phrase) for phrase in said if phrase not in bare]
            if key in questions and key not in LIFE:
                phrases = [p for p in phrases if len(fold(p)) >= SHORTEST and not fold(p).isdigit()]
            if key in questions or key in LIFE:
                found.setdefault(f"{key}/{option}", []).extend(phrases)
    languages = language_names(code, options.get(SPOKEN, {}))
    for key, names in (("country", country_names(code)), (SPOKEN, languages)):
        for name_of, called in names.items():
            known = [name for name in called if len(fold(name)) >= SHORTEST_NAME and fold(name) not in everyday]
            found.setdefault(f"{key}/{name_of}", []).extend(known)
    return found


def _said(each: LanguagePhrases, sentence: Sentence) -> list[Hit]:
    hits = list(each.find(sentence))
    spoken = {at for hit in hits if hit.value.startswith(SPOKEN) for at in hit.at}
    if not spoken or each.about_speaking(sentence, spoken):
        return hits
    return [hit for hit in hits if not hit.value.startswith(SPOKEN)]  # "arabisk mad"


def _longest(hits: list[Hit]) -> list[Hit]:
    """Without what lies within another of its kind: the Sudan of South Sudan."""
    covers = {(hit.value.partition("/")[0], frozenset(hit.at)) for hit in hits}
    within = {(key, at) for key, at in covers if any(key == other and at < more for other, more in covers)}
    return [hit for hit in hits if (hit.value.partition("/")[0], frozenset(hit.at)) not in within]


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
