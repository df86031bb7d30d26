"""What is given and asked, in pandas."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from tests.bench.native_tables import STAFF as ROLES
from tests.bench.pandas_kept import Kept
from tests.bench.pandas_metrics import customers
from tests.bench.pandas_ties import inside
from tests.bench.shapes import LISTED

STAFF = re.findall(r"\w+", ROLES)
BEGGING = re.compile(
    r"(?<![^\W\d_])(?:share|repost|teilt|teile|teilen|markiert|markiere|markieren|partagez|partage|taguez|identifiez|comparte"
    r"|etiqueta|condividi|tagga|tag[ ,]+(?:and|a|an|your|who|whom|one|two|three|four|five|someone|somebody|us|them|friends|win))(?![^\W\d_])"
)
GIFTS, REQUESTS = ["answers", "thanks", "praise", "resources"], ["questions", "promotion", "asks to share"]


def _helps(rows: pd.DataFrame) -> pd.Series:
    to_other = rows["actor_id"].notna() & (rows["target_id"].cat.codes != rows["actor_id"].cat.codes)
    return (rows["kind"] == "answer") & (to_other | rows["target_id"].isna())


def _acts(rows: pd.DataFrame) -> pd.DataFrame:
    """What interactions gave or asked: bucket, person (a number, empty for nobody), is_staff, act."""
    kind, purpose = rows["kind"], rows["purpose"]
    written, posted = kind.isin(["post", "comment", "mention"]), kind.isin(["post", "comment"])
    choices = [
        _helps(rows),
        kind == "thanks",
        kind == "question",
        written & (purpose == "praise"),
        posted & (purpose == "education"),
        written & (purpose == "sales"),
    ]
    act = np.select(choices, ["answers", "thanks", "questions", "praise", "resources", "promotion"], "")
    act = np.where((kind == "post") & rows["post_id"].notna(), "", act)
    return _done(rows["bucket"], rows["actor_id"], rows["is_staff"], act)


def _begs(posts: pd.DataFrame) -> pd.Series:
    words = posts["headline"].fillna("") + " " + posts["text"].fillna("") + " " + posts["format"].fillna("")
    return words.str.lower().map(lambda text: BEGGING.search(text) is not None).astype(bool)


def _posted(kept: Kept, posts: pd.DataFrame) -> pd.DataFrame:
    """The same of posts."""
    act = np.select([posts["intent"] == "give", _begs(posts), posts["intent"] == "ask"], ["resources", "asks to share", "promotion"], "")
    return _done(posts["bucket"], posts["author_id"], _of_staff(kept, posts), act)


def _done(bucket: pd.Series, person: pd.Series, is_staff: pd.Series, act: np.ndarray) -> pd.DataFrame:
    codes = person.cat.codes
    made = pd.DataFrame({"bucket": bucket, "person": codes.where(codes >= 0), "is_staff": is_staff, "act": pd.Categorical(act)})
    return made[made["act"] != ""]


def _of_staff(kept: Kept, posts: pd.DataFrame) -> pd.Series:
    """Whether a post is of staff, or of nobody known."""
    people = kept.tables["people"]
    roles = people.set_index(people["person_id"].cat.codes)["role"].astype("object")
    role = posts["author_role"].astype("object").fillna(posts["author_id"].cat.codes.map(roles)).fillna("brand")
    return role.isin(STAFF)


def give_ask(kept: Kept) -> pd.DataFrame:
    found = []
    for period, rows in kept.periods("interactions").items():
        done = pd.concat([_acts(rows), _posted(kept, kept.periods("posts")[period])]).astype({"act": "str"})
        done = done.assign(side=np.where(done["is_staff"], "staff", "member"))
        for keys in (["side", "act"], ["bucket", "side", "act"]):
            found.append(done.groupby(keys)["person"].agg(acts="size", people="nunique").reset_index().assign(period=period))
    return pd.concat(found)


def _moments(kept: Kept) -> pd.DataFrame:
    """When each member first helped and first asked, on any day: first_help, first_ask, its day and whether the filters keep it."""
    rows = kept.tables["interactions"]
    rows = rows[rows["kind"].isin(["question", "answer"])]
    helps = _helps(rows)
    wanted = customers(rows) & rows["actor_id"].notna() & (helps | (rows["kind"] == "question"))
    rows, helps = rows[wanted], helps[wanted]
    posts = kept.tables["posts"]
    posts = posts[posts["intent"].notna() & posts["author_id"].notna()]
    posts = posts[~_of_staff(kept, posts)]
    moments = pd.concat(
        [
            _moment(kept, rows, rows["actor_id"], rows["at"], helps),
            _moment(kept, posts, posts["author_id"], posts["published_at"], posts["intent"] == "give"),
        ]
    ).sort_values("moment")
    first_help = moments[moments["helps"]].drop_duplicates("person").set_index("person")["moment"].rename("first_help")
    first_ask = moments[~moments["helps"]].drop_duplicates("person").set_index("person").rename(columns={"moment": "first_ask"})
    return first_ask[["first_ask", "day", "inside"]].join(first_help, how="outer")


def _moment(kept: Kept, rows: pd.DataFrame, person: pd.Series, moment: pd.Series, helps: pd.Series) -> pd.DataFrame:
    numbers = {"person": person.cat.codes, "moment": moment, "day": rows["day"], "helps": helps, "inside": inside(kept, rows)}
    return pd.DataFrame(numbers)


def gave_first(kept: Kept) -> pd.DataFrame:
    moments = _moments(kept)
    asked = moments[moments["inside"] == True]  # noqa: E712  who never asked is not kept
    asked = asked.assign(is_first=asked["first_help"] < asked["first_ask"])
    found = []
    for window in kept.windows:
        rows = asked[(asked["day"] >= pd.Timestamp(window.start)) & (asked["day"] < pd.Timestamp(window.end))]
        buckets = rows["is_first"].groupby(kept.buckets(rows["day"], window)).agg(value="mean", n="count").rename_axis("bucket")
        whole = pd.DataFrame({"bucket": [pd.NaT], "value": [rows["is_first"].mean()], "n": [len(rows)]})
        found.append(pd.concat([whole, buckets.reset_index()]).assign(period=window.name))
    return pd.concat(found)


def givers(kept: Kept) -> pd.DataFrame:
    done = pd.concat([_acts(kept.periods("interactions")["this"]), _posted(kept, kept.periods("posts")["this"])])
    done = done[~done["is_staff"] & done["person"].notna()].astype({"act": "str", "person": "int64"})
    counts = done.groupby(["person", "act"]).size().unstack(fill_value=0).reindex(columns=[*GIFTS, *REQUESTS], fill_value=0)
    counts = counts.assign(gives=counts[GIFTS].sum(axis=1), asks=counts[REQUESTS].sum(axis=1))
    ids = kept.tables["people"]["person_id"].cat.categories
    made = counts.assign(
        acts=counts["gives"] + counts["asks"],
        person_id=ids[counts.index].astype("str"),
        people=len(counts),
        only_give=(counts["asks"] == 0).sum(),
        only_ask=(counts["gives"] == 0).sum(),
    )
    listed = made.sort_values(["acts", "person_id"], ascending=[False, True]).head(LISTED)
    listed = listed.join(_moments(kept)[["first_help", "first_ask"]]).rename(columns={"asks to share": "asks_to_share"})
    first = (listed["first_help"] < listed["first_ask"]).astype("object").where(listed["first_ask"].notna(), None)
    people = kept.tables["people"]
    wanted = people[people["person_id"].isin(listed["person_id"])]
    names = wanted.set_index(wanted["person_id"].astype("str"))["name"]
    return listed.assign(gave_first=first, name=listed["person_id"].map(names).fillna(listed["person_id"]))


def begging(kept: Kept) -> pd.DataFrame:
    messages = kept.tables["interactions"]
    voiced = messages[messages["kind"].isin(["comment", "reply", "answer", "mention"]) & messages["post_id"].notna() & customers(messages)]
    voices = voiced["actor_id"].groupby(voiced["post_id"]).nunique()
    posts = kept.periods("posts")["this"]
    posts = posts[posts["published_at"] < (kept.data_to - pd.Timedelta(days=7)).tz_localize("UTC")]
    numbers = pd.DataFrame(
        {
            "channel": posts["channel"].astype("str"),
            "begs": (posts["intent"] == "ask") & _begs(posts),
            "comments": posts["comments"],
            "people who answered in words": posts["post_id"].map(voices),
        }
    )
    heard = numbers["people who answered in words"].notna().any()
    found = []
    for measure in ("comments", "people who answered in words") if heard else ("comments",):
        replies = numbers[measure] if measure == "comments" else numbers[measure].fillna(0)
        rows = numbers.assign(replies=replies)[replies.notna()]
        if len(rows):
            found.append({"measure": measure} | _compared(rows))
    return pd.DataFrame(found)


def _compared(rows: pd.DataFrame) -> dict[str, float]:
    """Posts that beg beside the others, and beside those of the same channel."""
    begs, others = rows.loc[rows["begs"], "replies"], rows.loc[~rows["begs"], "replies"]
    cells = rows.groupby(["channel", "begs"])["replies"].agg(["size", "mean"]).unstack()
    cells = cells.reindex(columns=pd.MultiIndex.from_product([["size", "mean"], [True, False]]))
    kept = cells[(cells["size", True] > 1) & (cells["size", False] > 1)]
    differences = kept["size", True] * (kept["mean", True] - kept["mean", False])
    matched = kept["size", True].sum() or np.nan
    return {
        "begging": len(begs),
        "others": len(others),
        "with_it": begs.mean(),
        "without": others.mean(),
        "median_with": begs.median(),
        "median_without": others.median(),
        "difference": begs.mean() - others.mean(),
        "matched": matched,
        "matched_difference": differences.sum() / matched,
    }
