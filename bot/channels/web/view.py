"""A journey as a page shows it: what was said, the open question with its buttons, how far she has come.

Everything here is read from the journey, so the same state is always the same page. In a masked session (she came back
by receipt, without a PIN) what she answered earlier is not shown, whatever the last replies hold.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

from actions.journey.explore import CARD, called, picture
from actions.journey.flow import find, progress
from actions.journey.model import (
    DONE,
    LINE,
    MENU,
    REVIEW,
    SECTOR,
    Button,
    Content,
    Journey,
    Line,
    Option,
    Question,
    Reply,
    Text,
)
from actions.journey.sector import CARDS
from actions.journey.speech import why
from actions.journey.transcript import Bubble, bubbles

# So many of the latest bubbles stand open; those before are folded away, so that the question is what she sees.
RECENT = 2
# More choices than this stand two in a row.
LIST = 5
# What the pictures of a path say (journey/path.py), for who does not see them.
MARKS = {"✅": "past", "📍": "here", "⚪": "later"}
# Said to somebody of whom nothing is kept: the open pages are for looking all the same.
SHUT = ("closed.refused", "closed.young")


@dataclass(frozen=True)
class Link:
    """A quiet way to an open page."""

    text_id: str
    path: str
    picture: str
    part: str = ""  # of the page


OPEN = (Link("page.sectors.look", "/sectors", "🧭"), Link("page.topics.look", "/topics", "💬"))


@dataclass(frozen=True)
class Sides:
    """Two sectors beside each other: their names with pictures, and what each is in a row; None where it is not
    known."""

    heads: tuple[tuple[Text, str], ...]
    rows: tuple[tuple[Text, tuple[Text | None, ...]], ...]


@dataclass(frozen=True)
class Tick:
    """One box of a question where several may be chosen."""

    option: str
    button: Button
    alone: bool  # "none of these": cannot stand together with others


@dataclass(frozen=True)
class Shown:
    """One reply, its buttons sorted by how they look."""

    text: Text
    question: str | None = None
    choices: tuple[Button, ...] = ()  # tapped once
    ticks: tuple[Tick, ...] = ()  # chosen, then sent with `done`
    done: Button | None = None  # sends the ticks, or goes on from a stage of her life
    quiet: tuple[Button, ...] = ()
    why: Text | None = None  # why it is asked: opened on the page itself, without a turn
    lines: tuple[Line, ...] = ()
    laid: str = ""  # how the lines stand: way, review, steps, things, or as they are
    sides: Sides | None = None  # the lines of a comparison
    receipt: str = ""
    link: str = ""  # to her papers
    links: tuple[Link, ...] = ()  # to open pages

    @property
    def tiles(self) -> bool:
        """Whether the choices are so many that they stand two in a row; what is to be read is easier in a list."""
        short = all(t.button.picture and not t.button.notes for t in self.ticks)
        return len(self.choices) > LIST or (len(self.ticks) > LIST and short)


@dataclass(frozen=True)
class View:
    """What the chat page shows."""

    language: str
    turn: int
    asking: str
    earlier: tuple[Bubble, ...]
    recent: tuple[Bubble, ...]
    shown: tuple[Shown, ...]
    progress: tuple[int, int]
    masked: bool
    keyboard: str  # the `inputmode` that suits the open question
    words: dict[str, str] = field(default_factory=dict)  # question -> the language she wrote its words in


@dataclass(frozen=True)
class Choices:
    """What stands in the form of her papers' page."""

    tongues: str = "both"  # mine, da or both
    sector: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    wrong: tuple[str, ...] = ()  # fields that cannot be what they should be


@dataclass(frozen=True)
class Desk:
    """What the page of her papers shows."""

    token: str
    mine: str  # her language
    sectors: tuple[Option, ...]
    photo: bool
    choices: Choices = field(default_factory=Choices)


def look(content: Content, journey: Journey, masked: bool) -> View:
    """The page of a journey."""
    said = bubbles(content, journey, masked)
    cut = max(len(said) - RECENT, 0)
    question = find(content, journey, journey.asking)
    keyboards = {"phone": "tel", "email": "email"}
    return View(
        language=journey.language or content.languages[0],
        turn=journey.turn,
        asking=journey.asking or "",
        earlier=said[:cut],
        recent=said[cut:],
        shown=tuple(sorted_out(content, journey, r) for r in _visible(journey.replies, masked)),
        progress=progress(content, journey),
        masked=masked,
        keyboard=keyboards.get(question.type if question else "", "text"),
        words={q: a.language for q, a in journey.answers.items() if a.words and a.language},
    )


def sorted_out(content: Content, journey: Journey, reply: Reply) -> Shown:
    """A reply with its buttons by kind: choices, ticks, the one that goes on, and the quiet ones."""
    choices: list[Button] = []
    ticks: list[Tick] = []
    quiet: list[Button] = []
    done: Button | None = None
    because: Text | None = None
    asked = find(content, journey, reply.question)
    for button in reply.buttons:
        question, value = meaning(button.payload)
        if question == MENU and value == "why" and asked:
            because = Text(why(content, asked).id, reply.text.args)
        elif button.quiet:
            quiet.append(button)
        elif value == DONE:
            done = button
        elif reply.several:
            option = asked.option(value[1:]) if asked else None
            ticks.append(Tick(value[1:], button, bool(option and option.exclusive)))
        else:
            choices.append(button)
    return Shown(
        reply.text,
        reply.question,
        tuple(choices),
        tuple(ticks),
        done,
        tuple(quiet),
        because,
        reply.lines,
        laid=_laid(reply, asked),
        sides=_sides(content, reply) if reply.question == SECTOR and reply.lines else None,
        receipt=str(reply.text.args.get("receipt", "")),
        link=str(reply.text.args.get("link", "")),
        links=_links(reply, asked),
    )


def _laid(reply: Reply, asked: Question | None) -> str:
    if reply.question in (LINE, REVIEW):
        return "way" if reply.question == LINE else "review"
    if asked and asked.template == CARD:
        return "steps" if reply.text.id == "path.drawn" else "things"
    return ""


def _sides(content: Content, reply: Reply) -> Sides:
    """The lines of a comparison, whose values are `compare.of` (explore.py), as a table."""
    rows = [(line.label, dict(_of(value) for value in line.values)) for line in reply.lines]
    sectors = tuple(dict.fromkeys(sector for _, values in rows for sector in values))
    return Sides(
        tuple((called(sector), picture(content, sector)) for sector in sectors),
        tuple((label, tuple(values.get(sector) for sector in sectors)) for label, values in rows),
    )


def _of(value: Text) -> tuple[str, Text]:
    sector, told = value.args["sector"], value.args["value"]
    assert isinstance(sector, Text) and isinstance(told, Text)
    return _last(sector), told


def _last(name: Text) -> str:
    """The sector whose name this is."""
    return name.id.rpartition(".")[2]


def _links(reply: Reply, asked: Question | None) -> tuple[Link, ...]:
    """From the end of a visit and from the game to all the words; for who says no, to what is open to all."""
    if reply.text.id in SHUT:
        return OPEN
    sector = asked.about.get("sector") if asked else None
    if not asked or not isinstance(sector, Text):
        return ()
    words = asked.template == "word" or (asked.template == CARD and asked.id.endswith(f"_{CARDS[-1]}"))
    return (Link("page.words.all", f"/sectors/{_last(sector)}", "🗂️", "words"),) if words else ()


def meaning(payload: str) -> tuple[str, str]:
    """The question and the value that a button of ours stands for."""
    data = json.loads(payload.removeprefix("/answer"))
    return data["q"], data["v"]


def _visible(replies: tuple[Reply, ...], masked: bool) -> tuple[Reply, ...]:
    if not masked:
        return replies
    return tuple(_masked(r) for r in replies if not r.text.id.startswith(("plain.", "papers.")))


def _masked(reply: Reply) -> Reply:
    lines = tuple(replace(line, values=(Text("answer.given"),), words=None) for line in reply.lines)
    if reply.question in (LINE, SECTOR):
        lines = ()
    buttons = tuple(replace(b, chosen=False, notes=(), words=None) for b in reply.buttons)
    return replace(reply, lines=lines, buttons=buttons)
