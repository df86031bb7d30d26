"""What the company planned: campaigns, and tests of posts."""

from typing import NamedTuple

import pandas as pd

from data.company.world import moment

GIVEAWAY, ASK_A_FRIEND = "k-08", "k-09"


class Campaign(NamedTuple):
    """A campaign from `first` to the day before `after`; a partner runs some."""

    campaign_id: str
    name: str
    first: str
    after: str
    goal: str
    cost: int
    parent_id: str | None = None
    partner: bool = False

    @property
    def starts(self) -> int:
        """Seconds since 1970."""
        return moment(self.first)

    @property
    def ends(self) -> int:
        """Seconds since 1970."""
        return moment(self.after)


class Test(NamedTuple):
    """A test of two variants; `gain` is what variant b really makes of the metric; without `after` it still runs."""

    test_id: str
    hypothesis: str
    metric: str
    planned_n: int
    planned_looks: int
    gain: float
    first: str
    after: str | None = None
    decision: str | None = None
    channel: str = "photo app"


CAMPAIGNS = (
    Campaign("k-01", "autumn trails 2024", "2024-09-09", "2024-10-21", "sales", 6200),
    Campaign("k-02", "winter gifts 2024", "2024-11-18", "2024-12-23", "sales", 8900),
    Campaign("k-03", "spring repairs 2025", "2025-03-10", "2025-04-07", "loyalty", 1900),
    Campaign("k-04", "summer nights 2025", "2025-05-26", "2025-08-04", "sales", 9800),
    Campaign("k-05", "summer nights 2025: huts", "2025-06-16", "2025-07-14", "new customers", 2600, "k-04", True),
    Campaign("k-06", "autumn trails 2025", "2025-09-08", "2025-10-20", "sales", 6700),
    Campaign("k-07", "winter gifts 2025", "2025-11-17", "2025-12-22", "sales", 9400),
    Campaign(GIVEAWAY, "spring giveaway", "2026-03-02", "2026-03-30", "new customers", 14500),
    Campaign(ASK_A_FRIEND, "ask a friend", "2026-04-13", "2026-06-08", "new customers", 850),
    Campaign("k-10", "summer nights 2026", "2026-06-01", "2026-08-03", "sales", 9900),
    Campaign("k-11", "summer nights 2026: huts", "2026-06-15", "2026-07-13", "new customers", 2800, "k-10", True),
)
SPECIAL = {campaign.campaign_id: campaign for campaign in CAMPAIGNS if campaign.campaign_id in (GIVEAWAY, ASK_A_FRIEND)}
ORDINARY = tuple(campaign for campaign in CAMPAIGNS if campaign.campaign_id not in SPECIAL)

TESTS = (
    Test("t-01", "A question brings more clicks than a statement", "clicks", 60000, 1, 1.38, "2024-10-07", "2024-11-18", "adopt b"),
    Test("t-02", "A customer's picture gets more comments than ours", "comments", 50000, 1, 1.5, "2025-01-20", "2025-03-03", "adopt b"),
    Test("t-03", "Seven in the evening reaches more people than noon", "reach", 60000, 2, 1.22, "2025-04-14", "2025-06-02", "adopt b"),
    Test(
        "t-04",
        "A shorter newsletter gets more clicks",
        "clicks",
        40000,
        1,
        1.0,
        "2025-07-07",
        "2025-08-18",
        "no clear difference",
        "e-mail",
    ),
    Test("t-05", "A headline with a number gets more clicks", "clicks", 60000, 2, 0.84, "2025-10-06", "2025-11-17", "keep a"),
    Test("t-06", "A repair story is shared more than a product story", "shares", 50000, 1, 1.6, "2026-01-12", "2026-02-23", "adopt b"),
    Test(
        "t-07",
        "A workshop picture gets more comments than a shop picture",
        "comments",
        50000,
        1,
        1.35,
        "2026-04-13",
        "2026-05-25",
        "adopt b",
    ),
    Test("t-08", "Naming the trail in the headline gets more clicks", "clicks", 80000, 3, 1.12, "2026-05-11"),
)


def campaigns(partner_id: str | None) -> pd.DataFrame:
    """The campaigns, `partner_id` behind those that a partner runs; `starts` and `ends` in seconds since 1970."""
    rows = [
        row._asdict() | {"starts": row.starts, "ends": row.ends, "partner_id": partner_id if row.partner else None} for row in CAMPAIGNS
    ]
    return pd.DataFrame(rows)


def tests() -> pd.DataFrame:
    """The tests; `ends` and the decision are empty while one runs."""
    return pd.DataFrame([row._asdict() | {"starts": moment(row.first), "ends": moment(row.after) if row.after else None} for row in TESTS])
