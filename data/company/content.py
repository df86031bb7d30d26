"""Posts and newsletters, with the figures that networks report for them."""

import numpy as np
import pandas as pd

from data.company.plans import ASK_A_FRIEND, GIVEAWAY, ORDINARY, SPECIAL, TESTS
from data.company.rhythm import COMMUNITY, local, moments, years
from data.company.voices import Voices
from data.company.world import DAY, FIRST, NOW, TOPICS, blank, ids, moment, pick, stream

POSTS = 720
TEST_POSTS, SPECIAL_POSTS = 14, {GIVEAWAY: 26, ASK_A_FRIEND: 5}
_CHANNELS = ("photo app", "video app", "forum", "e-mail")
_REACH = {"photo app": 2600.0, "video app": 3400.0, "forum": 420.0, "e-mail": 1500.0}
_FORMATS = {
    "photo app": ("picture", "carousel", "short video"),
    "video app": ("short video", "long video"),
    "forum": ("text", "picture"),
    "e-mail": ("newsletter",),
}
_GIVE_TOPICS = (2, 2, 2, 6, 12, 16, 0, 5, 22, 30)
_ASK_TOPICS = (6, 0, 0, 4, 2, 40, 2, 3, 3, 22)


def _plan(rng: np.random.Generator, everyday: int) -> pd.DataFrame:
    """When and where posts appear: everyday ones, those of tests in two variants, those of the two special campaigns."""
    parts = [pd.DataFrame({"published": moments(rng, everyday, COMMUNITY)})]
    for test in TESTS:
        end = moment(test.after) if test.after else NOW - 2 * DAY
        part = pd.DataFrame({"published": moments(rng, TEST_POSTS, COMMUNITY, moment(test.first), end)})
        second = np.arange(TEST_POSTS) % 2 == 1
        part["variant"], part["gain"] = np.where(second, "b", "a"), np.where(second, test.gain, 1.0)
        parts.append(part.assign(test_id=test.test_id, channel=test.channel, metric=test.metric))
    for campaign_id, n in SPECIAL_POSTS.items():
        campaign = SPECIAL[campaign_id]
        part = pd.DataFrame({"published": moments(rng, n, COMMUNITY, campaign.starts, campaign.ends)})
        part["channel"] = pick(rng, ("photo app", "video app") if campaign_id == GIVEAWAY else ("e-mail", "forum"), (2, 1), n)
        parts.append(part.assign(campaign_id=campaign_id))
    plan = pd.concat(parts).sort_values("published", kind="stable")
    return plan[plan["published"].between(FIRST, moment("2026-07-01 05:00"))].reset_index(drop=True)


def _describe(posts: pd.DataFrame, everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Channel, intent, format, topic, campaign and author of each post."""
    n = len(posts)
    posts["channel"] = posts["channel"].where(posts["channel"].notna(), pick(rng, _CHANNELS, (46, 18, 20, 16), n))
    gives = (rng.random(n) < 0.4 + 0.14 * years(posts["published"])) & posts["campaign_id"].isna().to_numpy()
    posts["intent"] = np.where(gives, "give", "ask")
    posts["format"] = [str(rng.choice(_FORMATS[channel])) for channel in posts["channel"]]
    posts["topic"] = np.where(gives, pick(rng, TOPICS, _GIVE_TOPICS, n), pick(rng, TOPICS, _ASK_TOPICS, n))
    campaign = posts["campaign_id"].to_numpy(dtype=object, copy=True)
    for row in ORDINARY:
        inside = posts["published"].between(row.starts, row.ends) & posts["campaign_id"].isna() & ~gives
        campaign[inside.to_numpy() & (rng.random(n) < 0.75)] = row.campaign_id
    posts["campaign_id"] = campaign
    team = everyone.loc[everyone["team"].eq("Community") & everyone["role"].eq("employee"), "person_id"].to_numpy()
    fans = everyone.loc[everyone["ambassador"], "person_id"].to_numpy()
    by_fan = posts["channel"].eq("forum").to_numpy() & gives & (rng.random(n) < 0.3)
    posts["author_id"] = np.where(by_fan, rng.choice(fans, n), rng.choice(team, n))
    posts["author_role"] = np.where(by_fan, "customer", "employee")
    chance = np.where(posts["campaign_id"].eq(GIVEAWAY), 0.6, 0.22) * posts["channel"].isin(["photo app", "video app"]).to_numpy()
    posts["paid"] = ~gives & (rng.random(n) < chance)
    return posts


def _figures(posts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Impressions to conversions. Giving is answered, evenings reach further; the giveaway is liked and changes nothing."""
    n, hour = len(posts), local(posts["published"]).hour.to_numpy()
    giveaway, gives = posts["campaign_id"].eq(GIVEAWAY).to_numpy(), posts["intent"].eq("give").to_numpy()
    evening = np.where((hour >= 18) & (hour < 21), 1.35, np.where(hour < 7, 0.7, 1.0))
    boost = np.where(giveaway, 13.0, 1.0) * np.where(posts["paid"], 2.1, 1.0) * evening * 1.3 ** years(posts["published"])
    gain = {name: np.where(posts["metric"].eq(name), posts["gain"].fillna(1.0), 1.0) for name in ("reach", "clicks", "comments", "shares")}
    reach = posts["channel"].map(_REACH).to_numpy() * boost * gain["reach"] * rng.lognormal(0, 0.38, n)
    wanted = {
        "reactions": 0.036 * np.where(giveaway, 2.9, 1.0) * np.where(gives, 1.25, 1.0),
        "comments": 0.0042 * np.where(giveaway, 2.6, 1.0) * np.where(gives, 1.8, 1.0) * gain["comments"],
        "shares": 0.0031 * np.where(giveaway, 2.2, 1.0) * np.where(gives, 1.7, 1.0) * gain["shares"],
        "clicks": 0.017 * np.where(giveaway, 0.22, 1.0) * np.where(posts["channel"].eq("e-mail"), 2.2, 1.0) * gain["clicks"],
    }
    posts["reach"] = reach.round().astype(int)
    posts["impressions"] = (reach * rng.uniform(1.15, 1.6, n)).round().astype(int)
    for name, rate in wanted.items():
        posts[name] = rng.poisson(reach * rate * rng.lognormal(0, 0.22, n))
    posts["conversions"] = rng.binomial(posts["clicks"], np.where(giveaway, 0.00012, np.where(gives, 0.008, 0.019)))
    young = posts["published"] + 7 * DAY > NOW
    posts["measured"] = np.where(young, moment("2026-07-01 06:00"), posts["published"] + 7 * DAY)
    return posts


def posts(everyone: pd.DataFrame, seed: int, everyday: int = POSTS) -> pd.DataFrame:
    """Posts in time, `everyday` beside those of tests and special campaigns; `published` and `measured` in seconds since 1970."""
    rng = stream(seed, "posts")
    frame = _figures(_describe(_plan(rng, everyday), everyone, rng), rng)
    voices = Voices(rng)
    kinds = [SPECIAL[c].name if c in SPECIAL else intent for c, intent in zip(frame["campaign_id"], frame["intent"], strict=True)]
    frame["headline"] = [voices.headline(kind, topic) for kind, topic in zip(kinds, frame["topic"], strict=True)]
    frame["text"] = [voices.post(intent, topic) for intent, topic in zip(frame["intent"], frame["topic"], strict=True)]
    for name in ("impressions", "reach"):
        frame[name] = blank(frame[name], frame.index % 41 == 0)
    frame["post_id"] = ids("b", len(frame), 4)
    return frame
