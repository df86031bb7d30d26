"""One number by period and bucket, in polars."""

from __future__ import annotations

import polars as pl

from tests.bench.polars_kept import CUSTOMERS, LEAD, MISSING, Kept, N, Tile, both


def share(table: str, won: pl.Expr, among: pl.Expr, day: str = "day") -> Tile:
    """`won` over `among`, both conditions, of the rows of a table."""
    value = won.fill_null(False).mean().alias("value")
    return lambda kept: both(kept.periods(table, day).filter(among), value, N)


def net_promoters(kept: Kept) -> pl.LazyFrame:
    rows = kept.periods("surveys").filter(CUSTOMERS, pl.col("kind") == "nps", pl.col("score").is_not_null())
    return both(rows, (100 * LEAD.mean()).alias("value"), N)


def median_response(kept: Kept) -> pl.LazyFrame:
    minutes = pl.col("response_minutes")
    return both(kept.periods("cases").filter(CUSTOMERS), minutes.median().alias("value"), minutes.count().alias("n"))


def counted(table: str, number: pl.Expr, among: pl.Expr, since: pl.Expr = CUSTOMERS) -> Tile:
    """A count that is zero, and not unknown, since the first of the rows kept."""

    def tile(kept: Kept) -> pl.LazyFrame:
        found = both(kept.periods(table).filter(among), number.alias("n"))
        made = (
            kept.cells(table, since)
            .join(found, on=["period", "bucket"], how="left", nulls_equal=True)
            .with_columns(pl.col("n").fill_null(0))
        )
        return made.with_columns(value=pl.col("n"))

    return tile


def campaigns(kept: Kept) -> pl.LazyFrame:
    orders = kept.any_day("orders").filter(CUSTOMERS).select("campaign_id")
    referrals = kept.any_day("referrals").filter(CUSTOMERS, pl.col("refusal").is_null()).select("campaign_id")
    brought = pl.concat([orders, referrals], how="vertical_relaxed").drop_nulls().unique().with_columns(won=pl.lit(True))
    ended = kept.periods("campaigns").join(brought, on="campaign_id", how="left")
    return both(ended, pl.col("won").fill_null(False).mean().alias("value"), N)


def referral_rate(kept: Kept) -> pl.LazyFrame:
    valid = kept.scan("referrals").filter(CUSTOMERS, pl.col("refusal").is_null()).select(person_id="referred_id").drop_nulls().unique()
    new = kept.periods("people").filter(CUSTOMERS, pl.col("became_customer_at").is_not_null())
    brought = new.join(valid.with_columns(won=pl.lit(True)), on="person_id", how="left")
    return both(brought, pl.col("won").fill_null(False).mean().alias("value"), N)


def closed_loop(kept: Kept) -> pl.LazyFrame:
    raised = kept.periods("actions", "raised_day").filter(pl.col("topic").is_not_null())
    themes, closed = pl.col("topic").n_unique(), pl.col("topic").filter(pl.col("done_at").is_not_null()).n_unique()
    return both(raised, (closed / themes).alias("value"), themes.alias("n"))


def revenue(kept: Kept) -> pl.LazyFrame:
    rows = kept.periods("orders").filter(CUSTOMERS).with_columns(pl.col("currency").fill_null(MISSING))
    net = (pl.col("amount") - pl.col("refunded").fill_null(0)).sum().alias("value")
    found = both(rows, net, N, by=("currency",))
    cells = kept.cells("orders", CUSTOMERS).join(rows.select("currency").unique(), how="cross")
    made = cells.join(found, on=["period", "bucket", "currency"], how="left", nulls_equal=True)
    return made.with_columns(pl.col("value", "n").fill_null(0))
