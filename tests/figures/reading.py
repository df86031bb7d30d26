"""Reading that loses nothing: `python -m tests.figures.reading [FOLDER]`, where FOLDER holds the whole benchmark (csv, clean, parameters)."""

import csv
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from queries.exports.counting import count_lines
from queries.reading import Limits, Reading, Unreadable, Unrecognised, Wanted, read_export
from tests.figures.table import Line, show
from tests.queries import damage, faulty, pollock, pollution
from tests.queries.reading_through import Row, good_rows
from tests.queries.test_reading_damage import CHECKS, HEADER, catalogue, edited, tables
from tests.queries.test_reading_real import PATTERNS, POLLOCK, SHARED

WHOLE_FILES, WHOLE_ROWS, ASKED_ROWS, ASKED_SCORE, ASIDE = 2_290, 189_822, 188_200, 9.95, 2
EDITS, CUTS, KILLS, EACH_KIND = 2_500, 5, 200, 100
BIG, REPEATS = 500_000_000, 3
COLUMNS = ("id", "created", "person", "channel", "score", "amount", "text", "status")
BOMB_SECONDS, BOMB_BYTES = 5.0, 1_000_000_000


def main(arguments: Sequence[str]) -> int:
    """Measure and print all; the exit status."""
    with tempfile.TemporaryDirectory() as place:
        return show(lines(Path(arguments[0]) if arguments else None, Path(place)))


def lines(benchmark: Path | None, place: Path) -> Iterator[Line]:
    """Every figure; files are made in `place`. Without the whole benchmark, its files that damage a row are made anew."""
    held = SHARED / "malformed" / "pollock"
    yield from polluted(benchmark or held)
    if benchmark is None and held.exists():
        yield from polluted(pollock.rebuild(held, place / "rebuilt"), "benchmark made anew")
    yield rows_damaged()
    yield from polluted_by_kind()
    yield edits()
    yield cuts()
    yield from bomb(place)
    for quoted, asked in ((False, 1.15), (True, 1.5)):
        yield speed(place, quoted, asked)
    yield damaged_speed(place)
    yield from killed(place)


def killed(place: Path) -> Iterator[Line]:
    """Loads killed at random moments, each followed by one that is not; in a process of its own."""
    folder = place / "kills"
    folder.mkdir()
    command = [sys.executable, "-m", "tests.queries.faulty", str(folder), str(KILLS), "2026"]
    made = faulty.Outcome(**json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    wrong = made.wrong_before + made.wrong_after
    yield Line(f"{made.turns} kills, {made.hit} of them during a load: wrong numbers", "0", f"{wrong}", wrong == 0)
    yield Line("loads that failed after a kill, and files left behind", "0", f"{made.repairs}, {made.left}", not made.repairs + made.left)


@dataclass
class Benchmark:
    """What came of the benchmark's files: rows that are right, wrong and in the clean twins; files set aside; points of its score, and the same by weight."""

    files: int = 0
    right: int = 0
    wrong: int = 0
    rows: int = 0
    aside: int = 0
    open: int = 0
    silent: int = 0
    points: float = 0.0
    weighted: float = 0.0
    weight: float = 0.0


def polluted(benchmark: Path, name: str = "benchmark") -> Iterator[Line]:
    """Every file of the benchmark against its clean twin, tuple for tuple, with one source that declares no dialect."""
    found = Benchmark()
    for path in sorted((benchmark / "csv").glob("*.csv")):
        _score(path, benchmark / "clean" / path.name, found)
    if not found.files:
        yield Line(f"{name} of damaged files", "0 wrong rows", f"there are none in {benchmark}", met=False)
        return
    whole = found.files >= WHOLE_FILES
    yield Line(f"{name}, {found.files:,} files: wrong rows", "0", f"{found.wrong:,}", found.wrong == 0)
    if whole:
        yield Line(f"{name}: exact rows", f"{ASKED_ROWS:,} of {WHOLE_ROWS:,}", f"{found.right:,}", found.right >= ASKED_ROWS)
    else:
        named = f"{found.right:,} of {found.rows:,}; {found.silent} missing in silence"
        yield Line(f"{name}: exact rows, the others named", "none missing in silence", named, found.silent == 0)
    yield Line(f"{name}: files set aside", f"at most {ASIDE}", f"{found.aside}", found.aside <= ASIDE)
    yield Line(f"{name}: files whose lines do not add up", "0", f"{found.open}", found.open == 0)
    if whole:
        score = found.points / found.files
        yield Line(f"{name}: its simple score", f"{ASKED_SCORE}", f"{score:.3f}", score >= ASKED_SCORE)
        weighted = found.weighted / found.weight
        yield Line(f"{name}: its weighted score", f"{ASKED_SCORE}", f"{weighted:.3f}", weighted >= ASKED_SCORE)


def _score(path: Path, twin: Path, found: Benchmark) -> None:
    with twin.open(newline="", encoding="utf-8") as file:
        clean = [tuple(row) for row in csv.reader(file)]
    titled = bool(clean) and clean[0][0].startswith(POLLOCK[0])
    header, rows = (clean[0], clean[1:]) if titled else ((), clean)
    found.files, found.rows = found.files + 1, found.rows + len(rows)
    weight = pollock.weight(path.name)
    found.weight += weight
    source = Wanted("benchmark", POLLOCK, checks=PATTERNS, headerless=True)
    try:
        with duckdb.connect() as con:
            made = read_export(con, path, [source])
            good = [
                tuple(cell or "" for cell in row)
                for row in con.execute("select * exclude (line) from export_text order by line").fetchall()
            ]
    except (Unreadable, Unrecognised):
        found.aside += 1
        return
    taken = made.row_lines + sum(r.lines for r in made.rejected) + made.header_lines + made.blank_lines + made.footer_lines
    found.open += taken != count_lines(path)
    wrong = (Counter(good) - Counter(rows)).total()
    found.wrong, found.right = found.wrong + wrong, found.right + len(good) - wrong
    found.silent += max(0, len(rows) - len(good) - len(made.rejected))
    names = _titles(path, made) if titled else ()
    points = 1 + _agreement(names, header) + _agreement(good, rows) + _agreement([c for r in good for c in r], [c for r in rows for c in r])
    found.points, found.weighted = found.points + points, found.weighted + weight * points


def _titles(path: Path, made: Reading) -> tuple[str, ...]:
    """The header as the benchmark writes it: where several of the lines that the reader took for the header repeat it, each name as often."""
    with path.open(newline="", encoding=made.encoding) as file:
        repeats = [row for row, _ in zip(csv.reader(file), range(made.header_lines), strict=False) if tuple(row) == made.columns]
    return tuple(" ".join([name] * max(1, len(repeats))) for name in made.columns)


def _agreement(made: Sequence[object], asked: Sequence[object]) -> float:
    """Precision, recall and their harmonic mean, added up: 3 where both are the same."""
    if not made and not asked:
        return 3.0
    same = (Counter(made) & Counter(asked)).total()
    precision, recall = same / len(made) if made else 0.0, same / len(asked) if asked else 0.0
    return precision + recall + (2 * precision * recall / (precision + recall) if same else 0.0)


def rows_damaged() -> Line:
    """The benchmark's kinds of damage, done to every row and column of an invented table of as many rows."""
    rows = catalogue(83)
    source, written = Wanted("catalogue", HEADER, checks=CHECKS), Counter(rows[1:])
    files = wrong = aside = lost = 0
    for damaged in damage.by_row(damage.lines(rows, frozenset({6, 7}))):
        files += 1
        try:
            good = Counter(good_rows(damaged.text.encode(), source))
        except (Unreadable, Unrecognised):
            aside += 1
            continue
        wrong, lost = wrong + (good - written).total(), lost + (written - good).total()
    share = 1 - lost / (83 * (files - aside))
    measured = f"{wrong} ({share:.2%} of rows exact, {aside} aside)"
    return Line(
        f"every row damaged in turn, {files:,} files: wrong rows",
        "0 (99.15 % exact)",
        measured,
        wrong == 0 and share >= ASKED_ROWS / WHOLE_ROWS,
    )


def polluted_by_kind() -> Iterator[Line]:
    """A hundred files of every kind of pollution that surveys of such files tell of, made from one clean table."""
    rows = catalogue(83)
    source, written = Wanted("catalogue", HEADER, checks=CHECKS, headerless=True), Counter(rows[1:])
    exact, aside, wrong = Counter[str](), Counter[str](), 0
    for file in pollution.files(rows, EACH_KIND):
        try:
            good = Counter(tuple(map(str.strip, row)) for row in good_rows(file.data, source))
        except (Unreadable, Unrecognised):
            aside[file.kind] += 1
            continue
        wrong += (good - written).total()
        exact[file.kind] += (written & good).total()
    files, each = EACH_KIND * len(pollution.KINDS), 83 * EACH_KIND
    yield Line(f"{len(pollution.KINDS)} kinds of pollution, {files:,} files: wrong rows", "0", f"{wrong}", wrong == 0)
    whole = [kind for kind in pollution.KINDS if kind not in pollution.SHORTER]
    worst = sorted(whole, key=lambda kind: exact[kind])[:3]
    share = sum(exact[kind] for kind in whole) / (each * len(whole))
    said = ", ".join(f"{kind} {exact[kind] / each:.1%}" for kind in worst)
    yield Line("exact rows of files that hold all of them", "", f"{share:.2%}; {aside.total()} files aside; fewest: {said}", met=True)


def edits() -> Line:
    """Small tables that are hard to read, each with one structural edit outside quoted text."""
    rng, wrong, read = random.Random(2026), 0, 0
    while read < EDITS:
        rows, delimiter = tables(rng), rng.choice(",;\t|")
        clean = damage.text(rows, rng.choice(["\n", "\r\n"]), delimiter, always=rng.random() < 0.2)
        read += 1
        wrong += _wrong(rows, edited(clean, rng, delimiter).encode())
    return Line(f"{EDITS:,} files with one structural edit: wrong rows", "0", f"{wrong}", wrong == 0)


def cuts() -> Line:
    """Every byte cut of a few files."""
    wrong = made = 0
    for seed in range(CUTS):
        rows = catalogue(15) if seed == 0 else tables(random.Random(seed))
        data = damage.text(rows, ("\n", "\r\n")[seed % 2], always=seed == 3).encode()
        made += len(data)
        wrong += sum(_wrong(rows, data[:size]) for size in range(len(data)))
    return Line(f"every cut of {CUTS} files, {made:,} in all: wrong rows", "0", f"{wrong}", wrong == 0)


def _wrong(rows: Sequence[Row], data: bytes) -> int:
    try:
        return (Counter(good_rows(data, Wanted("table", rows[0]))) - Counter(rows[1:])).total()
    except (Unreadable, Unrecognised):
        return 0


def bomb(place: Path) -> Iterator[Line]:
    """A small gzip of 25 million rows, in a process of its own."""
    path = place / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"id,name\n" + b"1,a\n" * 25_000_000))
    code = (
        "import sys, resource, duckdb\nfrom pathlib import Path\nfrom queries.reading import *\n"
        "try:\n    read_export(duckdb.connect(), Path(sys.argv[1]), [Wanted('t', ('id',))])\n"
        "except Unreadable:\n    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)"
    )
    start = time.perf_counter()
    said = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False, timeout=60).stdout.strip()
    seconds, size = time.perf_counter() - start, int(said or 0)
    met = bool(said) and seconds <= BOMB_SECONDS
    yield Line(
        f"a gzip of {path.stat().st_size // 1000} KB and 25 M rows",
        "refused within 5 s",
        f"{'refused' if said else 'read'} in {seconds:.1f} s",
        met,
    )
    yield Line("memory that this took", "under 1 GB", f"{size / 1e6:.0f} MB", 0 < size < BOMB_BYTES)


def speed(place: Path, quoted: bool, asked: float) -> Line:
    """The whole account of a clean file against DuckDB's own reading of it into a table; the best of some turns each."""
    path = _big(place, quoted)
    ours, plain = [], []
    for _ in range(REPEATS):
        plain.append(_timed(lambda: _duckdb(path)))
        ours.append(_timed(lambda: _ours(path)))
    ratio = min(ours) / min(plain)
    path.unlink()
    kind = "quoted" if quoted else "unquoted"
    return Line(
        f"clean {BIG // 10**6} MB, {kind}, against DuckDB alone", f"at most {asked} x", f"{ratio:.2f} x ({min(ours):.2f} s)", ratio <= asked
    )


def damaged_speed(place: Path) -> Line:
    """A file of which one line in fifty is damaged."""
    path = _big(place, quoted=False, damaged=50)
    seconds = min(_timed(lambda: _ours(path)) for _ in range(REPEATS))
    rate = path.stat().st_size / seconds / 1e6
    path.unlink()
    return Line(f"{BIG // 10**6} MB with 2 % damaged lines", "at least 80 MB/s", f"{rate:.0f} MB/s", rate >= 80)


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _duckdb(path: Path) -> None:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS)
    options = f"auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', columns = {{{columns}}}"
    with duckdb.connect() as con:
        con.execute(f"create table t as select * from read_csv('{path}', {options})")


def _ours(path: Path) -> None:
    with duckdb.connect() as con:
        made = read_export(con, path, [Wanted("big", COLUMNS[:3])], Limits())
    assert made.rows


def _big(place: Path, quoted: bool, damaged: int = 0) -> Path:
    """An invented export of the size BIG; every so many lines one is damaged."""
    rng, path, size = random.Random(1), place / "big.csv", 0
    words = ["reply", "order", "late", "thanks", "great", "product", "broken"]

    def row(n: int) -> str:
        text = " ".join(rng.choices(words, k=rng.randint(3, 12)))
        text = f'"{text}, ""yes"""' if quoted else text
        line = f"{n},2026-{n % 12 + 1:02d}-{n % 28 + 1:02d} 10:{n % 60:02d},person {n % 997},e-mail,{n % 11},{n % 100}.50,{text},open\n"
        return (
            line.replace(*(rng.choice([(",", ",,", 1), (",", "", 1), (",", ',"', 1), (" ", '"', 1)])))
            if damaged and n % damaged == 0
            else line
        )

    block = "".join(row(n) for n in range(1, 100_001))
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(COLUMNS) + "\n")
        while size < BIG:
            size += file.write(block)
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
