"""The summary: every line that would be sent, to strike, restore or correct, and the suggestion in plain words.

What is struck is not sent. "I see it differently" is a question like any other (`differ`), and both go along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from actions.journey import drawing, explore
from actions.journey.assessment import Assessment, assess
from actions.journey.competences import COMPETENCE, kept
from actions.journey.flow import HERS, applies, asked, find
from actions.journey.model import (
    Answer,
    Button,
    Content,
    Context,
    Journey,
    Line,
    Question,
    Reply,
    Text,
)
from actions.journey.rules import holds
from actions.journey.speech import label, name, payload, say

HER_QUESTIONS = "asked"  # the module of what she has asked herself: it is never asked of her, only struck
REVIEWED = ("screening", "differ", "lifeline", "explore", HER_QUESTIONS)  # modules whose answers stand in the summary
STEERING = ("stage", "line", "papers", "review", "visit", "path", "carpet")  # the way through


def has_line(question: Question) -> bool:
    """Whether an answer to it stands in the summary: about her rather than about a consent or the way through. What
    was made for one event, or for a visit to one sector, stands in the line of that."""
    steering = question.type in STEERING or question.id in ("lifeline", explore.MODULE)
    return question.module in REVIEWED and not (question.consent or question.template or steering)


def reviewed(content: Content, journey: Journey) -> tuple[Question, ...]:
    """The questions that have a line, as they are for her: answered."""
    found = (find(content, journey, q.id) for q in content.questions if has_line(q))
    return tuple(
        q
        for q in found
        if q
        and q.id in journey.answers
        and journey.answers[q.id].status == "answered"
        and applies(journey, q)
        and (not (told := journey.answers[q.id].options) or explore.left(q, told))
    )


def telling(question: Question) -> bool:
    """Whether it gives something away that this was asked: how to reach her, her health, her life, what hangs on an
    answer."""
    return question.when is not None or bool(question.personal) or question.module in HERS


def lines(content: Content, journey: Journey, masked: bool) -> tuple[Line, ...]:
    """The summary's lines. Masked: that something was answered, not what, and nothing that `telling` tells."""
    out = unsent(content, journey)
    shown = (q for q in reviewed(content, journey) if not (masked and telling(q)))
    answered = [_line(content, journey, q, q.id in out, masked) for q in shown]
    # Her life stands between what she has told of herself and what she can.
    at = next((i for i, line in enumerate(answered) if line.question.startswith(COMPETENCE)), len(answered))
    life = () if masked else drawing.lines(content, journey)
    visited = () if masked else tuple(_sectors(content, journey, out))
    return (*answered[:at], *life, *answered[at:], *visited)


def _sectors(content: Content, journey: Journey, out: frozenset[str]) -> Iterator[Line]:
    """A line for each sector she has looked at; what is done with it is done with her "would you like to?"."""
    for sector in explore.seen(content, journey):
        line = f"s_{sector}_like"
        said = explore.said(content, journey, sector) or (Text("explore.looked"),)
        yield Line(line, explore.called(sector), said, struck=line in out, picture=explore.picture(content, sector))


def answer_texts(question: Question, journey: Journey) -> tuple[Text, ...]:
    """What she answered, as texts: the option names, or the exact number she gave."""
    answer = journey.answers[question.id]
    if answer.status != "answered":
        return (Text(f"answer.{answer.status}"),)
    if answer.number is not None and question.type == "duration":
        years, months = divmod(answer.number, 12)
        return (Text("answer.years", {"n": years}),) if not months else (Text("answer.months", {"n": answer.number}),)
    if answer.number is not None and question.type in ("year", "birth", "when"):
        return (Text("answer.year", {"year": str(answer.number)}),)
    if answer.number is not None:
        return (Text("answer.hours", {"n": answer.number}),)
    if answer.age is not None:
        return (Text("line.age", {"n": answer.age}),)
    return tuple(label(question, option) for option in explore.left(question, answer.options))


def unsent(content: Content, journey: Journey) -> frozenset[str]:
    """What is not sent: the struck lines, and what would not have been asked without them, for it tells the same."""
    out = set(journey.struck)
    left = {q: Answer(status="skipped") if q in out else a for q, a in journey.answers.items()}
    for question in content.questions:  # in their order, since a condition speaks of earlier questions
        if question.id in left and question.module in REVIEWED and not holds(question.when, left):
            out.add(question.id)
            left[question.id] = Answer(status="skipped")
    return frozenset(out)


def assessed(content: Content, journey: Journey) -> Assessment:
    """The assessment of what would be sent."""
    out = unsent(content, journey)
    return assess(content.rules, {q: a for q, a in journey.answers.items() if q not in out})


def plain(assessment: Assessment) -> tuple[Reply, ...]:
    """What is suggested, in plain and kind words for her: the pace, the help, and the needs as a list, for ten of them
    in one sentence are none that she can read. Never a group's number."""
    texts = [Text(f"plain.subgroup.{assessment.subgroup.value}")] if assessment.subgroup.value else []
    if assessment.effort.value:
        texts.append(Text(f"plain.effort.{assessment.effort.value}"))
    needs = tuple(Text(f"plain.need.{s.value}") for s in assessment.needs if s.value and not s.value.endswith("_none"))
    replies = [Reply(text, question="review") for text in texts]
    if needs:
        replies.append(Reply(Text("plain.needs"), lines=(Line("needs", Text("plain.needs.label"), needs),)))
    return tuple(replies) or (Reply(Text("plain.unknown"), question="review"),)


def show(content: Content, journey: Journey, context: Context) -> tuple[Reply, ...]:
    """The summary: intro, lines, suggestion, and what she can do with it."""
    listed = lines(content, journey, context.masked)
    intro = say("review.masked" if context.masked else "review.intro", "review")
    if not listed:
        intro = say("review.empty", "review")
    sheet = (Reply(Text("review.lines"), question="review", lines=listed),) if listed else ()
    thoughts = () if context.masked else plain(assessed(content, journey))
    choice = Reply(Text("review.ask"), buttons=_actions(listed), question="review")
    return (intro, *sheet, *_left_out(content, journey, context.masked), *thoughts, choice)


def _left_out(content: Content, journey: Journey, masked: bool) -> tuple[Reply, ...]:
    """What was skipped, perhaps because her words were not understood: promised to be within reach, so offered here.

    What she would rather not say is not asked for again.
    """
    skipped = tuple(
        q
        for q in asked(content, journey, "main")
        if has_line(q)
        and q.id in journey.answers
        and journey.answers[q.id].status == "skipped"
        and applies(journey, q)
        and not (masked and telling(q))
    )
    buttons = tuple(Button(name(q), payload("review", f"fix:{q.id}"), quiet=True) for q in skipped)
    return (Reply(Text("review.skipped"), buttons=buttons, question="review"),) if skipped else ()


def fix_list(content: Content, journey: Journey, masked: bool) -> Reply:
    """Which line to correct: each as a button."""
    buttons = tuple(
        Button(line.label, payload("review", f"line:{line.question}")) for line in lines(content, journey, masked)
    )
    return Reply(Text("review.which"), buttons=(*buttons, _ok()), question="review")


def line_choice(content: Content, question: Question, journey: Journey) -> Reply:
    """For one line: correct it, if it was asked, or strike it (or take it back in)."""
    struck = question.id in unsent(content, journey)
    verb, picture = ("restore", "↩️") if struck else ("strike", "✂️")
    edit = Button(Text("review.edit"), payload("review", f"fix:{question.id}"), "✏️")
    buttons = (
        *(() if question.module == HER_QUESTIONS else (edit,)),
        Button(Text(f"review.{verb}"), payload("review", f"{verb}:{question.id}"), picture),
        Button(Text("review.back"), payload("menu", "summary"), "📋"),
    )
    return Reply(Text("review.line", {"label": name(question)}), buttons=buttons, question="review")


def _line(content: Content, journey: Journey, question: Question, struck: bool, masked: bool) -> Line:
    answer = journey.answers[question.id]
    if masked:
        return Line(question.id, name(question), (Text("answer.given"),), struck=struck)
    values = answer_texts(question, journey)
    if question.id.startswith(COMPETENCE):
        group = question.id.removeprefix(COMPETENCE)
        unstruck = replace(journey, struck=tuple(q for q in journey.struck if q != question.id))
        has = (s.competence for s in kept(content, unstruck) if s.competence.group == group)
        values = tuple(Text(f"competence.{competence.id}.name") for competence in has)
    if question.id == explore.CHOSEN:
        values = tuple(label(question, sector) for sector in explore.chosen(content, journey))
    return Line(question.id, name(question), values, answer.words, struck, answer.language)


def _actions(listed: tuple[Line, ...]) -> tuple[Button, ...]:
    change = (
        Button(Text("review.fix"), payload("review", "fix"), "✏️"),
        Button(Text("review.differ"), payload("review", "differ"), "💭"),
    )
    return (_ok(), *(change if listed else ()))


def _ok() -> Button:
    return Button(Text("review.ok"), payload("review", "ok"), "✅")
