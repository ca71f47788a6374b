"""The posters as pictures, beside golden.py. `python tests/integration/handoff/posters_golden.py` writes them anew
after a change of look: look at every one of them before it is committed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))

import golden

from handoff_api.documents import pdf
from handoff_api.outreach import posters
from handoff_api.outreach.service import Links

LINKS = Links("https://minvej.example.dk/c/kvrbtd", "", None)
PAPERS = [(kind, languages) for kind in posters.KINDS for languages in ("da", "ar", "da+en+ar")]


def picture(kind: str, languages: str) -> Image.Image:
    """A paper, in grey."""
    content = posters.content(kind, LINKS, languages.split("+"), "Demo Kommune")
    ppi = golden.PIXELS_PER_INCH * (2 if kind == "poster-a6" else 1)
    return golden.stacked(pdf.compiled("outreach.typ", content, format="png", ppi=ppi))


if __name__ == "__main__":
    for each in PAPERS:
        picture(*each).save(golden.path(*each), optimize=True)
