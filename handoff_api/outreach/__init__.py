"""Reaching people: campaigns with their links and posters, and what became of them in figures.

models.py      campaigns, and counts by day
service.py     make, change, close a campaign, and tell the citizen's side of it; links; adding up counts
form.py        the campaign form: what was typed -> a draft, or what is wrong with it
figures.py     counts -> what may be shown: rounded down to a multiple of five
charts.py      figures -> SVG, drawn here
posters.py     a campaign -> posters, a handout and cards as PDF
schemas.py     the body of POST /v1/counts, as the contract has it
api.py         POST /v1/counts
routes.py      the pages at /inbox/campaigns

Whoever works here sees campaigns and figures, never a case.
"""
