"""The words that set detractors apart from everybody else who gave a score."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import charts, export, plain, themes
from pages.parts.panel import panel
from pages.parts.visit import Visit
from queries.filters import slug
from queries.measures import words

MOST_WORDS, LONGEST = 9, 18


def apart(visit: Visit, theme: str) -> pd.DataFrame:
    """Every word with its z, the strongest of detractors first."""
    return words.apart(visit.ask("voices/words", **themes.parameter(theme)).frame)


def show(visit: Visit, theme: str, every: pd.DataFrame) -> None:
    """The words of both sides. A click on a bar picks its word."""
    kept = strongest(every)
    with panel("Words of detractors" + (f": {plain.label(theme)}" if theme else ""), finding(every)):
        if len(kept):
            charts.show(of(kept, picked(every)), alt(kept), "words", on_select=_take)
            st.caption(
                f"To the right, words of detractors, to the left, of all others: z of the log-odds ratio, shrunk to what both say together; of "
                f"{len(every):,} words in {words.DOCUMENTS} comments or more, chance alone puts one in twenty beyond 2. Click a bar to read the comments."
            )
        else:
            st.caption(f"A word must be in {words.DOCUMENTS} comments, and both sides must have written.")
    export.offer("Words that set detractors apart", every, visit.ask("voices/words", **themes.parameter(theme)))


def strongest(every: pd.DataFrame) -> pd.DataFrame:
    """The words of each side that are beyond chance, the strongest first."""
    left = every[every["z"] > words.CLEAR].head(MOST_WORDS)
    right = every[every["z"] < -words.CLEAR].tail(MOST_WORDS - min(3, len(left)))
    return pd.concat([left, right], ignore_index=True)


def picked(every: pd.DataFrame) -> str:
    """The word that the link or a click picked; one that is not among these is taken as it stands there."""
    wanted = st.session_state.get("word") or ""
    return next((word for word in every["word"] if slug(word) == wanted), wanted.replace("-", " "))


def _take() -> None:
    points = st.session_state["words"].selection.points
    st.session_state["word"] = slug(str(points[0]["customdata"])) if points else ""


def of(rows: pd.DataFrame, word: str = "") -> charts.Figure:
    """Figure of `word, z`: a bar a word, detractors' to the right."""
    cut = [plain.on_chart(name, LONGEST) for name in rows["word"]]
    names = [f"<b>{short}</b>" if name == word else short for name, short in zip(rows["word"], cut, strict=True)]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": charts.plain(rows["z"]),
        "customdata": rows["word"].tolist(),
        "marker": {"color": [charts.THIS if z > 0 else charts.GREY for z in rows["z"]]},
        "text": [f"{z:+.1f}" for z in rows["z"]],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": said(rows),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    reach = 1.3 * float(rows["z"].abs().max())
    low = -reach if (rows["z"] < 0).any() else 0.0
    return charts.rows_figure([trace], 0.72 * len(rows), {"range": [low, reach]}, left=charts.room(cut), showlegend=False)


def said(rows: pd.DataFrame) -> list[str]:
    """'chat: z +4.1, in 19 comments of detractors and 1 of others'."""
    return [
        f"{plain.on_chart(row.word)}: z {row.z:+.1f}, in {int(row.left_documents):,} comments of detractors and {int(row.right_documents):,} of others"
        for row in rows.itertuples(index=False)
    ]


def alt(rows: pd.DataFrame) -> str:
    """What the bars show, in a sentence."""
    return f"Words that set detractors apart: {'; '.join(said(rows))}."


def finding(every: pd.DataFrame) -> str:
    """The strongest words of detractors."""
    clear = every[every["z"] > words.CLEAR].head(3)
    if every.empty:
        return "Too few comments to compare."
    if clear.empty:
        return "No word sets detractors clearly apart."
    names = ", ".join(f"“{word}”" for word in clear["word"])
    return f"Detractors write {names} more than others do."
