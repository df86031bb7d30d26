"""Rows of one key: however they lie in the exports, all but the newest give way and are counted, and none is lost."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import example, given
from hypothesis import strategies as st

from queries.tables import building, filling

KEYS = st.lists(st.lists(st.sampled_from(["1", "2", "9", "10", "11", "a", "B", "ä", "z"]), min_size=1, max_size=6), min_size=1, max_size=3)


@given(KEYS)
@example([["1", "2", "9"], ["a", "z"]])
@example([["1", "2", "9"], ["2", "9", "a"]])
@example([["1", "1"]])
@example([["9", "10", "11"]])
def test_of_each_key_the_newest_row_stays_and_the_others_are_counted(files):
    with TemporaryDirectory() as folder, duckdb.connect() as con:
        con.execute(building.ACCOUNT)
        paths = [_written(Path(folder), number, keys) for number, keys in enumerate(files)]
        rows = filling.Given("campaigns", tuple(paths), tuple(path.name for path in paths))
        filling.expose(con, rows)
        stayed = con.execute("select campaign_id, name from given").fetchall()
        gone = con.execute("select coalesce(sum(rows), 0) from account.duplicates").fetchall()[0][0]
    newest = {key: f"{number} {line}" for number, keys in enumerate(files) for line, key in enumerate(keys)}
    assert dict(stayed) == newest
    assert len(stayed) == len(newest)
    assert gone == sum(map(len, files)) - len(newest)


def _written(folder: Path, number: int, keys: list[str]) -> Path:
    """A part of campaigns, each named by the place of its file and its own in it."""
    path = folder / f"{number}.campaigns.parquet"
    names = [f"{number} {line}" for line in range(len(keys))]
    pq.write_table(pa.table({"line": range(2, len(keys) + 2), "campaign_id": keys, "name": names}), path)
    return path
