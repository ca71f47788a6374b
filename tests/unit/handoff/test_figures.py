"""Every figure is rounded down to a multiple of five, and no number under five follows from all that is shown."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff_api.outreach import figures
from handoff_api.outreach.schemas import EVENTS

KNOWN = ("da", "en", "ar", "ti", "ur")
MONDAY = date(2026, 11, 16)
few = st.integers(0, 12) | st.integers(0, 60)
funnels = st.fixed_dictionaries(dict.fromkeys(EVENTS, few))
four = st.tuples(*[st.integers(0, 6)] * 4)


def down(n: int) -> int | None:
    return n // 5 * 5 or None


def started(rows: dict[str, int]) -> dict[str, dict[str, int]]:
    return {code: {"started": n} for code, n in rows.items()}


def test_a_class_rounded_down() -> None:
    counts = dict(zip(EVENTS, (43, 31, 25, 20, 19, 17, 15, 4), strict=True))
    assert [(step.event, step.n, step.stopped) for step in figures.funnel(counts)] == [
        ("opened", 40, 10), ("started", 30, 5), ("consented", 25, 5), ("screening", 20, 5), ("lifeline", 15, None),
        ("explore", 15, None), ("summary", 15, 15), ("handed_over", None, None),
    ]  # fmt: skip


@pytest.mark.parametrize("n", range(5))
def test_under_five_all_look_the_same(n: int) -> None:
    counts = dict.fromkeys(EVENTS, n)
    assert figures.funnel(counts) == figures.funnel({})
    assert figures.languages({"ar": counts}, KNOWN) == figures.languages({}, KNOWN)
    assert figures.weeks({MONDAY: n}) == ()
    assert figures.overview({"aaaaaa": counts}, ["aaaaaa"]) == figures.overview({}, ["aaaaaa"])


@given(funnels, st.integers(0, 4))
def test_who_is_past_a_five_changes_nothing_that_is_shown(counts: dict[str, int], more: int) -> None:
    other = {event: n // 5 * 5 + more for event, n in counts.items()}
    assert figures.funnel(other) == figures.funnel(counts)
    assert figures.overview({"a": other, "": counts}, ["a"]) == figures.overview({"a": counts, "": other}, ["a"])


@given(st.dictionaries(st.sampled_from(("", *KNOWN, "uk")), few))
def test_three_languages_and_all_others_whatever_they_are(rows: dict[str, int]) -> None:
    told = figures.languages(started(rows), KNOWN)
    assert [row.key for row in told] == ["da", "en", "ar", ""]
    assert [row.started for row in told[:3]] == [down(rows.get(code, 0)) for code in KNOWN[:3]]
    assert told[3].started == down(sum(n for code, n in rows.items() if code not in KNOWN[:3]))


@given(st.dictionaries(st.integers(0, 100), st.integers(1, 8)), st.integers(0, 4))
def test_weeks_tell_what_the_total_told_at_their_ends(days: dict[int, int], more: int) -> None:
    dated = {MONDAY + timedelta(days=day): n for day, n in days.items()}
    told = figures.weeks(dated)
    assert all(week.n % 5 == 0 and week.n for week in told)
    for end in {week.monday + timedelta(days=6) for week in told}:
        so_far = sum(n for day, n in dated.items() if day <= end)
        assert sum(week.n for week in told if week.monday < end) == so_far // 5 * 5


@settings(max_examples=40, deadline=None)
@given(four, four)
def test_no_number_under_five_follows_from_two_looks_at_languages_and_total(
    first: tuple[int, ...], growth: tuple[int, ...]
) -> None:
    """All worlds that would show the same at both times: in each language they differ, then, now and in between."""
    second = tuple(map(sum, zip(first, growth, strict=True)))
    worlds = [
        (*then, *now, *(after - before for before, after in zip(then, now, strict=True)))
        for then, now in product(alike(first), alike(second))
        if all(before <= after for before, after in zip(then, now, strict=True))
    ]
    for numbers in zip(*worlds, strict=True):
        assert numbers[0] >= 5 or min(numbers) == 0 or len(set(numbers)) > 1


def alike(rows: tuple[int, ...]) -> list[tuple[int, ...]]:
    """All that four languages may be where these figures and this total are shown."""
    same = product(*(range(n // 5 * 5, n // 5 * 5 + 5) for n in rows))
    return [other for other in same if sum(other) // 5 == sum(rows) // 5]


def test_the_total_is_of_what_is_shown() -> None:
    seen = figures.overview(started({"aaaaaa": 23, "bbbbbb": 4, "": 3, "unknown": 6}), ["aaaaaa", "bbbbbb"])
    assert {code: row.started for code, row in seen.rows.items()} == {"aaaaaa": 20, "bbbbbb": None}
    assert (seen.others.started, seen.total.started, seen.total.handed_over) == (5, 25, None)
