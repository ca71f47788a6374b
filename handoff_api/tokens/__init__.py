"""Service tokens: which program may call the API, and for what. Only their sha256 is kept.

models.py   the table, and the scopes there are
service.py  make one, find one
deps.py     `Caller`: the request's token as a named type
"""
