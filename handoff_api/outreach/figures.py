"""What may be shown of the counts: every figure rounded down to a multiple of five; under five it is no figure at all.

Of a rounded figure nobody knows the last one to four people, and so it is with what two of them differ by, today or
between two days. Sums could give it away (five languages of four people each are 20, and five times "under 5"), so:

    funnel    each step is rounded by itself; those who stopped are the difference of what is shown
    weeks     so many more than at the end of the week before, both rounded: the weeks add up to what is shown of all
    languages the first three, and all others as one: four roundings leave open what the total could tell of them.
              The groups are the same for every campaign, so that nothing can be had by choosing them
    overview  the total adds what is shown
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handoff_api.outreach.schemas import EVENTS

STEP = 5  # what figures are rounded to
NAMED = 3  # languages with a row of their own


@dataclass(frozen=True)
class Step:
    """One step of the funnel: how many came so far, and how many did not come on to the next. None: under five."""

    event: str
    n: int | None
    stopped: int | None = None


@dataclass(frozen=True)
class Row:
    """So many began and were handed over, among those with this key; the key "" is all others put together."""

    key: str
    started: int | None
    handed_over: int | None


@dataclass(frozen=True)
class Week:
    """So many more had begun at the end of this Monday's week."""

    monday: date
    n: int


@dataclass(frozen=True)
class Overview:
    """All campaigns, those without one (or with a code that is none), and the sum of what is shown."""

    rows: Mapping[str, Row]
    others: Row
    total: Row


def funnel(counts: Mapping[str, int]) -> tuple[Step, ...]:
    """The steps of one campaign, in their order."""
    shown = [_down(counts.get(event, 0)) for event in EVENTS]
    stopped = [max(0, n - after) for n, after in zip(shown, [*shown[1:], shown[-1]], strict=True)]
    return tuple(Step(event, n or None, out or None) for event, n, out in zip(EVENTS, shown, stopped, strict=True))


def languages(counts: Mapping[str, Mapping[str, int]], known: Sequence[str]) -> tuple[Row, ...]:
    """Those who began and were handed over, by the first of the `known` languages, then in all others."""
    named = known[:NAMED]
    others = [n for code, n in counts.items() if code not in named]
    return (*(_row(code, [counts.get(code, {})]) for code in named), _row("", others))


def weeks(days: Mapping[date, int]) -> tuple[Week, ...]:
    """Those who began, by the week in which each five were full."""
    by_week: dict[date, int] = {}
    so_far = 0
    for day, n in sorted(days.items()):
        monday = day - timedelta(days=day.weekday())
        by_week[monday] = by_week.get(monday, 0) + _down(so_far + n) - _down(so_far)
        so_far += n
    return tuple(Week(monday, n) for monday, n in by_week.items() if n)


def overview(counts: Mapping[str, Mapping[str, int]], codes: Iterable[str]) -> Overview:
    """Each of the campaigns `codes`, and all others together."""
    rows = {code: _row(code, [counts.get(code, {})]) for code in codes}
    others = _row("", [n for code, n in counts.items() if code not in rows])
    shown = [*rows.values(), others]
    total = Row("", sum(r.started or 0 for r in shown) or None, sum(r.handed_over or 0 for r in shown) or None)
    return Overview(rows, others, total)


def _row(key: str, many: Sequence[Mapping[str, int]]) -> Row:
    started, sent = (_down(sum(counts.get(event, 0) for counts in many)) for event in ("started", "handed_over"))
    return Row(key, started or None, sent or None)


def _down(n: int) -> int:
    return n - n % STEP
