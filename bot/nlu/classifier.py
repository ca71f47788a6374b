"""What a message is about: Rasa's component around a linear support vector machine on our own features.

Letters say what a word is about however it is spelled; word pairs tell a question ("mister jeg ...") from a story
("jeg mistede ..."). Rasa's own classifier weighs all intents alike, which makes it take stories for commands; and its
logistic regression takes minutes where there are fifty intents and this one takes seconds (docs/figures.md).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import skops.io
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC
from sklearn.utils.extmath import softmax

from bot.nlu.normaliser import normal_form

# What the parts above keep themselves in; skops trusts what scikit-learn and NumPy make public without being told.
TRUSTED = ["scipy.sparse._csr.csr_matrix", "bot.nlu.classifier.Machine"]
# How sharply distances become confidences; chosen so that 0.6 is where few are both sure and wrong (docs/figures.md).
SHARPNESS = 5.5


class Machine(LinearSVC):
    """A linear support vector machine that says how sure it is. Cross-validated sigmoids (scikit-learn's calibration)
    take four times as long and tell right from wrong less well."""

    def predict_proba(self, X: Any) -> np.ndarray:
        """One row a text, one column an intent; each row sums to 1."""
        confidences: np.ndarray = softmax(SHARPNESS * self.decision_function(X))
        return confidences


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentByWording(LogisticRegressionClassifier):
    """Rasa's component in everything but its features and its weights."""

    @classmethod
    def required_components(cls) -> list[type]:
        """None: it makes its features from the normal form itself."""
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`C` is the inverse strength of regularisation, chosen by cross-validation."""
        return {**LogisticRegressionClassifier.get_default_config(), "C": 1.0}

    def __init__(self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, name, model_storage, resource)
        # What is there only once tells nothing, and is half of all there is.
        shared: dict[str, Any] = {"sublinear_tf": True, "lowercase": False, "min_df": 2}
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), **shared)
        every_word = r"\S+"
        words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=every_word, **shared)
        features = FeatureUnion([("letters", letters), ("words", words)], transformer_weights={"words": 0.5})
        model = Machine(C=self.config["C"], random_state=42)
        self.clf = Pipeline([("features", features), ("model", model)])

    def _create_X(self, messages: list[Message]) -> np.ndarray:
        # Rasa's hook. The marks make first and last words features of their own.
        return np.array([f"^ {normal_form(message.get(TEXT) or '')} $" for message in messages], dtype=object)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentByWording:
        """The trained component. Raises skops' error when the file holds anything else than it should: an untrained
        classifier must not answer in its place."""
        component = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.clf = skops.io.load(folder / f"{resource.name}.skops", trusted=TRUSTED)
        return component
