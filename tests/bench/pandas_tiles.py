"""Pandas in memory: every tile of the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from queries.filters import Filters
from tests.bench.pandas_breakdowns import distribution, newest_answers, notes, scores_by, what_changed, who_answers
from tests.bench.pandas_kept import COLUMNS, Kept, Tile, _read
from tests.bench.pandas_metrics import (
    _all,
    active_people,
    campaigns,
    counted,
    csat,
    customers,
    median_response,
    net_promoters,
    revenue,
    share,
)
from tests.bench.pandas_people import employees, recovered, repeat_purchase


class Pandas:
    """All tables in memory."""

    def __init__(self, parquet: Path) -> None:
        self.tables = {name: _read(parquet / f"{name}.parquet", columns) for name, columns in COLUMNS.items()}

    def page(self, asked: dict[str, dict[str, Any]], filters: Filters) -> dict[str, pd.DataFrame]:
        """Answer every tile from tables that are filtered once."""
        kept = Kept(self.tables, filters)
        return {tile: TILES[tile](kept, **params) for tile, params in asked.items()}


TILES: dict[str, Tile] = {
    "satisfaction/csat": csat,
    "satisfaction/nps": net_promoters,
    "satisfaction/ces": share(
        "surveys", lambda rows: (rows["kind"] == "ces") & rows["satisfied"].notna() & ~rows["is_staff"], lambda rows: rows["satisfied"]
    ),
    "satisfaction/enps": employees,
    "satisfaction/response_rate": share(
        "surveys", lambda rows: (rows["kind"] != "enps") & ~rows["is_staff"], lambda rows: rows["score"].notna(), "sent_day"
    ),
    "satisfaction/recovered_detractors": recovered,
    "satisfaction/score_distribution": distribution,
    "satisfaction/scores_by": scores_by,
    "satisfaction/answers": newest_answers,
    "satisfaction/response_by": who_answers,
    "promises/first_response": median_response,
    "promises/promises_kept": share("promises", customers, lambda rows: rows["kept_at"] <= rows["due_at"]),
    "promises/within_hour": share("cases", customers, lambda rows: rows["response_minutes"] <= 60),
    "advocacy/valid_referrals": counted("referrals", lambda rows: rows["refusal"].isna() & ~rows["is_staff"]),
    "advocacy/ideas_adopted": share("actions", _all, lambda rows: rows["status"].isin(["adopted", "done"])),
    "value/new_customers": counted("people", lambda rows: rows["became_customer_at"].notna() & ~rows["is_staff"]),
    "value/campaigns_with_customers": campaigns,
    "value/repeat_purchase": repeat_purchase,
    "value/revenue": revenue,
    "value/tests_decided": share("tests", _all, lambda rows: rows["decision"].notna()),
    "community/active_people": active_people,
    "community/peer_answers": share("interactions", lambda rows: rows["is_first_answer"], customers),
    "community/give_share": share("posts", lambda rows: rows["intent"].notna(), lambda rows: rows["intent"] == "give"),
    "overview/what_changed": what_changed,
    "overview/notes": notes,
}
