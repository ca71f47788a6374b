"""A stand-in of Telegram's Bot API: the methods that the channel calls, with the checks and the errors of the real one.

It is a server in a thread of the test process; who writes to the bot is a Person (botapi_people.py). What Telegram
would deliver goes to a webhook, or waits for getUpdates.
Errors are worded as the real API words them (https://core.telegram.org/bots/api, and what it answers in practice).
"""

from __future__ import annotations

import asyncio
import itertools
import random
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.standins.botapi_rules import METHODS, Refusal, checked

TOKEN = "123456789:stand-in_token-of-no_real_bot_at_all"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Min Vej", "username": "minvej_test_bot"}
TWO_DAYS = 48 * 3600

Json = dict[str, Any]


@dataclass
class Chat:
    """What stands in a chat, by message id, as her Telegram shows it."""

    info: Json
    messages: dict[int, Json] = field(default_factory=dict)
    blocked: str = ""  # why the bot may not write here


@dataclass
class Call:
    """One call of the bot, as it came in, and the HTTP status it was answered with."""

    method: str
    given: Json
    status: int
    at: float


class BotApi:
    """The server. `calls` is every call; `limit` and `fail` make the next ones go wrong."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.chats: dict[int, Chat] = {}
        self.commands: dict[str, list[Json]] = {}
        self.webhook: Json = {"url": ""}
        self.files: dict[str, bytes] = {}
        self.deliver_to = ""  # where the webhook's calls really go: the real one would insist on https
        self.answers: list[int] = []  # what the webhook has answered
        self._troubles: list[tuple[str, Refusal]] = []
        self._pending: list[Json] = []
        self._queries: set[str] = set()
        self._ids, self._updates = itertools.count(1000), itertools.count(500_000)
        # Anyone's number: the stand-ins of a test session may write to one store.
        self._people = itertools.count(random.randrange(10**8, 10**9))
        self.url = ""
        self._http = httpx.Client(timeout=60)

    # --- running ---------------------------------------------------------------------------------------

    @contextmanager
    def running(self) -> Iterator[BotApi]:
        """Serve on a free port of this machine until the block ends."""
        routes = [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._file),
        ]
        config = uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=0, log_level="error", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the stand-in of Telegram could not start"
            time.sleep(0.01)
        self.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            self._http.close()
            server.should_exit = True
            thread.join(10)

    def limit(self, method: str, seconds: int, times: int = 1) -> None:
        """The next `times` calls of a method are too many."""
        refusal = Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
        self._troubles += [(method, refusal)] * times

    def fail(self, method: str, times: int = 1) -> None:
        """The next `times` calls of a method meet a broken server."""
        self._troubles += [(method, Refusal(502, "Bad Gateway"))] * times

    # --- the API ---------------------------------------------------------------------------------------

    async def _call(self, request: Request) -> Response:
        method, given = request.path_params["method"], await _parameters(request)
        status, answer = 200, {}
        try:
            if request.path_params["token"] != TOKEN:
                raise Refusal(401, "Unauthorized")
            name = next((m for m in METHODS if m.lower() == method.lower()), None)
            if name is None:
                raise Refusal(404, "Not Found")
            trouble = next((t for t in self._troubles if t[0] == name), None)
            if trouble:
                self._troubles.remove(trouble)
                raise trouble[1]
            method, given = name, checked(name, given)
            result = await getattr(self, f"_{name}")(given)
            answer = {"ok": True, "result": result}
        except Refusal as refusal:
            status = refusal.status
            answer = {"ok": False, "error_code": status, "description": refusal.why}
            if refusal.parameters:
                answer["parameters"] = refusal.parameters
        self.calls.append(Call(method, given, status, time.monotonic()))
        return JSONResponse(answer, status)

    async def _file(self, request: Request) -> Response:
        content = self.files.get(request.path_params["path"])
        if request.path_params["token"] != TOKEN or content is None:
            return Response(status_code=404)
        return Response(content)

    async def _getMe(self, _: Json) -> Json:
        return BOT

    async def _sendMessage(self, given: Json) -> Json:
        chat = self._chat(given)
        more = {"text": given["text"], "entities": given.get("entities") or []}
        about = (given.get("reply_parameters") or {}).get("message_id")
        if about in chat.messages:
            more["reply_to_message"] = chat.messages[about]
        return self._put(chat, more, given)

    async def _sendDocument(self, given: Json) -> Json:
        name, content = given["document"]
        document = {
            "file_id": f"doc{next(self._ids)}",
            "file_unique_id": "u",
            "file_name": name,
            "file_size": len(content),
        }
        self.files[document["file_id"]] = content
        return self._put(self._chat(given), {"document": document}, given)

    async def _editMessageText(self, given: Json) -> Json:
        message = self._mine(given)
        return _changed(message, {"text": given["text"], "entities": given.get("entities") or []}, given)

    async def _editMessageReplyMarkup(self, given: Json) -> Json:
        return _changed(self._mine(given), {}, given)

    async def _deleteMessages(self, given: Json) -> bool:
        chat = self._chat(given)
        for message in given["message_ids"]:
            if message in chat.messages and chat.messages[message]["date"] > time.time() - TWO_DAYS:
                del chat.messages[message]
        return True

    async def _answerCallbackQuery(self, given: Json) -> bool:
        if given["callback_query_id"] not in self._queries:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        return True

    async def _sendChatAction(self, given: Json) -> bool:
        self._chat(given)
        return True

    async def _leaveChat(self, given: Json) -> bool:
        chat = self._chat(given)
        chat.blocked = "bot is not a member of the group chat"
        self.deliver({"my_chat_member": membership(chat.info, "member", "left")}, wait=False)
        return True

    async def _getFile(self, given: Json) -> Json:
        content = self.files.get(given["file_id"])
        if content is None:
            raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        name = given["file_id"]
        return {"file_id": name, "file_unique_id": "u", "file_size": len(content), "file_path": name}

    async def _setWebhook(self, given: Json) -> bool:
        self.webhook = {"url": given["url"], "secret": given.get("secret_token", "")}
        self.webhook["allowed"] = given.get("allowed_updates")
        return True

    async def _deleteWebhook(self, _: Json) -> bool:
        self.webhook = {"url": ""}
        return True

    async def _setMyCommands(self, given: Json) -> bool:
        self.commands[given.get("language_code", "")] = given["commands"]
        return True

    async def _getUpdates(self, given: Json) -> list[Json]:
        if self.webhook["url"]:
            why = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise Refusal(409, f"Conflict: {why}")
        until = time.monotonic() + min(given.get("timeout", 0), 5)
        self._pending = [u for u in self._pending if u["update_id"] >= given.get("offset", 0)]
        while not self._pending and time.monotonic() < until:
            await asyncio.sleep(0.02)
        return list(self._pending[:100])

    # --- delivering ------------------------------------------------------------------------------------

    def deliver(self, update: Json, wait: bool = True) -> Json:
        """Give the bot an update: by its webhook, or when it asks. The update, with its number."""
        update = {"update_id": next(self._updates), **update}
        if not self.deliver_to:
            self._pending.append(update)
        elif wait:
            self.post(update)
        else:
            threading.Thread(target=self.post, args=(update,), daemon=True).start()
        return update

    def post(self, update: Json) -> None:
        """Call the webhook, as Telegram does when it delivers for the first or the fifth time."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret"]}
        self.answers.append(self._http.post(self.deliver_to, json=update, headers=headers).status_code)

    def new_query(self) -> str:
        """The id of a tap that waits for answerCallbackQuery."""
        query = str(next(self._ids))
        self._queries.add(query)
        return query

    def new_number(self) -> int:
        """The number of somebody with a Telegram of her own; her private chat has the same."""
        return next(self._people)

    def new_message(self, chat: Chat, more: Json, sender: Mapping[str, Any]) -> Json:
        """A message in a chat."""
        base = {"message_id": next(self._ids), "date": int(time.time()), "chat": chat.info, "from": dict(sender)}
        message: Json = {**base, **more}
        chat.messages[message["message_id"]] = message
        return message

    # --- parts -----------------------------------------------------------------------------------------

    def _chat(self, given: Json) -> Chat:
        chat = self.chats.get(given["chat_id"])
        if chat is None:
            raise Refusal(400, "Bad Request: chat not found")
        if chat.blocked:
            raise Refusal(403, f"Forbidden: {chat.blocked}")
        return chat

    def _mine(self, given: Json) -> Json:
        message = self._chat(given).messages.get(given["message_id"])
        if message is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if message["from"]["id"] != BOT["id"]:
            raise Refusal(400, "Bad Request: message can't be edited")
        return message

    def _put(self, chat: Chat, more: Json, given: Json) -> Json:
        markup = {"reply_markup": given["reply_markup"]} if given.get("reply_markup") else {}
        return self.new_message(chat, {**more, **markup}, BOT)


async def _parameters(request: Request) -> Json:
    """As the real API takes them: query, form or multipart with JSON in its values, or a JSON body."""
    if request.headers.get("content-type", "").startswith("application/json"):
        return {**request.query_params, **await request.json()}
    form = await request.form() if request.method == "POST" else {}
    files = {name: (f.filename, await f.read()) for name, f in form.items() if isinstance(f, UploadFile)}
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    for name, value in given.items():
        if value.startswith("attach://") and value[9:] in files:
            given[name] = files.pop(value[9:])  # type: ignore[assignment]
    return {**request.query_params, **given, **files}


def _changed(message: Json, more: Json, given: Json) -> Json:
    after = {**{k: v for k, v in message.items() if k != "reply_markup"}, **more}
    if given.get("reply_markup"):
        after["reply_markup"] = given["reply_markup"]
    if all(after.get(k) == message.get(k) for k in ("text", "entities", "reply_markup")):
        why = (
            "specified new message content and reply markup are exactly the same as a current content and reply markup"
        )
        raise Refusal(400, f"Bad Request: message is not modified: {why} of the message")
    message.pop("reply_markup", None)
    message.update(after, edit_date=int(time.time()))
    return message


def membership(chat: Json, before: str, after: str) -> Json:
    member = {"user": BOT, "status": before}
    new = {"user": BOT, "status": after} | ({"until_date": 0} if after == "kicked" else {})
    someone = {"id": 5, "is_bot": False, "first_name": "N"}
    return {"chat": chat, "from": someone, "date": 1, "old_chat_member": member, "new_chat_member": new}
