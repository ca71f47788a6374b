"""`python -m actions`: the exchange worker, which hands cases over and reads the mailbox."""

from __future__ import annotations

import logging
import sys

from pydantic import ValidationError

from actions.exchange.worker import make_exchange, run
from actions.manage import explain
from actions.settings import Settings
from actions.store import open_store


def main() -> None:
    """Run until stopped. Exits with one clear line when the settings or the database are not right."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line a request is too many
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        settings = Settings()
        store, exchange = open_store(settings), make_exchange(settings)
    except ValidationError as error:
        sys.exit(explain(error))
    except RuntimeError as error:
        sys.exit(str(error))
    logging.getLogger(__name__).info("the exchange runs (%s)", settings.exchange)
    run(store, exchange)


if __name__ == "__main__":
    main()
