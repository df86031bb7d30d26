"""Functions of a source: a time and a duration make another time, and a text that is none costs its row, by name."""

from datetime import UTC, datetime
from pathlib import Path

from queries import loading, snapshot
from tests.queries.exports import folder

SOURCE = """-- fills: cases
-- needs: Id, Asked, First reply
-- dates: %d.%m.%Y %H:%M    zone: Europe/Berlin    null: -
select "Id" as case_id, "Asked" as opened_at, moment("Asked") + duration("First reply") as first_response_at, number("Agents") as agent_replies
from export
"""
ROWS = """Id,Asked,First reply,Agents
1,05.01.2026 10:00,01:30:15,3
2,05.01.2026 10:00,100:00:00,1.0
3,05.01.2026 10:00,-,-
4,05.01.2026 10:00,soon,1
5,05.01.2026 10:00,01:75:00,1
6,05.01.2026 10:00,00:05:00,many
"""


def test_a_duration_is_added_to_the_time_it_counts_from(tmp_path: Path) -> None:
    data, cache = folder(tmp_path), tmp_path / "cache"
    cache.mkdir()
    (data / "sources").mkdir()
    (data / "sources" / "desk.sql").write_text(SOURCE)
    (data / "desk.csv").write_text(ROWS)
    made = next(made for made in loading.load(data, cache).files if made.file == "desk.csv")
    found = snapshot.current(cache)
    assert found is not None and (made.lines, made.rows, made.rejects, made.skipped) == (7, 3, 3, 1)
    rows = found.cursor().execute("select case_id, first_response_at, agent_replies from cases order by 1").fetchall()
    assert rows == [
        ("1", datetime(2026, 1, 5, 10, 30, 15, tzinfo=UTC), 3),
        ("2", datetime(2026, 1, 9, 13, tzinfo=UTC), 1),
        ("3", None, None),
    ]
    said = found.cursor().execute("select line, column_name, value, reason from account.rejects order by line").fetchall()
    assert said == [
        (5, "First reply", "soon", "is not a duration of hours, minutes and seconds"),
        (6, "First reply", "01:75:00", "is not a duration of hours, minutes and seconds"),
        (7, "Agents", "many", "is not a number"),
    ]


CASTS = """-- fills: orders
-- needs: Id, At, Price
select o."Id" as order_id, strptime("At", '%Y/%m/%d') as ordered_at, cast(o."Price" as double) * 2 as amount
from export as o
where "Id" <> 'none'
"""


def test_a_cast_that_a_source_makes_costs_the_rows_at_which_it_breaks_off(tmp_path: Path) -> None:
    data, cache = folder(tmp_path), tmp_path / "cache"
    cache.mkdir()
    (data / "sources").mkdir()
    (data / "sources" / "shop.sql").write_text(CASTS)
    rows = "".join(f"{n},2026/01/{n},{n}.5\n" for n in range(10, 20))
    (data / "shop.csv").write_text("Id,At,Price\n" + rows.replace("2026/01/12", "12 January").replace("14.5", "dear"))
    made = next(made for made in loading.load(data, cache).files if made.file == "shop.csv")
    found = snapshot.current(cache)
    assert found is not None and (made.reason, made.rows, made.rejects) == ("", 8, 2)
    said = found.cursor().execute("select line, column_name, value, reason from account.rejects order by line").fetchall()
    assert said == [(4, "At", "12 January", "is not a date and time"), (6, "Price", "dear", "cannot be read as double")]
