"""Rasa's REST channel, for development and tests only: the stock address and fields, and which question is asked.

A thin subclass: `recipient_id`, `text` and `buttons[title, payload]` are Rasa's; each message adds
`"metadata": {"question", "turn"}`. Whatever is posted gets an answer.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json


class RestOutput(CollectingOutputChannel):
    """Collects the replies of one message, one entry a reply."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep the reply as REST shows it."""
        shown = self._message(recipient_id, text=message.get("text"), buttons=message.get("buttons") or None)
        shown["metadata"] = {"question": message.get("question"), "turn": message.get("turn")}
        await self._persist_message(shown)


class DevelopmentRest(RestInput):
    """`POST /webhooks/rest/webhook` with `{"sender", "message", "metadata"}`."""

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Rasa's hook: the routes."""
        rest = Blueprint("rest")

        @rest.get("/")
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @rest.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            try:
                body = request.json
            except SanicException:
                return json({"error": "the body is not JSON"}, status=400)
            if not isinstance(body, dict):
                return json({"error": "the body is not a JSON object"}, status=400)
            sender = body.get("sender")
            output = RestOutput()
            await on_new_message(
                UserMessage(
                    body.get("message") if isinstance(body.get("message"), str) else "",
                    output,
                    sender if isinstance(sender, str) and sender else uuid.uuid4().hex,
                    input_channel=self.name(),
                    metadata=body.get("metadata"),
                )
            )
            return json(output.messages)

        return rest
