"""The sparkline of a card: a small picture inside its text, which a browser draws in no time."""

from __future__ import annotations

import base64
from collections.abc import Sequence

WIDE, HIGH, EDGE = 150, 44, 3
# Between the light and the dark theme's colours, as a picture knows neither; strong, as small text is drawn faint.
_COLORS = {True: "#0a9a68", False: "#e0435a", None: "#6b7592"}


def mark(values: Sequence[float], good: bool | None, alt: str) -> str:
    """Markdown of a line over its area, from the lowest to the highest of the values; nothing for fewer than two."""
    if len(values) < 2:
        return ""
    picture = base64.b64encode(drawn(values, _COLORS[good]).encode()).decode()
    return f"![{alt}](data:image/svg+xml;base64,{picture})"


def drawn(values: Sequence[float], color: str) -> str:
    """The picture as SVG, no wider than a card."""
    low, high = min(values), max(values)
    size, step = (high - low) or 1.0, WIDE / (len(values) - 1)
    points = [
        (round(place * step, 1), round(HIGH - EDGE - (value - low) / size * (HIGH - 2 * EDGE), 1)) for place, value in enumerate(values)
    ]
    line = " ".join(f"{x},{y}" for x, y in points)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}">'
        f'<polygon points="0,{HIGH} {line} {WIDE},{HIGH}" fill="{color}" fill-opacity=".13"/>'
        f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2" stroke-linejoin="round"/>'
        "</svg>"
    )
