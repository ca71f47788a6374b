"""The citizen's side's only memory: her journey, the keys that lead to it, and what is on its way to the municipality.

    tables.py     what is stored where
    sealing.py    encryption of what she said, keyed hashes of what leads to her
    database.py   engine and transactions, SQLite or PostgreSQL
    journeys.py   find, create, save (one transaction with everything a step sets off), erase, purge
    sessions.py   a session on a device; coming back by receipt and PIN, throttled
    photos.py     the photo for her papers, made safe and sealed
    links.py      the link to her papers, throttled
    counts.py     counters, gathered into the outbox
    campaigns.py  the campaigns that links name
    outbox.py     rows on their way, claimed one at a time, and how far the mailbox is read

Who holds the database alone reads neither words, answers, numbers nor receipts: only ids, times, language and campaign.
"""

from __future__ import annotations

from actions.journey.model import Journey
from actions.settings import Settings
from actions.store.campaigns import Campaign, Campaigns
from actions.store.counts import Counts, Tally
from actions.store.database import Database
from actions.store.journeys import Loaded, Stale
from actions.store.links import Links
from actions.store.outbox import Item, Outbox
from actions.store.photos import Photos
from actions.store.sessions import Sessions, is_beside, new_token

__all__ = [
    "Campaign",
    "Database",
    "Item",
    "Loaded",
    "Outbox",
    "Stale",
    "Store",
    "Tally",
    "is_beside",
    "new_token",
    "open_store",
]


class Store(Links, Photos, Sessions):
    """Journeys, photos and what leads to them, over one database; `outbox` is what goes out of it, `counts` what
    is counted, `campaigns` what the municipality has told of them."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.outbox = Outbox(database)
        self.counts = Counts(database)
        self.campaigns = Campaigns(database)

    def start_session(self, journey: Journey, beside: bool = False) -> str:
        """A new journey and a session on it, at the first message from a page; `beside`: on a worker's device. The
        session's token."""
        token = new_token(beside)
        self.create(journey, "web", token)
        self.keep_awake(token)
        return token


def open_store(settings: Settings) -> Store:
    """The store these settings name. Raises RuntimeError, which says what to do, when its tables are not up to date."""
    database = Database.open(settings)
    database.require_schema()
    return Store(database)
