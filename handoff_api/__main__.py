"""`python -m handoff_api`: serve the municipality's side.

No access log: the inbox's addresses carry what a caseworker searched for.
"""

from __future__ import annotations

import sys

import uvicorn
from pydantic import ValidationError

from handoff_api import migrate
from handoff_api.app import create_app
from handoff_api.settings import Settings, complaints


def main() -> int:
    """Exit code 1, with one line that says what to do, when settings or database are not ready."""
    try:
        settings = Settings()
    except ValidationError as error:
        print(f"handoff_api: {complaints(error)}", file=sys.stderr)
        return 1
    app = create_app(settings)
    if not migrate.is_current(app.state.database):
        print("handoff_api: the database is not up to date: python -m handoff_api.manage migrate", file=sys.stderr)
        return 1
    uvicorn.run(
        app,
        host=settings.handoff_host,
        port=settings.handoff_port,
        access_log=False,
        ws="none",  # there are no web sockets, and its default needs a newer library than Rasa allows
        server_header=False,
        log_level="info",
        timeout_graceful_shutdown=5,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
