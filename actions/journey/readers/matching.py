"""Which options of a question a text names, and which it says no to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from actions.journey.clean import fold
from actions.journey.model import Question
from actions.journey.readers.vocabulary import Phrases, Tokens, Vocabulary, lexicon_key

# Punctuation ends what a "not" reaches; a point or comma inside a number does not.
_CLAUSE = re.compile(r"[.,](?!\d)|[;:!?\n،؛؟/&+()|\"•…–—]")
_SHORTEST_MISSPELT = 6
_LONG = 10  # from this length two slips are forgiven, below it one
_REACH = 4  # words that a "not" reaches forward
_BETWEEN = 3  # small words that may stand between the words of a phrase
_TELLING = 2  # words besides an option from which she tells more than its name


@dataclass(frozen=True)
class Named:
    """Options said, options said no to (both in order), and whether something else was said besides."""

    chosen: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    rest: bool = False


def whole_option(question: Question, text: str, words: Vocabulary) -> str | None:
    """The option that the whole text names, by its label or a synonym."""
    key = words.key(text)
    phrases = words.phrases.get(lexicon_key(question), Phrases())
    if key in phrases.every:
        return phrases.every[key]
    joined = "".join(key)
    if len(joined) < _SHORTEST_MISSPELT or any(char.isdigit() for char in joined):  # 12 is not 1-2
        return None
    options = phrases.joined.get(joined, ())
    return next(iter(options)) if len(options) == 1 else None


def named_options(question: Question, text: str, words: Vocabulary, misspelt: bool = False) -> Named:
    """The options a sentence or list names. `misspelt` also takes words with a slip in them."""
    reader = _Reader(question, words, misspelt)
    chosen: dict[str, None] = {}
    excluded: dict[str, None] = {}
    rest = False
    for clause in clauses_of(text, words):
        named = reader.read(clause)
        chosen.update(dict.fromkeys(named.chosen))
        excluded.update(dict.fromkeys(named.excluded))
        rest = rest or named.rest
    return Named(tuple(chosen), tuple(o for o in excluded if o not in chosen), rest)


def longest_at(tokens: Sequence[str], at: int, phrases: frozenset[Tokens]) -> int:
    """How many tokens the longest of these phrases takes at this place; 0 for none."""
    for length in range(min(5, len(tokens) - at), 0, -1):
        if tuple(tokens[at : at + length]) in phrases:
            return length
    return 0


def any_of(tokens: Sequence[str], phrases: frozenset[Tokens]) -> bool:
    """Whether one of these phrases stands anywhere."""
    return any(longest_at(tokens, at, phrases) for at in range(len(tokens)))


def clauses_of(text: str, words: Vocabulary) -> list[list[str]]:
    """The text in parts that a "not" does not reach across: at punctuation and at "but", save in "anything but"."""
    clauses: list[list[str]] = []
    for part in _CLAUSE.split(text):
        tokens = fold(part).split()
        clause: list[str] = []
        at = 0
        while at < len(tokens):
            fixed = longest_at(tokens, at, words.negations)
            if not fixed and longest_at(tokens, at, words.marks["but"]):
                clauses.append(clause)
                clause = []
            else:
                clause += tokens[at : at + max(1, fixed)]
            at += max(1, fixed)
        clauses.append(clause)
    return [clause for clause in clauses if clause]


class _Reader:
    """One question's phrases, looked for in a clause."""

    def __init__(self, question: Question, words: Vocabulary, misspelt: bool) -> None:
        self.words = words
        self.misspelt = misspelt
        self.phrases = words.phrases.get(lexicon_key(question), Phrases())

    def read(self, clause: list[str]) -> Named:
        key = self.words.carrying(clause)
        whole = self.phrases.alone.get(key)
        if whole and key not in self.words.yes_no:
            return Named((whole,))
        marks, forms = self.words.marks, [self._forms(token) for token in clause]
        chosen: list[str] = []
        excluded: list[str] = []
        at, reach, rest, last_no = 0, 0, 0, False
        answer_no = False  # "no" may be the answer, and what follows another sentence: it reaches the next word only
        while at < len(clause):
            end, option = self._phrase(clause, forms, at)
            only = longest_at(clause, at, marks["not_only"])
            answer = (clause[at],) in self.words.no
            no = longest_at(clause, at, marks["negation"]) or int(answer)
            joins = longest_at(clause, at, marks["and"]) or longest_at(clause, at, marks["range"])
            if option:
                itself = answer_no and (clause[at] in self.words.filler or longest_at(clause, at, marks["negation"]))
                (excluded if reach and not itself else chosen).append(option)
                at, last_no = end, False
            elif only:
                at, reach, last_no = at + only, 0, False
            elif no:
                answer_no = answer and no == 1
                at, reach, last_no = at + no, (1 if answer_no else _REACH), True
            elif joins:  # "not cleaning or kitchen" says no to both, "no car and take the bus" to the first
                at += joins
                reach = reach if reach and self._phrase(clause, forms, at)[1] else 0
            elif clause[at] in self.words.filler:
                at, reach = at + 1, (0 if answer_no else reach)
            else:
                rest += (clause[at],) not in self.words.yes_no
                at, reach, last_no = at + 1, max(0, reach - 1), False
        if last_no and chosen:  # "cleaning: no"
            excluded, chosen = [*excluded, *chosen], []
        return Named(tuple(chosen), tuple(excluded), rest >= (_TELLING if chosen else 1))

    def _phrase(self, clause: list[str], forms: list[frozenset[str]], at: int) -> tuple[int, str]:
        """(end, option) of the longest phrase at this place, or (at, ""). Small words may stand between its words."""
        best: Tokens = ()
        best_end = at
        for first in forms[at] if at < len(forms) else ():
            for phrase in self.phrases.by_first.get(first, ()):
                if len(phrase) <= len(best):
                    break
                end = self._end(phrase, clause, forms, at)
                if end:
                    best, best_end = phrase, end
        return best_end, self.phrases.anywhere.get(best, "")

    def _end(self, phrase: Tokens, clause: list[str], forms: list[frozenset[str]], at: int) -> int:
        for token in phrase:
            last = min(at + _BETWEEN, len(clause) - 1)
            while at < last and token not in forms[at] and clause[at] in self.words.filler:
                at += 1
            if at >= len(clause) or token not in forms[at]:
                return 0
            at += 1
        return at

    def _forms(self, token: str) -> frozenset[str]:
        forms = self.words.forms(token)
        if (
            not self.misspelt
            or forms & self.phrases.words
            or forms & self.words.known
            or len(token) < _SHORTEST_MISSPELT
        ):
            return forms
        slips = 2 if len(token) >= _LONG else 1
        near: dict[int, set[str]] = {}
        for other in self.phrases.words:
            if len(other) >= _SHORTEST_MISSPELT and other[0] == token[0] and abs(len(other) - len(token)) <= slips:
                near.setdefault(OSA.distance(token, other, score_cutoff=slips), set()).add(other)
        closest = next((near[d] for d in range(1, slips + 1) if d in near), set())
        return forms | closest
