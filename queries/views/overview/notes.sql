-- grain: one row per note that begins in this period or still goes on in it
-- measures are the metrics that it concerns, separated by commas; empty for all
select n.day, coalesce(cast(timezone($zone, n.time_end) as date), n.day) as last_day, n.description, n.measures
from all_notes as n
inner join periods as p on n.day < p.end_day and coalesce(cast(timezone($zone, n.time_end) as date), n.day) >= p.start_day
where p.period = 'this'
order by n.day, n.description
