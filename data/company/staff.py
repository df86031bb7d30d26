"""Ideas and what became of them, and the notes that the charts carry."""

import numpy as np
import pandas as pd

from data.company.rhythm import SERVICE, moments
from data.company.voices import phrases
from data.company.world import CHAT_BUTTON, DAY, FIRST, FIX, NOW, PRODUCTS, TOPICS, blank, ids, moment, pick, stream

IDEAS = 150
BOARD = moment("2025-09-15")  # ideas get an answer within weeks since the board exists

_NOTES = (
    ("2024-11-29 08:00", "Parcels stuck at the border for nine days", "2024-12-08 18:00", "promises_kept,csat"),
    ("2025-03-03 09:00", "Forum: a helper confirms each question", None, "peer_answers"),
    ("2025-06-02 09:00", "Members can mark an answer as solved", None, "peer_answers,active_people"),
    ("2025-09-15 09:00", "Idea board for all teams", None, "ideas_adopted,enps"),
    ("2025-10-01 09:00", "Unhappy customers are called back within a week", None, "recovered_detractors,nps"),
    ("2026-03-02 08:00", "Spring giveaway", "2026-03-29 23:59", "give_share,campaigns_with_customers"),
    ("2026-04-13 08:00", "Ask a friend", "2026-06-07 23:59", "valid_referrals,new_customers"),
)


def notes() -> pd.DataFrame:
    """What happened; `starts` and `ends` in seconds since 1970."""
    rows = [(moment(start), text, moment(end) if end else None, measures) for start, text, end, measures in _NOTES]
    rows.append((CHAT_BUTTON + 9 * 3600, "Chat button on every page", None, "first_response,csat"))
    rows.append((FIX + 7 * 3600, "Second shift in the chat", None, "first_response,csat,promises_kept"))
    return pd.DataFrame(sorted(rows), columns=["starts", "description", "ends", "measures"])


def _titles(topics: np.ndarray, rng: np.random.Generator) -> list[str]:
    out = []
    for topic in topics:
        titles = phrases()["actions"][topic]
        out.append(titles[int(rng.integers(0, len(titles)))].replace("{product}", PRODUCTS[int(rng.integers(0, len(PRODUCTS)))]))
    return out


def _proposals(everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Ideas as they were raised: three in four by employees, the rest by loyal customers."""
    staff = everyone[everyone["role"].eq("employee") & (everyone["joined"] < FIRST)]
    who = staff.iloc[rng.integers(0, len(staff), IDEAS)].reset_index(drop=True)
    loyal = everyone["role"].eq("customer") & (everyone["loyalty"] > 0.8) & (everyone["joined"] < FIRST)
    outside = rng.random(IDEAS) < 0.24
    seniority = who["joined"].to_numpy() // DAY % 9
    topic = pick(rng, TOPICS, (18, 12, 10, 9, 11, 13, 7, 9, 8, 5), IDEAS)
    frame = pd.DataFrame({"topic": topic, "title": _titles(topic, rng), "raised": moments(rng, IDEAS, SERVICE, end=NOW - 2 * DAY)})
    frame["proposed_by"] = np.where(outside, rng.choice(everyone.loc[loyal, "person_id"].to_numpy(), IDEAS), who["person_id"])
    frame["team"] = blank(who["team"], outside)
    frame["level"] = np.select([outside, seniority == 0, seniority <= 2], ["customer", "manager", "lead"], "agent")
    return frame


def actions(everyone: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Ideas of employees and customers, decided sooner and more often for since the board; times in seconds."""
    rng = stream(seed, "actions")
    frame = _proposals(everyone, rng)
    raised, board = frame["raised"].to_numpy(), frame["raised"].to_numpy() >= BOARD
    decided = raised + (rng.lognormal(np.where(board, 2.9, 4.0), 0.6) * DAY).astype(np.int64)
    known = (decided < NOW) & (rng.random(IDEAS) < 0.93)
    adopted = rng.random(IDEAS) < np.where(board, 0.6, 0.38) + frame["level"].map({"manager": 0.18, "lead": 0.08}).fillna(0).to_numpy()
    done = decided + (rng.lognormal(3.4, 0.6, IDEAS) * DAY).astype(np.int64)
    finished = known & adopted & (done < NOW) & (rng.random(IDEAS) < 0.85)
    frame["decided"], frame["done"] = np.where(known, decided, np.nan), np.where(finished, done, np.nan)
    frame["status"] = np.select([finished, known & adopted, known], ["done", "adopted", "declined"], "open")
    frame = pd.concat([frame, _the_fix(everyone)]).sort_values("raised", kind="stable", ignore_index=True)
    return frame.assign(action_id=ids("a", len(frame), 4))


def _the_fix(everyone: pd.DataFrame) -> pd.DataFrame:
    """The idea that ended the long waits, raised on the desk ten weeks before."""
    agent = everyone.loc[everyone["team"].eq("Chat Desk") & everyone["role"].eq("employee"), "person_id"].iloc[2]
    row = {
        "title": "Second shift in the chat, from noon to eleven",
        "raised": moment("2026-03-09 16:20"),
        "proposed_by": agent,
        "team": "Chat Desk",
    }
    return pd.DataFrame([row | {"level": "agent", "decided": moment("2026-05-05 11:00"), "done": FIX + 7 * 3600, "status": "done"}])
