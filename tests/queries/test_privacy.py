"""Every choice of teams and months of a small company: no two answers that are shown leave fewer than five people between them."""

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations, product

import pandas as pd
import pytest

from queries import cards, views
from queries.filters import Filters
from queries.period import Period, months_before
from tests.queries.invented import FROM, TO, Invented, make

# Employees a team; every one of them answers in every month but the odd ones of May, and team Eve twice.
TEAMS = {"Ada": 9, "Bea": 6, "Cyd": 5, "Eve": 3}
MONTHS = [months_before(date(2026, 6, 1), back) for back in range(4)]


def answer(person: str, team: str, month: date, score: int, number: int = 0) -> dict[str, object]:
    moment = pd.Timestamp(month.year, month.month, 10, 12, tz="UTC")
    keys = {"response_id": f"{person}{month}{number}", "person_id": person, "team": team, "kind": "enps"}
    return keys | {"score": score, "scale_min": 0, "scale_max": 10, "sent_at": moment, "answered_at": moment}


@cache
def rows() -> tuple[dict[str, object], ...]:
    found = []
    for (team, size), month in product(TEAMS.items(), MONTHS):
        for place in range(size):
            if not (month.month == 5 and place % 2):
                found += [answer(f"{team}{place}", team, month, (place * 3) % 11, n) for n in range(2 if team == "Eve" else 1)]
    return tuple(found)


@cache
def company() -> Invented:
    people = [{"person_id": name, "role": "employee"} for name in {str(row["person_id"]) for row in rows()}]
    return make({"people": people, "surveys": list(rows())})


def asked(teams: tuple[str, ...] = (), months: tuple[date, date] = (MONTHS[-1], MONTHS[0])) -> dict[str, object]:
    """The only row of the view for some teams, from the first to the last month."""
    filters = Filters(Period(months[0], months_before(months[1], -1)), "none", teams=teams)
    frame = views.run(company(), "satisfaction/enps", filters).frame
    return frame.iloc[0].to_dict() if len(frame) else {}


def counted(teams: tuple[str, ...], months: tuple[date, date]) -> frozenset[tuple[str, str, date]]:
    """The people and months that should count: every team chosen, and the others together, have five people in that month."""
    found: set[tuple[str, str, date]] = set()
    for month in (month for month in MONTHS if months[0] <= month <= months[1]):
        who = {(str(row["team"]), str(row["person_id"])) for row in rows() if str(month) in str(row["response_id"])}
        cells = [{p for t, p in who if t == team} for team in teams] + [{p for t, p in who if t not in teams}]
        if all(len(cell) >= 5 for cell in cells if cell):
            found |= {(team, person, month) for team, person in who if not teams or team in teams}
    return frozenset(found)


CHOICES = [teams for size in range(len(TEAMS)) for teams in combinations(TEAMS, size)]
SPANS = [(first, last) for first, last in product(MONTHS, MONTHS) if first <= last]


@pytest.mark.parametrize("teams", CHOICES, ids=lambda teams: ", ".join(teams) or "all")
def test_only_months_count_in_which_five_answered_of_each_team_and_of_the_rest(teams):
    for span in SPANS:
        found, should = asked(teams, span), counted(teams, span)
        assert found["hidden"] is (not should)
        twice = sum(team == "Eve" for team, _, _ in should)
        assert pd.isna(found["n"]) if not should else found["n"] == len(should) + twice


def test_no_two_answers_that_are_shown_differ_by_fewer_than_five_people():
    shown = {counted(*choice) for choice in product(CHOICES, SPANS)} - {frozenset()}
    for smaller, larger in product(shown, shown):
        if smaller < larger:
            assert len({person for _, person, _ in larger - smaller}) >= 5


def test_many_answers_of_few_people_stay_hidden():
    found = asked(("Eve",))
    assert found["hidden"] and all(pd.isna(found[column]) for column in ("value", "low", "high", "n", "se"))


def test_a_card_says_hidden_and_nothing_else():
    filters = Filters(Period(MONTHS[-1], TO), "none", teams=("Eve",))
    (card,) = cards.cards(company(), filters, ["enps"])
    assert card.state == "hidden"
    assert [card.value, card.low, card.high, card.before, card.difference] == [None] * 5 and not card.n and not card.spark


def test_nobody_answered_is_no_data_and_not_hidden():
    (card,) = cards.cards(company(), Filters(Period(FROM, MONTHS[-1]), "none"), ["enps"])
    assert card.state == "no data"


def test_a_higher_threshold_of_the_settings_holds_and_a_lower_one_does_not():
    for threshold, team in (("1", "Eve"), ("6", "Cyd")):
        found = replace(company(), name=f"hidden {threshold}", facts={"week_start": "monday", "hidden": threshold})
        frame = views.run(found, "satisfaction/enps", Filters(Period(MONTHS[-1], TO), "none", teams=(team,))).frame
        assert frame["hidden"].tolist() == [True]
