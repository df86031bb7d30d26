"""One DuckDB query a tile, over the native tables or over Parquet: what a dashboard on a database asks, each tile for itself.

Both periods come from one query, and so do the whole and its buckets.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from queries.filters import Filters
from tests.bench import tiles
from tests.bench.sql_breakdowns import distribution, newest_answers, notes, scores_by, what_changed, who_answers
from tests.bench.sql_kept import CUSTOMERS, Asked, Tile
from tests.bench.sql_metrics import campaigns, counted, median_response, net_promoters, revenue, share
from tests.bench.sql_people import employees, recovered, repeat_purchase


class Sql:
    """A connection of its own to the native tables, or to Parquet files through views of the same names."""

    def __init__(self, database: Path | None = None, parquet: Path | None = None) -> None:
        self.con = duckdb.connect(str(database), read_only=True) if database else duckdb.connect()
        self.con.execute("set timezone = 'UTC'")
        for file in sorted(parquet.glob("*.parquet")) if parquet else ():
            self.con.execute(f"create view {file.stem} as select * from read_parquet('{file}')")
        described = self.con.execute("select table_name, list(column_name) from duckdb_columns() where not internal group by 1").fetchall()
        self.columns = dict(described)

    def page(self, asked: dict[str, dict[str, Any]], filters: Filters) -> dict[str, tiles.Table]:
        """Answer every tile, one query after the other."""
        return {tile: self._ask(TILES[tile](Asked(self.columns, filters, params))) for tile, params in asked.items()}

    def _ask(self, sql: str) -> tiles.Table:
        found = self.con.execute(sql)
        return [column[0] for column in found.description], found.fetchall()


CSAT = "kind = 'csat' and satisfied is not null"

TILES: dict[str, Tile] = {
    "satisfaction/csat": share("surveys", "satisfied", CSAT),
    "satisfaction/nps": net_promoters,
    "satisfaction/ces": share("surveys", "satisfied", "kind = 'ces' and satisfied is not null"),
    "satisfaction/enps": employees,
    "satisfaction/response_rate": share("surveys", "score is not null", narrowed=f"{CUSTOMERS} and kind <> 'enps'", day="sent_day"),
    "satisfaction/recovered_detractors": recovered,
    "satisfaction/score_distribution": distribution,
    "satisfaction/scores_by": scores_by,
    "satisfaction/answers": newest_answers,
    "satisfaction/response_by": who_answers,
    "promises/first_response": median_response,
    "promises/promises_kept": share("promises", "kept_at <= due_at"),
    "promises/within_hour": share("cases", "response_minutes <= 60"),
    "advocacy/valid_referrals": counted("referrals", "count(*) filter (refusal is null)"),
    "advocacy/ideas_adopted": share("actions", "status in ('adopted', 'done')", narrowed="decided_at is not null"),
    "value/new_customers": counted("people", "count(became_customer_at)"),
    "value/campaigns_with_customers": campaigns,
    "value/repeat_purchase": repeat_purchase,
    "value/revenue": revenue,
    "value/tests_decided": share("tests", "decision is not null", narrowed="true"),
    "community/active_people": counted(
        "interactions",
        "count(distinct actor_id)",
        f"{CUSTOMERS} and actor_id is not null and kind not in ('visit', 'open', 'leave', 'unsubscribe')",
    ),
    "community/peer_answers": share("interactions", "not is_staff", "is_first_answer", narrowed="true"),
    "community/give_share": share("posts", "intent = 'give'", "intent is not null", narrowed="true"),
    "overview/what_changed": what_changed,
    "overview/notes": notes,
}
