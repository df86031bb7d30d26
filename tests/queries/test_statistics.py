"""Differences between periods, against statsmodels and the published fixtures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from queries.measures.statistics import Estimate, difference


def wilson(k, n):
    low, high = proportion_confint(k, n, method="wilson")
    return Estimate(k / n, float(low), float(high))


def test_two_rates_give_newcombes_interval_as_published():
    gap = difference(wilson(120, 1000), wilson(90, 1000))
    assert (gap.low, gap.high) == pytest.approx((0.003096, 0.057010), abs=1e-6)
    assert gap.verdict == "up"


@given(st.integers(1, 400), st.integers(1, 400), st.floats(0, 1), st.floats(0, 1))
def test_two_rates_give_the_interval_of_statsmodels(n, m, share, other):
    k, j = round(share * n), round(other * m)
    gap = difference(wilson(k, n), wilson(j, m))
    low, high = confint_proportions_2indep(k, n, j, m, method="newcomb", compare="diff")
    assert (gap.low, gap.high) == pytest.approx((low, high), abs=1e-9)


def test_two_nps_are_compared_by_their_standard_errors():
    gap = difference(Estimate(40, 0, 0, se=8.0), Estimate(33, 0, 0, se=7.491))
    assert gap.value / ((gap.high - gap.low) / 2 / 1.959963984540054) == pytest.approx(7 / (8.0**2 + 7.491**2) ** 0.5, abs=1e-12)
    assert gap.verdict == "no clear difference"


def test_a_fall_whose_interval_leaves_out_zero_is_called_down():
    assert difference(wilson(50, 1000), wilson(120, 1000)).verdict == "down"
