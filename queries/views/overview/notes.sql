-- grain: one row per note, in order of their days
-- measures are the metrics that it concerns, separated by commas; empty for all
select
    day,
    coalesce(cast(timezone($zone, time_end) as date), day) as last_day,
    description,
    measures,
from all_notes
where day is not null
order by day, description
