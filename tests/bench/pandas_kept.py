"""Pandas in memory: tables typed and joined once at load, and each narrowed by the filters once a period."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from queries.filters import Filters
from tests.bench import tiles

DIMENSIONS = ["channel", "segment", "region", "team", "topic"]

# The columns that pages need; of them those that repeat are categories.

COLUMNS = {
    "people": ["person_id", "name", "segment", "region", "team", "became_customer_at", "day", "is_staff"],
    "surveys": [
        "response_id", "kind", "score", "scale_min", "scale_max", "person_id", "answered_at", "comment", "product", "speed", "satisfied",
        "day", "sent_day", "is_staff", *DIMENSIONS,
    ],
    "cases": ["response_minutes", "day", "is_staff", *DIMENSIONS],
    "promises": ["due_at", "kept_at", "day", "is_staff", *DIMENSIONS],
    "interactions": ["kind", "actor_id", "channel", "segment", "region", "is_first_answer", "day", "is_staff"],
    "posts": ["intent", "channel", "topic", "day"],
    "referrals": ["refusal", "campaign_id", "channel", "segment", "region", "day", "is_staff"],
    "orders": ["person_id", "amount", "refunded", "currency", "campaign_id", "channel", "segment", "region", "day", "is_staff"],
    "campaigns": ["campaign_id", "day"],
    "tests": ["decision", "day"],
    "actions": ["status", "team", "topic", "day"],
    "notes": ["day", "last_day", "description"],
}  # fmt: skip

CATEGORIES = {*DIMENSIONS, "kind", "person_id", "actor_id", "campaign_id", "currency", "intent", "refusal", "speed", "product", "status"}

LOOKED_AT = 10_000
Condition = Callable[[pd.DataFrame], pd.Series]
STEP = {"day": "D", "week": "W-SUN", "month": "M"}


def _read(file: Path, columns: list[str]) -> pd.DataFrame:
    coded = [name for name in columns if name in CATEGORIES]
    frame = pq.read_table(file, columns=columns, read_dictionary=coded).to_pandas(date_as_object=False)
    return frame.assign(**{name: frame[name].astype("category") for name in coded})


class Kept:
    """The tables narrowed by the filters: of any day, and by period with `bucket`."""

    def __init__(self, tables: dict[str, pd.DataFrame], filters: Filters) -> None:
        self.tables, self.filters, self.windows = tables, filters, tiles.windows(filters)
        self._any_day: dict[str, pd.DataFrame] = {}
        self._periods: dict[tuple[str, str], dict[str, pd.DataFrame]] = {}

    def any_day(self, table: str) -> pd.DataFrame:
        """Rows that the filters keep."""
        if table not in self._any_day:
            self._any_day[table] = self._narrowed(self.tables[table])
        return self._any_day[table]

    def _narrowed(self, frame: pd.DataFrame) -> pd.DataFrame:
        for column, values in tiles.chosen(self.filters, frame.columns).items():
            frame = frame[frame[column].isin(values)]
        return frame

    def periods(self, table: str, day: str = "day") -> dict[str, pd.DataFrame]:
        """Rows that the filters keep, by period."""
        if (table, day) not in self._periods:
            self._periods[table, day] = {w.name: self._within(table, day, w) for w in self.windows}
        return self._periods[table, day]

    def _within(self, table: str, day: str, window: tiles.Window) -> pd.DataFrame:
        frame = self.tables[table]
        within = self._narrowed(frame[(frame[day] >= pd.Timestamp(window.start)) & (frame[day] < pd.Timestamp(window.end))])
        return within.assign(bucket=self.buckets(within[day], window))

    def first(self, table: str, among: Condition) -> pd.Timestamp:
        """Day of the first row kept, NaT for none. The table is in time: mostly a look at its first rows will do."""
        for rows in (self.tables[table].iloc[:LOOKED_AT], self.tables[table]):
            kept = self._narrowed(rows)
            days = kept.loc[among(kept), "day"]
            if len(days):
                return days.iloc[0]
        return pd.NaT

    def buckets(self, days: pd.Series, window: tiles.Window) -> pd.Series:
        """First day of each day's bucket, the earlier period laid over this one."""
        moved = days + pd.Timedelta(days=window.shift)
        return moved.dt.to_period(STEP[self.filters.period.grain]).dt.start_time

    @cached_property
    def csat(self) -> dict[str, pd.DataFrame]:
        """The answers that count for CSAT, by period."""
        found = self.periods("surveys")
        return {name: rows[(rows["kind"] == "csat") & rows["satisfied"].notna() & ~rows["is_staff"]] for name, rows in found.items()}


Tile = Callable[..., pd.DataFrame]
