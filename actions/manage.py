"""Commands for whoever runs the citizen's side: `python -m actions.manage migrate|outbox|retry|purge|municipality`."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from actions import migrations
from actions.content_loader import ContentError, load_content
from actions.municipality import stale
from actions.settings import Settings
from actions.store import Database, Store, open_store


def migrate(settings: Settings) -> None:
    """Make the journey database, or bring it up to date."""
    with Database.open(settings).write() as connection:
        migrations.upgrade(connection)


def outbox(store: Store) -> None:
    """Say how many cases and erasures are waiting, parked and done."""
    print(", ".join(f"{count} {state}" for state, count in store.outbox.counts().items()))


def retry(store: Store) -> None:
    """Let rows go again that the municipality's side refused, after its cause has been mended."""
    print(f"{store.outbox.retry_parked()} rows go again")


def purge(store: Store) -> None:
    """Delete what has expired now, rather than within the hour."""
    print(f"{store.purge()} journeys deleted")


def municipality(file: Path | None) -> None:
    """Check a municipality's file before it goes live, and say what is old in it. Raises ContentError."""
    known = load_content(own=file).municipality
    counts = f"{len(known['sectors'])} sectors, {len(known['offers'])} offers"
    print(f"{known['municipality']}: the file can be used ({counts})")
    for line in stale(known, date.today()):
        print(f"    old: {line}")


COMMANDS = {"outbox": outbox, "retry": retry, "purge": purge}


def explain(error: ValidationError) -> str:
    """What is wrong with the settings: a line each, by the name of the variable, never with its value."""
    return "\n".join(f"MINVEJ_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())


def main(arguments: list[str] | None = None) -> None:
    """Run a command. Exits with one clear line when the settings, the database or a file are not right."""
    parser = argparse.ArgumentParser(prog="python -m actions.manage", description=__doc__)
    parser.add_argument("command", choices=["migrate", "municipality", *COMMANDS])
    parser.add_argument("file", nargs="?", type=Path, help="municipality: the file; without it the one in use")
    given = parser.parse_args(arguments)
    chosen = given.command
    if given.file and chosen != "municipality":
        parser.error(f"{chosen} takes no file")
    try:
        if chosen == "municipality":
            return municipality(given.file)
        settings = Settings()
        if chosen == "migrate":
            migrate(settings)
        else:
            COMMANDS[chosen](open_store(settings))
    except ValidationError as error:
        sys.exit(explain(error))
    except (RuntimeError, ContentError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
