"""Charts as SVG, drawn here: no script, nothing from elsewhere, and colours from the style sheet.

A chart is for the eye alone and marked so: beside each stands a table with the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

WIDTH = 340  # user units: a phone's width, so that the text is as large there as the page's
LINE, BAR = 46, 16
HEIGHT, FOOT = 150, 34
MOST_COLUMNS = 12  # the latest


def bars(rows: Sequence[tuple[str, int | None]], left_out: str) -> Markup:
    """One bar a row, from the reading side: the longer, the more. A figure that is not shown is an empty bar."""
    longest = max((n for _, n in rows if n is not None), default=0)
    drawn = []
    for place, (name, n) in enumerate(rows):
        top = place * LINE
        drawn.append(_text(0, top + 13, name))
        drawn.append(_text(WIDTH, top + 13, left_out if n is None else str(n), anchor="end", kind="n"))
        if n is None:
            drawn.append(_box(0.5, top + 19.5, WIDTH - 1, BAR - 1, "left-out"))
        else:
            drawn.append(_box(0, top + 19, WIDTH * n / longest if longest else 0, BAR, "bar"))
    return _svg(len(rows) * LINE, drawn)


def columns(rows: Sequence[tuple[str, int]]) -> Markup:
    """One column a row, the latest last."""
    shown = list(rows)[-MOST_COLUMNS:]
    highest = max((n for _, n in shown), default=0)
    wide = WIDTH / max(len(shown), 4)
    drawn = []
    for place, (name, n) in enumerate(shown):
        middle, tall = place * wide + wide / 2, (HEIGHT - 20) * n / highest
        drawn.append(_box(place * wide + wide * 0.15, HEIGHT - tall, wide * 0.7, tall, "bar"))
        drawn.append(_text(middle, HEIGHT - tall - 5, str(n), anchor="middle", kind="n"))
        # Where they stand close, every second name is a line lower.
        drawn.append(_text(middle, HEIGHT + 14 + (place % 2) * 15, name, anchor="middle", kind="small"))
    return _svg(HEIGHT + FOOT, drawn)


def _svg(height: float, drawn: Sequence[Markup]) -> Markup:
    frame = Markup('<svg class="chart" viewBox="0 0 {} {}" role="presentation" aria-hidden="true">{}</svg>')
    return frame.format(WIDTH, _number(height), Markup("").join(drawn))


def _box(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    box = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>')
    return box.format(kind, *map(_number, (x, y, width, height)))


def _text(x: float, y: float, words: str, anchor: str = "start", kind: str = "name") -> Markup:
    text = Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>')
    return text.format(kind, _number(x), _number(y), anchor, words)


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
