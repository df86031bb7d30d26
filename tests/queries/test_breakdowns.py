"""Breakdowns: their parts add up to the whole, and the answers behind a bar are as many as the bar says."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from queries import views
from queries.filters import DIMENSIONS, Filters
from tests.queries import invented
from tests.queries.invented import make
from tests.queries.loaded import sample
from tests.queries.reference import answers, choices, chosen, easy, inside, local_day, narrowed, satisfied, sent, table

CHOICES = choices()
every_choice = pytest.mark.parametrize("filters", CHOICES.values(), ids=CHOICES)
KINDS = {"csat": lambda: satisfied(answers("csat")), "ces": lambda: easy(answers("ces")), "nps": lambda: answers("nps")}
slow = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ask(name, filters, **params):
    return views.run(sample(), name, filters, **params).frame


def total(name, filters, period="this"):
    frame = ask(name, filters)
    rows = frame[(frame["period"] == period) & frame["bucket"].isna()]
    return rows.iloc[0] if len(rows) else None


# What changed


@slow
@given(filters=chosen())
def test_mix_and_within_add_up_to_the_change_exactly(filters):
    frame = ask("overview/what_changed", filters)
    this, before = total("satisfaction/csat", filters), total("satisfaction/csat", filters, "before")
    if this is None or before is None:
        assert frame.empty
        return
    for _, rows in frame.groupby("dimension"):
        assert rows[["mix", "within"]].sum(axis=None) == pytest.approx(this["value"] - before["value"], abs=1e-12)
        assert (rows["n"].sum(), rows["before_n"].sum()) == (this["n"], before["n"])
    # A group absent in one period is all mix.
    absent = frame[(frame["n"] == 0) | (frame["before_n"] == 0)]
    assert (absent["within"] == 0).all()
    assert absent[["low", "high"]].isna().all(axis=None)


def moved(this, before):
    """CSAT answers of two periods: channel -> (satisfied, answered)."""
    rows = []
    for day, counts in (("2026-06-20", this), ("2026-06-05", before)):
        for channel, (good, n) in counts.items():
            for i in range(n):
                rows.append(
                    {"kind": "csat", "score": 5 if i < good else 1, "scale_min": 1, "scale_max": 5, "channel": channel, "answered_at": day}
                )
    frame = pd.DataFrame(rows).assign(response_id=[str(i) for i in range(len(rows))])
    return make({"surveys": frame.assign(answered_at=pd.to_datetime(frame["answered_at"], utc=True))})


def test_the_effects_are_those_worked_out_by_hand():
    found = moved({"a": (90, 150), "b": (10, 50)}, {"a": (80, 100), "b": (20, 100)})
    filters = Filters.from_query({"from": "2026-06-15", "to": "2026-06-30"}, found)[0]
    frame = views.run(found, "overview/what_changed", filters).frame.set_index("group")
    # Weights .75 and .25 after .5 and .5, rates .6 and .2 after .8 and .2; both totals .5.
    assert frame.loc["a", ["mix", "within"]].tolist() == pytest.approx([0.25 * (0.7 - 0.5), 0.625 * -0.2])
    assert frame.loc["b", ["mix", "within"]].tolist() == pytest.approx([-0.25 * (0.2 - 0.5), 0])
    assert set(frame["dimension"]) == {"channel"}


def test_a_new_channel_moves_the_rate_by_its_weight_alone():
    found = moved({"a": (50, 100), "new": (100, 100)}, {"a": (50, 100)})
    filters = Filters.from_query({"from": "2026-06-15", "to": "2026-06-30"}, found)[0]
    frame = views.run(found, "overview/what_changed", filters).frame.set_index("group")
    assert frame["within"].tolist() == [0, 0]
    assert frame["mix"].sum() == pytest.approx(0.25)
    assert pd.isna(frame.loc["new", "before"])


def test_nothing_changed_where_nothing_is_compared():
    period = CHOICES["90 days"].period
    assert ask("overview/what_changed", Filters(period, "none")).empty


# Scores by group


@every_choice
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dimension", [*(d.column for d in DIMENSIONS), "product"])
def test_a_breakdown_counts_every_answer_once_in_the_group_that_pandas_puts_it_in(kind, dimension, filters):
    frame = ask("satisfaction/scores_by", filters)
    rows = frame[(frame["kind"] == kind) & (frame["dimension"] == dimension) & (frame["period"] == "this")]
    kept = inside(narrowed(KINDS[kind](), filters), filters.period)
    groups = kept[dimension].fillna("(not given)").value_counts().to_dict()
    # A dimension that no answer has is left out: one bar "(not given)" would say nothing.
    assert dict(zip(rows["group"], rows["n"], strict=True)) == ({} if set(groups) == {"(not given)"} else groups)


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda d: d.column)
def test_a_group_has_the_value_and_interval_of_the_metric_narrowed_to_it(dimension):
    filters = CHOICES["90 days"]
    frame = ask("satisfaction/scores_by", filters)
    rows = frame[(frame["dimension"] == dimension.column) & (frame["period"] == "this") & (frame["group"] != "(not given)")]
    assert len(rows)
    for row in rows.groupby("kind").head(3).to_dict("records"):
        narrow = Filters(filters.period, filters.compare, **{dimension.field: (row["group"],)})
        metric = total(f"satisfaction/{row['kind']}", narrow)
        assert [row[name] for name in ("value", "low", "high", "n")] == pytest.approx(
            metric[["value", "low", "high", "n"]].tolist(), abs=1e-12
        )


def test_employees_answers_are_in_no_breakdown_and_no_list():
    found, filters = invented.snapshot(), Filters.default(invented.snapshot())
    for name in ("satisfaction/scores_by", "satisfaction/score_distribution"):
        assert set(views.run(found, name, filters).frame["kind"]) == {"csat", "nps", "ces"}
    assert views.run(found, "satisfaction/answers", filters, kind="enps").frame.empty
    staff = {f"p{i}" for i in range(60)}
    listed = views.run(found, "satisfaction/answers", filters).frame
    assert len(listed) and not set(listed["person_id"]) & staff and "enps" not in set(listed["kind"])


# Answers behind a bar


def test_there_are_as_many_answers_behind_a_bar_as_it_says():
    filters = CHOICES["90 days"]
    frame = ask("satisfaction/scores_by", filters)
    bars = frame[frame["period"] == "this"].groupby(["kind", "dimension"]).head(2)
    assert len(bars) > 20
    for row in bars.to_dict("records"):
        behind = ask("satisfaction/answers", filters, kind=row["kind"], dimension=row["dimension"], picked=row["group"])
        assert set(behind["total"]) == {row["n"]}
        assert len(behind) == min(row["n"], 500)
        groups = behind[row["dimension"]].fillna("(not given)")
        assert set(groups) == {row["group"]}


def test_answers_come_newest_first_with_the_name_of_who_gave_them():
    filters = CHOICES["a year of chat and e-mail"]
    frame = ask("satisfaction/answers", filters)
    assert len(frame) == 500 < frame["total"][0]
    assert frame["answered_at"].is_monotonic_decreasing
    names = table("people").set_index("person_id")["name"]
    assert frame["name"].fillna("").tolist() == frame["person_id"].map(names).fillna("").tolist()


def test_answers_of_one_score_stay_on_their_scale():
    filters = CHOICES["90 days"]
    points = ask("satisfaction/score_distribution", filters)
    for row in points[points["n"] > 0].groupby("kind").head(4).to_dict("records"):
        scale = {name: row[name] for name in ("kind", "score", "scale_min", "scale_max")}
        behind = ask("satisfaction/answers", filters, **scale)
        assert set(behind["total"]) == {row["n"]}


# Distribution and response


@every_choice
def test_a_distribution_shares_out_the_answers_of_each_scale(filters):
    frame = ask("satisfaction/score_distribution", filters)
    for (kind, low, high), rows in frame.groupby(["kind", "scale_min", "scale_max"]):
        kept = inside(narrowed(answers(kind), filters), filters.period)
        kept = kept[(kept["scale_min"] == low) & (kept["scale_max"] == high)]
        assert rows["score"].between(low, high).all()
        assert rows["n"].tolist() == [(kept["score"] == score).sum() for score in rows["score"]] and rows["n"].sum() == len(kept)
        assert rows["this"].sum() == pytest.approx(1) if len(kept) else rows["this"].isna().all()


@every_choice
def test_who_was_asked_and_who_answers_add_up_to_the_response_rate(filters):
    frame = ask("satisfaction/response_by", filters)
    for period in ("this", "before"):
        whole = total("satisfaction/response_rate", filters, period)
        for dimension in ("channel", "team"):
            rows = frame[(frame["period"] == period) & (frame["dimension"] == dimension)]
            assert (rows["n"].sum(), rows["numerator"].sum()) == (whole["n"], whole["numerator"])
            assert rows[["share_of_sent", "share_of_answers"]].sum().tolist() == pytest.approx([1, 1])


@every_choice
def test_the_speed_of_resolution_is_that_of_the_case_asked_about(filters):
    cases = table("cases").set_index("case_id")
    hours = (cases["resolved_at"] - cases["opened_at"]).dt.total_seconds() / 3600
    rows = inside(narrowed(sent(), filters), filters.period)
    rows = rows[rows["case_id"].isin(cases.index)]
    edges = [-1, 1, 4, 24, 72, 1e9]
    words = ["within 1 hour", "1 to 4 hours", "4 to 24 hours", "1 to 3 days", "over 3 days"]
    speed = pd.cut(rows["case_id"].map(hours), edges, labels=words).astype(object).fillna("not solved")
    made = rows.groupby(speed)["good"].agg(["size", "sum"])
    frame = ask("satisfaction/response_by", filters)
    found = frame[(frame["period"] == "this") & (frame["dimension"] == "speed")].set_index("group")
    assert found[["n", "numerator"]].astype(int).to_dict("index") == made.set_axis(["n", "numerator"], axis=1).to_dict("index")
    order = [*words, "not solved"]
    assert found.index.tolist() == [word for word in order if word in found.index]


def test_notes_stand_at_their_days_and_are_the_same_for_all_filters():
    rows = table("notes").sort_values(["time", "description"])
    frames = [ask("overview/notes", filters) for filters in CHOICES.values()]
    for frame in frames:
        assert frame["description"].tolist() == rows["description"].tolist() != []
        assert frame["day"].dt.date.tolist() == local_day(rows["time"]).tolist()
