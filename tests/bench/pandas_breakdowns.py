"""Groups, scores and single answers, in pandas."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tests.bench import tiles
from tests.bench.pandas_kept import DIMENSIONS, Kept


def what_changed(kept: Kept) -> pd.DataFrame:
    found = []
    for dimension in DIMENSIONS:
        sums = {p: _grouped(rows, dimension)["satisfied"].agg(["sum", "count"]) for p, rows in kept.csat.items()}
        now, then = (sums.get(period, pd.DataFrame(columns=["sum", "count"], dtype=float)) for period in tiles.PERIODS)
        made = now.join(then, how="outer", rsuffix="_before").fillna(0).astype(float)
        if not made["count"].sum() or not made["count_before"].sum() or set(made.index) <= {MISSING}:
            continue
        value, before = (made[k] / made[n].where(made[n] > 0) for k, n in (("sum", "count"), ("sum_before", "count_before")))
        weight, weight_before = made["count"] / made["count"].sum(), made["count_before"] / made["count_before"].sum()
        level = (made["sum"].sum() / made["count"].sum() + made["sum_before"].sum() / made["count_before"].sum()) / 2
        mix = (weight - weight_before) * ((value.fillna(before) + before.fillna(value)) / 2 - level)
        within = (weight + weight_before) / 2 * (value.fillna(before) - before.fillna(value))
        columns = {"value": value, "before": before, "n": made["count"], "before_n": made["count_before"], "mix": mix, "within": within}
        found.append(pd.DataFrame(columns).rename_axis("group").reset_index().assign(dimension=dimension))
    return pd.concat(found) if found else pd.DataFrame(columns=["dimension", "group", "value", "before", "n", "before_n", "mix", "within"])


MISSING = "(not given)"


def _grouped(rows: pd.DataFrame, dimension: str) -> Any:
    """Rows by the values of a dimension, those without one together."""
    rows = rows.assign(satisfied=rows["satisfied"].astype("float64"))
    return rows.groupby(rows[dimension].cat.add_categories(MISSING).fillna(MISSING), observed=True)


def distribution(kept: Kept) -> pd.DataFrame:
    keys, counts = ["kind", "scale_min", "scale_max", "score"], {}
    for period, rows in kept.periods("surveys").items():
        given = rows[rows["kind"].isin(["csat", "nps", "ces"]) & rows["score"].notna() & ~rows["is_staff"]]
        counts[period] = given.assign(kind=given["kind"].astype("str")).groupby(keys).size()
    made = pd.DataFrame({"n": counts["this"], "before_n": counts.get("before", counts["this"].iloc[:0])})
    made = made.fillna(0)
    for share_of, n in (("this", "n"), ("before", "before_n")):
        whole = made.groupby(level=keys[:3])[n].transform("sum")
        made[share_of] = made[n] / whole.where(whole > 0)
    return made.reset_index()


def scores_by(kept: Kept) -> pd.DataFrame:
    found = []
    for period, rows in kept.periods("surveys").items():
        given = rows[~rows["is_staff"] & rows["score"].notna()]
        lead = 100.0 * ((given["score"] >= 9).astype(int) - (given["score"] <= 6).astype(int))
        scored = given.assign(
            won=given["satisfied"].astype("float64").where(given["kind"] != "nps", lead), kind=given["kind"].astype("str")
        )
        scored = scored[scored["kind"].isin(["csat", "ces", "nps"]) & scored["won"].notna()]
        for dimension in [*DIMENSIONS, "product"]:
            group = scored[dimension].cat.add_categories(MISSING).fillna(MISSING).rename("group")
            made = scored.groupby(["kind", group], observed=True)["won"].agg(value="mean", n="count").reset_index()
            found.append(made.assign(group=made["group"].astype("str"), period=period, dimension=dimension))
    made = pd.concat(found)
    told = (made["group"] != MISSING).groupby([made["kind"], made["dimension"]]).transform("any")
    return made[told]


def newest_answers(kept: Kept, kind: str) -> pd.DataFrame:
    rows = kept.periods("surveys")["this"]
    given = rows[(rows["kind"] == kind) & rows["satisfied"].notna() & ~rows["is_staff"]]
    newest = given.sort_values(["answered_at", "response_id"], ascending=[False, True]).head(500).assign(total=len(given))
    return newest.astype({"person_id": "str"}).merge(_named(kept, newest), "left", "person_id")


def _named(kept: Kept, rows: pd.DataFrame) -> pd.DataFrame:
    people = kept.tables["people"][["person_id", "name"]]
    return people[people["person_id"].isin(rows["person_id"].dropna().unique())].astype({"person_id": "str"})


def who_answers(kept: Kept) -> pd.DataFrame:
    found = []
    for period, rows in kept.periods("surveys", "sent_day").items():
        sent = rows[~rows["is_staff"] & (rows["kind"] != "enps")]
        for dimension in ("channel", "team", "speed"):
            group = sent[dimension].cat.add_categories(MISSING).fillna(MISSING).rename("group")
            made = sent["score"].notna().groupby(group, observed=True).agg(value="mean", n="count").reset_index()
            made = made.assign(group=made["group"].astype("str"), period=period, dimension=dimension)
            found.append(made[made["group"] != MISSING] if dimension == "speed" else made)
    return pd.concat(found)
