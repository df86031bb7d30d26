"""Ambassadors at the end of the period and of the 12 times 30 days before it, with numpy: a row a person, a column each 30 days, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tests.bench.pandas_advocates import did, named, valid
from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers

STEPS, STEP = 13, 30
# Active in so many of three times 30 days: the first step looks at two before it.
BEFORE = 2
Grid = np.ndarray


@dataclass(frozen=True)
class Steps:
    """Where an event of a person on a day lies: events after the last step are left out, those before the first lie in the first."""

    people: int
    end: pd.Timestamp

    def places(self, rows: pd.DataFrame, person: str) -> tuple[np.ndarray, np.ndarray]:
        """The place of each row in the grid, and which rows have one."""
        codes, days = rows[person].cat.codes.to_numpy().astype(np.int64), (self.end - rows["day"]).dt.days.to_numpy()
        inside = (codes >= 0) & (days > 0)
        back = np.minimum(STEPS - 1, (days[inside] - 1) // STEP)
        return codes[inside] * STEPS + (STEPS - 1 - back).astype(np.int64), inside

    def counted(self, rows: pd.DataFrame, person: str) -> Grid:
        """How many rows each person has in each step."""
        places, _ = self.places(rows, person)
        return np.bincount(places, minlength=self.people * STEPS).reshape(-1, STEPS)

    def acted(self, rows: pd.DataFrame, person: str) -> Grid:
        """Whether each person has a row in each step and in those before the first."""
        codes, days = rows[person].cat.codes.to_numpy().astype(np.int64), (self.end - rows["day"]).dt.days.to_numpy()
        inside = (codes >= 0) & (days > 0) & (days <= (STEPS + BEFORE) * STEP)
        found = np.zeros((self.people, STEPS + BEFORE), bool)
        found[codes[inside], STEPS + BEFORE - 1 - (days[inside] - 1) // STEP] = True
        return found

    def last(self, rows: pd.DataFrame, person: str, values: np.ndarray) -> Grid:
        """The value of the last row of each person in each step, NaN without one; rows are in time."""
        places, inside = self.places(rows, person)
        found = np.full(self.people * STEPS, np.nan)
        found[places] = values[inside]
        return found.reshape(-1, STEPS)


def _kept_on(grid: Grid) -> Grid:
    """Each value stays until the next."""
    at = np.where(np.isnan(grid), 0, np.arange(1, STEPS + 1))
    at = np.maximum.accumulate(at, axis=1) - 1
    return np.where(at >= 0, np.take_along_axis(grid, np.maximum(at, 0), axis=1), np.nan)


def ambassadors(kept: Kept, most: int, **rule: int) -> pd.DataFrame:
    people = kept.tables["people"]
    steps = Steps(len(people["person_id"].cat.categories), kept.end)
    grids = _grids(kept, steps)
    ends = _numbered(pd.Series([kept.end - pd.Timedelta(days=STEP * back) for back in range(STEPS - 1, -1, -1)]))
    signs, states = _states(grids, ends, _consent(kept, steps), rule)
    judged = kept.any_day("people")
    judged = judged[customers(judged) & (judged["role"] != "partner")]["person_id"].cat.codes.to_numpy()
    shown = judged[(states[judged] != "-").any(axis=1)]
    now = {name: grid[shown, -1] for name, grid in grids.items()}
    made = pd.DataFrame({**now, "signs": signs[shown, -1], "states": pd.Series(["".join(row) for row in states[shown]], dtype="str")})
    made["last_day"] = pd.to_datetime(made["last_day"], unit="D")
    made["person_id"] = people["person_id"].cat.categories[shown].astype("str")
    paths = made.groupby("states").size().rename("people").reset_index()
    listed = _first(made, most)
    return pd.concat([paths, named(kept, listed).merge(_contacts(kept, listed["person_id"]), "left", "person_id")], ignore_index=True)


def _first(made: pd.DataFrame, most: int) -> pd.DataFrame:
    """Of each state now the first people."""
    there = made[made["states"].str[-1] != "-"]
    order = there.sort_values(["signs", "referrals", "thanks", "person_id"], ascending=[False, False, False, True])
    return order.groupby(order["states"].str[-1]).head(most)


def _grids(kept: Kept, steps: Steps) -> dict[str, Grid]:
    """The signs of everybody after each step."""
    messages, orders, surveys, referrals = (kept.tables[name] for name in ("interactions", "orders", "surveys", "referrals"))
    brought = referrals[valid(referrals)]
    thanks = messages[(messages["kind"] == "thanks") & (messages["actor_id"].cat.codes != messages["target_id"].cat.codes)]
    paid = orders[customers(orders) & ~(orders["refunded"] >= orders["amount"])]
    active = messages[did(messages)]
    asked = surveys[customers(surveys) & (surveys["kind"] == "nps") & surveys["score"].notna()].sort_values("answered_at", kind="stable")
    low = asked[asked["score"] <= 6]
    acted = steps.acted(active, "actor_id")
    return {
        "referrals": steps.counted(brought, "referrer_id").cumsum(axis=1),
        "thanks": steps.counted(thanks, "target_id").cumsum(axis=1),
        "orders": steps.counted(paid, "person_id").cumsum(axis=1),
        "score": _kept_on(steps.last(asked, "person_id", asked["score"].to_numpy(float))),
        "months": np.stack([acted[:, step : step + BEFORE + 1].sum(axis=1) for step in range(STEPS)], axis=1),
        "detracted": _latest(steps, (low, "person_id")),
        "last_day": _latest(steps, (active, "actor_id"), (paid, "person_id"), (brought, "referrer_id")),
    }


def _latest(steps: Steps, *tables: tuple[pd.DataFrame, str]) -> Grid:
    """The last day, since 1970, on which any of the rows was, up to each step."""
    days = [steps.last(rows.sort_values("day", kind="stable"), person, _numbered(rows["day"].sort_values())) for rows, person in tables]
    return _kept_on(np.fmax.reduce([np.fmax.accumulate(grid, axis=1) for grid in days]))


def _numbered(days: pd.Series) -> np.ndarray:
    return days.to_numpy("datetime64[D]").astype(float)


def _consent(kept: Kept, steps: Steps) -> np.ndarray:
    people = kept.tables["people"]
    found = np.zeros(steps.people, bool)
    found[people["person_id"].cat.codes] = people["consent"].eq(True)
    return found


def _states(grids: dict[str, Grid], ends: np.ndarray, consent: np.ndarray, rule: dict[str, int]) -> tuple[Grid, Any]:
    """How many signs each person has after each step, and the letter of the state."""
    signs = (grids["score"] >= 9).astype(int) + (grids["referrals"] > 0) + (grids["thanks"] >= rule["answers"])
    signs = signs + (grids["orders"] >= rule["orders"]) + (grids["months"] >= rule["months"])
    detracts = grids["detracted"] >= ends - rule["quiet"]
    silent = ~(grids["last_day"] >= ends - rule["quiet"])
    met = (signs >= rule["signs"]) & ~detracts
    accepted = met & consent[:, None]
    been = np.zeros_like(met)
    been[:, 1:] = np.logical_or.accumulate(accepted, axis=1)[:, :-1]
    return signs, np.select([accepted, met, been & (detracts | silent), been], ["a", "c", "l", "r"], "-")


def _contacts(kept: Kept, people: pd.Series) -> pd.DataFrame:
    """When we last wrote to each, or did something for them."""
    surveys, cases, messages = (kept.tables[name] for name in ("surveys", "cases", "interactions"))
    ours = messages[messages["is_staff"]]
    parts = [
        pd.DataFrame({"person_id": surveys["person_id"], "at": surveys["sent_at"], "day": surveys["day"]}),
        pd.DataFrame({"person_id": cases["person_id"], "at": cases["first_response_at"].fillna(cases["opened_at"]), "day": cases["day"]}),
        pd.DataFrame({"person_id": ours["target_id"], "at": ours["at"], "day": ours["day"]}),
    ]
    every = pd.concat(parts, ignore_index=True)
    every = every[every["person_id"].isin(people) & (every["day"] < kept.end)]
    found = every.groupby("person_id", observed=True)["at"].max().rename("contact_at").reset_index()
    return found.astype({"person_id": "str"})
