"""`make up`: the whole house on this machine, in development mode, in the foreground.

Checks what is quick to check first (the ports), makes what is missing (keys, catalogues, model, tables, the bot's
service token, a first login), starts the processes, waits until each answers and says where everything is. Ctrl-C stops
it all; a process that dies is named and ends the whole.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from pydantic import ValidationError

from tools import development, locales, processes
from tools.development import Settings, Trouble

READY_TIMEOUT = 240.0  # seconds; the first answer of a cold TensorFlow on a slow disk
BOT_SCOPES = "screenings:write,erasures:write,mailbox:read,counts:write,documents:render"


def main() -> int:
    """The exit code: 0 after Ctrl-C or SIGTERM, 1 when something was wrong."""
    os.umask(0o077)  # databases, model and logs are nobody else's
    # SIGINT too: a shell starts what runs in its background with it ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    begun = time.monotonic()
    try:
        settings = Settings()
        development.check_ports(settings)
        return _run(settings, _prepare(settings), begun)
    except ValidationError as error:
        wrong = "; ".join(f"MINVEJ_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        print(f"minvej: {wrong}", file=sys.stderr)
        return 1
    except Trouble as trouble:
        print(f"minvej: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _prepare(settings: Settings) -> dict[str, str]:
    """Everything the processes need before they start; returns their environment."""
    if not settings.env_file.exists():
        print("Preparing a new data folder; training the model takes about a minute ...", flush=True)
    keys = development.ensure_keys(settings.env_file)
    env = development.environment(settings, keys)
    locales.compile_catalogues()
    _together(
        {
            "Training the model": ["bot.train"],
            "Preparing the journey database": ["actions.manage", "migrate"],
            "Preparing the handoff database": ["handoff_api.manage", "migrate"],
        },
        env,
        settings,
    )
    ours = env.get("MINVEJ_HANDOFF_TOKEN") == keys.get("MINVEJ_HANDOFF_TOKEN")
    if ours and keys.get("MINVEJ_HANDOFF_SCOPES") != BOT_SCOPES:  # none yet, or one that an older version made
        token = _first_login_and_token(settings, env)
        development.remember(settings.env_file, "MINVEJ_HANDOFF_TOKEN", token)
        development.remember(settings.env_file, "MINVEJ_HANDOFF_SCOPES", BOT_SCOPES)
        env["MINVEJ_HANDOFF_TOKEN"] = token
    return env


def _first_login_and_token(settings: Settings, env: Mapping[str, str]) -> str:
    """Once for a data folder: a caseworker who can log in, and the token the bot's side calls with."""
    email, password = env["MINVEJ_FIRST_LOGIN_EMAIL"], env["MINVEJ_FIRST_LOGIN_PASSWORD"]
    user = _manage(["create-user", "--email", email, "--name", "Demo", "--role", "admin"], env, given=password)
    # It exists when an earlier first start was broken off before the token was written down.
    if user.returncode and "exists" not in user.stderr:
        raise Trouble(_failure("Making the first login", user.stderr, settings))
    token = _manage(["create-token", "--name", "bot", "--scopes", BOT_SCOPES], env)
    if token.returncode:
        raise Trouble(_failure("Making the service token", token.stderr, settings))
    return token.stdout.strip()


def _manage(arguments: Sequence[str], env: Mapping[str, str], given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "handoff_api.manage", *arguments]
    return subprocess.run(command, env=dict(env), input=given, capture_output=True, text=True, check=False)


def _together(tasks: Mapping[str, Sequence[str]], env: Mapping[str, str], settings: Settings) -> None:
    """Run modules side by side, all to the end; Trouble if one fails."""
    started = {
        title: subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env=dict(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for title, arguments in tasks.items()
    }
    try:
        outputs = {title: popen.communicate()[0] for title, popen in started.items()}
    finally:
        for popen in started.values():
            popen.terminate()
            popen.wait()
    for title, popen in started.items():
        if popen.returncode:
            raise Trouble(_failure(title, outputs[title], settings))


def _failure(what: str, output: str, settings: Settings) -> str:
    log = settings.data / "logs" / "prepare.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(output, encoding="utf-8")
    lines = [line for line in output.splitlines() if line.strip()]
    return f"{what} failed: {lines[-1] if lines else 'it said nothing'} (all of it: {log})"


def _run(settings: Settings, env: Mapping[str, str], begun: float) -> int:
    logs = settings.data / "logs"
    house: list[processes.Process] = []

    def start(name: str, module: str, ready_url: str | None = None) -> processes.Process:
        process = processes.Process(name, [sys.executable, "-m", module], env, logs / f"{name}.log", ready_url)
        house.append(process)
        return process

    print("Starting ...", flush=True)
    try:
        start("bot", "bot", f"{settings.bot_url}/ready")
        handoff = start("handoff", "handoff_api", f"{settings.handoff_url}/v1/health")
        processes.wait_until_ready(house, READY_TIMEOUT, [handoff])
        start("exchange", "actions")  # it calls the handoff side at once
        processes.wait_until_ready(house, READY_TIMEOUT)
        print(_welcome(settings, env, time.monotonic() - begun), flush=True)
        processes.watch(house)
    except (processes.Died, TimeoutError) as trouble:
        print(f"minvej: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
        # A second Ctrl-C must not leave anything running.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
    finally:
        processes.stop(house)
    return 0


def _welcome(settings: Settings, env: Mapping[str, str], seconds: float) -> str:
    return f"""
Ready after {seconds:.0f} seconds, in development mode, on this machine only.

  chat        {settings.bot_url}/chat
  a campaign  {settings.bot_url}/c/demo
  inbox       {settings.handoff_url}/inbox   {env["MINVEJ_FIRST_LOGIN_EMAIL"]}  {env["MINVEJ_FIRST_LOGIN_PASSWORD"]}
  API         {settings.handoff_url}/docs
  logs        {settings.data / Path("logs")}

Ctrl-C stops everything."""


if __name__ == "__main__":
    sys.exit(main())
