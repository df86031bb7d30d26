-- grain: one row per table and export whose rows gave way to newer ones with the same key
select d.table_name, d.file, d.rows
from account.duplicates as d
order by d.rows desc, d.table_name, d.file
