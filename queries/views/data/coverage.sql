-- grain: one row per reference from one table to another
-- given counts the rows that refer to somebody or something, known those whose reference was found; worst first
select table_name, column_name, refers_to, given, known
from account.coverage
order by rate(known, given) nulls last, table_name, column_name
