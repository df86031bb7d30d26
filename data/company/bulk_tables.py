"""People, handles, orders, referrals, posts and plans of any size, batch by batch."""

import numpy as np
import pandas as pd

from data.company import content, staff
from data.company import plans as planned
from data.company.bulk import Batches, rng_of, when
from data.company.crowd import Crowd, named
from data.company.people import people as cast
from data.company.rhythm import SHOP
from data.company.streaming import spans
from data.company.world import NOW, REGIONS, pick
from data.company.writing import arrow


def people(crowd: Crowd, rows: int, seed: int) -> Batches:
    """People in the order in which they joined."""
    names = cast(seed)["name"].to_numpy()
    for number, start, end in spans(rows):
        rng, i = rng_of(seed, "people", number), np.arange(start, end)
        frame = crowd.traits(i).assign(joined=crowd.joined(i), name=names[rng.integers(0, len(names), end - start)])
        frame["bought"] = (frame["joined"] + 600).where(frame["role"].eq("customer") & (frame["joined"] + 600 < NOW))
        frame["email"] = np.array([f"{person}@example.net" for person in frame["person_id"]], dtype=object)
        frame["source"] = pick(rng, ("search", "newsletter", "shop visit", "referral", "forum"), (36, 24, 20, 12, 8), end - start)
        yield "people", arrow("people", frame.assign(consent=rng.random(end - start) < 0.68))


def identities(crowd: Crowd, rows: int, seed: int) -> Batches:
    """A forum handle for every second person."""
    for _, start, end in spans(rows):
        i = np.arange(start, end)
        frame = pd.DataFrame({"channel": "forum", "handle": named("walker", i), "person_id": named("p", i * 2 % crowd.size)})
        yield "identities", arrow("identities", frame)


def orders(crowd: Crowd, rows: int, seed: int) -> Batches:
    """Orders in time."""
    for number, start, end in spans(rows):
        rng, n = rng_of(seed, "orders", number), end - start
        share, ordered = when(SHOP, start, end, rows, rng)
        frame = crowd.traits(crowd.someone(share, rng.random(n))).assign(ordered=ordered)
        frame["order_id"] = named("o", np.arange(start, end))
        frame["amount"] = np.round(rng.lognormal(np.where(frame["segment"].eq("Trade"), 5.6, 4.5), 0.55), 2)
        frame["refunded"] = np.where(rng.random(n) < 0.062, frame["amount"], 0.0)
        frame["currency"] = np.select([frame["region"].eq(REGIONS[3]), frame["region"].eq(REGIONS[1])], ["GBP", "CHF"], "EUR")
        frame["channel"] = pick(rng, ("web shop", "e-mail", "photo app", "phone", "chat"), (60, 18, 9, 7, 6), n)
        yield "orders", arrow("orders", frame.assign(source_of_order="direct"))


def referrals(crowd: Crowd, rows: int, seed: int) -> Batches:
    """Six in ten by ambassadors; a third never join."""
    for number, start, end in spans(rows):
        rng, n = rng_of(seed, "referrals", number), end - start
        share, invited = when(SHOP, start, end, rows, rng)
        by = np.where(rng.random(n) < 0.6, crowd.fan(rng.random(n)), crowd.someone(share, rng.random(n)))
        friend = (crowd.known(share) + rng.integers(1, 40, n)).clip(0, crowd.size - 1)
        joined = crowd.joined(friend)
        came = (rng.random(n) < 0.66) & (joined >= invited)
        frame = pd.DataFrame({"invited": invited, "joined": np.where(came, joined, np.nan)})
        frame["converted"] = frame["joined"] + 600
        frame["referral_id"] = named("f", np.arange(start, end))
        frame["referrer_id"] = named("p", by)
        frame["referred_id"] = named("p", friend, ~came)
        yield "referrals", arrow("referrals", frame.assign(status=np.where(came, "converted", "invited"), channel="e-mail"))


def posts(crowd: Crowd, rows: int, seed: int) -> Batches:
    """Posts of the sample's kind, as many as asked for and some of tests and campaigns."""
    everyone, written = cast(seed), 0
    for number, start, end in spans(rows):
        frame = content.posts(everyone, seed + number, end - start)
        frame["author_id"] = named("p", crowd.colleague(rng_of(seed, "posts", number).random(len(frame))))
        frame["post_id"] = named("b", written + np.arange(len(frame)))
        written += len(frame)
        yield "posts", arrow("posts", frame)


def plans(crowd: Crowd, rows: int, seed: int) -> Batches:
    """The small tables, as in the sample."""
    ideas = staff.actions(cast(seed), seed)
    ideas["proposed_by"] = named("p", crowd.colleague(rng_of(seed, "actions", 0).random(len(ideas))))
    small = {"campaigns": planned.campaigns(None), "tests": planned.tests(), "actions": ideas, "notes": staff.notes()}
    for table, frame in small.items():
        yield table, arrow(table, frame)
