"""Waiting and answered: Kaplan-Meier against statsmodels, groups against pandas, and who waits now."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from queries import views
from queries.asking import binding
from queries.filters import Filters
from queries.period import Period
from tests.queries.invented import Invented, make
from tests.queries.loaded import sample
from tests.queries.reference import choices, customers, inside, narrowed

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
FACTS = {"week_start": "monday", "last_moment": NOW.isoformat()}
EVER = Filters(Period(NOW.date() - timedelta(days=500), NOW.date() + timedelta(days=1)), "none")
CHOICES = choices()
DIMENSIONS = {"channel": "channel", "team": "team", "agent": "agent_id", "topic": "topic", "priority": "priority"}
slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def waits(answered: list[float], waiting: list[float], **columns: object) -> Invented:
    """Cases answered after so many minutes, and cases that have waited so many minutes when the data end."""
    rows = [
        {"opened_at": NOW - timedelta(days=400), "first_response_at": NOW - timedelta(days=400) + timedelta(minutes=m)} for m in answered
    ]
    rows += [{"opened_at": NOW - timedelta(minutes=minutes), "first_response_at": None} for minutes in waiting]
    frame = pd.DataFrame(rows, columns=["opened_at", "first_response_at"]).assign(case_id=[f"c{i}" for i in range(len(rows))], **columns)
    return make({"cases": frame.assign(first_response_at=pd.to_datetime(frame["first_response_at"], utc=True))}, facts=FACTS)


def test_those_who_still_wait_count_as_long_as_they_have_waited():
    """METRICS.md: answered after 1, 2 and 3, waiting for 8, 10 and 12."""
    found = waits([1, 2, 3], [8, 10, 12])
    curve = views.run(found, "promises/waiting_curve", EVER).frame.set_index("mark")
    assert curve.loc[[1, 2, 3], "value"].tolist() == pytest.approx([5 / 6, 4 / 6, 0.5])
    assert curve.index.max() == 10
    row = views.run(found, "promises/response_by", EVER).frame.iloc[0]
    assert pd.isna(row["waiting_median"])
    assert (row["value"], row["n"], row["opened"], row["unanswered"]) == (2, 3, 6, 3)


def assert_told_alike(found, filters: Filters, name: str, **params: object) -> None:
    """Lists in memory and the macros of the database give the same."""
    view = binding.view(name)
    given = (
        dict.fromkeys(view.parameters)
        | {key: value for key, value in views._surroundings(found, filters).items() if key in view.parameters}
        | params
    )
    told, _ = views._from_memory(found, view, filters, given)
    sql, values = binding.bind(view, filters, found.week_start)
    wanted = pd.DataFrame(views._from_database(found, sql, values | given))
    pd.testing.assert_frame_equal(pd.DataFrame(told), wanted, check_dtype=False, rtol=1e-9, atol=1e-9)


@slow
@given(
    answered=st.lists(st.integers(0, 60), max_size=40),
    waiting=st.lists(st.integers(0, 60), max_size=40),
)
def test_the_curve_and_its_median_are_those_of_statsmodels(answered, waiting):
    if not answered and not waiting:
        return
    found = waits(answered, waiting)
    known = SurvfuncRight(np.array(answered + waiting, dtype=float), np.array([1] * len(answered) + [0] * len(waiting)))
    curve = views.run(found, "promises/waiting_curve", EVER).frame
    for row in curve.to_dict("records"):
        before = known.surv_times <= row["mark"]
        share, error = (known.surv_prob[before][-1], known.surv_prob_se[before][-1]) if before.any() else (1.0, 0.0)
        assert row["value"] == pytest.approx(share, abs=1e-9)
        if share > 1e-9:
            assert row["high"] == pytest.approx(min(share + 1.959963984540054 * error, 1), abs=1e-9)
    # Where exactly half wait, the next reply decides; statsmodels' own quantile falls to one side or the other by a rounding error.
    reached = known.surv_times[known.surv_prob < 0.5 - 1e-9]
    median = reached[0] if len(reached) else float("nan")
    row = views.run(found, "promises/response_by", EVER).frame.iloc[0]
    assert row["waiting_median"] == pytest.approx(median, nan_ok=True)
    assert_told_alike(found, EVER, "promises/waiting_curve")
    assert_told_alike(found, EVER, "promises/response_by", within=60)


def test_a_group_without_any_reply_has_no_median_and_is_not_left_out():
    row = views.run(waits([], [5, 6]), "promises/response_by", EVER, within=60).frame.iloc[0]
    assert pd.isna(row["value"]) and pd.isna(row["waiting_median"])
    assert (row["n"], row["opened"], row["unanswered_share"], row["within_share"]) == (0, 2, 1, 0)


def cases() -> pd.DataFrame:
    rows = customers("cases", "opened_at")
    return rows.assign(minutes=(rows["first_response_at"] - rows["opened_at"]).dt.total_seconds() / 60)


@pytest.mark.parametrize("filters", CHOICES.values(), ids=CHOICES)
@pytest.mark.parametrize("by", DIMENSIONS)
def test_groups_have_the_medians_and_shares_of_pandas(by, filters):
    rows = inside(narrowed(cases(), filters), filters.period)
    groups = rows.groupby(rows[DIMENSIONS[by]].astype(object).fillna("(not given)"))
    frame = views.run(sample(), "promises/response_by", filters, by=by, within=60).frame
    found = frame[frame["period"] == "this"].set_index("group")
    assert found["opened"].to_dict() == groups.size().to_dict()
    assert found["n"].to_dict() == groups["minutes"].count().to_dict()
    assert found["within"].to_dict() == groups["minutes"].agg(lambda some: (some <= 60).sum()).to_dict()
    for column, quantile in (("value", 0.5), ("p90", 0.9)):
        expected = groups["minutes"].quantile(quantile)
        np.testing.assert_allclose(found[column], expected.reindex(found.index), rtol=1e-9)


@pytest.mark.parametrize("clock", ["calendar", "business"])
@pytest.mark.parametrize("filters", CHOICES.values(), ids=CHOICES)
def test_rows_in_memory_tell_what_the_database_does(filters, clock):
    filters = filters.covered(sample().data_from)
    assert_told_alike(sample(), filters, "promises/waiting_curve", clock=clock)
    for by in (None, "channel", "priority", "region"):
        assert_told_alike(sample(), filters, "promises/response_by", by=by, clock=clock, within=60)


@pytest.mark.parametrize("filters", CHOICES.values(), ids=CHOICES)
def test_every_case_is_in_one_cell_of_each_grid(filters):
    rows = inside(narrowed(cases(), filters), filters.period)
    spread = views.run(sample(), "promises/response_spread", filters).frame
    assert spread.groupby("channel")["cases"].sum().to_dict() == rows.groupby(rows["channel"].astype(str)).size().to_dict()
    assert spread.loc[spread["step"] == 99, "cases"].sum() == rows["minutes"].isna().sum()
    local = rows["opened_at"].dt.tz_convert(sample().zone)
    hours = views.run(sample(), "promises/hours", filters).frame.set_index(["weekday", "hour"])
    assert hours["n"].to_dict() == rows.groupby([local.dt.weekday + 1, local.dt.hour]).size().to_dict()
    weekdays = pd.Series(pd.date_range(filters.period.start, filters.period.last)).dt.weekday.add(1).value_counts()
    assert (hours["demand"] * hours.index.get_level_values(0).map(weekdays)).tolist() == pytest.approx(hours["n"].tolist())


def test_there_are_as_many_cases_behind_a_bar_or_cell_as_it_says():
    filters = CHOICES["90 days"]
    for by in DIMENSIONS:
        frame = views.run(sample(), "promises/response_by", filters, by=by).frame
        for row in frame[frame["period"] == "this"].head(3).to_dict("records"):
            behind = views.run(sample(), "promises/cases", filters, dimension=by, picked=row["group"]).frame
            assert set(behind["total"]) == {row["opened"]}
    cell = views.run(sample(), "promises/hours", filters).frame.iloc[20]
    behind = views.run(sample(), "promises/cases", filters, weekday=int(cell["weekday"]), hour=int(cell["hour"])).frame
    assert set(behind["total"]) == {cell["n"]}
    spread = views.run(sample(), "promises/response_spread", filters).frame
    for step, params in ((99, {"unanswered": True}), (4, {"above": 30, "up_to": 60}), (1, {"above": -1, "up_to": 5})):
        row = spread[(spread["channel"] == "chat") & (spread["step"] == step)].iloc[0]
        behind = views.run(sample(), "promises/cases", filters, dimension="channel", picked="chat", **params).frame
        assert set(behind["total"]) == {row["cases"]}


def test_the_slowest_reply_is_listed_first_and_the_unanswered_by_how_long_they_wait():
    frame = views.run(sample(), "promises/cases", CHOICES["90 days"]).frame
    assert frame["minutes"].is_monotonic_decreasing and not frame["is_answered"].iloc[0]


@pytest.mark.parametrize("filters", CHOICES.values(), ids=CHOICES)
def test_the_backlog_of_a_day_is_what_was_opened_and_not_solved_by_its_end(filters):
    closed = ("solved", "closed unanswered")
    rows = narrowed(customers("cases", "opened_at"), filters)
    rows = rows[rows["resolved_at"].notna() | ~rows["status"].astype(str).isin(closed)]
    frame = views.run(sample(), "promises/backlog_days", filters).frame
    frame = frame[frame["period"] == "this"]
    assert len(frame) == filters.period.days
    for row in frame.iloc[:: max(filters.period.days // 5, 1)].to_dict("records"):
        midnight = pd.Timestamp(row["day"].date() + timedelta(days=1), tz=sample().zone)
        left = rows[(rows["opened_at"] < midnight) & ~(rows["resolved_at"] < midnight)]
        week_ago = midnight.tz_localize(None) - timedelta(days=7)
        assert (row["value"], row["older_than_week"]) == (len(left), (left["opened_at"] < week_ago.tz_localize(sample().zone)).sum())
    total = views.run(sample(), "promises/backlog", filters).frame.iloc[0]
    midnight = pd.Timestamp(filters.period.end, tz=sample().zone)
    left = rows[(rows["opened_at"] < midnight) & ~(rows["resolved_at"] < midnight)]
    assert total["median_age"] == pytest.approx(((midnight - left["opened_at"]).dt.total_seconds() / 86400).median())


# Who waits now


def test_who_waits_is_open_and_unanswered_or_wrote_last():
    opened = {"opened_at": NOW - timedelta(days=3), "status": "open"}
    answered = opened | {"first_response_at": NOW - timedelta(days=2)}
    rows = [
        opened | {"case_id": "unanswered"},
        answered | {"case_id": "answered"},
        answered | {"case_id": "wrote again", "last_customer_at": NOW - timedelta(days=1)},
        answered | {"case_id": "answered again", "last_customer_at": NOW - timedelta(days=1), "last_response_at": NOW - timedelta(hours=1)},
        answered | {"case_id": "solved", "last_customer_at": NOW - timedelta(days=1), "resolved_at": NOW},
        opened | {"case_id": "closed", "status": "Closed"},
        opened | {"case_id": "ahead of the clock", "opened_at": NOW + timedelta(days=9)},
        opened | {"case_id": "of staff", "person_id": "e"},
    ]
    people = [{"person_id": "e", "role": "employee"}]
    found = make({"people": people, "cases": pd.DataFrame(rows)}, facts=FACTS)
    frame = views.run(found, "waiting/waiting", EVER).frame
    assert frame["case_id"].tolist() == ["unanswered", "wrote again"]
    assert frame["waiting_minutes"].tolist() == [3 * 1440, 1440]
    assert frame["is_answered"].tolist() == [False, True]
    assert views.run(found, "waiting/teams", EVER).frame["waiting"].tolist() == [2]


def test_the_list_carries_the_promise_the_words_and_the_relationship():
    case = {"case_id": "c", "person_id": "p", "team": "Ada", "opened_at": NOW - timedelta(hours=3)}
    rows = {
        "people": [{"person_id": "p", "role": "customer", "name": "Somebody"}],
        "cases": [case],
        "promises": [
            {"promise_id": "1", "case_id": "c", "kind": "callback", "due_at": NOW + timedelta(hours=2)},
            {"promise_id": "2", "case_id": "c", "kind": "first response", "due_at": NOW - timedelta(hours=1)},
            {"promise_id": "3", "case_id": "c", "kind": "kept", "due_at": NOW - timedelta(hours=2), "kept_at": NOW - timedelta(hours=2)},
        ],
        "interactions": [
            {
                "interaction_id": "c",
                "thread_id": None,
                "at": NOW - timedelta(hours=3),
                "kind": "question",
                "text": "Where is it?",
                "actor_id": "p",
            },
        ],
        "surveys": [
            {
                "response_id": str(i),
                "kind": "nps",
                "score": score,
                "scale_min": 0,
                "scale_max": 10,
                "person_id": "p",
                "answered_at": NOW - timedelta(days=9 - i),
            }
            for i, score in enumerate((2, 10))
        ],
        "referrals": [
            {"referral_id": "r", "referrer_id": "p", "referred_id": "q", "joined_at": NOW, "converted_at": NOW, "status": "converted"}
        ],
        "orders": [{"order_id": "o", "person_id": "p", "ordered_at": NOW, "amount": 50, "refunded": 20, "currency": "EUR"}],
    }
    found = make({name: pd.DataFrame(lines) for name, lines in rows.items()}, facts=FACTS)
    row = views.run(found, "waiting/waiting", EVER).frame.iloc[0]
    assert (row["promise"], row["minutes_left"], row["words"], row["name"]) == ("first response", -60, "Where is it?", "Somebody")
    assert (row["nps"], row["referrals"], row["value"], row["currency"]) == (10, 1, 30, "EUR")
    teams = views.run(found, "waiting/teams", EVER, soon=120).frame.iloc[0]
    assert (teams["team"], teams["waiting"], teams["overdue"], teams["soon"]) == ("Ada", 1, 1, 0)


def test_a_case_without_a_subject_has_the_words_of_the_customer_s_latest_message():
    cases = [{"case_id": key, "person_id": "p", "opened_at": NOW - timedelta(hours=3)} for key in ("c", "d", "e")]
    cases[2]["subject"] = "The lamp"
    said = [
        ("c", None, "p", "Where is it?", 3),
        ("1", "c", "p", "Is anybody there?", 2),
        ("2", "c", "agent", "We look into it.", 1),
        ("3", "e", "p", "Hello?", 1),
    ]
    messages = [
        {"interaction_id": key, "thread_id": thread, "at": NOW - timedelta(hours=ago), "kind": "mention", "text": text, "actor_id": who}
        for key, thread, who, text, ago in said
    ]
    people = [{"person_id": "p", "role": "customer"}, {"person_id": "agent", "role": "employee"}]
    rows = {"people": people, "cases": cases, "interactions": messages}
    frame = views.run(make({name: pd.DataFrame(lines) for name, lines in rows.items()}, facts=FACTS), "waiting/waiting", EVER).frame
    assert frame.set_index("case_id")["words"].replace({float("nan"): None}).to_dict() == {
        "c": "Is anybody there?",
        "d": None,
        "e": "The lamp",
    }


def test_what_is_known_of_who_waits_is_what_each_table_says():
    plain = """
        select
            c.case_id,
            (select min(due_at) from promises where case_id = c.case_id and kept_at is null) as due_at,
            (select max_by(score, answered_at) from surveys where person_id = c.person_id and kind = 'nps' and not is_staff) as nps,
            (select count(*) from referrals where referrer_id = c.person_id and refusal is null) as referrals,
            (select sum(amount - coalesce(refunded, 0))::double from orders where person_id = c.person_id and currency = w.currency) as value,
            w.case_id,
            w.due_at,
            w.nps,
            coalesce(w.referrals, 0),
            w.value
        from cases as c
        full join waiting_cases as w on c.case_id = w.case_id
        where c.waiting_since is not null and not c.is_staff or c.case_id is null
    """
    rows = sample().cursor().execute(plain).fetchall()
    assert rows and [row[:5] for row in rows] == [row[5:] for row in rows]


def test_the_sample_waits_for_nobody_twice_and_teams_add_up():
    filters = Filters.default(sample())
    frame = views.run(sample(), "waiting/waiting", filters).frame
    assert len(frame) == frame["case_id"].nunique() == frame["total"].iloc[0]
    assert frame["waiting_since"].is_monotonic_increasing
    teams = views.run(sample(), "waiting/teams", filters).frame
    assert teams["waiting"].sum() == len(frame)
    rows = customers("cases", "opened_at")
    rows = rows[rows["resolved_at"].isna() & rows["first_response_at"].isna() & (rows["status"].astype(str) == "open")]
    assert set(rows["case_id"]) <= set(frame["case_id"]) and set(rows["case_id"]) == set(frame.loc[~frame["is_answered"], "case_id"])


# Promises by group


@pytest.mark.parametrize("filters", CHOICES.values(), ids=CHOICES)
@pytest.mark.parametrize("by", ["kind", "channel", "team", "topic", "agent"])
def test_promises_of_a_group_are_those_that_pandas_counts_and_its_broken_ones_are_listed(by, filters):
    agents = customers("cases", "opened_at").set_index("case_id")["agent_id"]
    rows = customers("promises", "due_at")
    rows = rows.assign(agent=rows["case_id"].map(agents))
    rows = inside(narrowed(rows, filters), filters.period)
    view = "promises/promises_by_agent" if by == "agent" else "promises/promises_by"
    frame = views.run(sample(), view, filters).frame
    found = frame[(frame["period"] == "this") & (frame["dimension"] == by)].set_index("group")
    groups = rows[by].astype(object) if by == "agent" else rows[by].astype(object).fillna("(not given)")
    kept, late = rows["kept_at"] <= rows["due_at"], rows["kept_at"] > rows["due_at"]
    for name, state in (("kept", kept), ("late", late), ("overdue", rows["kept_at"].isna())):
        assert found[name].astype(int).to_dict() == state.groupby(groups).sum().to_dict()
    for group, row in found.head(2).iterrows():
        behind = views.run(sample(), "promises/broken", filters, dimension=by, picked=group).frame
        assert len(behind) == min(row["late"] + row["overdue"], 500)


@pytest.mark.parametrize("by", ["kind", "team", "agent"])
def test_open_promises_are_overdue_or_not_yet_due_at_the_data_s_last_moment(by):
    filters = Filters.default(sample())
    rows = customers("promises", "due_at")
    rows = rows[rows["kept_at"].isna()]
    found = views.run(sample(), "promises/open_promises", filters, by=by).frame
    ahead = rows["due_at"] > pd.Timestamp(sample().facts["last_moment"])
    assert (found["not_yet_due"].sum(), found["overdue"].sum()) == (ahead.sum(), (~ahead).sum())
    kind = views.run(sample(), "promises/open_promises", filters, by=by, kind="delivery").frame
    assert kind["not_yet_due"].sum() == (ahead & (rows["kind"].astype(str) == "delivery")).sum()
