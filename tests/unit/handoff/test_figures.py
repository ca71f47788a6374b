"""Nothing under five is shown, and nothing under five can be calculated from what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff_api.outreach import figures
from handoff_api.outreach.schemas import EVENTS

LANGUAGES = ("ar", "da", "en", "ti", "ur")
MONDAY = date(2026, 11, 16)
few = st.integers(0, 12) | st.integers(0, 60)
funnels = st.fixed_dictionaries(dict.fromkeys(EVENTS, few)) | st.lists(few, min_size=7, max_size=7).map(
    lambda numbers: dict(zip(EVENTS, sorted(numbers, reverse=True), strict=True))
)
by_language = st.dictionaries(st.sampled_from(("", *LANGUAGES)), funnels, min_size=1)


def small(n: int) -> bool:
    """A number of people that nobody is to be told; that it was nobody at all may be told."""
    return 0 < n < 5


def shown(counts: dict[str, int]) -> dict[str, int]:
    return {step.event: step.n for step in figures.funnel(counts) if step.n is not None}


def total(rows: dict[str, dict[str, int]]) -> dict[str, int]:
    return {event: sum(row[event] for row in rows.values()) for event in EVENTS}


def test_every_event_has_its_place() -> None:
    assert sorted(figures._FIRST) == sorted(EVENTS)


def test_a_class_is_shown_as_it_was() -> None:
    counts = dict(zip(EVENTS, (40, 31, 25, 20, 20, 15, 10), strict=True))
    assert [(step.event, step.n, step.stopped) for step in figures.funnel(counts)] == [
        ("opened", 40, 9), ("started", 31, 6), ("consented", 25, 5), ("screening", 20, 0), ("lifeline", 20, 5),
        ("summary", 15, 5), ("handed_over", 10, None),
    ]  # fmt: skip


@pytest.mark.parametrize("started", range(5))
def test_while_under_five_have_begun_nothing_is_shown(started: int) -> None:
    counts = dict.fromkeys(EVENTS, 50) | {"started": started}
    steps = figures.funnel(counts)
    assert all(step.n is None and step.stopped is None for step in steps)
    assert figures.languages({"ar": counts}, steps) == ()
    assert figures.weeks({MONDAY: started}) == ()


def test_those_who_stopped_are_hidden_with_the_step_that_would_tell_them() -> None:
    counts = dict(zip(EVENTS, (30, 20, 18, 15, 15, 13, 12), strict=True))  # two stopped in the welcome
    assert shown(counts) == {"opened": 30, "started": 20, "handed_over": 12}


@given(funnels)
def test_no_two_steps_differ_by_one_to_four(counts: dict[str, int]) -> None:
    told = shown(counts)
    assert all(n >= 5 and n == counts[event] for event, n in told.items())
    assert not any(small(abs(one - other)) for one, other in combinations(told.values(), 2))
    for step in figures.funnel(counts):
        assert step.stopped is None or not small(step.stopped)


@given(funnels)
def test_what_is_left_out_would_have_told(counts: dict[str, int]) -> None:
    told = shown(counts)
    for event in EVENTS:
        if event not in told and told:
            assert counts[event] < 5 or any(small(abs(counts[event] - n)) for n in told.values())


def told_of_languages(rows: Sequence[figures.Row], whole: dict[str, int]) -> Iterator[list[int]]:
    """All that can be had by adding rows up, and subtracting that from the whole: groups of people, as their numbers at
    each step that is shown."""
    numbers = [[n for n in (row.started, row.handed_over) if n is not None] for row in rows]
    all_of_them = [whole["started"], whole["handed_over"]]
    for size in range(1, len(numbers) + 1):
        for chosen in combinations(numbers, size):
            group = [sum(column) for column in zip(*chosen, strict=True)]
            yield group
            yield [w - g for w, g in zip(all_of_them, group)]  # noqa: B905 (a step that is not shown is left away)


@given(by_language)
def test_languages_add_up_and_no_group_of_them_is_small(rows: dict[str, dict[str, int]]) -> None:
    whole = total(rows)
    steps = figures.funnel(whole)
    told = figures.languages(rows, steps)
    if whole["started"] < 5:
        assert told == ()
        return
    assert sum(row.started or 0 for row in told) == whole["started"]
    hands = [row.handed_over for row in told if row.handed_over is not None]
    assert not hands or (len(hands) == len(told) and sum(hands) == shown(whole)["handed_over"])
    for group in told_of_languages(told, whole):
        assert not any(small(n) for n in group)
    for row in told:
        assert row.started is not None and row.started >= 5
        assert row.handed_over is None or not small(abs(row.started - row.handed_over))


def test_a_small_language_takes_another_along() -> None:
    rows = {code: dict.fromkeys(EVENTS, n) for code, n in (("ar", 20), ("en", 9), ("ti", 6), ("ur", 1))}
    told = figures.languages(rows, figures.funnel(total(rows)))
    assert [(row.key, row.started, row.handed_over) for row in told] == [("ar", 20, 20), ("en", 9, 9), ("", 7, 7)]


@given(st.dictionaries(st.integers(0, 300), st.integers(1, 8)))
def test_weeks_add_up_and_none_is_small(days: dict[int, int]) -> None:
    told = figures.weeks({MONDAY + timedelta(days=day): n for day, n in days.items()})
    whole = sum(days.values())
    assert sum(week.n for week in told) == (whole if whole >= 5 else 0)
    assert all(week.n >= 5 and week.first <= week.last for week in told)
    assert all(before.last < after.first for before, after in zip(told, told[1:]))  # noqa: B905 (pairs)


@given(st.dictionaries(st.sampled_from(("", "aaaaaa", "bbbbbb", "cccccc", "unknown")), funnels))
def test_the_total_tells_no_more_than_its_rows(counts: dict[str, dict[str, int]]) -> None:
    codes = ("aaaaaa", "bbbbbb", "cccccc")
    seen = figures.overview(counts, codes)
    assert seen.started == sum(row.started or 0 for row in seen.rows)
    assert seen.handed_over == sum(row.handed_over or 0 for row in seen.rows)
    if seen.whole:
        assert seen.started == sum(n["started"] for n in counts.values())
        assert seen.handed_over == sum(n["handed_over"] for n in counts.values())
    for row in seen.rows:
        assert row.started is not None and row.started >= 5
        assert row.handed_over is None or row.handed_over >= 5
        assert row.handed_over is None or not small(abs(row.started - row.handed_over))
        if row.key:
            # The same as on the campaign's own page: two pages tell no more than one.
            own = shown(counts[row.key])
            assert (row.started, row.handed_over) == (own["started"], own.get("handed_over"))


def test_a_campaign_that_is_too_small_is_never_alone_in_a_sum() -> None:
    counts = {"aaaaaa": dict.fromkeys(EVENTS, 20), "bbbbbb": dict.fromkeys(EVENTS, 3)}
    seen = figures.overview(counts, ["aaaaaa", "bbbbbb"])
    assert [row.key for row in seen.rows] == ["aaaaaa"]
    assert (seen.started, seen.whole) == (20, False)
    more = figures.overview(counts | {"": dict.fromkeys(EVENTS, 2)}, ["aaaaaa", "bbbbbb"])
    assert [(row.key, row.started) for row in more.rows] == [("aaaaaa", 20), ("", 5)]
    assert (more.started, more.whole) == (25, True)
