"""Rasa's voice: what an action utters by message id becomes text and buttons, in the process.

An action sends `dispatcher.utter_message(response=<message id>, language=…, reply=<Reply as a JSON dict>)`; whatever
Rasa itself would say by name goes through the same catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from actions.catalogue import Catalogue
from actions.codec import load_reply
from actions.journey.model import Reply, Text

CHOSEN = "✓ "


@cache
def catalogue() -> Catalogue:
    """The bot's texts, read once a process."""
    return Catalogue()


class CatalogueNLG(TemplatedNaturalLanguageGenerator):
    """Subclasses the templated generator because Rasa hands the loaded domain only to that class."""

    def __init__(self, endpoint_config: Any = None, domain: Any = None) -> None:
        """The arguments are what Rasa gives a generator named in endpoints.yml."""
        super().__init__({})
        self.catalogue = catalogue()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any]:
        """Rasa's hook: the draft of one bot message."""
        return self.render(kwargs.get("reply") or Reply(Text(utter_action)), kwargs.get("language"))

    def render(self, reply: Reply | Mapping[str, Any], language: str | None) -> dict[str, Any]:
        """`{"text": …, "buttons": [{"title", "payload"}, …]}`; no buttons key when there are none."""
        said = reply if isinstance(reply, Reply) else load_reply(reply)
        lines = [
            self.catalogue.text(said.text, language),
            *(self.catalogue.line(line, language) for line in said.lines),
        ]
        draft: dict[str, Any] = {"text": "\n".join(lines)}
        if said.buttons:
            draft["buttons"] = [
                {"title": (CHOSEN if b.chosen else "") + self.catalogue.text(b.text, language), "payload": b.payload}
                for b in said.buttons
            ]
        return draft
