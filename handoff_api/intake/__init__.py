"""Taking cases in: what arrives is checked strictly, stored whole or not at all, and never twice.

schemas.py      the body of the two calls, as the contract has it; anything else is refused by name
models.py       cases, their revisions, tombstones, the keys of calls that were answered
idempotency.py  the same key gets the same answer; one run at a time; a dead run can be taken over
service.py      store a screening, erase a journey, mark a case as read: no HTTP in it
routes.py       POST /v1/screenings and POST /v1/erasures
"""
