"""What Telegram delivers, as what she did. Pure: no calls, nothing kept, and nothing read of who she is.

An edited message is not read again, since an answer may hang on what it said first: she is asked to write it anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from telegram import CallbackQuery, ChatMember, Message, MessageEntity, Update

from actions.journey.model import MENU
from actions.journey.speech import payload
from actions.store.sessions import digits

Kind = Literal[
    "words",  # `text`
    "tap",  # `text` is the button's payload, `tap` the message it stands on
    "start",  # `campaign`, where a link had one
    "receipt",  # `text` is what she wrote with the command: digits, or nothing
    "phone",  # `text` is the number of a contact she shared
    "photo",  # `text` is the file's id at Telegram
    "edited",
    "elsewhere",  # a group or a channel; `text` says which
    "unread",  # `text` is what it was: a key of UNREAD
]

# What cannot be read, by the message's attribute; each has a kind line of its own (telegram.<value>).
UNREAD = {
    "voice": "voice",
    "audio": "voice",
    "video_note": "video",
    "video": "video",
    "animation": "sticker",
    "sticker": "sticker",
    "venue": "location",
    "location": "location",
    "document": "document",
}
COMMANDS = ("back", "skip", "why", "summary", "papers", "pause", "person", "language", "erase", "hide", "help")
PHOTO = "photo"  # what a button of a photo's own offer sends, followed by yes or no

_COMMAND = re.compile(r"/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)
_CAMPAIGN = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Twelve digits in groups that are not all years, after a few words or none; then perhaps a PIN, after a word or none.
_YEARS = r"(?:(?:19|20)\d\d[ .-]){2}(?:19|20)\d\d"
_RECEIPT = re.compile(
    r"\D{0,40}(?<![+\d])" rf"(?!{_YEARS})" r"(\d{4}[ .-]?\d{4}[ .-]?\d{4})(?:\D{1,20}(\d{4,8}))?\D{0,3}"
)


@dataclass(frozen=True)
class Tap:
    """A tapped button: the call to be answered, and the message it stands on as far as Telegram still tells."""

    call: str
    data: str
    message: int
    text: str = ""
    entities: tuple[MessageEntity, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()  # title and payload of each button
    photo: str = ""  # file id of the photo that the message was an answer to


@dataclass(frozen=True)
class Heard:
    """One thing she did. `id` is Telegram's number of the update: the same again is a delivery doubled."""

    id: int
    chat: int
    kind: Kind
    text: str = ""
    language: str | None = None  # of her Telegram: only for what is said outside a journey
    message: int | None = None  # the id of her message
    campaign: str | None = None
    tap: Tap | None = None
    staying: bool = False  # "elsewhere": the bot is in the group now, and should leave it


def read(update: Update) -> Heard | None:
    """What she did; None for what needs no answer (she unblocked the bot, a poll was closed, an empty update)."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None:
        return None
    language = (user.language_code or "").split("-")[0] or None if user else None
    if chat.type != "private":
        return Heard(update.update_id, chat.id, "elsewhere", chat.type, language, staying=_staying(update))
    if update.callback_query:
        return _tapped(update, update.callback_query, chat.id, language)
    if update.edited_message:
        words = update.edited_message.text or update.edited_message.caption
        return Heard(update.update_id, chat.id, "edited", language=language) if words else None
    if update.message is None:
        return None
    kind, text, campaign = _said(update.message)
    return Heard(update.update_id, chat.id, kind, text, language, update.message.message_id, campaign)


def receipt(text: str) -> tuple[str, str | None] | None:
    """The receipt and PIN in words that hold nothing else of note, with digits of any script; None where there are
    none, or where it may as well be a phone number."""
    plain = "".join(digits(char) or char for char in text.strip())
    found = _RECEIPT.fullmatch(plain)
    return (digits(found[1]), found[2]) if found else None


def _staying(update: Update) -> bool:
    change = update.my_chat_member
    gone = (ChatMember.LEFT, ChatMember.BANNED)
    return change is None or change.new_chat_member.status not in gone


def _tapped(update: Update, query: CallbackQuery, chat: int, language: str | None) -> Heard | None:
    if query.message is None or query.data is None:
        return None
    tap = Tap(query.id, query.data, query.message.message_id)
    if isinstance(query.message, Message):  # else it is too old for Telegram to tell what stood there
        keyboard = query.message.reply_markup.inline_keyboard if query.message.reply_markup else ()
        keys = tuple((key.text, str(key.callback_data)) for row in keyboard for key in row if key.callback_data)
        about = query.message.reply_to_message
        photo = about.photo[-1].file_id if about and about.photo else ""
        tap = replace(tap, text=query.message.text or "", entities=query.message.entities, keys=keys, photo=photo)
    return Heard(update.update_id, chat, "tap", query.data, language, tap=tap)


def _said(message: Message) -> tuple[Kind, str, str | None]:
    """Kind, text and campaign of a new message."""
    text = message.text or message.caption or ""
    if message.photo:
        return "photo", message.photo[-1].file_id, None
    if message.contact:
        return "phone", message.contact.phone_number, None
    for attribute, name in UNREAD.items():
        if getattr(message, attribute):
            return "unread", name, None
    if not text:
        return "unread", "other", None
    command = _COMMAND.fullmatch(text.strip())
    name, rest = (command[1].lower(), (command[2] or "").strip()) if command else ("", "")
    if name == "start":
        return "start", "", rest if _CAMPAIGN.fullmatch(rest) else None
    if name == "receipt":
        return "receipt", rest, None
    if name in COMMANDS and not rest:
        return "words", payload(MENU, name), None
    return "words", text, None
