"""Polars over Parquet: every tile a lazy query over the scans, and all tiles of a page collected at once.

Only Overview and Satisfaction are written: they show where polars stands, and the bars are about the others.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from queries.filters import Filters
from tests.bench.polars_breakdowns import distribution, newest_answers, scores_by, what_changed, who_answers
from tests.bench.polars_kept import ALL, CSAT, CUSTOMERS, Kept, Tile
from tests.bench.polars_metrics import campaigns, closed_loop, counted, median_response, net_promoters, referral_rate, revenue, share
from tests.bench.polars_people import employees, recovered, repeat_purchase

ACTIVE = CUSTOMERS & pl.col("actor_id").is_not_null() & ~pl.col("kind").is_in(["visit", "open", "leave", "unsubscribe"])


class Polars:
    """Scans of Parquet files; nothing is kept in memory between pages."""

    def __init__(self, parquet: Path) -> None:
        self.parquet = parquet
        self.columns = {file.stem: pl.scan_parquet(file).collect_schema().names() for file in parquet.glob("*.parquet")}

    @property
    def tiles(self) -> set[str]:
        """The tiles that it answers."""
        return {*TILES}

    def page(self, asked: dict[str, dict[str, Any]], filters: Filters) -> dict[str, pl.DataFrame]:
        """Answer every tile in one collection, so that tiles that share a scan share it."""
        kept = Kept(self.parquet, self.columns, filters)
        return dict(zip(asked, pl.collect_all([TILES[tile](kept, **params) for tile, params in asked.items()]), strict=True))


TILES: dict[str, Tile] = {
    "satisfaction/csat": share("surveys", pl.col("satisfied"), CSAT),
    "satisfaction/nps": net_promoters,
    "satisfaction/ces": share("surveys", pl.col("satisfied"), CUSTOMERS & (pl.col("kind") == "ces") & pl.col("satisfied").is_not_null()),
    "satisfaction/enps": employees,
    "satisfaction/response_rate": share("surveys", pl.col("score").is_not_null(), CUSTOMERS & (pl.col("kind") != "enps"), "sent_day"),
    "satisfaction/recovered_detractors": recovered,
    "satisfaction/score_distribution": distribution,
    "satisfaction/scores_by": scores_by,
    "satisfaction/answers": newest_answers,
    "satisfaction/response_by": who_answers,
    "promises/first_response": median_response,
    "promises/promises_kept": share("promises", pl.col("kept_at") <= pl.col("due_at"), CUSTOMERS),
    "promises/within_hour": share("cases", pl.col("response_minutes") <= 60, CUSTOMERS),
    "referrals/referral_rate": referral_rate,
    "voices/closed_loop": closed_loop,
    "advocacy/valid_referrals": counted("referrals", pl.len(), CUSTOMERS & pl.col("refusal").is_null()),
    "advocacy/ideas_adopted": share("actions", pl.col("status").is_in(["adopted", "done"]), ALL),
    "value/new_customers": counted("people", pl.len(), CUSTOMERS & pl.col("became_customer_at").is_not_null()),
    "value/campaigns_with_customers": campaigns,
    "value/repeat_purchase": repeat_purchase,
    "value/revenue": revenue,
    "value/tests_decided": share("tests", pl.col("decision").is_not_null(), ALL),
    "community/active_people": counted("interactions", pl.col("actor_id").n_unique(), ACTIVE, ACTIVE),
    "community/peer_answers": share("interactions", CUSTOMERS, pl.col("is_first_answer")),
    "community/give_share": share("posts", pl.col("intent") == "give", pl.col("intent").is_not_null()),
    "overview/what_changed": what_changed,
}
