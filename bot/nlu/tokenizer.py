"""Words, as spaCy tells them apart in the script at hand.

The script decides, not the chosen language: training examples do not say theirs, and training and talk must agree.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.normaliser import blank, normal_form, script_language


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ScriptTokenizer(Tokenizer):
    """Tokens of the normal form; their offsets are offsets in it."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's hook: what every tokenizer must have."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @staticmethod
    def required_packages() -> list[str]:
        """Rasa's hook: what must be installed."""
        return ["spacy"]

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of one attribute of a message; at least one token, as Rasa expects."""
        normal = normal_form(message.get(attribute)) or message.get(attribute)
        doc = blank(script_language(normal)).make_doc(normal)
        return [Token(token.text, token.idx) for token in doc if not token.is_space] or [Token(normal, 0)]
