"""Instant at ten million rows: `python -m tests.figures.speed [--size N] [--work FOLDER]`; ratios of medians, each from one run in turn.

What it makes in the folder is used again; without one it is made in a temporary folder, which takes a quarter of an hour.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from queries import loading, places
from tests.bench import bars, loads, page_cost
from tests.bench import browser as side
from tests.bench.data import Company
from tests.figures.table import Line, show

SIZE, SMALL, HUGE = 10_000_000, 1_000_000, 100_000_000


def main(arguments: Sequence[str]) -> int:
    """Measure and print all; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.figures.speed", description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help=f"interactions ({SIZE:,})")
    parser.add_argument("--work", type=Path, help="folder in which what is generated stays; default a temporary one")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each comparison of pages (7); loads take fewer")
    parser.add_argument("--huge", action="store_true", help=f"grow to {HUGE:,} interactions, some 30 GB of files")
    parser.add_argument("--without", nargs="*", default=[], choices=("pages", "growth", "loads", "browser"), help="leave out")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        work = (given.work or Path(made)).resolve()
        return show(lines(work, given.size, given.rounds, HUGE if given.huge else given.size, given.without))


def lines(work: Path, size: int, rounds: int, largest: int, without: Sequence[str] = ()) -> Iterator[Line]:
    """Every figure, for so many interactions; growth goes from a million (or a tenth) to the largest."""
    company, small = Company(work, size), Company(work, min(SMALL, size // 10))
    if "pages" not in without:
        yield from bars.cost_lines(page_cost.costs(company, ("mid",), (page_cost.PANDAS, page_cost.NATIVE), rounds))
        yield from bars.cost_lines(page_cost.costs(company, ("free",), (page_cost.NATIVE,), rounds))
    if "growth" not in without:
        yield from bars.growth_lines(page_cost.growth(small, Company(work, largest), 3 * rounds))
    if "loads" not in without:
        yield from bars.load_lines(loads.loads(company, max(1, rounds // 3)))
    if "browser" not in without:
        yield from bars.browser_lines(browser(company, small, work))


def browser(company: Company, small: Company, work: Path) -> dict[str, float]:
    """What the browser's side measures of both sizes, by the names of `bars.BROWSER`."""
    company.snapshot()
    small.prepare_others()
    sample(work)
    ours = company.caches, company.exports
    viewers, together = side.viewers(*ours), side.together(*ours, small.parquet)
    return {
        "rerun": side.rerun(*ours)["ratio"],
        "viewers": viewers["ratio"],
        "errors": viewers["errors"] + together["errors"],
        "start": side.start(*ours, work / "sample")["ratio"],
        "plain": side.beside_plain(*ours, small.parquet)["ratio"],
        "together": together["ratio"],
        "memory": together["memory_ratio"],
    }


def sample(work: Path) -> Path:
    """The folder of the sample's snapshots, loaded."""
    data = places.SAMPLE.resolve()
    cache = places.cache_folder(data, str(work / "sample"))
    loading.load(data, cache)
    return cache


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
