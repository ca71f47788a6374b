"""Starts and stops the processes that are measured, each in its own group, with what they print in a file."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path


class Died(Exception):
    """A measured process ended before it answered; the message holds its last lines."""


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Server:
    """One process, from start to stop."""

    def __init__(self, command: Sequence[str], log: Path, env: Mapping[str, str], cwd: Path | None = None) -> None:
        self.log, self.started = log, time.perf_counter()
        with log.open("w") as out:
            self.process = subprocess.Popen(
                command,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **env},
                cwd=cwd,
                start_new_session=True,
            )

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)

    def megabytes(self) -> float:
        """Resident memory now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def answered(self, url: str, text: str, metadata: Mapping[str, str], limit: float = 300) -> float:
        """Seconds from start to the first answered message on a REST channel. Raises Died."""
        body = json.dumps({"sender": "first", "message": text, "metadata": dict(metadata)}).encode()
        request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
        while time.perf_counter() - self.started < limit:
            if self.process.poll() is not None:
                raise Died("\n".join(self.log.read_text(errors="replace").splitlines()[-15:]))
            try:
                with urllib.request.urlopen(request, timeout=60) as response:
                    if json.load(response):
                        return time.perf_counter() - self.started
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise Died(f"no answer in {limit:.0f} s")
