"""Faults around a load: after the next one the numbers are right, nothing was mended by hand, and nothing is left behind."""

import json
import random
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from queries import loading, snapshot
from queries.exports import folder, parts
from queries.reading import files
from tests.queries import faulty


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    place = tmp_path / "cache"
    place.mkdir()
    return place


def sound_after(data: Path, cache: Path, numbers: faulty.Numbers) -> None:
    """The next load is enough to make all right."""
    report = loading.load(data, cache)
    assert not report.aside and faulty.numbers(cache) == numbers
    assert not faulty.left(cache, cache / "nothing")
    assert not loading.load(data, cache).changed


def test_a_load_that_is_killed_at_any_moment_leaves_right_numbers_and_no_files(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.queries.faulty", str(tmp_path), "8", "7"]
    done = subprocess.run(command, cwd=faulty.ROOT, capture_output=True, text=True, check=True)
    made = faulty.Outcome(**json.loads(done.stdout))
    assert (made.turns, made.wrong_before, made.wrong_after, made.repairs, made.left) == (8, 0, 0, 0, 0), done.stderr
    assert made.hit >= 4


@pytest.mark.parametrize("room", [0, 200, 20_000, 300_000, 3_000_000])
def test_a_disk_without_room_ends_in_one_sentence_and_the_old_numbers_stay(tmp_path: Path, room: int) -> None:
    data, place, scratch = tmp_path / "data", tmp_path / "cache", tmp_path / "scratch"
    scratch.mkdir()
    old = faulty.write(data, 0)
    said = [json.loads(faulty.command(data, place).communicate()[0])]
    cache = next(place.iterdir())
    new = faulty.write(data, 1)
    child = faulty.command(data, place, room, scratch)
    out, error = child.communicate()
    said.append(json.loads(out))
    assert "Traceback" not in error
    if child.returncode:
        assert "last good data stays" in said[1]["trouble"] and "\n" not in said[1]["trouble"]
    assert faulty.numbers(cache) == (old if child.returncode else new)
    sound_after(data, cache, new)
    assert not list(scratch.rglob("*"))


def test_of_two_loads_at_once_one_waits_and_both_end_well(tmp_path: Path) -> None:
    data, place = tmp_path / "data", tmp_path / "cache"
    numbers = faulty.write(data, 0)
    both = [faulty.command(data, place) for _ in range(2)]
    said = [json.loads(child.communicate()[0]) for child in both]
    assert [child.returncode for child in both] == [0, 0]
    assert sorted(document["changed"] for document in said) == [False, True]
    sound_after(data, next(place.iterdir()), numbers)


@pytest.mark.parametrize("seed", range(4))
def test_a_snapshot_that_is_damaged_anywhere_is_not_served_and_is_built_again(data: Path, cache: Path, seed: int) -> None:
    rng, numbers = random.Random(seed), faulty.write(data, 0)
    path = snapshot.path_of(cache, loading.load(data, cache).snapshot)
    content = bytearray(path.read_bytes())
    for place in rng.sample(range(len(content)), 3):
        content[place] ^= 1 << rng.randrange(8)
    path.write_bytes(content if seed else content[: len(content) // 2])
    assert snapshot.current(cache) is None
    sound_after(data, cache, numbers)


def test_a_file_that_cannot_be_read_now_is_read_by_the_next_load(data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    numbers = faulty.write(data, 0)
    with monkeypatch.context() as patched:
        patched.setattr(folder, "sha256", closed)
        patched.setattr(files, "kind", closed)
        report = loading.load(data, cache)
    assert [made.reason for made in report.aside] == ["The file cannot be read: Permission denied."] * 2
    sound_after(data, cache, numbers)


@pytest.mark.parametrize("change", ["replaced", "cut off"])
def test_a_file_that_changes_while_it_is_read_is_named_and_read_by_the_next_load(
    data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    old = faulty.write(data, 0)
    loading.load(data, cache)
    new = faulty.write(data, 1)
    path, count = data / "surveys.csv", parts.count_lines
    whole = path.read_bytes()

    def changed_before(counted: Path) -> int:
        path.write_bytes(whole[: len(whole) // 2] if change == "cut off" else whole.replace(b",csat,5,", b",csat,1,"))
        return count(counted)

    with monkeypatch.context() as patched:
        patched.setattr(parts, "count_lines", changed_before)
        report = loading.load(data, cache)
    assert [made.file for made in report.aside] == ["surveys.csv"] and "last good version" in report.aside[0].reason
    assert faulty.numbers(cache) == old
    path.write_bytes(whole)
    sound_after(data, cache, new)


@pytest.mark.parametrize("change", ["alter table repeat_days drop column channel", "drop macro wilson_low"])
def test_a_snapshot_of_an_older_program_is_not_served_where_a_column_or_a_formula_is_missing_in_it(
    data: Path, cache: Path, change: str
) -> None:
    faulty.write(data, 0)
    path = snapshot.path_of(cache, loading.load(data, cache).snapshot)
    with duckdb.connect(str(path)) as con:
        con.execute(change)
    snapshot.seal(path, path)
    assert snapshot.current(cache) is None
