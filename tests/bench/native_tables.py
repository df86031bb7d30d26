"""The tables that the others read, as SELECTs over the exports: with what a load can know of a row without a filter, as ours has it.

Local day, segment, region, staff, minutes, whether an answer is the first one, why a referral does not count, since when a customer
waits. So a page costs them its filters, counts and quantiles, and nothing else. The company has no themes of words, so that the topic of
a row is its theme.
"""

from __future__ import annotations

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
DETRACTOR = """case
    when t.score is null then null
    when t.kind in ('nps', 'enps') then t.score <= 6
    when t.kind = 'ces' and t.scale_max - t.scale_min = 6 then t.score <= t.scale_min + 2
    when t.scale_max - t.scale_min in (1, 2) then t.score <= t.scale_min
    when t.scale_max - t.scale_min between 3 and 6 then t.score <= t.scale_min + 1
    when t.scale_max - t.scale_min between 7 and 10 then t.score <= t.scale_min + 2
end"""
CLOSED = "('solved', 'resolved', 'closed', 'done', 'archived', 'spam', 'deleted')"
IS_CLOSED = f"(t.resolved_at is not null or coalesce(lower(t.status) in {CLOSED}, false))"
SOLVED = "coalesce(t.first_resolved_at, t.resolved_at)"
# A column in which nothing stands is read as text.
LAST, REPLIED, REOPENING = (f"cast(t.{name} as timestamptz)" for name in ("last_customer_at", "last_response_at", "reopened_at"))
WAITING = f"""case
    when {IS_CLOSED} then null
    when t.first_response_at is null then t.opened_at
    when {LAST} > coalesce({REPLIED}, t.first_response_at) then {LAST}
end"""
REOPENED = (
    f"case when {SOLVED} is not null then coalesce({REOPENING} <= {SOLVED} + interval 7 day, cast(t.reopen_count as integer) > 0) end"
)
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


def _minutes(until: str) -> str:
    return f"(epoch({until}) - epoch(t.opened_at)) / 60"


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
        f", {_day('t.sent_at', 'sent_day')}, {SATISFIED} as satisfied, {DETRACTOR} as detractor, {SPEED} as speed",
        "left join raw.cases as c on t.case_id = c.case_id",
    ),
    "cases": _of_person(
        "cases",
        "person_id",
        "t.opened_at",
        f""", {_minutes("t.first_response_at")} as response_minutes, {_minutes("t.resolved_at")} as resolution_minutes,
            {_day(SOLVED, "solved_day")}, {_day("t.resolved_at", "resolved_day")}, {IS_CLOSED} as is_closed,
            {WAITING} as waiting_since, {REOPENED} as is_reopened""",
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
    "actions": f"""select t.*, {_day("t.decided_at")}, {_day("t.raised_at", "raised_day")}, {_day("t.done_at", "done_day")}
        from raw.actions as t""",
    "notes": f"""select t.*, {_day('t."time"')}, {_day('coalesce(t.time_end, t."time")', "last_day")} from raw.notes as t""",
}
# The last moment of the data, the day that it cuts off and the first day.
MOMENTS = {
    "surveys": ("sent_at", "answered_at"), "cases": ("opened_at", "first_response_at", "resolved_at"), "promises": ("made_at", "kept_at"),
    "interactions": ('"at"',), "posts": ("published_at",), "referrals": ("invited_at", "joined_at", "converted_at"),
    "orders": ("ordered_at",), "actions": ("raised_at", "decided_at", "done_at"),
}  # fmt: skip
FACTS = f"""with ends as ({" union all ".join(f"select min({c}) as first, max({c}) as last from {t}" for t, cs in MOMENTS.items() for c in cs)})
    select max(last) as last_moment, {_day("max(last)", "data_to")}, {_day("min(first)", "data_from")} from ends"""
