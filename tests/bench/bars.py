"""What was asked of the speed, and the figures held against it, as lines of the table that every script of figures prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tests.bench.loads import Loads
from tests.bench.measure import beside, times
from tests.bench.page_cost import NATIVE, PANDAS, Cost
from tests.figures.table import Line

# Page's data of ours, against whom, with filters of which width: how many times cheaper at least.
CHEAPER = {("mid", PANDAS): 70, ("mid", NATIVE): 15, ("free", NATIVE): 5}
GROWTH, FULL, RELOAD = 3.0, 2.5, 0.1
# What the browser's side measures: its name there, what it is, and at most what.
BROWSER = {
    "rerun": ("filter to settled, against canned answers", 1.3),
    "viewers": ("32 viewers, p95 against one viewer", 2.0),
    "errors": ("32 and 8 viewers, errors", 0.0),
    "start": ("app start, against the sample", 1.3),
    "plain": ("filter to settled, against a plain app at 1 M", 0.55),
    "together": ("8 viewers' page time, against the same", 0.1),
    "memory": ("memory with 8 viewers, against the same", 0.25),
}


def cost_lines(costs: Iterable[Cost]) -> Iterator[Line]:
    """Each page against each contestant that something is asked of."""
    for cost in costs:
        for (width, other), least in CHEAPER.items():
            if cost.width == width and other in cost.seconds:
                ratio = cost.cheaper(other)
                yield Line(f"{cost.page}, {width}: against {other}", f"at least {least} × cheaper", beside(ratio, least), ratio >= least)


def growth_lines(costs: Iterable[Cost]) -> Iterator[Line]:
    """Ours at the larger size over ours at the smaller."""
    for cost in costs:
        (small, least), (large, most) = cost.seconds.items()
        grown = most / least
        yield Line(f"{cost.page}: {large} interactions against {small}", f"at most {times(GROWTH)}", beside(grown, GROWTH), grown <= GROWTH)


def load_lines(measured: Loads) -> Iterator[Line]:
    """The full load and the load of one new export."""
    full, reload = measured.full / measured.read_csv, measured.reload / measured.full
    yield Line("full load, against read_csv of the same files", f"at most {times(FULL)}", beside(full, FULL), full <= FULL)
    yield Line("reload after a new 1 %, against a full load", f"at most {times(RELOAD)}", beside(reload, RELOAD), reload <= RELOAD)


def browser_lines(measured: Mapping[str, float]) -> Iterator[Line]:
    """What the browser's side measured; what it did not falls short."""
    for name, (figure, most) in BROWSER.items():
        value, asked = measured.get(name), f"at most {times(most)}" if most else "0"
        said = "not measured" if value is None else beside(value, most) if most else f"{value:.0f}"
        yield Line(figure, asked, said, value is not None and value <= most)
