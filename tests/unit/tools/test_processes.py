"""Whatever happens, no process is left behind, and one that dies is named with what it said last. Real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import processes
from tools.processes import Died, Process

SLEEP = "import time; time.sleep(600)"
# A child with a child of its own, whose id it says.
PARENT = (
    f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); "
    "print(p.pid, flush=True); p.wait()"
)
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); {SLEEP}"


def start(name: str, program: str, tmp_path: Path, ready_url: str | None = None) -> Process:
    return Process(name, [sys.executable, "-c", program], os.environ, tmp_path / f"{name}.log", ready_url)


def until(condition: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_the_one_that_dies_is_named_and_the_rest_is_stopped_with_its_children(tmp_path: Path) -> None:
    parent = start("parent", PARENT, tmp_path)
    dying = start("dying", "import sys; print('first'); print('the last words'); sys.exit(3)", tmp_path)
    until(lambda: parent.last)
    grandchild = int(parent.last[0])
    try:
        with pytest.raises(Died) as caught:
            processes.watch([parent, dying])
    finally:
        processes.stop([parent, dying])

    assert "dying ended with exit code 3" in str(caught.value)
    assert "the last words" in str(caught.value)
    assert parent.popen.returncode == -signal.SIGTERM
    until(lambda: not alive(grandchild))


def test_one_killed_by_a_signal_is_named_with_the_signal(tmp_path: Path) -> None:
    process = start("victim", SLEEP, tmp_path)
    process.signal(signal.SIGKILL)

    with pytest.raises(Died, match="victim was stopped by signal SIGKILL"):
        processes.watch([process])
    processes.stop([process])


def test_one_that_will_not_stop_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "GRACE", 0.3)
    process = start("deaf", STUBBORN, tmp_path)
    until(lambda: process.last)

    processes.stop([process])

    assert process.popen.returncode == -signal.SIGKILL


def test_when_we_are_killed_ourselves_the_kernel_stops_what_we_started(tmp_path: Path) -> None:
    program = (
        "import os, sys, time; from pathlib import Path; from tools.processes import Process; "
        f"p = Process('child', [sys.executable, '-c', {SLEEP!r}], os.environ, Path(sys.argv[1])); "
        "print(p.popen.pid, flush=True); time.sleep(600)"
    )
    us = subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True)
    assert us.stdout is not None
    child = int(us.stdout.readline())
    assert alive(child)

    us.kill()
    us.wait()

    until(lambda: not alive(child))


def test_ready_is_when_it_answers_and_not_before(tmp_path: Path) -> None:
    program = (
        "import http.server, time; time.sleep(0.5); s = http.server.HTTPServer(('127.0.0.1', 0), type('H', "
        "(http.server.SimpleHTTPRequestHandler,), {})); print(s.server_port, flush=True); s.serve_forever()"
    )
    process = start("server", program, tmp_path)
    try:
        until(lambda: process.last)
        process.ready_url = f"http://127.0.0.1:{process.last[0]}/"
        processes.wait_until_ready([process], timeout=10)
        process.ready_url += "nothing-there"
        with pytest.raises(TimeoutError, match="server"):
            processes.wait_until_ready([process], timeout=0.3)
    finally:
        processes.stop([process])


def test_only_warnings_reach_the_terminal_and_everything_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    process = start("speaker", "print('INFO all is well'); print('WARNING: a storm')", tmp_path)
    process.popen.wait()
    until(lambda: len(process.last) == 2)
    until(lambda: "storm" in process.log.read_text())

    assert capsys.readouterr().err == "speaker: WARNING: a storm\n"
    assert process.log.read_text() == "INFO all is well\nWARNING: a storm\n"
