"""The phrases of one language, looked for in a sentence: plain ones by spaCy's PhraseMatcher, loose ones ("lav* mad")
here.

spaCy's Matcher tries every pattern at every word, too slow for the thousands that lives are told in; here a loose
phrase is tried only where all its words are. How phrases are written: actions/content/lexicon/da.life.yml.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from actions.journey.clean import fold
from actions.journey.readers.matching import clauses_of, longest_at
from actions.journey.readers.vocabulary import Tokens, Vocabulary, typed
from bot.nlu.normaliser import blank

STAR = "*"
_BETWEEN = 3  # words that may stand between two words of a loose phrase
_OTHERS = 2  # of them, those that are not small; one where "and" stands among them
_REACH = 3  # words that a "not" reaches forward
_AFTER = 2  # small words between a phrase and a "not" that follows it
_HERS = ("did/", "job/", "country/")  # what somebody else did is not hers
_SHORTEST_REST = 3  # what must be left of a word when a glued one is taken off


class Hit(NamedTuple):
    """A value, and which words of the sentence say so."""

    value: str
    at: tuple[int, ...]


class Sentence(NamedTuple):
    """The words of a message as this language writes them, and for each the clause it stands in."""

    words: list[str]
    clause: list[int]

    def together(self, first: int, last: int) -> bool:
        return first >= 0 and last < len(self.words) and self.clause[first] == self.clause[last]


class LanguagePhrases:
    """One language's phrases, by the value that each names."""

    def __init__(
        self, vocabulary: Vocabulary, lexicon: Mapping[str, Any], phrases: Mapping[str, Iterable[str]]
    ) -> None:
        self._vocabulary = vocabulary
        self._blank = blank(vocabulary.language)
        self._prefixes = sorted(vocabulary.prefixes, key=len, reverse=True)
        self._joining = _tokens(vocabulary.marks["and"])
        self._pronouns = self._listed(lexicon, "pronouns")
        own_small = self._listed(lexicon, "small") | vocabulary.filler
        self._small = own_small | _tokens(vocabulary.numbers)
        self._denial, self._no_denial, self._denial_after, self._others = (
            frozenset(self._split(fold(phrase)) for phrase in lexicon.get(name, ()))
            for name in ("denial", "no_denial", "denial_after", "others")
        )
        self._herself = self._listed(lexicon, "herself")
        self._telling = own_small | self._joining | _tokens(self._denial)
        self._words: set[str] = set()
        self._stems: set[str] = set()
        self._plain = PhraseMatcher(self._blank.vocab)
        self._loose: dict[str, list[tuple[Tokens, str]]] = {}  # by the first word
        for value, said in phrases.items():
            for phrase in said:
                self._add(value, phrase)
        self._speaking = {piece for word in lexicon.get("speaking", ()) for piece in self._pieces(word)}
        self._lengths = sorted({len(stem) for stem in self._stems})
        self.scripts = frozenset(script(word) for word in self._words | self._stems)

    def read(self, text: str) -> Sentence:
        """The words of a cleaned text, without what is glued on to a word that is known without it."""
        words: list[str] = []
        clause: list[int] = []
        for number, spoken in enumerate(clauses_of(text, self._vocabulary)):
            tokens = [piece for token in self._split(" ".join(spoken)) for piece in self._apart(token)]
            words += tokens
            clause += [number] * len(tokens)
        return Sentence(words, clause)

    def own(self, sentence: Sentence) -> int:
        """How many of the words are small ones of this language: a sentence has most of those of its own."""
        return sum(word in self._telling for word in sentence.words)

    def find(self, sentence: Sentence) -> Iterator[Hit]:
        """What is named and not denied."""
        doc = Doc(self._blank.vocab, words=sentence.words)
        hits = [Hit(doc.vocab.strings[match], tuple(range(start, end))) for match, start, end in self._plain(doc)]
        places = self._places(sentence)
        for first in places:
            for pieces, value in self._loose.get(first, ()):
                if all(piece in places for piece in pieces):
                    hits += [Hit(value, at) for at in self._standing(sentence, pieces, places)]
        for hit in hits:
            anothers = hit.value.startswith(_HERS) and self._anothers(sentence, min(hit.at))
            if not anothers and not self._denied(sentence, hit):
                yield hit

    def about_speaking(self, sentence: Sentence, named: set[int]) -> bool:
        """Whether it is about speaking languages: by its words, or because it tells nothing but those `named`."""
        rest = (word for at, word in enumerate(sentence.words) if at not in named)
        return bool(self._speaking & self._places(sentence).keys()) or all(
            word in self._small or word in self._joining for word in rest
        )

    def _add(self, value: str, phrase: str) -> None:
        for written in typed(phrase):
            pieces = self._pieces(written)
            if any(piece.endswith(STAR) for piece in pieces):
                self._loose.setdefault(pieces[0], []).append((pieces, value))
            elif pieces:
                self._plain.add(value, [Doc(self._blank.vocab, words=list(pieces))])

    def _pieces(self, phrase: str) -> Tokens:
        """The words of a written phrase, folded, without articles; a stem keeps its star."""
        pieces: list[str] = []
        for word in phrase.split():
            *whole, last = self._split(fold(word)) or ("",)
            pieces += whole
            pieces += [last + STAR] if word.endswith(STAR) and last else [last] if last else []
        bare = tuple(map(self._without_article, pieces))
        self._words |= {piece for piece in bare if not piece.endswith(STAR)}
        self._stems |= {piece[:-1] for piece in bare if piece.endswith(STAR)}
        return bare

    def _split(self, folded: str) -> Tokens:
        return tuple(token.text for token in self._blank.make_doc(folded) if not token.is_space)

    def _listed(self, lexicon: Mapping[str, Any], name: str) -> frozenset[str]:
        return frozenset(token for phrase in lexicon.get(name, ()) for token in self._split(fold(phrase)))

    def _without_article(self, word: str) -> str:
        article = self._vocabulary.article
        cut = article and word.startswith(article) and len(word.rstrip(STAR)) - len(article) >= _SHORTEST_REST
        return word[len(article) :] if cut else word

    def _apart(self, word: str) -> Tokens:
        """The word without what is glued on to it; a glued "and" stands for itself, for it ends a "not"."""
        if self._knows(word):
            return (word,)
        for prefix in self._prefixes:
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) >= _SHORTEST_REST and self._knows(rest):
                return (prefix[0], rest) if prefix[0] in self._joining else (rest,)
        return (word,)

    def _knows(self, word: str) -> bool:
        return (
            word in self._words
            or word in self._herself
            or any(word[:length] in self._stems for length in self._lengths)
        )

    def _places(self, sentence: Sentence) -> dict[str, list[int]]:
        """Piece -> where it stands."""
        places: dict[str, list[int]] = {}
        for at, word in enumerate(sentence.words):
            if word in self._words:
                places.setdefault(word, []).append(at)
            for length in self._lengths:
                if length <= len(word) and word[:length] in self._stems:
                    places.setdefault(word[:length] + STAR, []).append(at)
        return places

    def _standing(
        self, sentence: Sentence, pieces: Tokens, places: Mapping[str, Sequence[int]]
    ) -> Iterator[tuple[int, ...]]:
        for first in places[pieces[0]]:
            at = self._onward(sentence, pieces, places, (first,))
            if at:
                yield at
            elif len(pieces) == 2:
                yield from ((last, first) for last in places[pieces[1]] if self._turned(sentence, last, first))

    def _onward(
        self, sentence: Sentence, pieces: Tokens, places: Mapping[str, Sequence[int]], at: tuple[int, ...]
    ) -> tuple[int, ...]:
        """The places of all pieces, in order and near enough, or ()."""
        if len(at) == len(pieces):
            return at
        for place in places[pieces[len(at)]]:
            gap = sentence.words[at[-1] + 1 : place]
            near = at[-1] < place and len(gap) <= _BETWEEN and sentence.together(at[-1], place)
            others = sum(not self._is_small(word) for word in gap) + any(word in self._joining for word in gap)
            if near and others <= _OTHERS and not self._denied_in(sentence.words, at[-1] + 1, place):
                whole = self._onward(sentence, pieces, places, (*at, place))
                if whole:
                    return whole
        return ()

    def _turned(self, sentence: Sentence, first: int, last: int) -> bool:
        """ "mad lavede jeg", "maden har jeg altid lavet": only where she stands beside, or others may have done it."""
        gap = sentence.words[first + 1 : last]
        if not (first < last and len(gap) <= _BETWEEN and sentence.together(first, last)):
            return False
        plain = all(self._is_small(word) and word not in self._joining for word in gap)
        follows = sentence.words[last + 1 : last + 2] if sentence.together(last, last + 1) else []
        denied = self._denied_in(sentence.words, first + 1, last)
        return plain and not denied and bool(self._pronouns & {*gap, *follows})

    def _is_small(self, word: str) -> bool:
        return word in self._small or word in self._joining or word.isdigit()

    def _anothers(self, sentence: Sentence, at: int) -> bool:
        """Whether the clause begins with somebody else, and she has no part in it: "min mand kører taxa"."""
        start = sentence.clause.index(sentence.clause[at])
        before = sentence.words[start:at]
        begins = any(longest_at(before, first, self._others) for first in (0, 1))
        end = at
        while end < at + 1 + _AFTER and sentence.together(at, end):
            end += 1
        return begins and not self._herself & {*before, *sentence.words[at:end]}

    def _denied(self, sentence: Sentence, hit: Hit) -> bool:
        first, last = min(hit.at), max(hit.at)
        for at in range(first - 1, first - 1 - _REACH, -1):
            if not sentence.together(at, first) or sentence.words[at] in self._joining:
                break
            if self._denies(sentence.words, at, self._denial):
                return True
        for at in range(last + 1, last + 2 + _AFTER):
            if not sentence.together(last, at):
                break
            if self._denies(sentence.words, at, self._denial_after):
                return True
            if sentence.words[at] not in self._pronouns:
                break
        return False

    def _denied_in(self, words: Sequence[str], start: int, end: int) -> bool:
        return any(self._denies(words, at, self._denial) for at in range(start, end))

    def _denies(self, words: Sequence[str], at: int, denial: frozenset[Tokens]) -> bool:
        """A "not" here that is none of "not only", and in Arabic no "ما" of "after I had ..."."""
        if not longest_at(words, at, denial):
            return False
        return not any(longest_at(words, start, self._no_denial) > at - start for start in (at, at - 1) if start >= 0)


@cache
def script(word: str) -> str:
    """The script of a word's first letter, as Unicode names it: LATIN, ARABIC ..."""
    letter = next((char for char in word if char.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


def _tokens(phrases: Iterable[Tokens]) -> frozenset[str]:
    return frozenset(token for phrase in phrases for token in phrase)
