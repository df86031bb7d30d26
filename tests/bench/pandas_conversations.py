"""What is asked and answered among members, in pandas. Whatever answers a question names it and stands in its thread."""

from __future__ import annotations

import pandas as pd

from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers
from tests.bench.shapes import LISTED


def _questions(rows: pd.DataFrame) -> pd.Series:
    return customers(rows) & (rows["kind"] == "question")


def _since(kept: Kept, start: object) -> pd.DataFrame:
    """Everything that was said from a day on, whatever the filters."""
    rows = kept.tables["interactions"]
    return rows[rows["day"] >= pd.Timestamp(start)]


def questions(kept: Kept) -> pd.DataFrame:
    said = _since(kept, min(w.start for w in kept.windows))
    answers = said[(said["kind"] == "answer") | said["is_first_answer"]]
    soonest = answers.groupby("parent_id")["at"].min()
    first = answers[answers["is_first_answer"]].drop_duplicates("parent_id").set_index("parent_id")
    thanks = said.loc[(said["kind"] == "thanks") & said["actor_id"].notna(), ["thread_id", "actor_id"]].drop_duplicates()
    thanks = thanks.assign(actor_id=thanks["actor_id"].cat.codes, is_accepted=True)
    found = []
    for period, rows in kept.periods("interactions").items():
        asked = rows[_questions(rows)]
        hours = (asked["interaction_id"].map(first["at"]) - asked["at"]).dt.total_seconds() / 3600
        any_hours = (asked["interaction_id"].map(soonest) - asked["at"]).dt.total_seconds() / 3600
        by_staff = asked["interaction_id"].map(first["is_staff"]) == True  # noqa: E712  nobody's is not by staff
        accepted = asked[["thread_id"]].assign(actor_id=asked["actor_id"].cat.codes).merge(thanks, "left", ["thread_id", "actor_id"])
        numbers = pd.DataFrame(
            {
                "bucket": asked["bucket"],
                "peers": hours.where(~by_staff),
                "staff": hours.where(by_staff),
                "hours": hours,
                "any_hours": any_hours,
                "accepted": (accepted["is_accepted"] == True).to_numpy(),  # noqa: E712  what is not there is not accepted
                "within_day": hours <= 24,
                "any_within_day": any_hours <= 24,
            }
        )
        for rows_of, bucket in ((numbers, "bucket"), (numbers.assign(bucket=0), "")):
            made = _told(rows_of).reset_index()
            found.append(made.assign(period=period, bucket=made["bucket"] if bucket else pd.NaT))
    return pd.concat(found)


def _told(numbers: pd.DataFrame) -> pd.DataFrame:
    return numbers.groupby("bucket").agg(
        value=("peers", "median"),
        n=("peers", "count"),
        staff_value=("staff", "median"),
        staff_n=("staff", "count"),
        every_value=("hours", "median"),
        questions=("accepted", "size"),
        answered=("hours", "count"),
        accepted=("accepted", "sum"),
        within_day=("within_day", "sum"),
        any_answered=("any_hours", "count"),
        any_value=("any_hours", "median"),
        any_within_day=("any_within_day", "sum"),
    )


def answers_given(kept: Kept) -> pd.DataFrame:
    every = kept.tables["interactions"]
    every = every[every["kind"] == "question"]
    asker = pd.Series(every["actor_id"].cat.codes.to_numpy(), every["interaction_id"])
    found = []
    for period, rows in kept.periods("interactions").items():
        given = rows[rows["kind"] == "answer"]
        own = given["actor_id"].notna() & (given["parent_id"].map(asker) == given["actor_id"].cat.codes)
        staff = given["is_staff"]
        found.append((period, len(given), own.sum(), (~own & ~staff).sum(), (~own & staff).sum()))
    return pd.DataFrame(found, columns=["period", "answers", "by_askers", "by_peers", "by_staff"])


def unanswered(kept: Kept) -> pd.DataFrame:
    asked = kept.this("interactions", _questions)
    said = _since(kept, kept.filters.period.start)
    waits = asked[~asked["interaction_id"].isin(said.loc[said["is_first_answer"], "parent_id"])]
    newest = waits.sort_values(["at", "interaction_id"], ascending=[False, True]).head(LISTED)
    newest = kept.named(newest, "actor_id")
    minutes = (kept.now - newest["at"]).dt.total_seconds() / 60
    return newest.assign(minutes=minutes, total=len(waits), name=newest["name"].fillna(newest["actor_id"].astype("str")))


def starters(kept: Kept) -> pd.DataFrame:
    asked = kept.this("interactions", lambda rows: customers(rows) & rows["kind"].isin(["question", "post"]) & rows["parent_id"].isna())
    posts = kept.periods("posts")["this"]
    said = _since(kept, kept.filters.period.start)
    said = said[said["kind"].isin(["answer", "reply", "comment", "thanks"]) & (said["actor_role"] != "bot")]
    found = []
    for whose, key, rows, author, topic in (
        ("members", "thread_id", asked, "actor_id", "purpose"),
        ("we", "post_id", posts, "author_id", "topic"),
    ):
        opened = pd.DataFrame({key: rows[key], "opener": rows[author].cat.codes, "topic": rows[topic].astype("object")})
        talk = said[[key]].assign(person=said["actor_id"].cat.codes).merge(opened[[key, "opener"]], on=key)
        talk = talk[(talk["person"] != talk["opener"]) | (talk["person"] < 0)]
        talk = talk.assign(known=talk["person"].where(talk["person"] >= 0))
        counts = talk.groupby(key)["known"].agg(replies="size", people="nunique")
        opened = opened.merge(counts, "left", left_on=key, right_index=True)
        sums = opened.groupby("topic", dropna=False).agg(
            conversations=(key, "size"), talked=("replies", "count"), replies=("replies", "sum"), people=("people", "sum")
        )
        each = {f"{name}_each": sums[name] / sums["conversations"] for name in ("replies", "people")}
        found.append(sums.assign(**each, whose=whose).reset_index())
    return pd.concat(found)


def left_out(kept: Kept) -> pd.DataFrame:
    rows = kept.this("interactions", lambda rows: rows["is_staff"])
    role = rows["actor_role"].astype("str").fillna("employee")
    return rows.groupby(role.rename("role"))["actor_id"].agg(acts="size", people="nunique").reset_index()
