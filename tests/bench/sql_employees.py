"""Employees, a query each. Nothing is told of fewer than five: see `queries/views/shared/staff_cells.sql` for the rule."""

from __future__ import annotations

from tests.bench import tiles
from tests.bench.sql_kept import CUSTOMERS, SETS, Asked
from tests.bench.sql_people import inside_cell
from tests.bench.sql_ties import inside

FEWEST = 5


def _small(people: str, *cells: str) -> str:
    """Whether a cell belongs to the smallest ones that together have five people or more, where any has fewer."""
    order = ", ".join([people, *cells])
    before = f"coalesce(sum({people}) over (order by {order} rows between unbounded preceding and 1 preceding), 0)"
    return f"{before} < {FEWEST} and min({people}) over () < {FEWEST}"


def _staff(asked: Asked) -> str:
    """Who is kept, and what may be told of all of them and of their teams."""
    return f"""with employees as (select *, {inside(asked, "people")} as inside from people where role = 'employee'),
        kept as (select person_id, coalesce(team, '(no team)') as team from employees where inside),
        cells as (select team, segment, region, bool_and(inside) as inside, count(*) as people from employees group by all),
        ordered as (select *, {_small("people", "team", "segment", "region")} as is_small from cells),
        small as (select sum(people) as people, count(*) as cells, coalesce(bool_and(inside), true) as inside from ordered where is_small),
        every as (
            select sum(people) as n, not bool_or(is_small) or (select inside and people >= {FEWEST} from small) as is_shown
            from ordered where inside
        ),
        teams as (
            select coalesce(team, '(no team)') as team, sum(people) as n, (select is_shown from every) and (
                not bool_or(is_small) or count(*) filter (is_small) = (select cells from small) and (select people from small) >= {FEWEST}
            ) as is_shown
            from ordered where inside group by 1
        )"""


def employee_sharing(asked: Asked) -> str:
    cells = ", ".join(f"('{period}', {f'''date '{bucket}' ''' if bucket else 'null'})" for period, bucket, _ in tiles.cells(asked.filters))
    return f"""{_staff(asked)},
        shared as (
            select period, bucket, count(distinct actor_id) as sharers from ({asked.dated("interactions", "kind = 'share'")})
            where actor_id in (select person_id from kept) group by {SETS}
        )
        select c.period, c.bucket, coalesce(sharers, 0) / n as value, n
        from (values {cells}) as c (period, bucket) cross join every
            left join shared as s on c.period = s.period and c.bucket is not distinct from s.bucket
        where is_shown"""


def sharing_by(asked: Asked) -> str:
    periods = ", ".join(f"('{w.name}')" for w in asked.windows)
    return f"""{_staff(asked)},
        shares as (
            select period, interaction_id, actor_id, team from ({asked.dated("interactions", "kind = 'share'")}) inner join kept on actor_id = person_id
        ),
        answers as (
            select parent_id, count(*) filter (kind = 'click') as clicks, count(*) filter (kind <> 'click') as replies from interactions
            where {CUSTOMERS} and kind in ('click', 'reply', 'comment', 'thanks', 'reaction')
                and parent_id in (select interaction_id from shares) group by 1
        ),
        acts as (
            select period, team, actor_id, 1 as shares, coalesce(clicks, 0) as clicks, coalesce(replies, 0) as replies, 0 as referrals
            from shares left join answers on interaction_id = parent_id
            union all
            select period, team, person_id, 0, 0, 0, 1 from ({asked.dated("referrals", "refusal is null")}) inner join kept on referrer_id = person_id
        ),
        persons as (
            select period, team, actor_id, sum(shares) as shares, sum(clicks) as clicks, sum(replies) as replies, sum(referrals) as referrals
            from acts group by grouping sets ((period, team, actor_id), (period, actor_id))
        ),
        ranked as (
            select *, row_number() over busiest as place, 2 * sum(shares) over busiest >= sum(shares) over (partition by period, team) as is_half
            from persons window busiest as (partition by period, team order by shares desc, actor_id)
        ),
        counted as (
            select period, team, count(*) filter (shares > 0) as sharers, sum(shares) as shares, sum(clicks) as clicks, sum(replies) as replies,
                sum(referrals) as referrals, min(place) filter (is_half) as half
            from ranked group by period, team
        ),
        whose as (select false as is_every, * from teams union all select true, null, * from every where n > 0)
        select p.period, is_every, coalesce(w.team, 'all') as "group", not is_shown as hidden, if(is_shown, n, null) as n,
            if(is_shown, coalesce(sharers, 0), null) as sharers, if(is_shown, coalesce(sharers, 0) / n, null) as value,
            if(is_shown, coalesce(shares, 0), null) as shares, if(is_shown, coalesce(clicks, 0), null) as clicks,
            if(is_shown, coalesce(replies, 0), null) as replies, if(is_shown, coalesce(referrals, 0), null) as referrals,
            if(is_shown and sharers >= {FEWEST}, half, null) as half
        from whose as w cross join (values {periods}) as p (period)
            left join counted as c on p.period = c.period and w.team is not distinct from c.team"""


def enps_months(asked: Asked) -> str:
    kept, cell = inside_cell(asked)
    return f"""with questions as (
            select date_trunc('month', day) as month, {kept} as inside, {cell} as cell, coalesce(person_id, response_id) as person, score,
                sent_at is not null as is_sent
            from surveys where kind = 'enps' and date_trunc('month', day) + interval 14 day >= {asked.start}
                and date_trunc('month', day) + interval 14 day < {asked.end}
        ),
        cells as (
            select month, count(distinct person) filter (score is not null) as people, count(score) filter (inside) as n,
                count(*) filter (inside and score >= 9) - count(*) filter (inside and score <= 6) as lead,
                count(*) filter (inside and is_sent) as asked, count(score) filter (inside and is_sent) as responded
            from questions group by month, cell having people > 0
        ),
        months as (
            select month, min(people) >= {FEWEST} as is_shown, sum(n) as n, sum(lead) as lead, nullif(sum(asked), 0) as asked,
                sum(responded) as responded
            from cells group by month
        )
        select month as bucket, not is_shown as hidden, if(is_shown, 100.0 * lead / n, null) as value, if(is_shown, n, null) as n,
            if(is_shown, asked, null) as asked, if(is_shown, responded / asked, null) as response
        from months where n > 0 or not is_shown"""


def ideas(asked: Asked) -> str:
    return f"""{_staff(asked)},
        proposers as (
            select coalesce(level, '(no level)') as level, count(distinct proposed_by) as people
            from actions inner join employees on proposed_by = person_id group by 1
        ),
        levels as (select level, {_small("people", "level")} as is_small from proposers),
        whose as (
            select 'all' as dimension, 'all' as "group", is_shown from every where n > 0
            union all select 'team', team, is_shown from teams
            union all select 'level', level, not is_small and (select bool_and(inside) from cells) from levels
        ),
        raised as (
            select a.*, k.team as of_team, coalesce(level, '(no level)') as of_level
            from ({asked.this("actions", day="raised_day")}) as a inner join kept as k on proposed_by = person_id
        ),
        counted as (
            select case when grouping(of_team) = 0 then 'team' when grouping(of_level) = 0 then 'level' else 'all' end as dimension,
                coalesce(of_team, of_level, 'all') as "group", count(*) as raised, count(decided_at) as n,
                count(*) filter (decided_at is not null and status in ('adopted', 'done')) as numerator,
                median((epoch(decided_at) - epoch(raised_at)) / 86400) as days,
                max({asked.data_to} - raised_day) filter (decided_at is null) as waiting
            from raised group by grouping sets ((), (of_team), (of_level))
        )
        select w.dimension, w."group", not is_shown as hidden, if(is_shown, coalesce(raised, 0), null) as raised,
            if(is_shown, coalesce(n, 0), null) as n, if(is_shown, coalesce(numerator, 0), null) as numerator,
            if(is_shown, numerator / nullif(n, 0), null) as value, if(is_shown, days, null) as days, if(is_shown, waiting, null) as waiting
        from whose as w left join counted as c on w.dimension = c.dimension and w."group" = c."group" """


def workload(asked: Asked) -> str:
    still_open = f"(resolved_day >= {asked.end} or (resolved_at is null and not is_closed))"
    return f"""{_staff(asked)},
        waiting as (
            select k.team, count(*) as open, count(*) filter (day < {asked.end} - 7) as older
            from ({asked.kept("cases", f"{CUSTOMERS} and day < {asked.end} and {still_open}")}) as c inner join kept as k on agent_id = k.person_id
            group by k.team
        )
        select t.team as "group", not is_shown as hidden, if(is_shown, n, null) as n, if(is_shown, coalesce(open, 0), null) as open,
            if(is_shown, coalesce(older, 0), null) as older, if(is_shown, coalesce(open, 0) / n, null) as value
        from teams as t left join waiting as w on t.team = w.team"""
