-- grain: one row per theme on which an action was raised in this period
-- decided and done are those of these actions, whenever that was; days is the median from raised to done; waiting are neither done nor declined
with raised as (
    select unnest(string_split(cast(themes as varchar), chr(31))) as theme, raised_at, decided_at, done_at, cast(status as varchar) as status
    from actions
    where period = 'this' and themes is not null
)
select
    theme,
    count(*) as raised,
    count(decided_at) as decided,
    count(done_at) as done,
    count(*) filter (where done_at is null and coalesce(status, 'open') <> 'declined') as waiting,
    median((epoch(done_at) - epoch(raised_at)) / 86400) as days,
from raised
group by theme
order by raised desc, theme
