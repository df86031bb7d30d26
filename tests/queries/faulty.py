"""Loads that are disturbed on purpose, and what must hold whatever happened: right numbers, nothing left behind.

`python -m tests.queries.faulty FOLDER TURNS SEED` kills so many loads at random moments and prints what came of it as JSON. It forks its
children from a process that has the program in memory but no database open, so that a kill hits the load and not the start of Python.
"""

import gzip
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from queries import loading, snapshot

ROOT = Path(__file__).parents[2]
ROWS = 3_000
HEADER = "response_id,kind,score,scale_min,scale_max,answered_at,person_id,channel\n"
OWN = re.compile(
    r"current|manifest\.json|load\.lock|parts/[0-9a-f]{24}/[^/]+|snapshots/[0-9a-f-]+\.(duckdb|seal)|snapshots|parts(/[0-9a-f]{24})?"
)
Numbers = tuple[int, float, int]


@dataclass
class Outcome:
    """What came of the kills: how many hit a running load, and how often something was wrong before and after the next load."""

    turns: int = 0
    hit: int = 0
    wrong_before: int = 0
    wrong_after: int = 0
    repairs: int = 0
    left: int = 0


def write(data: Path, turn: int) -> Numbers:
    """Exports of that turn: a text with damaged lines, and a packed one. Rows of `surveys`, the sum of their scores, and rejects."""
    data.mkdir(exist_ok=True)
    rows = [f"{n},csat,{(n + turn) % 5 + 1},1,5,2026-01-{n % 28 + 1:02d} 10:00,p{n % 50},chat\n" for n in range(ROWS + turn)]
    bad = range(40, len(rows), 40)
    text = HEADER + "".join(row.replace(",csat,", ',cs"at,') if n in bad else row for n, row in enumerate(rows))
    _put(data / "surveys.csv", text.encode())
    people = "person_id,role,joined_at\n" + "".join(f"p{n},customer,2025-12-{n % 28 + 1:02d}\n" for n in range(50 + turn))
    _put(data / "people.csv.gz", gzip.compress(people.encode(), mtime=0))
    good = [(n + turn) % 5 + 1 for n in range(len(rows)) if n not in bad]
    return len(good), float(sum(good)), len(bad)


def _put(path: Path, content: bytes) -> None:
    new = path.with_name(f".{path.name}")
    new.write_bytes(content)
    new.replace(path)


def numbers(cache: Path) -> Numbers | None:
    """What the snapshot that the pointer names says, None where there is none to serve."""
    found = snapshot.current(cache)
    if found is None:
        return None
    rows = found.cursor().execute("select count(*), sum(score), (select count(*) from account.rejects) from surveys").fetchall()
    return rows[0]


def left(cache: Path, scratch: Path) -> list[str]:
    """Files in the cache that a finished load has no use for, and anything in the folder for temporary files."""
    strange = [p.relative_to(cache).as_posix() for p in cache.rglob("*") if not OWN.fullmatch(p.relative_to(cache).as_posix())]
    return strange + [p.name for p in scratch.rglob("*")]


def command(data: Path, cache: Path, room: int | None = None, scratch: Path | None = None) -> subprocess.Popen[str]:
    """`python -m queries load` as a process; with `room`, no file of it may grow beyond so many bytes."""
    words = [sys.executable, "-m", "queries", "load", "--data", str(data), "--cache", str(cache), "--json"]
    limit = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))) if room is not None else None
    place = {**os.environ, "TMPDIR": str(scratch)} if scratch else None
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limit, env=place)


def kills(place: Path, turns: int, seed: int) -> Outcome:
    """Kill a load of new exports at a random moment, look at what is served, load again, look again; so many times."""
    rng, outcome = random.Random(seed), Outcome()
    data, cache, scratch = place / "data", place / "cache", place / "scratch"
    for folder in (data, cache, scratch):
        folder.mkdir()
    tempfile.tempdir = str(scratch)
    old = write(data, 0)
    started = time.monotonic()
    assert _wait(_fork(lambda: loading.load(data, cache))) == 0
    whole = time.monotonic() - started
    for turn in range(1, turns + 1):
        new = write(data, turn)
        child = _fork(lambda: loading.load(data, cache))
        time.sleep(rng.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        outcome.turns += 1
        outcome.hit += _wait(child) == -signal.SIGKILL
        outcome.wrong_before += _wait(_fork(lambda old=old, new=new: _expect(numbers(cache) in (old, new)))) != 0
        outcome.repairs += _wait(_fork(lambda: loading.load(data, cache))) != 0
        outcome.wrong_after += _wait(_fork(lambda new=new: _expect(numbers(cache) == new))) != 0
        outcome.left += len(left(cache, scratch))
        old = new
    return outcome


def _expect(true: bool) -> None:
    if not true:
        raise AssertionError


def _fork(work: Callable[[], object]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def _wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    print(json.dumps(asdict(kills(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))
