"""What is asked ahead is answered beside whoever asks it, and only what the database answers."""

from concurrent.futures import Executor, Future
from datetime import date

import pytest

from queries import ahead, views
from queries.filters import Filters
from queries.period import Period
from tests.queries.loaded import sample

FILTERS = Filters(Period(date(2026, 3, 1), date(2026, 5, 30)), "previous")
BROKEN, CASES = ("promises/broken", ()), ("promises/cases", (("clock", "calendar"),))
TOTALS = [("satisfaction/csat", ()), ("satisfaction/score_distribution", ()), ("voices/themes", ())]


class Later(Executor):
    """Keeps what it is given until it is asked to do it."""

    def __init__(self) -> None:
        self.given = []

    def submit(self, call, *given, **named):
        self.given.append(lambda: call(*given, **named))
        return Future()

    def do(self):
        for call in self.given:
            call()


@pytest.fixture
def pool(monkeypatch):
    monkeypatch.setattr(views, "ANSWERS", views.Answers(views.KEPT_ANSWERS))
    monkeypatch.setattr(ahead, "_pool", Later())
    return ahead._pool


def test_whoever_asks_the_same_finds_the_answer(pool):
    ahead.ask(sample(), FILTERS, [BROKEN, CASES])
    pool.do()
    kept = len(views.ANSWERS)
    answer = views.run(sample(), "promises/cases", FILTERS, clock="calendar")
    assert kept == len(views.ANSWERS) == 2
    assert len(answer.frame)


def test_totals_in_memory_are_not_asked(pool):
    ahead.ask(sample(), FILTERS, [*TOTALS, BROKEN, CASES])
    assert len(pool.given) == 2


def test_one_question_alone_is_left_to_the_page(pool):
    ahead.ask(sample(), FILTERS, [*TOTALS, BROKEN])
    assert not pool.given


def test_what_is_remembered_is_not_asked_again(pool):
    views.run(sample(), "promises/broken", FILTERS)
    ahead.ask(sample(), FILTERS, [BROKEN, CASES])
    assert not pool.given


def test_each_viewer_asks_for_themselves(pool):
    views.run(sample(), "promises/broken", FILTERS)
    ahead.ask(sample(), FILTERS, [BROKEN, CASES], scope="another")
    pool.do()
    assert len(views.ANSWERS) == 3


def test_a_question_that_fails_hinders_no_other(pool):
    ahead.ask(sample(), FILTERS, [("promises/cases", (("clock", "calendar"), ("none", 1))), BROKEN, CASES])
    pool.do()
    assert len(views.ANSWERS) == 2


def test_the_real_pool_answers():
    ahead.ask(sample(), FILTERS, [BROKEN, CASES])
    assert len(views.run(sample(), "promises/broken", FILTERS).frame)
