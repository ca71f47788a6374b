"""What the Bot API demands of a call: parameters, their types and sizes, and how it refuses (for botapi.py)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

ACTIONS = ("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document")
ENTITIES = ("mention", "url", "bold", "italic", "code", "pre", "text_link", "phone_number", "email", "bot_command")


@dataclass
class Refusal(Exception):
    """An error as the API answers it."""

    status: int
    why: str
    parameters: Json = field(default_factory=dict)


def _bad(why: str) -> Refusal:
    return Refusal(400, f"Bad Request: {why}")


# --- types ---------------------------------------------------------------------------------------------


def _integer(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise _bad(f"{name} must be an integer") from None


def _boolean(name: str, value: Any) -> bool:
    if value in (True, "true", "True", "1"):
        return True
    if value in (False, "false", "False", "0"):
        return False
    raise _bad(f"{name} must be a boolean")


def _string(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _bad(f"{name} must be a string")
    return value


def _object(name: str, value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise _bad(f"can't parse {name} JSON object") from None


def _text(name: str, value: Any) -> str:
    text = _string(name, value)
    if not text.strip():
        raise _bad("message text is empty")
    if units(text) > 4096:
        raise _bad("message is too long")
    return text


def _entities(name: str, value: Any) -> Any:
    found = _object(name, value)
    for entity in found:
        if entity["type"] not in ENTITIES:
            raise _bad("can't parse entities: unknown entity type")
        if entity["offset"] < 0 or entity["length"] < 1:
            raise _bad("ENTITY_BOUNDS_INVALID")
    return found


def _markup(name: str, value: Any) -> Any:
    found = _object(name, value)
    rows = found.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise _bad("inline keyboard expected")
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        raise _bad("REPLY_MARKUP_TOO_LONG")
    for key in (key for row in rows for key in row):
        _key(key)
    return found


def _key(key: Json) -> None:
    if not str(key.get("text") or "").strip():
        raise _bad("text buttons are unallowed in the inline keyboard")
    actions = [name for name in ("callback_data", "url") if key.get(name)]
    if len(actions) != 1:
        raise _bad("text buttons are unallowed in the inline keyboard")
    if actions == ["callback_data"] and not 1 <= len(key["callback_data"].encode()) <= 64:
        raise _bad("BUTTON_DATA_INVALID")
    address = urlsplit(key.get("url", ""))
    if actions == ["url"] and (address.scheme not in ("http", "https", "tg") or "." not in (address.hostname or "")):
        raise _bad(f"inline keyboard button URL '{key['url']}' is invalid: Wrong HTTP URL")


def _ids(name: str, value: Any) -> Any:
    found = _object(name, value)
    if not 1 <= len(found) <= 100 or not all(isinstance(i, int) for i in found):
        raise _bad("message identifiers are not specified" if not found else "too many message identifiers specified")
    return found


def _upload(name: str, value: Any) -> Any:
    if not isinstance(value, tuple):
        raise _bad(f"wrong remote file identifier specified: {name}")
    if not value[1]:
        raise _bad("file must be non-empty")
    return value


def _action(name: str, value: Any) -> str:
    if value not in ACTIONS:
        raise _bad("wrong parameter action in request")
    return str(value)


def _commands(name: str, value: Any) -> Any:
    found = _object(name, value)
    for command in found:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise _bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise _bad("BOT_COMMAND_DESCRIPTION_INVALID")
    if len(found) > 100:
        raise _bad("BOT_COMMANDS_TOO_MUCH")
    return found


def _language(name: str, value: Any) -> str:
    if not re.fullmatch(r"([a-z]{2})?", _string(name, value)):
        raise _bad("invalid language code specified")
    return str(value)


def _webhook(name: str, value: Any) -> str:
    if value and not str(value).startswith("https://"):
        raise _bad("bad webhook: An HTTPS URL must be provided for webhook")
    return str(value)


def _secret(name: str, value: Any) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", _string(name, value)):
        raise _bad("secret token contains unallowed characters")
    return str(value)


# --- methods -------------------------------------------------------------------------------------------

Reader = Callable[[str, Any], Any]
# method -> parameter -> (required, how it is read)
METHODS: dict[str, dict[str, tuple[bool, Reader]]] = {
    "getMe": {},
    "sendMessage": {
        "chat_id": (True, _integer),
        "text": (True, _text),
        "entities": (False, _entities),
        "reply_markup": (False, _markup),
        "reply_parameters": (False, _object),
        "link_preview_options": (False, _object),
        "disable_notification": (False, _boolean),
    },
    "sendDocument": {"chat_id": (True, _integer), "document": (True, _upload), "caption": (False, _string)},
    "editMessageText": {
        "chat_id": (True, _integer),
        "message_id": (True, _integer),
        "text": (True, _text),
        "entities": (False, _entities),
        "reply_markup": (False, _markup),
        "link_preview_options": (False, _object),
    },
    "editMessageReplyMarkup": {
        "chat_id": (True, _integer),
        "message_id": (True, _integer),
        "reply_markup": (False, _markup),
    },
    "deleteMessages": {"chat_id": (True, _integer), "message_ids": (True, _ids)},
    "answerCallbackQuery": {"callback_query_id": (True, _string), "text": (False, _string)},
    "sendChatAction": {"chat_id": (True, _integer), "action": (True, _action)},
    "leaveChat": {"chat_id": (True, _integer)},
    "getFile": {"file_id": (True, _string)},
    "setWebhook": {
        "url": (True, _webhook),
        "secret_token": (False, _secret),
        "allowed_updates": (False, _object),
        "max_connections": (False, _integer),
    },
    "deleteWebhook": {"drop_pending_updates": (False, _boolean)},
    "setMyCommands": {"commands": (True, _commands), "language_code": (False, _language), "scope": (False, _object)},
    "getUpdates": {
        "offset": (False, _integer),
        "limit": (False, _integer),
        "timeout": (False, _integer),
        "allowed_updates": (False, _object),
    },
}


def checked(method: str, given: Json) -> Json:
    """The parameters, read; what the method does not know is ignored, as the real API does. Raises Refusal."""
    found = {}
    for name, (required, read) in METHODS[method].items():
        if name in given:
            found[name] = read(name, given[name])
        elif required:
            raise _bad(f"{'message text is empty' if name == 'text' else f'parameter {name} is required'}")
    text = found.get("text")
    for entity in found.get("entities") or ():
        if text is not None and entity["offset"] + entity["length"] > units(text):
            raise _bad("ENTITY_BOUNDS_INVALID")
    return found


def units(text: str) -> int:
    """UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2
