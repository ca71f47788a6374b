"""Replies as messages of Telegram: texts, keyboards, what is monospaced. Pure, and within the Bot API's limits.

A turn's remarks and its question become one message, so that the chat stays short. Nothing is markup (no parse mode):
what she wrote is text wherever it is repeated. Offsets count UTF-16 units, as Telegram does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from actions.catalogue import Catalogue, isolated, rtl
from actions.journey.model import DONE, Button, Line, Reply, Text
from actions.journey.speech import payload
from bot.nlg import CHOSEN

LONGEST = 4096  # units of a message
MOST_KEYS = 100  # of a keyboard
LIST = 5  # more choices than this stand two in a row ...
NARROW = 20  # ... where both titles are this short: Telegram cuts what does not fit
WIDE = 44  # longer than this a title is cut even alone in its row: then the text says the choices too
AGAIN = "visit.more"  # the sectors once more: why some are suggested has been said
COMPARED = "compare.of"  # what stands on each side of a comparison
PAPERS = "papers.ready"  # the message whose `link` opens her papers
RLM = "\u200f"  # a paragraph that begins with it is set from right to left


@dataclass(frozen=True)
class Key:
    """One button: it sends `data`, or opens `url`. `wide`: it stands alone in its row, however short it is."""

    title: str
    data: str = ""
    url: str = ""
    wide: bool = False


Rows = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True)
class Out:
    """One message. `codes` are monospaced parts (offset, length); `lined`: its buttons belong to lines of its text."""

    text: str
    keys: Rows = ()
    codes: tuple[tuple[int, int], ...] = ()
    question: str | None = None
    lined: bool = False


class Speaker:
    """Replies in a language, as messages."""

    def __init__(self, catalogue: Catalogue, public_url: str) -> None:
        self._catalogue, self._url = catalogue, public_url

    def messages(self, replies: Sequence[Reply], language: str | None) -> list[Out]:
        """The messages of a turn: remarks join what follows them, and the drawn line what is asked of it."""
        found: list[Out] = []
        for reply in replies:
            out, last = self.message(reply, language), found[-1] if found else None
            if last and (not last.keys or (last.lined and last.question == out.question)) and _fits(last, out):
                found[-1] = _joined(last, out)
            else:
                found.append(out)
        return [part for out in found for part in _split(out)]

    def message(self, reply: Reply, language: str | None) -> Out:
        """One reply as one message, however long."""
        paragraphs = [self._catalogue.text(reply.text, language)]
        paragraphs += [self._line(number, line, language) for number, line in enumerate(reply.lines, 1)]
        paragraphs += [note for button in _noted(reply) for note in self._notes(button, language)]
        paragraphs += self._whole(reply, language)
        link = f"{self._url}/p/{reply.text.args['link']}" if reply.text.id == PAPERS else ""
        if link and not link.startswith("https://"):  # development: Telegram takes no button that leads to this machine
            paragraphs.append(link)
        text = directed("\n".join(paragraphs), rtl(language))
        keys = (*self._line_keys(reply.lines, language), *self._keys(reply, link, language))
        receipt = str(reply.text.args.get("receipt", ""))
        codes = ((units(text[: text.index(receipt)]), units(receipt)),) if receipt and receipt in text else ()
        return Out(text, keys, codes, reply.question, any(line.buttons for line in reply.lines))

    def word(self, text_id: str, language: str | None) -> str:
        """A message without arguments."""
        return self._catalogue.text(Text(text_id), language)

    def _line(self, number: int, line: Line, language: str | None) -> str:
        if line.values and not line.buttons and (line.picture or line.values[0].id == COMPARED):
            return self._listed(line, language)
        said = " ".join(part for part in (line.picture, self._catalogue.line(line, language)) if part)
        said = f"{number}. {said}" if line.buttons else said
        return f"\n{self._catalogue.text(line.stage, language)}\n{said}" if line.stage else said

    def _listed(self, line: Line, language: str | None) -> str:
        """A line of a card (employers, a step of the path) or of a comparison: what it is about stands above."""
        values = [self._catalogue.text(value, language) for value in line.values]
        told = [f"• {value}" for value in values] if len(values) > 1 or not line.picture else values
        return "\n".join((f"{line.picture} {self._catalogue.text(line.label, language)}".strip(), *told))

    def _whole(self, reply: Reply, language: str | None) -> list[str]:
        """All choices in the text, where some are too long for their buttons."""
        done = payload(reply.question, DONE) if reply.question else ""
        choices = (replace(b, chosen=False) for b in reply.buttons if not b.quiet and b.payload != done)
        titles = [self._title(choice, language) for choice in choices]
        return [f"• {title}" for title in titles] if any(len(title) > WIDE for title in titles) else []

    def _notes(self, button: Button, language: str | None) -> Iterator[str]:
        """What stands below a tick's name on the page: what it means, where it comes from, her own sentence."""
        notes = [self._catalogue.text(note, language) for note in button.notes]
        if button.words:
            notes.append(f"“{isolated(button.words, rtl(language))}”")
        if notes:
            yield f"\n{self._title(replace(button, chosen=False), language)}"
            yield from notes

    def _keys(self, reply: Reply, link: str, language: str | None) -> Rows:
        done = payload(reply.question, DONE) if reply.question else ""
        choices = [
            Key(self._title(b, language), b.payload, wide=b.payload == done) for b in reply.buttons if not b.quiet
        ]
        quiet = [Key(self._title(b, language), b.payload) for b in reply.buttons if b.quiet]
        if link.startswith("https://"):
            choices.insert(0, Key(f"📄 {self.word('telegram.papers', language)}", url=link, wide=True))
        return (*_rows(choices, len(choices) > LIST), *_rows(quiet, True))

    def _line_keys(self, lines: Sequence[Line], language: str | None) -> Rows:
        """A row for each line that something can be done with; of very many lines only what opens them."""
        many = sum(len(line.buttons) for line in lines) > MOST_KEYS - 10
        rows = []
        for number, line in enumerate(lines, 1):
            keys = [Key(b.picture or self._catalogue.text(b.text, language), b.payload) for b in line.buttons]
            if keys:
                first = Key(f"{number} {keys[0].title}", keys[0].data)
                rows.append((first,) if many else (first, *keys[1:]))
        return tuple(rows)

    def _title(self, button: Button, language: str | None) -> str:
        title = self._catalogue.text(button.text, language)
        return (CHOSEN if button.chosen else "") + (f"{button.picture} {title}" if button.picture else title)


def settled(text: str, titles: Iterable[str]) -> str | None:
    """A message after its button was tapped: the text, and what was chosen. None where that would be too long."""
    chosen = ", ".join(title.removeprefix(CHOSEN) for title in titles)
    from_right = any(map(_from_right, chosen))
    whole = f"{text}\n\n{directed(('👈 ' if from_right else '👉 ') + chosen, from_right)}"
    return whole if units(whole) <= LONGEST else None


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def directed(text: str, in_rtl: bool) -> str:
    """Every line begins on the right, also one that begins with a name or number in Latin letters."""
    if not in_rtl:
        return text
    return "\n".join(RLM + line if line and not _begins_right(line) else line for line in text.split("\n"))


def _begins_right(line: str) -> bool:
    strong = next((char for char in line if unicodedata.bidirectional(char) in ("L", "R", "AL")), "")
    return bool(strong) and _from_right(strong) and not line.startswith("\u2068")  # an isolate decides nothing


def _from_right(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL")


def _noted(reply: Reply) -> tuple[Button, ...]:
    """The buttons whose notes are said: what is ticked, and the sectors that are suggested, the first time."""
    if reply.several:
        return reply.buttons
    suggested = (b for b in reply.buttons if b.notes and b.notes[0].id.startswith("suggest."))
    return () if reply.text.id == AGAIN else tuple(suggested)


def _rows(keys: Sequence[Key], pairs: bool) -> Rows:
    rows: list[tuple[Key, ...]] = []
    for key in keys:
        beside = rows[-1] if rows and len(rows[-1]) == 1 else ()
        if pairs and beside and _narrow(key) and _narrow(beside[0]):
            rows[-1] = (*beside, key)
        else:
            rows.append((key,))
    return tuple(rows)


def _narrow(key: Key) -> bool:
    return len(key.title) <= NARROW and not key.wide


def _fits(last: Out, out: Out) -> bool:
    keys = sum(map(len, (*last.keys, *out.keys)))
    return units(last.text) + 2 + units(out.text) <= LONGEST and keys <= MOST_KEYS


def _joined(last: Out, out: Out) -> Out:
    shift = units(last.text) + 2
    codes = (*last.codes, *((offset + shift, length) for offset, length in out.codes))
    return Out(f"{last.text}\n\n{out.text}", (*last.keys, *out.keys), codes, out.question or last.question, out.lined)


def _split(out: Out) -> Iterator[Out]:
    """The message in parts that Telegram takes, cut between paragraphs, else lines, else words; the keyboard stands
    below the last."""
    text, start = out.text, 0
    while units(text) > LONGEST:
        head = text.encode("utf-16-le")[: LONGEST * 2].decode("utf-16-le", "ignore")
        cut = next((head.rindex(s) for s in ("\n\n", "\n", " ") if head.rfind(s) > LONGEST // 2), len(head))
        yield Out(text[:cut], (), _within(out.codes, start, units(text[:cut])), out.question)
        rest = text[cut:].lstrip()
        start += units(text) - units(rest)
        text = rest
    yield replace(out, text=text, codes=_within(out.codes, start, units(text)))


def _within(codes: Iterable[tuple[int, int]], start: int, length: int) -> tuple[tuple[int, int], ...]:
    """The monospaced parts that lie in `length` units from `start`, as seen from there."""
    return tuple((o - start, n) for o, n in codes if o >= start and o + n <= start + length)
