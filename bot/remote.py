"""How Rasa calls `action_step`: as a function in this process, or on a stock action server; and what it checks.

Rasa re-checks its JSON schema against itself at every call (most of a turn's time), and answers a failing action with
silence. Here the schema is compiled once, and a failure is spoken.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction, create_bot_utterance
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from actions.catalogue import FAILED
from bot.logs import where

logger = logging.getLogger(__name__)

INPROCESS = "inprocess"


class InProcessActions(EndpointConfig):
    """An "action server" that is a function call: the same request, the same executor, no HTTP."""

    def __init__(self, *actions: Action) -> None:
        # Selective domain: the actions read none of it, and serialising it would cost more than the turn.
        super().__init__(INPROCESS, enable_selective_domain=True)
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Run the action that Rasa asks for; what it raises is the caller's to handle."""
        return await self._executor.run(kwargs["json"])


def action_server(url: str) -> EndpointConfig:
    """A stock rasa_sdk action server at `url` (http://…/webhook)."""
    return EndpointConfig(url, enable_selective_domain=True)


class SpokenAction(RemoteAction):
    """A custom action that always answers: what it says, or that something went wrong."""

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """The action's events, with at least one bot message among them."""
        try:
            events = await super().run(output_channel, nlg, tracker, domain)
            if any(isinstance(event, BotUttered) for event in events):
                return events
            logger.error("%s answered nothing", self.name())
        except Exception as error:  # whatever it was, she must get an answer
            logger.error("%s failed: %s", self.name(), where(error))
        message = tracker.latest_message
        draft = await nlg.generate(
            FAILED, tracker, output_channel.name(), language=((message and message.metadata) or {}).get("language")
        )
        return [create_bot_utterance(draft or {})]

    def _validate_action_result(self, result: Any) -> bool:
        _validator().validate(result)
        return True


@cache
def _validator() -> Validator:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)
