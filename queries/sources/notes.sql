-- fills: notes
-- needs: time, description
select
    "time",
    description,
    time_end,
    measures
from export
