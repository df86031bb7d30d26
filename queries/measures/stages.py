"""The stages of a member's life: their names, how many people are in each at the end of a month, and who moved."""

from __future__ import annotations

import pandas as pd

NAMES = {5: "advocate", 4: "contributor", 3: "regular", 2: "newcomer", 1: "lurker", 0: "lapsed"}
HERE = (5, 4, 3, 2, 1)
# Where people come from who were in no stage a month before.
BEFORE = {**NAMES, 0: "after a silence", -1: "not there yet"}
MOVES = ("came", "returned", "climbed", "held", "fell", "left")
RULES = (
    "At the end of a month, by the 28 days until then, the highest that holds. Advocate: recommended us, shared, or brought somebody. "
    "Contributor: answered a peer. Regular: active in 2 or more of the 4 weeks. Newcomer: first act less than 30 days ago. Lurker: active in "
    "one week, or only seen. Lapsed: silent for 28 days."
)


def stock(rows: pd.DataFrame) -> pd.DataFrame:
    """People by month (`bucket`, its last day), a column a stage from advocate to lurker, of the rows of the view community/stages."""
    here = rows[rows["stage"] >= 1]
    return here.pivot_table("people", "bucket", "stage", aggfunc="sum", fill_value=0).reindex(columns=list(HERE), fill_value=0)


def move(before: float, after: float) -> str:
    """What it is called to go from one stage to another."""
    if after == 0:
        return "left"
    if before <= 0:
        return "came" if before < 0 else "returned"
    return "held" if before == after else "climbed" if after > before else "fell"


def moves(rows: pd.DataFrame) -> pd.DataFrame:
    """How many came, returned, climbed, held, fell and left, a row a month; the first month, before which nothing is known, is left out."""
    named = rows.assign(move=[move(before, after) for before, after in zip(rows["stage_before"], rows["stage"], strict=True)])
    table = named.pivot_table("people", "bucket", "move", aggfunc="sum", fill_value=0).reindex(columns=list(MOVES), fill_value=0)
    return table.iloc[1:].astype(int)
