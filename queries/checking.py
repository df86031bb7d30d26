"""From the text of an export to rows of a contract table, and a reject with its reason for every row that is none."""

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from queries import casting, contract, syntax
from queries.casting import literal, quoted
from queries.settings import Settings
from queries.sources import Source
from queries.trouble import Trouble

WORDS = {
    "TIMESTAMP WITH TIME ZONE": "is not a date and time",
    "BOOLEAN": "is neither true nor false",
    "INTEGER": "is not a whole number",
    "BIGINT": "is not a whole number",
}


def check(con: duckdb.DuckDBPyConnection, columns: Sequence[str], source: Source, settings: Settings) -> None:
    """Make the temporary table `judged` from `export_text`: `line`, the columns that a source can fill, and `reject`.

    `reject` is NULL for a good row, else a struct of column_name, value and reason. Raises Trouble where the source does
    not run on this export or its dates cannot be told.
    """
    _expose(con, columns, source)
    try:
        con.execute(f"create or replace temp table selected as {syntax.with_line(source.select, source.path.name)}")
    except duckdb.Error as error:
        raise Trouble(f"The source {source.name} does not run on this export: {str(error).splitlines()[0]}.") from error
    types = dict(con.execute("select lower(column_name), data_type from duckdb_columns() where table_name = 'selected'").fetchall())
    how = casting.Reading(source.dates or settings.dates, source.zone or settings.zone, source.decimal or settings.decimal)
    table = contract.tables()[source.fills]
    typed = ", ".join(_typed(con, column, types, how) for column in table.given())
    judged = f"with typed as (select line, {typed} from selected) select *, {_verdict(table, types)} as reject from typed"
    con.execute(f"create or replace temp table judged as {judged}")


def _expose(con: duckdb.DuckDBPyConnection, columns: Sequence[str], source: Source) -> None:
    """The relation `export`: cells trimmed, empty ones and null words NULL, columns that the select names but the file lacks NULL."""
    words = ", ".join(literal(word.casefold()) for word in ("", *source.nulls))
    types = dict(con.execute("select column_name, data_type from duckdb_columns() where table_name = 'export_text'").fetchall())
    cells = []
    for name in columns:
        column = quoted(name)
        clean = f"case when lower(trim({column})) not in ({words}) then trim({column}) end"
        cells.append(f"{clean if types[name] == 'VARCHAR' else column} as {column}")
    here = {name.casefold() for name in columns} | {"line"}
    absent = sorted(name for name in syntax.columns(source.select, source.path.name) if name.casefold() not in here)
    cells += [f"null::varchar as {quoted(name)}" for name in absent]
    con.execute(f"create or replace temp view export as select line, {', '.join(cells)} from export_text")


def _typed(con: duckdb.DuckDBPyConnection, column: contract.Column, types: dict[str, str], how: casting.Reading) -> str:
    """The cast column and, where a cast can fail, what stood there (`given …`)."""
    name = quoted(column.name)
    if column.name not in types:
        return f"null::{column.type} as {name}"
    given = types[column.name]
    if column.type == "TIMESTAMP WITH TIME ZONE" and given == "VARCHAR" and not how.dates:
        how = replace(how, dates=("iso", *casting.short_dates(con, "selected", column.name)))
    cast = f"{casting.expression(column.name, given, column.type, how)} as {name}"
    return cast if column.type == "VARCHAR" else f"{cast}, nullif(trim({name}::varchar), '') as {quoted('given ' + column.name)}"


def _verdict(table: contract.Table, types: dict[str, str]) -> str:
    """A CASE that names the first thing wrong with a row."""
    cases = [_case(f"{quoted(key)} is null", key, "null", "is empty, but it is the key") for key in table.key]
    for column in table.given():
        if column.name in types and column.type != "VARCHAR":
            given, name = quoted("given " + column.name), quoted(column.name)
            cases.insert(0, _case(f"{name} is null and {given} is not null", column.name, given, WORDS.get(column.type, "is not a number")))
    for rule in table.checks:
        names = sorted(syntax.columns(f"select {rule}", table.name))
        value = f"concat_ws(', ', {', '.join(quoted(name) + '::varchar' for name in names)})"
        cases.append(_case(f"not ({rule})", ", ".join(names), value, f"breaks the rule {rule.strip('()')}"))
    return f"case {' '.join(cases)} end"


def _case(condition: str, column: str, value: str, reason: str) -> str:
    struct = f"{{'column_name': {literal(column)}, 'value': {value}::varchar, 'reason': {literal(reason)}}}"
    return f"when {condition} then {struct}"
