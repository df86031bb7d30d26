"""Retention by month of the first act: the triangle with its zeros and its blanks, and all cohorts together."""

from __future__ import annotations

from datetime import date

import pandas as pd

# Cohorts of the triangle, and months that it follows them.
COHORTS = 12


def triangle(rows: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """`cohort, months, people, members, share`: a row a cohort and month that is over before `end`, from the first one after that of the first act.

    `rows` are those of the view community/retention, which has none where nobody was active: such a month is 0 %. The cohorts are those of
    the period, or the last 12. That of the data's first month is left out, since nobody can tell who of it was there before.
    """
    sizes = rows.drop_duplicates("bucket").set_index("bucket")["members"].sort_index().iloc[1:]
    over = pd.Timestamp(end).to_period("M")
    wanted = min(pd.Timestamp(start).to_period("M"), over - 1 - COHORTS)
    found = {(row.bucket, int(row.months)): int(row.people) for row in rows.itertuples(index=False)}
    cells = [
        (cohort, months, found.get((cohort, months), 0), int(members))
        for cohort, members in sizes.items()
        if cohort.to_period("M") >= wanted
        for months in range(1, (over - cohort.to_period("M")).n)
    ]
    made = pd.DataFrame(cells, columns=["cohort", "months", "people", "members"])
    return made.assign(share=made["people"] / made["members"])


def together(cells: pd.DataFrame) -> pd.DataFrame:
    """`months, people, members, cohorts, share`: all cohorts for whom the month is over, as one."""
    sums = cells.groupby("months").agg(people=("people", "sum"), members=("members", "sum"), cohorts=("cohort", "nunique")).reset_index()
    return sums.assign(share=sums["people"] / sums["members"])
