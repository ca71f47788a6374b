"""The one Rasa action: every message is a turn of the journey. Runs in the bot's process, or in a stock action server:
`python -m rasa_sdk --actions actions.actions`.
"""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.codec import dump_reply
from actions.content_loader import load_content
from actions.settings import settings
from actions.store import open_store
from actions.turn import OWN_SESSIONS, Channel, Turns, read_message


@cache
def turns() -> Turns:
    """The engine of this process, built at the first message."""
    return Turns(open_store(settings()), load_content())


class ActionStep(Action):
    """Takes the turn and utters its replies, by message id; the bot's NLG makes text of them."""

    def name(self) -> str:
        """Rasa's name for it, as in domain.yml."""
        return "action_step"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer the latest message. Nothing is left in Rasa's tracker. Raises what the store raises: the bot then says
        that it failed."""
        latest = tracker.latest_message or {}
        stated = latest.get("metadata") or {}
        name = tracker.get_latest_input_channel()
        channel: Channel = name if name in OWN_SESSIONS else "rest"
        # They say whether the session is masked (come back without a PIN); one that does not say so is.
        masked = channel in OWN_SESSIONS and stated.get("masked") is not False
        # In a thread: a write may have to wait for another's, and the event loop must not.
        taken = await asyncio.to_thread(turns().take, channel, tracker.sender_id, read_message(latest), masked)
        language = taken.journey.language if taken.journey else stated.get("language")
        for reply in taken.replies:
            dispatcher.utter_message(
                response=reply.text.id,
                language=language,
                reply=dump_reply(reply),
                question=reply.question,
                turn=taken.journey.turn if taken.journey else None,
            )
        return []
