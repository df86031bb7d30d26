"""Who is active, comes, stays and climbs, in pandas."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tests.bench.pandas_advocates import did, is_act, named, valid
from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers, share_of
from tests.bench.shapes import LISTED

DAY = pd.Timedelta(days=1)
MASS = pd.Series({5: 100, 4: 49, 3: 16, 2: 1, 1: 1})


def _acts(kept: Kept, start: Any, end: Any, but: str = "") -> pd.DataFrame:
    """What people did on the days from `start` on and before `end`, of what the filters keep: day, person (a number)."""
    rows = kept.tables["interactions"]
    rows = rows[(rows["day"] >= pd.Timestamp(start)) & (rows["day"] < pd.Timestamp(end))]
    rows = kept.narrowed(rows[did(rows)], but)
    return pd.DataFrame({"day": rows["day"], "person": rows["actor_id"].cat.codes, "channel": rows["channel"]})


def _span(kept: Kept) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first day of both periods, and the day after their last."""
    return pd.Timestamp(min(w.start for w in kept.windows)), pd.Timestamp(max(w.end for w in kept.windows))


def _days(kept: Kept) -> pd.DataFrame:
    """Both periods' days from the 28th of the data on: period, bucket, day, daily and monthly, the people of the 28 days that end with it."""
    start, end = _span(kept)
    active = _acts(kept, start - 27 * DAY, end)[["person", "day"]].drop_duplicates().sort_values(["person", "day"])
    following = active["day"].shift(-1).where(active["person"] == active["person"].shift(-1))
    after_last = np.minimum(active["day"] + 28 * DAY, following.fillna(pd.Timestamp.max))
    daily = active["day"].value_counts().reindex(pd.date_range(start - 27 * DAY, end - DAY), fill_value=0)
    gone = after_last.value_counts().reindex(daily.index, fill_value=0)
    days = pd.DataFrame({"daily": daily, "monthly": (daily - gone).cumsum()}).rename_axis("day").reset_index()
    return _dated(kept, days[days["day"] >= kept.first("interactions", did) + 27 * DAY])


def _dated(kept: Kept, days: pd.DataFrame) -> pd.DataFrame:
    """The rows of both periods' days, each with its period and bucket."""
    found = []
    for window in kept.windows:
        rows = days[(days["day"] >= pd.Timestamp(window.start)) & (days["day"] < pd.Timestamp(window.end))]
        found.append(rows.assign(period=window.name, bucket=kept.buckets(rows["day"], window)))
    return pd.concat(found)


def _both(rows: pd.DataFrame, **values: Any) -> pd.DataFrame:
    """The aggregates of each bucket and, without one, of each whole period."""
    whole = rows.groupby("period").agg(**values).reset_index().assign(bucket=pd.NaT)
    return pd.concat([whole, rows.groupby(["period", "bucket"]).agg(**values).reset_index()])


def active_28_days(kept: Kept) -> pd.DataFrame:
    made = _both(_days(kept), value=("monthly", "last"))
    return made.assign(n=made["value"])


def stickiness(kept: Kept) -> pd.DataFrame:
    days = _days(kept)
    days = days.assign(share=days["daily"] / days["monthly"].where(days["monthly"] > 0))
    made = _both(days, value=("share", "mean"), people=("monthly", "sum"), days=("share", "count"))
    return made.assign(n=made["people"] / made["days"])


def weekly_active(kept: Kept) -> pd.DataFrame:
    active = _acts(kept, *_span(kept))
    people = active.groupby(active["day"].dt.to_period("W-SUN").dt.end_time.dt.normalize())["person"].nunique()
    first, found = kept.first("interactions", did), []
    for window in kept.windows:
        days = pd.date_range(pd.Timestamp(window.start) + 6 * DAY, pd.Timestamp(window.end) - DAY)
        ends = pd.Series(days[(days.dayofweek == 6) & (days >= first + 6 * DAY)])
        found.append(
            pd.DataFrame({"period": window.name, "bucket": kept.buckets(ends, window), "n": ends.map(people).fillna(0).astype("float64")})
        )
    return _both(pd.concat(found), value=("n", "mean"), n=("n", "mean"))


def _arrivals(kept: Kept) -> pd.DataFrame:
    """Who came after the first 28 days of the data and whom the filters keep: person, first_day. Their channel is that of the first act."""
    rows = kept.tables["interactions"]
    acts = rows.loc[did(rows), ["day", "actor_id", "channel", "segment", "region"]]
    acts = acts.assign(person=acts["actor_id"].cat.codes)
    first = acts.groupby("person")["day"].min().rename("first_day")
    first = first[first >= acts["day"].min() + 28 * DAY].reset_index()
    on_it = acts.merge(first, left_on=["person", "day"], right_on=["person", "first_day"]).astype({"channel": "str"})
    on_it = on_it.sort_values("channel").drop_duplicates("person")
    return kept.narrowed(on_it)[["person", "first_day"]]


def newcomers(kept: Kept) -> pd.DataFrame:
    arrivals = _arrivals(kept)
    counts = arrivals["first_day"].value_counts()
    start, end = _span(kept)
    days = pd.date_range(max(start, arrivals["first_day"].min()), end - DAY)
    rows = pd.DataFrame({"day": days, "n": counts.reindex(days, fill_value=0).to_numpy()})
    return _both(_dated(kept, rows), value=("n", "sum"), n=("n", "sum"))


def newcomers_returning(kept: Kept) -> pd.DataFrame:
    start, end = _span(kept)
    arrivals = _arrivals(kept).assign(day=lambda rows: rows["first_day"] + 30 * DAY)
    arrivals = arrivals[(arrivals["day"] >= start) & (arrivals["day"] < end)]
    rows = kept.tables["interactions"]
    rows = rows[(rows["day"] >= start - 30 * DAY) & (rows["day"] < end)]
    acts = pd.DataFrame({"at": rows["day"], "person": rows["actor_id"].cat.codes})[did(rows)].merge(arrivals, on="person")
    back = acts.loc[(acts["at"] >= acts["first_day"] + 7 * DAY) & (acts["at"] <= acts["day"]), "person"].unique()
    dated = _dated(kept, arrivals.assign(is_back=arrivals["person"].isin(back)))
    return share_of(dict(iter(dated.groupby("period"))), lambda rows: rows["is_back"])


def _moves(kept: Kept) -> pd.DataFrame:
    """From which stage to which everybody went until the end of each month, whatever the channel: day, stage_before, stage."""
    rows = kept.tables["interactions"]
    rows = rows[rows["day"] < kept.end]
    acted = did(rows)
    first = rows.loc[acted, "day"].groupby(rows.loc[acted, "actor_id"].cat.codes).min()
    ends = rows["day"] + pd.offsets.MonthEnd(0)
    late = rows["day"] > ends - 28 * DAY
    rows = rows[late & customers(rows) & rows["actor_id"].notna() & ~rows["kind"].isin(["leave", "unsubscribe"])]
    rows = kept.narrowed(rows, "channel")
    seen, acts = rows["kind"].isin(["visit", "open"]), is_act(rows)
    sign = np.select([seen, acts & (rows["kind"] == "answer"), acts], [0, 4, 5], 1)
    brought = kept.narrowed(kept.tables["referrals"], "channel")
    brought = brought[valid(brought) & (brought["day"] < kept.end) & brought["referrer_id"].notna()]
    signs = pd.concat(
        [
            pd.DataFrame({"day": rows["day"], "person": rows["actor_id"].cat.codes, "sign": sign}),
            pd.DataFrame({"day": brought["day"], "person": brought["referrer_id"].cat.codes, "sign": 5}),
        ]
    )
    signs = signs.assign(ends=signs["day"] + pd.offsets.MonthEnd(0))
    ago = (signs["ends"] - signs["day"]).dt.days
    weeks = [f"week {week}" for week in range(4)]
    signs = signs.assign(**{name: (ago // 7 == week) & (signs["sign"] > 0) for week, name in enumerate(weeks)})[ago < 28]
    months = signs.groupby(["person", "ends"])[["sign", *weeks]].max().reset_index()
    months = months.assign(first=months["person"].map(first), weeks=months[weeks].sum(axis=1))
    months = months[(months["sign"] > 0) | months["first"].isna() | (months["first"] > months["ends"])]
    new = (months["sign"] == 1) & (months["first"] > months["ends"] - 30 * DAY)
    stage = np.select([months["sign"] >= 4, months["weeks"] >= 2, new], [months["sign"], 3, 2], 1)
    months = months.assign(stage=stage).sort_values(["person", "ends"])
    same_before, same_after = (months["person"] == months["person"].shift(step) for step in (1, -1))
    next_end = months["ends"] + pd.offsets.MonthEnd(1)
    followed = same_after & (months["ends"].shift(-1) == next_end)
    follows = same_before & (months["ends"].shift() + pd.offsets.MonthEnd(1) == months["ends"])
    gone = np.where(months["first"] <= months["ends"] - pd.offsets.MonthEnd(1), 0, -1)
    before = np.where(follows, months["stage"].shift().fillna(0), gone)
    came = pd.DataFrame({"day": months["ends"], "stage_before": before, "stage": months["stage"]})
    lapsed = pd.DataFrame({"day": next_end, "stage_before": months["stage"], "stage": 0})[~followed]
    return pd.concat([came, lapsed])


def stages(kept: Kept) -> pd.DataFrame:
    moves = _moves(kept)
    counts = moves[moves["day"] < kept.end].groupby(["day", "stage_before", "stage"]).size().rename("people").reset_index()
    return counts.rename(columns={"day": "bucket"})


def gravity(kept: Kept) -> pd.DataFrame:
    moves = _moves(kept)
    numbers = pd.DataFrame(
        {
            "mass": moves["stage"].map(MASS).fillna(0),
            "mass_before": moves["stage_before"].map(MASS).fillna(0),
            "n": moves["stage"] > 0,
            "n_before": moves["stage_before"] > 0,
        }
    )
    months = numbers.groupby(moves["day"]).sum().reset_index()
    months = months[months["n"] > 0]
    value = ((months["mass"] - months["mass_before"]) / months["n"]).where(months["n_before"] > 0)
    months = months.assign(value=value)[["day", "value", "n"]]
    found = []
    for window in kept.windows:
        rows = months[months["day"] < pd.Timestamp(window.end)].rename(columns={"day": "bucket"}).assign(period=window.name)
        found += [rows, rows.tail(1).assign(bucket=pd.NaT)]
    return pd.concat(found)


def retention(kept: Kept) -> pd.DataFrame:
    over = kept.end.to_period("M").start_time
    acts = _acts(kept, pd.Timestamp.min, over, "channel")
    acts = acts.assign(month=acts["day"].dt.to_period("M").dt.start_time)
    cohort = acts.groupby("person")["month"].min()
    active = kept.narrowed(acts)[["person", "month"]].drop_duplicates()
    active = active.assign(bucket=active["person"].map(cohort))
    months = (active["month"].dt.year - active["bucket"].dt.year) * 12 + active["month"].dt.month - active["bucket"].dt.month
    people = active.groupby(["bucket", months.rename("months")]).size()
    sizes = cohort.value_counts()
    cells = people.index.union(pd.MultiIndex.from_product([sizes.index, [0]]))
    made = people.reindex(cells, fill_value=0).rename("people").rename_axis(["bucket", "months"]).reset_index()
    return made.assign(members=made["bucket"].map(sizes))


def carriers(kept: Kept) -> pd.DataFrame:
    rows = kept.this("interactions", did)
    counts = rows["actor_id"].cat.codes.value_counts()
    ids = rows["actor_id"].cat.categories
    made = pd.DataFrame({"person_id": ids[counts.index].astype("str"), "acts": counts.to_numpy()})
    made = made.sort_values(["acts", "person_id"], ascending=[False, True], ignore_index=True)
    every, people, place = made["acts"].sum(), len(made), np.arange(1, len(made) + 1)
    running = made["acts"].cumsum()
    half = int(np.argmax(2 * running >= every)) + 1 if people else 0
    gini = ((people + 1 - 2 * place) * made["acts"]).sum() / (people * every) if people else None
    listed = made.assign(running=running / every, people=people, every_act=every, half=half, gini=gini).head(LISTED)
    return named(kept, listed)
