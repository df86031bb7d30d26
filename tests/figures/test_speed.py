"""The benchmark at a size that takes seconds: everybody answers alike, and the table prints. No time is asserted."""

from dataclasses import replace

import pytest

from tests.bench import (
    bars,
    choices,
    data,
    loads,
    measure,
    page_cost,
    pandas_kept,
    pandas_tiles,
    polars_tiles,
    questions,
    report,
    sql_tiles,
    tiles,
)
from tests.bench.page_cost import NATIVE, OTHERS, OURS, PANDAS, POLARS, Cost
from tests.figures import speed
from tests.figures.table import show

SIZE = 20_000
# Rows of pages that have few: not many wait at this moment, and fewer of a team; and so small a company hides its few employees.
FEW = {"waiting": 1, "employees": 3}


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    made = data.Company(tmp_path_factory.mktemp("bench"), SIZE)
    made.prepare_others()
    return made


@pytest.fixture(scope="module")
def found(company):
    return company.snapshot()


@pytest.fixture(scope="module")
def stores(company):
    return {name: make(company) for name, make in OTHERS.items()}


@pytest.mark.parametrize("width", choices.CHOICES)
@pytest.mark.parametrize("page", questions.PAGES)
def test_all_contestants_answer_alike(found, stores, page, width):
    least = FEW.get(page, 20)
    for filters in choices.drawn(found, width, 2):
        assert sum(map(len, questions.answers(found, page, filters).values())) > least
        page_cost.compare(found, page_cost.able(stores, page), page, filters)


def test_every_tile_of_a_page_is_answered_by_everybody():
    asked = {view for page in questions.PAGES for view in questions.asked(page)}
    assert asked == set(pandas_tiles.TILES) == set(sql_tiles.TILES)
    assert {view for page in ("overview", "satisfaction") for view in questions.asked(page)} == set(polars_tiles.TILES)


def test_who_answers_not_all_of_a_page_is_left_out_of_it(stores):
    assert page_cost.able(stores, "overview").keys() == OTHERS.keys()
    assert page_cost.able(stores, "voices").keys() == OTHERS.keys() - {POLARS}


def test_the_plain_app_reads_only_what_its_own_page_shows(company):
    tables = pandas_tiles.Pandas(company.parquet, later=False).tables
    assert {name: list(table) for name, table in tables.items()} == pandas_kept.COLUMNS


def test_a_wrong_answer_stops_the_run(found):
    (filters,) = choices.drawn(found, "mid", 1)
    told = questions.answers(found, "overview", filters)
    key, (value, n) = next(iter(told["satisfaction/csat"].items()))
    for wrong in ({key: (value + 1e-6, n)}, {key: (value, n + 1)}, {("never", *key[1:]): (value, n)}):
        with pytest.raises(tiles.Different, match="satisfaction/csat"):
            tiles.check({OURS: told, "other": {"satisfaction/csat": told["satisfaction/csat"] | wrong}})


def test_the_table_prints_every_page(company, capsys):
    show(speed.lines(company.work, SIZE, 1, SIZE, without=("growth", "loads", "browser")))
    printed = capsys.readouterr().out
    assert "overview, mid: against pandas in memory" in printed
    assert "satisfaction, free: against a query a tile, native table" in printed


def test_the_new_export_and_the_shortened_one_hold_all_rows_once(company, tmp_path):
    exports, new = loads.split(company, tmp_path)
    kept = sorted((exports / "community").glob("interactions-*.csv"))
    whole = sorted((company.exports / "community").glob("interactions-*.csv"))
    headers, rows = zip(*(path.read_text().split("\n", 1) for path in [*kept, new]), strict=True)
    assert len(set(headers)) == 1
    assert "".join(rows) == "".join(path.read_text().split("\n", 1)[1] for path in whole)
    assert rows[-1].count("\n") == SIZE // loads.NEW


def test_the_lines_of_loads_and_of_the_browser_say_what_was_asked():
    measured = loads.Loads(rounds=1, full=20.0, read_csv=10.0, reload=3.0, unchanged=1.0, megabytes=100.0)
    assert [line.met for line in bars.load_lines(measured)] == [True, False]
    assert [line.met for line in bars.load_lines(replace(measured, full=30.0))] == [False, True]
    told = list(bars.browser_lines({"errors": 0, "memory": 0.3}))
    assert [line.measured for line in told if line.met] == ["0"]
    assert {line.measured for line in told if not line.met} == {"not measured", ".3 ×"}


def test_a_page_is_held_against_those_of_whom_something_is_asked():
    cost = Cost("overview", "mid", 1, {OURS: 0.01, PANDAS: 1.0, NATIVE: 0.1})
    assert [(line.measured, line.met) for line in bars.cost_lines([cost])] == [("100 ×", True), ("10 ×", False)]


def test_growth_is_the_larger_company_s_cost_over_the_smaller_s():
    (line,) = bars.growth_lines([Cost("overview", "mid", 9, {"1,000": 0.01, "10,000": 0.04})])
    assert (line.figure, line.measured, line.met) == ("overview: 10,000 interactions against 1,000", "4.0 ×", False)


def test_contestants_are_asked_the_same_in_each_round_and_each_is_asked_once():
    seen = []
    contestants = {name: lambda given, name=name: seen.append((given, name)) for name in "abc"}
    took = measure.in_turn(contestants, [1, 2, 3, 4])
    assert sorted(seen) == [(given, name) for given in (1, 2, 3, 4) for name in "abc"]
    assert [given for given, _ in seen] == sorted(given for given, _ in seen)
    assert {len(seconds) for seconds in took.values()} == {4}


def test_ratios_read_as_ratios():
    assert [measure.times(ratio) for ratio in (1234.5, 70.2, 2.13, 0.0834, 1.0)] == ["1,234 ×", "70 ×", "2.1 ×", ".083 ×", "1.0 ×"]


def test_a_ratio_near_its_bar_has_digits_enough_to_tell_them_apart():
    near = [(1.307, 1.3), (1.2996, 1.3), (0.1002, 0.1), (69.98, 70.0), (2.5, 2.5), (2.7, 2.5)]
    assert [measure.beside(*pair) for pair in near] == ["1.307 ×", "1.2996 ×", ".1002 ×", "69.98 ×", "2.5 ×", "2.7 ×"]


def test_the_report_tells_everything_that_was_measured():
    seconds = {OURS: 0.01} | dict.fromkeys(OTHERS, 1.0)
    one = report.Measured(
        3,
        {1_000: [Cost("overview", width, 3, seconds) for width in report.WIDTHS]},
        [Cost("overview", "mid", 9, {"100": 0.01, "1,000": 0.02})],
        {1_000: loads.Loads(1, 20.0, 10.0, 1.0, 1.0, 100.0)},
        None,
        {1_000: dict.fromkeys(seconds, 50.0)},
        {"sample": {"open": 0.1, "answers": 0.2}},
    )
    text = "\n".join(report.written(one, "docs/benchmarks.png"))
    assert "| overview, mid: against pandas in memory | at least 70 × cheaper | 100 × | met |" in text
    assert "6 of 6 are met." in text
    assert "| overview, wide | 10.0 ms | 100 × | 100 × | 100 × | 100 × |" in text
    assert "| 1,000 | 20.0 s | 2.0 × | .05 × | 1.0 s | 100 MB |" in text
    assert "| sample | 100 ms | 200 ms |" in text and "](docs/benchmarks.png)" in text
