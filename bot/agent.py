"""One message through Rasa: cleaned before anything sees it, read, answered. Never silence, never her words in a log.

This is the one place every channel's messages pass, so that no channel can forget the payload grammar or the masking
of CPR numbers.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

from actions.catalogue import FAILED
from bot.channels.grammar import inbound, stated
from bot.logs import where
from bot.remote import SpokenAction

logger = logging.getLogger(__name__)


class JourneyProcessor(MessageProcessor):
    """Rasa's processor for turns that begin with nothing and end with one action, which always answers.

    What is left out would find nothing to do: there are no slots to fill, no session outlives a turn, and after the
    action every rule listens. It would take half of a turn's time. For the same reason a prediction depends on the
    intent alone, and is made once for each.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._predictions: dict[str | None, PolicyPrediction] = {}

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """The tracker as it is: the domain has no slots."""
        return tracker

    async def _update_tracker_session(
        self, tracker: DialogueStateTracker, output_channel: OutputChannel, metadata: dict[str, Any] | None = None
    ) -> None:
        tracker.update(ActionExecuted(ACTION_LISTEN_NAME), self.domain)

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Action, PolicyPrediction]:
        """The next action, as Rasa predicts it."""
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        if isinstance(action, RemoteAction):
            action = SpokenAction(action.name(), self.action_endpoint)
        return action, prediction

    def _predict_next_with_tracker(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        intent = tracker.latest_message.intent_name if tracker.latest_message else None
        if intent not in self._predictions:
            self._predictions[intent] = super()._predict_next_with_tracker(tracker)
        return self._predictions[intent]

    @staticmethod
    def should_predict_another_action(action_name: str) -> bool:
        """Never: one action a turn."""
        return False


class JourneyAgent(Agent):
    """Rasa's agent, with our processor and our reading of what comes in."""

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load the model; raises ModelNotFound."""
        self.processor = JourneyProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
        if isinstance(self.nlg, TemplatedNaturalLanguageGenerator):
            self.nlg.responses = self.domain.responses

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """Answer one message on its output channel; never raises for anything a message could cause."""
        metadata = stated(message.metadata)
        read = inbound(message.text)
        message.text, message.parse_data = read.text, read.parse_data
        message.metadata = {**metadata, "masked_cpr": True} if read.masked_cpr else metadata
        try:
            return await super().handle_message(message)
        except Exception as error:  # whatever it was, she must get an answer
            logger.error("a message was not handled: %s", where(error))
        draft = await self.nlg.generate(
            FAILED, DialogueStateTracker(message.sender_id, []), "", language=metadata.get("language")
        )
        await message.output_channel.send_response(message.sender_id, draft or {})
        return getattr(message.output_channel, "messages", None)
