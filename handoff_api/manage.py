"""What an operator does by hand: `python -m handoff_api.manage <command>`.

migrate                                   bring the database to the newest schema
create-token --name bot --scopes a,b      a service token, printed once; the name's old token stops working
create-user --email … --name … --role …   a caseworker or admin; the password is read from standard input
openapi [--stdout]                        write the contract to docs/openapi.json
"""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from handoff_api import migrate
from handoff_api.accounts import service as accounts
from handoff_api.accounts.models import ROLES
from handoff_api.app import create_app
from handoff_api.database import Database
from handoff_api.settings import Settings, complaints
from handoff_api.tokens import service as tokens
from handoff_api.tokens.models import SCOPES

CONTRACT = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1, with one line on standard error, when something is not possible."""
    given = _parser().parse_args(arguments)
    try:
        if given.command == "openapi":
            _openapi(given.stdout)
            return 0
        database = Database(Settings().database_url)
        if given.command == "migrate":
            migrate.upgrade(database)
        elif given.command == "create-token":
            with database.session() as session:
                token = tokens.create(session, given.name, given.scopes.split(","))
                session.commit()
            print(token)
        elif given.command == "create-user":
            with database.session() as session:
                accounts.create_user(session, given.email, given.name, _password(), given.role)
                session.commit()
            print(f"{given.email} can log in at /inbox")
    except ValidationError as error:
        print(complaints(error), file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def contract() -> str:
    """The OpenAPI document as text, the same on every machine."""
    # No setting reaches the document; nothing is opened or written for it.
    settings = Settings(_env_file=None, environment="development", handoff_database_url="sqlite://")
    return json.dumps(create_app(settings).openapi(), indent=2, ensure_ascii=False) + "\n"


def _openapi(to_stdout: bool) -> None:
    if to_stdout:
        sys.stdout.write(contract())
    else:
        CONTRACT.write_text(contract(), encoding="utf-8")


def _password() -> str:
    # Never an argument: those are seen by everyone on the machine.
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handoff_api.manage", description="What an operator does by hand.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the database to the newest schema")
    token = commands.add_parser("create-token", help="make a service token; it is printed once")
    token.add_argument("--name", required=True)
    token.add_argument("--scopes", required=True, help=f"with commas: {','.join(SCOPES)}")
    user = commands.add_parser("create-user", help="make a user; the password is read from standard input")
    user.add_argument("--email", required=True)
    user.add_argument("--name", required=True)
    user.add_argument("--role", required=True, choices=ROLES)
    document = commands.add_parser("openapi", help="write the contract to docs/openapi.json")
    document.add_argument("--stdout", action="store_true", help="print it instead")
    return parser


if __name__ == "__main__":
    sys.exit(main())
