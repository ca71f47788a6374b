"""The nouns of the core, in one place, so that the rest can be verbs.

    Content     what the municipality asks: read once, never changed
      Question    one thing asked; its type says which reader understands the reply
        Option      one tappable answer; in a ranged question it stands for low..high
      Stage, LifeEvent, Activity, Competence, Occupation   what a life line is made of
    Journey     what is known of one citizen: the record of truth, serialised by the store
      Answer      what she said to one question
      Event       one event of her life line; what she told of it are answers to questions of its own
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
    birth       the same, for her year of birth; an age is read too
    when        an option id, or None where only words are known ("before the war"); `number` is the calendar year and
                `age` her age then, as far as either is known
    stage       None: its taps begin events (`Journey.events`), and going on answers it
    words       None or tuple of option ids; what she wrote stands in `Answer.words`
    phone, email   None; the address stands in `Answer.words`, in E.164 or as typed
    review, line, papers   the summary, the drawn life line, the papers: no value of their own
    visit, carpet   None: taps begin a visit to a sector, or open topics; going on answers it
    path        never asked itself: it stands for a card for each sector she has chosen
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Union

from actions.journey.sector import Sector

QuestionType = Literal[
    "yes_no",
    "one",
    "several",
    "number",
    "duration",
    "year",
    "birth",
    "when",
    "words",
    "phone",
    "email",
    "stage",
    "review",
    "line",
    "papers",
    "visit",
    "path",
    "carpet",
]
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
    "papers",
    "erase",
    "hide",
    "help",
)
# Steps that a reply can ask beside the questions; buttons name them as their q.
MENU, ERASE, URGENT = "menu", "erase", "urgent"
TOPIC = "topic"  # its values: a topic's id, group:<group>, story:<story>
ASKED = "asked"  # a question nobody here knows the answer to; keep
SECTOR = "sector"  # leave:<sector>, play, play:<sector>, stop, compare, compare:<sector>[:<sector>]
REVIEW = "review"  # its values: ok, fix, differ, and line:<q>, fix:<q>, strike:<q>, restore:<q> for one line
LINE = "line"  # ok, add, and edit:<e>, up:<e>, down:<e>, strike:<e>, restore:<e> for one event, add:<stage>, more:<q>
PAPERS = "papers"  # make, ok
TOPICS, QUERIES = "topics", "queries"  # never asked: the topics she has asked about, her questions to the caseworker
OTHER = "other"  # an event, or an activity, of her own


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
    age: tuple[int, int | None] | None = None  # a tile of "when?": her age then, in years (inclusive; None is open)
    ago: tuple[int, int | None] | None = None  # ... or years before now
    text: Text | None = None  # its name, where it is not q.<question>.o.<option>
    notes: tuple[Text, ...] = ()  # small lines below its name
    quote: str | None = None  # her own words that speak for it
    quoted_in: str | None = None  # ... and their language


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
    # health: only under its consent; contact: never shown again; photo: only where there is one
    personal: Literal["", "health", "contact", "photo"] = ""
    required: bool = False  # cannot be skipped: consents and the like
    say: tuple[str, ...] = ()  # messages said before it is asked for the first time
    thanks: str = ""  # a message said when it has been answered
    source: str = ""  # the report the question comes from
    template: str = ""  # made for one event from this template; the readers and texts of all such are the same
    event: str = ""  # the event it belongs to
    about: Mapping[str, Arg] = field(default_factory=dict)  # arguments of its texts
    asks: str = ""  # the message that asks it, where it is not q.<key>.ask
    ticked: tuple[str, ...] = ()  # options that are ticked until she says otherwise
    lines: tuple[Line, ...] = ()  # what is listed with it

    @property
    def key(self) -> str:
        """The name that its words, readers and texts go by."""
        return self.template or self.id

    def option(self, option_id: str) -> Option | None:
        return next((o for o in self.options if o.id == option_id), None)


@dataclass(frozen=True)
class Stage:
    """A stage of a life, with the events that are typical of it."""

    id: str
    picture: str
    when: tuple[Option, ...]
    events: tuple[str, ...]


@dataclass(frozen=True)
class LifeEvent:
    """A kind of event: which parts are asked of it, and what one does there. `work` counts by ICATUS 2016."""

    id: str
    picture: str
    parts: tuple[str, ...]
    how: Literal["often", "well"] = "often"
    work: Literal["", "paid", "unpaid"] = ""
    icatus: str = ""
    activities: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Activity:
    id: str
    picture: str
    competences: tuple[str, ...]


@dataclass(frozen=True)
class Concept:
    """A concept of ESCO: a skill, a skill group or an occupation."""

    uri: str
    label: str
    kind: str = ""


@dataclass(frozen=True)
class Competence:
    """One competence. `when` names answers of the screening that suggest it, beside what she did."""

    id: str
    group: str
    sectors: tuple[str, ...] = ()
    esco: Concept | None = None
    when: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Occupation:
    id: str
    isco: str
    picture: str = ""
    esco: Concept | None = None
    activities: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Life:
    """What a life line is made of: life_events.yml, activities.yml, competences.yml and occupations.yml, by id."""

    stages: Mapping[str, Stage] = field(default_factory=dict)
    events: Mapping[str, LifeEvent] = field(default_factory=dict)
    activities: Mapping[str, Activity] = field(default_factory=dict)
    competences: Mapping[str, Competence] = field(default_factory=dict)
    occupations: Mapping[str, Occupation] = field(default_factory=dict)
    countries: tuple[str, ...] = ()  # ISO 3166 codes that the gazetteer knows


@dataclass(frozen=True)
class Topic:
    """A question that is answered at any time: about the service (without a group), or about working life. `card` is
    the part of a sector's introduction that answers it for that sector; `offers` are kinds of local offers."""

    id: str
    intent: str
    group: str = ""
    picture: str = ""
    card: str = ""
    offers: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Tile:
    """A group of topics, or a story."""

    id: str
    picture: str
    source: str = ""


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
    life: Life = field(default_factory=Life)
    sectors: Mapping[str, Sector] = field(default_factory=dict)  # content/sectors/*.yml, by id
    groups: tuple[Tile, ...] = ()
    stories: tuple[Tile, ...] = ()

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
    age: int | None = None  # "when": her age then, where she gave one
    heard: tuple[str, ...] = ()  # "<key>/<id>" that the gazetteer saw in `words`; suggested: what she was shown

    @property
    def options(self) -> tuple[str, ...]:
        """The chosen option ids, whatever the type."""
        if self.value is None:
            return ()
        return self.value if isinstance(self.value, tuple) else (self.value,)


@dataclass(frozen=True)
class Event:
    """One event of a life line; the order in the journey is the order of the line."""

    id: str
    kind: str
    stage: str


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
    struck: tuple[str, ...] = ()  # questions and events whose line is not sent
    events: tuple[Event, ...] = ()
    said: Answer | None = None  # her words at an open question, until she has confirmed what was heard in them
    visits: tuple[str, ...] = ()  # sectors she has looked at
    wondered: str | None = None  # a question that nobody here knows, until she has said whether to pass it on
    photo: bool = False  # a photo of hers is kept for the papers
    closed: Literal["", "young", "refused", "erased"] = ""
    sent_revision: int = 0  # the last revision she said yes to; 0 is none
    sent_kind: str = ""  # "screening" or "contact": the kind of that revision
    status: Literal["", "sent", "received", "read"] = ""
    turn: int = 0
    last_key: str = ""  # fingerprint of the last message, to know a repeat
    replies: tuple[Reply, ...] = ()  # what was said last: shown again on reload or repeat
    counted: tuple[str, ...] = ()  # milestones that the anonymous figures have, each once (counting.py)


# --- talk --------------------------------------------------------------------------------------------


Arg = Union[str, int, "Text", "tuple[Text, ...]"]


@dataclass(frozen=True)
class Text:
    """A catalogue message with its arguments; an argument may itself be a Text, or a tuple of them (joined as a
    list)."""

    id: str
    args: Mapping[str, Arg] = field(default_factory=dict)


@dataclass(frozen=True)
class Each:
    """A message wanted in several languages at once: a line of her papers, or of her life line in a case."""

    text: Text
    languages: tuple[str, ...]
    spoken: str | None = None  # the only language that `text`, her own words, is in; `otherwise` stands elsewhere
    otherwise: Text | None = None


@dataclass(frozen=True)
class Button:
    text: Text
    payload: str
    picture: str = ""
    chosen: bool = False
    quiet: bool = False  # shown small: skip, "rather not say", why
    notes: tuple[Text, ...] = ()  # small lines below: what it means, where it comes from
    words: str | None = None  # ... and her own words that speak for it
    words_language: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of the summary, or one event of the life line with what can be done with it."""

    question: str
    label: Text
    values: tuple[Text, ...]
    words: str | None = None
    struck: bool = False
    language: str | None = None  # of `words`
    stage: Text | None = None  # the life line: the stage that begins here
    picture: str = ""
    buttons: tuple[Button, ...] = ()


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
    likely: tuple[str, ...] = ()  # the likeliest intents, the first of them `intent`
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
    link: str = ""  # a fresh token for the papers' page, likewise
    masked: bool = False  # she came back by receipt without a PIN: earlier answers are not shown


@dataclass(frozen=True)
class Effect:
    """What the adapters must do, in the same transaction as the save.

    send      write an outbox row with `case` (handoff contract) for her yes
    erase     remove the journey, its keys and unsent rows; tell the municipality if a case was sent
    receipt   remember the context's receipt as a key to this journey
    leave     end the session on this device
    papers    remember the context's link as a key to this journey's papers, for a day
    """

    kind: Literal["send", "erase", "receipt", "leave", "papers"]
    case: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Outcome:
    journey: Journey
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...] = ()
