"""A rollup and the same aggregate over its table give the same answer, whatever the filters."""

from dataclasses import dataclass
from functools import cache

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from queries import contract, relations
from queries.asking import binding
from tests.queries import invented
from tests.queries.loaded import sample
from tests.queries.reference import chosen

RATED = "satisfied(score, scale_min, scale_max)"
EASY = "case when scale_max - scale_min = 6 then score >= scale_max - 2 else satisfied(score, scale_min, scale_max) end"


@dataclass(frozen=True)
class Rolled:
    """The table behind a rollup, the rows that it leaves in, and what each of its sums counts there."""

    table: str
    kept: str
    sums: dict[str, str]


ROLLED = {
    "advocate_days": Rolled(
        "interactions",
        "actor_id is not null and not is_staff and (kind = 'share' or kind = 'answer' and target_id is distinct from actor_id or "
        "kind in ('mention', 'post') and (purpose = 'praise' or sentiment = 'positive') and sentiment is distinct from 'negative')",
        {"acts": "count(*)"},
    ),
    "answer_themes": Rolled(
        "surveys",
        "kind <> 'enps' and not is_staff and (score is not null or comment is not null)",
        {
            "answers": "count(*)",
            "comments": "count(comment)",
            "rated": f"count_if(kind = 'csat' and {RATED} is not null)",
            "satisfied": f"count_if(kind = 'csat' and {RATED})",
            "scored": "count(detracting(kind::varchar, score, scale_min, scale_max))",
            "detractors": "count_if(detracting(kind::varchar, score, scale_min, scale_max))",
        },
    ),
    "case_themes": Rolled("cases", "subject is not null and not is_threaded and not is_staff", {"cases": "count(*)"}),
    "message_themes": Rolled(
        "interactions",
        "text is not null and not is_staff",
        {"messages": "count(*)", "conversations": "count_if(parent_id is null and kind not in ('answer', 'reply', 'thanks'))"},
    ),
    "survey_days": Rolled(
        "surveys",
        "score is not null and (kind = 'enps' or not is_staff)",
        {
            "answered": "count(*)",
            "satisfied": f"count_if(case kind when 'csat' then {RATED} when 'ces' then {EASY} end)",
            "promoters": "count_if(kind in ('nps', 'enps') and score in (9, 10))",
            "detractors": "count_if(kind in ('nps', 'enps') and score between 0 and 6)",
        },
    ),
    "survey_sent_days": Rolled(
        "all_surveys as s inner join calendar as c on s.sent_day = c.day",
        "kind <> 'enps' and not is_staff",
        {
            "sent": "count(*)",
            "answered": "count(score)",
            "rated": f"count({RATED})",
            "satisfied": f"count_if(case kind when 'ces' then {EASY} else {RATED} end)",
        },
    ),
    "case_days": Rolled(
        "cases",
        "not is_staff",
        {
            "opened": "count(*)",
            "answered": "count(first_response_at)",
            "answered_within_hour": "count_if(first_response_at <= opened_at + interval 1 hour)",
            "resolved": "count(resolved_at)",
            "reopened": "count_if(reopen_count >= 1 and resolved_at is not null)",
            "one_touch": "count_if(agent_replies = 1 and resolved_at is not null)",
        },
    ),
    "solved_days": Rolled(
        "all_cases as s inner join calendar as c on s.solved_day = c.day",
        "not is_staff",
        {
            "solved": "count(*)",
            "followed": "count(reopen_count)",
            "reopened": "count_if(reopened_at <= coalesce(first_resolved_at, resolved_at) + interval 168 hour)",
            "counted": "count(agent_replies)",
            "one_touch": "count_if(agent_replies = 1)",
        },
    ),
    "promise_days": Rolled(
        "promises",
        "not is_staff",
        {
            "due": "count(*)",
            "kept": "count_if(kept_at <= due_at)",
            "late": "count_if(kept_at > due_at)",
            "overdue": "count(*) - count(kept_at)",
        },
    ),
    "interaction_days": Rolled("interactions", "true", {"interactions": "count(*)"}),
    "post_days": Rolled(
        "posts",
        "true",
        {"posts": "count(*)"}
        | {name: f"sum({name})" for name in ("impressions", "reach", "reactions", "comments", "shares", "clicks", "conversions")},
    ),
    "referral_days": Rolled("referrals", "not is_staff", {"referrals": "count(*)", "valid": "count_if(refusal is null)"}),
    "order_days": Rolled(
        "orders",
        "not is_staff",
        {
            "orders": "count(*)",
            "paid": "sum(amount)",
            "refunded": "sum(refunded)",
            "net": "sum(amount) - sum(coalesce(refunded, 0))",
            "squares": "sum(power(amount - coalesce(refunded, 0), 2))",
        },
    ),
    "people_days": Rolled("people", "not is_staff", {"people": "count(*)", "new_customers": "count(became_customer_at)"}),
}


def asked(name, select, filters):
    """Rows of a SELECT, bound to the filters as the router binds a view."""
    sql, values = binding.bind(binding.parsed(name, select), filters, "monday")
    return sample().cursor().execute(sql, values).fetchall()


def totals(rows):
    """Rows by period and bucket; a sum of nothing is the same as none."""
    return {row[:2]: pytest.approx([float(value or 0) for value in row[2:]], rel=1e-9) for row in rows if any(row[2:])}


# Rollups that tell people apart or look further than a day: tests.queries.test_numbers compares the metrics that they make with pandas.
ELSEWHERE = {
    "active_changes",
    "active_days",
    "actor_days",
    "answer_days",
    "asked_again",
    "campaign_days",
    "cohort_months",
    "contacts",
    "conversations",
    "doer_days",
    "employee_cells",
    "employees",
    "enps_answers",
    "first_acts",
    "first_order_days",
    "idea_days",
    "inviter_days",
    "joined_days",
    "lineage",
    "member_days",
    "newcomer_days",
    "nps_followed",
    "outcomes",
    "post_talk",
    "raised_days",
    "repeat_days",
    "staff_shares",
    "stage_months",
    "test_days",
    "tie_acts",
    "waiting_cases",
}


# What a rollup that joins tells, and the same from the tables.
JOINED = {
    "answers of who asked": (
        "select period, bucket, sum(answers) as answers, sum(answers) filter (where is_own) as own, sum(answers) filter (where is_staff) as staff, "
        "count(*) filter (where answers < 1) as nothing from answer_days group by period, bucket",
        "select a.period, a.bucket, count(*) as answers, count(*) filter (where a.actor_id = q.actor_id) as own, "
        "count(*) filter (where a.is_staff) as staff, 0 as nothing from interactions as a left join whole_interactions as q "
        "on coalesce(a.parent_id, a.thread_id) = q.interaction_id and q.kind = 'question' where a.kind = 'answer' group by a.period, a.bucket",
    ),
    "times that we turned to somebody": (
        "select period, bucket, count(*) as contacts, count(distinct person) as people, sum(epoch(moment)) as moments from contacts group by period, bucket",
        "select period, bucket, count(*), count(distinct person_id), sum(epoch(moment)) from ("
        "select period, bucket, person_id, sent_at as moment from surveys union all "
        "select period, bucket, person_id, coalesce(first_response_at, opened_at) from cases union all "
        'select period, bucket, target_id, "at" from interactions where is_staff) as t '
        "where person_id is not null and moment is not null group by period, bucket",
    ),
    "answers and what followed them": (
        "select 'this' as period, score as bucket, count(*) as answers, count(next_day) as followed, sum(next_day - day) as until_next, "
        "count(days) as referrers, sum(days) as until_referral from whole_nps_followed group by score",
        "select 'this', score, count(*), count(next_day), sum(next_day - day), count(made), sum(epoch(made) - epoch(answered_at)) / 86400 from ("
        "select s.score, s.day, s.answered_at, (select min(n.day) from whole_surveys as n where n.kind = 'nps' and n.score is not null "
        "and not n.is_staff and n.person_id = s.person_id and (n.answered_at, n.response_id) > (s.answered_at, s.response_id)) as next_day, "
        "(select min(coalesce(r.invited_at, r.joined_at, r.converted_at)) from whole_referrals as r where r.referrer_id = s.person_id "
        "and r.refusal is null and coalesce(r.invited_at, r.joined_at, r.converted_at) >= s.answered_at "
        "and coalesce(r.invited_at, r.joined_at, r.converted_at) < s.answered_at + interval 90 day) as made from whole_surveys as s "
        "where s.kind = 'nps' and s.score is not null and s.person_id is not null and not s.is_staff and s.day is not null) as a group by score",
    ),
    "employees of today": (
        "select 'this' as period, team as bucket, count(*) as people, sum(number) as numbers, count(distinct person_id) as ids from all_employees group by team",
        "select 'this', team, count(*), sum(number), count(distinct person_id) from all_people where role = 'employee' group by team",
    ),
    "questions to employees": (
        "select period, bucket, sum(answers) as answers, sum(asked) as asked, sum(responded) as responded, count(distinct person) as people "
        "from enps_answers group by period, bucket",
        "select c.period, c.bucket, count(s.score), count(s.sent_at), count(s.score) filter (where s.sent_at is not null), "
        "count(distinct coalesce(s.person_id, s.response_id)) filter (where s.score is not null) from all_surveys as s "
        "inner join calendar as c on s.month + 14 = c.day where s.kind = 'enps' group by c.period, c.bucket",
    ),
    "shares of employees": (
        "select period, bucket, sum(shares) as shares, sum(clicks) as clicks, sum(replies) as replies, count(distinct actor) as sharers "
        "from staff_shares group by period, bucket",
        "select i.period, i.bucket, count(distinct i.interaction_id) as shares, count(*) filter (where a.kind = 'click') as clicks, "
        "count(*) filter (where a.kind <> 'click') as replies, count(distinct i.actor_id) as sharers from interactions as i "
        "inner join whole_people as p on i.actor_id = p.person_id left join whole_interactions as a on a.parent_id = i.interaction_id "
        "and not a.is_staff and a.kind in ('click', 'reply', 'comment', 'thanks', 'reaction') "
        "where i.kind = 'share' and p.role = 'employee' group by i.period, i.bucket",
    ),
    "outcomes": (
        "select 'this' as period, origin as bucket, count(*) as people, count(*) filter (where is_customer) as customers, count(first_day) as buyers, "
        "sum(returned) as returned, sum(value) as value, sum(score) as score from all_outcomes group by origin",
        "select 'this', case when r.person_id is not null then 'referred' when o.is_advertised or p.source in (select campaign_id from whole_campaigns "
        "union select name from whole_campaigns) then 'advertised' else 'other' end as origin, count(*), "
        "count(*) filter (where p.became_customer_at < p.joined_at + interval 90 day), count(o.first_day), "
        "sum((select max((b.day > o.first_day and b.day <= o.first_day + 90 and coalesce(b.refunded, 0) < b.amount)::integer) from all_orders as b "
        "where b.person_id = p.person_id and not b.is_staff)), sum(case when o.first_day is not null then (select coalesce(sum(b.amount - coalesce(b.refunded, 0)), 0) "
        "from all_orders as b where b.person_id = p.person_id and b.day < o.first_day + 180 and b.currency = o.currency and not b.is_staff) end), sum(s.score) "
        "from all_people as p left join (select distinct referred_id as person_id from whole_referrals where refusal is null and not is_staff) as r "
        "on r.person_id = p.person_id left join (select person_id, min(day) as first_day, arg_min(currency, ordered_at) as currency, "
        "arg_min(campaign_id is not null, ordered_at) as is_advertised from all_orders where coalesce(refunded, 0) < amount and not is_staff group by person_id) as o "
        "on o.person_id = p.person_id left join (select person_id, arg_max(score, answered_at) as score from all_surveys where kind = 'nps' "
        "and score is not null and not is_staff group by person_id) as s on s.person_id = p.person_id "
        "where not p.is_staff and p.role is distinct from 'partner' group by origin",
    ),
}


def test_the_columns_of_a_relation_are_those_that_its_file_makes():
    with duckdb.connect() as con:
        contract.create(con)
        invented.roll_up(con)
        made = con.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns() where not internal group by all"
        )
        assert {name: tuple(names) for name, names in made.fetchall()} == relations.columns()


def test_every_rollup_is_compared():
    assert set(ROLLED) | ELSEWHERE == {file.stem for file in relations.rollups()}


@cache
def selects(name):
    """The question put to the rollup, and to its table."""
    rolled = ROLLED[name]
    sums = ", ".join(f"sum({column}) as {column}" for column in rolled.sums)
    counts = ", ".join(f"{count} as {column}" for column, count in rolled.sums.items())
    return (
        f"select period, bucket, {sums} from {name} group by all",
        f"select period, bucket, {counts} from {rolled.table} where {rolled.kept} group by all",
    )


@pytest.mark.parametrize("name", ROLLED)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filters=chosen())
def test_a_rollup_gives_what_its_table_gives(name, filters):
    rollup, table = (totals(asked(name, select, filters)) for select in selects(name))
    assert {key: value.expected for key, value in rollup.items()} == table


@pytest.mark.parametrize("name", JOINED)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filters=chosen())
def test_a_rollup_that_joins_gives_what_the_tables_give(name, filters):
    rollup, tables = (totals(asked(name, select, filters)) for select in JOINED[name])
    assert {key: value.expected for key, value in rollup.items()} == tables


@pytest.mark.parametrize("name", ROLLED)
def test_a_rollup_has_every_dimension_of_its_table_that_the_bar_filters_by(name):
    base = ROLLED[name].table.split()[0].removeprefix("all_")
    assert binding.dimensions(name) == binding.dimensions(base)


def test_a_rollup_holds_no_row_without_a_day_and_is_in_order_of_days():
    for name in ROLLED:
        days = [day for (day,) in sample().cursor().execute(f"select day from {name}").fetchall()]
        assert None not in days and days == sorted(days)


def test_cells_of_employees_lie_in_order_of_how_many_they_are():
    cells = sample().cursor().execute("from employee_cells").df()
    people = sample().cursor().execute("from people where role = 'employee'").df()
    counted = people.groupby(["team", "segment", "region"], dropna=False, observed=True).size()
    assert sorted(cells["people"]) == sorted(counted) and set(cells["least"]) == {counted.min()}
    ordered = cells.sort_values("before")
    assert list(ordered["before"]) == [0, *ordered["people"].cumsum()[:-1]] and ordered["people"].is_monotonic_increasing
