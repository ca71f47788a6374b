"""`make check`: all that can be told without starting the house. Every check runs; the exit code says if one failed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from actions.catalogue import CITIZEN
from actions.content_loader import ContentError, load_content
from actions.municipality import stale
from tools import hygiene, lix, locales

ROOT = locales.ROOT
Check = Callable[[], Iterator[str]]


def program(*command: str) -> Check:
    """A check that is a program: it fails with what the program says."""

    def run() -> Iterator[str]:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            yield (done.stdout + done.stderr).strip()

    return run


def module(*command: str) -> Check:
    return program(sys.executable, "-m", *command)


def content() -> Iterator[str]:
    """The content files fit together."""
    try:
        load_content()
    except ContentError as error:
        yield str(error)


def readable() -> Iterator[str]:
    """What citizens read in Danish is easy to read. A competence's phrase is said to an employer, in job language."""
    for domain in (*CITIZEN, "poster"):
        texts = {text_id: forms[-1] for text_id, forms in locales.reference(domain).texts.items()}
        said = {text_id: text for text_id, text in texts.items() if not text_id.endswith(".phrase")}
        yield from (f"{domain}.po: {problem}" for problem in lix.problems(said))


def openapi() -> Iterator[str]:
    """The published contract is the one the code speaks."""
    published = ROOT / "docs" / "openapi.json"
    done = subprocess.run(
        [sys.executable, "-m", "handoff_api.manage", "openapi", "--stdout"], cwd=ROOT, capture_output=True, check=False
    )
    if done.returncode:
        yield done.stderr.decode().strip()
    elif not published.exists() or published.read_bytes() != done.stdout:
        yield "docs/openapi.json is not what the API says: python -m handoff_api.manage openapi, and read the change"


def lock() -> Iterator[str]:
    """uv.lock follows from pyproject.toml."""
    uv = shutil.which("uv") or str(ROOT / "build" / "uv" / "bin" / "uv")
    yield from program(uv, "lock", "--check", "--no-python-downloads")()


def clean() -> Iterator[str]:
    """No secret, no machine's path."""
    yield from hygiene.problems(ROOT, hygiene.committed(ROOT))


CHECKS: dict[str, Check] = {
    "lint": module("ruff", "check", "--quiet", "--output-format=concise", "."),
    "format": module("ruff", "format", "--check", "--quiet", "--output-format=concise", "."),
    "types": module("mypy"),
    "arrows": program(str(Path(sys.executable).with_name("lint-imports"))),
    "content": content,
    "catalogues": locales.check,
    "readability": readable,
    "openapi": openapi,
    "lock": lock,
    "hygiene": clean,
}


def old() -> Iterator[str]:
    """What the municipality's file says and nobody has checked for a year: a warning, for a date breaks no build."""
    try:
        yield from stale(load_content().municipality, date.today())
    except ContentError:
        return  # the check `content` says why


def main() -> int:
    failed = []
    for name, check in CHECKS.items():
        begun = time.monotonic()
        found = list(check())
        print(f"{'FAILED' if found else 'ok':7} {name:12} {time.monotonic() - begun:5.1f} s", flush=True)
        for problem in found:
            print("    " + problem.replace("\n", "\n    "))
        failed += [name] if found else []
    for line in old():
        print(f"old     {line}")
    if failed:
        print(f"minvej: make check failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
