"""What the others read: DuckDB's own tables of the exports, and the same as Parquet.

They are given what a load can know of a row without a filter, as ours has it: local day, segment, region, staff, minutes, whether an
answer is the first one, why a referral does not count. So a page costs them its filters, counts and quantiles, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

ZONE = "Europe/Berlin"
STAFF = "('employee', 'staff', 'brand', 'agent', 'bot', 'deleted', 'test')"
OUTSIDE = f"coalesce(p.role in {STAFF}, false) as is_staff"
SATISFIED = """case
    when t.score is null or t.kind in ('nps', 'enps') then null
    when t.kind = 'ces' and t.scale_max - t.scale_min = 6 then t.score >= t.scale_max - 2
    when t.scale_max - t.scale_min in (1, 2) then t.score >= t.scale_max
    when t.scale_max - t.scale_min between 3 and 6 then t.score >= t.scale_max - 1
    when t.scale_max - t.scale_min between 7 and 10 then t.score >= t.scale_max - 2
end"""
SPEED = """case
    when c.case_id is null then null
    when c.resolved_at is null then 'not solved'
    when epoch(c.resolved_at) - epoch(c.opened_at) <= 3600 then 'within 1 hour'
    when epoch(c.resolved_at) - epoch(c.opened_at) <= 4 * 3600 then '1 to 4 hours'
    when epoch(c.resolved_at) - epoch(c.opened_at) <= 24 * 3600 then '4 to 24 hours'
    when epoch(c.resolved_at) - epoch(c.opened_at) <= 72 * 3600 then '1 to 3 days'
    else 'over 3 days'
end"""
# Of every question of a customer, the first answer that somebody else gave.
FIRST_ANSWERS = f"""
create temp table first_answers as
with said as (
    select t.*, coalesce(t.actor_role, p.role) as role from raw.interactions as t left join people as p on t.actor_id = p.person_id
),
questions as (
    select interaction_id, actor_id, coalesce(thread_id, interaction_id) as thread from said
    where kind = 'question' and not coalesce(role in {STAFF}, false)
),
threads as (select thread, min(interaction_id) as interaction_id, min(actor_id) as actor_id from questions group by thread),
answered as (
    select
        a.interaction_id, a."at", coalesce(q.interaction_id, t.interaction_id) as question, a.actor_id,
        case when q.interaction_id is null then t.actor_id else q.actor_id end as asker
    from said as a left join questions as q on a.parent_id = q.interaction_id left join threads as t on a.thread_id = t.thread
    where a.kind in ('answer', 'reply') and a.role is distinct from 'bot'
)
select min_by(interaction_id, ("at", interaction_id)) as interaction_id from answered
where question is not null and coalesce(actor_id, '') <> coalesce(asker, '-') group by question
"""


def _day(moment: str, name: str = "day") -> str:
    return f"cast(timezone('{ZONE}', {moment}) as date) as {name}"


def _of_person(table: str, person: str, moment: str, more: str = "", joins: str = "") -> str:
    columns = f"t.*, {_day(moment)}, p.segment, p.region, {OUTSIDE}{more}"
    return f"select {columns} from raw.{table} as t left join people as p on t.{person} = p.person_id {joins} order by {moment}"


STARTED = "coalesce(t.invited_at, t.joined_at, t.converted_at)"
TABLES = {
    "people": f"""select t.*, {_day("coalesce(t.became_customer_at, t.joined_at)")}, coalesce(t.role in {STAFF}, false) as is_staff
        from raw.people as t order by coalesce(t.became_customer_at, t.joined_at)""",
    "surveys": _of_person(
        "surveys",
        "person_id",
        "coalesce(t.answered_at, t.sent_at)",
        f", {_day('t.sent_at', 'sent_day')}, {SATISFIED} as satisfied, {SPEED} as speed",
        "left join raw.cases as c on t.case_id = c.case_id",
    ),
    "cases": _of_person(
        "cases", "person_id", "t.opened_at", ", (epoch(t.first_response_at) - epoch(t.opened_at)) / 60 as response_minutes"
    ),
    "promises": _of_person("promises", "person_id", "t.due_at"),
    "interactions": _of_person("interactions", "actor_id", 't."at"').replace(
        OUTSIDE,
        f"coalesce(coalesce(t.actor_role, p.role) in {STAFF}, false) as is_staff, "
        "t.interaction_id in (select interaction_id from first_answers) as is_first_answer",
    ),
    "posts": f"select t.*, {_day('t.published_at')} from raw.posts as t order by t.published_at",
    "referrals": _of_person(
        "referrals",
        "referrer_id",
        STARTED,
        f""", case when t.referrer_id = t.referred_id then 'self' when r.became_customer_at < {STARTED} then 'already a customer'
            when t.status in ('refunded', 'refused') then t.status when coalesce(t.joined_at, t.converted_at) is null then 'not joined'
            end as refusal""",
        "left join people as r on t.referred_id = r.person_id",
    ),
    "orders": _of_person("orders", "person_id", "t.ordered_at"),
    "campaigns": f"select t.*, {_day('t.ends_at')} from raw.campaigns as t",
    "tests": f"select t.*, {_day('t.ends_at')} from raw.tests as t",
    "actions": f"select t.*, {_day('t.decided_at')} from raw.actions as t",
    "notes": f"""select t.*, {_day('t."time"')}, {_day('coalesce(t.time_end, t."time")', "last_day")} from raw.notes as t""",
}
FOLDERS = {
    "people": "crm/people", "surveys": "surveys/", "cases": "helpdesk/cases", "promises": "helpdesk/promises", "posts": "social/posts",
    "interactions": "community/interactions", "referrals": "advocacy/referrals", "orders": "shop/orders", "campaigns": "marketing/campaigns",
    "tests": "marketing/tests", "actions": "team/actions", "notes": "team/notes",
}  # fmt: skip


def build(exports: Path, database: Path, parquet: Path) -> None:
    """Write all tables into a new database and into a folder of Parquet files, both in the order of their moments."""
    parquet.mkdir(parents=True, exist_ok=True)
    spill = database.with_suffix(".exports")
    with duckdb.connect(str(database)) as con:
        con.execute("set timezone = 'UTC'")
        con.execute(f"attach '{spill}' as raw")
        for table, stem in FOLDERS.items():
            con.execute(f"create table raw.{table} as {read(sorted(exports.glob(f'{stem}*')))}")
        for table, select in TABLES.items():
            if table == "interactions":
                con.execute(FIRST_ANSWERS)
            con.execute(f"create table {table} as {select}")
            con.execute(f"copy {table} to '{parquet / table}.parquet' (format parquet)")
        con.execute("detach raw")
        con.execute("checkpoint")
    spill.unlink()


def read(files: Iterable[Path]) -> str:
    """SELECT over exports of one table, CSV and Parquet alike."""
    files = list(files)
    csv, parquet = ([str(path) for path in files if path.suffix == ending] for ending in (".csv", ".parquet"))
    parts = [f"select * from read_csv({csv!r}, header = true)"] if csv else []
    parts += [f"select * from read_parquet({parquet!r})"] if parquet else []
    return " union all by name ".join(parts)
