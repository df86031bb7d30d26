"""A file that is cut off anywhere gives rows that were written, and no others."""

import random
from collections import Counter
from pathlib import Path

from queries.reading import Unreadable, Unrecognised, Wanted
from tests.queries import damage
from tests.queries.reading_through import good_rows, read_bytes
from tests.queries.test_reading_damage import catalogue, tables


def cut_everywhere(rows: list[damage.Row], clean: bytes) -> None:
    """Cut before each byte; what comes out must have been written."""
    written, source = Counter(rows[1:]), Wanted("table", rows[0])
    for size in range(len(clean)):
        try:
            good = Counter(good_rows(clean[:size], source))
        except (Unreadable, Unrecognised):
            continue
        assert not good - written, clean[:size][-80:]


def test_every_cut_of_a_catalogue() -> None:
    rows = catalogue(12)
    cut_everywhere(rows, damage.text(rows).encode())


def test_every_cut_of_tables_that_are_hard_to_read() -> None:
    for seed in range(12):
        rng = random.Random(seed)
        rows = tables(rng)
        clean = damage.text(rows, rng.choice(["\n", "\r\n"]), always=seed % 3 == 0)
        cut_everywhere(rows, clean.encode("utf-8-sig" if seed % 2 else "utf-16")[:3000])


def test_a_last_line_without_end_is_believed_only_where_nothing_can_be_missing(tmp_path: Path) -> None:
    fixed = "".join(f"{n},2026-01-{n % 28 + 1:02d}\n" for n in range(30))
    assert read_bytes(tmp_path, f"id,day\n{fixed}30,2026-02-01".encode(), Wanted("t", ("id",))).reading.rows == 31
    cut = read_bytes(tmp_path, f"id,day\n{fixed}30,2026-02".encode(), Wanted("t", ("id",)))
    assert cut.reading.rejected[0].reason == "has no line end, so it may be cut off"
    assert cut.reading.notes == ("The last line has no end: the file may be cut off.",)
    words = "".join(f"{n},{('North', 'South', 'Southwest')[n % 3]}\n" for n in range(150))
    assert read_bytes(tmp_path, f"id,region\n{words}150,North".encode(), Wanted("t", ("id",))).reading.rows == 151
    assert read_bytes(tmp_path, f"id,region\n{words}150,South".encode(), Wanted("t", ("id",))).reading.rows == 150
