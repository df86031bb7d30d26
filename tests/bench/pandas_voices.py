"""What people say and what was done about it, in pandas. The topic of a row is its theme."""

from __future__ import annotations

import pandas as pd

from tests.bench.pandas_breakdowns import MISSING
from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers
from tests.bench.pandas_promises import group_of

COUNTS = ["comments", "cases", "messages", "rated", "satisfied", "scored", "detractors"]
AROUND = pd.Timedelta(days=42)  # Before and after an action that are compared.


def answers(rows: pd.DataFrame) -> pd.Series:
    return customers(rows) & (rows["kind"] != "enps") & (rows["score"].notna() | rows["comment"].notna())


def commented(rows: pd.DataFrame) -> pd.Series:
    return customers(rows) & (rows["kind"] != "enps") & rows["comment"].notna()


def is_opening(rows: pd.DataFrame) -> pd.Series:
    return rows["parent_id"].isna() & ~rows["kind"].isin(["answer", "reply", "thanks"])


def is_written(rows: pd.DataFrame) -> pd.Series:
    return customers(rows) & rows["text"].notna()


def closed_loop(kept: Kept) -> pd.DataFrame:
    found = []
    for period, rows in kept.periods("actions", "raised_day").items():
        raised = rows[rows["topic"].notna()].assign(done=lambda some: some["done_at"].notna())
        raised = raised.astype({"topic": "str"})
        themes = pd.concat(
            [raised.groupby(["bucket", "topic"])["done"].any().reset_index(), raised.groupby("topic")["done"].any().reset_index()]
        )
        made = themes.groupby("bucket", dropna=False)["done"].agg(value="mean", n="count").reset_index()
        found.append(made.assign(period=period))
    return pd.concat(found)


def _numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """What each answer counts as."""
    csat, wide = rows["kind"] == "csat", (rows["scale_max"] - rows["scale_min"]).between(1, 10)
    counts = {
        "comments": rows["comment"].notna(),
        "rated": csat & wide & rows["score"].notna(),
        "satisfied": csat & (rows["satisfied"] == True),  # noqa: E712  NULL is not satisfied
        "scored": rows["detractor"].notna(),
        "detractors": rows["detractor"] == True,  # noqa: E712
    }
    return pd.DataFrame(counts)


def themes(kept: Kept) -> pd.DataFrame:
    found = []
    for period in kept.periods("surveys"):
        answered, cases, messages = (kept.periods(table)[period] for table in ("surveys", "cases", "interactions"))
        answered = answered[answers(answered)]
        subjects = cases[customers(cases) & cases["subject"].notna()]
        wrote = messages.loc[is_written(messages), "bucket"].value_counts().rename("messages").reset_index()
        spoken = [
            _numbers(answered).groupby([answered["bucket"], group_of(answered, "topic")], observed=True).sum().reset_index(),
            subjects.groupby(["bucket", group_of(subjects, "topic")], observed=True).size().rename("cases").reset_index(),
        ]
        counts = pd.concat([*(part.astype({"group": "str"}) for part in spoken), wrote.assign(group=MISSING)])
        counts = counts.reindex(columns=["group", "bucket", *COUNTS]).fillna(dict.fromkeys(COUNTS, 0))
        buckets = counts.groupby(["group", "bucket"])[COUNTS].sum().reset_index()
        found.append(pd.concat([counts.groupby("group")[COUNTS].sum().reset_index(), buckets]).assign(period=period))
    made = pd.concat(found).rename(columns={"rated": "n"})
    made["said"] = made["comments"] + made["cases"] + made["messages"]
    return made.assign(theme=made["group"].where(made["group"] != MISSING), value=made["satisfied"] / made["n"].where(made["n"] > 0))


def loop(kept: Kept) -> pd.DataFrame:
    rows = kept.this("actions", lambda rows: rows["topic"].notna(), "raised_day")
    is_open = rows["done_at"].isna() & (rows["status"].astype("str").fillna("open") != "declined")
    numbers = {
        "raised": 1,
        "decided": rows["decided_at"].notna(),
        "done": rows["done_at"].notna(),
        "waiting": is_open,
        "days": (rows["done_at"] - rows["raised_at"]).dt.total_seconds() / 86400,
    }
    made = pd.DataFrame(numbers, rows.index).groupby(rows["topic"].astype("str"))
    return (
        made.agg({"raised": "sum", "decided": "sum", "done": "sum", "waiting": "sum", "days": "median"}).rename_axis("theme").reset_index()
    )


def done(kept: Kept) -> pd.DataFrame:
    every = kept.any_day("actions")
    within = pd.concat([(every[day] >= kept.start) & (every[day] < kept.end) for day in ("raised_day", "day", "done_day")], axis=1)
    concerned = every[every["topic"].notna() & within.any(axis=1)].astype({"topic": "str"})
    surveys = kept.any_day("surveys")
    given = surveys[answers(surveys) & surveys["topic"].isin(concerned["topic"].unique())]
    daily = _numbers(given).groupby([given["topic"].astype("str"), given["day"]]).sum().reset_index()
    over = concerned[concerned["done_day"] + AROUND < kept.data_to][["action_id", "topic", "done_day"]]
    near = over.merge(daily, on="topic")
    near = near[(near["day"] - near["done_day"]).abs() <= AROUND]
    after, before = near[near["day"] > near["done_day"]], near[near["day"] < near["done_day"]]
    sums = {"n": "rated", "k": "satisfied", "said": "comments"}
    parts = [
        rows.groupby("action_id")[list(sums.values())].sum().set_axis(names, axis=1)
        for rows, names in ((after, list(sums)), (before, [f"before_{name}" for name in sums]))
    ]
    told = concerned.set_index("action_id").join(parts).rename_axis("action_id").reset_index().rename(columns={"topic": "theme"})
    compared = told["action_id"].isin(near["action_id"])
    told.loc[compared, ["said", "before_said"]] = told.loc[compared, ["said", "before_said"]].fillna(0)
    told["days"] = (told["done_at"] - told["raised_at"]).dt.total_seconds() / 86400
    return told.assign(
        value=told["k"] / told["n"].where(told["n"] > 0), before=told["before_k"] / told["before_n"].where(told["before_n"] > 0)
    )


def purposes(kept: Kept) -> pd.DataFrame:
    found = []
    for period, rows in kept.periods("interactions").items():
        opened = rows[is_written(rows) & is_opening(rows)]
        made = group_of(opened, "purpose").value_counts().rename("conversations").reset_index().astype({"group": "str"})
        found.append(made[made["conversations"] > 0].assign(period=period, n=len(opened)))
    made = pd.concat(found)
    return made.assign(purpose=made["group"].where(made["group"] != MISSING), value=made["conversations"] / made["n"])
