"""Promises, replies and who waits for them, in pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.bench.pandas_breakdowns import MISSING
from tests.bench.pandas_kept import DIMENSIONS, Kept
from tests.bench.pandas_metrics import customers, share_of
from tests.bench.shapes import LISTED, MARKS

HALF = 0.5 - 1e-12


def group_of(rows: pd.DataFrame, name: str) -> pd.Series:
    """The values of a dimension, those that are not given by that name."""
    return rows[name].cat.add_categories(MISSING).fillna(MISSING).rename("group")


def minutes(span: pd.Series) -> pd.Series:
    return span.dt.total_seconds() / 60


def reopen_rate(kept: Kept) -> pd.DataFrame:
    over = kept.data_to - pd.Timedelta(days=8)
    found = kept.periods("cases", "solved_day")
    counted = {p: r[customers(r) & r["is_reopened"].notna() & (r["solved_day"] <= over)] for p, r in found.items()}
    return share_of(counted, lambda rows: rows["is_reopened"])


def promises_by(kept: Kept) -> pd.DataFrame:
    found = []
    for period, rows in kept.periods("promises").items():
        due = rows[customers(rows)]
        states = {"kept": due["kept_at"] <= due["due_at"], "late": due["kept_at"] > due["due_at"], "overdue": due["kept_at"].isna()}
        for dimension in ["kind", *DIMENSIONS]:
            made = pd.DataFrame(states).groupby(group_of(due, dimension), observed=True).sum().reset_index()
            found.append(made.assign(group=made["group"].astype("str"), period=period, dimension=dimension))
    made = pd.concat(found)
    made = made[(made["group"] != MISSING).groupby(made["dimension"]).transform("any")]
    made["n"] = made[["kept", "late", "overdue"]].sum(axis=1)
    return made.assign(value=made["kept"] / made["n"])


def open_promises(kept: Kept, by: str) -> pd.DataFrame:
    every = kept.any_day("promises")
    rows = every[customers(every) & every["kept_at"].isna()]
    later = rows["due_at"] > kept.now
    states = pd.DataFrame({"overdue": ~later, "not_yet_due": later, "due": rows["due_at"].where(later)})
    made = states.groupby(group_of(rows, by), observed=True)
    return made.agg(overdue=("overdue", "sum"), not_yet_due=("not_yet_due", "sum"), next_due=("due", "min")).reset_index()


def broken(kept: Kept) -> pd.DataFrame:
    rows = kept.this("promises", lambda rows: customers(rows) & ~(rows["kept_at"] <= rows["due_at"]))
    newest = rows.sort_values(["due_at", "promise_id"], ascending=[False, True]).head(LISTED).assign(total=len(rows))
    state = newest["kept_at"].notna().map({True: "late", False: "overdue"})
    late = minutes(newest["kept_at"].fillna(kept.now) - newest["due_at"])
    return kept.named(newest.assign(state=state, minutes_late=late))


def _waits(kept: Kept, rows: pd.DataFrame) -> pd.DataFrame:
    """Customers' cases with the minutes that each waited, or has waited so far."""
    asked = rows[customers(rows) & (rows["opened_at"] <= kept.now)]
    waited = asked["response_minutes"].fillna(minutes(kept.now - asked["opened_at"]))
    return asked.assign(minutes=waited, is_answered=asked["first_response_at"].notna())


def survival(waited: np.ndarray, answered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Kaplan-Meier: the moments at which somebody's wait ended, and the share that still waits after each."""
    moments, place = np.unique(waited, return_inverse=True)
    ended, replies = np.bincount(place), np.bincount(place, answered)
    at_risk = len(waited) - np.cumsum(ended) + ended
    return moments, np.cumprod(1 - replies / at_risk)


def half_after(moments: np.ndarray, share: np.ndarray) -> float:
    """The first moment by which more than half have their reply, NaN if there is none."""
    return float(moments[np.argmax(share < HALF)]) if (share < HALF).any() else np.nan


def waiting_curve(kept: Kept, clock: str) -> pd.DataFrame:
    found = []
    for period, rows in kept.periods("cases").items():
        waits = _waits(kept, rows)
        if len(waits):
            moments, share = survival(waits["minutes"].to_numpy(), waits["is_answered"].to_numpy())
            marks = np.array([mark for mark in MARKS if mark <= moments[-1]])
            value = np.append(1.0, share)[np.searchsorted(moments, marks, "right")]
            numbers = {"n": len(waits), "unanswered": (~waits["is_answered"]).sum(), "half_after": half_after(moments, share)}
            found.append(pd.DataFrame({"period": period, "mark": marks, "value": value, **numbers}))
    return pd.concat(found) if found else pd.DataFrame(columns=["period", "mark", "value", "n", "unanswered", "half_after"])


def response_by(kept: Kept, by: str, clock: str, within: float) -> pd.DataFrame:
    found = []
    for period, rows in kept.periods("cases").items():
        waits = _waits(kept, rows)
        for group, some in waits.groupby(group_of(waits, by), observed=True):
            replies = some["response_minutes"]
            numbers = {"value": replies.median(), "n": some["is_answered"].sum(), "p90": replies.quantile(0.9), "opened": len(some)}
            half = half_after(*survival(some["minutes"].to_numpy(), some["is_answered"].to_numpy()))
            found.append({"period": period, "group": group, **numbers, "waiting_median": half, "within": (replies <= within).sum()})
    return pd.DataFrame(found, columns=["period", "group", "value", "n", "p90", "waiting_median", "opened", "within"])


def slowest_cases(kept: Kept, clock: str) -> pd.DataFrame:
    rows = kept.this("cases", customers)
    waited = rows["response_minutes"].fillna(minutes(kept.now - rows["opened_at"]))
    slowest = rows.assign(minutes=waited).sort_values(["minutes", "case_id"], ascending=[False, True]).head(LISTED)
    told = slowest.assign(
        total=len(rows), is_answered=slowest["first_response_at"].notna(), hours_to_solved=slowest["resolution_minutes"] / 60
    )
    told = kept.named(kept.named(told), "agent_id", "agent")
    return told.assign(agent=told["agent"].fillna(told["agent_id"].astype("str")))
