"""Starting, watching and stopping the house's processes, so that none is ever left behind.

Each runs in a process group of its own: Ctrl-C at the terminal reaches only us, and we stop them in order. Should we be
killed ourselves, the kernel tells each to stop. Their lines go to their logs; warnings and errors also to the terminal.
"""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

GRACE = 10.0  # seconds a process has for stopping by itself
LAST_LINES = 15
PR_SET_PDEATHSIG = 1
LOUD = re.compile(r"\b(WARNING|ERROR|CRITICAL|FATAL)\b|^\w*(Error|Exception)\b|^Traceback ", re.IGNORECASE)
_libc = ctypes.CDLL(None)


class Died(Exception):
    """A process ended by itself. The text names it, with its last lines."""


class Process:
    """One program of the house, with its log and, where it has one, the address that answers when it is ready."""

    def __init__(
        self, name: str, command: Sequence[str], env: Mapping[str, str], log: Path, ready_url: str | None = None
    ) -> None:
        self.name, self.log, self.ready_url = name, log, ready_url
        self.last: deque[str] = deque(maxlen=LAST_LINES)
        log.parent.mkdir(parents=True, exist_ok=True)
        self.popen = subprocess.Popen(
            command,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
            preexec_fn=_stop_with_parent,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.popen.stdout is not None
        with self.log.open("w", encoding="utf-8", buffering=1) as file:
            for line in self.popen.stdout:
                file.write(line)
                self.last.append(line.rstrip())
                if LOUD.search(line):
                    print(f"{self.name}: {line.rstrip()}", file=sys.stderr, flush=True)

    def ready(self) -> bool:
        """Whether it answers; a process without an address is ready while it lives."""
        if self.ready_url is None:
            return True
        try:
            with urlopen(self.ready_url, timeout=2) as answer:  # noqa: S310 - our own address on loopback
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def check(self) -> None:
        """Raises Died if it has ended."""
        code = self.popen.poll()
        if code is None:
            return
        self._reader.join(timeout=2)
        how = f"was stopped by signal {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        lines = "".join(f"\n    {line}" for line in self.last) or "\n    (it said nothing)"
        raise Died(f"{self.name} {how}. Its last lines (all of them: {self.log}):{lines}")

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, number)


def wait_until_ready(processes: Sequence[Process], timeout: float, some: Sequence[Process] | None = None) -> None:
    """Returns when each (or each of `some`) answers. Raises Died if any ends, TimeoutError naming who never did."""
    waiting, end = list(some or processes), time.monotonic() + timeout
    while waiting:
        for process in processes:
            process.check()
        waiting = [process for process in waiting if not process.ready()]
        if waiting and time.monotonic() > end:
            names = " and ".join(f"{process.name} ({process.log})" for process in waiting)
            raise TimeoutError(f"No answer after {timeout:.0f} seconds from {names}.")
        if waiting:
            time.sleep(0.1)


def watch(processes: Sequence[Process]) -> None:
    """Runs until one ends: raises Died. A KeyboardInterrupt goes through."""
    while True:
        for process in processes:
            process.check()
        time.sleep(0.2)


def stop(processes: Sequence[Process]) -> None:
    """Ask all to stop, wait, and end by force what is still there. Nothing they started is left behind."""
    for process in processes:
        process.signal(signal.SIGTERM)
    end = time.monotonic() + GRACE
    for process in processes:
        try:
            process.popen.wait(timeout=max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"{process.name} did not stop by itself and was ended.", file=sys.stderr)
        process.signal(signal.SIGKILL)
        process.popen.wait()


def _stop_with_parent() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
