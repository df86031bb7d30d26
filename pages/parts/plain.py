"""Text of customers and exports, made safe where Streamlit or Plotly would read marks in it."""

from __future__ import annotations

import html
import re

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>])")


def label(text: str) -> str:
    """For labels and captions, which are Markdown: every mark escaped, so that nothing is drawn or fetched."""
    return _MARKS.sub(r"\\\1", text.replace("\n", " "))


def on_chart(text: str, longest: int = 28) -> str:
    """For axes and labels of a chart, which know some HTML: marks escaped, cut to what fits."""
    short = text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
    return html.escape(short.replace("\n", " "), quote=False)
