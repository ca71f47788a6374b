"""One step while it is being made: what is said, what is asked next, and what the adapters must do."""

from __future__ import annotations

from dataclasses import replace

from actions.journey import drawing, guidance, handover, review
from actions.journey.flow import HERS, find, next_question, reachable
from actions.journey.model import Answer, Content, Context, Effect, Journey, Message, Question, Reply
from actions.journey.speech import Args, ask, facts, say


class Turn:
    """The state of one step while it is being made: what is said and what the adapters must do."""

    def __init__(self, content: Content, journey: Journey, message: Message, context: Context) -> None:
        self.content, self.journey, self.message, self.context = content, journey, message, context
        self.replies: list[Reply] = []
        self.effects: list[Effect] = []

    def say(self, text_id: str, question: str | None = None, args: Args | None = None) -> None:
        self.replies.append(say(text_id, question, args=args))

    def change(self, **fields: object) -> None:
        self.journey = replace(self.journey, **fields)  # type: ignore[arg-type]

    def next(self) -> Question | None:
        """The question to ask now."""
        return next_question(self.content, self.journey, self.context.masked)

    def go_on(self, question: Question, value: str) -> None:
        """Beyond a question that is not so much answered as passed: a stage told, a card read, a carpet left."""
        answers = {**self.journey.answers, question.id: Answer(value=value)}
        self.change(answers=answers, revisit=tuple(q for q in self.journey.revisit if q != question.id), misses=0)
        self.ask_next()

    def ask_next(self) -> None:
        """Ask the next question, or say that all is done."""
        question = self.next()
        same = question is not None and question.id == self.journey.asking
        self.change(asking=question.id if question else None, picked=())
        if not same:  # what waited for her yes waited at the question before
            self.change(said=None, wondered=None)
        if question is None:
            handover.finish(self)
        elif question.type == "review":
            self.replies += review.show(self.content, self.journey, self.context)
        elif question.type == "line":
            self.replies += drawing.show(self.content, self.journey)
        else:
            if question.id not in self.journey.answers and self.journey.misses == 0:
                self.replies += [say(text, question.id, args=facts(self.content)) for text in question.say]
            self.replies += handover.before(self, question)
            self.replies.append(self.asked(question))

    def ask_again(self) -> None:
        """The open question once more, after an aside; or the one that the aside has opened before it."""
        question = self.open_question()
        if self.hidden() and not any(reply.text.id == "line.masked" for reply in self.replies):
            self.say("line.masked")  # where has it gone? It is kept
        if question is None or self.hidden() or question.type in ("review", "line") or not self._askable(question):
            self.ask_next()
        else:
            self.replies += [*handover.before(self, question), self.asked(question)]

    def asked(self, question: Question) -> Reply:
        if question.type == "carpet":
            return guidance.spread(self.content, question)
        return ask(self.content, self.journey, question, self.context.masked)

    def open_question(self) -> Question | None:
        return find(self.content, self.journey, self.journey.asking)

    def _askable(self, question: Question) -> bool:
        return reachable(self.content, self.journey, question, self.context.masked)

    def hidden(self) -> bool:
        """Whether the open question is about her life, and she came back without her PIN."""
        question = self.open_question()
        return self.context.masked and question is not None and question.module in HERS
