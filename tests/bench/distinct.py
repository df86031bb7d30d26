"""Different people counted from the table of interactions, as a query by hand would, and the same from our views."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from queries import views
from queries.filters import Filters
from queries.period import Period
from queries.snapshot import Snapshot

Counts = dict[Any, float]
Ask = Callable[[Snapshot, Filters], Counts]
ACTING = "actor_id is not null and not is_staff and kind not in ('visit', 'open', 'leave', 'unsubscribe')"


def choices(found: Snapshot, count: int, seed: int = 1) -> list[Filters]:
    """Any range of a month or more, any subset of the channels in which people did something."""
    rng = np.random.default_rng(seed)
    active = [
        name for (name,) in found.cursor().execute("select distinct channel::varchar from actor_days where channel is not null").fetchall()
    ]
    made, days = [], (found.data_to - found.data_from).days
    for _ in range(count):
        first, last = sorted(rng.choice(days + 1, 2, replace=False))
        first = max(0, min(first, last - 35))
        some = tuple(rng.choice(sorted(active), rng.integers(0, len(active)), replace=False))
        made.append(Filters(Period(found.data_from + timedelta(int(first)), found.data_from + timedelta(int(last))), "none", channels=some))
    return made


def where(filters: Filters) -> str:
    """The same choice as a condition on the table."""
    names = ", ".join(f"'{name}'" for name in filters.channels)
    return f"{ACTING}{f' and channel in ({names})' if names else ''}"


def weekly(found: Snapshot, filters: Filters) -> Counts:
    """Different people of each whole week of the range, from the table of interactions."""
    start, end = filters.period.start, filters.period.end
    rows = (
        found.cursor()
        .execute(
            f"""select week, count(distinct actor_id) from interactions where day >= $1 and day < $2 and {where(filters)}
            and week >= $1 and week + 6 < $2 group by week""",
            [start, end],
        )
        .fetchall()
    )
    return dict(rows)


def in_28_days(found: Snapshot, filters: Filters) -> Counts:
    """Different people of the 28 days that end with the last day of each bucket of the range, from the table."""
    period, counted = filters.period, {}
    for bucket in period.buckets():
        last = min(period.bucket_end(bucket), period.end)
        counted[bucket] = (
            found.cursor()
            .execute(
                f"select count(distinct actor_id) from interactions where day >= $1 and day < $2 and {where(filters)}",
                [last - timedelta(days=28), last],
            )
            .fetchall()[0][0]
        )
    return {bucket: float(value) for bucket, value in counted.items()}


def triangle(found: Snapshot, filters: Filters) -> Counts:
    """Different people by month of the first act and month, of whole months before the range's end, from the table."""
    end = filters.period.end.replace(day=1)
    rows = (
        found.cursor()
        .execute(
            f"""with firsts as (select actor_id, min(month) as cohort from interactions where day is not null and {ACTING} group by actor_id)
            select cohort, 12 * (year(month) - year(cohort)) + month(month) - month(cohort), count(distinct actor_id)
            from interactions join firsts using (actor_id) where day < $1 and {where(filters)} group by all""",
            [end],
        )
        .fetchall()
    )
    return {(cohort, int(months)): float(people) for cohort, months, people in rows}


def ours_weekly(found: Snapshot, filters: Filters) -> Counts:
    """The view's rows of whole weeks: where a bucket is a day or a week it stands for one, else the mean of those that end in it."""
    frame = views.run(found, "community/weekly_active", filters, scope=str(time.perf_counter_ns())).frame
    return {
        pd.Timestamp(bucket).date(): value for bucket, value in zip(frame["bucket"], frame["value"], strict=True) if not pd.isna(bucket)
    }


def ours_in_28_days(found: Snapshot, filters: Filters) -> Counts:
    """The view's rows by bucket."""
    frame = views.run(found, "community/active_28_days", filters, scope=str(time.perf_counter_ns())).frame
    return {
        pd.Timestamp(bucket).date(): value for bucket, value in zip(frame["bucket"], frame["value"], strict=True) if not pd.isna(bucket)
    }


def ours_triangle(found: Snapshot, filters: Filters) -> Counts:
    """The view's cells in which somebody was active."""
    frame = views.run(found, "community/retention", filters, scope=str(time.perf_counter_ns())).frame
    return {(pd.Timestamp(row.bucket).date(), int(row.months)): row.people for row in frame.itertuples(index=False) if row.people}


def agree_weekly(ours: Counts, counted: Counts, filters: Filters) -> bool:
    """Whether the means over the weeks that end in each bucket are ours."""
    period = filters.period
    parts: dict[Any, list[float]] = {}
    for week, people in counted.items():
        parts.setdefault(period.bucket(week + timedelta(days=6)), []).append(people)
    return {bucket: sum(values) / len(values) for bucket, values in parts.items()} == ours


def agree_28(ours: Counts, counted: Counts, filters: Filters) -> bool:
    """Whether ours are the counts, where the data reach back 28 days."""
    return bool(ours) and all(counted[bucket] == value for bucket, value in ours.items()) and len(ours) >= len(counted) - 5


KINDS: dict[str, tuple[Ask, Ask, Callable[[Counts, Counts, Filters], bool]]] = {
    "active in a week": (ours_weekly, weekly, agree_weekly),
    "active in 28 days": (ours_in_28_days, in_28_days, agree_28),
    "retention triangle": (ours_triangle, triangle, lambda ours, counted, filters: ours == counted),
}
