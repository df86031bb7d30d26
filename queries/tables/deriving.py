"""What the load adds to each row: local time parts, and what pages would otherwise have to join for."""

from queries import contract, themes
from queries.casting import literal
from queries.settings import Settings
from queries.tables import service

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
# Parts of the moment on the local clock.
LOCAL = ("day", "week", "month", "weekday", "hour")
PERSONS = {
    "surveys": "person_id",
    "cases": "person_id",
    "promises": "person_id",
    "interactions": "actor_id",
    "posts": "author_id",
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
# A table that lends others what they copy is filled before them.
LENDERS = ("people", "identities", "cases")
STAFF = "('employee', 'staff', 'brand', 'agent', 'bot', 'deleted', 'test')"
SPEED = """case when c.case_id is null then null when c.resolution_minutes is null then 6 when c.resolution_minutes <= 60 then 1
    when c.resolution_minutes <= 240 then 2 when c.resolution_minutes <= 1440 then 3 when c.resolution_minutes <= 4320 then 4 else 5 end"""
Columns = tuple[str, ...]


def filled() -> tuple[str, ...]:
    """The tables of the contract, in the order in which they can be filled."""
    return (*LENDERS, *(name for name in contract.tables() if name not in LENDERS))


def select(table: str, settings: Settings, handles: bool = True, as_given: bool = False) -> str:
    """SELECT that gives all columns of a contract table in order of time from the relation `given`; it may join `people`, `identities` and `cases`.

    Without `handles` no row of `given` is of a channel that has any. What follows from the moment alone is made after the sort, which
    then has less to carry. Rows that are in order already may come `as_given`.
    """
    moment, known = MOMENTS.get(table), HANDLES.get(table, ()) if handles else ()
    made = {column.name: _expression(table, column, settings, known) for column in contract.tables()[table].columns}
    later = LOCAL if moment else ()
    rows = f"select {_named({name: sql for name, sql in made.items() if name not in later})} from {_joined(table, settings, known)}"
    if not moment:
        return rows
    columns = {name: sql if name in later else f't."{name}"' for name, sql in made.items()}
    order = "" if as_given else f" order by {moment} nulls first"
    return f"select {_named(columns)} from ({rows}{order}) t"


def _named(columns: dict[str, str]) -> str:
    return ", ".join(f'{sql} as "{name}"' for name, sql in columns.items())


def _joined(table: str, settings: Settings, handles: Columns) -> str:
    joins = ["given t", *(service.joins(settings) if table == "cases" else [])]
    for column in handles:
        joins.append(f"left join identities i_{column} on i_{column}.channel = t.channel and i_{column}.handle = t.{column}")
    if table in PERSONS:
        joins.append(f"left join people p on p.person_id = {_person(PERSONS[table], handles)}")
    if table == "interactions":
        joins.append(f"left join people q on q.person_id = {_person('target_id', handles)}")
    if table == "referrals":
        joins.append(f"left join people r on r.person_id = {_person('referred_id', handles)}")
    if table == "surveys":
        joins.append("left join cases c on c.case_id = t.case_id")
    return " ".join(joins)


def _person(column: str, handles: Columns) -> str:
    return f"coalesce(i_{column}.person_id, t.{column})" if column in handles else f"t.{column}"


def _expression(table: str, column: contract.Column, settings: Settings, handles: Columns) -> str:
    if not column.derived:
        if table == "interactions" and column.name == "actor_role":
            return "coalesce(t.actor_role, p.role)"
        return _person(column.name, handles) if column.name in handles else f't."{column.name}"'
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
        "end_day": f"timezone({literal(settings.zone)}, t.ends_at)::date",
        "decided_day": f"timezone({literal(settings.zone)}, t.decided_at)::date",
        "segment": "p.segment",
        "region": "p.region",
        "actor": "p.number",
        "target": "q.number",
        "author": "p.number",
        "person": "p.number",
        "referrer": "p.number",
        "referred": "r.number",
        "number": "(row_number() over () + (select coalesce(max(number), -1) from people))::integer",
        "is_staff": _staff(table),
        "refusal": _refusal(handles),
        "speed": SPEED,
        "is_first_answer": "false",
        **service.expressions(settings),
        "themes": themes.expression(table, settings.themes) if table in themes.READ else "",
        "is_threaded": f"coalesce(t.channel in ({', '.join(map(literal, settings.threaded))}), false)" if settings.threaded else "false",
    }
    return expressions[column.name]


def _staff(table: str) -> str:
    if table == "people":
        return f"coalesce(t.role in {STAFF}, false)"
    if table == "interactions":
        return f"case when t.actor_role is null then coalesce(p.is_staff, false) else t.actor_role in {STAFF} end"
    return "coalesce(p.is_staff, false)"


def _refusal(handles: Columns) -> str:
    """Why a referral does not count, the first reason that holds (METRICS: not oneself, not already a customer, not refunded)."""
    referrer, referred = _person("referrer_id", handles), _person("referred_id", handles)
    start = "coalesce(t.invited_at, t.joined_at, t.converted_at)"
    return f"""case when {referrer} = {referred} then 'self' when r.became_customer_at < {start} then 'already a customer'
        when t.status in ('refunded', 'refused') then t.status when t.joined_at is null and t.converted_at is null then 'not joined' end"""
