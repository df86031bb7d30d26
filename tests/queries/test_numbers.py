"""Every metric of the sample company, against the same number worked out in pandas."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from queries import registry, views
from tests.queries.loaded import sample
from tests.queries.reference import (
    STAFF,
    answered,
    answers,
    choices,
    computed,
    customers,
    easy,
    local_day,
    narrowed,
    satisfied,
    sent,
    table,
)  # fmt: skip

CHOICES = choices()
chosen = pytest.mark.parametrize("filters", CHOICES.values(), ids=CHOICES)


def promises():
    rows = customers("promises", "due_at")
    return rows.assign(good=rows["kept_at"] <= rows["due_at"])


def cases():
    rows = customers("cases", "opened_at")
    minutes = (rows["first_response_at"] - rows["opened_at"]).dt.total_seconds() / 60
    hours = (rows["resolved_at"] - rows["opened_at"]).dt.total_seconds() / 3600
    first = (first_solved(rows) - rows["opened_at"]).dt.total_seconds() / 3600
    return rows.assign(minutes=minutes, hours=hours, first_hours=first)


def first_solved(rows):
    return rows["first_resolved_at"].fillna(rows["resolved_at"])


def solved():
    """Cases by the day on which they were solved first."""
    rows = customers("cases", "opened_at")
    solved_at = first_solved(rows)
    rows = rows.assign(solved_at=solved_at, back=rows["reopened_at"] <= solved_at + timedelta(days=7))
    return rows.assign(day=local_day(rows["solved_at"])).dropna(subset=["solved_at"])


def followed():
    """Those whose 7 days are over."""
    rows = solved()
    return rows[[day <= sample().data_to - timedelta(days=8) for day in rows["day"]]]


def at_first_contact():
    every = table("cases")[["person_id", "case_id", "opened_at"]].dropna(subset=["person_id"])
    rows = followed().dropna(subset=["person_id", "agent_replies"])
    pairs = rows.merge(every, on="person_id", suffixes=("", "_other"))
    later = pairs["opened_at_other"] - pairs["solved_at"]
    back = set(pairs.loc[(later > timedelta(0)) & (later <= timedelta(days=7)), "case_id"])
    return rows.assign(good=(rows["agent_replies"] == 1) & ~rows["back"] & ~rows["case_id"].isin(back))


def ideas():
    rows = table("actions")
    return rows.assign(day=local_day(rows["decided_at"]), good=rows["status"].isin(["adopted", "done"]))


def ended_tests():
    rows = table("tests")
    return rows.assign(day=local_day(rows["ends_at"]), good=rows["decision"].notna())


def campaigns(filters):
    orders, referrals = (narrowed(rows, filters) for rows in (customers("orders", "ordered_at"), valid_referrals()))
    brought = set(orders["campaign_id"]) | set(referrals["campaign_id"])
    rows = table("campaigns")
    return rows.assign(day=local_day(rows["ends_at"]), good=rows["campaign_id"].isin(brought - {None}))


def posts():
    rows = table("posts")[lambda r: r["intent"].notna()]
    return rows.assign(day=local_day(rows["published_at"]), good=rows["intent"] == "give")


RATES = {
    "csat": lambda: satisfied(answers("csat")),
    "ces": lambda: easy(answers("ces")),
    "response_rate": sent,
    "promises_kept": promises,
    "within_hour": lambda: cases().assign(good=lambda r: r["minutes"] <= 60),
    "reopen_rate": lambda: followed().assign(good=lambda r: r["back"]),
    "one_touch": lambda: solved().assign(good=lambda r: r["agent_replies"] == 1),
    "first_contact": at_first_contact,
    "ideas_adopted": ideas,
    "tests_decided": ended_tests,
    "give_share": posts,
}


def holds(name, filters, made):
    """The view has the cells of the reference; the others are empty, not zero."""
    found = answered(registry.metrics()[name].view, filters)
    assert made, "the reference should have something to compare"
    assert set(made) <= set(found)
    for key in set(found) - set(made):
        assert pd.isna(found[key]["value"]) and not found[key]["n"], key
    return found


@chosen
@pytest.mark.parametrize("name", RATES)
def test_a_rate_is_that_of_pandas_with_the_interval_of_statsmodels(name, filters):
    made = computed(RATES[name](), filters, lambda rows: (int(rows["good"].sum()), len(rows)))
    found = holds(name, filters, made)
    for key, (k, n) in made.items():
        row = found[key]
        assert (row["numerator"], row["n"]) == (k, n), key
        assert row["value"] == pytest.approx(k / n, abs=1e-12)
        assert (row["low"], row["high"]) == pytest.approx(proportion_confint(k, n, method="wilson"), abs=1e-9)


@pytest.mark.parametrize("filters", [CHOICES["90 days"], CHOICES["a year of chat and e-mail"]])
def test_campaigns_that_brought_customers_are_found_by_orders_and_referrals_of_any_day(filters):
    # A filter chooses what campaigns brought, never the campaigns.
    made = computed(campaigns(filters), filters, lambda rows: (int(rows["good"].sum()), len(rows)))
    found = holds("campaigns_with_customers", filters, made)
    assert {key: (found[key]["numerator"], found[key]["n"]) for key in made} == made


@chosen
def test_nps_is_the_mean_of_the_answers(filters):
    points = answers("nps").assign(points=lambda r: np.select([r["score"] >= 9, r["score"] <= 6], [100.0, -100.0], 0.0))
    made = computed(points, filters, lambda rows: (rows["points"].mean(), len(rows)))
    found = holds("nps", filters, made)
    for key, (mean, n) in made.items():
        assert (found[key]["value"], found[key]["n"]) == pytest.approx((mean, n), abs=1e-9), key


@chosen
@pytest.mark.parametrize(
    ("name", "column", "rest"),
    [("first_response", "minutes", "unanswered"), ("resolution", "hours", "unresolved"), ("first_resolution", "first_hours", "unresolved")],
)
def test_a_median_is_over_those_that_ended_and_the_rest_stands_beside_it(name, column, rest, filters):
    made = computed(cases(), filters, lambda rows: (rows[column].dropna(), len(rows)))
    found = holds(name, filters, made)
    for key, (times, opened) in made.items():
        row = found[key]
        assert (row["n"], row["opened"]) == (len(times), opened)
        assert row[rest] == pytest.approx(1 - len(times) / opened, abs=1e-12)
        if len(times):
            assert (row["value"], row["p90"]) == pytest.approx((times.median(), times.quantile(0.9)), rel=1e-9)
        else:
            assert pd.isna(row["value"]) and pd.isna(row["p90"])


@chosen
def test_open_cases_are_those_opened_and_not_solved_when_the_bucket_ends(filters):
    rows = narrowed(customers("cases", "opened_at"), filters)
    rows = rows[rows["resolved_at"].notna() | ~rows["status"].astype(str).isin(["solved", "closed unanswered"])]
    found = answered("promises/backlog", filters)
    assert {key for key in found if key[0] == "this"} == {("this", bucket) for bucket in (None, *filters.period.buckets())}
    for bucket in (None, *filters.period.buckets()):
        last = min(filters.period.bucket_end(bucket), filters.period.end) if bucket else filters.period.end
        midnight = pd.Timestamp(last, tz=sample().zone)
        assert found["this", bucket]["value"] == ((rows["opened_at"] < midnight) & ~(rows["resolved_at"] < midnight)).sum()


@chosen
def test_revenue_is_paid_less_refunded_per_currency(filters):
    rows = narrowed(customers("orders", "ordered_at"), filters).assign(net=lambda r: r["amount"] - r["refunded"].fillna(0))
    frame = views.run(sample(), "value/revenue", filters).frame
    assert set(frame["currency"]) <= set(rows["currency"])
    for (currency, period), found in frame.groupby(["currency", "period"]):
        made = computed(
            rows[rows["currency"] == currency], filters, lambda some: (some["net"].sum(), np.sqrt((some["net"] ** 2).sum()), len(some))
        )
        asked = [made.get((period, None if pd.isna(bucket) else bucket.date()), (0, 0, 0)) for bucket in found["bucket"]]
        np.testing.assert_allclose(found[["value", "se", "n"]], asked, rtol=1e-9)
        assert len(found) == 1 + len(filters.period.buckets())


def valid_referrals():
    """By the rule of the definitions: joined, not oneself, not a customer already, neither refunded nor refused."""
    rows = customers("referrals", "invited_at", "referrer_id")
    start = rows["invited_at"].fillna(rows["joined_at"]).fillna(rows["converted_at"])
    since = rows["referred_id"].map(table("people").set_index("person_id")["became_customer_at"])
    valid = (rows["joined_at"].notna() | rows["converted_at"].notna()) & (rows["referrer_id"] != rows["referred_id"])
    valid &= ~(since < start) & ~rows["status"].isin(["refunded", "refused"])
    return rows.assign(day=local_day(start))[valid]


def active():
    rows = customers("interactions", "at", "actor_id")
    return rows[~rows["kind"].isin(["visit", "open", "leave", "unsubscribe"]) & rows["actor_id"].notna()]


def new_customers():
    rows = table("people")
    rows = rows[~rows["role"].isin(STAFF) & rows["became_customer_at"].notna()]
    return rows.assign(day=local_day(rows["became_customer_at"]))


@chosen
@pytest.mark.parametrize(
    ("name", "rows", "count"),
    [
        ("valid_referrals", valid_referrals, len),
        ("active_people", active, lambda rows: rows["actor_id"].nunique()),
        ("new_customers", new_customers, len),
    ],
)
def test_a_count_is_that_of_pandas(name, rows, count, filters):
    made = computed(rows(), filters, count)
    found = answered(registry.metrics()[name].view, filters)
    # Unlike a rate, a count of nothing is zero: every bucket has its row.
    buckets = {(period, bucket) for period in ("this", "before") for bucket in (None, *filters.period.buckets())}
    assert set(made) <= buckets == set(found)
    assert {key: (row["value"], row["n"]) for key, row in found.items()} == {key: (made.get(key, 0),) * 2 for key in buckets}


def coming_back(filters, window):
    """Each customer once, with the first paid day and whether another paid day followed within the window; filters choose the first order."""
    rows = customers("orders", "ordered_at")
    rows = rows[(rows["refunded"].fillna(0) == 0) | (rows["refunded"] < rows["amount"])].sort_values(["day", "channel"])
    days = rows.groupby("person_id")["day"].agg(lambda some: sorted(set(some)))
    first = rows.drop_duplicates("person_id").set_index("person_id").loc[days.index]
    later = [any(day <= some[0] + window for day in some[1:]) for some in days]
    return narrowed(first.assign(first=first["day"], good=later), filters)[["first", "good"]]


@chosen
@pytest.mark.parametrize(("name", "window", "wait"), [("repeat_purchase", 90, 91), ("repeat_ever", 10_000, 0)])
def test_customers_come_back_on_another_day_and_count_once_their_window_is_over(name, window, wait, filters):
    rows = coming_back(filters, timedelta(days=window))
    rows = rows.assign(day=[first + timedelta(days=wait) for first in rows["first"]])
    made = computed(rows, filters, lambda some: (int(some["good"].sum()), len(some)))
    if not wait:
        # Customers of an earlier period had more time to come back, so they are not put beside these.
        made = {key: counts for key, counts in made.items() if key[0] == "this"}
    found = holds(name, filters, made)
    assert {key: (found[key]["numerator"], found[key]["n"]) for key in made} == made


def won_back(filters):
    """Answers that the filters keep, of people whose last low or high NPS before, of any channel or team, was low."""
    rows = answers("nps").dropna(subset=["person_id"]).sort_values(["answered_at", "response_id"])
    low: dict[str, bool] = {}
    after_low = []
    for person, score in zip(rows["person_id"], rows["score"], strict=True):
        after_low.append(low.get(person, False))
        if not 6 < score < 9:
            low[person] = score <= 6
    return narrowed(rows[after_low], filters)


@chosen
def test_detractors_are_recovered_once_a_person(filters):
    made = computed(
        won_back(filters), filters, lambda rows: (int((rows.groupby("person_id")["score"].max() >= 9).sum()), rows["person_id"].nunique())
    )
    found = holds("recovered_detractors", filters, made)
    assert {key: (found[key]["numerator"], found[key]["n"]) for key in made} == made


def first_answers():
    """The first answer to each question of somebody who is not staff, by another person or a colleague, and whether a peer gave it."""
    every = table("interactions")
    questions = customers("interactions", "at", "actor_id")[lambda r: r["kind"] == "question"].sort_values("interaction_id")
    asker = dict(zip(questions["interaction_id"], questions["actor_id"], strict=True))
    of_thread = dict(
        reversed(list(zip(questions["thread_id"].fillna(questions["interaction_id"]), questions["interaction_id"], strict=True)))
    )
    first: dict[str, str] = {}
    for row in every[every["kind"].isin(["answer", "reply"])].sort_values(["at", "interaction_id"]).itertuples():
        question = row.parent_id if row.parent_id in asker else of_thread.get(row.thread_id)
        if question and row.actor_role != "bot" and row.actor_id != asker[question]:
            first.setdefault(question, row.interaction_id)
    who = table("people").set_index("person_id")
    rows = every[every["interaction_id"].isin(first.values())]
    role = rows["actor_role"].fillna(rows["actor_id"].map(who["role"]))
    return rows.assign(
        day=local_day(rows["at"]),
        segment=rows["actor_id"].map(who["segment"]),
        region=rows["actor_id"].map(who["region"]),
        good=~role.isin(STAFF),
    )


def test_peers_answer_as_many_first_answers_as_pandas_finds():
    for filters in (CHOICES["90 days"], CHOICES["90 days"].without("channel")):
        made = computed(first_answers(), filters, lambda rows: (int(rows["good"].sum()), len(rows)))
        found = holds("peer_answers", filters, made)
        assert {key: (found[key]["numerator"], found[key]["n"]) for key in made} == made


def test_every_metric_has_a_reference_in_a_test():
    texts = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py") if path.name != "test_totals.py")
    assert [name for name in registry.metrics() if f'"{name}"' not in texts and f"/{name}" not in texts] == []
