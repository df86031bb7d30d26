"""What takes the history of each person, in polars: recovered detractors, employees, customers who came back."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from tests.bench import tiles
from tests.bench.polars_kept import CUSTOMERS, LEAD, Kept, N, both


def recovered(kept: Kept) -> pl.LazyFrame:
    mood = pl.when(pl.col("score") <= 6).then(False).when(pl.col("score") >= 9).then(True)
    ever = kept.any_day("surveys").filter(
        CUSTOMERS, pl.col("kind") == "nps", pl.col("score").is_not_null(), pl.col("person_id").is_not_null()
    )
    ever = ever.select("person_id", "answered_at", "response_id", "score", "day").sort("answered_at", "response_id")
    earlier = mood.forward_fill().shift(1).over("person_id")
    again = kept.dated(ever.with_columns(earlier=earlier).filter(~pl.col("earlier")))
    best = both(again, pl.col("score").max(), by=("person_id",))
    return best.group_by("period", "bucket").agg((pl.col("score") >= 9).mean().alias("value"), N)


def employees(kept: Kept) -> pl.LazyFrame:
    chosen = {c: pl.col(c).is_in(v).fill_null(False) for c, v in tiles.chosen(kept.filters, kept.columns["surveys"]).items()}
    cell = pl.concat_str([pl.when(has).then(pl.col(c)).otherwise(pl.lit("")) for c, has in chosen.items()] or [pl.lit("")], separator="|")
    given = (
        kept.scan("surveys")
        .filter(pl.col("kind") == "enps", pl.col("score").is_not_null())
        .with_columns(
            month=pl.col("day").dt.truncate("1mo"),
            inside=pl.all_horizontal(list(chosen.values()) or [pl.col("kind") == "enps"]),
            cell=cell,
            person=pl.coalesce("person_id", "response_id"),
        )
    )
    middle = pl.col("month") + timedelta(days=14)
    found = []
    for window in kept.windows:
        rows = given.filter(middle >= window.start, middle < window.end)
        cells = rows.group_by("month", "cell").agg(
            pl.col("person").n_unique().alias("people"),
            pl.col("inside").sum().alias("n"),
            LEAD.filter(pl.col("inside")).sum().alias("lead"),
        )
        months = cells.group_by("month").agg(pl.col("people").min(), pl.col("n", "lead").sum()).filter(pl.col("people") >= 5)
        value = 100 * pl.col("lead").sum() / pl.when(pl.col("n").sum() > 0).then(pl.col("n").sum())
        found.append(
            months.select(
                pl.lit(window.name).alias("period"), pl.lit(None, pl.Date).alias("bucket"), value.alias("value"), pl.col("n").sum()
            )
        )
    return pl.concat(found)


def repeat_purchase(kept: Kept) -> pl.LazyFrame:
    given_back = (pl.col("refunded") > 0) & (pl.col("refunded") >= pl.col("amount"))
    # A choice of channels is one of the channel of the first order.
    paid = kept.any_day("orders", but="channel").filter(CUSTOMERS, pl.col("person_id").is_not_null(), ~given_back.fill_null(False))
    first = pl.col("day").min()
    back = ((pl.col("day") > first) & (pl.col("day") <= first + timedelta(days=90))).any()
    channel = pl.col("channel").filter(pl.col("day") == first).min().alias("channel")
    customers = paid.group_by("person_id").agg(back.alias("is_back"), (first + timedelta(days=91)).alias("due"), channel)
    if kept.filters.channels:
        customers = customers.filter(pl.col("channel").is_in(kept.filters.channels))
    customers = customers.rename({"due": "day"})
    return both(kept.dated(customers), pl.col("is_back").mean().alias("value"), N)
