"""Pandas in memory: tables typed and joined once at load, and each narrowed by the filters once a period."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from queries.filters import Filters
from tests.bench import tiles

DIMENSIONS = ["channel", "segment", "region", "team", "topic"]

# The columns that Overview and Satisfaction need; of them those that repeat are categories.

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
    "referrals": ["refusal", "referred_id", "campaign_id", "channel", "segment", "region", "day", "is_staff"],
    "orders": ["person_id", "amount", "refunded", "currency", "campaign_id", "channel", "segment", "region", "day", "is_staff"],
    "campaigns": ["campaign_id", "day"],
    "tests": ["decision", "day"],
    "actions": ["status", "team", "topic", "day", "done_at", "raised_day"],
}  # fmt: skip

CATEGORIES = {*DIMENSIONS, "kind", "person_id", "actor_id", "campaign_id", "currency", "intent", "refusal", "speed", "product", "status"}

# What the other pages need beside them.
LATER = {
    "people": ["role", "source", "owner_id", "joined_at", "consent"],
    "surveys": ["sent_at", "detractor"],
    "cases": [
        "case_id", "person_id", "agent_id", "opened_at", "first_response_at", "resolution_minutes", "solved_day", "waiting_since",
        "is_reopened", "agent_replies", "subject", "resolved_day", "is_closed",
    ],
    "promises": ["promise_id", "kind", "person_id", "case_id"],
    "interactions": ["interaction_id", "at", "target_id", "actor_role", "parent_id", "thread_id", "post_id", "purpose", "sentiment", "text"],
    "posts": [
        "campaign_id", "reactions", "reach", "post_id", "published_at", "author_id", "author_role", "headline", "text", "format", "comments",
    ],
    "referrals": ["referral_id", "referrer_id", "invited_at", "joined_at", "converted_at"],
    "orders": ["ordered_at"],
    "campaigns": ["name", "cost"],
    "actions": ["action_id", "title", "raised_at", "decided_at", "done_day", "level", "proposed_by"],
}  # fmt: skip
# Ids of people: coded alike in all tables, so that two tables are joined by number.
PEOPLE = ("person_id", "actor_id", "target_id", "referrer_id", "referred_id", "agent_id", "owner_id", "author_id")
REPEATED = {*PEOPLE, "role", "source", "actor_role", "purpose", "sentiment"}
LOOKED_AT = 10_000
Condition = Callable[[pd.DataFrame], pd.Series]
STEP = {"day": "D", "week": "W-SUN", "month": "M"}


def read(parquet: Path, later: bool) -> dict[str, pd.DataFrame]:
    """Every table; `later` with the columns of all pages, and people coded alike."""
    if not later:
        return {name: _read(parquet / f"{name}.parquet", columns) for name, columns in COLUMNS.items()}
    tables = {name: _read(parquet / f"{name}.parquet", [*columns, *LATER.get(name, [])]) for name, columns in COLUMNS.items()}
    held = [(table, name) for table, frame in tables.items() for name in PEOPLE if name in frame]
    everyone = pd.CategoricalDtype(
        pd.concat([pd.Series(tables[t][name].cat.categories) for t, name in held]).drop_duplicates().sort_values()
    )
    for table, name in held:
        tables[table][name] = tables[table][name].cat.set_categories(everyone.categories)
    return tables


def _read(file: Path, columns: list[str]) -> pd.DataFrame:
    coded = [name for name in columns if name in CATEGORIES | REPEATED]
    frame = pq.read_table(file, columns=columns, read_dictionary=coded).to_pandas(date_as_object=False)
    return frame.assign(**{name: frame[name].astype("category") for name in coded})


class Kept:
    """The tables narrowed by the filters: of any day, and by period with `bucket`. `now` is the data's last moment, `data_to` its last day."""

    def __init__(self, tables: dict[str, pd.DataFrame], filters: Filters, facts: dict[str, Any]) -> None:
        self.tables, self.filters, self.windows = tables, filters, tiles.windows(filters)
        self.now, self.data_to, self.data_from = (pd.Timestamp(facts[name]) for name in ("last_moment", "data_to", "data_from"))
        self.start, self.end = pd.Timestamp(filters.period.start), pd.Timestamp(filters.period.end)
        self._any_day: dict[str, pd.DataFrame] = {}
        self._periods: dict[tuple[str, str], dict[str, pd.DataFrame]] = {}

    def any_day(self, table: str) -> pd.DataFrame:
        """Rows that the filters keep."""
        if table not in self._any_day:
            self._any_day[table] = self.narrowed(self.tables[table])
        return self._any_day[table]

    def narrowed(self, frame: pd.DataFrame, but: str = "") -> pd.DataFrame:
        """The rows that the filters keep, those of one column left aside."""
        for column, values in tiles.chosen(self.filters, frame.columns).items():
            frame = frame[frame[column].isin(values)] if column != but else frame
        return frame

    def periods(self, table: str, day: str = "day") -> dict[str, pd.DataFrame]:
        """Rows that the filters keep, by period."""
        if (table, day) not in self._periods:
            self._periods[table, day] = {w.name: self._within(table, day, w) for w in self.windows}
        return self._periods[table, day]

    def this(self, table: str, among: Condition, day: str = "day") -> pd.DataFrame:
        """Rows of this period that the filters keep and the condition holds for."""
        rows = self.periods(table, day)["this"]
        return rows[among(rows)]

    def named(self, rows: pd.DataFrame, person: str = "person_id", name: str = "name") -> pd.DataFrame:
        """The rows with the names of their people."""
        people = self.tables["people"]
        known = people[people["person_id"].isin(rows[person].dropna().unique())].set_index("person_id")["name"]
        return rows.assign(**{name: rows[person].astype("str").map(known.set_axis(known.index.astype("str")))})

    def _within(self, table: str, day: str, window: tiles.Window) -> pd.DataFrame:
        frame = self.tables[table]
        within = self.narrowed(frame[(frame[day] >= pd.Timestamp(window.start)) & (frame[day] < pd.Timestamp(window.end))])
        return within.assign(bucket=self.buckets(within[day], window))

    def first(self, table: str, among: Condition) -> pd.Timestamp:
        """Day of the first row kept, NaT for none. The table is in time: mostly a look at its first rows will do."""
        for rows in (self.tables[table].iloc[:LOOKED_AT], self.tables[table]):
            kept = self.narrowed(rows)
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
