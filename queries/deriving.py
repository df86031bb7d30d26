"""What the load adds to each row: local time parts, and what pages would otherwise have to join for."""

from queries import contract
from queries.casting import literal
from queries.settings import Settings

# The moment that dates a row, and the column of the person it is about.
MOMENTS = {
    "people": "coalesce(t.became_customer_at, t.joined_at)",
    "surveys": "coalesce(t.answered_at, t.sent_at)",
    "cases": "t.opened_at",
    "promises": "t.due_at",
    "interactions": 't."at"',
    "posts": "t.published_at",
    "referrals": "coalesce(t.invited_at, t.joined_at, t.converted_at)",
    "orders": "t.ordered_at",
    "campaigns": "t.starts_at",
    "tests": "t.starts_at",
    "actions": "t.raised_at",
    "notes": 't."time"',
}
PERSONS = {
    "surveys": "person_id",
    "cases": "person_id",
    "promises": "person_id",
    "interactions": "actor_id",
    "referrals": "referrer_id",
    "orders": "person_id",
}
# Columns that may hold a channel's handle, to be replaced by the person behind it.
HANDLES = {
    "surveys": ("person_id",),
    "cases": ("person_id",),
    "promises": ("person_id",),
    "interactions": ("actor_id", "target_id"),
    "posts": ("author_id",),
    "referrals": ("referrer_id", "referred_id"),
    "orders": ("person_id",),
}
STAFF = "('employee', 'staff', 'brand', 'agent', 'bot', 'deleted', 'test')"


def select(table: str, settings: Settings) -> str:
    """SELECT that gives all columns of a contract table from the relation `given`; it may join `people` and `identities`."""
    made = contract.tables()[table]
    columns = ", ".join(f'{_expression(table, column, settings)} as "{column.name}"' for column in made.columns)
    return f"select {columns} from {_joined(table)}"


def _joined(table: str) -> str:
    joins = ["given t"]
    for column in HANDLES.get(table, ()):
        joins.append(f"left join identities i_{column} on i_{column}.channel = t.channel and i_{column}.handle = t.{column}")
    if table in PERSONS:
        joins.append(f"left join people p on p.person_id = {_person(table, PERSONS[table])}")
    if table == "referrals":
        joins.append(f"left join people r on r.person_id = {_person(table, 'referred_id')}")
    return " ".join(joins)


def _person(table: str, column: str) -> str:
    return f"coalesce(i_{column}.person_id, t.{column})" if column in HANDLES.get(table, ()) else f"t.{column}"


def _expression(table: str, column: contract.Column, settings: Settings) -> str:
    if not column.derived:
        if table == "interactions" and column.name == "actor_role":
            return "coalesce(t.actor_role, p.role)"
        return _person(table, column.name) if column.name in HANDLES.get(table, ()) else f't."{column.name}"'
    local = f"timezone({literal(settings.zone)}, {MOMENTS[table]})"
    back = "dayofweek" if settings.week_start == "sunday" else "isodow"
    first = 0 if settings.week_start == "sunday" else 1
    expressions = {
        "day": f"{local}::date",
        "week": f"{local}::date - ({back}({local}) - {first})::integer",
        "month": f"date_trunc('month', {local})::date",
        "weekday": f"isodow({local})",
        "hour": f"hour({local})",
        "sent_day": f"timezone({literal(settings.zone)}, t.sent_at)::date" if table == "surveys" else "",
        "segment": "p.segment",
        "region": "p.region",
        "is_staff": _staff(table),
        "response_minutes": "(epoch(t.first_response_at) - epoch(t.opened_at)) / 60",
        "resolution_minutes": "(epoch(t.resolved_at) - epoch(t.opened_at)) / 60",
        "refusal": _refusal(),
    }
    return expressions[column.name]


def _staff(table: str) -> str:
    role = {"people": "t.role", "interactions": "coalesce(t.actor_role, p.role)"}.get(table, "p.role")
    return f"coalesce({role} in {STAFF}, false)"


def _refusal() -> str:
    """Why a referral does not count, the first reason that holds (METRICS: not oneself, not already a customer, not refunded)."""
    referrer, referred = _person("referrals", "referrer_id"), _person("referrals", "referred_id")
    start = "coalesce(t.invited_at, t.joined_at, t.converted_at)"
    return f"""case when {referrer} = {referred} then 'self' when r.became_customer_at < {start} then 'already a customer'
        when t.status in ('refunded', 'refused') then t.status when t.joined_at is null and t.converted_at is null then 'not joined' end"""
