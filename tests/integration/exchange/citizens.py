"""Citizens who answer, say yes and (if told to) erase: a program of its own, so that it can be killed like the bot.

`python citizens.py <how many> send|erase`. Whoever was interrupted is taken up where she was, as after a restart.
"""

from __future__ import annotations

import sys

from actions.content_loader import load_content
from actions.journey.model import Journey, Message
from actions.settings import Settings
from actions.store import Store, open_store
from actions.turn import Turns

SENTENCE = "Jeg drømmer om at sy brudekjoler i Aleppo"
ANSWERS = {
    "language": "da", "adult": "yes", "keep": "yes", "belief": "soon", "worked": "abroad", "worked_last": "recent",
    "worked_years": "y3_5", "measure": "finished", "school": "upper", "danish": "everyday", "residence": "family",
    "arrived": "y2_5", "home": "shared", "childcare": "institution", "sectors": ("care", "kitchen"), "hours": "h4_5",
    "health_ok": "yes", "considerations": ("lifting",), "health_known": "knows", "support": "spouse",
    "reach": "email", "time": ("morning",), "interpreter": "yes", "review": "ok", "send": "yes",
}  # fmt: skip
WORDS = {"hope": SENTENCE, "email": "amal@example.org", "name": "Amal Nabil"}


def say_yes(turns: Turns, store: Store, sender: str) -> Journey:
    """Answer what is asked until the case is sent."""
    for _ in range(80):
        loaded = store.find("rest", sender)
        if loaded and loaded.journey.sent_revision:
            return loaded.journey
        asking = loaded.journey.asking if loaded else None
        if asking is None:
            turns.take("rest", sender, Message(text="hej", campaign="sprogskole-1"))
        elif asking in WORDS:
            turns.take("rest", sender, Message(text=WORDS[asking]))
        else:
            turns.take("rest", sender, Message(question=asking, value=ANSWERS.get(asking, "!skip")))
    raise AssertionError(f"{sender} came to no end")


def erase(turns: Turns, store: Store, sender: str) -> None:
    """Erase everything, and say so again when asked."""
    if store.find("rest", sender):
        turns.take("rest", sender, Message(question="menu", value="erase"))
        turns.take("rest", sender, Message(question="erase", value="yes"))


def main() -> None:
    """Everyone in turn."""
    store = open_store(Settings())
    turns = Turns(store, load_content())
    number, what = int(sys.argv[1]), sys.argv[2]
    for n in range(number):
        if what == "send":
            say_yes(turns, store, f"citizen-{n}")
        else:
            erase(turns, store, f"citizen-{n}")


if __name__ == "__main__":
    main()
