"""Between the citizen's side and the municipality: only the citizen's side ever calls.

    port.py     what the municipality's side can be asked: `Exchange`, with a stand-in that prints for development
    http.py     the same over HTTP, as the contract has it
    sender.py   the outbox's rows, one by one, until each has arrived
    poller.py   the mailbox: what the municipality has done, for her to see
    worker.py   the process that does both: `python -m actions`

Both ends may die at any moment. A row is claimed, posted under its own id as idempotency key, and marked as done; what
dies in between is done again and is recognised by its key. So there is one case: never none, never two.
"""
