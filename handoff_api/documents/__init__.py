"""Papers made from what is posted: life line, CV and sales letter. Nothing is kept, and nothing of it is logged.

schemas.py   the body of the call; `LifeLine`, `Letter` and `Photo` are part of a case too
service.py   `render(body)`: which paper, which format; no HTTP in it
page.py      what every paper says, language by language, ready for a template
pdf.py       ... set by typst, tagged (PDF/UA-1); typst/ holds the templates
word.py      ... filled into a Word template of docx/, to go on editing
resume.py    ... as JSON Resume
fonts.py     the fonts that we bring, and which characters they can show
routes.py    POST /v1/documents
"""
