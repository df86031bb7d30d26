"""A community that lives: the figures that a script can measure. `python -m tests.figures.community [--interactions N] [--work FOLDER]`.

Ten million interactions are generated and loaded in the folder (a temporary one without it), which takes some minutes.
"""

import argparse
import importlib
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from queries import loading, snapshot, views
from queries.filters import Filters
from queries.period import Period
from queries.snapshot import Snapshot
from tests.bench import distinct
from tests.bench.data import Company
from tests.figures.table import Line, show
from tests.queries import streams
from tests.queries.invented import Invented, make
from tests.real import facts, folders

INTERACTIONS, CHEAPER, QUESTIONS, ROUNDS = 10_000_000, 50, 12, 3
ORBIT = {"2026-02": (17, 8, 4, 1), "2026-03": (15, 9, 5, 1), "2026-04": (12, 10, 6, 2)}


def main(arguments: Sequence[str]) -> int:
    """Measure and print all; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.figures.community", description=__doc__)
    parser.add_argument("--interactions", type=int, default=INTERACTIONS, help=f"interactions ({INTERACTIONS:,})")
    parser.add_argument("--work", type=Path, help="folder in which what is generated stays; default a temporary one")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        work = (given.work or Path(made)).resolve()
        return show(lines(work, Path(made), given.interactions))


def lines(work: Path, place: Path, interactions: int) -> Iterator[Line]:
    """Every figure; what is generated stays in `work`, what is small goes to the empty folder `place`."""
    small = interactions < INTERACTIONS
    yield from beer(place)
    yield from fixtures()
    yield stream(place, 20_000)
    yield from ties(small)
    yield from people(Company(work, interactions).snapshot(), QUESTIONS)


def beer(place: Path) -> Iterator[Line]:
    """What is known of a real community, through the page's views."""
    if folders.missing("beer"):
        yield Line("beer community", "its known answers", folders.missing("beer"), met=False)
        return
    found = folders.loaded("beer", place)
    asked = views.run(found, "community/questions", facts.EVER).frame.iloc[0]
    given = views.run(found, "community/answers_given", facts.EVER).frame.iloc[0]
    first = views.run(found, "community/peer_answers", facts.EVER).frame.iloc[0]
    told = {
        "questions": ("663", f"{asked['questions']:.0f}"),
        "answered, askers' own included": ("644", f"{asked['any_answered']:.0f}"),
        "first answer, median hours": ("6.295", f"{asked['any_value']:.3f}"),
        "answered within 24 hours": ("467", f"{asked['any_within_day']:.0f}"),
        "answers by others than the asker, %": ("98.22", f"{100 * given['by_others']:.2f}"),
        "first answers by peers": ("635 of 635", f"{first['numerator']:.0f} of {first['n']:.0f}"),
        "accepted answers": ("410", f"{asked['accepted']:.0f}"),
    }
    for figure, (wanted, measured) in told.items():
        yield Line(f"beer community: {figure}", wanted, measured, wanted == measured)


def fixtures() -> Iterator[Line]:
    """Orbit and concentration of the definitions, through the views."""
    frame = views.run(
        orbit(), "community/gravity", over(Period(pd.Timestamp("2026-01-01").date(), pd.Timestamp("2026-07-01").date()))
    ).frame
    months = {f"{row['bucket']:%Y-%m}": row for _, row in frame[frame["bucket"].notna()].iterrows()}
    masses = "/".join(f"{months[month]['mass']:.0f}" for month in ORBIT)
    yield Line("Orbit: sum of squared weights by month", "441/504/666", masses, masses == "441/504/666")
    gravity = ", ".join(f"{months[month]['value']:+.1f}" for month in list(ORBIT)[1:])
    yield Line("Orbit: gravity", "+2.1, +5.4", gravity, gravity == "+2.1, +5.4")
    counts = (1000, 202, 90, 33, 332, 343, 42, 433)
    who = np.repeat(np.arange(len(counts)), counts).astype(str)
    moment = pd.Timestamp("2026-06-05", tz="UTC")
    comments = pd.DataFrame({"interaction_id": np.arange(len(who)).astype(str), "at": moment, "kind": "comment", "actor_id": who})
    june = over(Period(pd.Timestamp("2026-06-01").date(), pd.Timestamp("2026-07-01").date()))
    row = views.run(make({"interactions": comments}), "community/carriers", june).frame.iloc[0]
    found = f"{int(row['half'])}, {row['gini']:.4f}"
    yield Line("concentration and Gini of the fixture", "2, 0.4855", found, found == "2, 0.4855")


def over(period: Period) -> Filters:
    """Everything in a period."""
    return Filters(period, "none")


def orbit() -> Invented:
    """Thirty people who did something long before, in the levels of ORBIT's months: one comment, two weeks, an answer, a share."""
    deeds = {4: (("comment", 20),), 3: (("comment", 8), ("comment", 20)), 2: (("answer", 20),), 1: (("share", 20),)}
    rows = [(f"p{person}", "2026-01-01", "comment") for person in range(30)]
    for month, counts in ORBIT.items():
        levels = [level for level, count in zip((4, 3, 2, 1), counts, strict=True) for _ in range(count)]
        rows += [(f"p{person}", f"{month}-{day:02}", kind) for person, level in enumerate(levels) for kind, day in deeds[level]]
    frame = pd.DataFrame(rows, columns=["actor_id", "at", "kind"])
    return make(
        {"interactions": frame.assign(interaction_id=frame.index.astype(str), at=pd.to_datetime(frame["at"], utc=True), channel="forum")}
    )


def ties(small: bool) -> Iterator[Line]:
    """The figures of the network of relationships, where they are there."""
    try:
        yield from importlib.import_module("tests.figures.ties_lines").lines(small)
    except ModuleNotFoundError:
        return


def stream(place: Path, rows: int) -> Line:
    """A stream of events in disorder, against the clean one: all answers of the page's views."""
    clean = streams.generated(rows, rows // 25, seed=1)
    found = []
    for name, parts in (("clean", [clean]), ("disturbed", streams.disturbed(clean, seed=2))):
        folder = place / f"stream-{name}"
        folder.mkdir()
        for number, part in enumerate(parts):
            part.to_csv(folder / f"part{number}.csv", index=False)
        loading.load(folder, place / f"stream-{name}-cache")
        found.append(snapshot.current(place / f"stream-{name}-cache"))
    clean_one, other = found
    assert clean_one is not None and other is not None
    try:
        return Line(
            f"{rows:,} events, late, twice and shuffled",
            "all answers the same",
            f"{streams.same_answers(clean_one, other)} the same",
            met=True,
        )
    except AssertionError as different:
        return Line(f"{rows:,} events, late, twice and shuffled", "all answers the same", str(different).splitlines()[0], met=False)


def people(found: Snapshot, questions: int, timed: bool = True) -> Iterator[Line]:
    """Each kind of question from totals and from the table, asked in turn in one run: the same numbers, and how much cheaper."""
    size = f"{found.tables['interactions']:,} interactions"
    for name, (ask, count, agree) in distinct.KINDS.items():
        asked = distinct.choices(found, questions, seed=len(name))
        for filters in (replace(asked[0], channels=()), replace(asked[0], channels=("forum",))):
            ask(found, filters)  # The totals are read into memory once.
        exact, took = 0, []
        for filters in asked:
            (ours, mine), (counted, theirs) = best(ask, found, filters, ROUNDS), best(count, found, filters, 1)
            took.append((theirs, mine))
            exact += agree(ours, counted, filters)
        yield Line(f"{name}, {size}: as count distinct", f"{questions} of {questions}", f"{exact} of {questions}", exact == questions)
        if timed:
            ratio, ratios = sum(each for each, _ in took) / sum(each for _, each in took), [theirs / mine for theirs, mine in took]
            said = f"{ratio:,.0f} × ({min(ratios):,.0f} to {max(ratios):,.0f}; ours {1000 * np.median([mine for _, mine in took]):.1f} ms)"
            yield Line(f"{name}, {size}: cheaper than that", f"at least {CHEAPER} ×", said, bool(ratio >= CHEAPER))


def best(ask: distinct.Ask, found: Snapshot, filters: Filters, rounds: int) -> tuple[distinct.Counts, float]:
    """The answer and the fewest seconds that it took."""
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        answer = ask(found, filters)
        took.append(time.perf_counter() - started)
    return answer, min(took)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
