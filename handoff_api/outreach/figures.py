"""What may be shown of the counts: nothing under five, and nothing that one under five can be calculated from.

Subtracting one figure from another counts people too: those who stopped in between, those of the other languages, those
of the other weeks. So:

    funnel    a step is left out when it is under five, or differs by one to four from any step that is shown
    rows      languages that are too few are put together with others until each row may be shown; the rows add up, and
              say how many were handed over only where that betrays nothing in any of them
    weeks     weeks that are too few are put together with the next; the weeks add up
    overview  campaigns where under five have begun are put together, with those who came without a campaign; the total
              adds only what is shown, and says when it is not all

Left-out figures all look the same, whether they are small or would betray a small one. "Nobody stopped" may be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handoff_api.outreach.schemas import EVENTS

FEWEST = 5
# What is most worth showing is taken first; what would betray a small figure beside it is left out.
_FIRST = ("started", "handed_over", "opened", "consented", "screening", "summary", "lifeline")


@dataclass(frozen=True)
class Step:
    """One step of the funnel: how many came so far, and how many did not come on to the next. None: not shown."""

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
class Weeks:
    """So many began from one Monday's week to another's (the same, where there were enough)."""

    first: date
    last: date
    n: int


@dataclass(frozen=True)
class Overview:
    """All campaigns; `whole` says whether the totals leave nothing out."""

    rows: tuple[Row, ...]
    started: int
    handed_over: int
    whole: bool


def funnel(counts: Mapping[str, int]) -> tuple[Step, ...]:
    """The steps of one campaign, in their order. All are None while under five have begun."""
    shown: dict[str, int] = {}
    if counts.get("started", 0) >= FEWEST:
        for event in _FIRST:
            n = counts.get(event, 0)
            if n >= FEWEST and all(_apart(n, other) for other in shown.values()):
                shown[event] = n
    following = [shown.get(event) for event in EVENTS[1:]] + [None]
    return tuple(
        Step(event, shown.get(event), _stopped(shown.get(event), after))
        for event, after in zip(EVENTS, following, strict=True)
    )


def languages(counts: Mapping[str, Mapping[str, int]], steps: Sequence[Step]) -> tuple[Row, ...]:
    """Those who began, by language; how many of them were handed over only where every row may say it. Empty while
    under five have begun."""
    shown = {step.event: step.n for step in steps}
    if shown["started"] is None:
        return ()
    alone = {key: n for key, n in counts.items() if key and n.get("started", 0) >= FEWEST}
    small = [n for key, n in counts.items() if key not in alone]
    while 0 < _sum(small, "started") < FEWEST:
        small.append(alone.pop(min(alone, key=lambda key: (alone[key].get("started", 0), key))))
    rows = [(key, n.get("started", 0), n.get("handed_over", 0)) for key, n in alone.items()]
    rows.sort(key=lambda row: (-row[1], row[0]))
    begun, sent = _sum(small, "started"), _sum(small, "handed_over")
    if begun or sent:  # a language that nobody began in may be the one she went on in
        rows.append(("", begun, sent))
    whole = shown["handed_over"] is not None and all(_tells_nothing(begun, sent) for _, begun, sent in rows)
    rows = [row for row in rows if row[1]]
    return tuple(Row(key, begun, sent if whole else None) for key, begun, sent in rows)


def weeks(days: Mapping[date, int]) -> tuple[Weeks, ...]:
    """Those who began, by week; empty while they are under five."""
    by_week: dict[date, int] = {}
    for day, n in sorted(days.items()):
        monday = day - timedelta(days=day.weekday())
        by_week[monday] = by_week.get(monday, 0) + n
    found: list[Weeks] = []
    first, n = None, 0
    for monday, more in by_week.items():
        first, n = first or monday, n + more
        if n >= FEWEST:
            found.append(Weeks(first, monday, n))
            first, n = None, 0
    if n and found:  # too few for weeks of their own
        last = found.pop()
        found.append(Weeks(last.first, max(by_week), last.n + n))
    return tuple(found)


def overview(counts: Mapping[str, Mapping[str, int]], codes: Iterable[str]) -> Overview:
    """Each of the campaigns `codes` where enough have begun, then all others together."""
    known = tuple(codes)
    enough = [code for code in known if counts.get(code, {}).get("started", 0) >= FEWEST]
    rows = []
    for code in enough:
        shown = {step.event: step.n for step in funnel(counts[code])}
        rows.append(Row(code, shown["started"], shown["handed_over"]))
    others = [n for code, n in counts.items() if code not in enough]
    begun, sent = _sum(others, "started"), _sum(others, "handed_over")
    if begun >= FEWEST:
        rows.append(Row("", begun, sent if _tells_nothing(begun, sent) else None))
    return Overview(
        rows=tuple(rows),
        started=sum(row.started or 0 for row in rows),
        handed_over=sum(row.handed_over or 0 for row in rows),
        whole=all(row.handed_over is not None for row in rows) and (begun >= FEWEST or not begun + sent),
    )


def _apart(one: int, other: int) -> bool:
    return not 0 < abs(one - other) < FEWEST


def _tells_nothing(begun: int, sent: int) -> bool:
    """Whether both may stand side by side."""
    return sent >= FEWEST and _apart(begun, sent)


def _stopped(n: int | None, after: int | None) -> int | None:
    return max(0, n - after) if n is not None and after is not None else None


def _sum(many: Iterable[Mapping[str, int]], event: str) -> int:
    return sum(counts.get(event, 0) for counts in many)
