"""Ambassadors: the rule's thresholds, the reasons in words, and the moves between candidate, ambassador, resting and lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from queries.filters import listed
from queries.trouble import Trouble

if TYPE_CHECKING:
    import pandas as pd

SECTION = "settings.toml, [ambassadors]:"
# signs needed; thanks, orders and months of three that make a sign; days without a bad score, and of silence until lost
RULE = {"signs": 2, "answers": 3, "orders": 3, "months": 2, "quiet": 180}
MOST = {"signs": 5, "months": 3}
STATES = {"a": "ambassador", "c": "candidate", "r": "resting", "l": "lost", "-": "none"}
STEP_DAYS = 30


def check(given: Mapping[str, Any]) -> None:
    """Raises Trouble with one sentence where a threshold is unknown or cannot be met."""
    for name, value in given.items():
        if name not in RULE:
            raise Trouble(f"{SECTION} there is no threshold '{name}'; they are {', '.join(RULE)}.")
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST.get(name, 100_000):
            most = f" to {MOST[name]}" if name in MOST else " or more"
            raise Trouble(f"{SECTION} '{name}' must be a whole number, 1{most}, not {value!r}.")


def rule(facts: Mapping[str, str]) -> dict[str, int]:
    """The thresholds of a snapshot, as the parameters of the view advocates/ambassadors."""
    return {name: int(facts.get(f"ambassadors.{name}", default)) for name, default in RULE.items()}


def people(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the view that are of a person each."""
    return rows[rows["person_id"].notna()]


def paths(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the view that count the `people` who went through the same states."""
    return rows[rows["person_id"].isna()]


def now(rows: pd.DataFrame) -> pd.Series:
    """The state of each row of the view at the end of the period, in words."""
    return rows["states"].str[-1].map(STATES)


def counts(rows: pd.DataFrame) -> dict[str, int]:
    """How many people are in each state at the end of the period."""
    counted = paths(rows)
    return {state: int(people) for state, people in counted.groupby(now(counted))["people"].sum().items()}


def reasons(row: Any, rule: Mapping[str, int]) -> str:
    """'Scored 10, brought 3 people, thanked 12 times, 4 orders, active in 3 of 3 months': the signs that a row has."""
    signs = []
    if row.score >= 9:
        signs.append(f"scored {row.score:.0f}")
    if row.referrals:
        signs.append(f"brought {_of(row.referrals, 'person', 'people')}")
    if row.thanks >= rule["answers"]:
        signs.append(f"thanked {_of(row.thanks, 'time', 'times')}")
    if row.orders >= rule["orders"]:
        signs.append(_of(row.orders, "order", "orders"))
    if row.months >= rule["months"]:
        signs.append(f"active in {row.months} of 3 months")
    said = listed(tuple(signs)) if signs else "no sign now"
    return said[0].upper() + said[1:]


def _of(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def words(rule: Mapping[str, int]) -> str:
    """The rule in a sentence."""
    return (
        f"Ambassador: at least {rule['signs']} of these signs: the latest NPS is 9 or 10; a valid referral; {rule['answers']} thanks from "
        f"others; {rule['orders']} orders; active in {rule['months']} of the last 3 months. And no 0 to 6 in {rule['quiet']} days, and "
        "consent. Followers count for nothing."
    )


def stock(rows: pd.DataFrame) -> pd.DataFrame:
    """How many people there are in each state: one row for each 30 days, the oldest first, `back` times 30 days before the end."""
    import pandas as pd

    counted = paths(rows)
    parts = {back: counted.groupby(counted["states"].str[12 - back].map(STATES))["people"].sum() for back in range(12, -1, -1)}
    found = pd.DataFrame(parts).T.reindex(columns=list(STATES.values())[:-1]).fillna(0).astype(int)
    return found.rename_axis("back").reset_index()


def moves(rows: pd.DataFrame) -> pd.DataFrame:
    """`back, before, after, people`: how many people went from one state to another, a row each; those who stayed are left out."""
    import pandas as pd

    counted = paths(rows)
    letters = [counted["states"].str[at].map(STATES) for at in range(13)]
    pairs = [
        pd.DataFrame({"back": 12 - at, "before": letters[at - 1], "after": letters[at], "people": counted["people"]}) for at in range(1, 13)
    ]
    every = pd.concat(pairs, ignore_index=True)
    moved = every[every["before"] != every["after"]]
    return moved.groupby(["back", "before", "after"])["people"].sum().astype(int).reset_index()
