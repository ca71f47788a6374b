"""The project's own commands, behind `make`: run as `python -m tools.<name>`.

    up.py         `make up`: the whole house in development mode
    development.py  the settings, keys and first login of a data folder
    processes.py    starting, watching and stopping the house's processes
    locales.py    extract, update, check, compile and count the catalogues
    messages.py     which message ids the code, the templates and the content use
    lix.py        how easy the Danish texts are to read
    chromium.py   a browser for the tests
    hygiene.py    no secret and no machine's path in the repository

`setup.sh` comes before all of them: it needs only a shell, and makes the environment they run in.
"""
