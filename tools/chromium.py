"""A Chromium for the browser tests, and the tests run with it (`python -m tools.chromium tests [pytest's arguments]`).

MINVEJ_CHROMIUM names one; else one on the path is used; else Debian's package is installed where that is allowed. Where
it is not, this is said plainly and the browser tests are left out. In CI (`CI=true`) they never are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

BROWSER_TESTS = "tests/browser"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def works(path: str) -> bool:
    """Whether it starts: a package may be there that only points to a shop."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def find() -> str | None:
    """The path of a Chromium that starts."""
    named = os.environ.get("MINVEJ_CHROMIUM")
    if named:
        return named if works(named) else None
    return next((path for name in NAMES if (path := shutil.which(name)) and works(path)), None)


def installer() -> list[str] | None:
    """The words before `apt-get` with which packages may be installed here without asking; None where they may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install(before: Sequence[str]) -> None:
    """Install Debian's Chromium, with fonts for the languages; what apt says goes to a log."""
    log = Path("build/chromium.log")
    log.parent.mkdir(exist_ok=True)
    print("Installing Chromium for the browser tests ...", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = ["chromium", "fonts-noto-core", "fonts-noto-color-emoji"]
    with log.open("w") as file:
        for command in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
            done = subprocess.run([*before, "apt-get", *command], env=env, stdout=file, stderr=file, check=False)
            if done.returncode:
                print(f"apt-get {command[0]} failed; what it said is in {log}", file=sys.stderr)


def test(arguments: Sequence[str]) -> int:
    """Run pytest; its exit code."""
    path = find()
    if path is None and not os.environ.get("MINVEJ_CHROMIUM") and (before := installer()) is not None:
        install(before)
        path = find()
    command = [sys.executable, "-m", "pytest", *arguments]
    env = dict(os.environ)
    if path:
        env["MINVEJ_CHROMIUM"] = path
        return subprocess.run(command, env=env, check=False).returncode
    why = (
        "MINVEJ_CHROMIUM does not start"
        if os.environ.get("MINVEJ_CHROMIUM")
        else "there is none, and installing packages needs root or sudo here (Debian: apt-get install chromium)"
    )
    missing = f"No Chromium: {why}. The browser tests ({BROWSER_TESTS}) cannot run."
    if os.environ.get("CI"):
        print(f"minvej: {missing}", file=sys.stderr)
        return 1
    code = subprocess.run([*command, f"--ignore={BROWSER_TESTS}"], env=env, check=False).returncode
    print(f"minvej: {missing} All others ran.", file=sys.stderr)
    return code


if __name__ == "__main__":
    if sys.argv[1:2] != ["tests"]:
        sys.exit("usage: python -m tools.chromium tests [pytest's arguments]")
    sys.exit(test(sys.argv[2:]))
