"""From the text of an export to rows of a contract table, and a reject with its reason for every row that is none."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from queries import casting, contract, syntax
from queries.casting import literal, quoted
from queries.exports import functions
from queries.exports.sources import Source
from queries.settings import Settings
from queries.trouble import Trouble

# Quick to write and to read; a dictionary pays only for columns of few values.
PARQUET = "format parquet, parquet_version v2, compression zstd, compression_level 1, dictionary_size_limit 1000"
WORDS = {
    casting.MOMENT: "is not a date and time",
    "BOOLEAN": "is neither true nor false",
    "INTEGER": "is not a whole number",
    "BIGINT": "is not a whole number",
}


CELLS = "export_cells"


class _Broken(Trouble):
    """A source that does not run on an export."""


@dataclass(frozen=True)
class _Selected:
    """What a source selects: the type of each column, those columns that are trimmed already, and how values are written."""

    table: contract.Table
    types: Mapping[str, str]
    trimmed: set[str]
    how: casting.Reading


@dataclass(frozen=True)
class Kept:
    """How many rows were written, and whether each is certain to be of a line of its own."""

    rows: int
    single: bool


def keep(con: duckdb.DuckDBPyConnection, columns: Sequence[str], source: Source, settings: Settings, target: Path) -> Kept:
    """Write the rows that a source makes of `export_text` to the Parquet file `target`: `line` and the columns that a source can fill.

    Rows that are none are added to the table `rejected` with the first reason that holds. Raises Trouble where the source does not run on this export or its dates cannot be told.
    """
    how = casting.Reading(source.dates or settings.dates, source.zone or settings.zone, source.decimal or settings.decimal)
    _expose(con, columns, source, how)
    try:
        return _kept(con, source, how, target)
    except _Broken:
        # Perhaps the source casts a column by itself: then the rows at which that breaks off are rejected, and the others kept.
        functions.sift(con, source, CELLS, with_casts=True)
        return _kept(con, source, how, target)


def _kept(con: duckdb.DuckDBPyConnection, source: Source, how: casting.Reading, target: Path) -> Kept:
    selected = _select(con, source, how)
    rows = _whole(con, source, selected, target)
    rows = _sifted(con, source, selected, target) if rows is None else rows
    # A function may give several rows for one, as unnest does; a column never does.
    return Kept(rows, selected.trimmed >= set(syntax.output_names(source.select, source.path.name)))


def _select(con: duckdb.DuckDBPyConnection, source: Source, how: casting.Reading) -> _Selected:
    """Make the view `selected`; what costs more than a look at each row is computed once."""
    plain = syntax.row_by_row(source.select, source.path.name)
    query = syntax.with_line(source.select, source.path.name)
    with _running(source):
        if plain is None:
            con.execute(f"create or replace temp table gathered as {query}")
        con.execute(f"create or replace temp view selected as {'select * from gathered' if plain is None else query}")
    types = {name.lower(): kind for name, kind in _described(con, "selected").items()}
    columns = {name for name, column in (plain or {}).items() if column}
    return _Selected(contract.tables()[source.fills], types, columns, how)


def _described(con: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """Type of each column."""
    return {row[0]: row[1] for row in con.execute(f"describe {relation}").fetchall()}


@contextmanager
def _running(source: Source) -> Iterator[None]:
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException):
        raise
    except duckdb.Error as error:
        raise _Broken(f"The source {source.name} does not run on this export: {str(error).splitlines()[0]}.") from error


def _whole(con: duckdb.DuckDBPyConnection, source: Source, selected: _Selected, target: Path) -> int | None:
    """Write all rows at once, and look at what was written: the number of rows, or None where one of them is to be rejected."""
    cast = [column for column in selected.table.given() if column.name in selected.types and column.type != "VARCHAR"]
    typed = ", ".join(f"{_cast(column, selected)} as {quoted(column.name)}" for column in selected.table.given())
    given = ", ".join(["count(*)", *(f"count({_given(column, selected)})" for column in cast)])
    made = ", ".join(["count(*)", *(f"count({quoted(column.name)})" for column in cast)])
    wrong = [f"{quoted(key)} is null" for key in selected.table.key]
    wrong += [casting.cut_key(quoted(key)) for key in _keys(selected.table, selected.types)]
    wrong += [" or ".join(f"not ({rule})" for rule in selected.table.checks)] if selected.table.checks else []
    written = f"read_parquet({literal(str(target))})"
    with _running(source):
        rows = con.execute(f"copy (select line, {typed} from selected) to {literal(str(target))} ({PARQUET})").fetchall()[0][0]
        found = con.execute(f"select {given} from selected").fetchall()
    # A cast that failed leaves fewer values than there were.
    kept = con.execute(f"select {made} from {written}").fetchall()
    # Each by itself, for what the file says of the values of a column often tells that none of them is wrong.
    bad = " union all ".join(f"select 1 from {written} where {condition}" for condition in wrong)
    return rows if found == kept and not (bad and con.execute(f"{bad} limit 1").fetchall()) else None


def _sifted(con: duckdb.DuckDBPyConnection, source: Source, selected: _Selected, target: Path) -> int:
    """Write the good rows alone, the others to `rejected`."""
    dates = {column.name: _with_short_dates(con, column, selected) for column in selected.table.given()}
    typed = ", ".join(_typed(column, replace(selected, how=dates[column.name])) for column in selected.table.given())
    judged = f"with typed as (select line, {typed} from selected) select *, {_verdict(selected.table, selected.types)} as reject from typed"
    with _running(source):
        con.execute(f"create or replace temp table judged as {judged}")
    con.execute(
        "insert into rejected select line, reject.column_name, reject.value, reject.reason, $1 from judged where reject is not null",
        [source.name],
    )
    names = ", ".join(quoted(column.name) for column in selected.table.given())
    good = f"select line, {names} from judged where reject is null"
    return con.execute(f"copy ({good}) to {literal(str(target))} ({PARQUET})").fetchall()[0][0]


def _expose(con: duckdb.DuckDBPyConnection, columns: Sequence[str], source: Source, how: casting.Reading) -> None:
    """The relation `export`, and the functions for it: cells trimmed, empty ones and null words NULL, columns that the select names but the file lacks NULL."""
    words = [word.casefold() for word in source.nulls]
    # Only short cells can be null words; a letter in lower case takes a third of its bytes at the least.
    longest, listed = 3 * max((len(word.encode()) for word in words), default=0), ", ".join(map(literal, words))
    types = _described(con, "export_text")
    cells = []
    for name in columns:
        column = quoted(name)
        clean = casting.trimmed(column)
        if words:
            clean = f"case when strlen({clean}) > {longest} or lower({clean}) not in ({listed}) then {clean} end"
        cells.append(f"{clean if types[name] == 'VARCHAR' else column} as {column}")
    here = {name.casefold() for name in columns} | {"line"}
    absent = sorted(name for name in syntax.columns(source.select, source.path.name) if name.casefold() not in here)
    cells += [f"null::varchar as {quoted(name)}" for name in absent]
    con.execute(f"create or replace temp view {CELLS} as select line, {', '.join(cells)} from export_text")
    functions.define(con, how)
    functions.sift(con, source, CELLS)


def _cast(column: contract.Column, selected: _Selected) -> str:
    """The column in its type of the contract."""
    if column.name not in selected.types:
        return f"null::{column.type}"
    given = selected.types[column.name]
    done = given == column.type == "VARCHAR" and column.name in selected.trimmed
    return quoted(column.name) if done else casting.expression(column.name, given, column.type, selected.how)


def _given(column: contract.Column, selected: _Selected) -> str:
    """What stood there before the cast, NULL where nothing did."""
    name, text = quoted(column.name), selected.types[column.name] == "VARCHAR"
    return name if text and column.name in selected.trimmed else f"nullif(trim({name}::varchar), '')"


def _with_short_dates(con: duckdb.DuckDBPyConnection, column: contract.Column, selected: _Selected) -> casting.Reading:
    """How the column is written; undeclared dates such as 9/13/2017 are looked for where a row is not good as it stands."""
    undeclared = column.type == casting.MOMENT and selected.types.get(column.name) == "VARCHAR" and not selected.how.dates
    return replace(selected.how, dates=("iso", *casting.short_dates(con, "selected", column.name))) if undeclared else selected.how


def _typed(column: contract.Column, selected: _Selected) -> str:
    """The cast column and, where a cast can fail, what stood there (`given …`)."""
    cast = f"{_cast(column, selected)} as {quoted(column.name)}"
    if column.name not in selected.types or column.type == "VARCHAR":
        return cast
    return f"{cast}, {_given(column, selected)} as {quoted('given ' + column.name)}"


def _verdict(table: contract.Table, types: Mapping[str, str]) -> str:
    """A CASE that names the first thing wrong with a row."""
    cases = [_case(f"{quoted(key)} is null", key, "null", "is empty, but it is the key") for key in table.key]
    spoilt = "is a long number that a spreadsheet cut short, and no key"
    cases += [_case(casting.cut_key(quoted(key)), key, quoted(key), spoilt) for key in _keys(table, types)]
    for column in table.given():
        if column.name in types and column.type != "VARCHAR":
            given, name = quoted("given " + column.name), quoted(column.name)
            cases.insert(0, _case(f"{name} is null and {given} is not null", column.name, given, WORDS.get(column.type, "is not a number")))
    for rule in table.checks:
        names = sorted(syntax.columns(f"select {rule}", table.name))
        value = f"concat_ws(', ', {', '.join(quoted(name) + '::varchar' for name in names)})"
        cases.append(_case(f"not ({rule})", ", ".join(names), value, f"breaks the rule {rule.strip('()')}"))
    return f"case {' '.join(cases)} end"


def _keys(table: contract.Table, types: Mapping[str, str]) -> list[str]:
    """Selected columns by which rows are found: keys of this table and of others."""
    text = [column.name for column in table.given() if column.name in types and column.type == "VARCHAR"]
    return [name for name in text if name in table.key or name.endswith("_id")]


def _case(condition: str, column: str, value: str, reason: str) -> str:
    struct = f"{{'column_name': {literal(column)}, 'value': {value}::varchar, 'reason': {literal(reason)}}}"
    return f"when {condition} then {struct}"
