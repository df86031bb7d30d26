"""Groups, scores and single answers, in polars."""

from __future__ import annotations

import polars as pl

from tests.bench import tiles
from tests.bench.polars_kept import CSAT, CUSTOMERS, DIMENSIONS, LEAD, MISSING, Kept, N, some


def what_changed(kept: Kept) -> pl.LazyFrame:
    rows = kept.periods("surveys").filter(CSAT)
    found = []
    for dimension in DIMENSIONS:
        sums = rows.group_by(pl.col(dimension).fill_null(MISSING).alias("group")).agg(
            *((pl.col("period") == period).sum().cast(pl.Float64).alias(f"n_{period}") for period in tiles.PERIODS),
            *(((pl.col("period") == period) & pl.col("satisfied")).sum().cast(pl.Float64).alias(f"k_{period}") for period in tiles.PERIODS),
        )
        found.append(_effects(sums).with_columns(dimension=pl.lit(dimension)))
    return pl.concat(found)


def _effects(sums: pl.LazyFrame) -> pl.LazyFrame:
    """Mix and within of each group, from its counts in both periods."""
    n, k, before_n, before_k = pl.col("n_this"), pl.col("k_this"), pl.col("n_before"), pl.col("k_before")
    rates = sums.with_columns(
        n=n,
        before_n=before_n,
        value=k / some(n),
        before=before_k / some(before_n),
        weight=n / some(n.sum()),
        before_weight=before_n / some(before_n.sum()),
        level=(k.sum() / some(n.sum()) + before_k.sum() / some(before_n.sum())) / 2,
    ).filter(pl.col("level").is_not_null(), (pl.col("group") != MISSING).any())
    value, before = pl.coalesce("value", "before"), pl.coalesce("before", "value")
    return rates.with_columns(
        mix=(pl.col("weight") - pl.col("before_weight")) * ((value + before) / 2 - pl.col("level")),
        within=(pl.col("weight") + pl.col("before_weight")) / 2 * (value - before),
    )


def distribution(kept: Kept) -> pl.LazyFrame:
    scale = ["kind", "scale_min", "scale_max"]
    rows = kept.periods("surveys").filter(CUSTOMERS, pl.col("kind").is_in(["csat", "nps", "ces"]), pl.col("score").is_not_null())
    made = rows.group_by(*scale, pl.col("score").cast(pl.Float64)).agg(
        (pl.col("period") == "this").sum().alias("n"), (pl.col("period") == "before").sum().alias("before_n")
    )
    return made.with_columns(
        this=pl.col("n") / some(pl.col("n").sum().over(scale)), before=pl.col("before_n") / some(pl.col("before_n").sum().over(scale))
    )


def scores_by(kept: Kept) -> pl.LazyFrame:
    rows = kept.periods("surveys").filter(CUSTOMERS, pl.col("score").is_not_null(), pl.col("kind").is_in(["csat", "ces", "nps"]))
    won = pl.when(pl.col("kind") == "nps").then(100.0 * LEAD).otherwise(pl.col("satisfied").cast(pl.Float64))
    scored = rows.with_columns(won=won).filter(pl.col("won").is_not_null())
    found = [
        scored.group_by("kind", "period", pl.col(name).fill_null(MISSING).alias("group"))
        .agg(pl.col("won").mean().alias("value"), N)
        .filter((pl.col("group") != MISSING).any().over("kind"))
        .with_columns(dimension=pl.lit(name))
        for name in [*DIMENSIONS, "product"]
    ]
    return pl.concat(found)


def newest_answers(kept: Kept, kind: str) -> pl.LazyFrame:
    rows = kept.periods("surveys").filter(CUSTOMERS, pl.col("period") == "this", pl.col("kind") == kind, pl.col("satisfied").is_not_null())
    newest = rows.with_columns(total=pl.len()).sort(["answered_at", "response_id"], descending=[True, False]).head(500)
    return newest.join(kept.scan("people").select("person_id", "name"), on="person_id", how="left")


def who_answers(kept: Kept) -> pl.LazyFrame:
    rows = kept.periods("surveys", "sent_day").filter(CUSTOMERS, pl.col("kind") != "enps")
    found = [
        rows.group_by("period", pl.col(name).fill_null(MISSING).alias("group"))
        .agg(pl.col("score").is_not_null().mean().alias("value"), N)
        .with_columns(dimension=pl.lit(name))
        for name in ("channel", "team", "speed")
    ]
    return pl.concat(found).filter((pl.col("dimension") != "speed") | (pl.col("group") != MISSING))
