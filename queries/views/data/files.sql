-- grain: one row per export of the data folder
-- those that need a look come first: set aside, unrecognised, with rejects
select
    file,
    state,
    reason,
    source,
    tables,
    lines,
    rows,
    rejects,
    skipped,
    bytes,
    modified_at,
    loaded_at,
    encoding,
    dialect,
from account.files
order by array_position(['set aside', 'unrecognised', 'loaded with rejects', 'loaded'], state), file
