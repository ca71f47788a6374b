"""What the municipality has for her (job club, language school, a contact person …), said in her language.

Names, places and phone numbers stand in the municipality's file as they are; the words around them are messages, and
weekdays and times have their names in every language (catalogue.py), so that one file serves all languages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from actions.journey.model import Arg, Content, Reply, Text


def offers(content: Content, kinds: Collection[str]) -> tuple[Reply, ...]:
    """The offers of these kinds (see actions/municipality.py), one a reply, in the file's order; none where the
    municipality has none. A phone number stands as the argument `phone` too, so that it can be tapped."""
    return tuple(_reply(offer) for offer in content.municipality["offers"] if offer["kind"] in kinds)


def _reply(offer: Mapping[str, Any]) -> Reply:
    said = Text("offer.what", {"kind": Text(f"offer.kind.{offer['kind']}"), "name": offer["name"]})
    for detail in _details(offer):
        said = Text("offer.lines", {"first": said, "second": detail})
    # The outermost message is what a channel sees.
    number: dict[str, Arg] = {"phone": offer["phone"]} if offer["phone"] else {}
    return Reply(Text(said.id, {**said.args, **number}))


def _details(offer: Mapping[str, Any]) -> Iterator[Text]:
    """When, where, who: what the file says of it."""
    days = tuple(Text(f"weekday.{day}") for day in offer["days"])
    if offer["from"]:
        times = {name: Text(f"clock.{offer[key]:%H:%M}") for name, key in (("begins", "from"), ("ends", "to"))}
        yield Text("offer.hours", {"days": days, **times})
    elif days:
        yield Text("offer.days", {"days": days})
    if offer["place"]:
        yield Text("offer.place", {"place": offer["place"]})
    if offer["who"]:
        yield Text("offer.who", {"who": offer["who"]})
    if offer["phone"]:
        yield Text("offer.phone", {"phone": offer["phone"]})
