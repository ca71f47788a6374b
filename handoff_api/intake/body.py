"""Reading a call's key and body: JSON, in the strict sense of its schema, and nothing else.

The framework would convert ("1" to 1) and would read the body before it looks at the token; this does neither.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import Request
from pydantic import ValidationError

from handoff_api.contract import Part
from handoff_api.problems import Problem, invalid

Body = TypeVar("Body", bound=Part)
KEY = re.compile(r"^[!-~]{8,128}$")


def idempotency_key(request: Request) -> str:
    """The call's Idempotency-Key. Raises 400 without one."""
    key = request.headers.get("idempotency-key", "")
    if not KEY.fullmatch(key):
        raise Problem(400, "idempotency-key", "An Idempotency-Key of 8 to 128 visible ASCII characters is needed.")
    return key


def strict_body(model: type[Body]) -> Callable[[Request], Awaitable[Body]]:
    """A dependency that gives the body as `model`. Raises 415, 400 (not JSON at all), 413 or 422."""

    async def read(request: Request) -> Body:
        content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type != "application/json":
            raise Problem(415, "media-type", "The body must be application/json.")
        try:
            return model.model_validate_json(await request.body())
        except ValidationError as error:
            errors = error.errors(include_url=False, include_context=False, include_input=False)
            if errors[0]["type"] == "json_invalid":
                raise Problem(400, "json", "The body is not JSON.") from None
            raise invalid([_named(e) for e in errors]) from None

    return read


def documented(model: type[Part]) -> dict[str, Any]:
    """What OpenAPI should say of a call with a key and `strict_body(model)`; app.py adds the schema itself."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "The same for every try of one call.",
        "schema": {"type": "string", "pattern": KEY.pattern},
    }
    return {
        "parameters": [key],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
    }


def fingerprint(operation: str, body: Part) -> str:
    """Tells two calls apart: sha256 over what is called and what the body means, however it was written."""
    return hashlib.sha256(f"{operation}\n{body.model_dump_json()}".encode()).hexdigest()


def _named(error: Any) -> dict[str, Any]:
    """A rule over several fields says itself which one is wrong: "consents: …"."""
    message = str(error["msg"]).removeprefix("Value error, ")
    location = error["loc"]
    if not location and ": " in message:
        field, _, message = message.partition(": ")
        location = (field,)
    return {"loc": location, "msg": message}
