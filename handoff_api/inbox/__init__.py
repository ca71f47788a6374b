"""The caseworker's desk: the list of cases, and one page a case on which she can act.

    models.py    what caseworkers add: reviews, notes, wordings; and the list's index
    index.py     one searchable row a case, rebuilt from its newest revision
    listing.py   filters, search and paging
    casepage.py  a stored payload becomes the blocks of the case page
    lifepage.py  ... and its life line what is drawn there
    quotes.py    her own words, and what they are in Danish
    papers.py    life line, CV and letter, made from the case
    changes.py   what differs between two revisions
    choices.py   what a caseworker can choose instead of a suggestion
    service.py   confirm or change, notes, wordings, status
    routes.py    the pages and forms

Nothing here decides anything about a citizen: it shows suggestions with their reasons, and keeps what a person chose.
"""
