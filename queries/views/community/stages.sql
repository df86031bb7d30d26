-- grain: one row per last day of a month (bucket), stage of people a month before and stage, of whole months before the period's end
-- stages: 5 advocate, 4 contributor, 3 regular, 2 newcomer, 1 lurker, 0 lapsed (before: gone), -1 not there yet
with moves as (
    select day, stage_before, stage, sum(people) as people
    from until_stage_months
    where period = 'this'
    group by day, stage_before, stage
)
select day as bucket, stage_before, stage, people
from moves
where stage is not null
order by bucket, stage_before, stage
