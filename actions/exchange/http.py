"""The municipality's side over HTTP, as the handoff contract has it (docs/openapi.json, version 1)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from actions.exchange.port import Delivery, Entry, Unreachable

# All four together are shorter than the outbox's lease, so that a claim outlasts the post it is for.
TIMEOUT = httpx.Timeout(connect=2.0, write=3.0, read=7.0, pool=1.0)
PAGE = 100


class HttpExchange:
    """Calls the handoff API with a service token. One client, kept open; not for several threads at once."""

    def __init__(self, url: str, token: str, transport: httpx.BaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._client = httpx.Client(base_url=url, headers=headers, timeout=TIMEOUT, transport=transport)

    def post_screening(self, key: str, body: Mapping[str, Any]) -> Delivery:
        """`POST /v1/screenings`."""
        return self._post("/v1/screenings", key, body)

    def post_erasure(self, key: str, body: Mapping[str, Any]) -> Delivery:
        """`POST /v1/erasures`."""
        return self._post("/v1/erasures", key, body)

    def post_counts(self, key: str, body: Mapping[str, Any]) -> Delivery:
        """`POST /v1/counts`."""
        return self._post("/v1/counts", key, body)

    def mailbox(self, after: int) -> Sequence[Entry]:
        """`GET /v1/mailbox`. Raises Unreachable for anything but a page of entries."""
        try:
            response = self._client.get("/v1/mailbox", params={"after": after, "limit": PAGE})
            response.raise_for_status()
            entries = response.json()["entries"]
            return [
                Entry(int(e["cursor"]), str(e.get("journey") or ""), str(e["kind"]), dict(e["data"])) for e in entries
            ]
        except httpx.HTTPStatusError as error:
            raise Unreachable(f"the mailbox answered {error.response.status_code}") from None
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise Unreachable(type(error).__name__) from None

    def _post(self, path: str, key: str, body: Mapping[str, Any]) -> Delivery:
        # The same row is always the same bytes: the other side compares a repeated key's body with the first.
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        try:
            response = self._client.post(path, content=content, headers=headers)
        except httpx.HTTPError as error:
            raise Unreachable(type(error).__name__) from None
        return Delivery(response.status_code, _seconds(response.headers.get("Retry-After", "")))


def _seconds(retry_after: str) -> float | None:
    return float(retry_after) if retry_after.isdecimal() else None
