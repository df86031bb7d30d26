"""What cells look like follows from the source and the contract; with it, one damaged record of an export costs one record in a load, or none."""

from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries import casting, loading, snapshot
from queries.exports import kinds, sources
from queries.settings import Settings
from queries.trouble import Trouble
from tests.queries.exports import folder

HEAD, NEEDS = "-- fills: orders\n", "-- needs: Order, Day, Paid\n"
SELECT = 'select "Order" as order_id, "Day" as ordered_at, "Paid" as amount, "Back" as refunded, "Note" as source from export\n'
ORDERS = sources.parse(sources.SHIPPED / "orders.sql")
CON = duckdb.connect()


def source(place: Path, head: str = "", select: str = SELECT) -> sources.Source:
    """A source with more lines in its head."""
    path = place / "shop.sql"
    path.write_text(HEAD + (head if "needs" in head else NEEDS + head) + select)
    return sources.parse(path)


def load(place: Path, text: str, head: str = "-- dates: %d.%m.%Y\n", select: str = SELECT) -> tuple[list[tuple], list[tuple], str]:
    """Orders and rejects (line, column, reason) of a load of that export, and what is said of the file."""
    data, cache = folder(place), place / "cache"
    (data / "sources").mkdir()
    source(data / "sources", head, select)
    (data / "shop.csv").write_text(text)
    cache.mkdir()
    made = next(made for made in loading.load(data, cache).files if made.file == "shop.csv")
    found = snapshot.current(cache)
    assert found is not None
    orders = found.cursor().execute("select order_id, ordered_at::date::varchar, amount, source from orders order by 1").fetchall()
    rejects = found.cursor().execute("select line, column_name, reason from account.rejects order by line").fetchall()
    return orders, rejects, made.reason


def clean(rows: int = 40) -> list[str]:
    """Lines of a clean export."""
    return ["Order,Day,Paid,Back,Note", *(f"o-{n:02d},{n % 28 + 1:02d}.01.2026,{n}.50,0,fine" for n in range(10, 10 + rows))]


@given(st.from_regex(casting.ISO.strip("^$"), fullmatch=True) | st.text(alphabet="0123456789.,+-eE %\u00a0:/TZapm ", max_size=14))
@settings(max_examples=100, deadline=None)
def test_what_a_cast_takes_is_never_denied(text: str) -> None:
    for decimal, dates in ((".", ()), (",", ("%d.%m.%Y %H:%M", "%b %d, %y", "iso"))):
        said = Settings(decimal=decimal, dates=dates)
        how = casting.Reading(dates, "UTC", decimal)
        CON.execute("create or replace table t as select $1::varchar as x", [text])
        for kind in (casting.MOMENT, "DOUBLE", "INTEGER", "BOOLEAN", "DECIMAL(18,4)"):
            value = CON.execute(f"select {casting.expression('x', 'VARCHAR', kind, how)} from t").fetchall()[0][0]
            pattern = kinds._pattern(kind, ORDERS, said)
            assert value is None or kinds._test(pattern, frozenset())(text), (text, kind)


@pytest.mark.parametrize(
    ("form", "text"),
    [("%d.%m.%Y %H:%M", "1.2.2026 3:04"), ("%a %b %d %H:%M:%S %z %Y", "Tue Oct 31 22:10:47 +0000 2017"), ("%d-%b-%y", "31-Jul-18")],
)
def test_a_date_format_says_what_its_dates_look_like(tmp_path: Path, form: str, text: str) -> None:
    test = kinds.of(source(tmp_path, f"-- dates: {form}\n"), Settings())["Day"]
    assert test(text) and test("") and not test("?" + text) and not test("2026-01-01T10:00")


def test_words_of_the_contract_and_null_words_are_known(tmp_path: Path) -> None:
    path = tmp_path / "answers.sql"
    path.write_text("-- fills: surveys\n-- needs: Id, K\n-- null: -, none\nselect Id as response_id, K as kind, S as score from export\n")
    found = kinds.of(sources.parse(path), Settings())
    assert set(found) == {"K", "S"}
    assert found["K"]("csat") and found["K"](" - ") and not found["K"]("stars")
    assert found["S"]("None") and found["S"]("4.5") and not found["S"]("four")


def test_a_load_mends_what_has_one_repair_and_loses_one_record_where_none_is_safe(tmp_path: Path) -> None:
    lines = clean()
    lines[5] = lines[5].replace(",0,", ",,0,")
    lines[15] = lines[15].replace(",", ";")
    lines[25] = lines[25].replace("fine", 'fi"ne')
    orders, rejects, _ = load(tmp_path, "\n".join(lines) + "\n")
    assert [(line, reason) for line, _, reason in rejects] == [(26, "has a stray quote")]
    assert len(orders) == 39 and ("o-14", "2026-01-15", 14.5, "fine") in [(o, d, float(a), n) for o, d, a, n in orders]


def test_kinds_that_the_file_denies_tell_nothing_of_its_structure(tmp_path: Path) -> None:
    _, _, said = load(tmp_path, "\n".join(clean()) + "\n", "-- dates: %Y/%m/%d\n")
    assert said == "40 of 40 rows are rejected; the first is line 2: ordered_at '11.01.2026' is not a date and time."


def test_a_single_cell_of_another_kind_is_named_by_the_cast(tmp_path: Path) -> None:
    lines = clean(60)
    lines[30] = lines[30].replace(".50", " euros")
    orders, rejects, _ = load(tmp_path, "\n".join(lines) + "\n")
    assert len(orders) == 59 and rejects == [(31, "amount", "is not a number")]


def test_cells_and_a_footer_may_be_declared(tmp_path: Path) -> None:
    lines = [*clean(60), "Total: 60 orders"]
    lines[9] = lines[9].replace("o-", "x-")
    orders, rejects, _ = load(tmp_path, "\n".join(lines) + "\n", "-- dates: %d.%m.%Y\n-- cells: Order = o-[0-9]{2}\n-- footer: Total: .*\n")
    assert len(orders) == 59 and rejects == [(10, "Order", "is not of the kind that this column holds")]


def test_a_tool_that_writes_no_header_is_known_by_its_cells(tmp_path: Path) -> None:
    text = "\n".join(clean()[1:]) + "\n"
    head = "-- dates: %d.%m.%Y\n-- header rows: 0\n"
    orders, rejects, _ = load(tmp_path, text, head + "-- needs: Order, Day, Paid, Back, Note\n")
    assert len(orders) == 40 and not rejects


@pytest.mark.parametrize("line", ["-- cells: Order [", "-- cells: Order = [", "-- footer: ("])
def test_a_pattern_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(Trouble, match=r"shop\.sql"):
        source(tmp_path, line + "\n")
