"""What a sector of working life consists of: the nouns of content/sectors/*.yml, and the names of its parts.

The words stand in the catalogues (sector.<id>.…), a file a sector; here is what can be counted, compared and shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# An introduction: what one reads, in this order (brief § 5, after Vejle's packages; DBI).
CARDS = ("tasks", "day", "hours", "body", "culture", "danish", "entry")
# The path to a job: Vejle's modules (DBI), each with its own test before the next.
STEPS = ("intro", "visit", "placement1", "placement2", "placement3", "job")
WORDS = 30  # everyday words of a trade

Often = Literal["never", "sometimes", "often"]
Danish = Literal["none", "few", "everyday", "work"]
SKILLS_OF_LANGUAGE = ("speak", "understand", "read")
CONDITIONS = ("night", "lifting", "standing", "part_time", "mixed")


@dataclass(frozen=True)
class Task:
    id: str
    picture: str


@dataclass(frozen=True)
class Skill:
    """One concrete thing that can be ticked (after Gribskov's 44 points; DBI). `activity` shows the same in a life."""

    id: str
    activity: str = ""


@dataclass(frozen=True)
class Word:
    """An everyday word of the trade. `danish` is the word itself and `heard` a sentence of the first day with it: both
    stay Danish in every language."""

    id: str
    picture: str
    say: bool = False
    danish: str = ""
    heard: str = ""


@dataclass(frozen=True)
class Sector:
    """One sector. `mixed`: how often one works closely with people of the other sex (Odder; KIT theme 5)."""

    id: str
    tasks: tuple[Task, ...]
    speak: Danish
    understand: Danish
    read: Danish
    night: Often
    lifting: Often
    standing: Often
    part_time: Often
    mixed: Often
    employers: tuple[str, ...]
    courses: tuple[str, ...]
    skills: tuple[Skill, ...]
    words: tuple[Word, ...]
    source: str = ""
