"""What loading costs: all exports against DuckDB's own reader of the same files, one new export, and the first answers after a start."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench import measure
from tests.bench.data import Company, run
from tests.bench.native import FOLDERS, read
from tests.queries.exports import ROOT

NEW = 100  # One row in so many is in the new export.


@dataclass(frozen=True)
class Loads:
    """Median seconds of each kind of load, and the peak megabytes of a full load."""

    rounds: int
    full: float
    read_csv: float
    reload: float
    unchanged: float
    megabytes: float


@dataclass(frozen=True)
class Ran:
    """A process that ended: its seconds and peak megabytes."""

    seconds: float
    megabytes: float


def loads(company: Company, rounds: int) -> Loads:
    """In turn: all exports but the newest 1 % of interactions, the same by `read_csv`, then that 1 %, then nothing new."""
    company.generate()
    place = company.place / "loads"
    shutil.rmtree(place, ignore_errors=True)
    exports, new = split(company, place)
    took: dict[str, list[Ran]] = {"full": [], "read_csv": [], "reload": [], "unchanged": []}
    try:
        for _ in range(rounds):
            cache = place / "cache"
            (exports / "community" / new.name).unlink(missing_ok=True)
            shutil.rmtree(cache, ignore_errors=True)
            took["read_csv"].append(timed("tests.bench.loads", str(exports), str(place / "plain.duckdb")))
            took["full"].append(load(exports, cache))
            os.link(new, exports / "community" / new.name)
            took["reload"].append(load(exports, cache))
            took["unchanged"].append(load(exports, cache))
    finally:
        shutil.rmtree(place)
    seconds = {kind: median(ran.seconds for ran in runs) for kind, runs in took.items()}
    return Loads(rounds, **seconds, megabytes=max(ran.megabytes for ran in took["full"]))


def split(company: Company, place: Path) -> tuple[Path, Path]:
    """A data folder without the newest 1 % of the interactions, and the export that holds them. Other files are linked, not copied."""
    exports, new = place / "exports", place / "interactions-new.csv"
    shutil.copytree(company.exports, exports, copy_function=os.link)
    last = max((exports / "community").glob("interactions-*.csv"))
    with last.open("rb") as file:
        lines = sum(1 for _ in file)
    kept = lines - company.interactions // NEW
    shorter = last.with_suffix(".part")
    with last.open("rb") as file, shorter.open("wb") as first, new.open("wb") as second:
        header = file.readline()
        first.write(header)
        second.write(header)
        for number, line in enumerate(file, 1):
            (first if number < kept else second).write(line)
    shorter.replace(last)
    return exports, new


def load(exports: Path, cache: Path) -> Ran:
    """The whole command, interpreter included."""
    return timed("queries", "load", "--data", str(exports), "--cache", str(cache))


def timed(module: str, *arguments: str) -> Ran:
    """Run a module of the house in a process of its own."""
    started = time.monotonic()
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    megabytes = 0.0
    while process.poll() is None:
        megabytes = max(megabytes, measure.peak(str(process.pid)))
        time.sleep(0.02)
    _, said = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {said[-500:]}")
    return Ran(time.monotonic() - started, megabytes)


def cold(caches: dict[str, Path], rounds: int) -> dict[str, dict[str, float]]:
    """By name of the cache: median seconds until the snapshot is open, and until the overview's answers are there, in fresh processes."""
    took: dict[str, list[dict[str, float]]] = {name: [] for name in caches}
    for _ in range(rounds):
        for name, cache in caches.items():
            took[name].append(json.loads(run("tests.bench.cold", str(cache))))
    return {name: {step: median(one[step] for one in runs) for step in runs[0]} for name, runs in took.items()}


def main(arguments: Sequence[str]) -> None:
    """`read_csv` into a new database: what a load would cost without any account."""
    import duckdb

    exports, database = map(Path, arguments)
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as con:
        for table, stem in FOLDERS.items():
            con.execute(f"create table {table} as {read(sorted(exports.glob(f'{stem}*')))}")
        con.execute("checkpoint")


if __name__ == "__main__":
    main(sys.argv[1:])
