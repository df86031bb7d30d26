"""Cards: the value of a view with its change and the verdict on it, so that no page does statistics."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from queries import cards, registry, shown, views
from queries.cards import Card, card
from queries.filters import Filters
from queries.period import Period
from tests.queries.invented import FROM, TO, make, snapshot

DEFAULT = Filters.default(snapshot())


def of(name: str, filters: Filters = DEFAULT) -> Card:
    return cards.cards(snapshot(), filters, [name])[0]


def rated(name: str, now: tuple[int, int], before: tuple[int, int]) -> Card:
    """The card of a share that was k of n in each period."""
    rows = [
        {"period": period, "bucket": pd.NaT, "value": k / n, "low": k / n - 0.01, "high": k / n + 0.01, "n": n, "numerator": k}
        for period, (k, n) in (("this", now), ("before", before))
    ]
    return card(registry.metrics()[name], rows, DEFAULT)


@pytest.mark.parametrize("name", [name for name, metric in registry.metrics().items() if metric.unit == "share"])
def test_a_shares_change_has_newcombes_interval_of_the_rows_of_its_view(name):
    frame, made = views.run(snapshot(), registry.metrics()[name].view, DEFAULT).frame, of(name)
    rows = [frame[(frame["period"] == period) & frame["bucket"].isna()] for period in ("this", "before")]
    if any(part.empty or not part["n"].iloc[0] for part in rows):
        assert made.verdict == "" and made.difference is None and made.good is None
        return
    (k, n), (j, m) = (part[["numerator", "n"]].astype(int).iloc[0] for part in rows)
    assert (made.value, made.n, made.before) == (k / n, n, j / m)
    interval = confint_proportions_2indep(k, n, j, m, method="newcomb", compare="diff")
    assert (made.diff_low, made.diff_high) == pytest.approx(interval, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "now", "verdict", "good"),
    [
        ("csat", 900, "up", True),
        ("csat", 700, "down", False),
        ("reopen_rate", 900, "up", False),
        ("reopen_rate", 700, "down", True),
        ("give_share", 900, "up", None),
        ("csat", 801, "no clear difference", None),
    ],
)
def test_a_change_is_good_or_bad_by_the_metrics_direction_and_neither_where_it_is_not_clear(name, now, verdict, good):
    made = rated(name, (now, 1000), (800, 1000))
    assert (made.verdict, made.good) == (verdict, good)


def test_without_a_comparison_there_is_no_verdict():
    made = of("csat", replace(DEFAULT, compare="none"))
    assert made.value is not None and (made.before, made.difference, made.verdict, made.good) == (None, None, "", None)


def test_few_answers_are_still_shown_but_said():
    made = of("csat", Filters(Period(TO - timedelta(days=7), TO), "none", channels=("chat",)))
    assert made.state == shown.FEW and made.value is not None and 0 < made.n < made.metric.few


def test_filters_that_leave_nothing_give_no_data_and_not_zero():
    made = of("csat", replace(DEFAULT, channels=("fax",)))
    assert (made.state, made.value, made.n, made.spark) == (shown.NO_DATA, None, 0, ())


def test_money_gives_a_card_a_currency_and_the_largest_first():
    made = cards.cards(snapshot(), DEFAULT, ["revenue"])
    assert [one.currency for one in made] == ["EUR", "CHF"]
    assert made[0].value is not None and made[1].value is not None and made[0].value > made[1].value


def test_without_orders_money_is_one_card_without_data():
    empty = make({}, data_from=FROM, data_to=TO)
    assert [one.state for one in cards.cards(empty, DEFAULT, ["revenue"])] == [shown.NO_DATA]


def test_a_sparkline_holds_the_complete_buckets_only():
    # 2 April 2026 is a Thursday and 30 June a Tuesday: the first and the last week are cut.
    frame = views.run(snapshot(), "promises/promises_kept", DEFAULT).frame
    weeks = frame[(frame["period"] == "this") & frame["bucket"].between("2026-04-06", "2026-06-22")].sort_values("bucket")
    assert DEFAULT.period == Period(date(2026, 4, 2), date(2026, 7, 1)) and len(weeks) == 12
    assert of("promises_kept").spark == tuple(weeks["value"])


def test_a_target_of_the_settings_stands_on_the_card():
    goal = replace(snapshot(), facts=snapshot().facts | {"target.csat": "0.9"})
    assert [one.target for one in cards.cards(goal, DEFAULT, ["csat", "nps"])] == [0.9, None]


def test_customers_who_had_less_time_to_come_back_are_not_compared():
    assert of("repeat_ever").verdict == ""
