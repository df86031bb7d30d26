"""Who speaks with whom, in pandas. Whoever is staff is so in people, and whatever answers something names whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tests.bench import tiles
from tests.bench.pandas_advocates import valid
from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers
from tests.bench.shapes import LISTED

TIES = ["answer", "reply", "comment", "thanks", "mention"]
DAY, HALF_A_YEAR, SILENT = pd.Timedelta(days=1), pd.Timedelta(days=208), pd.Timedelta(days=28)


def inside(kept: Kept, rows: pd.DataFrame) -> pd.Series:
    """Whether the filters keep a row."""
    kept_all = pd.Series(True, rows.index)
    for column, values in tiles.chosen(kept.filters, rows.columns).items():
        kept_all &= rows[column].isin(values)
    return kept_all


def _said(kept: Kept, start: Any, end: Any) -> pd.DataFrame:
    """What somebody said to somebody on the days from `start` on and before `end`: giver, taker (numbers, -1 is nobody), day, inside."""
    rows = kept.tables["interactions"]
    rows = rows[(rows["day"] >= pd.Timestamp(start)) & (rows["day"] < pd.Timestamp(end))]
    rows = rows[rows["kind"].isin(TIES) & rows["actor_id"].notna()]
    ends = {"giver": rows["actor_id"].cat.codes, "taker": rows["target_id"].cat.codes}
    return pd.DataFrame({**ends, "day": rows["day"], "inside": inside(kept, rows)})


def _told(said: pd.DataFrame) -> pd.DataFrame:
    return said[(said["taker"] >= 0) & (said["taker"] != said["giver"])]


def _staff(kept: Kept) -> np.ndarray:
    """The numbers of staff."""
    people = kept.tables["people"]
    return people.loc[people["is_staff"], "person_id"].cat.codes.to_numpy()


def _pair(one: pd.Series, other: pd.Series) -> pd.Series:
    """Two numbers as one."""
    return one.astype("int64") * 2**32 + other


def reciprocity(kept: Kept) -> pd.DataFrame:
    staff, found = _staff(kept), []
    for window in kept.windows:
        said = _said(kept, window.start, window.end)
        told = _told(said)
        ties = told.assign(tie=_pair(told["giver"], told["taker"]), back=_pair(told["taker"], told["giver"]))
        every = ties["tie"].unique()
        ties = ties[ties["inside"]].drop_duplicates("tie")
        answered, from_staff, to_staff = ties["back"].isin(every), ties["giver"].isin(staff), ties["taker"].isin(staff)
        kinds = {
            "among_members": ~from_staff & ~to_staff,
            "from_staff": from_staff & ~to_staff,
            "to_staff": ~from_staff & to_staff,
            "among_staff": from_staff & to_staff,
        }
        counts = {name: int(kind.sum()) for name, kind in kinds.items()}
        counts |= {f"{name}_answered": int((kind & answered).sum()) for name, kind in kinds.items()}
        n, k = (sum(counts[f"{name}{what}"] for name in ("among_members", "from_staff", "to_staff")) for what in ("", "_answered"))
        nobody = int((said["inside"] & (said["taker"] < 0)).sum())
        if n:
            found.append(
                {"period": window.name, "bucket": pd.NaT, "n": n, "numerator": k, "value": k / n, "acts_to_nobody": nobody} | counts
            )
    return pd.DataFrame(found)


def member_ties(kept: Kept) -> pd.DataFrame:
    staff, found = _staff(kept), []
    for window in kept.windows:
        told = _told(_said(kept, window.start, window.end))
        told = told[told["inside"]]
        told = told.assign(bucket=kept.buckets(told["day"], window))
        for keys in (["giver", "taker"], ["bucket", "giver", "taker"]):
            ties = told.drop_duplicates(keys)
            from_staff, to_staff = ties["giver"].isin(staff), ties["taker"].isin(staff)
            among = (~from_staff & ~to_staff)[~from_staff | ~to_staff]
            made = among.groupby(ties["bucket"]).agg(value="mean", n="count").reset_index() if len(keys) == 3 else _whole(among)
            found.append(made.assign(period=window.name))
    return pd.concat(found)


def _whole(share: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"bucket": [pd.NaT], "value": [share.mean()], "n": [len(share)]})


def _pairs(kept: Kept, end: pd.Timestamp) -> pd.DataFrame:
    """Any two who spoke in the 208 days before `end`: one, other (numbers), acts, first_day, last_day, inside, is_mutual."""
    told = _told(_said(kept, end - HALF_A_YEAR, end))
    forth = told["giver"] < told["taker"]
    told = told.assign(one=told[["giver", "taker"]].min(axis=1), other=told[["giver", "taker"]].max(axis=1), forth=forth, back=~forth)
    pairs = told.groupby(["one", "other"]).agg(
        acts=("day", "size"),
        first_day=("day", "min"),
        last_day=("day", "max"),
        inside=("inside", "any"),
        forth=("forth", "any"),
        back=("back", "any"),
    )
    return pairs.assign(is_mutual=pairs["forth"] & pairs["back"]).reset_index()


def _known(kept: Kept, pairs: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Those who came back to each other a week or more after they first spoke, not both of staff."""
    staff = _staff(kept)
    one_staff, other_staff = pairs["one"].isin(staff), pairs["other"].isin(staff)
    again = (pairs["last_day"] - pairs["first_day"] >= 7 * DAY) & (pairs["first_day"] < end - SILENT)
    pairs = pairs.assign(members=~one_staff & ~other_staff, is_cold=pairs["last_day"] < end - SILENT)
    return pairs[again & pairs["inside"] & ~(one_staff & other_staff)]


def cold_ties(kept: Kept) -> pd.DataFrame:
    found = []
    for window in kept.windows:
        end = pd.Timestamp(window.end)
        if window.name == "this" or end - HALF_A_YEAR >= kept.data_from:
            cold = _known(kept, _pairs(kept, end), end)["is_cold"]
            found.append(_whole(cold).assign(period=window.name))
    return pd.concat(found)


def cold(kept: Kept) -> pd.DataFrame:
    pairs = _pairs(kept, kept.end)
    known = _known(kept, pairs, kept.end)
    colds = known[known["is_cold"]]
    people = kept.tables["people"]["person_id"].cat.categories
    listed = colds.sort_values(["acts", "last_day", "one", "other"], ascending=[False, False, True, True]).head(LISTED)
    active = _said(kept, kept.end - SILENT, kept.end)["giver"].unique()
    turned = pairs.rename(columns={"one": "other", "other": "one"})
    near = pd.concat([pairs, turned])[["one", "other", "acts"]].rename(columns={"one": "person", "other": "neighbour"})
    near = near[near["person"].isin([*listed["one"], *listed["other"]]) & near["neighbour"].isin(active)]
    both = listed[["one", "other"]].merge(near, left_on="one", right_on="person")
    both = both.merge(near, left_on=["other", "neighbour"], right_on=["person", "neighbour"])
    both = both.assign(spoken=both["acts_x"] + both["acts_y"]).sort_values(["spoken", "neighbour"], ascending=[False, True])
    between = both.drop_duplicates(["one", "other"])[["one", "other", "neighbour"]]
    made = listed.merge(between, "left", ["one", "other"])
    known_id = made["neighbour"].notna()
    ids = {"person_id": people[made["one"]].astype("str"), "other_id": people[made["other"]].astype("str")}
    made = made.assign(**ids, total=len(colds), among_members=colds["members"].sum(), silent_days=(kept.end - made["last_day"]).dt.days - 1)
    made.loc[known_id, "between_id"] = people[made.loc[known_id, "neighbour"].astype(int)].astype("str")
    made = _named(kept, made, "person_id", "name", owner=True)
    return _named(kept, made, "other_id", "other")


def _named(kept: Kept, rows: pd.DataFrame, person: str, name: str, owner: bool = False) -> pd.DataFrame:
    """The rows with the names of their people, or the ids of those without one; `owner` is who looks after them."""
    people = kept.tables["people"]
    wanted = people[people["person_id"].isin(rows[person])]
    found = wanted.set_index(wanted["person_id"].astype("str"))["name"]
    rows = rows.assign(**{name: rows[person].map(found).fillna(rows[person])})
    if not owner:
        return rows
    wanted = kept.named(wanted[["person_id", "owner_id"]], "owner_id", "owner")
    owners = wanted["owner"].fillna(wanted["owner_id"].astype("str"))
    return rows.assign(owner=rows[person].map(owners.set_axis(wanted["person_id"].astype("str"))))


def fans(kept: Kept, least: int) -> pd.DataFrame:
    until = {table: rows[rows["day"] < kept.end] for table, rows in kept.tables.items() if table in EVIDENCE}
    orders, referrals, messages, surveys = (until[table] for table in EVIDENCE)
    paid = orders[customers(orders) & orders["person_id"].notna() & ~(orders["refunded"] >= orders["amount"])]
    days = _by(paid, "person_id")["day"].nunique()
    brought = referrals[valid(referrals)]
    thanked = messages[messages["kind"] == "thanks"]
    thanked = thanked[thanked["target_id"].notna() & (thanked["actor_id"].cat.codes != thanked["target_id"].cat.codes)]
    nps = surveys[customers(surveys) & (surveys["kind"] == "nps") & surveys["score"].notna() & surveys["person_id"].notna()]
    latest = nps.sort_values("answered_at")
    latest = latest.assign(person=latest["person_id"].cat.codes).drop_duplicates("person", keep="last").set_index("person")["score"]
    numbers = pd.DataFrame(
        {
            "order_days": days[days > 1],
            "referrals": _by(brought, "referrer_id").size(),
            "thanks": _by(thanked, "target_id").size(),
            "score": latest[latest >= 9],
        }
    )
    numbers = numbers.join(_tied(kept, messages), how="outer")
    kinds = numbers[["order_days", "referrals", "thanks", "score", "staff"]].notna().sum(axis=1)
    numbers = numbers.fillna({"order_days": 0, "referrals": 0, "thanks": 0, "staff": 0}).assign(kinds=kinds)[kinds >= least]
    people = kept.any_day("people")
    people = people[customers(people) & (people["role"] != "partner")]
    made = people.assign(person=people["person_id"].cat.codes).merge(numbers, left_on="person", right_index=True)
    made = made.assign(total=len(made), all_five=(made["kinds"] == 5).sum(), sums=made["thanks"] + made["referrals"] + made["order_days"])
    made = made.astype({"person_id": "str"}).sort_values(["kinds", "sums", "person_id"], ascending=[False, False, True]).head(LISTED)
    return _named(kept, made, "person_id", "name", owner=True)


EVIDENCE = ("orders", "referrals", "interactions", "surveys")


def _by(rows: pd.DataFrame, person: str) -> Any:
    return rows.groupby(rows[person].cat.codes.rename("person"))


def _tied(kept: Kept, messages: pd.DataFrame) -> pd.DataFrame:
    """With how many of staff somebody has spoken both ways in the last year, and who of them comes first by name: staff, staff_name."""
    people = kept.tables["people"]
    employees = people[people["role"] == "employee"]
    year = messages[(messages["day"] >= kept.end - 365 * DAY) & messages["kind"].isin(TIES)]
    year = year[year["actor_id"].notna() & year["target_id"].notna()]
    year = year[year["is_staff"] | year["target_id"].isin(employees["person_id"])]
    actor, target, given = year["actor_id"].cat.codes, year["target_id"].cat.codes, year["is_staff"]
    spoken = pd.DataFrame({"person": target.where(given, actor), "employee": actor.where(given, target), "given": given, "back": ~given})
    spoken = spoken.groupby(["person", "employee"])[["given", "back"]].any()
    spoken = spoken[spoken["given"] & spoken["back"]].reset_index()
    ids = people["person_id"].cat.categories
    names = spoken["employee"].map(employees.set_index(employees["person_id"].cat.codes)["name"])
    spoken = spoken.assign(name=names.fillna(pd.Series(ids[spoken["employee"]].astype("str"), spoken.index)))
    return spoken.groupby("person")["name"].agg(staff="size", staff_name="min")
