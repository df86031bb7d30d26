"""Helpdesk cases: who asks, where, and how long it takes."""

import numpy as np
import pandas as pd

from data.company.people import someone
from data.company.rhythm import SERVICE, moments, next_open, years
from data.company.world import CHAT_BUTTON, CONTACT_CHANNELS, DAY, FIX, NOW, SLOW, TEAMS, TOPICS, blank, ids, pick, stream

CASES = 5_700
# minutes: (promised first response, usual median, spread); hours: usual median to resolve
RESPONSE = {
    "e-mail": (1440, 190, 0.95), "chat": (30, 11.5, 0.75), "phone": (5, 1.6, 0.8),
    "forum": (480, 130, 1.0), "photo app": (240, 68, 1.0), "video app": (240, 85, 1.0),
}  # fmt: skip
RESOLVE_HOURS = {"e-mail": 21.0, "chat": 2.6, "phone": 1.5, "forum": 26.0, "photo app": 9.0, "video app": 10.0}
_OPEN: dict[str, tuple[float, float, int]] = {
    "chat": (7, 23, 7),
    "phone": (8, 18, 6),
    "photo app": (8, 21, 7),
    "video app": (8, 21, 7),
    "e-mail": (8, 18, 6),
    "forum": (8, 20, 7),
}
_TOPIC_WEIGHTS = (20, 14, 8, 12, 10, 12, 6, 8, 6, 4)


def slowness(when: np.ndarray) -> np.ndarray:
    """How many times slower the chat desk answers than it used to."""
    marks = [SLOW - 1, SLOW, SLOW + 60 * DAY, FIX - DAY, FIX, FIX + 14 * DAY, FIX + 43 * DAY]
    return np.asarray(np.interp(when, marks, [1, 4.7, 6.1, 7.2, 3.2, 2.0, 1.65]))


def _channels(when: np.ndarray, people: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Channels of contact: chat grows slowly, then fast once its button is on every page."""
    t = years(when)
    chat = 0.24 + 0.04 * t + 0.17 * np.clip((when - CHAT_BUTTON) / (110 * DAY), 0, 1) + 0.05 * people["segment"].eq("Families").to_numpy()
    rest = np.array([0.54, 0.0, 0.2, 0.09, 0.12, 0.05])[None, :] + np.outer(t, [-0.05, 0, -0.02, 0.01, 0.03, 0.03])
    share = rest / rest.sum(axis=1, keepdims=True) * (1 - chat)[:, None]
    share[:, 1] = chat
    share[next_open(when, *_OPEN["phone"]) != when, 2] = 0  # nobody answers the telephone at night
    return pick(rng, CONTACT_CHANNELS, share)


def _teams(channel: np.ndarray, topic: np.ndarray, region: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    care = np.where(np.isin(region, ["Germany", "Britain and Ireland"]) == (rng.random(len(region)) < 0.9), TEAMS[0], TEAMS[1])
    team = np.where(channel == "chat", "Chat Desk", np.where(np.isin(channel, ["forum", "photo app", "video app"]), "Community", care))
    return np.where(
        np.isin(topic, ["returns", "warranty"]) & (channel != "chat") & (rng.random(len(topic)) < 0.75), "Returns", team
    ).astype(object)


def _times(cases: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """First response, first and last resolution, in seconds; NaN where they have not happened when the exports were taken."""
    opened, channel, n = cases["opened"].to_numpy(), cases["channel"].to_numpy(), len(cases)
    median = np.array([RESPONSE[c][1] for c in channel]) * np.where(channel == "chat", slowness(opened), 1.0)
    spread = np.array([RESPONSE[c][2] for c in channel])
    start = opened.copy()
    for name, (opens, closes, days) in _OPEN.items():
        here = channel == name
        start[here] = next_open(opened[here], opens, closes, days)
    respond = start + (60 * median * np.exp(spread * rng.normal(size=n))).astype(np.int64) + 15
    hours = np.array([RESOLVE_HOURS[c] for c in channel]) * np.where(np.isin(cases["topic"], ["warranty", "spare parts"]), 2.4, 1.0)
    first = respond + (3600 * hours * np.exp(1.0 * rng.normal(size=n))).astype(np.int64)
    reopened = np.where(rng.random(n) < 0.055 + 0.06 * ((channel == "chat") & (slowness(opened) > 3)), 1 + (rng.random(n) < 0.18), 0)
    last = first + np.where(reopened > 0, (DAY * rng.lognormal(0.6, 0.7, n)).astype(np.int64), 0)
    silent = rng.random(n) < np.select([channel == "chat", channel == "phone"], [0.015 + 0.02 * (slowness(opened) > 3), 0.0], 0.025)
    cases["response"] = np.where(silent | (respond > NOW), np.nan, respond)
    cases["first_resolved"] = np.where(silent | (first > NOW) | (rng.random(n) < 0.012), np.nan, first)
    cases["resolved"] = np.where((last > NOW), np.nan, np.where(np.isnan(cases["first_resolved"]), np.nan, last))
    cases["reopen_count"] = np.where(np.isnan(cases["first_resolved"]), 0, reopened)
    return cases


def cases(everyone: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Cases in order of opening, with the traits of whoever asked; times in seconds since 1970."""
    rng = stream(seed, "cases")
    opened = moments(rng, CASES, SERVICE)
    weight = everyone["activity"].to_numpy() * everyone["role"].map({"customer": 1.0, "prospect": 0.25, "member": 0.3}).fillna(0).to_numpy()
    asked = everyone.iloc[someone(rng, everyone, opened, weight)].reset_index(drop=True)
    frame = handled(asked[["person_id", "segment", "region", "loyalty", "ready"]].assign(opened=opened), rng)
    frame["case_id"] = ids("c", CASES)
    frame["agent_id"] = _agents(frame, everyone, rng)
    lost = rng.random(CASES) < 0.004  # accounts that were erased since
    frame["person_id"] = np.where(lost, [f"p-gone-{i % 40}" for i in range(CASES)], frame["person_id"])
    return frame


def handled(asked: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """What becomes of requests. `asked`: segment, region and traits of who asks, `opened` in seconds; any number of rows."""
    frame, n, opened = asked.copy(), len(asked), asked["opened"].to_numpy()
    frame["channel"] = _channels(opened, asked, rng)
    abroad = asked["region"].eq("Britain and Ireland").to_numpy()
    frame["topic"] = pick(rng, TOPICS, np.array(_TOPIC_WEIGHTS) + np.outer(abroad, [14, 0, 0, 0, 0, 0, 5, 0, 0, 0]))
    frame["team"] = _teams(frame["channel"].to_numpy(), frame["topic"].to_numpy(), frame["region"].to_numpy(), rng)
    frame["priority"] = pick(rng, ("low", "normal", "high"), (22, 66, 12), n)
    frame = _times(frame, rng)
    unanswered = frame["response"].isna() & (opened < NOW - 30 * DAY)
    frame["status"] = np.select(
        [frame["resolved"].notna(), frame["response"].notna(), unanswered], ["solved", "pending", "closed unanswered"], "open"
    )
    replies = 1 + rng.poisson(np.where(frame["channel"] == "chat", 1.6, 0.8)) + frame["reopen_count"]
    frame["agent_replies"] = np.where(frame["response"].isna(), 0, replies).astype(int)
    late = (frame["response"].fillna(NOW) - frame["opened"]) / 60 / frame["channel"].map({c: r[0] for c, r in RESPONSE.items()})
    frame["lateness"] = late.to_numpy()
    frame.loc[frame.index % 61 == 0, "topic"] = None
    return frame


def _agents(cases: pd.DataFrame, everyone: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    staff = everyone[everyone["role"] == "employee"]
    out = np.full(len(cases), None, dtype=object)
    for team, group in staff.groupby("team"):
        here = (cases["team"] == team).to_numpy()
        out[here] = group["person_id"].to_numpy()[rng.integers(0, len(group), int(here.sum()))]
    return blank(out, cases["response"].isna())
