"""Who did what to which case, and when. Rows are only ever added, and never say what a case contains.

models.py   the table
service.py  `record`, its only verb
"""
