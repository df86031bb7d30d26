-- grain: one row per unrecognised export and source that comes near it
-- missing are the columns that this source needs and the export lacks; the nearest comes first
select file, source, missing
from account.nearest
order by file, len(string_split(missing, ', ')), source
