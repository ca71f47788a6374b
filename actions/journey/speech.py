"""What the bot says, as message ids: how a question, a remark or the menu becomes a reply with buttons.

Every button is one payload, `/answer{"q": …, "v": …}`, at most 64 bytes (Telegram's limit), and every reply names the
question it belongs to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from actions.journey.competences import COMPETENCE, GROUPS
from actions.journey.explore import CARD, looked_at
from actions.journey.lifeline import arguments
from actions.journey.model import (
    DONE,
    ERASE,
    LINE,
    MENU,
    PAPERS,
    SECTOR,
    SKIP,
    UNKNOWN,
    URGENT,
    Arg,
    Button,
    Content,
    Journey,
    Option,
    Question,
    Reply,
    Text,
)

Args = Mapping[str, Arg]
NOTHING = "!nothing"  # in `Journey.picked`: she has unticked everything that was suggested
YES_NO = (Option("yes", "✅"), Option("no", "✖️"))


def payload(question: str, value: str | Sequence[str]) -> str:
    """The text a button sends."""
    return "/answer" + json.dumps({"q": question, "v": value}, ensure_ascii=False, separators=(",", ":"))


def say(text_id: str, question: str | None = None, buttons: tuple[Button, ...] = (), args: Args | None = None) -> Reply:
    """A remark."""
    return Reply(Text(text_id, args or {}), buttons=buttons, question=question)


def options(question: Question) -> tuple[Option, ...]:
    """The tappable answers, also where the type implies them."""
    return question.options or (YES_NO if question.type == "yes_no" else ())


def label(question: Question, option_id: str) -> Text:
    """What an option is called."""
    option = question.option(option_id)
    return option.text if option and option.text else Text(f"q.{question.key}.o.{option_id}")


def asks(content: Content, question: Question, masked: bool = False) -> Text:
    """The question itself."""
    return Text(question.asks or f"q.{question.key}.ask", {**facts(content), **arguments(question, masked)})


def why(content: Content, question: Question, masked: bool = False) -> Text:
    """Why it is asked."""
    return Text(f"q.{question.key}.why", {**facts(content), **arguments(question, masked)})


def name(question: Question) -> Text:
    """What the question is called in a list."""
    return Text(f"q.{question.key}.label", question.about)


def ticks(question: Question) -> bool:
    """Whether options are ticked, then sent, rather than tapped once."""
    return question.type == "several" or (question.type == "words" and bool(question.options))


def standing(journey: Journey, question: Question) -> tuple[str, ...]:
    """The options that are chosen as it stands: ticked so far, else answered before, else what is suggested."""
    before = journey.answers.get(question.id)
    if journey.picked and journey.asking == question.id:
        return tuple(p for p in journey.picked if p != NOTHING)
    return before.options if before and before.status == "answered" else question.ticked


def ask(content: Content, journey: Journey, question: Question, masked: bool) -> Reply:
    """The question with its buttons; an earlier answer is shown as chosen, unless the session is masked."""
    picked = journey.picked if masked else standing(journey, question)
    if ticks(question):
        buttons = [_tick(question, option, option.id in picked) for option in question.options]
        buttons.append(Button(Text("menu.done"), payload(question.id, DONE), "➡️"))
    elif question.type == "stage":
        buttons = _tiles(journey, question)
    elif question.type == "visit":
        buttons = _sectors(content, journey, question)
    elif question.type == "papers":
        buttons = [Button(Text("papers.make"), payload(PAPERS, "make"), "📄")]
    else:
        buttons = [
            Button(label(question, o.id), payload(question.id, o.id), o.picture, o.id in picked)
            for o in options(question)
        ]
    return Reply(
        asks(content, question, masked),
        buttons=(*buttons, *_quiet(journey, question)),
        question=question.id,
        several=ticks(question),
        lines=question.lines,
    )


def _sectors(content: Content, journey: Journey, question: Question) -> list[Button]:
    """The sectors, those she has looked at marked; what can be done with these; and going on to choosing."""
    tiles = [
        Button(label(question, o.id), payload(question.id, o.id), o.picture, o.id in journey.visits, notes=o.notes)
        for o in question.options
    ]
    seen = looked_at(content, journey)
    if seen:
        tiles.append(Button(Text("explore.play"), payload(SECTOR, "play"), "🎲"))
    if len(seen) > 1:
        tiles.append(Button(Text("explore.compare"), payload(SECTOR, "compare"), "⚖️"))
    if journey.visits:
        tiles.append(Button(Text("explore.enough"), payload(question.id, DONE), "➡️"))
    return tiles


def _tiles(journey: Journey, question: Question) -> list[Button]:
    """A stage's events; those she has told of are marked, and can be told once more."""
    told = {e.kind for e in journey.events if f"stage_{e.stage}" == question.id and e.id not in journey.struck}
    tiles = [
        Button(label(question, o.id), payload(question.id, o.id), o.picture, o.id in told) for o in question.options
    ]
    on = [Button(Text("line.next"), payload(question.id, DONE), "➡️")] if told else []
    return [*tiles, *on]


def _tick(question: Question, option: Option, chosen: bool) -> Button:
    # A tap says which state it wants, so a doubled tap changes nothing.
    value = ("-" if chosen else "+") + option.id
    return Button(
        label(question, option.id),
        payload(question.id, value),
        option.picture,
        chosen,
        notes=option.notes,
        words=option.quote,
        words_language=option.quoted_in,
    )


def _quiet(journey: Journey, question: Question) -> list[Button]:
    buttons = []
    before = journey.answers.get(question.id)
    if question.template in (CARD, "word"):
        return _beside(question)
    if before and before.status == "answered" and question.id in journey.revisit and not question.consent:
        buttons.append(Button(Text("menu.keep"), payload(question.id, SKIP), "↩️", quiet=True))
    elif not question.required and not question.asks.endswith(".more"):  # "is there more?" has its own way on
        buttons.append(Button(Text("menu.skip"), payload(question.id, SKIP), "⏭️", quiet=True))
    group = question.id.removeprefix(COMPETENCE)
    if group in GROUPS and group != question.id:
        buttons.append(Button(Text("comp.more"), payload(LINE, f"more:{group}"), "➕", quiet=True))
    if question.event and question.event not in _told(journey):
        buttons.append(Button(Text("line.not_this"), payload(LINE, f"strike:{question.event}"), "✖️", quiet=True))
    if not question.required and options(question) and question.module not in ("lifeline", "explore"):
        buttons.append(Button(Text("menu.unknown"), payload(question.id, UNKNOWN), "🤐", quiet=True))
    if question.id != "language":
        buttons.append(Button(Text("menu.why"), payload(MENU, "why"), "💬", quiet=True))
    return buttons


def _beside(question: Question) -> list[Button]:
    """What can be done instead of reading on, or of playing on."""
    sector = question.about.get("sector")
    if question.template == "word":
        return [Button(Text("word.stop"), payload(SECTOR, "stop"), "✋", quiet=True)]
    if question.id.startswith("s_") and isinstance(sector, Text):
        leave = payload(SECTOR, f"leave:{sector.id.rpartition('.')[2]}")
        return [Button(Text("explore.leave"), leave, "✖️", quiet=True)]
    return []


def _told(journey: Journey) -> set[str]:
    """The events of which she has told something."""
    return {question_id.partition("_")[0] for question_id in journey.answers}


def facts(content: Content) -> dict[str, Arg]:
    """What texts may say of the municipality: its names, phone, hours and place, and its facts as {fact_<id>}."""
    names = ("program", "municipality", "unit", "phone", "hours", "place")
    told = {f"fact_{fact['id']}": str(fact["value"]) for fact in content.municipality["facts"]}
    return {**{name: str(content.municipality[name]) for name in names}, **told}


def menu(*commands: str) -> tuple[Button, ...]:
    """Buttons for anywhere-words."""
    pictures = {
        "person": "🧑",
        "summary": "📋",
        "papers": "📄",
        "pause": "⏸️",
        "go_on": "▶️",
        "contact": "📞",
        "back": "↩️",
        "help": "❔",
        "erase": "🗑️",
    }
    return tuple(Button(Text(f"menu.{c}"), payload(MENU, c), pictures.get(c, "")) for c in commands)


def erase_offer() -> Reply:
    """Erasing is asked once more, because it cannot be undone."""
    yes_no = (
        Button(Text("erase.yes"), payload(ERASE, "yes"), "🗑️"),
        Button(Text("erase.no"), payload(ERASE, "no"), "↩️"),
    )
    return say("erase.sure", ERASE, yes_no)


def urgent_offer(kind: str) -> Reply:
    """A calm offer of help numbers, shown only after a confirming tap: the words may have meant something else."""
    yes_no = (
        Button(Text("urgent.yes"), payload(URGENT, kind), "☎️"),
        Button(Text("urgent.no"), payload(URGENT, "no"), "➡️"),
    )
    return say("urgent.offer", URGENT, yes_no)


def urgent_numbers(content: Content, kind: str) -> tuple[Reply, ...]:
    """Real Danish help numbers from the municipality's file (with date and source there)."""
    lines = [say("urgent.intro", URGENT)]
    for number in content.municipality["help_numbers"][kind]:
        lines.append(say(f"urgent.{number['id']}", URGENT, args={"phone": str(number["phone"])}))
    lines.append(say("urgent.private", URGENT))
    return tuple(lines)
