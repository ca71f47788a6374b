"""The lexicon of a language, folded and indexed once, so that readers only look things up.

Words are compared by their key (`key`): folded, without "please" and, where two words remain, without small words
such as "I" and "the". A word of the text may stand for several written forms (`forms`): with an ending, with an
article or "and" glued on as in Arabic, or as the first part of a compound as in Danish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from num2words import num2words

from actions.journey.clean import fold
from actions.journey.model import Question

Tokens = tuple[str, ...]

LIFE = ("event", "did", "job", "spoken", "country")  # keys of what lives are told in

_SHORTEST_STEM = 4  # an ending is only taken off a word of at least this length
_SHORTEST_COMPOUND = 5
_SHORTEST_REST = 3  # what must be left of a word when its prefix is taken off
_NO_DANISH_LETTERS = str.maketrans("æøå", "aoa")
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f]")
_MARKS = (
    "approx", "nearly", "more", "less", "least", "ago", "around", "range", "between", "half",
    "per_day", "per_week", "and", "but", "condition", "negation", "not_only", "since_age", "i_was", "i_am", "decade",
    "asks",
)  # fmt: skip


@dataclass(frozen=True)
class Phrases:
    """What is said for one question's options, ready to be looked up."""

    anywhere: Mapping[Tokens, str] = field(default_factory=dict)  # means an option wherever it stands
    alone: Mapping[Tokens, str] = field(default_factory=dict)  # means an option only when nothing else is said

    @cached_property
    def every(self) -> Mapping[Tokens, str]:
        return {**self.anywhere, **self.alone}

    @cached_property
    def joined(self) -> Mapping[str, frozenset[str]]:
        """Phrases without their spaces -> options."""
        found: dict[str, set[str]] = {}
        for phrase, option in self.every.items():
            found.setdefault("".join(phrase), set()).add(option)
        return {phrase: frozenset(options) for phrase, options in found.items()}

    @cached_property
    def by_first(self) -> Mapping[str, list[Tokens]]:
        """First word -> the phrases that begin with it, longest first."""
        found: dict[str, list[Tokens]] = {}
        for phrase in sorted(self.anywhere, key=len, reverse=True):
            found.setdefault(phrase[0], []).append(phrase)
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        return _tokens(self.anywhere)


@dataclass(frozen=True)
class Vocabulary:
    language: str
    yes: frozenset[Tokens]
    no: frozenset[Tokens]
    unknown: frozenset[Tokens]
    skip: frozenset[Tokens]
    commands: Mapping[Tokens, str]
    phrases: Mapping[str, Phrases]  # question -> what is said for its options
    together: Mapping[str, Mapping[frozenset[str], str]]  # question -> options that mean another one when said together
    marks: Mapping[str, frozenset[Tokens]]
    numbers: Mapping[Tokens, float]
    units: Mapping[Tokens, tuple[str, float]]  # word -> (unit, how many: 0 needs a number before it)
    back: Mapping[Tokens, int]  # "last year" -> months back
    decades: Mapping[Tokens, int]  # "nineties" -> 1990
    polite: frozenset[str]  # never carry a meaning
    light: frozenset[str]  # carry one only in a very short phrase
    filler: frozenset[str]  # both, and pronouns: may stand between the words of a phrase
    suffixes: tuple[str, ...]
    prefixes: tuple[str, ...]
    article: str
    compounds: bool
    known: frozenset[str]  # words that are never a misspelt option
    dictionary: frozenset[str]  # every word above

    @cached_property
    def yes_no(self) -> frozenset[Tokens]:
        return self.yes | self.no

    @cached_property
    def timed(self) -> frozenset[str]:
        """The words of phrases about time: none of them is taken apart."""
        return _tokens(self.marks["per_day"], self.marks["per_week"], self.back, self.decades)

    @cached_property
    def negations(self) -> frozenset[Tokens]:
        return self.marks["negation"] | self.marks["not_only"]

    def key(self, text: str) -> Tokens:
        """The words of a text that carry its meaning; an emoji alone is its own key."""
        tokens = fold(text).split() or _SKIN.sub("", text).split()
        return self.carrying(tokens)

    def carrying(self, tokens: Sequence[str]) -> Tokens:
        """The tokens that carry the meaning, each without a glued article; of a short phrase every one does."""
        spoken = [t for t in tokens if t not in self.polite] or tokens
        kept = [t for t in spoken if t not in self.light]
        if sum(t not in self.filler for t in kept) < 2:
            kept = list(spoken)
        return tuple(t[len(self.article) :] if self._has_article(t) else t for t in kept)

    def strange(self, text: str) -> int:
        """How many words of the text this language does not know; numbers are known to all."""
        tokens = [token for token in fold(text).split() if not token[0].isdigit()]
        return sum(not (self.forms(token) & self.dictionary) for token in tokens)

    def _has_article(self, token: str) -> bool:
        rest = len(token) - len(self.article)
        return bool(self.article) and token.startswith(self.article) and rest >= _SHORTEST_REST

    def forms(self, token: str) -> frozenset[str]:
        """The dictionary words a token may be a form of, itself included."""
        found = {token}
        for prefix in self.prefixes:
            if token.startswith(prefix) and len(token) - len(prefix) >= _SHORTEST_REST:
                found.add(token[len(prefix) :])
        for stem in tuple(found):
            for suffix in self.suffixes:
                if stem.endswith(suffix) and len(stem) - len(suffix) >= _SHORTEST_STEM:
                    found.add(stem[: -len(suffix)])
        if self.compounds:
            found.update(token[:end] for end in range(_SHORTEST_COMPOUND, len(token)))
        return frozenset(found)


def lexicon_key(question: Question) -> str:
    """Where the lexicon and the gazetteer keep what is said for a question: a stage is answered with events, where it
    was with a country, what to look at and to choose with sectors."""
    if question.type == "stage" or question.id.startswith("stage_"):
        return "event"
    if question.key in ("visit", "chosen"):
        return "sectors"
    if question.key == "can":  # every sector has skills of its own
        return question.id
    return "country" if question.key == "where" else question.key


def vocabularies(lexicon: Mapping[str, Mapping[str, Any]], language: str | None) -> list[Vocabulary]:
    """Every language's vocabulary, the chosen language first."""
    if _cache.lexicon is not lexicon:
        _cache.lexicon, _cache.built = lexicon, {code: _build(code, words) for code, words in lexicon.items()}
    built = _cache.built
    return [built[code] for code in dict.fromkeys([language, *built]) if code in built]


class _Cache:
    """The content is read once a process: its vocabularies are too."""

    lexicon: Mapping[str, Mapping[str, Any]] | None = None
    built: dict[str, Vocabulary] = {}


_cache = _Cache()


def _build(code: str, words: Mapping[str, Any]) -> Vocabulary:
    polite, light, pronouns = (
        frozenset(fold(word) for word in words.get(name, ())) for name in ("polite", "filler", "pronouns")
    )
    filler = polite | light | pronouns
    empty = Vocabulary(
        language=code, yes=frozenset(), no=frozenset(), unknown=frozenset(), skip=frozenset(), commands={}, phrases={},
        together={}, marks={}, numbers={}, units={}, back={}, decades={}, polite=polite, light=light, filler=filler,
        suffixes=(), prefixes=(),
        article=fold(words.get("article", "")), compounds=False, known=frozenset(), dictionary=frozenset(),
    )  # fmt: skip

    def keys(phrases: Iterable[str]) -> frozenset[Tokens]:
        return frozenset(empty.key(phrase) for phrase in phrases)

    def plain(phrases: Iterable[str]) -> frozenset[Tokens]:
        return frozenset(tuple(way.split()) for phrase in phrases for way in _spellings(phrase))

    whole_text = {name: keys(words.get(name, ())) for name in ("yes", "no", "unknown", "skip")}
    alone = frozenset().union(*whole_text.values())
    phrases: dict[str, Phrases] = {}
    for question in {**words.get("options", {}), **words.get("whole", {})}:
        anywhere = _unambiguous(empty, words.get("options", {}).get(question, {}))
        weak: set[Tokens] = {
            key for key in anywhere if len(key) == 1 and (key in alone or key[0] in filler or len(key[0]) < 2)
        }
        only: dict[Tokens, str] = {key: anywhere.pop(key) for key in weak}
        only |= _unambiguous(empty, words.get("whole", {}).get(question, {}))
        phrases[question] = Phrases(anywhere, only)
    marks = {name: plain(words.get(name, ())) for name in _MARKS}
    numbers = _numbers(code, words.get("numbers", {}), words.get("and", ()))
    units: dict[Tokens, tuple[str, float]] = {}
    for count, name in ((0.0, "units"), (1.0, "one"), (2.0, "two")):
        for unit, said in words.get(name, {}).items():
            units.update(dict.fromkeys(plain(said), (unit, count)))
    commands = {key: name for name, said in words.get("commands", {}).items() for key in keys(said)}
    back = {key: int(months) for phrase, months in words.get("back", {}).items() for key in plain([phrase])}
    decades = {key: int(year) for phrase, year in words.get("decades", {}).items() for key in plain([phrase])}
    known = filler | _tokens(*marks.values(), alone, numbers, units, back, decades)
    return Vocabulary(
        language=code,
        **whole_text,
        commands=commands,
        phrases=phrases,
        together={
            question: {frozenset(parts): option for option, sets in by_option.items() for parts in sets}
            for question, by_option in words.get("together", {}).items()
        },
        marks=marks,
        numbers=numbers,
        units=units,
        back=back,
        decades=decades,
        polite=polite,
        light=light,
        filler=filler,
        suffixes=tuple(map(fold, words.get("suffixes", ()))),
        prefixes=tuple(map(fold, words.get("prefixes", ()))),
        article=empty.article,
        compounds=bool(words.get("compounds")),
        known=known,
        dictionary=known | _tokens(commands, *(each.every for each in phrases.values())),
    )


def _tokens(*phrases: Iterable[Tokens]) -> frozenset[str]:
    return frozenset(token for several in phrases for phrase in several for token in phrase)


def _unambiguous(vocabulary: Vocabulary, by_option: Mapping[str, Iterable[str]]) -> dict[Tokens, str]:
    """Phrase -> option. What is written for two options means neither; a respelling never takes another's place."""
    written: dict[Tokens, set[str]] = {}
    respelt: dict[Tokens, set[str]] = {}
    for option, phrases in by_option.items():
        for phrase in phrases:
            if "*" in phrase:  # for the gazetteer (bot/nlu), which looks for words that only begin so
                continue
            first, *others = _spellings(phrase) or [phrase]
            written.setdefault(vocabulary.key(first), set()).add(option)
            for other in others:
                respelt.setdefault(vocabulary.key(other), set()).add(option)
    every = {**respelt, **written}
    return {key: next(iter(ids)) for key, ids in every.items() if key and len(ids) == 1}


def typed(phrase: str) -> tuple[str, ...]:
    """The phrase, and as it is typed on a phone without Danish letters: "børn" as "born"."""
    return tuple(dict.fromkeys((phrase.casefold(), phrase.casefold().translate(_NO_DANISH_LETTERS))))


def _spellings(phrase: str) -> list[str]:
    """The ways a phrase is typed, folded."""
    return [way for way in dict.fromkeys(map(fold, typed(phrase))) if way]


def _numbers(code: str, extras: Mapping[str, float], conjunctions: Iterable[str]) -> dict[Tokens, float]:
    """Number words 0-100: num2words the other way round, other forms from the lexicon, and "five and twenty"."""
    simple: dict[int, set[str]] = {}
    for number in range(101):
        try:
            simple.setdefault(number, set()).add(fold(num2words(number, lang=code)))
        except NotImplementedError:
            break
    for word, value in extras.items():
        if float(value).is_integer():
            simple.setdefault(int(value), set()).update(_spellings(word))
    found = {tuple(way.split()): float(number) for number, ways in simple.items() for way in ways}
    found |= {tuple(way.split()): float(value) for word, value in extras.items() for way in _spellings(word)}
    for tens in range(20, 100, 10):
        for one in range(1, 10):
            for big in simple.get(tens, ()):
                for small in simple.get(one, ()):
                    for way in (f"{small} {fold(c)} {big}" for c in conjunctions):
                        found.setdefault(tuple(way.split()), float(tens + one))
                    found.setdefault((big + small,), float(tens + one))
                    found.setdefault((big, small), float(tens + one))
    return found
