-- grain: one row per line of an export that was rejected
select file, line, column_name, value, reason, source
from account.rejects
order by file, line, column_name
