"""What a reader says of a text: an answer, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from actions.journey.model import Answer

Kind = Literal["answer", "unclear", "skip", "unknown", "need_year"]


@dataclass(frozen=True)
class Reading:
    """`answer` stands when the kind is "answer"; `hint` is what to ask for, or what cannot be: "years", "hours_a_day",
    "year", "when", "birth", "calendar", "future" or "before_birth"."""

    kind: Kind
    answer: Answer | None = None
    hint: str = ""


UNCLEAR = Reading("unclear")
