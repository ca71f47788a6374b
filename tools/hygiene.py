"""No secret and no machine's own path in what is committed.

A last net under careful people, not a scanner of everything: the shapes that keys and home folders have.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

# Written so that no pattern matches its own source.
PATTERNS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    "a Fernet key": re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}=(?![A-Za-z0-9_=-])"),
    "a token": re.compile(
        r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}|sk-[A-Za-z0-9]{32,})"
    ),
    "a password in an address": re.compile(r"://[^\s/:@{}<>$]+:(?!password@|secret@)[^\s/:@{}<>$]{3,}@"),
    "a home folder": re.compile(r"(?<![\w.~$}])/(?:home|Users)/[a-z][\w.-]+/|(?<![\w.~$}])/root/\w"),
    "a working folder of one machine": re.compile(r"(?<![\w.~$}/])/(?:work|workspace|tmp/briefs)/\w"),
}
MACHINE_MADE = ("uv.lock", "package-lock.json")
NEVER_COMMITTED = re.compile(r"(^|/)(\.env|development\.env|[^/]+\.(sqlite3|pem|key|mo))$")


def committed(root: Path) -> list[Path]:
    """The files that git knows or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    return [root / name for name in sorted(set(listed.stdout.decode().split("\0"))) if name]


def problems(root: Path, paths: list[Path]) -> Iterator[str]:
    """What should not be there, a line each; the secret itself is not repeated."""
    for path in paths:
        name = str(path.relative_to(root))
        if NEVER_COMMITTED.search(name):
            yield f"{name}: must not be committed"
        if name in MACHINE_MADE or not path.is_file():
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            for what, pattern in PATTERNS.items():
                if pattern.search(line):
                    yield f"{name}:{number}: looks like {what}"
