"""A session on a device, and coming back by receipt.

A receipt is twelve digits on a piece of paper. Whoever finds the paper must not learn what she said: without her PIN
the session is masked, and a masked session can neither set nor change the PIN. Wrong tries are counted by address and
by receipt, before they are checked, so that many at once count too; whatever is wrong, the answer is the same.
"""

from __future__ import annotations

import ipaddress
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from actions.store.database import Database
from actions.store.journeys import LASTS, add_key
from actions.store.tables import attempts, journeys, keys

BESIDE = "beside-"  # how the token of a session on a worker's device begins
REST = timedelta(minutes=20)  # such a session ends when it has rested so long

# (what is counted, wrong tries allowed, within)
BY_ADDRESS = ("address", 5, timedelta(minutes=15))
BY_RECEIPT = ("receipt-tries", 20, timedelta(days=1))

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's minimum: the tries are counted


class Sessions:
    """The sessions of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def open_session(self, journey_id: str, masked: bool, beside: bool = False) -> str:
        """A session on an existing journey; its token. Raises IntegrityError without a journey."""
        token = new_token(beside)
        with self.database.write() as connection:
            add_key(connection, self.database, "web", token, journey_id, masked=masked)
        self.keep_awake(token)
        return token

    def keep_awake(self, token: str) -> None:
        """A session on a worker's device ends when it has rested: from now on, once more; so do the links to papers
        that were made in it, for that browser remembers them. Any other is left alone."""
        if not is_beside(token):
            return
        now = self.database.now()
        mine = keys.c.hash.in_(self.database.sealer.hashes("web", token))
        with self.database.write(lightly=True) as connection:
            living = update(keys).where(mine, keys.c.expires_at > now, keys.c.created_at > now - LASTS["web"])
            found = living.values(expires_at=now + REST).returning(keys.c.journey_id, keys.c.created_at)
            session = connection.execute(found).first()
            if session is None:
                return
            links = update(keys).where(
                keys.c.kind == "papers",
                keys.c.journey_id == session.journey_id,
                keys.c.created_at >= session.created_at,
                keys.c.created_at > now - LASTS["papers"],
                keys.c.expires_at > now,
            )
            connection.execute(links.values(expires_at=now + REST))

    def end_session(self, token: str, kind: Literal["web", "telegram"] = "web") -> None:
        """The token (or chat's id) leads nowhere any more; one that never did is no error. On a worker's device the
        link to the papers, which its browser remembers, ends too."""
        mine = select(keys.c.journey_id).where(keys.c.hash.in_(self.database.sealer.hashes(kind, token)))
        with self.database.write() as connection:
            if is_beside(token):
                connection.execute(delete(keys).where(keys.c.kind == "papers", keys.c.journey_id.in_(mine)))
            self._end(connection, kind, token)

    def resume(self, receipt: str, pin: str | None, address: str, beside: bool = False) -> str | None:
        """A session by receipt, written in any digits, from an address. Without a PIN it is masked. None when anything
        is wrong, or tried too often: nothing tells which. With a PIN it takes a while: not for an event loop."""
        opened = self._opened(receipt, pin, address)
        return self.open_session(*opened, beside) if opened else None

    def resume_chat(self, receipt: str, pin: str | None, chat: str) -> bool:
        """The same in a chat of Telegram: it leads to that journey from now on, and to no other. Wrong tries are
        counted by chat."""
        opened = self._opened(receipt, pin, f"telegram:{chat}")
        if opened is None:
            return False
        journey_id, masked = opened
        with self.database.write() as connection:
            self._end(connection, "telegram", chat)
            add_key(connection, self.database, "telegram", chat, journey_id, masked=masked)
        return True

    def _end(self, connection: Connection, kind: str, key: str) -> None:
        connection.execute(delete(keys).where(keys.c.hash.in_(self.database.sealer.hashes(kind, key))))

    def _opened(self, receipt: str, pin: str | None, address: str) -> tuple[str, bool] | None:
        """The journey's id and whether the session is masked; None as in `resume`."""
        receipt = digits(receipt)
        with self.database.write() as connection:
            tries = self._count(connection, receipt, address)
            found = self._receipt(connection, receipt)
        right = self._fits(found.pin if found else None, pin)
        if tries is None or found is None or not right:
            return None
        with self.database.write() as connection:
            connection.execute(delete(attempts).where(attempts.c.id.in_(tries)))
        return found.journey_id, not (pin and found.pin)

    def set_pin(self, token: str, pin: str) -> bool:
        """Protect the journey's receipts with a PIN of 4-8 digits. False from a masked or ended session, or without a
        receipt. Raises ValueError for anything but 4-8 digits."""
        if not re.fullmatch(r"\d{4,8}", digits(pin)):
            raise ValueError("a PIN is 4 to 8 digits")
        sealed = self.database.sealer.seal(_hasher.hash(digits(pin)))
        now = self.database.now()
        mine = select(keys.c.journey_id).where(
            keys.c.hash.in_(self.database.sealer.hashes("web", token)), ~keys.c.masked, keys.c.expires_at > now
        )
        with self.database.write() as connection:
            journey_id = connection.execute(mine).scalar()
            receipts = update(keys).where(keys.c.journey_id == journey_id, keys.c.kind == "receipt")
            return connection.execute(receipts.values(pin=sealed)).rowcount > 0

    def _receipt(self, connection: Connection, receipt: str) -> Row[Any] | None:
        hashes = self.database.sealer.hashes("receipt", receipt)
        living = select(keys.c.journey_id, keys.c.pin).join(journeys).where(journeys.c.expires_at > self.database.now())
        return connection.execute(living.where(keys.c.hash.in_(hashes))).first()

    def _fits(self, sealed: bytes | None, pin: str | None) -> bool:
        """Whether the PIN is right; none given is right, and so is any where none was set. Takes the same time."""
        if not pin:
            return True
        expected = self.database.sealer.unseal(sealed) if sealed else _any_hash()
        try:
            return _hasher.verify(expected, digits(pin))
        except VerifyMismatchError:
            return sealed is None

    def _count(self, connection: Connection, receipt: str, address: str) -> list[int] | None:
        """Count this try; the ids of its rows, to take it back when it was right. None: too many already."""
        now = self.database.now()
        rules = ((network(address), *BY_ADDRESS), (receipt, *BY_RECEIPT))
        hashed = [(self.database.sealer.hash(kind, who), limit, now - within) for who, kind, limit, within in rules]
        if any(tried(connection, who, since) >= limit for who, limit, since in hashed):
            return None
        return [
            connection.execute(insert(attempts).values(who=who, at=now).returning(attempts.c.id)).scalar_one()
            for who, _, _ in hashed
        ]


def new_token(beside: bool = False) -> str:
    """A session's token: unguessable, and stored nowhere. One on a worker's device can be told by its looks."""
    return (BESIDE if beside else "") + secrets.token_urlsafe(32)


def is_beside(token: str) -> bool:
    """Whether this is the token of a session where a worker sits beside her, on the worker's device."""
    return token.startswith(BESIDE)


def digits(text: str) -> str:
    """The digits in `text`, of any script, as ASCII."""
    return "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())


def tried(connection: Connection, who: bytes, since: datetime) -> int:
    """How many wrong tries are counted of `who` (a keyed hash) since then."""
    counted = select(func.count()).select_from(attempts).where(attempts.c.who == who, attempts.c.at > since)
    return connection.execute(counted).scalar_one()


def network(address: str) -> str:
    """What one person commands: an IPv4 address, or an IPv6 network of 64 bits."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)


@cache
def _any_hash() -> str:
    return _hasher.hash(secrets.token_hex(8))
