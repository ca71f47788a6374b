"""Who may read the cases: users, their sessions, and the brake on guessing passwords.

    models.py    users, sessions, login_attempts
    service.py   logging in and out, changing a password, creating a user: no HTTP in it
    csrf.py      the token that every form carries
    deps.py      the request's user as a named type: `CurrentUser`
    routes.py    the login, logout, password and language forms

Users are caseworkers; a citizen never has an account here.
"""
