"""A text in a language -> an answer to the question at hand, or "unclear". Never a guess.

    reading.py      what a reader says: Reading
    vocabulary.py   the lexicon of a language, indexed once
    matching.py     which options a text names, and which it says no to
    choices.py      yes or no, one of, several of, words with options
    amounts.py      numbers and amounts of time in a text
    ranged.py       hours a day, durations, calendar years
    dates.py        when something happened, and when she was born
    calendars.py    Hijri, Solar Hijri and Buddhist years as years of ours
    contact.py      phone and e-mail
    commands.py     the words that work anywhere

She may answer in another language than the chosen one. A whole text that one of them knows is what it says there, the
chosen language first; a sentence is read in the language that knows most of its words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from actions.journey.clean import fold
from actions.journey.model import Answer, Content, Question
from actions.journey.readers.choices import (
    chosen,
    danish_word,
    own_words,
    read_one,
    read_several,
    read_told,
    read_yes_no,
    whole_answer,
)
from actions.journey.readers.commands import command
from actions.journey.readers.contact import read_email, read_phone
from actions.journey.readers.dates import read_birth, read_when
from actions.journey.readers.matching import any_of, longest_at, whole_option
from actions.journey.readers.ranged import HINTS, hint, read_ranged
from actions.journey.readers.reading import UNCLEAR, Kind, Reading
from actions.journey.readers.vocabulary import LIFE, Vocabulary, lexicon_key, vocabularies

__all__ = ["Kind", "Reading", "asking", "command", "lexicon_key", "option_named", "read"]

_Reader = Callable[[Question, str, Vocabulary], "Reading | None"]
_SENTENCES: dict[str, _Reader] = {
    "yes_no": read_yes_no,
    **dict.fromkeys(("one", "review", "line", "papers", "birth", *HINTS), read_one),
    **dict.fromkeys(("several", "words"), read_several),
}


def read(
    question: Question,
    text: str,
    language: str | None,
    content: Content,
    now: datetime,
    found: tuple[str, ...] = (),
    born: int | None = None,
) -> Reading:
    """What a cleaned `text` answers to `question`, asked at `now`, in the conversation's `language` or another.

    `found` holds the options that the gazetteer saw in the sentence for this question; they count where nothing here
    saw more, and nothing in the sentence says "not". `born` is her year of birth, where it is known. Raises nothing,
    whatever the text.
    """
    languages = vocabularies(content.lexicon, language)
    if question.template == "word" and (word := danish_word(question, text)):
        return word
    for words in languages:
        whole = whole_answer(question, text, words)
        if whole:
            return whole
    if question.type == "phone":
        return read_phone(text)
    if question.type == "email":
        return read_email(text)
    if _asks(text):
        return UNCLEAR
    of_her_life = question.template or lexicon_key(question) in LIFE
    if of_her_life and any(words.key(text) in words.yes_no for words in languages):
        # "What did you do?" "No": she does not want to say. A yes tells nothing.
        return Reading("skip") if any(words.key(text) in words.no for words in languages) else UNCLEAR
    languages.sort(key=lambda words: words.strange(text))
    if question.type == "when":
        return read_when(question, text, languages, language, now, born)
    if lexicon_key(question) in LIFE:
        return read_told(question, text, languages, language, found)
    reading = _measured(question, text, languages, language, now)
    if reading:
        return reading
    for words in languages:
        reading = _SENTENCES.get(question.type, read_one)(question, text, words)
        if reading and reading.answer and reading.answer.words:
            return Reading("answer", own_words(text, language, reading.answer))
        if reading:
            return reading
    kept = _kept(question, text, language, languages, found)
    return kept or Reading("unclear", hint=hint(question, text, languages, now))


def _measured(
    question: Question, text: str, languages: Sequence[Vocabulary], language: str | None, now: datetime
) -> Reading | None:
    """What a number in the text answers, where the question's options are ranges."""
    if question.type == "birth":
        return read_birth(question, text, languages, language, now)
    return read_ranged(question, text, languages, now) if question.type in HINTS else None


def option_named(question: Question, text: str, language: str | None, content: Content) -> str:
    """The option that the whole text is the name of, in any language; "" is none."""
    languages = vocabularies(content.lexicon, language)
    return next((option for words in languages if (option := whole_option(question, text, words))), "")


def asking(text: str, language: str | None, content: Content) -> bool:
    """Whether a text that answers nothing is a question: by its mark, or by how it begins."""
    tokens = fold(text).split()
    begins = (words.marks["asks"] for words in vocabularies(content.lexicon, language))
    by_mark = text.rstrip(" .!\"')").endswith(("?", "؟")) and len(tokens) > 1
    return by_mark or (len(tokens) > 1 and any(longest_at(tokens, 0, phrases) for phrases in begins))


def _asks(text: str) -> bool:
    """Whether she asks something herself: then it is no answer. Two words and a question mark are only hesitation."""
    return text.rstrip(" .!\"')").endswith(("?", "؟")) and len(text.split()) > 2


def _kept(
    question: Question, text: str, language: str | None, languages: Sequence[Vocabulary], found: tuple[str, ...]
) -> Reading | None:
    """What is left when no language's words settled it: the gazetteer's options, or her own words."""
    tokens = fold(text).split()
    negated = any(any_of(tokens, words.marks["negation"]) for words in languages)
    known = tuple(option for option in dict.fromkeys(found) if question.option(option) and not negated)
    yes_or_no = any(words.key(text) in words.yes_no for words in languages)
    if tokens and (question.own_words or question.type == "words") and not (question.options and yes_or_no):
        answer = chosen(question, known) if known else Answer(value=() if question.type == "several" else None)
        return Reading("answer", own_words(text, language, answer))
    if known and (question.type == "several" or len(known) == 1):
        return Reading("answer", chosen(question, known))
    return None
