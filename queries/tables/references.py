"""Which columns refer to which table, for the join coverage: a reference that leads nowhere is kept and counted."""

PEOPLE = (
    "person_id",
    "actor_id",
    "target_id",
    "author_id",
    "referrer_id",
    "referred_id",
    "agent_id",
    "owner_id",
    "proposed_by",
    "partner_id",
)
KEYS = {"case_id": "cases", "order_id": "orders", "campaign_id": "campaigns", "post_id": "posts", "test_id": "tests"}
PARENTS = {"interactions": "interactions", "campaigns": "campaigns"}


def refers_to(table: str, column: str) -> str | None:
    """The table that a column of a contract table refers to, or None."""
    if (column in PEOPLE and table != "people") or column == "owner_id":
        return "people"
    if column == "parent_id":
        return PARENTS[table]
    target = KEYS.get(column)
    return target if target != table else None
