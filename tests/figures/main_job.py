"""Exports in, dashboard out: the figures that a script can measure. `python -m tests.figures.main_job`, under two minutes."""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from statsmodels.stats.proportion import proportion_confint

from queries import loading, period, registry, snapshot, views
from queries.filters import Filters
from queries.period import PRESETS
from queries.places import SAMPLE
from queries.snapshot import Snapshot
from tests.figures.table import Line, show
from tests.queries.exports import ROOT
from tests.real import folders, malformed
from tests.real.facts import FACTS, Fact

THREADS, QUESTIONS = 12, 20
SECONDS = 1.0
NEAR = 1e-9


def main() -> int:
    """Measure and print all; the exit status."""
    with tempfile.TemporaryDirectory() as made:
        return show(lines(Path(made)))


def lines(place: Path) -> Iterator[Line]:
    """Every figure, measured in the empty folder `place`."""
    for fact in FACTS:
        yield real(fact, place)
    yield from damaged(place)
    loading.load(SAMPLE, place / "sample")
    sample = snapshot.current(place / "sample")
    assert sample is not None
    yield balanced([sample, *(folders.loaded(name, place) for name in folders.EXPORTS if not folders.missing(name))])
    yield threads(sample)
    yield intervals(sample, range(1, 200, 7))
    yield second_load(place)


def real(fact: Fact, place: Path) -> Line:
    """One fact of a real set; a set that is not here falls short."""
    figure, asked = f"{fact.name}: {fact.says}", f"{fact.asked:,.{fact.places}f}"
    if folders.missing(fact.name):
        return Line(figure, asked, folders.missing(fact.name), met=False)
    found = fact.measure(folders.loaded(fact.name, place))
    return Line(figure, asked, f"{found:,.{fact.places}f}", round(found, fact.places) == fact.asked)


def damaged(place: Path) -> Iterator[Line]:
    """What became of the malformed files, a line a collection."""
    found: dict[str, list[malformed.Outcome]] = {"csv-spectrum": [], "pollock": []}
    for number, file in enumerate(malformed.files()):
        found[file.path.parents[1].name].append(malformed.outcome(file, place / f"damaged-{number}"))
    for collection, outcomes in found.items():
        verdicts = Counter(outcome.verdict for outcome in outcomes)
        told = ", ".join(f"{number} {verdict}" for verdict, number in sorted(verdicts.items())) or "not here"
        asked = "right or refused, 0 silent"
        yield Line(f"malformed: {collection}, {len(outcomes)} files", asked, told, bool(outcomes) and not verdicts["silent"])


def balanced(snapshots: Sequence[Snapshot]) -> Line:
    """Rows, rejects and header, blank or footer lines of each file are its physical lines."""
    select = "select count(*), count(*) filter (rows + rejects + skipped = lines) from account.files where state like 'loaded%'"
    counts = [found.cursor().execute(select).fetchall()[0] for found in snapshots]
    files, fit = (sum(column) for column in zip(*counts, strict=True))
    return Line("files whose lines add up", f"{files} of {files}", f"{fit} of {files}", files == fit)


def threads(found: Snapshot) -> Line:
    """Twelve threads ask twenty different questions each, all at once; the answers asked for alone are the right ones."""
    questions = asked_of(found)
    alone = [views.run(found, name, filters, scope="alone").frame for name, filters in questions]

    def ask(thread: int) -> int:
        """How many of a thread's answers are its own; a scope of its own keeps answers from being shared."""
        right = 0
        for step in range(QUESTIONS):
            number = (thread * QUESTIONS // THREADS + step) % len(questions)
            name, filters = questions[number]
            right += views.run(found, name, filters, scope=f"thread {thread}").frame.equals(alone[number])
        return right

    with ThreadPoolExecutor(THREADS) as pool:
        own = sum(pool.map(ask, range(THREADS)))
    whole = THREADS * QUESTIONS
    return Line("twelve threads, answers that are their own", f"{whole} of {whole}", f"{own} of {whole}", own == whole)


def asked_of(found: Snapshot) -> list[tuple[str, Filters]]:
    """Twenty questions, no two alike."""
    names = sorted({metric.view for metric in registry.metrics().values()})
    spans = [period.preset(name, found.data_from, found.data_to) for name in PRESETS]
    default = Filters.default(found)
    return [(names[n % len(names)], replace(default, period=spans[(n + n // len(names)) % len(spans)])) for n in range(QUESTIONS)]


def intervals(found: Snapshot, sizes: Sequence[int]) -> Line:
    """The widest gap between the macros' Wilson interval and statsmodels', over all counts of the sizes."""
    pairs = [(k, n) for n in sizes for k in range(n + 1)]
    ours = (
        found.cursor()
        .execute(
            "select wilson_low(k, n), wilson_high(k, n) from (select unnest($1) as k, unnest($2) as n)",
            [list(c) for c in zip(*pairs, strict=True)],
        )
        .fetchall()
    )
    theirs = [proportion_confint(k, n, method="wilson") for k, n in pairs]
    gap = max(abs(a - b) for mine, other in zip(ours, theirs, strict=True) for a, b in zip(mine, other, strict=True))
    return Line(f"Wilson against statsmodels, {len(pairs):,} intervals", f"within {NEAR:.0e}", f"{gap:.1e}", gap <= NEAR)


def second_load(place: Path) -> Line:
    """The whole command, interpreter included, on the sample that is already loaded: the best of four.

    Python keeps its bytecode, as it does where nobody forbids it.
    """
    command = [sys.executable, "-m", "queries", "load", "--data", str(SAMPLE), "--cache", str(place / "again")]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    took = []
    for _ in range(5):
        started = time.monotonic()
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        took.append(time.monotonic() - started)
    best = min(took[1:])
    return Line("a second load with nothing changed", f"under {SECONDS:.0f} s", f"{best:.2f} s", best < SECONDS)


if __name__ == "__main__":
    sys.exit(main())
