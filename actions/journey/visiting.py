"""What taps and words do with the sectors: a visit begins or is left, two are compared, words are played with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.journey import explore, handover
from actions.journey.model import DONE, SECTOR, Answer, Button, Question, Reply, Text
from actions.journey.speech import payload, say

if TYPE_CHECKING:
    from actions.journey.turn import Turn


def tap(turn: Turn, question: Question, value: str) -> None:
    """A sector's tile, or going on to choosing."""
    if value == DONE:
        turn.go_on(question, DONE)
    else:
        begin(turn, value)


def begin(turn: Turn, sector_id: str) -> None:
    """Look at a sector, also once more: then every part of it is asked again, with what she answered marked."""
    answers = {q: a for q, a in turn.journey.answers.items() if q != explore.VISIT}
    visits = turn.journey.visits
    turn.change(answers=answers, misses=0, visits=visits if sector_id in visits else (*visits, sector_id))
    again = [q.id for q in explore.parts(turn.content, turn.journey, sector_id) if q.id in answers]
    turn.change(revisit=(*again, *(q for q in turn.journey.revisit if q not in again)))
    turn.ask_next()


def leave(turn: Turn, sector_id: str) -> None:
    """Enough of this sector: what is left of its parts is passed over."""
    answers = dict(turn.journey.answers)
    open_ = [q.id for q in explore.parts(turn.content, turn.journey, sector_id)]
    answers.update({q: Answer(status="skipped") for q in open_ if q not in answers})
    turn.change(answers=answers, revisit=tuple(q for q in turn.journey.revisit if q not in open_), misses=0)
    if "review" in answers:
        handover.changed(turn)
    turn.ask_next()


def act(turn: Turn, value: str) -> None:
    """What she does beside the questions; `value` is one of model.SECTOR's."""
    action, *names = value.split(":")
    sectors = [name for name in names if name in turn.content.sectors]
    if turn.context.masked:
        turn.say("line.masked")
        turn.ask_again()
    elif action == "leave" and sectors and sectors[0] in turn.journey.visits:
        leave(turn, sectors[0])
    elif action == "play" and sectors and sectors[0] in turn.journey.visits:
        _play(turn, sectors[0])
    elif action == "play":
        _which(turn, "word.which", "play")
    elif action == "stop":
        turn.change(
            revisit=tuple(q for q in turn.journey.revisit if not explore.word_named(turn.content, turn.journey, q)),
            misses=0,
        )
        turn.say("word.stopped")
        turn.ask_next()
    elif action == "compare" and len(set(sectors)) == 2:
        lines = explore.compared(turn.content, turn.journey, *sectors[:2])
        turn.replies.append(Reply(Text("compare.these"), question=SECTOR, lines=lines))
        turn.ask_again()
    elif action == "compare" and len(both := explore.looked_at(turn.content, turn.journey)) == 2:
        act(turn, f"compare:{':'.join(both)}")
    elif action == "compare":
        _which(turn, "compare.second" if sectors else "compare.first", value, sectors)
    else:
        turn.say("button.old")
        turn.ask_again()


def _which(turn: Turn, asks: str, action: str, without: list[str] | None = None) -> None:
    """One of the sectors she has looked at, to do something with."""
    listed = [s for s in explore.looked_at(turn.content, turn.journey) if s not in (without or ())]
    tiles = tuple(
        Button(explore.called(s), payload(SECTOR, f"{action}:{s}"), explore.picture(turn.content, s)) for s in listed
    )
    turn.replies.append(say(asks if tiles else "button.old", SECTOR, tiles))
    if not tiles:
        turn.ask_again()


def _play(turn: Turn, sector_id: str) -> None:
    words = explore.game(turn.journey, turn.content.sectors[sector_id])
    turn.change(revisit=(*words, *(q for q in turn.journey.revisit if q not in words)), misses=0)
    turn.say("word.start")
    turn.ask_next()


def named(turn: Turn, question: Question, answer: Answer) -> None:
    """What the word is, however she chose: nothing is counted against her. With the last one of a round, on."""
    sector = next(s for s in turn.content.sectors.values() if question.id.startswith(f"w_{s.id}_"))
    word = next(w for w in sector.words if question.id == f"w_{sector.id}_{w.id}")
    args = {"word": word.danish, "picture": word.picture}
    turn.say("word.yes" if answer.options == (word.id,) else "word.it_is", args=args)
    if word.heard:
        meaning = Text(f"sector.{sector.id}.say.{word.id}")
        said = "word.heard_danish" if turn.journey.language == explore.DANISH else "word.heard"
        turn.say(said, args={"heard": word.heard, "meaning": meaning})


def one_more(turn: Turn, question: Question, answer: Answer) -> bool:
    """Whether she is asked for another sector beside the one she has chosen: two doors are better than one (KIT,
    Hjørring). She is asked once; one is enough if she says so again."""
    if question.id != explore.CHOSEN or len(answer.options) != 1 or turn.journey.misses:
        return False
    turn.change(asking=question.id, picked=answer.options, misses=1)
    turn.say("chosen.one_more", question.id)
    turn.replies.append(turn.asked(question))
    return True
