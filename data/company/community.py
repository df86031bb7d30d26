"""What people do: talk in the forum, react, read newsletters, visit, join, invite and leave."""

import numpy as np
import pandas as pd

from data.company.forum import PRODUCT_WEIGHTS, conversations, crowd
from data.company.people import someone
from data.company.rhythm import COMMUNITY, SERVICE, moments
from data.company.voices import Voices
from data.company.world import DAY, FIRST, NOW, PRODUCTS, blank, ids, pick, stream

# kind, how many, channels and their weights
_ACTS: tuple[tuple[str, int, tuple[str, ...], tuple[int, ...]], ...] = (
    ("comment", 620, ("photo app", "video app", "forum"), (6, 2, 2)),
    ("reaction", 520, ("photo app", "video app", "forum"), (6, 2, 3)),
    ("share", 330, ("photo app", "video app"), (3, 1)),
    ("mention", 230, ("photo app", "video app"), (3, 1)),
    ("visit", 760, ("web shop", "forum"), (3, 2)),
    ("follow", 190, ("photo app", "video app"), (3, 1)),
    ("leave", 46, ("forum",), (1,)),
    ("unsubscribe", 64, ("e-mail",), (1,)),
)
_STAFF_SHARES, _IDEAS, _READERS = 110, 96, 7


def _acts(everyone: pd.DataFrame, posts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Single acts outside conversations; comments, reactions and shares belong to a new post of their channel."""
    parts = []
    for kind, n, channels, weights in _ACTS:
        when = moments(rng, n, COMMUNITY)
        part = pd.DataFrame({"kind": kind, "at": when, "channel": pick(rng, channels, weights, n)})
        part["actor"] = someone(rng, everyone, when, crowd(everyone))
        if kind in ("comment", "reaction", "share"):
            part = pd.concat([_about_posts(group, posts, rng) for _, group in part.groupby("channel")])
        parts.append(part.assign(purpose={"mention": "praise", "visit": "sales"}.get(kind)))
    staff = np.flatnonzero(everyone["role"].eq("employee"))
    shares = pd.DataFrame({"kind": "share", "at": moments(rng, _STAFF_SHARES, SERVICE), "channel": "photo app"})
    shares["actor"] = staff[(rng.random(_STAFF_SHARES) ** 2.2 * len(staff)).astype(int)]
    ideas = pd.DataFrame({"kind": "post", "at": moments(rng, _IDEAS, COMMUNITY), "channel": "forum", "purpose": "idea"})
    ideas["actor"] = someone(rng, everyone, ideas["at"].to_numpy(), crowd(everyone))
    return pd.concat([*parts, _about_posts(shares, posts, rng), ideas])


def _about_posts(acts: pd.DataFrame, posts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Acts of one channel with the post that they are about: the newest one or the one before."""
    here = posts[posts["channel"] == acts["channel"].iloc[0]]
    newest = np.searchsorted(here["published"].to_numpy(), acts["at"].to_numpy()) - 1 - rng.integers(0, 2, len(acts))
    about = here.iloc[np.maximum(newest, 0)]
    unknown = about["published"].to_numpy() > acts["at"].to_numpy()
    named = {"post": "post_id", "target_id": "author_id", "campaign": "campaign_id"}
    return acts.assign(**{name: blank(about[column], unknown) for name, column in named.items()})


def _letters(everyone: pd.DataFrame, posts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Newsletters opened and clicked by a panel of readers, within two days."""
    letters = posts[posts["channel"] == "e-mail"].reset_index(drop=True)
    weight = everyone["consent"].eq(True) & everyone["role"].isin(["customer", "prospect"])
    each = letters.loc[np.repeat(letters.index.to_numpy(), _READERS)].reset_index(drop=True)
    sent = each["published"].to_numpy()
    each["actor"] = someone(rng, everyone, sent, weight.to_numpy() * everyone["ready"].to_numpy())
    each["at"] = sent + np.minimum(rng.lognormal(9.6, 1.1, len(each)), 2 * DAY).astype(np.int64)
    opened = each.drop_duplicates(["post_id", "actor"])
    opened = pd.DataFrame({"at": opened["at"], "actor": opened["actor"], "post": opened["post_id"], "campaign": opened["campaign_id"]})
    clicked = opened[rng.random(len(opened)) < 0.2]
    return pd.concat([opened.assign(kind="open"), clicked.assign(kind="click", at=clicked["at"] + 40)]).assign(channel="e-mail")


def _arrivals(everyone: pd.DataFrame, referrals: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Joining the forum, subscribing to the newsletter, inviting a friend."""
    fresh = everyone[everyone["joined"] >= FIRST]
    bought = fresh["role"].eq("customer")
    joins = fresh[fresh["role"].eq("member") | (bought & (rng.random(len(fresh)) < 0.16))]
    keen = np.where(fresh["source"].isin(["newsletter", "spring giveaway"]), 0.75, 0.16)
    readers = fresh[(bought | fresh["role"].eq("prospect")) & (rng.random(len(fresh)) < keen)]
    place = pd.Series(np.arange(len(everyone)), index=everyone["person_id"])
    sent = referrals[referrals["invited"] >= FIRST]
    invites = pd.DataFrame({"kind": "invite", "at": sent["invited"], "channel": sent["channel"], "campaign": sent["campaign_id"]})
    invites["actor"], invites["target_id"] = place.loc[sent["referrer_id"]].to_numpy(), sent["referred_id"]
    return pd.concat(
        [
            pd.DataFrame({"kind": "join", "at": joins["joined"], "channel": "forum", "actor": joins.index}),
            pd.DataFrame({"kind": "subscribe", "at": readers["joined"] + 30, "channel": "e-mail", "actor": readers.index}),
            invites,
        ]
    )


def interactions(everyone: pd.DataFrame, posts: pd.DataFrame, referrals: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Everything that people did, in time; `at` in seconds since 1970."""
    rng = stream(seed, "interactions")
    parts = [conversations(everyone, rng), _acts(everyone, posts, rng), _letters(everyone, posts, rng), _arrivals(everyone, referrals, rng)]
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[frame["at"].between(FIRST, NOW - 1)].sort_values(["at", "kind", "actor"], kind="stable", ignore_index=True)
    return _texts(_named(frame, everyone, rng), rng)


def _named(frame: pd.DataFrame, everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Ids in place of positions and keys; one in eight acts in the apps is by a guest whom nobody knows."""
    names, roles = everyone["person_id"].to_numpy(), everyone["role"].to_numpy()
    actor, target = frame["actor"].to_numpy(dtype=np.int64), frame["target"].fillna(-1).to_numpy(dtype=np.int64)
    guest = frame["channel"].isin(["photo app", "video app"]).to_numpy() & (rng.random(len(frame)) < 0.12)
    frame["actor_id"] = np.where(guest, [f"guest-{i % 90}" for i in range(len(frame))], names[actor])
    frame["actor_role"] = blank(roles[actor], frame["channel"] != "forum")
    frame["target_id"] = np.where(target >= 0, names[target], frame["target_id"])
    frame["interaction_id"] = ids("i", len(frame))
    frame["parent_id"] = frame["parent"].map(frame.dropna(subset=["key"]).set_index("key")["interaction_id"])
    return frame


def _texts(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """What was written, and the sentiment that the listening tool gave to most mentions and comments."""
    voices, n = Voices(rng), len(frame)
    product = frame["product"].fillna(pd.Series(pick(rng, PRODUCTS, PRODUCT_WEIGHTS, n)))
    kinds = frame["kind"].where(frame["purpose"] != "idea", "idea")
    topic = frame["topic"].fillna("trip ideas")
    frame["text"] = [voices.forum(kind, about, thing) or None for kind, about, thing in zip(kinds, topic, product, strict=True)]
    heard = frame["kind"].isin(["mention", "comment"]).to_numpy() & (rng.random(n) < 0.85)
    frame["sentiment"] = blank(pick(rng, ("positive", "neutral", "negative"), (52, 34, 14), n), ~heard)
    return frame.assign(kind=frame["kind"].replace("received", "reply"))
