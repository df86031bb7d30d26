-- grain: one row per channel and step of the wait for a first reply, of the cases opened in this period; step 99: no reply until the data end
-- $clock as elsewhere; share is of the channel's cases; a step that no case of the channel took has no row
with waits as (
    select
        coalesce(channel, '(not given)') as channel,
        first_response_at is not null as is_answered,
        case when $clock = 'business' then response_business else response_minutes end as minutes,
    from cases
    where period = 'this' and not is_staff
),
steps as (
    select
        channel,
        case
            when not is_answered then 99
            when minutes <= 5 then 1
            when minutes <= 15 then 2
            when minutes <= 30 then 3
            when minutes <= 60 then 4
            when minutes <= 120 then 5
            when minutes <= 240 then 6
            when minutes <= 480 then 7
            when minutes <= 1440 then 8
            when minutes <= 4320 then 9
            else 10
        end as step,
    from waits
    where not is_answered or minutes is not null
),
counted as (
    select channel, step, count(*) as cases
    from steps
    group by channel, step
)
select
    channel,
    step,
    cases,
    rate(cases, sum(cases) over (partition by channel)) as share,
    sum(cases) over (partition by channel) as n,
from counted
order by n desc, channel, step
