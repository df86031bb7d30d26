"""What happens to a file, or to the clock, while a big text is read: the reading ends in one sentence, and the process goes on."""

import time
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

from queries.reading import Interrupted, Limits, Unreadable, Wanted, encoding, fast, files, read_export, trust
from tests.queries.test_reading_paths import ORDERS, orders

SOURCE = Wanted("orders", ORDERS[:1])
STAGES = [(encoding, "decode", False), (fast, "prove", False), (fast, "load", False), (files, "held", True), (trust, "load", True)]


def big(place: Path, damaged: bool) -> Path:
    """A text of some megabytes, which is read from the disk as it is asked for."""
    path = place / "orders.csv"
    text = orders(120_000)
    path.write_text(text.replace(",2026-05", ",,2026-05", 50) if damaged else text)
    return path


@pytest.mark.parametrize(("module", "stage", "damaged"), STAGES, ids=lambda value: getattr(value, "__name__", value))
@pytest.mark.parametrize("rest", [0, 1_000_000])
def test_a_file_that_is_cut_off_while_it_is_read_is_left_for_the_next_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, stage: str, damaged: bool, rest: int
) -> None:
    path, work, done = big(tmp_path, damaged), getattr(module, stage), []

    def cut(*args: object) -> object:
        done.append(path.open("r+b").truncate(rest))
        return work(*args)

    monkeypatch.setattr(module, stage, cut)
    with duckdb.connect() as con, pytest.raises(Interrupted, match=r"cut off|changed"):
        read_export(con, path, [SOURCE])
    assert done


@pytest.mark.parametrize(("damaged", "stage"), [(False, "prove"), (False, "load"), (True, "prove")])
def test_the_time_that_a_reading_may_take_counts_for_big_clean_files_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged: bool, stage: str
) -> None:
    path, work = big(tmp_path, damaged), getattr(fast, stage)
    monkeypatch.setattr(fast, stage, lambda *args: (time.sleep(1), work(*args))[1])
    with duckdb.connect() as con, pytest.raises(Unreadable, match=r"took longer than 0\.9 seconds"):
        read_export(con, path, [SOURCE], Limits(seconds=0.9))


def test_a_query_is_stopped_when_the_time_is_used_up() -> None:
    started = time.monotonic()
    with duckdb.connect() as con, pytest.raises(duckdb.InterruptException), fast._in_time(con, Limits(seconds=0.1).started()):
        con.execute("select count(*) from range(1000000000000) as a(n) where n % 7 = 3").fetchall()
    assert time.monotonic() - started < 30


def test_a_text_that_is_too_big_for_the_memory_is_read_from_a_copy_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, scratch = big(tmp_path, damaged=True), tmp_path / "scratch"
    scratch.mkdir()
    with duckdb.connect() as con:
        held = read_export(con, path, [SOURCE])
        monkeypatch.setattr(files, "IN_MEMORY", 1_000_000)
        copied = read_export(con, path, [SOURCE], scratch=scratch)
    assert copied == held and len(held.rejected) == 50 and not list(scratch.iterdir())
