"""The formulas that views share, against scipy, statsmodels and the fixtures of the definitions."""

from functools import cache

import duckdb
import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from queries.relations import MACROS

EXACT = 1e-9


@cache
def database():
    con = duckdb.connect()
    con.execute(MACROS.read_text(encoding="utf-8"))
    return con


def value(expression, **values):
    """One value of SQL."""
    return database().cursor().execute(f"select {expression}", values).fetchall()[0][0]


def row(expression, **values):
    """Several values of SQL."""
    return database().cursor().execute(f"select {expression}", values).fetchall()[0]


def rows(expressions, **columns):
    """One array per expression, over arrays of equal length, in one query."""
    named = ", ".join(f"unnest(${name}) as {name}" for name in columns)
    values = {name: [part.item() for part in column] for name, column in columns.items()}
    return np.array(database().cursor().execute(f"select {expressions} from (select {named})", values).fetchall()).T


def shares(count, seed):
    """`count` pairs of successes and trials, of all sizes from one to ten million, none and all of them included."""
    rng = np.random.default_rng(seed)
    n = np.floor(10 ** rng.uniform(0, 7, count)).astype(np.int64)
    part = rng.choice([0, 1, 0.5, rng.random()], count) * rng.choice([1, 1, 0.99, rng.random()], count)
    return np.round(n * part).astype(np.int64), n


WILSON = "wilson_low($k, $n), wilson_high($k, $n)"
NPS = "nps($p, $d, $n), nps_se($p, $d, $n), nps_low($p, $d, $n), nps_high($p, $d, $n)"
DIFFERENCE = "difference_low($ka, $na, $kb, $nb), difference_high($ka, $na, $kb, $nb)"


def test_the_quantile_is_that_of_the_normal_distribution():
    assert value("z95()") == pytest.approx(stats.norm.ppf(0.975), abs=1e-15)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(7, 50, 0.069508, 0.261862), (45, 50, 0.786398, 0.956524), (0, 10, 0, 0.277533), (10, 10, 0.722467, 1), (3, 4, 0.300642, 0.954413)],
)
def test_the_wilson_interval_meets_the_fixtures(k, n, low, high):
    assert row(WILSON, k=k, n=n) == pytest.approx((low, high), abs=5e-7)


def test_the_wilson_interval_is_that_of_statsmodels():
    k, n = shares(3000, seed=1)
    low, high = rows("wilson_low(k, n), wilson_high(k, n)", k=k, n=n)
    np.testing.assert_allclose((low, high), proportion_confint(k, n, method="wilson"), rtol=0, atol=EXACT)
    assert np.all((low >= 0) & (low <= k / n) & (high >= k / n) & (high <= 1))


@pytest.mark.parametrize("type_", ["integer", "bigint", "hugeint", "double"])
def test_counts_of_any_type_neither_overflow_nor_lose_their_fraction(type_):
    counts = f"(select 1500000000::{type_} as k, 2000000000::{type_} as n)"
    made = row(f"rate(k, n), wilson_low(k, n), nps(k, 0, n), difference_high(k, n, k, n) from {counts}")
    low, high = proportion_confint(15 * 10**8, 2 * 10**9, method="wilson")
    assert made == pytest.approx((0.75, low, 75, np.hypot(high - 0.75, 0.75 - low)), abs=EXACT)


@pytest.mark.parametrize(
    "expression",
    [
        "rate(0, 0)", "rate(null, 5)", "wilson_low(0, 0)", "wilson_high(0, 0)", "wilson_low(null, null)", "wilson_high(null, null)",
        "nps(0, 0, 0)", "nps_se(0, 0, 0)", "nps_low(0, 0, 0)", "nps_high(0, 0, 0)", "nps_low(null, null, null)",
        "nps_high(null, null, null)", "difference_low(0, 0, 1, 2)", "difference_high(1, 2, 0, 0)", "median_low([]::double[])",
        "median_high(null::double[])", "median_low([1.0, 2, 3, 4, 5])", "median_high([1.0, 2, 3, 4, 5])", "count_low(null)",
        "count_high(null)", "satisfied(null, 1, 5)",
    ],
)  # fmt: skip
def test_no_answers_give_null_and_never_zero(expression):
    assert value(expression) is None


def test_newcombes_difference_meets_the_fixture():
    assert row(DIFFERENCE, ka=120, na=1000, kb=90, nb=1000) == pytest.approx((0.003096, 0.057010), abs=5e-7)


def test_newcombes_difference_is_that_of_statsmodels():
    (ka, na), (kb, nb) = shares(300, seed=2), shares(300, seed=3)
    made = rows("difference_low(ka, na, kb, nb), difference_high(ka, na, kb, nb)", ka=ka, na=na, kb=kb, nb=nb)
    asked = [confint_proportions_2indep(*pair, method="newcomb", compare="diff") for pair in zip(ka, na, kb, nb, strict=True)]
    np.testing.assert_allclose(made.T, asked, rtol=0, atol=EXACT)


@pytest.mark.parametrize(("p", "d", "n", "nps", "se"), [(50, 17, 100, 33, 7.491), (60, 20, 100, 40, 8.0)])
def test_nps_meets_the_fixtures(p, d, n, nps, se):
    assert row("nps($p, $d, $n), nps_se($p, $d, $n)", p=p, d=d, n=n) == pytest.approx((nps, se), abs=5e-4)


def test_nps_is_the_mean_of_the_answers_with_its_standard_error():
    counts = np.random.default_rng(4).integers(0, 400, (300, 3))
    p, d, n = counts[:, 0], counts[:, 2], counts.sum(axis=1)
    scores = [np.repeat([100.0, 0.0, -100.0], three) for three in counts]
    mean = np.array([answers.mean() for answers in scores])
    se = np.array([answers.std() for answers in scores]) / np.sqrt(n)
    low, high = np.clip(stats.norm.interval(0.95, mean, se), -100, 100)
    made = rows("nps(p, d, n), nps_se(p, d, n), nps_low(p, d, n), nps_high(p, d, n)", p=p, d=d, n=n)
    np.testing.assert_allclose(made, (mean, se, low, high), rtol=0, atol=EXACT)


@pytest.mark.parametrize(("p", "d", "n", "nps"), [(8, 0, 8, 100), (0, 8, 8, -100), (0, 0, 8, 0), (1, 0, 1, 100)])
def test_where_all_answer_alike_nps_still_has_an_interval(p, d, n, nps):
    made, se, low, high = row(NPS, p=p, d=d, n=n)
    weights = np.array([p + 0.75, n - p - d + 1.5, d + 0.75]) / (n + 3)
    points = np.array([100, 0, -100])
    mean = weights @ points
    adjusted = np.sqrt((weights @ (points - mean) ** 2) / (n + 3))
    assert made == nps and se == pytest.approx(adjusted, abs=EXACT)
    ends = stats.norm.interval(0.95, mean, adjusted)
    # The centre is drawn in; the interval still holds the NPS that it belongs to.
    assert (low, high) == pytest.approx((min(max(ends[0], -100), nps), max(min(ends[1], 100), nps)), abs=EXACT)
    assert low < high


SCALES = [
    (0, 1, [1]), (1, 2, [2]), (1, 3, [3]), (1, 4, [3, 4]), (1, 5, [4, 5]), (1, 6, [5, 6]), (1, 7, [6, 7]),
    (1, 8, [6, 7, 8]), (1, 10, [8, 9, 10]), (0, 10, [8, 9, 10]), (0, 4, [3, 4]),
]  # fmt: skip


@pytest.mark.parametrize(("low", "high", "good"), SCALES)
def test_satisfied_follows_the_rule_of_the_scale(low, high, good):
    found = [score for score in range(low, high + 1) if value("satisfied($s, $low, $high)", s=score, low=low, high=high)]
    assert found == good


def test_a_scale_without_a_rule_satisfies_nobody_and_dissatisfies_nobody():
    assert value("satisfied(80, 0, 100)") is None
    assert value("satisfied(12, 1, 12)") is None


def test_the_interval_of_a_median_covers_at_least_95_percent_and_is_not_much_wider():
    n = np.array([*range(6, 1000), 5000, 100_000])
    (place,) = rows("median_place(n)", n=n)
    assert np.all(1 - 2 * stats.binom.cdf(place - 1, n, 0.5) >= 0.95)
    # At most one place wider than the narrowest that covers 95 %.
    assert np.all(1 - 2 * stats.binom.cdf(place + 1, n, 0.5) < 0.95)


def test_the_ends_of_a_median_lie_equally_far_from_both_sides():
    assert row("median_low(v), median_high(v) from (select range(1, 101) as v)") == (40, 61)


def test_the_interval_of_a_count_is_byars_and_near_the_exact_one():
    x = np.array([*range(1, 200), 1000, 10**6])
    low, high = rows("count_low(x), count_high(x)", x=x)
    z = stats.norm.ppf(0.975)
    np.testing.assert_allclose(low, x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3, rtol=EXACT)
    np.testing.assert_allclose(high, (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3, rtol=EXACT)
    np.testing.assert_allclose((low, high), (stats.chi2.ppf(0.025, 2 * x) / 2, stats.chi2.ppf(0.975, 2 * x + 2) / 2), atol=0.05)
    assert row("count_low(0), count_high(0)") == pytest.approx((0, stats.chi2.ppf(0.975, 2) / 2), abs=0.05)
