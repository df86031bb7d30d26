"""Who waits for us, in pandas: teams, and the longest waits with what is known of each."""

from __future__ import annotations

import pandas as pd

from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers
from tests.bench.pandas_promises import group_of, minutes
from tests.bench.shapes import LISTED


def _waiting(kept: Kept) -> pd.DataFrame:
    rows = kept.any_day("cases")
    return rows[(rows["waiting_since"] <= kept.now) & customers(rows)]


def _due(kept: Kept, cases: pd.Series) -> pd.DataFrame:
    """The earliest open promise to each case."""
    promises = kept.tables["promises"]
    rows = promises[promises["kept_at"].isna() & promises["case_id"].isin(cases)]
    return rows.sort_values("due_at").drop_duplicates("case_id")[["case_id", "due_at", "kind"]]


def teams(kept: Kept, soon: float) -> pd.DataFrame:
    rows = _waiting(kept)
    rows = rows.merge(_due(kept, rows["case_id"]), "left", "case_id")
    left = minutes(rows["due_at"] - kept.now)
    numbers = pd.DataFrame(
        {
            "waiting": 1,
            "overdue": left <= 0,
            "soon": (left > 0) & (left <= soon),
            "without_promise": left.isna(),
            "median_minutes": minutes(kept.now - rows["waiting_since"]),
        }
    )
    counts = dict.fromkeys(["waiting", "overdue", "soon", "without_promise"], "sum")
    made = numbers.groupby(group_of(rows, "team"), observed=True).agg({**counts, "median_minutes": "median"})
    return made.rename_axis("team").reset_index().astype({"team": "str"})


def _words(kept: Kept, longest: pd.DataFrame) -> pd.Series:
    """What the customer wrote last in a case without a subject."""
    cases = longest.loc[longest["subject"].isna(), "case_id"]
    messages = kept.tables["interactions"]
    of_case = messages["thread_id"].isin(cases) | messages["interaction_id"].isin(cases)
    said = messages[of_case & customers(messages) & messages["text"].notna()]
    case = said["thread_id"].where(said["thread_id"].notna(), said["interaction_id"])
    return said.assign(case_id=case).drop_duplicates("case_id", keep="last").set_index("case_id")["text"]


def _paid(kept: Kept, people: pd.Series) -> pd.DataFrame:
    """What each person paid less refunds, in the currency of most orders."""
    orders = kept.tables["orders"]
    rows = orders[orders["person_id"].isin(people)]
    net = rows.assign(value=rows["amount"] - rows["refunded"].fillna(0), orders=1).groupby(["person_id", "currency"], observed=True)
    sums = net[["value", "orders"]].sum().reset_index().sort_values("orders")
    return sums.drop_duplicates("person_id", keep="last")[["person_id", "value", "currency"]].astype(
        {"person_id": "str", "currency": "str"}
    )


def waiting(kept: Kept) -> pd.DataFrame:
    rows = _waiting(kept)
    longest = rows.sort_values(["waiting_since", "case_id"]).head(LISTED).assign(total=len(rows))
    told = longest.merge(_due(kept, longest["case_id"]).rename(columns={"kind": "promise"}), "left", "case_id")
    told = kept.named(kept.named(told), "agent_id", "agent")
    people, surveys, referrals = told["person_id"].dropna(), kept.tables["surveys"], kept.tables["referrals"]
    asked = surveys[(surveys["kind"] == "nps") & surveys["score"].notna() & customers(surveys) & surveys["person_id"].isin(people)]
    opinions = asked.sort_values("answered_at").drop_duplicates("person_id", keep="last").set_index("person_id")["score"]
    brought = referrals.loc[referrals["refusal"].isna() & referrals["referrer_id"].isin(people), "referrer_id"].value_counts()
    brought = brought[brought > 0]
    ids = told["person_id"].astype("str")
    told = told.assign(
        person_id=ids,
        waiting_minutes=minutes(kept.now - told["waiting_since"]),
        minutes_left=minutes(told["due_at"] - kept.now),
        words=told["subject"].where(told["subject"].notna(), told["case_id"].map(_words(kept, longest))),
        agent=told["agent"].fillna(told["agent_id"].astype("str")),
        promise=told["promise"].astype("str"),
        nps=ids.map(opinions.set_axis(opinions.index.astype("str"))),
        referrals=ids.map(brought.set_axis(brought.index.astype("str"))),
    )
    return told.merge(_paid(kept, people), "left", "person_id")
