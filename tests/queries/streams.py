"""A community's events as an export brings them, clean and in disorder, and whether two snapshots answer alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from queries import views
from queries.asking import binding
from queries.filters import Filters
from queries.period import Period
from queries.snapshot import Snapshot


def generated(rows: int, people: int, seed: int) -> pd.DataFrame:
    """An export of interactions: half a year of a forum and two apps, with questions, answers and thanks that refer to each other."""
    rng = np.random.default_rng(seed)
    at = pd.Timestamp("2026-01-01", tz="UTC") + pd.to_timedelta(np.sort(rng.integers(0, 180 * 86_400, rows)), unit="s")
    kind = rng.choice(
        ["question", "answer", "thanks", "comment", "share", "visit", "post"], rows, p=[0.2, 0.25, 0.1, 0.25, 0.05, 0.1, 0.05]
    )
    asked = np.flatnonzero(kind == "question")
    newest = (
        asked[np.maximum(np.searchsorted(asked, np.arange(rows)) - 1 - rng.integers(0, 3, rows), 0)] if len(asked) else np.zeros(rows, int)
    )
    refers = np.isin(kind, ["answer", "thanks"]) & (newest < np.arange(rows))
    own = np.where(refers, newest, np.arange(rows))
    return pd.DataFrame(
        {
            "interaction_id": [f"i{n}" for n in range(rows)],
            "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "channel": np.where(
                np.isin(kind, ["question", "answer", "thanks"]), "forum", rng.choice(["photo app", "video app", "forum"], rows)
            ),
            "kind": kind,
            "actor_id": [f"p{n}" for n in (rng.random(rows) ** 2 * people * np.linspace(0.2, 1, rows)).astype(int)],
            "actor_role": rng.choice(["member", "customer", "employee", "bot"], rows, p=[0.6, 0.3, 0.08, 0.02]),
            "parent_id": [f"i{to}" if refer else None for to, refer in zip(newest, refers, strict=True)],
            "thread_id": [f"t{n}" for n in own],
            "purpose": rng.choice(["service", "education", "praise"], rows),
        }
    )


def disturbed(clean: pd.DataFrame, seed: int) -> list[pd.DataFrame]:
    """The same rows out of order in three exports: late ones come weeks after their time, and one in ten comes twice."""
    rng = np.random.default_rng(seed)
    repeated = pd.concat([clean, clean.sample(frac=0.1, random_state=seed)])
    arrival = np.arange(len(repeated)) * 0.0 + pd.to_datetime(repeated["at"], utc=True).astype("int64").to_numpy()
    arrival += np.where(
        rng.random(len(repeated)) < 0.3, rng.exponential(np.median(np.diff(np.sort(arrival))) * len(clean) / 6, len(repeated)), 0
    )
    shuffled = repeated.iloc[np.argsort(arrival + rng.normal(0, 1e12, len(repeated)))]
    return [shuffled.iloc[places].sample(frac=1, random_state=seed) for places in np.array_split(np.arange(len(shuffled)), 3)]


def same_answers(one: Snapshot, other: Snapshot) -> int:
    """How many answers of the page's views are the same, for several choices. Raises AssertionError at the first that is not."""
    same = 0
    default = Filters(Period(one.data_from, one.data_to), "none")
    week = replace(default, period=Period(one.data_to - timedelta(days=100), one.data_to - timedelta(days=3)))
    for filters in (default, week, replace(default, channels=("forum",)), replace(week, channels=("photo app", "video app"))):
        for name in sorted(name for name in binding.names() if name.startswith("community/")):
            params: dict[str, Any] = {"ends": pd.Timestamp("2026-04-30").date()} if name.endswith("/members") else {}
            first, second = (views.run(found, name, filters, **params).frame for found in (one, other))
            pd.testing.assert_frame_equal(first, second, obj=name)
            same += 1
    return same
