"""LIX on texts counted by hand."""

from __future__ import annotations

import pytest

from tools import lix


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jeg går en tur.", 4 / 1),  # four short words, one sentence
        ("Jeg går. Du sover.", 4 / 2),
        ("Kommunen hjælper dig med rengøring.", 5 / 1 + 100 * 3 / 5),  # Kommunen, hjælper, rengøring
        ("Ring til {municipality} i dag!", 5 / 1),  # a placeholder is a short word
        ("Kl. 9-15 er vi her", 5 / 2),  # as Björnsson counts: every full stop ends one
        ("", 0),
        ("…", 0),
    ],
)
def test_lix_of_a_text(text: str, expected: float) -> None:
    assert lix.lix(text) == pytest.approx(expected)


def test_labels_are_not_measured() -> None:
    heavy = "Arbejdsmarkedsparate integrationsborgere tilbydes individuelle indsatser efter lovgivningens bestemmelser"
    assert lix.measured({"menu.x": "Beskæftigelsesindsats", "q.x.ask": heavy}).keys() == {"q.x.ask"}


def test_a_heavy_text_is_named_and_so_is_a_heavy_whole() -> None:
    easy = "Du kan sige nej til det hele. Det er helt i orden."
    heavy = "Beskæftigelsesindsatsen tilrettelægges individuelt. " * 4
    assert lix.problems({"a.b": easy}) == []
    assert [problem.split(":")[0] for problem in lix.problems({"a.b": easy, "c.d": heavy})] == ["c.d", "all texts"]
