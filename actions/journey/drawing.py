"""The drawn life line as replies: its events in order, each with what was told of it and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator

from actions.journey.lifeline import LONG, kind_of, part, parts, sentence, short, tile_of, title
from actions.journey.model import LINE, Answer, Button, Content, Event, Journey, Line, Reply, Text
from actions.journey.speech import label, name, payload, say


def show(content: Content, journey: Journey) -> tuple[Reply, ...]:
    """The line, and whether it is right."""
    add = Button(Text("line.add"), payload(LINE, "add"), "➕")
    if not journey.events:
        on = Button(Text("line.on"), payload(LINE, "ok"), "➡️")
        return (say("line.empty", LINE, (add, on)),)
    ok = Button(Text("line.ok"), payload(LINE, "ok"), "✅")
    return (
        Reply(Text("line.drawn"), question=LINE, lines=lines(content, journey, buttons=True)),
        say("line.ask", LINE, (ok, add)),
    )


def lines(content: Content, journey: Journey, buttons: bool = False) -> tuple[Line, ...]:
    """A line an event, in the order of the life."""
    found, stage = [], ""
    for event in journey.events:
        words = sentence(journey, event)
        found.append(
            Line(
                question=event.id,
                label=title(content, journey, event),
                values=tuple(told(content, journey, event)),
                words=words.words if words else None,
                struck=event.id in journey.struck,
                language=words.language if words else None,
                stage=Text(f"stage.{event.stage}.title") if event.stage != stage else None,
                picture=kind_of(content, event).picture,
                buttons=_actions(journey, event) if buttons else (),
            )
        )
        stage = event.stage
    return tuple(found)


def told(content: Content, journey: Journey, event: Event) -> Iterator[Text]:
    """What was told of an event, in short: when, how long, where, what she did, how."""
    yield from (text for text in (when(content, journey, event), long(content, journey, event)) if text)
    for template in ("where", "did", "how"):
        answer = journey.answers.get(f"{event.id}_{template}")
        question = part(content, journey, event, template)
        for option in answer.options if answer else ():
            if question.option(option):
                yield label(question, option)


def when(content: Content, journey: Journey, event: Event) -> Text | None:
    """When it was, as she said it: a year, an age, a tile, or her own words."""
    answer = journey.answers.get(f"{event.id}_when")
    if answer is None or answer.status != "answered":
        return None
    if answer.number is not None:
        return Text("answer.year", {"year": str(answer.number)})
    if answer.age is not None:
        return Text("line.age", {"n": answer.age})
    tile = tile_of(content, event, answer)
    if tile:
        return tile.text
    return Text("line.said", {"words": short(answer.words)}) if answer.words else None


def long(content: Content, journey: Journey, event: Event) -> Text | None:
    """How long it lasted: the exact time where she gave one."""
    answer: Answer | None = journey.answers.get(f"{event.id}_long")
    if answer is None or answer.status != "answered":
        return None
    if answer.number is not None:
        years, months = divmod(answer.number, 12)
        return _lasted(years, months)
    known = next((o for o in LONG if o.id in answer.options), None)
    return Text(f"q.long.o.{known.id}") if known else None


def _lasted(years: int, months: int) -> Text:
    parts = {"years": Text("answer.years", {"n": years}), "months": Text("answer.months", {"n": months})}
    if years and months:
        return Text("answer.years_months", parts)
    return parts["years"] if years else parts["months"]


def choice(content: Content, journey: Journey, event: Event) -> Reply:
    """For one event: which part to change, or to strike it (or take it back in), or to move it."""
    fix = [
        Button(name(question), payload("review", f"fix:{question.id}"), "✏️")
        for question in parts(content, journey, event)
        if question.id in journey.answers
    ]
    back = Button(Text("line.back"), payload(LINE, "show"), "🧵")
    about = {"event": title(content, journey, event)}
    return say("line.which", LINE, (*fix, *_actions(journey, event)[1:], back), about)


def which_stage(content: Content) -> Reply:
    """Where on the line the new event belongs."""
    stages = content.life.stages.values()
    tiles = (Button(Text(f"stage.{s.id}.title"), payload(LINE, f"add:{s.id}"), s.picture) for s in stages)
    return say("line.where", LINE, tuple(tiles))


def _actions(journey: Journey, event: Event) -> tuple[Button, ...]:
    edit = Button(Text("line.edit"), payload(LINE, f"edit:{event.id}"), "✏️")
    if event.id in journey.struck:
        return (edit, Button(Text("line.restore"), payload(LINE, f"restore:{event.id}"), "↩️"))
    move = []
    if event is not journey.events[0]:
        move.append(Button(Text("line.up"), payload(LINE, f"up:{event.id}"), "⬆️"))
    if event is not journey.events[-1]:
        move.append(Button(Text("line.down"), payload(LINE, f"down:{event.id}"), "⬇️"))
    return (edit, *move, Button(Text("line.strike"), payload(LINE, f"strike:{event.id}"), "✂️"))
