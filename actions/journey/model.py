"""The nouns of the core, in one place, so that the rest can be verbs.

    Content     what the municipality asks: read once, never changed
      Question    one thing asked; its type says which reader understands the reply
        Option      one tappable answer; in a ranged question it stands for low..high
    Journey     what is known of one citizen: the record of truth, serialised by the store
      Answer      what she said to one question
    Message     what came in: words or a tapped button, already cleaned
    Reply       what goes out: a message id, its arguments and its buttons; never text
    Outcome     a step's result: the new journey, the replies, and what the adapters must do

Question types, and the value an answer of that type holds:
    yes_no      "yes" | "no"
    one         an option id
    several     a tuple of option ids
    number      an option id (the range), and the exact number in `Answer.number`
    duration    the same, in months
    year        the same; `number` is the calendar year, the ranges count years before now
    words       None or tuple of option ids; what she wrote stands in `Answer.words`
    phone, email   None; the address stands in `Answer.words`, in E.164 or as typed
    review      the summary itself: no value of its own
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Union

QuestionType = Literal["yes_no", "one", "several", "number", "duration", "year", "words", "phone", "email", "review"]
Status = Literal["answered", "skipped", "unknown"]
Factor = Literal["goal", "attitude", "resources", "barriers", "facts"]
Flow = Literal["main", "contact"]

# Reserved values of a button; no option may bear one of these names.
SKIP, UNKNOWN, DONE = "!skip", "!unknown", "!done"
COMMANDS = (
    "language",
    "back",
    "skip",
    "why",
    "person",
    "contact",
    "pause",
    "go_on",
    "summary",
    "erase",
    "hide",
    "help",
)
# Steps that a reply can ask beside the questions; buttons name them as their q.
MENU, ERASE, URGENT, TOPIC = "menu", "erase", "urgent", "topic"
REVIEW = "review"  # its values: ok, fix, differ, and line:<q>, fix:<q>, strike:<q>, restore:<q> for one line


# --- content -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    id: str
    picture: str = ""
    low: int | None = None  # ranged questions: smallest exact value that falls here (inclusive)
    high: int | None = None  # ... and the largest (inclusive); None is open
    exclusive: bool = False  # "none of these": cannot stand together with others
    factor: Factor | None = None  # overrides the question's factor on the case page
    say: str = ""  # a message said when this is chosen, e.g. that work at home is work


@dataclass(frozen=True)
class Question:
    id: str
    type: QuestionType
    module: str
    options: tuple[Option, ...] = ()
    when: Mapping[str, Any] | None = None  # a condition (rules.py) for being asked; None is always
    factor: Factor = "facts"
    own_words: bool = False  # words that match no option are kept as her own words, not called unclear
    consent: str | None = None  # answering yes gives this consent; no withholds it
    personal: Literal["", "health", "contact"] = ""  # health: only under its consent; contact: never shown again
    required: bool = False  # cannot be skipped: consents and the like
    say: tuple[str, ...] = ()  # messages said before it is asked for the first time
    thanks: str = ""  # a message said when it has been answered
    source: str = ""  # the report the question comes from

    def option(self, option_id: str) -> Option | None:
        return next((o for o in self.options if o.id == option_id), None)


@dataclass(frozen=True)
class Topic:
    id: str
    intent: str


@dataclass(frozen=True)
class Content:
    """All data the core needs. `version` changes with the content and goes along with a case."""

    questions: tuple[Question, ...]
    flows: Mapping[str, tuple[str, ...]]  # flow name -> module names, in order
    topics: tuple[Topic, ...]
    rules: Mapping[str, Any]  # assessment.yml
    lexicon: Mapping[str, Mapping[str, Any]]  # language -> words the readers know (lexicon/<lang>.yml, with the labels)
    languages: tuple[str, ...]  # live languages, default first
    municipality: Mapping[str, Any]  # names, phone, places, help numbers with date and source
    version: str = ""

    def question(self, question_id: str) -> Question | None:
        return next((q for q in self.questions if q.id == question_id), None)


# --- state -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    status: Status = "answered"
    value: str | tuple[str, ...] | None = None
    number: int | None = None  # exact years, months or count, where she gave one
    words: str | None = None  # her own words, never translated
    language: str | None = None  # the language of `words`

    @property
    def options(self) -> tuple[str, ...]:
        """The chosen option ids, whatever the type."""
        if self.value is None:
            return ()
        return self.value if isinstance(self.value, tuple) else (self.value,)


@dataclass(frozen=True)
class Journey:
    """What is known of one citizen. Immutable: a step returns another one."""

    id: str
    language: str | None = None
    campaign: str | None = None
    flow: Flow = "main"
    answers: Mapping[str, Answer] = field(default_factory=dict)  # in the order they were given
    consents: Mapping[str, str | None] = field(default_factory=dict)  # scope -> ISO time of her yes; None is a no
    asking: str | None = None  # the question (or special step, e.g. "erase") that the last reply asked
    revisit: tuple[str, ...] = ()  # questions to ask again, next first; their answers stand until replaced
    picked: tuple[str, ...] = ()  # taps so far in the open question of type several
    misses: int = 0  # times the open question was not understood
    struck: tuple[str, ...] = ()  # questions whose line is not sent
    closed: Literal["", "young", "refused", "erased"] = ""
    sent_revision: int = 0  # the last revision she said yes to; 0 is none
    sent_kind: str = ""  # "screening" or "contact": the kind of that revision
    status: Literal["", "sent", "received", "read"] = ""
    turn: int = 0
    last_key: str = ""  # fingerprint of the last message, to know a repeat
    replies: tuple[Reply, ...] = ()  # what was said last: shown again on reload or repeat


# --- talk --------------------------------------------------------------------------------------------


Arg = Union[str, int, "Text", "tuple[Text, ...]"]


@dataclass(frozen=True)
class Text:
    """A catalogue message with its arguments; an argument may itself be a Text, or a tuple of them (joined as a
    list)."""

    id: str
    args: Mapping[str, Arg] = field(default_factory=dict)


@dataclass(frozen=True)
class Button:
    text: Text
    payload: str
    picture: str = ""
    chosen: bool = False
    quiet: bool = False  # shown small: skip, "rather not say", why


@dataclass(frozen=True)
class Line:
    """One line of the summary."""

    question: str
    label: Text
    values: tuple[Text, ...]
    words: str | None = None
    struck: bool = False


@dataclass(frozen=True)
class Reply:
    text: Text
    buttons: tuple[Button, ...] = ()
    question: str | None = None  # the question this reply asks or belongs to
    several: bool = False  # its buttons are choices to tick, then "done"
    lines: tuple[Line, ...] = ()  # the summary's lines


@dataclass(frozen=True)
class Message:
    """What came in. `text` is cleaned: no CPR number, one kind of digits and apostrophes, no leading slash."""

    text: str = ""
    question: str | None = None  # a button's q
    value: str | tuple[str, ...] | None = None  # a button's v
    intent: str = ""
    confidence: float = 0.0
    urgent: str = ""  # "violence" | "suicide" | "homeless" when the words may be about that
    found: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the gazetteer: question id -> option ids
    id: str = ""  # the channel's id of the message, where it has one
    turn: int | None = None  # the turn the page was showing when she answered
    language: str | None = None  # a language the channel states (REST metadata, page's picker)
    campaign: str | None = None
    masked_cpr: bool = False  # a CPR number was taken out of `text`


@dataclass(frozen=True)
class Context:
    """What the core may not fetch itself."""

    now: datetime  # aware, UTC
    receipt: str  # twelve fresh digits; used only if this step hands one out
    masked: bool = False  # she came back by receipt without a PIN: earlier answers are not shown


@dataclass(frozen=True)
class Effect:
    """What the adapters must do, in the same transaction as the save.

    send      write an outbox row with `case` (handoff contract) for her yes
    erase     remove the journey, its keys and unsent rows; tell the municipality if a case was sent
    receipt   remember the context's receipt as a key to this journey
    leave     end the session on this device
    """

    kind: Literal["send", "erase", "receipt", "leave"]
    case: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Outcome:
    journey: Journey
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...] = ()
