"""Readers of tappable questions answered in words: yes or no, one option, several, and free words with options.

Each looks at a text with one language's words and returns None where it saw nothing it knows, so that another
language may be tried; what it saw but could not settle is unclear, and stays so.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.journey.clean import fold
from actions.journey.model import Answer, Question
from actions.journey.readers.matching import any_of, clauses_of, longest_at, named_options, whole_option
from actions.journey.readers.reading import UNCLEAR, Reading
from actions.journey.readers.vocabulary import Phrases, Vocabulary, lexicon_key

_SHORT = 4  # words: in a text this short a yes or no counts wherever it stands


def chosen(question: Question, options: tuple[str, ...]) -> Answer:
    """The answer that these options are, in the question's order; an exclusive one gives way to one that says more."""
    if question.type not in ("several", "words"):
        return Answer(value=options[0])
    order = [option.id for option in question.options]
    exclusive = {option.id for option in question.options if option.exclusive}
    kept = [o for o in options if o not in exclusive] or options[:1]
    return Answer(value=tuple(sorted(kept, key=lambda o: order.index(o) if o in order else len(order))))


def whole_answer(question: Question, text: str, words: Vocabulary) -> Reading | None:
    """A text that as a whole is an option's name or synonym, yes or no, "I don't know" or "rather not say"."""
    option = whole_option(question, text, words) or _plain_no(question, text, words)
    if option and _offered(question, option):
        return Reading("answer", chosen(question, (option,)))
    key = words.key(text)
    if question.type == "yes_no":
        for value, phrases in (("yes", words.yes), ("no", words.no)):
            if key in phrases:
                return Reading("answer", Answer(value=value))
    if key in words.unknown:
        return Reading("unknown")
    return Reading("skip") if key in words.skip else None


def danish_word(question: Question, text: str) -> Reading | None:
    """A word of the game as its tile has it, with or without its article: it is Danish in every language."""
    said = fold(text)
    for option in question.options:
        word = fold(str(option.text.args.get("word", ""))) if option.text else ""
        if said and said in (word, word.partition(" ")[2]):
            return Reading("answer", Answer(value=option.id))
    return None


def _offered(question: Question, option: str) -> bool:
    """Whether a single answer is one of this question's. "When?" of another stage, and "how often?" beside "how well?",
    share their words but not their tiles."""
    return question.type not in ("one", "when") or question.option(option) is not None


def _plain_no(question: Question, text: str, words: Vocabulary) -> str | None:
    """The option that "no" is the name of, by any other plain no: "nope" where "no" says that there was none."""
    key = words.key(text)
    if question.type == "yes_no" or key not in words.no or not (len(key) == 1 or key[:1] in words.no):
        return None
    named = words.phrases.get(lexicon_key(question), Phrases()).every
    meant = {named[no] for no in words.no if len(no) == 1 and no in named}
    return meant.pop() if len(meant) == 1 else None


def read_yes_no(question: Question, text: str, words: Vocabulary) -> Reading | None:
    """A yes, a no, or unclear. A yes taken back ("yes, but not ...") is neither; nor is a consent with a "but"."""
    tokens = fold(text).split()
    named = named_options(question, text, words)
    yes, no = longest_at(tokens, 0, words.yes), longest_at(tokens, 0, words.no)
    if yes > no:
        rest = tokens[yes:]
        doubt = [words.marks["negation"], words.no] + [words.marks["but"], words.marks["condition"]] * bool(
            question.consent
        )
        return UNCLEAR if "no" in named.chosen or any(any_of(rest, m) for m in doubt) else _value("yes")
    if no:
        return UNCLEAR if "yes" in named.chosen or any_of(tokens[no:], words.yes) else _value("no")
    if named.chosen or named.excluded:
        return _value(named.chosen[0]) if len(named.chosen) == 1 and not named.excluded else UNCLEAR
    if len(tokens) > _SHORT or any_of(tokens, words.marks["negation"]):
        return None
    said = [value for value, phrases in (("yes", words.yes), ("no", words.no)) if any_of(tokens, phrases)]
    return _value(said[0]) if len(said) == 1 else None


def read_one(question: Question, text: str, words: Vocabulary) -> Reading | None:
    """The one option that is named; two are unclear, unless together they are a third ("in Syria and in Denmark")."""
    named = named_options(question, text, words)
    if not (named.chosen or named.excluded):
        named = named_options(question, text, words, misspelt=True)
    if not (named.chosen or named.excluded):
        return None
    if len(named.chosen) == 1:
        return _value(named.chosen[0]) if _offered(question, named.chosen[0]) else UNCLEAR
    third = words.together.get(question.key, {}).get(frozenset(named.chosen))
    return _value(third) if third else UNCLEAR


def read_several(question: Question, text: str, words: Vocabulary) -> Reading | None:
    """Every option named and not said no to. Where own words are welcome, what is more is kept as she wrote it."""
    named = named_options(question, text, words, misspelt=True)
    keeps = question.type == "words" or question.own_words
    if not named.chosen:
        return UNCLEAR if named.excluded and not keeps else None
    answer = chosen(question, named.chosen)
    more = question.type == "words" or (keeps and (named.rest or bool(named.excluded)))
    return Reading("answer", own_words(text, None, answer) if more else answer)


def read_told(
    question: Question, text: str, languages: Sequence[Vocabulary], language: str | None, found: Sequence[str]
) -> Reading:
    """Her words of what she did, worked as, spoke ...: kept, with every option that is listed or that the gazetteer
    found in the sentence. What they are worth is for her to say: they are offered."""
    if not fold(text) or (lexicon_key(question) == "event" and not any(char.isalpha() for char in text)):
        return UNCLEAR  # a number alone is no event
    options = next((listed for words in languages if (listed := _listed(question, text, words))), ())
    return Reading("answer", own_words(text, language, Answer(value=tuple(dict.fromkeys((*options, *found))))))


def _listed(question: Question, text: str, words: Vocabulary) -> tuple[str, ...]:
    """The options of a list: "cooking, cleaning and sewing"."""
    parts: list[list[str]] = []
    for clause in clauses_of(text, words):
        parts.append([])
        for token in clause:
            if (token,) in words.marks["and"]:
                parts.append([])
            else:
                parts[-1].append(token)
    return tuple(option for part in parts if (option := whole_option(question, " ".join(part), words)))


def own_words(text: str, language: str | None, answer: Answer) -> Answer:
    """The answer with what she wrote."""
    return Answer(value=answer.value, words=text.strip(), language=language)


def _value(option: str) -> Reading:
    return Reading("answer", Answer(value=option))
