"""`python -m tests.bench.report --work FOLDER` runs all sizes and writes BENCHMARKS.md and its picture. Nobody writes those by hand."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.bench import bars, loads, page_cost, picture, questions
from tests.bench.data import Company
from tests.bench.loads import Loads
from tests.bench.measure import times
from tests.bench.page_cost import OTHERS, OURS, Cost
from tests.figures import speed
from tests.figures.table import Line
from tests.queries.exports import ROOT

SIZES = (100_000, 1_000_000, 10_000_000)
WIDTHS = {
    "narrow": "one segment, three channels, 90 days",
    "mid": "90 days",
    "wide": "all days",
    "free": "one team, two topics, 90 days",
}
FILE, PICTURE = ROOT / "BENCHMARKS.md", ROOT / "docs" / "benchmarks.png"
PACKAGES = ("duckdb", "pandas", "polars", "pyarrow", "streamlit", "plotly")


def main(arguments: Sequence[str]) -> int:
    """Measure, write, and print where."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.report", description=__doc__)
    parser.add_argument("--work", type=Path, help="folder in which what is generated stays; default a temporary one")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="interactions of each company")
    parser.add_argument("--widths", nargs="+", default=tuple(WIDTHS), choices=tuple(WIDTHS), help="widths of filters")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each comparison of pages (7); loads take fewer")
    parser.add_argument("--huge", action="store_true", help=f"grow to {speed.HUGE:,} interactions, some 30 GB of files")
    parser.add_argument(
        "--without", nargs="*", default=[], choices=("browser", "memory"), help="leave out what takes long; it is said there"
    )
    parser.add_argument("--to", type=Path, default=FILE, help="the file to write")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        work = (given.work or Path(made)).resolve()
        measured = measure(work, sorted(given.sizes), given.widths, given.rounds, given.huge, given.without)
    place = PICTURE if given.to == FILE else given.to.with_suffix(".png")
    picture.draw(measured.costs, place)
    text = "\n".join(written(measured, os.path.relpath(place, given.to.parent)))
    given.to.write_text(text + "\n", encoding="utf-8")
    print(f"Written: {given.to}")
    return 0


@dataclass(frozen=True)
class Measured:
    """Everything that the report tells, by number of interactions where it was measured at several sizes."""

    rounds: int
    costs: dict[int, list[Cost]]
    grown: list[Cost]
    loads: dict[int, Loads]
    browser: dict[str, float] | None
    memory: dict[int, dict[str, float]]
    cold: dict[str, dict[str, float]]


def measure(work: Path, sizes: Sequence[int], widths: Sequence[str], rounds: int, huge: bool, without: Sequence[str]) -> Measured:
    """Run everything, smallest size first."""
    companies = [Company(work, size) for size in sizes]
    small, last = companies[max(0, len(sizes) - 2)], companies[-1]
    caches = {"sample": speed.sample(work)} | {f"{company.interactions:,}": company.cache for company in companies}
    return Measured(
        rounds,
        {company.interactions: page_cost.costs(company, widths, tuple(OTHERS), rounds) for company in companies},
        page_cost.growth(small, Company(work, speed.HUGE) if huge else last, 3 * rounds),
        {company.interactions: loads.loads(company, max(1, rounds // 3)) for company in companies},
        None if "browser" in without else speed.browser(last, small, work),
        {} if "memory" in without else {company.interactions: page_cost.memory(company, tuple(OTHERS)) for company in companies[-2:]},
        loads.cold(caches, rounds),
    )


def written(measured: Measured, place: str) -> Iterator[str]:
    """The lines of BENCHMARKS.md; `place` is where its picture lies."""
    largest = max(measured.costs)
    lines = [*bars.cost_lines(measured.costs[largest]), *bars.growth_lines(measured.grown), *bars.load_lines(measured.loads[largest])]
    yield from _opening(list(measured.costs), measured.rounds)
    yield from _bars(lines if measured.browser is None else [*lines, *bars.browser_lines(measured.browser)], largest)
    yield from _pages(measured.costs, place, measured.rounds)
    yield from _loads(measured.loads)
    yield from _memory(measured.memory)
    yield from _cold(measured.cold, measured.rounds)


def _opening(sizes: Sequence[int], rounds: int) -> Iterator[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    yield f"""# Benchmarks

Written by `make bench`, never by hand. The invented company of the sample, with {", ".join(f"{size:,}" for size in sizes)} interactions and its
other tables in proportion. Everything is a median of {rounds} rounds, where no other number stands beside it, in which all contestants take turns; each round has filters of its own, so that nothing
is remembered, and the answers of all contestants were compared (to 1e-9) before any time was taken.

On {os.cpu_count()} cores of {platform.machine()} with {memory:.0f} GB of memory; {platform.system()}, Python {platform.python_version()}, {packages}.
"""


def _bars(lines: Sequence[Line], size: int) -> Iterator[str]:
    yield f"## What was asked, at {size:,} interactions\n"
    yield "| | asked | measured | |\n|---|---|---|---|"
    yield from (f"| {line.figure} | {line.asked} | {line.measured} | {'met' if line.met else '**falls short**'} |" for line in lines)
    yield f"\n{sum(line.met for line in lines)} of {len(lines)} are met.\n"


def _pages(measured: dict[int, list[Cost]], place: str, rounds: int) -> Iterator[str]:
    yield "## A page's data\n"
    yield "How many times as much as Rapport each contestant needs for the same tiles, and what Rapport needs, in milliseconds.\n"
    widths = dict.fromkeys(cost.width for costs in measured.values() for cost in costs)
    yield "Widths: " + "; ".join(f"*{name}*, {WIDTHS[name]}" for name in widths) + ". Each but *wide* with the 90 days before.\n"
    yield f"![What a page's data cost, by size]({place})\n"
    for size, costs in measured.items():
        yield f"### {size:,} interactions\n"
        yield f"| page, width | {OURS} | {' | '.join(OTHERS)} |\n|---|---|{'---|' * len(OTHERS)}"
        for cost in costs:
            ratios = " | ".join(times(cost.cheaper(name)) if name in cost.seconds else "not measured" for name in OTHERS)
            fewer = "" if cost.rounds == rounds else f" ({cost.rounds} round{'s' if cost.rounds > 1 else ''})"
            yield f"| {cost.page}, {cost.width}{fewer} | {1000 * cost.seconds[OURS]:.1f} ms | {ratios} |"
        yield ""
    yield _RULES
    yield "Not measured: " + "; ".join(f"*{page}* ({why})" for page, why in questions.UNMEASURED.items()) + ".\n"


_RULES = """The contestants do not need more than their questions: day, segment, region, staff, minutes, first answers and refused
referrals stand in their tables as columns, made once when they were loaded; dimensions and people are categories in pandas, which filters each table once
a period; polars collects all tiles of a page at once; the queries answer both periods, the whole and its buckets, in one, and each has
all processors. Rapport asks the database for all of a page at once, as its pages do from the second opening on.
"""


def _loads(measured: dict[int, Loads]) -> Iterator[str]:
    yield "## Loading\n"
    yield "From CSV, in processes of their own, interpreter included. `read_csv` is DuckDB's own reader of the same files into a new database.\n"
    yield "| interactions | full load | against `read_csv` | a new 1 %, against a full load | nothing new | peak memory | rounds |\n|---|---|---|---|---|---|---|"
    for size, one in measured.items():
        ratios = f"{times(one.full / one.read_csv)} | {times(one.reload / one.full)}"
        yield f"| {size:,} | {one.full:.1f} s | {ratios} | {one.unchanged:.1f} s | {one.megabytes:,.0f} MB | {one.rounds} |"
    yield ""


def _memory(peaks: dict[int, dict[str, float]]) -> Iterator[str]:
    yield "## Memory\n\nPeak megabytes of a process that answers all pages in every width; polars only those that are written for it.\n"
    if not peaks:
        yield "Not measured in this run.\n"
        return
    names = list(next(iter(peaks.values())))
    yield f"| interactions | {' | '.join(names)} |\n|---|{'---|' * len(names)}"
    for size, one in peaks.items():
        yield f"| {size:,} | {' | '.join(f'{one[name]:,.0f}' for name in names)} |"
    yield ""


def _cold(measured: dict[str, dict[str, float]], rounds: int) -> Iterator[str]:
    yield f"## Cold start of the data\n\nA fresh process, after its imports; medians of {rounds}.\n"
    yield "| snapshot | open | the overview's first answers |\n|---|---|---|"
    for name, steps in measured.items():
        yield f"| {name} | {1000 * steps['open']:.0f} ms | {1000 * steps['answers']:.0f} ms |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
