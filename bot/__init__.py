"""The Rasa assistant: what is Rasa's, and how it is started, taught to read, and given its voice.

    __main__.py    `python -m bot`: one process that serves the channels
    launcher.py    puts the parts together, warms up, then opens the port
    agent.py       one message through Rasa: cleaned, read, answered; never silence
    remote.py      how Rasa calls our action: in this process, or on a stock action server
    stores.py      a tracker store that keeps nothing, and a lock for each journey
    nlg.py         Rasa's responses from the catalogues
    logs.py        logs that cannot hold what a citizen said
    train.py       `python -m bot.train`: a model for exactly these sources
    channels/      how a message comes in and goes out
    nlu/           Rasa graph components of our own

Nothing about a citizen's journey is decided here: that is `actions.journey`, which knows nothing of Rasa.
"""
