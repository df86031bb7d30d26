"""What a page's data cost: ours beside those who answer the same tiles, in one run and in turn."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from queries.filters import Filters
from queries.snapshot import Snapshot
from tests.bench import choices, measure, questions, tiles
from tests.bench.data import Company, run
from tests.bench.pandas_tiles import Pandas
from tests.bench.polars_tiles import Polars
from tests.bench.sql_tiles import Sql

OURS = "Rapport"
OTHERS: dict[str, Callable[[Company], Any]] = {
    "pandas in memory": lambda company: Pandas(company.parquet),
    "polars over Parquet": lambda company: Polars(company.parquet),
    "a query a tile, native table": lambda company: Sql(company.database),
    "a query a tile, Parquet": lambda company: Sql(parquet=company.parquet),
}
PANDAS, POLARS, NATIVE, PARQUET = OTHERS
COMPARED = 2


@dataclass(frozen=True)
class Cost:
    """Median seconds of each contestant for one page with filters of one width."""

    page: str
    width: str
    rounds: int
    seconds: dict[str, float]

    def cheaper(self, than: str) -> float:
        """How many times as much the other costs."""
        return self.seconds[than] / self.seconds[OURS]


def costs(company: Company, widths: Sequence[str], others: Sequence[str], rounds: int) -> list[Cost]:
    """Every page with every width. Raises tiles.Different where somebody answers differently, before any time is taken."""
    found = company.snapshot()
    company.prepare_others()
    stores = {name: OTHERS[name](company) for name in others}
    return [cost(found, stores, page, width, rounds) for page in questions.PAGES for width in widths]


def cost(found: Snapshot, stores: dict[str, Any], page: str, width: str, rounds: int) -> Cost:
    """One page, one width."""
    drawn = choices.drawn(found, width, rounds + COMPARED)
    stores = able(stores, page)
    for filters in drawn[:COMPARED]:
        compare(found, stores, page, filters)
    contestants = {name: partial(store.page, questions.asked(page)) for name, store in stores.items()}
    took = measure.in_turn({OURS: partial(questions.ours, found, page)} | contestants, drawn[COMPARED:])
    return Cost(page, width, rounds, measure.medians(took))


def able(stores: dict[str, Any], page: str) -> dict[str, Any]:
    """The stores that answer every tile of the page: for polars only the first two pages are written."""
    return {name: store for name, store in stores.items() if questions.asked(page).keys() <= store.tiles}


def compare(found: Snapshot, stores: dict[str, Any], page: str, filters: Filters) -> None:
    """Raise tiles.Different unless all answer alike, and our cards say what our rows say."""
    cards = questions.of_cards(questions.ours(found, page, filters))
    told = questions.answers(found, page, filters)
    said = {view: {key: _on_card(numbers) for key, numbers in told[view].items() if key in rows} for view, rows in cards.items()}
    tiles.check({"rows": said, "cards": cards})
    for name, store in stores.items():
        answered = store.page(questions.asked(page), filters)
        tiles.check({OURS: told, name: {tile: tiles.rows(tile, answer) for tile, answer in answered.items()}})


def _on_card(numbers: tuple[Any, ...]) -> tuple[Any, ...]:
    """Value and n of a row as a card has them: there are no parts of people."""
    value, n, *_ = numbers
    return value, float(int(n))


def growth(small: Company, large: Company, rounds: int) -> list[Cost]:
    """Our own cost at two sizes, in turn, for 90 days: names of the contestants are the numbers of interactions."""
    found = {f"{company.interactions:,}": company.snapshot() for company in (small, large)}
    drawn = choices.drawn(next(iter(found.values())), "mid", rounds + 1)
    costs = []
    for page in questions.PAGES:
        contestants = {name: partial(questions.ours, at, page) for name, at in found.items()}
        measure.in_turn(contestants, drawn[:1])
        costs.append(Cost(page, "mid", rounds, measure.medians(measure.in_turn(contestants, drawn[1:]))))
    return costs


def memory(company: Company, others: Sequence[str]) -> dict[str, float]:
    """Peak megabytes of a process that answers each page once in each width, by contestant."""
    asked = [OURS, *others]
    return {name: json.loads(run("tests.bench.page_cost", str(company.work), str(company.interactions), name)) for name in asked}


def _once(company: Company, name: str) -> float:
    """The pages, answered by one contestant in this process; its peak in megabytes."""
    found = company.snapshot()
    store = None if name == OURS else OTHERS[name](company)
    for page in questions.PAGES:
        for width in choices.CHOICES:
            (filters,) = choices.drawn(found, width, 1)
            if store is None:
                questions.ours(found, page, filters)
            elif able({name: store}, page):
                store.page(questions.asked(page), filters)
    return measure.peak()


if __name__ == "__main__":
    print(json.dumps(_once(Company(Path(sys.argv[1]), int(sys.argv[2])), sys.argv[3])))
