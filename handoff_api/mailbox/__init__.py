"""What the citizen's side should know, kept in order until it has been fetched. The municipality never calls the bot.

models.py   the entries
service.py  put one in; fetch and acknowledge
schemas.py  the answer, as the contract has it
routes.py   GET /v1/mailbox
"""
