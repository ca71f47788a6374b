"""The link to her papers: whoever has it may make them, and nothing else.

It works without a session, on a friend's computer too. Its token cannot be guessed; who tries all the same is counted
by address, as with receipts, but more kindly: an old link that a whole class opens is no attack.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from actions.store.journeys import Journeys, Loaded
from actions.store.sessions import network, tried
from actions.store.tables import attempts

WRONG, WITHIN = 60, timedelta(minutes=15)


class Links(Journeys):
    """The links of a database."""

    def open_papers(self, token: str, address: str) -> Loaded | None:
        """The journey that the link leads to. None for one that is unknown, has expired or was erased with the
        journey, and for any at all from an address with too many wrong ones."""
        now, who = self.database.now(), self.database.sealer.hash("link-tries", network(address))
        with self.database.read() as connection:
            if tried(connection, who, now - WITHIN) >= WRONG:
                return None
        found = self.find("papers", token)
        if found is None:
            with self.database.write(lightly=True) as connection:
                connection.execute(insert(attempts).values(who=who, at=now))
        return found
