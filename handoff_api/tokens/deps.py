"""The program behind a request, checked for what it may do: `caller("mailbox:read")` as a dependency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from handoff_api.database import DatabaseDep
from handoff_api.problems import Problem
from handoff_api.tokens import service

_bearer = HTTPBearer(auto_error=False, scheme_name="serviceToken", description="A service token with the call's scope.")


def caller(scope: str) -> Callable[..., str]:
    """A dependency that gives the calling program's name. Raises 401 without a known token, 403 without the scope."""

    def check(database: DatabaseDep, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> str:
        token = None
        if given is not None:
            with database.session() as session:
                token = service.find(session, given.credentials)
        if token is None:
            raise Problem(401, "token", "A service token is needed.", headers={"WWW-Authenticate": "Bearer"})
        if not token.may(scope):
            header = f'Bearer error="insufficient_scope", scope="{scope}"'
            raise Problem(403, "scope", f"This token lacks the scope {scope}.", headers={"WWW-Authenticate": header})
        return token.name

    return check
