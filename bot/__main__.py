"""`python -m bot`: the settings and the port first, since they fail fast; then Rasa, which takes seconds to import."""

from __future__ import annotations

import os
import socket
import sys

from pydantic import ValidationError

from actions.content_loader import ContentError, load_content
from bot import logs
from bot.settings import BotSettings, settings


def bound(chosen: BotSettings) -> socket.socket:
    """The port, taken but not yet answering. Raises OSError when another program has it."""
    sock = socket.socket(socket.AF_INET6 if ":" in chosen.bot_host else socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((chosen.bot_host, chosen.bot_port))
    sock.set_inheritable(True)
    return sock


def main() -> int:
    """Serve until SIGTERM or Ctrl-C. 0 when stopped so; when it could not start, 1 with one clear line, or 2 with what
    is wrong in the content or the municipality's file."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    logs.hush_warnings()
    try:
        sock = bound(settings())
        load_content()
    except ValidationError as error:
        return _refuse("; ".join(f"MINVEJ_{e['loc'][0]}".upper() + f": {e['msg']}" for e in error.errors()))
    except ContentError as error:
        return _refuse(str(error), 2)
    except OSError as error:
        where = f"{settings().bot_host}:{settings().bot_port}"
        return _refuse(f"cannot listen on {where} ({error.strerror}): set MINVEJ_BOT_PORT to another port")

    from bot.launcher import NotReady, serve

    try:
        serve(settings(), sock)
    except NotReady as error:
        return _refuse(str(error))
    return 0


def _refuse(lines: str, code: int = 1) -> int:
    for line in lines.splitlines():
        print(f"bot: {line}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
