"""Asking views: each question gets its own answer, once, narrowed as asked, and no data is never zero."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from queries import registry, views
from queries.asking import binding
from queries.filters import Filters
from queries.period import Period
from queries.views import Answers, Refused
from tests.queries import invented
from tests.queries.invented import make

THREADS, QUESTIONS = 12, 240
FOUND = invented.snapshot()
DEFAULT = Filters.default(FOUND)


@pytest.fixture
def fresh(monkeypatch):
    """A cache that holds nothing yet."""
    answers = Answers(8)
    monkeypatch.setattr(views, "ANSWERS", answers)
    return answers


def test_twelve_threads_asking_different_questions_at_once_get_only_their_own_answers(fresh):
    periods = [Period(FOUND.data_from, FOUND.data_from + timedelta(days=30 + 2 * i)) for i in range(QUESTIONS)]
    opened = invented.generated()["cases"]
    staff = {f"p{i}" for i in range(60)}
    days = sorted(opened[~opened["person_id"].isin(staff)]["opened_at"].dt.tz_convert(FOUND.zone).dt.date)
    own = [sum(day < period.end for day in days) for period in periods]
    assert len(set(own)) > QUESTIONS * 0.95, "the questions should have different answers"
    start = threading.Barrier(THREADS)

    def ask(thread):
        start.wait()
        found = {}
        for number in range(thread, QUESTIONS, THREADS):
            frame = views.run(FOUND, "promises/within_hour", Filters(periods[number], "none")).frame
            found[number] = int(frame.loc[frame["bucket"].isna(), "n"].iloc[0])
        return found

    with ThreadPoolExecutor(THREADS) as pool:
        found = {number: n for answers in pool.map(ask, range(THREADS)) for number, n in answers.items()}
    assert sum(found[number] == own[number] for number in range(QUESTIONS)) == QUESTIONS


def test_a_statement_that_is_parsed_once_gives_each_thread_the_answer_to_its_own_values():
    sql = "select count(*) as n, $length as length from main.cases where day < $first + cast($length as integer)"
    start = threading.Barrier(THREADS)

    def ask(thread):
        start.wait()
        asked = range(thread, QUESTIONS, THREADS)
        return {days: views._from_database(FOUND, sql, {"length": days, "first": FOUND.data_from}) for days in asked}

    with ThreadPoolExecutor(THREADS) as pool:
        found = {days: answer for answers in pool.map(ask, range(THREADS)) for days, answer in answers.items()}
    assert all(answer["length"][0] == days for days, answer in found.items())
    alone = {days: FOUND.cursor().execute(sql, {"length": days, "first": FOUND.data_from}).fetchall()[0][0] for days in found}
    assert {days: answer["n"][0] for days, answer in found.items()} == alone
    assert len(set(alone.values())) > QUESTIONS / 4


def test_answers_kept_are_bounded_and_the_oldest_go_first(fresh):
    for days in range(1, 40):
        views.run(FOUND, "satisfaction/csat", Filters(Period(FOUND.data_from, FOUND.data_from + timedelta(days=days)), "none"))
    assert len(fresh) == 8


def test_a_question_used_again_stays_longer():
    answers = Answers(2)
    for question in ("a", "b", "a", "c"):
        answers.get(question, lambda question=question: question)
    assert answers.get("a", lambda: "asked again") == "a"
    assert answers.get("b", lambda: "asked again") == "asked again"


def test_two_equal_questions_at_once_run_once():
    answers, running, runs = Answers(8), threading.Event(), []

    def ask():
        runs.append(1)
        running.set()
        # Long enough for the second to come while the first is on its way.
        threading.Event().wait(0.05)
        return object()

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: answers.get("question", ask), range(6)))
    assert running.is_set() and len(runs) == 1 and len(set(map(id, found))) == 1


def test_a_question_that_fails_is_asked_again():
    answers = Answers(8)
    with pytest.raises(ZeroDivisionError):
        answers.get("question", lambda: 1 / 0)
    assert answers.get("question", lambda: "answer") == "answer" and len(answers) == 1


def test_a_remembered_answer_is_per_snapshot_scope_and_parameters(fresh):
    views.run(FOUND, "satisfaction/answers", DEFAULT)
    views.run(FOUND, "satisfaction/answers", DEFAULT)
    assert len(fresh) == 1
    views.run(FOUND, "satisfaction/answers", DEFAULT, scope="Care North")
    views.run(FOUND, "satisfaction/answers", DEFAULT, kind="nps")
    views.run(replace(FOUND, name="another"), "satisfaction/answers", DEFAULT)
    assert len(fresh) == 4


def test_an_answer_is_remembered_for_all_filters_that_do_not_change_it(fresh):
    segment = FOUND.options["segment"][0]
    for filters in (DEFAULT, replace(DEFAULT, channels=("chat",)), replace(DEFAULT, segments=(segment,))):
        views.run(FOUND, "referrals/tree", filters)
    assert len(fresh) == 1
    views.run(FOUND, "ties/cold", DEFAULT)
    views.run(FOUND, "ties/cold", replace(DEFAULT, segments=(segment,)))
    assert len(fresh) == 3, "who lies on which side of the filters hangs on them"


def test_an_answer_about_the_end_of_a_period_is_of_that_period(fresh):
    period = DEFAULT.period
    earlier = replace(DEFAULT, period=Period(period.start, period.end - timedelta(days=30)))
    now, then = (views.run(FOUND, "advocates/never_asked", filters).frame for filters in (DEFAULT, earlier))
    assert len(fresh) == 2
    assert then["answered_at"].max() < pd.Timestamp(earlier.period.end, tz=FOUND.zone) < now["answered_at"].max()


def test_what_a_page_does_to_its_frame_stays_its_own(fresh):
    frame = views.run(FOUND, "satisfaction/csat", DEFAULT).frame
    frame.loc[:, "value"] = 0
    frame["added"] = 1
    again = views.run(FOUND, "satisfaction/csat", DEFAULT).frame
    assert (again["value"] > 0).all() and "added" not in again


@pytest.mark.parametrize("name", ["satisfaction/bliss", "../macros", "satisfaction/../satisfaction/csat", "csat", "", "x" * 10_000])
def test_a_view_that_does_not_exist_is_refused_in_one_sentence(name):
    with pytest.raises(Refused, match=r"^There is no view “.{0,60}”\.$"):
        views.run(FOUND, name, DEFAULT)


def test_a_parameter_that_does_not_exist_is_refused():
    with pytest.raises(Refused, match="has no parameter colour"):
        views.run(FOUND, "satisfaction/answers", DEFAULT, colour="red")


@pytest.mark.parametrize(
    "select",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from duckdb_settings()",
        "select * from information_schema.tables",
        "select * from sqlite_master",
        "select * from duckdb_tables",
        "select * from main.surveys",
        "select * from account.secrets",
        "select * from 'file.parquet'",
        "with surveys as (select 1) select * from surveys",
    ],
)
def test_a_view_reads_relations_by_name_and_nothing_else(select):
    with pytest.raises(Refused, match="may not read or define"):
        binding.parsed("group/name", select)


def test_values_are_bound_and_never_text_of_the_query():
    filters = replace(DEFAULT, channels=("'; drop table surveys; --",))
    answer = views.run(FOUND, "satisfaction/csat", filters)
    assert answer.frame.empty and "drop table" not in answer.sql
    assert "'; drop table surveys; --" in answer.values.values()


def test_a_list_is_read_as_often_as_it_is_named_but_made_anew_once():
    asked, chosen = binding.view("referrals/compared"), replace(DEFAULT, channels=("chat",))
    assert "all_outcomes as not materialized (" in binding.bind(asked, DEFAULT, "monday")[0]
    assert "all_outcomes as (" in binding.bind(asked, chosen, "monday")[0]


def test_what_ran_can_be_run_again_as_it_is_shown():
    answer = views.run(FOUND, "satisfaction/csat", replace(DEFAULT, channels=("chat",)))
    again = FOUND.cursor().execute(answer.sql, answer.values).df()
    pd.testing.assert_frame_equal(again, answer.frame)


def test_filters_that_a_views_data_do_not_have_are_named():
    filters = replace(DEFAULT, channels=("chat",), teams=("Ada",), regions=("north",))
    assert views.run(FOUND, "satisfaction/csat", filters).unfiltered == ()
    assert views.run(FOUND, "value/revenue", filters).unfiltered == ("Team",)
    assert views.run(FOUND, "value/new_customers", filters).unfiltered == ("Channel",)
    assert views.run(FOUND, "value/tests_decided", filters).unfiltered == ("Channel", "Region", "Team")


def test_the_period_before_lies_over_the_buckets_of_this_one():
    for days in (10, 90, 365):
        filters = Filters(Period(FOUND.data_to - timedelta(days=days), FOUND.data_to), "previous").covered(FOUND.data_from)
        frame = views.run(FOUND, "satisfaction/csat", filters).frame
        buckets = {bucket.date() for bucket in frame["bucket"].dropna()}
        assert buckets <= set(filters.period.buckets())


def test_weeks_begin_on_sunday_where_the_settings_say_so():
    filters = Filters(Period(date(2026, 4, 1), date(2026, 6, 30)), "none")
    found = replace(FOUND, name="sundays", facts={"week_start": "sunday"})
    buckets = {bucket.date() for bucket in views.run(found, "satisfaction/csat", filters).frame["bucket"].dropna()}
    assert {bucket.weekday() for bucket in buckets} == {6} and buckets <= set(filters.period.buckets("sunday"))


def test_a_comparison_before_the_data_began_is_left_out():
    filters = Filters(Period(FOUND.data_from, FOUND.data_to), "previous")
    assert set(views.run(FOUND, "satisfaction/csat", filters).frame["period"]) == {"this"}


METRICS = sorted({metric.view for metric in registry.metrics().values()})
OTHERS = [name for name in views.names() if name not in METRICS and not name.startswith("data/")]


@pytest.fixture(scope="module")
def nothing():
    return make({}, name="nothing")


@pytest.mark.parametrize("name", METRICS)
def test_without_data_a_metric_has_no_rows_or_null_and_never_zero(nothing, name):
    frame = views.run(nothing, name, Filters.default(nothing)).frame
    assert frame["value"].isna().all() and frame["low"].isna().all() and frame["high"].isna().all()


@pytest.mark.parametrize("name", OTHERS)
def test_without_data_the_other_views_have_no_rows(nothing, name):
    assert views.run(nothing, name, Filters.default(nothing)).frame.empty


@pytest.mark.parametrize("name", METRICS)
def test_filters_that_leave_nothing_give_no_rows_or_null(name):
    filters = replace(DEFAULT, channels=("telegraph",), segments=("nobody",))
    answer = views.run(FOUND, name, filters)
    if not {"Channel", "Segment"} <= set(answer.unfiltered):
        assert answer.frame["value"].isna().all()
