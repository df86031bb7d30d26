"""People and the handles they go by; customers carry traits that no export shows."""

import numpy as np
import pandas as pd

from data.company.names import latin, person_name
from data.company.rhythm import SHOP, moments
from data.company.world import DAY, FIRST, NOW, REGIONS, SEGMENTS, TEAMS, blank, ids, moment, pick, stream

AMBASSADORS = 8
STAFF = dict(zip(TEAMS, (17, 15, 11, 12, 4), strict=True))  # Community stays under the five that privacy asks for
_ELDER, _NEW, _REFERRED, _MEMBERS, _PROSPECTS, _GIVEAWAY = 950, 1180, 250, 190, 170, 150


def _customers(rng: np.random.Generator) -> pd.DataFrame:
    """Customers from before the exports begin, new ones, and those whom a friend brought."""
    elder = FIRST - np.sort(rng.exponential(420, _ELDER) % 1600 * DAY).astype(np.int64)[::-1] - 30 * DAY
    new = moments(rng, _NEW, SHOP)
    friends = np.sort(
        np.concatenate([moments(rng, _REFERRED - 64, SHOP), moments(rng, 64, SHOP, moment("2026-04-14"), moment("2026-06-06"))])
    )
    bought = np.concatenate([elder, new, friends])
    lag = np.where(rng.random(len(bought)) < 0.55, 0, rng.exponential(9, len(bought)) * DAY).astype(np.int64)
    lag[-_REFERRED:] = rng.integers(600, 5 * DAY, _REFERRED)
    sources = pick(rng, ("search", "newsletter", "shop visit", "photo app", "forum", "fair"), (36, 18, 20, 12, 9, 5), len(bought))
    sources[-_REFERRED:] = "referral"
    frame = pd.DataFrame({"role": "customer", "joined": bought - lag, "bought": bought, "source": sources})
    frame["campaign_friend"] = (frame["source"] == "referral") & (bought >= moment("2026-04-14")) & (bought < moment("2026-06-06"))
    return frame


def _others(rng: np.random.Generator) -> pd.DataFrame:
    """Forum members, prospects, and the many who came for the giveaway and stayed strangers."""
    parts = [
        pd.DataFrame({"role": "member", "joined": moments(rng, _MEMBERS, SHOP), "source": "forum"}),
        pd.DataFrame({"role": "prospect", "joined": moments(rng, _PROSPECTS, SHOP), "source": "newsletter"}),
        pd.DataFrame(
            {
                "role": "prospect",
                "joined": moments(rng, _GIVEAWAY, SHOP, moment("2026-03-02"), moment("2026-03-31")),
                "source": "spring giveaway",
            }
        ),
    ]
    return pd.concat(parts)


def _staff(rng: np.random.Generator) -> pd.DataFrame:
    """Employees by team, partners, bots, test and deleted accounts."""
    team = np.repeat(np.array(list(STAFF), dtype=object), list(STAFF.values()))
    hired = FIRST - (rng.exponential(700, len(team)) % 1800 * DAY).astype(np.int64) - 20 * DAY
    hired[::7] = FIRST + rng.integers(20, 420, len(hired[::7])) * DAY
    parts = [pd.DataFrame({"role": "employee", "joined": hired, "team": team, "source": "company"})]
    for role, n, source in (("partner", 5, "fair"), ("bot", 2, "company"), ("test", 4, "company"), ("deleted", 12, "")):
        parts.append(pd.DataFrame({"role": role, "joined": FIRST - rng.integers(10, 400, n) * DAY, "source": source}))
    return pd.concat(parts)


def _traits(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Loyalty, readiness to answer and activity of each person, and the eight ambassadors."""
    n = len(people)
    outside = ~people["role"].isin(["employee", "bot", "test", "deleted"])
    people["segment"] = blank(pick(rng, SEGMENTS, (47, 39, 14), n), ~outside | (rng.random(n) < 0.03))
    people["region"] = blank(pick(rng, REGIONS, (46, 17, 19, 18), n), ~outside | (rng.random(n) < 0.02))
    people["loyalty"] = rng.normal(0, 1, n) + np.where(people["segment"] == "Trade", 0.35, 0)
    people["ready"] = rng.gamma(2.2, 1 / 2.2, n)
    people["activity"] = rng.gamma(1.1, 1 / 1.1, n) + 0.08
    early = people.index[(people["role"] == "customer") & (people["joined"] < FIRST - 90 * DAY) & (people["region"] == "Germany")]
    people["ambassador"] = False
    chosen = rng.choice(early.to_numpy(), AMBASSADORS, replace=False)
    for column, value in (("ambassador", True), ("loyalty", 2.6), ("ready", 3.0), ("activity", 3.2), ("source", "forum")):
        people.loc[people.index.isin(chosen), column] = value
    return people


def people(seed: int) -> pd.DataFrame:
    """Everyone, sorted by when they joined, with traits; `joined` and `bought` in seconds since 1970."""
    rng = stream(seed, "people")
    everyone = pd.concat([_customers(rng), _others(rng), _staff(rng)], ignore_index=True)
    everyone = everyone[everyone["joined"] < NOW].sort_values("joined", kind="stable", ignore_index=True)
    everyone = _traits(everyone, rng)
    everyone["campaign_friend"] = everyone["campaign_friend"].eq(True)
    everyone["person_id"] = ids("p", len(everyone))
    everyone["name"] = [person_name(rng) for _ in range(len(everyone))]
    for role, label in (("bot", "Tarvelund Helper"), ("test", "Test Account"), ("deleted", "")):
        everyone.loc[everyone["role"] == role, "name"] = label
    everyone["email"] = _addresses(everyone)
    consent = rng.random(len(everyone)) < np.where(everyone["ambassador"], 1.1, 0.68)
    everyone["consent"] = blank(
        consent, (everyone["role"] != "customer") & (rng.random(len(everyone)) < 0.6) | everyone["role"].isin(["bot", "test", "deleted"])
    )
    trade = everyone["segment"].eq("Trade").to_numpy()
    everyone["team"] = np.where(trade, pick(rng, TEAMS[:2], (1, 1), len(everyone)), everyone["team"])
    care = everyone.loc[everyone["team"].isin(TEAMS[:2]) & everyone["role"].eq("employee"), "person_id"].to_numpy()
    everyone["owner_id"] = blank(rng.choice(care, len(everyone)), ~trade)
    return everyone


def _addresses(everyone: pd.DataFrame) -> list[str]:
    """Addresses at domains that are reserved for examples; none for deleted accounts."""
    out = []
    for person_id, name, role in zip(everyone["person_id"], everyone["name"], everyone["role"], strict=True):
        number = int(person_id.split("-")[1])
        domain = "tarvelund.example" if role in ("employee", "bot", "test") else ("example.com", "example.org", "example.net")[number % 3]
        missing = role == "deleted" or (role in ("customer", "member") and number % 29 == 0)
        out.append("" if missing else f"{latin(name, 'guest')}.{number}@{domain}")
    return out


def identities(everyone: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Handles on the channels; a few belong to nobody the company knows."""
    rng = stream(seed, "identities")
    outside = everyone[~everyone["role"].isin(["bot", "test", "deleted"])]
    rows = []
    for person_id, name, email, role in outside[["person_id", "name", "email", "role"]].itertuples(index=False):
        stem = f"{latin(name, 'walker').replace('.', '_')}{int(person_id.split('-')[1])}"
        if email and rng.random() < 0.5:
            rows.append(("e-mail", email, person_id))
        if role == "member" or rng.random() < 0.24:
            rows.append(("forum", stem, person_id))
        if rng.random() < 0.16:
            rows.append(("photo app", f"@{stem}", person_id))
    strangers = [("photo app", f"@passing.by{i}", f"p-gone-{i}") for i in range(1, 13)]
    return pd.DataFrame(rows + strangers, columns=["channel", "handle", "person_id"])


def someone(rng: np.random.Generator, everyone: pd.DataFrame, when: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """A position in `everyone` (sorted by joined) for each moment: somebody who had joined, drawn by weight."""
    steps = np.cumsum(weight)
    known = np.searchsorted(everyone["joined"].to_numpy(), when, side="right") - 1
    return np.searchsorted(steps, rng.random(len(when)) * steps[known], side="right")
