"""The catalogues, locales/<code>/LC_MESSAGES/<domain>.po: message ids are msgids, Danish is the reference.

    python -m tools.locales check     fails on a gap, a stale entry or a wrong placeholder in a live language
    python -m tools.locales update    adds the ids that are missing (empty) and removes what is no longer used
    python -m tools.locales extract   writes build/<domain>.pot for a translator, with the Danish text beside each id
    python -m tools.locales compile   .po -> .mo, where the .po is newer
    python -m tools.locales state     the languages' state (`make locales`)

Each catalogue's header says how it was reviewed: X-Review: reference, machine-drafted or native-reviewed.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from actions.catalogue import CITIZEN
from actions.content_loader import load_content
from tools import messages

ROOT = messages.ROOT
LOCALES = ROOT / "locales"
# domain -> what languages.yml calls it when it must be whole
DOMAINS = {**dict.fromkeys((*CITIZEN, "poster"), "live"), "case": "inbox", "handoff": "inbox"}
REVIEWS = ("reference", "machine-drafted", "native-reviewed")
_REVIEW = re.compile(r'^"X-Review: *(.*?)\\n"$', re.MULTILINE)
# Headers that say nothing here: git knows who changed what, and when.
_EMPTY_HEADER = re.compile(
    r'^"(Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By): .*\n',
    re.M,
)
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Book:
    """One catalogue file. `texts` holds its forms by message id: one, or the plural forms in their order."""

    path: Path
    catalog: Catalog
    review: str
    texts: Mapping[str, tuple[str, ...]]


def languages(locales: Path = LOCALES) -> Mapping[str, Any]:
    """languages.yml."""
    loaded: Mapping[str, Any] = yaml.safe_load((locales / "languages.yml").read_text(encoding="utf-8"))
    return loaded


def read(path: Path) -> Book:
    """A catalogue file. Raises babel's PoFileError when it is broken."""
    source = path.read_bytes()
    catalog = read_po(BytesIO(source), locale=path.parent.parent.name, abort_invalid=True)
    found = _REVIEW.search(source.decode())
    # Babel drops headers it does not know, so the review is read and written beside it.
    return Book(path, catalog, found[1] if found else "", {_id(m): _forms(m) for m in catalog if m.id})


def catalogue_path(language: str, domain: str, locales: Path = LOCALES) -> Path:
    return locales / language / "LC_MESSAGES" / f"{domain}.po"


def reference(domain: str, locales: Path = LOCALES) -> Book:
    """The Danish catalogue."""
    return read(catalogue_path(languages(locales)["reference"], domain, locales))


# --- check -------------------------------------------------------------------------------------------


def check(locales: Path = LOCALES) -> Iterator[str]:
    """Everything that would be wrong on a live page, a line each."""
    known = languages(locales)
    for domain, required in DOMAINS.items():
        try:
            original = reference(domain, locales)
        except (OSError, PoFileError) as error:
            yield f"{domain}: the reference catalogue cannot be read: {error}"
            continue
        yield from _check_used(domain, original)
        for language, facts in known["languages"].items():
            path = catalogue_path(language, domain, locales)
            if facts[required]:
                try:
                    yield from compare(read(path), original)
                except (OSError, PoFileError) as error:
                    yield f"{language}/{domain}: cannot be read: {error}"


def _check_used(domain: str, original: Book) -> Iterator[str]:
    uses, where = messages.used(domain, load_content(), original.texts), _name(original.path)
    belonging = {family: messages.members(family, original.texts) for family in uses.families}
    for text_id, places in uses.ids.items():
        if text_id not in original.texts:
            yield f"{where}: {text_id} is used in {places[0]} and has no text"
    for family, found in belonging.items():
        if not found:
            yield f"{where}: no text for {family}, used in {uses.families[family][0]}"
    taken = set(uses.ids).union(*belonging.values())
    for text_id in original.texts:
        if text_id not in taken:
            yield f"{where}: {text_id} is used nowhere"


def compare(book: Book, original: Book) -> Iterator[str]:
    """What is wrong in a catalogue, measured by the reference."""
    where = _name(book.path)
    if book.review not in REVIEWS:
        yield f"{where}: the header X-Review must be one of {', '.join(REVIEWS)}"
    if (book.review == "reference") != (book.path == original.path):
        yield f"{where}: only the reference catalogue is X-Review: reference"
    for text_id in original.texts:
        if text_id not in book.texts:
            yield f"{where}: {text_id} is missing"
    for text_id, forms in book.texts.items():
        if text_id not in original.texts:
            yield f"{where}: {text_id} is in no other catalogue: stale"
            continue
        if not all(form.strip() for form in forms):
            yield f"{where}: {text_id} is empty"
        elif book.catalog[_key(book, text_id)].fuzzy:
            yield f"{where}: {text_id} is marked fuzzy"
        else:
            yield from _check_placeholders(f"{where}: {text_id}", forms, original.texts[text_id])
        if len(forms) > 1 and len(forms) != book.catalog.num_plurals:
            yield f"{where}: {text_id} has {len(forms)} plural forms, the language has {book.catalog.num_plurals}"


def _check_placeholders(where: str, forms: tuple[str, ...], originals: tuple[str, ...]) -> Iterator[str]:
    wanted = set(_PLACEHOLDER.findall(" ".join(originals)))
    for number, form in enumerate(forms):
        found = set(_PLACEHOLDER.findall(form))
        if re.search(r"[{}]", _PLACEHOLDER.sub("", form)):
            yield f"{where}: a stray brace; placeholders are {{name}}"
        # "One year", "two years": only the last form, the general one, must name the number.
        if found - wanted or (number == len(forms) - 1 and found != wanted):
            yield f"{where}: placeholders {sorted(found)}, in the reference {sorted(wanted)}"


# --- update, extract, compile, state -----------------------------------------------------------------


def update(locales: Path = LOCALES) -> Iterator[str]:
    """Bring every catalogue there is to the ids in use; yields what was done, a line a file."""
    for domain in DOMAINS:
        original = reference(domain, locales)
        uses = messages.used(domain, load_content(), original.texts)
        wanted = dict.fromkeys(uses.ids)
        for family in uses.families:
            wanted.update(dict.fromkeys(messages.members(family, original.texts)))
        # The reference first: a new plural there is a plural in the others.
        for path in sorted(locales.glob(f"*/LC_MESSAGES/{domain}.po"), key=lambda path: path != original.path):
            yield from _update(read(path), list(wanted), original)


def _update(book: Book, wanted: list[str], original: Book) -> Iterator[str]:
    missing = [text_id for text_id in wanted if text_id not in book.texts]
    stale = [text_id for text_id in book.texts if text_id not in wanted]
    if not missing and not stale:
        return
    for text_id in stale:
        book.catalog.delete(_key(book, text_id))
    for text_id in missing:
        plural = len(original.texts.get(text_id, ("",))) > 1
        book.catalog.add((text_id, text_id) if plural else text_id)
    book.path.write_bytes(_source(book))
    yield f"{_name(book.path)}: {len(missing)} added, {len(stale)} removed"


def extract(folder: Path = ROOT / "build", locales: Path = LOCALES) -> Iterator[str]:
    """Write the templates; yields their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for domain in DOMAINS:
        original, template = reference(domain, locales), Catalog(domain=domain, project="Min Vej", charset="utf-8")
        for message in original.catalog:
            if message.id:
                template.add(message.id, auto_comments=[f"Dansk: {form}" for form in original.texts[_id(message)]])
        path = folder / f"{domain}.pot"
        with path.open("wb") as file:
            write_po(file, template, width=0)
        yield _name(path)


def compile_catalogues(locales: Path = LOCALES) -> int:
    """Compile what has changed; returns how many. A reader never meets a half-written file."""
    done = 0
    for path in sorted(locales.glob("*/LC_MESSAGES/*.po")):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        draft = compiled.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, read(path).catalog)
        draft.replace(compiled)
        done += 1
    return done


def state(locales: Path = LOCALES) -> Iterator[str]:
    """The table of languages: how much is translated, and how it was reviewed."""
    yield f"{'':5}{'':14}{'live':6}" + "".join(f"{domain:30}" for domain in DOMAINS)
    for language, facts in languages(locales)["languages"].items():
        row = f"{language:5}{facts['name']:14}{'yes' if facts['live'] else 'no':6}"
        for domain in DOMAINS:
            path = catalogue_path(language, domain, locales)
            row += f"{_translated(read(path), reference(domain, locales)) if path.exists() else '-':30}"
        yield row.rstrip()


def _translated(book: Book, original: Book) -> str:
    done = sum(1 for text_id in original.texts if all(book.texts.get(text_id, ("",))))
    return f"{100 * done // max(1, len(original.texts))} % of {len(original.texts)}, {book.review}"


def _id(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _key(book: Book, text_id: str) -> Any:
    return (text_id, text_id) if len(book.texts[text_id]) > 1 else text_id


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


def _source(book: Book) -> bytes:
    written = BytesIO()
    write_po(written, book.catalog, width=0, ignore_obsolete=True)
    source = _EMPTY_HEADER.sub("", written.getvalue().decode())
    head, rest = source.split('"Content-Type:', 1)
    return f'{head}"X-Review: {book.review}\\n"\n"Content-Type:{rest}'.encode()


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def main(arguments: list[str]) -> int:
    """The command line; the exit code is 1 when `check` found something."""
    command = arguments[0] if len(arguments) == 1 else ""
    if command == "check":
        problems = list(check())
        print("\n".join(problems) or "Catalogues: whole.")
        return 1 if problems else 0
    if command == "compile":
        compile_catalogues()
    elif command in ("update", "extract", "state"):
        commands: dict[str, Callable[[], Iterator[str]]] = {"update": update, "extract": extract, "state": state}
        for line in commands[command]():
            print(line)
    else:
        print("usage: python -m tools.locales check|update|extract|compile|state", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
