"""Plays a life of lives/*.yml, one message at a time, as the person in it would: she taps only what is offered.

The same life goes through the core alone (tests/unit/journey/test_lives.py) and through real Rasa
(test_lives_through_rasa.py). The files are written to be read by a caseworker:

name, story
given:      {language: ar, campaign: sprogskole}     her own language; the life is played in the others too
screening:  {danish: {tap: few}}                     answers that matter here; all else is skipped
born:       {say: "1358"}
events:     as they are told, stage by stage; what is not named is skipped
  - {stage: adult, tap: household, long: {say: "20"}, did: {tap: […]}, how: {tap: daily}}     the tile of an event
  - {stage: childhood, say: …, is: family_trade, did: {say: …, heard: […]}}                   in words, and what it is
    speaks: da       from here on she speaks Danish
  `say` is one text, or one a language; `heard` is what she keeps of what is offered then.
then:       line (strike, restore, up, down, edit, add), spoken, competences (strike, add)
expect:     what test_lives.py checks
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from actions.content_loader import load_content
from actions.journey.competences import COMPETENCE, MORE
from actions.journey.flow import find
from actions.journey.lifeline import STAGE
from actions.journey.model import DONE, LINE, PAPERS, REVIEW, SKIP, Button, Event, Journey, Question
from actions.journey.speech import payload, standing

CONTENT = load_content()
FILES = sorted((Path(__file__).parent / "lives").glob("*.yml"))
HELLO = {"da": "hej", "en": "hello", "ar": "مرحبا"}
MOST = 400  # messages; more would be a loop
_PART = re.compile(r"(e\d+)_([a-z]+)")

Send = Callable[..., Journey]  # (text=…) or (question=…, value=…): the journey after the turn


class Cost(NamedTuple):
    """What a life line took: messages, and taps (every tick, every button; a sentence is one)."""

    turns: int
    taps: int


def read_life(path: Path) -> Mapping[str, Any]:
    """A life as it is written."""
    life: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return life


class Player:
    """A person telling her life in a language. `journey` is as it stands; `cost` counts from "shall we?" to the
    papers."""

    def __init__(self, life: Mapping[str, Any], language: str, send: Send) -> None:
        self.life, self.language, self._send = life, language, send
        self.journey = Journey(id="none yet")
        self.cost = Cost(0, 0)
        self.offered: dict[str, Button] = {}  # the competences that were suggested to her, as she saw them
        self.rejected: dict[str, set[str]] = {}  # heard in her words, but not so: question -> options
        self.link = ""
        self._waiting = [dict(event) for event in life["events"]]
        self._line = list(life["then"].get("line", []))
        self._added: dict[str, dict[str, Any]] = {}  # stage -> an event that is added to it later
        self._told: dict[str, dict[str, Any]] = {}  # id -> the event in the file
        self._fixing: dict[str, Any] = {}  # question -> what she says instead

    def play(self, until: str = "") -> None:
        """Answer whatever is asked until it is `until`, or all is said."""
        if not self.journey.turn:
            self._say(HELLO[self.language])
        for _ in range(MOST):
            asked = self.journey.asking
            if asked is None or (until and asked == until):
                return
            self._answer(asked)
        raise AssertionError(f"the conversation does not end; asked {self.journey.asking}")

    def step(self) -> None:
        """Answer what is asked now."""
        assert self.journey.asking
        self._answer(self.journey.asking)

    # --- what she does ------------------------------------------------------------------------------

    def _answer(self, asked: str) -> None:
        part = _PART.fullmatch(asked)
        if asked in self._fixing:
            self._reply(asked, self._fixing.pop(asked))
        elif part:
            self._part(part[1], part[2])
        elif asked.startswith(STAGE):
            self._stage(asked)
        elif asked == LINE:
            self._line_action()
        elif asked.startswith(COMPETENCE):
            self._competences(asked)
        elif asked.startswith(MORE):
            self._tap(asked, self._adding(asked.removeprefix(MORE)))
        elif asked == PAPERS:
            self._tap(PAPERS, "make")
            self.link = str(self.journey.replies[0].text.args["link"])
        elif asked == REVIEW:
            self._tap(REVIEW, "ok")
        else:
            self._reply(asked, self._plain(asked))

    def _plain(self, asked: str) -> Mapping[str, Any]:
        given = {"lifeline": {"tap": "yes"}, "born": self.life.get("born", {}), **self.life.get("screening", {})}
        given |= {"spoken": self.life["then"].get("spoken", {}), "reach": {"tap": "school"}}
        given |= {"explore": {"tap": "no"}, "carpet": {"tap": DONE}}
        given |= {consent: {"tap": "yes"} for consent in ("adult", "keep", "send")}
        reply: Mapping[str, Any] = given.get(asked, {})
        return reply

    def _stage(self, asked: str) -> None:
        stage = asked.removeprefix(STAGE)
        event = next((e for e in self._waiting if e["stage"] == stage), None) or self._added.pop(stage, None)
        if event is None:
            more = payload(asked, DONE) in self._buttons()
            self._tap(asked, DONE if more else SKIP)
            return
        if event.get("speaks", self.journey.language) != self.journey.language:
            self._speak(event["speaks"])
        if event in self._waiting:
            self._waiting.remove(event)
        kind = event.get("tap") or event["is"]
        if "say" in event:
            self._say(self._text(event["say"]))
            if self.journey.replies[-1].text.id == "line.is_it":
                self._tap(asked, kind)
        else:
            self._tap(asked, kind)
        newest = max(self.journey.events, key=lambda e: int(e.id[1:]))
        assert newest.kind == kind, f"{event.get('say')}: taken for {newest.kind}, not {kind}"
        self._told[newest.id] = event

    def _part(self, event: str, name: str) -> None:
        asked, spec = f"{event}_{name}", self._told[event]
        before = self.journey.answers.get(asked)
        if name == "did" and before is not None:  # her sentence told of more than she had ticked
            words = spec.get("words", {})
            self._keep_of_heard(asked, (*before.options, *words.get("heard", ())))
        elif name == "where" and "where" not in spec:
            self._tap(asked, SKIP)
        else:
            self._reply(asked, spec.get(name) or {})

    def _line_action(self) -> None:
        if not self._line:
            self._tap(LINE, "ok")
            return
        action = self._line.pop(0)
        (verb, what), *more = action.items()
        if verb == "add":
            self._added[what["stage"]] = what
            self._tap(LINE, "add")
            self._tap(LINE, f"add:{what['stage']}")
        elif verb == "edit":
            event = self.event(what).id
            self._tap(LINE, f"edit:{event}")
            for name, reply in more:
                self._fixing[f"{event}_{name}"] = reply
                self._tap(REVIEW, f"fix:{event}_{name}")
        else:
            self._tap(LINE, f"{verb}:{self.event(what).id}")

    def _competences(self, asked: str) -> None:
        group = asked.removeprefix(COMPETENCE)
        if self._adding(group) and MORE + group not in self.journey.answers:
            self._tap(LINE, f"more:{group}")
            return
        buttons = {b.text.id.split(".")[1]: b for b in self.journey.replies[-1].buttons if b.notes}
        self.offered |= buttons
        unwanted = self.life["then"].get("competences", {}).get("strike", ())
        ticked = self._ticked(asked)
        kept = tuple(c for c in ticked if c not in unwanted)
        self._tap(asked, DONE if kept == ticked else kept)

    def _adding(self, group: str) -> tuple[str, ...]:
        wanted = self.life["then"].get("competences", {}).get("add", ())
        return tuple(c for c in wanted if CONTENT.life.competences[c].group == group)

    def _reply(self, asked: str, reply: Any) -> None:
        """Tap, say or skip; what is heard in her words is confirmed, as far as it is so."""
        if not reply or reply == "skip":
            self._tap(asked, SKIP)
        elif set(reply) == {"heard"}:  # what was heard before is ticked already
            self._keep_of_heard(asked, tuple(reply["heard"]))
        elif "tap" in reply:
            self._tap(asked, tuple(reply["tap"]) if isinstance(reply["tap"], list) else reply["tap"])
        else:
            self._say(self._text(reply["say"]))
            offered = self.journey.replies[0].text.id == "line.heard" and self.journey.asking == asked
            if offered:
                self._keep_of_heard(asked, tuple(reply.get("heard", ())))
            elif "heard" in reply and not self._told_more(asked):
                raise AssertionError(f"{asked}, {self.language}: nothing was heard in {self._text(reply['say'])}")
        assert asked in self.journey.answers or asked in ("adult", "keep"), f"{asked}: {reply} was not understood"

    def _told_more(self, asked: str) -> bool:
        """Whether what was said is known without asking: it was a name, or her sentence told of another part."""
        return bool(self.journey.answers[asked].options) or (self.journey.asking or "").endswith("_did")

    def _keep_of_heard(self, asked: str, wanted: tuple[str, ...]) -> None:
        ticked = self._ticked(asked)
        assert set(wanted) <= set(ticked), f"{asked}, {self.language}: {sorted(set(wanted) - set(ticked))} not heard"
        self.rejected[asked] = set(ticked) - set(wanted)
        kept = tuple(option for option in ticked if option in wanted)
        self._tap(asked, DONE if kept == ticked else kept)

    # --- one message --------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        self._count(1)
        first = {} if self.journey.turn else {"language": self.language, "campaign": self.life["given"].get("campaign")}
        self.journey = self._send(text=text, **first)

    def _tap(self, question: str, value: str | tuple[str, ...]) -> None:
        taps = 1
        if isinstance(value, tuple):
            options = {o.id for o in self._question(question).options}
            assert options.issuperset(value), f"{question} does not offer {sorted(set(value) - options)}"
            taps += len(set(value) ^ set(self._ticked(question)))
        else:
            assert payload(question, value) in self._buttons(), f"{question}: {value} is not offered"
        self._count(taps)
        self.journey = self._send(question=question, value=value)

    def _speak(self, language: str) -> None:
        self._count(2)
        self._send(question="menu", value="language")  # the menu stands on every page
        self.journey = self._send(question="language", value=language)
        self.language = language

    def _count(self, taps: int) -> None:
        begun = "lifeline" in self.journey.answers or self.journey.asking == "lifeline"
        if begun and not self.link:
            self.cost = Cost(self.cost.turns + 1, self.cost.taps + taps)

    # --- what she sees ------------------------------------------------------------------------------

    def _text(self, said: Any) -> str:
        return str(said[self.language] if isinstance(said, Mapping) else said)

    def _question(self, asked: str) -> Question:
        question = find(CONTENT, self.journey, asked)
        assert question is not None, asked
        return question

    def _ticked(self, asked: str) -> tuple[str, ...]:
        return standing(self.journey, self._question(asked))

    def _buttons(self) -> set[str]:
        shown = self.journey.replies
        return {b.payload for r in shown for holder in (r, *r.lines) for b in holder.buttons}

    def event(self, kind: str) -> Event:
        """The event of this kind ("paid_work", or "paid_work 2" for the second that was told)."""
        name, _, number = kind.partition(" ")
        found = sorted((e for e in self.journey.events if e.kind == name), key=lambda e: int(e.id[1:]))
        return found[int(number or 1) - 1]
