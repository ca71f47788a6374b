"""Telegram: the same journey, said through its Bot API. Nothing of the conversation is written here.

    updates.py     what Telegram delivers -> what she did: words, a tap, a receipt, a photo ...
    talk.py        what comes of it: turns of the journey, and what only Telegram has (groups, stickers, hiding)
    deliver.py     replies into the chat, which stays tidy: old buttons go, ticks change in place
    outbound.py    replies -> texts and keyboards within Telegram's limits
    api.py         the calls to Telegram: patient with its rate limits, quiet when she has blocked the bot
    chats.py       what is remembered of a chat while the process runs: ids of messages, never words
    commands.py    the menu beside her keyboard, and how the bot is set up
    channel.py     Rasa's channel: the webhook, or asking Telegram by long polling

Telegram sees what is said here (docs/telegram.md), so a municipality may leave it off: without a token nothing of this
is even imported. Her name, username and number at Telegram are never read, and the chat's id is kept as a keyed hash.
"""
