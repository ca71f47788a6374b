"""The municipality's side: takes cases in over HTTP, keeps them, and shows them to caseworkers.

    settings.py    environment variables, and the refusal of weak secrets outside development
    database.py    engine, transactions, `SessionDep`: the same code on SQLite and PostgreSQL
    problems.py    every error of the API as problem+json (RFC 9457)
    middleware.py  what holds for every request: headers, size, no citizen's words in a log
    app.py         all of it put together
    manage.py      what an operator does by hand: migrate, create-token, create-user, openapi
    tokens/        who may call the API, and for what
    intake/        POST /v1/screenings, POST /v1/erasures: one case, never none, never two
    mailbox/       GET /v1/mailbox: what the citizen's side should know, in order
    audit/         who did what to which case; never what it says
    apidocs/       /docs, served from here
    accounts/      caseworkers who log in
    inbox/         the pages they work with
    outreach/      campaigns, their papers and anonymous figures: for outreach workers
    migrations/    the schema's history (Alembic)

It imports nothing of the citizen's side (`actions`, `bot`): the two meet only in the HTTP contract, docs/openapi.json.
"""
