"""The campaign form: what was typed becomes a draft, or each wrong field is named by a message id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handoff_api.i18n import mark as _
from handoff_api.outreach.figures import STEP
from handoff_api.outreach.models import Campaign
from handoff_api.outreach.service import Draft

LONGEST = 120  # characters of a place or a unit
HIGHEST = 100_000


@dataclass(frozen=True)
class Typed:
    """The fields as text, to be shown again."""

    place: str = ""
    unit: str = ""
    languages: tuple[str, ...] = ()
    opens_on: str = ""
    closes_on: str = ""
    most: str = ""


@dataclass
class Read:
    """`draft` is there when nothing is wrong."""

    draft: Draft | None = None
    wrong: dict[str, str] = field(default_factory=dict)  # field -> message id


def typed(form: Mapping[str, str], languages: Sequence[str]) -> Typed:
    """What a browser sent."""
    names = ("place", "unit", "opens_on", "closes_on", "most")
    return Typed(**{name: " ".join(form.get(name, "").split()) for name in names}, languages=tuple(languages))


def of(campaign: Campaign) -> Typed:
    """A campaign's facts, to be changed or copied."""
    return Typed(
        place=campaign.place,
        unit=campaign.unit,
        languages=tuple(campaign.languages),
        opens_on=campaign.opens_on.isoformat(),
        closes_on=campaign.closes_on.isoformat() if campaign.closes_on else "",
        most=str(campaign.most or ""),
    )


def read(given: Typed, live: Sequence[str]) -> Read:
    """The draft, or what is wrong. Languages are kept in the order of `live`."""
    found = Read()
    if not given.place:
        found.wrong["place"] = _("campaign.wrong.place")
    for name in ("place", "unit"):
        if len(getattr(given, name)) > LONGEST:
            found.wrong[name] = _("campaign.wrong.long")
    languages = tuple(code for code in live if code in given.languages)
    if not languages:
        found.wrong["languages"] = _("campaign.wrong.languages")
    opens, closes = _day(given.opens_on), _day(given.closes_on)
    if opens is None:
        found.wrong["opens_on"] = _("campaign.wrong.day")
    if given.closes_on and closes is None:
        found.wrong["closes_on"] = _("campaign.wrong.day")
    elif opens and closes and closes < opens:
        found.wrong["closes_on"] = _("campaign.wrong.order")
    most = int(given.most) if given.most.isascii() and given.most.isdigit() and len(given.most) < 9 else 0
    if given.most and (most % STEP or not STEP <= most <= HIGHEST):  # "full" tells no more than a figure
        found.wrong["most"] = _("campaign.wrong.most")
    if opens is not None and not found.wrong:
        found.draft = Draft(given.place, given.unit, languages, opens, closes, most or None)
    return found


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2020 <= day.year <= 2200 else None
