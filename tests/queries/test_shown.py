"""Numbers as text, and the states in which there is none."""

from dataclasses import replace

import pytest

from queries import registry, shown

METRIC = replace(registry.metrics()["csat"], few=30, hidden=0)
PRIVATE = replace(METRIC, hidden=5)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.78214, "share", "78.2 %"), (0.0, "share", "0.0 %"), (1.0, "share", "100.0 %"), (33.4, "score", "33"), (-4.44, "score", "-4.4"),
        (-0.01, "score", "0"), (0.5, "minutes", "30 s"), (11.525, "minutes", "11.5 min"), (300, "minutes", "5 h"), (50, "hours", "2.1 days"),
        (0, "minutes", "0 s"), (1204, "count", "1,204"), (None, "share", "no data"), (float("nan"), "count", "no data"),
    ],
)  # fmt: skip
def test_a_number_becomes_text_in_one_way(value, unit, said):
    assert shown.text(value, unit).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.021, "share", "+2.1 pts"), (-0.06, "share", "-6.0 pts"), (0.0001, "share", "0"), (-3.1, "minutes", "-3.1 min"), (2.04, "score", "+2.0 points"),
        (120, "count", "+120"), (None, "share", "no data"),
    ],
)  # fmt: skip
def test_a_change_carries_its_sign_and_zero_has_none(value, unit, said):
    assert shown.change(value, unit).replace("\u00a0", " ") == said


def test_money_carries_its_currency():
    assert shown.text(12345.4, "money", "EUR") == "12,345\u00a0EUR"


def test_no_data_few_and_hidden_are_three_different_things():
    assert shown.state(None, 0, METRIC) == "no data"
    assert shown.state(0.5, 29, METRIC) == "few"
    assert shown.state(0.5, 30, METRIC) == "ok"
    assert shown.state(0.5, 4, PRIVATE) == "hidden"
    assert shown.state(None, None, PRIVATE, hidden=True) == "hidden"
    assert shown.state(None, 0, PRIVATE) == "no data"
