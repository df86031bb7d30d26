"""Caps on what an export may cost, each through a whole load: the file is set aside in one sentence that names the cap, and the others load."""

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from queries import loading
from tests.queries.exports import folder

ROWS = 400
MORE = tuple(f"more {n}" for n in range(10))
ORDERS = f"order_id,ordered_at,amount,note,{','.join(MORE)}\n" + "".join(
    f"{n:04d},2026-01-02,5,{'thank you ' * 20},{','.join('x' * len(MORE))}\n" for n in range(ROWS)
)


def said(place: Path, name: str, content: bytes, limit: str) -> str:
    """What is said of a file under a limit, while people and surveys load."""
    data = folder(place)
    (data / "settings.toml").write_text(f"[limits]\n{limit}\n")
    (data / name).write_bytes(content)
    cache = place / "cache"
    cache.mkdir()
    made = {file.file: file for file in loading.load(data, cache).files}
    assert made["people.csv"].state == made["surveys.csv"].state == "loaded"
    assert made[name].state == "set aside" and "\n" not in made[name].reason
    return made[name].reason


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ("bytes = 90_000", f"The file has {len(ORDERS):,} bytes; at most 90,000 are read."),
        ("rows = 300", "The file has 400 rows; at most 300 are read."),
        ("columns = 10", "The file has 14 columns; at most 10 are read."),
        ("cell = 150", "400 of 400 rows are rejected; the first is line 2, which is longer than 150 characters."),
    ],
)
def test_a_text_beyond_a_cap_is_set_aside(tmp_path: Path, limit: str, sentence: str) -> None:
    assert said(tmp_path, "orders.csv", ORDERS.encode(), limit) == sentence


def test_reading_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    data, cache = folder(tmp_path), tmp_path / "cache"
    cache.mkdir()
    (data / "settings.toml").write_text("[limits]\nseconds = 0\n")
    assert {file.reason for file in loading.load(data, cache).aside} == {"Reading took longer than 0 seconds."}


def test_a_packed_text_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    reason = said(tmp_path, "orders.csv.gz", gzip.compress(ORDERS.encode() * 50), "decompressed = 200_000")
    assert reason == "The gzip file unpacks to more than 200,000 bytes."


def test_a_small_file_that_packs_too_much_is_set_aside(tmp_path: Path) -> None:
    reason = said(tmp_path, "orders.csv.gz", gzip.compress(b"order_id,ordered_at\n" + b"1,1\n" * 9_000_000), "ratio = 100")
    assert reason == "The gzip file unpacks to more than 32,000,000 bytes."


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ("rows = 50", "The file has 100 rows; at most 50 are read."),
        ("columns = 10", "The file has 13 columns; at most 10 are read."),
        ("decompressed = 20", "The file unpacks to {size} bytes; at most 20 are read."),
    ],
)
def test_a_parquet_file_is_refused_before_a_page_is_decoded(tmp_path: Path, limit: str, sentence: str) -> None:
    table = pa.table(
        {"order_id": [str(n) for n in range(100)], "ordered_at": ["2026-01-02"] * 100, "amount": [5] * 100}
        | {name: ["x"] * 100 for name in MORE}
    )
    path = tmp_path / "made.parquet"
    pq.write_table(table, path)
    size = pq.ParquetFile(path).metadata.row_group(0).total_byte_size
    content = bytearray(path.read_bytes())
    # Were a page decoded, its damage would be what is said.
    content[8:60] = b"\xff" * 52
    reason = said(tmp_path, "orders.parquet", bytes(content), limit)
    assert reason == sentence.format(size=f"{size:,}")


def test_the_share_of_rejects_that_is_borne_is_a_setting(tmp_path: Path) -> None:
    bad = ORDERS.replace("1,2026", "1,,2026", 40)
    assert "rows are rejected; the first is line" in said(tmp_path, "orders.csv", bad.encode(), "rejects = 0.05")
