"""What the bot does, on the citizen's side: thin Rasa actions over a pure core.

`journey/` is the core and knows nothing of Rasa, HTTP, SQL, files or the clock; `content/` is its data;
`store.py` and `exchange.py` are the adapters around it. Arrows point one way: bot -> actions -> journey.
Nothing here imports `bot` or `handoff_api`.
"""
