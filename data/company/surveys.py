"""Answers: CSAT and CES after a case, NPS twice a year, eNPS each quarter; many who are asked say nothing."""

import numpy as np
import pandas as pd

from data.company.recommendations import NPS_SHARES, PLACES, recommendations, scores
from data.company.rhythm import years
from data.company.voices import Voices
from data.company.world import DAY, FIX, NOW, PRODUCTS, SLOW, blank, ids, moment, pick, stream

_READY = {"chat": 0.41, "e-mail": 0.29, "phone": 0.19, "forum": 0.24, "photo app": 0.17, "video app": 0.16, "web shop": 0.22}
_EASE = {"chat": 0.0, "e-mail": 0.02, "phone": 0.16, "forum": 0.12, "photo app": -0.04, "video app": -0.08}
_TOPIC = {
    "delivery": -0.16,
    "returns": -0.08,
    "warranty": -0.12,
    "product advice": 0.14,
    "trip ideas": 0.2,
    "care and repair": 0.16,
    "payment": -0.1,
}
_CSAT = (0.04, 0.075, 0.14, 0.45)
_CES = (0.03, 0.07, 0.13, 0.24, 0.45, 0.75)
_QUARTERS = ("2024-08-13", "2024-11-12", "2025-02-11", "2025-05-13", "2025-08-12", "2025-11-11", "2026-02-10", "2026-05-12")


def mood(kind: str, score: float) -> str:
    """good, fair or bad."""
    good, fair = {"csat": (4, 3), "ces": (5, 4), "nps": (9, 7), "enps": (9, 7)}[kind]
    return "good" if score >= good else "fair" if score >= fair else "bad"


def after_cases(cases: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """CSAT of most solved cases, and CES where effort matters; `willing` is the chance of an answer."""
    solved = cases[cases["first_resolved"].notna()]
    late = solved["lateness"].to_numpy()
    served = np.where(late > 1, -0.66 - 0.4 * np.log(np.maximum(late, 1)), 0.22 - 0.15 * late) - 0.3 * (
        solved["reopen_count"].to_numpy() > 0
    )
    where = solved["topic"].map(_TOPIC).fillna(0) + solved["region"].map(PLACES).fillna(0) + solved["channel"].map(_EASE)
    base = where.to_numpy() + served + 0.3 * solved["loyalty"].to_numpy() + 0.05 * years(solved["opened"])
    parts = []
    for kind, shares, low, high, chance in (("csat", _CSAT, 1, 5, 0.9), ("ces", _CES, 1, 7, 0.0)):
        asked = rng.random(len(solved)) < np.where(
            solved["topic"].isin(["returns", "warranty", "setup", "payment", "spare parts"]), max(chance, 0.4), chance
        )
        score = scores(base + rng.normal(0, 1, len(solved)), shares, low)
        unhappy = np.where(score <= 2, 1.2, np.where(score >= high, 1.05, 0.88))
        willing = solved["channel"].map(_READY).to_numpy() * (0.7 + 0.3 * solved["ready"].to_numpy()) * unhappy
        part = solved.assign(
            kind=kind, score=score, scale_min=low, scale_max=high, willing=willing, slow=(solved["channel"] == "chat") & (late > 1.6)
        )
        parts.append(part.assign(sent=solved["first_resolved"] + rng.integers(120, 5400, len(solved)))[asked])
    return pd.concat(parts)


def _employees(everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """eNPS of whoever worked here that day; the chat desk loses heart while it is overrun."""
    parts = []
    for day in _QUARTERS:
        sent = moment(f"{day} 09:00")
        staff = everyone[everyone["role"].eq("employee") & (everyone["joined"] < sent)]
        overrun = np.where(staff["team"].eq("Chat Desk") & (SLOW <= sent < FIX), -1.0, 0.0)
        latent = 0.5 * staff["loyalty"] + rng.normal(0, 0.8, len(staff)) + overrun + 0.12 * float(years(sent)) + 0.1
        part = staff.assign(kind="enps", sent=sent, score=scores(latent.to_numpy(), NPS_SHARES, 0), scale_min=0, scale_max=10)
        parts.append(part.assign(answers=rng.random(len(staff)) < 0.74, slow=False, channel="e-mail"))
    return pd.concat(parts)


def answered(frame: pd.DataFrame, answers: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """`frame` with the time of each answer; without an answer time and score are empty."""
    at = frame["sent"] + np.minimum(rng.lognormal(9.4, 1.3, len(frame)), 20 * DAY).astype(np.int64) + 30
    at = at.where(answers & (at <= NOW))
    return frame.assign(answered=at, score=frame["score"].where(at.notna()))


def surveys(everyone: pd.DataFrame, cases: pd.DataFrame, seed: int) -> pd.DataFrame:
    """All questions asked, in time; `sent` and `answered` in seconds, score and comment empty where nobody answered."""
    rng = stream(seed, "surveys")
    frame = pd.concat([after_cases(cases, rng), recommendations(everyone, cases, rng), _employees(everyone, rng)], ignore_index=True)
    frame = frame[frame["sent"] < NOW].sort_values(["sent", "person_id", "kind"], kind="stable", ignore_index=True)
    n = len(frame)
    willing = rng.random(n) < frame["willing"].fillna(0).to_numpy()
    frame = answered(frame, frame["answers"].eq(True).to_numpy() | willing, rng)
    frame["product"] = blank(pick(rng, PRODUCTS, (24, 17, 19, 18, 12, 10), n), frame["kind"].eq("enps") | (rng.random(n) < 0.16))
    frame["comment"] = _comments(frame, rng)
    frame["response_id"] = ids("r", n)
    return frame


def _comments(frame: pd.DataFrame, rng: np.random.Generator) -> list[str | None]:
    """A comment with some answers, more often with bad ones."""
    voices = Voices(rng)
    out: list[str | None] = []
    columns = [frame[name] for name in ("kind", "score", "topic", "product", "region", "slow")]
    for kind, score, topic, product, region, slow in zip(*columns, strict=True):
        feeling = "" if pd.isna(score) else mood(kind, score)
        if not feeling or rng.random() > {"good": 0.36, "fair": 0.42, "bad": 0.66}[feeling]:
            out.append(None)
        else:
            out.append(voices.employee(feeling) if kind == "enps" else voices.comment(feeling, topic, product, region, bool(slow)))
    return out
