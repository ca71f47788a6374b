"""How a message comes in and goes out: the chat page, Telegram where it is switched on, and in development Rasa's REST
channel.

`grammar.py` says what a message may be; no channel interprets one by itself.
"""
