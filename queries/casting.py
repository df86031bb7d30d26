"""From text to the contract's types: every cast is an expression that gives NULL where the text does not say such a value."""

import calendar
import re
from dataclasses import dataclass

import duckdb

from queries.trouble import Trouble

ISO = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?$"
# What nearly every value looks like in exports that were written well: one look, and the plain cast says the same as the careful one.
AWARE = r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"
NAIVE = r"^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?$"
WHOLE, BROKEN = r"^\d{1,9}$", r"^\d{1,9}(\.\d{1,6})?$"
SHORT = r"^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{2}|\d{4})([ T,]|$)"
MOMENT, DURATION = "TIMESTAMP WITH TIME ZONE", "INTERVAL"
HOURS = r"^\d{1,6}:[0-5]\d:[0-5]\d(\.\d+)?$"
EPOCHS = {"epoch seconds": 1.0, "epoch milliseconds": 1000.0}
# The first second of the year 10000: what lies beyond is no date.
LAST = 253_402_300_800
CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M", ", %H:%M:%S")


@dataclass(frozen=True)
class Reading:
    """How a source writes its values."""

    dates: tuple[str, ...]
    zone: str
    decimal: str


def quoted(name: str) -> str:
    """An identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def trimmed(name: str) -> str:
    """SQL for a text without spaces at its ends, or NULL where nothing is left of it.

    A text of ASCII that starts behind the space and does not end with it needs no work; the look is a third of the trim.
    """
    return f"case when {name} < '!' or ends_with({name}, ' ') or length({name}) <> strlen({name}) then nullif(trim({name}), '') else {name} end"


def cut_key(name: str) -> str:
    """SQL: whether a key is an e-number such as 5.7E+17, which a spreadsheet made of a long number; cheap looks stand first."""
    return f"{name} < ':' and contains({name}, '+') and regexp_full_match({name}, '[0-9]([.,][0-9]+)?[eE][+][0-9]+')"


def expression(column: str, given: str, wanted: str, how: Reading) -> str:
    """SQL that turns the column of type `given` into type `wanted`, or into NULL where it does not say such a value."""
    name, careful = quoted(column), _careful(column, given, wanted, how)
    if given != "VARCHAR":
        return careful
    plain = {"VARCHAR": "", "BOOLEAN": "", DURATION: "", MOMENT: _plain_moment(name, how)}.get(wanted, _plain_number(name, wanted, how))
    return f"case {plain} else {careful} end" if plain else careful


def _plain_moment(name: str, how: Reading) -> str:
    """The casts of texts that are written as ISO 8601 has it, where nothing else is declared."""
    if how.dates not in ((), ("iso",)):
        return ""
    aware = f"when regexp_matches({name}, '{AWARE}') then try_cast({name} as timestamptz)"
    return f"{aware} when regexp_matches({name}, '{NAIVE}') then timezone({literal(how.zone)}, try_cast({name} as timestamp))"


def _plain_number(name: str, wanted: str, how: Reading) -> str:
    digits = WHOLE if wanted in ("BIGINT", "INTEGER") or how.decimal != "." else BROKEN
    return f"when regexp_matches({name}, '{digits}') then try_cast({name} as {wanted})"


def _careful(column: str, given: str, wanted: str, how: Reading) -> str:
    name = quoted(column)
    text = given == "VARCHAR"
    if wanted == "VARCHAR":
        return trimmed(name) if text else f"nullif(trim({name}::varchar), '')"
    if wanted == "BOOLEAN":
        return f"try_cast({name} as boolean)" if not text else _boolean(name)
    if wanted == MOMENT:
        return _moment(name, given, how)
    if wanted == DURATION:
        return f"case when regexp_matches(trim({name}), '{HOURS}') then try_cast(trim({name}) as interval) end"
    return _written_number(name, wanted, how.decimal) if text else _typed_number(name, wanted)


def _written_number(name: str, wanted: str, decimal: str) -> str:
    """A percentage is a share of one: 59.86% is .5986."""
    hundred = _number(f"regexp_replace(trim({name}), ' ?%$', '')", decimal)
    share = _typed_number(f"(try_cast({hundred} as double) / 100)", wanted)
    return f"case when ends_with(trim({name}), '%') then {share} else {_typed_number(_number(name, decimal), wanted)} end"


def _typed_number(number: str, wanted: str) -> str:
    if wanted in ("BIGINT", "INTEGER"):
        double = f"try_cast({number} as double)"
        return f"case when {double} = floor({double}) then try_cast({double} as {wanted}) end"
    if wanted == "DOUBLE":
        return f"case when isfinite(try_cast({number} as double)) then try_cast({number} as double) end"
    return f"try_cast({number} as {wanted})"


def _boolean(name: str) -> str:
    word = f"lower(trim({name}))"
    return f"case when {word} in ('true', 't', 'yes', 'y', '1') then true when {word} in ('false', 'f', 'no', 'n', '0') then false end"


def _number(name: str, decimal: str) -> str:
    """Thousands marks are taken only where they stand in threes, so that 1,5 is never read as 15."""
    thousands = "." if decimal == "," else ","
    d, t = (r"\." if m == "." else m for m in (decimal, thousands))
    plain = f"replace(regexp_replace(trim({name}), '[  ]', '', 'g'), '{thousands}', '')"
    grouped = rf"^[+-]?(\d+|\d{{1,3}}([  {t}]\d{{3}})+)?({d}\d*)?([eE][+-]?\d+)?$"
    return f"case when regexp_matches(trim({name}), '{grouped}') then replace({plain}, '{decimal}', '.') end"


def _moment(name: str, given: str, how: Reading) -> str:
    zone = literal(how.zone)
    if given == MOMENT:
        return name
    if given in ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"):
        return f"timezone({zone}, {name}::timestamp)"
    if given != "VARCHAR":
        name = f"{name}::varchar"
    readings = [_format(f"trim({name})", fmt, zone) for fmt in (how.dates or ("iso",))]
    return readings[0] if len(readings) == 1 else f"coalesce({', '.join(readings)})"


def _format(text: str, fmt: str, zone: str) -> str:
    if fmt == "iso":
        offset = rf"regexp_replace(regexp_replace({text}, ' ?(Z|UTC)$', '+00:00'), ' ?([+-]\d{{2}}):?(\d{{2}})$', '\1:\2')"
        aware = rf"regexp_matches({text}, '(Z|UTC|[0-9] ?[+-]\d{{2}}:?\d{{2}})$') and length({text}) > 10"
        naive = f"timezone({zone}, try_cast(replace({text}, ',', '.') as timestamp))"
        cast = f"case when {aware} then try_cast({offset} as timestamptz) else {naive} end"
        return f"case when regexp_matches({text}, '{ISO}') then {cast} end"
    if fmt in EPOCHS:
        seconds = f"try_cast({text} as double) / {EPOCHS[fmt]}"
        return f"case when {seconds} > 0 and {seconds} < {LAST} then to_timestamp({seconds}) end"
    parsed = f"try_strptime({text}, {literal(fmt)})"
    return parsed if "%z" in fmt or "%Z" in fmt else f"timezone({zone}, {parsed})"


def short_dates(con: duckdb.DuckDBPyConnection, relation: str, column: str) -> tuple[str, ...]:
    """The formats of a column of undeclared short dates such as 9/13/2017, or none where it has no such dates.

    Raises Trouble with both readings of an example where day and month cannot be told apart.
    """
    name = f"trim({quoted(column)})"
    row = con.execute(
        f"""select count(*), max(regexp_extract({name}, $1, 1)::int), max(regexp_extract({name}, $1, 3)::int),
            any_value(regexp_extract({name}, $1, 2)), any_value({name}), max(length(regexp_extract({name}, $1, 4)))
            from {relation} where regexp_matches({name}, $1)""",
        [SHORT],
    ).fetchall()[0]
    count, first, second, mark, example, year = row
    if not count:
        return ()
    if (first > 12) == (second > 12):
        raise Trouble(f"The dates in '{column}' {_two_ways(example)}: declare them in the source's 'dates' line or in settings.toml.")
    order = (f"%d{mark}%m{mark}", f"%m{mark}%d{mark}")[second > 12]
    return tuple(order + ("%y" if year == 2 else "%Y") + clock for clock in CLOCKS)


def _two_ways(example: str) -> str:
    """Both readings of a date such as 9/3/2017, in words."""
    a, b, year = (int(part) for part in re.split(r"[/.-]", re.split(r"[ T,]", example)[0]))
    if max(a, b) > 12:
        return f"are written both ways round ({example} is one of them)"
    return f"can be read two ways ({example} may be {a} {calendar.month_name[b]} or {b} {calendar.month_name[a]} {year})"
