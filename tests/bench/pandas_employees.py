"""Employees, in pandas. Nothing is told of fewer than five: see `queries/views/shared/staff_cells.sql` for the rule."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.bench import tiles
from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers
from tests.bench.pandas_people import of_employees
from tests.bench.pandas_ties import inside

FEWEST = 5
ANSWERS = ["click", "reply", "comment", "thanks", "reaction"]
ACTS = ["shares", "clicks", "replies", "referrals"]


@dataclass(frozen=True)
class Staff:
    """Who the filters keep (`person`, a number, and `team`), the cells of all, and by team (`all` is everyone): n, is_shown."""

    kept: pd.DataFrame
    cells: pd.DataFrame
    whose: pd.DataFrame


def _is_small(cells: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Whether a cell belongs to the smallest ones that together have five people or more, where any has fewer."""
    ordered = cells.sort_values(["people", *keys])
    before = ordered["people"].cumsum() - ordered["people"]
    return (before < FEWEST) & (cells["people"].min() < FEWEST)


def _staff(kept: Kept) -> Staff:
    people = kept.tables["people"]
    people = people[people["role"] == "employee"]
    everyone = people[["team", "segment", "region"]].astype("str").assign(inside=inside(kept, people), person=people["person_id"].cat.codes)
    cells = everyone.groupby(["team", "segment", "region"], dropna=False)["inside"].agg(inside="all", people="size").reset_index()
    cells["is_small"] = _is_small(cells, ["team", "segment", "region"])
    small, told = cells[cells["is_small"]], cells[cells["inside"]]
    enough = small["people"].sum() >= FEWEST
    is_shown = bool(not told["is_small"].any() or (small["inside"].all() and enough))
    found = [("all", told["people"].sum(), is_shown, True)] if len(told) else []
    for team, rows in told.groupby(told["team"].fillna("(no team)")):
        whole = not rows["is_small"].any() or (rows["is_small"].sum() == len(small) and enough)
        found.append((team, rows["people"].sum(), is_shown and bool(whole), False))
    whose = pd.DataFrame(found, columns=["group", "n", "is_shown", "is_every"]).astype({"is_shown": bool, "is_every": bool})
    return Staff(everyone.loc[everyone["inside"], ["person", "team"]].fillna({"team": "(no team)"}), cells, whose)


def _hidden(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The rows without the numbers of those that may not be told of."""
    shown = rows["is_shown"]
    return rows.assign(hidden=~shown, **{name: rows[name].astype("float64").where(shown) for name in names})


def _shares(kept: Kept, staff: Staff, period: str) -> pd.DataFrame:
    rows = kept.periods("interactions")[period]
    rows = rows[rows["kind"] == "share"]
    return rows.assign(person=rows["actor_id"].cat.codes).merge(staff.kept, on="person", suffixes=("_of_row", ""))


def employee_sharing(kept: Kept) -> pd.DataFrame:
    staff = _staff(kept)
    every = staff.whose[staff.whose["is_every"] & staff.whose["is_shown"]]
    found = []
    for window in kept.windows if len(every) else []:
        shares = _shares(kept, staff, window.name)
        by_bucket = shares.groupby("bucket")["person"].nunique()
        for period, bucket, _ in tiles.cells(kept.filters):
            if period == window.name:
                sharers = by_bucket.get(pd.Timestamp(bucket), 0) if bucket else shares["person"].nunique()
                found.append((period, bucket, sharers / every["n"].iloc[0], every["n"].iloc[0]))
    return pd.DataFrame(found, columns=["period", "bucket", "value", "n"])


def sharing_by(kept: Kept) -> pd.DataFrame:
    staff, found = _staff(kept), []
    messages = kept.tables["interactions"]
    for window in kept.windows:
        shares = _shares(kept, staff, window.name)
        said = messages[messages["kind"].isin(ANSWERS) & customers(messages) & messages["parent_id"].isin(shares["interaction_id"])]
        is_click = said["kind"] == "click"
        clicks, replies = (said.loc[some, "parent_id"].value_counts() for some in (is_click, ~is_click))
        brought = kept.periods("referrals")[window.name]
        brought = brought[brought["refusal"].isna()]
        brought = pd.DataFrame({"person": brought["referrer_id"].cat.codes, "referrals": 1}).merge(staff.kept, on="person")
        counts = {"clicks": shares["interaction_id"].map(clicks), "replies": shares["interaction_id"].map(replies)}
        acts = (
            pd.concat([shares[["person", "team"]].assign(shares=1, **counts), brought]).reindex(columns=["person", "team", *ACTS]).fillna(0)
        )
        acts = pd.concat([acts, acts.assign(team="all")])
        persons = acts.groupby(["team", "person"])[ACTS].sum().reset_index()
        made = staff.whose.merge(_summed(persons), "left", left_on="group", right_index=True).fillna(dict.fromkeys(["sharers", *ACTS], 0))
        made = made.assign(period=window.name, value=made["sharers"] / made["n"])
        made["half"] = made["half"].where(made["sharers"] >= FEWEST)
        found.append(_hidden(made, ["n", "value", "sharers", *ACTS, "half"]))
    return pd.concat(found)


def _summed(persons: pd.DataFrame) -> pd.DataFrame:
    """By team: sharers, what they did, and how few of them shared half."""
    ordered = persons.sort_values(["team", "shares", "person"], ascending=[True, False, True])
    place = ordered.groupby("team").cumcount() + 1
    is_half = 2 * ordered.groupby("team")["shares"].cumsum() >= ordered.groupby("team")["shares"].transform("sum")
    sums = persons.groupby("team")[ACTS].sum()
    sharers = (persons["shares"] > 0).groupby(persons["team"]).sum()
    return sums.assign(sharers=sharers, half=place[is_half].groupby(ordered["team"]).min())


def enps_months(kept: Kept) -> pd.DataFrame:
    given = of_employees(kept, answered=False)
    middle = given["month"] + pd.Timedelta(days=14)
    rows = given[(middle >= kept.start) & (middle < kept.end)]
    answered, sent = rows["score"].notna(), rows["sent_at"].notna()
    people = rows[answered].groupby(["month", "cell"])["person"].nunique()
    known = pd.MultiIndex.from_frame(rows[["month", "cell"]]).isin(people.index)
    kept_rows = rows[rows["inside"] & known]
    numbers = pd.DataFrame(
        {
            "n": answered,
            "lead": (rows["score"] >= 9).astype(int) - (rows["score"] <= 6).astype(int),
            "asked": sent,
            "responded": sent & answered,
        }
    ).loc[kept_rows.index]
    made = numbers.groupby(kept_rows["month"]).sum().reindex(people.index.unique("month"), fill_value=0)
    made = made.assign(is_shown=people.groupby("month").min() >= FEWEST, value=100 * made["lead"] / made["n"])
    made = made.assign(response=made["responded"] / made["asked"].where(made["asked"] > 0), asked=made["asked"].where(made["asked"] > 0))
    made = made[(made["n"] > 0) | ~made["is_shown"]].rename_axis("bucket").reset_index()
    return _hidden(made, ["value", "n", "asked", "response"])


def ideas(kept: Kept) -> pd.DataFrame:
    staff = _staff(kept)
    people = kept.tables["people"]
    every = kept.tables["actions"].astype({"proposed_by": "str"})
    employees = people.loc[people["role"] == "employee", "person_id"].astype("str")
    every = every.assign(level=every["level"].astype("object").fillna("(no level)"))
    levels = every[every["proposed_by"].isin(employees)].groupby("level")["proposed_by"].nunique().rename("people").reset_index()
    levels = pd.DataFrame({"group": levels["level"], "is_shown": ~_is_small(levels, ["level"]) & staff.cells["inside"].all()})
    whose = pd.concat(
        [
            staff.whose.assign(dimension=np.where(staff.whose["is_every"], "all", "team")),
            levels.assign(dimension="level"),
        ]
    )
    rows = kept.periods("actions", "raised_day")["this"].astype({"proposed_by": "str"})
    teams = staff.kept.assign(proposed_by=people["person_id"].cat.categories[staff.kept["person"]].astype("str"))
    rows = rows.drop(columns="team").merge(teams, on="proposed_by")
    decided = rows["decided_at"].notna()
    rows = rows.assign(
        level=rows["level"].astype("object").fillna("(no level)"),
        all="all",
        n=decided,
        numerator=decided & rows["status"].isin(["adopted", "done"]),
        days=(rows["decided_at"] - rows["raised_at"]).dt.total_seconds() / 86400,
        waiting=(kept.data_to - rows["raised_day"]).dt.days.where(~decided),
    )
    found = [
        rows.groupby(dimension).agg(
            raised=("n", "size"), n=("n", "sum"), numerator=("numerator", "sum"), days=("days", "median"), waiting=("waiting", "max")
        ).rename_axis("group").reset_index().assign(dimension=dimension)
        for dimension in ("all", "team", "level")
    ]  # fmt: skip
    made = whose.drop(columns="n").merge(pd.concat(found), "left", ["dimension", "group"])
    made = made.fillna({"raised": 0, "n": 0, "numerator": 0})
    return _hidden(
        made.assign(value=made["numerator"] / made["n"].where(made["n"] > 0)), ["raised", "n", "numerator", "value", "days", "waiting"]
    )


def workload(kept: Kept) -> pd.DataFrame:
    staff = _staff(kept)
    cases = kept.any_day("cases")
    cases = cases[customers(cases) & (cases["day"] < kept.end)]
    cases = cases[(cases["resolved_day"] >= kept.end) | (cases["resolved_day"].isna() & ~cases["is_closed"])]
    cases = pd.DataFrame({"person": cases["agent_id"].cat.codes, "older": cases["day"] < kept.end - pd.Timedelta(days=7)})
    counts = cases.merge(staff.kept, on="person").groupby("team")["older"].agg(open="size", older="sum")
    made = staff.whose[~staff.whose["is_every"]].merge(counts, "left", left_on="group", right_index=True).fillna({"open": 0, "older": 0})
    return _hidden(made.assign(value=made["open"] / made["n"]), ["n", "open", "older", "value"])
