"""True fans: the evidence for each, in a sentence. There is no score, because no sum of orders and thanks means anything."""

from __future__ import annotations

from typing import Any

from queries.filters import listed

LEAST = 3


def evidence(row: Any) -> str:
    """'Ordered on 19 days; brought 2 people; …': all that speaks for a row of the view ties/fans."""
    said = []
    if row.order_days:
        said.append(f"ordered on {row.order_days:,} days")
    if row.referrals:
        said.append(f"brought {_of(row.referrals, 'person', 'people')}")
    if row.thanks:
        said.append(f"was thanked {_of(row.thanks, 'time', 'times')}")
    if row.score >= 9:
        said.append(f"would recommend us ({row.score:.0f} of 10)")
    if row.staff:
        others = f" and {row.staff - 1:,} more of us" if row.staff > 1 else ""
        said.append(f"talks with {row.staff_name}{others}")
    text = listed(tuple(said))
    return text[:1].upper() + text[1:]


def _of(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
