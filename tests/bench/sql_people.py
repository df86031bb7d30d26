"""What takes the history of each person, a query each: recovered detractors, employees, customers who came back."""

from __future__ import annotations

from tests.bench.sql_kept import CUSTOMERS, Asked, listed


def recovered(asked: Asked) -> str:
    history = asked.kept("surveys", f"{CUSTOMERS} and kind = 'nps' and score is not null and person_id is not null")
    start, end = min(w.start for w in asked.windows), max(w.end for w in asked.windows)
    return f"""with history as (
            select *, last_value(case when score <= 6 then 'low' when score >= 9 then 'high' end ignore nulls) over (
                partition by person_id order by answered_at, response_id rows between unbounded preceding and 1 preceding) as earlier
            from ({history})
        ),
        people as (
            select {asked.period("day")} as period, {asked.bucket("day")} as bucket, person_id, max(score) as best
            from history where earlier = 'low' and day >= date '{start}' and day < date '{end}'
            group by grouping sets ((1, 3), (1, 2, 3))
        )
        select period, bucket, 1.0 * count(*) filter (best >= 9) / count(*) as value, count(*) as n from people group by period, bucket"""


def inside_cell(asked: Asked) -> tuple[str, str]:
    """Whether the filters keep an answer, and its cell: the values of the filters that it has."""
    chosen = {c: f"{c} in {listed(v)}" for c, v in asked.chosen("surveys").items()}
    inside = " and ".join(f"coalesce({condition}, false)" for condition in chosen.values()) or "true"
    return inside, " || '|' || ".join(f"case when {condition} then {column} else '' end" for column, condition in chosen.items()) or "''"


def employees(asked: Asked) -> str:
    inside, cell = inside_cell(asked)
    months = " union all ".join(
        f"select '{w.name}' as period, date '{w.start}' as first, date '{w.end}' as after_last" for w in asked.windows
    )
    return f"""with answers as (
            select period, date_trunc('month', day) as month, {inside} as inside, {cell} as cell, coalesce(person_id, response_id) as person, score
            from surveys inner join ({months}) on date_trunc('month', day) + interval 14 day >= first and date_trunc('month', day) + interval 14 day < after_last
            where kind = 'enps' and score is not null
        ),
        cells as (
            select period, month, count(distinct person) as people, count(*) filter (inside) as n,
                count(*) filter (inside and score >= 9) - count(*) filter (inside and score <= 6) as lead
            from answers group by period, month, cell
        ),
        months as (select period, min(people) >= 5 as is_shown, sum(n) as n, sum(lead) as lead from cells group by period, month)
        select period, null as bucket, 100.0 * sum(lead) filter (is_shown) / nullif(sum(n) filter (is_shown), 0) as value,
            sum(n) filter (is_shown) as n
        from months group by period"""


def comments_of_employees(asked: Asked) -> str:
    inside, cell = inside_cell(asked)
    return f"""with answers as (
            select date_trunc('month', day) as month, {inside} as inside, {cell} as cell, coalesce(person_id, response_id) as person, comment
            from surveys
            where kind = 'enps' and score is not null and date_trunc('month', day) + interval 14 day >= {asked.start}
                and date_trunc('month', day) + interval 14 day < {asked.end}
        ),
        cells as (select month, count(distinct person) as people from answers group by month, cell),
        shown as (select month, min(people) >= 10 as is_shown from cells group by month),
        comments as (select a.month, comment, is_shown from answers as a inner join shown as s on a.month = s.month where inside and comment is not null)
        select month, comment, false as hidden from comments where is_shown
        union all select null, null, true from comments having count(*) > 0 and not bool_or(is_shown)"""


def repeat_purchase(asked: Asked) -> str:
    # A choice of channels is one of the channel of the first order.
    whole = "coalesce(refunded < amount or refunded = 0, true)"
    paid = asked.kept("orders", f"{CUSTOMERS} and person_id is not null and {whole}", but="channel")
    channels = asked.chosen("orders").get("channel")
    start, end = min(w.start for w in asked.windows), max(w.end for w in asked.windows)
    return f"""with paid as (select person_id, day, channel from ({paid})),
        firsts as (select person_id, min(day) as first_day from paid group by person_id),
        customers as (
            select first_day + 91 as day, bool_or(p.day > first_day and p.day <= first_day + 90) as is_back
            from firsts as f inner join paid as p on f.person_id = p.person_id
            where first_day + 91 >= date '{start}' and first_day + 91 < date '{end}'
            group by f.person_id, first_day
            {f"having min(channel) filter (p.day = first_day) in {listed(channels)}" if channels else ""}
        )
        select {asked.period("day")} as period, {asked.bucket("day")} as bucket, 1.0 * count(*) filter (is_back) / count(*) as value, count(*) as n
        from customers group by grouping sets ((1), (1, 2))"""
