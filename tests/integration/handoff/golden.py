"""The papers as pictures. `python tests/integration/handoff/golden.py` writes tests/golden anew after a change of look:
look at every one of them before it is committed.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))

import papers

from handoff_api.documents import pdf
from handoff_api.documents.schemas import DocumentBody

FOLDER = Path(__file__).parents[2] / "golden"
PIXELS_PER_INCH = 50
PAPERS = [
    *((kind, languages) for kind in ("life_line", "cv", "letter") for languages in ("da", "ar", "ar+da")),
    *(
        ("life_line", "fa"),
        ("cv", "fa+da"),
        ("life_line", "ur+da"),
        ("letter", "ur"),
        ("cv", "th"),
        ("letter", "th+da"),
    ),
    *(("life_line", "ti+da"), ("cv", "ti"), ("cv", "uk+da"), ("letter", "uk")),
    *(("life_line", "empty"), ("cv", "empty"), ("letter", "empty")),
]


def picture(kind: str, languages: str) -> Image.Image:
    """The pages of a paper, one below the other; "empty" is a paper of somebody who has told nothing."""
    if languages == "empty":
        body = papers.empty(kind, "pdf", ["da"])
    else:
        body = papers.body(kind, "pdf", languages.split("+"), photo=papers.photo())
    return stacked(pdf.typeset(DocumentBody.model_validate(body), format="png", ppi=PIXELS_PER_INCH))


def stacked(made: bytes | list[bytes]) -> Image.Image:
    """Typst's pages as one grey picture."""
    pages = [Image.open(BytesIO(page)).convert("L") for page in (made if isinstance(made, list) else [made])]
    whole = Image.new("L", (pages[0].width, sum(page.height for page in pages)))
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that plainly differ: 1.0 when not even the size is the same."""
    if one.size != other.size:
        return 1.0
    changed = ImageChops.difference(one, other).point(lambda value: 255 * (value > 48))
    return changed.histogram()[255] / (one.width * one.height)


def path(kind: str, languages: str) -> Path:
    return FOLDER / f"{kind}-{languages}.png"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in PAPERS:
        picture(*each).save(path(*each), optimize=True)
