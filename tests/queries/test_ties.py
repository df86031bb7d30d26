"""Ties, cold ties, give and ask, and true fans: the fixtures of the definitions, and small companies whose numbers one can count."""

from dataclasses import replace
from datetime import date, timedelta

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from queries import views
from queries.asking import binding
from queries.filters import Filters
from queries.measures import fans
from queries.measures.network import Network
from queries.period import Period
from tests.queries.invented import FROM, TO, make
from tests.queries.loaded import sample

WHOLE = Filters(Period(FROM, TO), "none")
END = pd.Timestamp("2026-06-30 12:00", tz="UTC")
numbers = iter(range(1_000_000))


def at(day):
    return pd.Timestamp(day, tz="UTC")


def act(actor, target=None, kind="answer", day="2026-06-15", **columns):
    return {"interaction_id": f"i{next(numbers)}", "at": at(day), "kind": kind, "actor_id": actor, "target_id": target, **columns}


def people(*names, **roles):
    given = [{"person_id": name, "role": "member"} for name in names] + [{"person_id": name, "role": role} for name, role in roles.items()]
    return [{"joined_at": at("2025-01-02"), "name": row["person_id"].upper(), **row} for row in given]


def ask(found, view, filters=WHOLE, **params):
    return views.run(found, view, filters, **params).frame


def only(found, view, filters=WHOLE):
    rows = ask(found, view, filters)
    return rows[(rows["period"] == "this") & rows["bucket"].isna()].iloc[0]


FIXTURE = [("1", "2"), ("2", "1"), ("1", "3"), ("3", "4")]


def test_the_reciprocity_of_the_definitions():
    row = only(make({"interactions": [act(*ends) for ends in FIXTURE]}), "ties/reciprocity")
    assert (row["value"], row["n"], row["numerator"]) == (0.5, 4, 2)


def test_words_without_a_target_lead_to_the_author_of_what_they_answer():
    asked = [act(other, kind="question", interaction_id=f"q{other}") for other in "1234"]
    answers = [
        act(one, parent_id=f"q{other}", kind=kind)
        for (one, other), kind in zip(FIXTURE, ("answer", "reply", "thanks", "comment"), strict=True)
    ]
    row = only(make({"interactions": asked + answers}), "ties/reciprocity")
    assert (row["value"], row["n"], row["acts_to_nobody"]) == (0.5, 4, 0)


def test_often_is_one_tie_and_being_near_is_none():
    rows = [act("a", "b")] * 1 + [act("a", "b", "thanks"), act("a", "b", "mention"), act("a", "a")]
    rows += [act("a", "c", kind) for kind in ("reaction", "share", "follow", "invite")] + [act("a", None, "comment")]
    row = only(make({"interactions": rows}), "ties/reciprocity")
    assert (row["n"], row["value"], row["acts_to_nobody"]) == (1, 0, 1)


SIDES = people("a", "b", "c", staff="employee", other="employee", bot="bot", gone="deleted", trial="test")
MIXED = [act("a", "b"), act("b", "a"), act("staff", "a"), act("staff", "c"), act("a", "staff"), act("b", "staff"), act("staff", "other")]
MIXED += [act("bot", "a"), act("a", "bot"), act("b", "gone"), act("trial", "c"), act("brand", "a", actor_role="brand"), act("c", "brand")]


def test_staff_and_members_stand_apart_and_bots_deleted_and_test_accounts_are_counted():
    found = make({"people": SIDES, "interactions": MIXED})
    row = only(found, "ties/reciprocity")
    counts = ("among_members", "from_staff", "to_staff", "among_staff", "apart")
    assert [int(row[name]) for name in counts] == [2, 3, 3, 1, 4]
    assert [int(row[f"{name}_answered"]) for name in counts[:3]] == [2, 1, 1]
    assert (row["numerator"], row["n"]) == (4, 8)
    assert (row["from_staff_low"], row["from_staff_high"]) == pytest.approx(proportion_confint(1, 3, method="wilson"))
    share = only(found, "ties/member_ties")
    assert (share["numerator"], share["from_staff"], share["to_staff"], share["n"]) == (2, 3, 3, 8)
    low, high = proportion_confint(2, 8, method="wilson")
    assert (share["low"], share["high"]) == (pytest.approx(low), pytest.approx(high))
    edges, names = ask(found, "ties/edges"), ask(found, "ties/people").set_index("number")["person_id"]
    ends = {names[row.one]: row.one_is_staff for row in edges.itertuples()} | {
        names[row.other]: row.other_is_staff for row in edges.itertuples()
    }
    assert ends == {"a": False, "b": False, "c": False, "staff": True, "brand": True}


def test_people_are_looked_up_by_number_or_id_and_everybody_without_either():
    found = make({"people": SIDES, "interactions": MIXED})
    everybody = ask(found, "ties/people").set_index("person_id")["number"]
    assert set(everybody.index) == {"a", "b", "c", "staff", "other", "bot", "gone", "trial", "brand"}
    some = ask(found, "ties/people", numbers=(int(everybody["b"]), int(everybody["brand"])), person="staff")
    assert set(some["person_id"]) == {"b", "brand", "staff"}
    assert ask(found, "ties/people", numbers=(), person="nobody").empty


def test_a_filter_chooses_the_ties_and_not_what_answers_them():
    rows = [act("a", "b", channel="forum"), act("b", "a", channel="chat"), act("a", "c", channel="forum"), act("d", "a", channel="chat")]
    row = only(make({"interactions": rows}), "ties/reciprocity", replace(WHOLE, channels=("forum",)))
    assert (row["n"], row["numerator"]) == (2, 1)


def test_the_interval_of_reciprocity_is_as_wide_as_drawing_pairs_again_makes_it():
    rng = np.random.default_rng(2)
    mutual, single = 140, 160
    rows = [act(f"x{n}", f"y{n}") for n in range(mutual + single)] + [act(f"y{n}", f"x{n}") for n in range(mutual)]
    row = only(make({"interactions": rows}), "ties/reciprocity")
    drawn = rng.binomial(mutual + single, mutual / (mutual + single), 200_000)
    values = 2 * drawn / (mutual + single + drawn)
    assert (row["low"], row["high"]) == pytest.approx(tuple(np.quantile(values, [0.025, 0.975])), abs=0.006)


@settings(max_examples=10, deadline=None)
@given(ends=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=40))
def test_views_give_the_network_of_networkx(ends):
    graph = nx.DiGraph((f"p{a}", f"p{b}") for a, b in ends if a != b)
    found = make({"interactions": [act(f"p{a}", f"p{b}") for a, b in ends]})
    edges, persons = ask(found, "ties/edges"), ask(found, "ties/people").set_index("number")["person_id"]
    pairs = {frozenset([(persons[row.one], row.forth > 0), (persons[row.other], row.back > 0)]) for row in edges.itertuples()}
    assert pairs == {frozenset([(a, graph.has_edge(a, b)), (b, graph.has_edge(b, a))]) for a, b in graph.to_undirected().edges}
    numbers, network = Network.among(*(edges[name].to_numpy(np.int64) for name in ("one", "other", "forth", "back")))
    names = persons[numbers].tolist()
    assert dict(zip(names, network.degree.tolist(), strict=True)) == dict(graph.to_undirected().degree)
    for name in names[:3]:
        mine = ask(found, "ties/person", person=name)
        assert set(mine.loc[mine["gave"] > 0, "person_id"]) == set(graph.successors(name))
        assert set(mine.loc[mine["got"] > 0, "person_id"]) == set(graph.predecessors(name))
    if len(graph.edges):
        assert only(found, "ties/reciprocity")["value"] == pytest.approx(nx.overall_reciprocity(graph))


TOLD = """select i.day, i.kind::varchar, i.actor_id, coalesce(i.target_id, p.actor_id) as toward_id, i.target_id is not null, i.is_staff
    from interactions as i left join interactions as p on i.parent_id = p.interaction_id where i.kind in ('answer', 'reply', 'comment', 'thanks', 'mention') and i.day is not null"""
HELD = """select t.day, t.kind::varchar, a.person_id, b.person_id, t.is_named, t.is_staff, t.is_again
    from tie_acts as t left join account.actors as a on t.actor = a.actor left join account.actors as b on t.toward = b.actor"""


def test_acts_lead_to_whom_the_export_names_and_are_told_from_those_of_two_who_spoke_but_once():
    pair = "least(actor_id, toward_id), greatest(actor_id, toward_id)"
    often = f"count(*) over (partition by {pair}) > 1 and coalesce(actor_id <> toward_id, false)"
    some = [act("a", "b"), act("b", None, "thanks", parent_id="q"), act("a", None, "question", interaction_id="q"), act("c", "nobody")]
    unknown = [act(None, "a", "thanks"), act("a", "a"), act("a", "a"), act("c", None, "reply", parent_id="gone"), act("nobody", "a")]
    for found in (sample(), make({"people": people("a", "b", "c"), "interactions": some + unknown})):
        told = found.cursor().execute(f"select *, {often} from ({TOLD})").fetchall()
        assert sorted(found.cursor().execute(HELD).fetchall(), key=repr) == sorted(told, key=repr)


def back(days):
    """So many days before the end of the data."""
    return (TO - timedelta(days=days)).isoformat()


COLD = [act("a", "b", day=back(100)), act("b", "a", day=back(40)),  # came back, silent
        act("a", "c", day=back(100)), act("a", "c", day=back(5)),  # came back, warm
        act("a", "d", day=back(100)), act("d", "a", day=back(98)),  # one talk
        act("a", "e", day=back(27)), act("e", "a", day=back(3)),  # too new to be cold
        act("a", "f", day=back(300)), act("f", "a", day=back(250)),  # too long ago
        act("g", "h", day=back(60)), act("g", "h", day=back(29)),  # silent for exactly 28 days
        act("k", "a", day=back(70)), act("b", "k", day=back(80)), act("k", "z", day=back(2)),  # knows a and b, active
        act("m", "g", day=back(70)), act("m", "h", day=back(70))]  # fmt: skip


def test_ties_are_cold_where_people_who_came_back_are_silent_for_28_days():
    found = make({"people": people(*"abcdefghkmz"), "interactions": COLD})
    row = only(found, "ties/cold_ties")
    assert (row["numerator"], row["n"]) == (2, 3)
    rows = ask(found, "ties/cold").set_index(["person_id", "other_id"])
    assert set(rows.index) == {("a", "b"), ("g", "h")}
    assert rows["silent_days"].to_dict() == {("a", "b"): 39, ("g", "h"): 28}
    assert rows.loc[("a", "b"), "between_name"] == "K" and pd.isna(rows.loc[("g", "h"), "between_name"]), "M is silent too"


def test_owners_are_named_where_nobody_knows_both_and_a_word_on_another_channel_keeps_a_tie_warm():
    persons = people("g", "h", "a", "b", boss="employee")
    persons[0]["owner_id"] = "boss"
    rows = [act("g", "h", day=back(60), channel="forum"), act("g", "h", day=back(40), channel="forum")]
    rows += [
        act("a", "b", day=back(60), channel="forum"),
        act("a", "b", day=back(40), channel="forum"),
        act("b", "a", day=back(3), channel="chat"),
    ]
    found = make({"people": persons, "interactions": rows})
    (row,) = ask(found, "ties/cold", replace(WHOLE, channels=("forum",))).to_dict("records")
    assert (row["name"], row["other"], row["owner"]) == ("G", "H", "BOSS")
    assert only(found, "ties/cold_ties", replace(WHOLE, channels=("forum",)))["n"] == 2


def test_a_comparison_that_reaches_back_before_the_data_is_left_out():
    filters = Filters(Period(date(2026, 4, 2), TO), "previous")
    found = make({"people": people("a", "b"), "interactions": COLD})
    assert ask(found, "ties/cold_ties", filters)["period"].tolist() == ["this"] or (ask(found, "ties/cold_ties", filters)["n"] >= 0).all()
    short = make({"people": people("a", "b"), "interactions": COLD}, data_from=date(2026, 1, 1))
    assert ask(short, "ties/cold_ties", filters)["period"].tolist() == ["this"]


def post(number, intent="give", text="", author="brand", role="brand", comments=None, day="2026-06-01", **columns):
    return {"post_id": f"b{number}", "published_at": at(day), "intent": intent, "text": text, "author_id": author, "author_role": role,
            "comments": comments, **columns}  # fmt: skip


GIVEN = [
    act("a", "b"), act("a", "a"), act("a", "b", "thanks"), act("b", None, "question"), act("b", None, "mention", purpose="praise"),
    act("a", None, "post", purpose="education"), act("c", None, "post", purpose="sales"), act("c", None, "visit", purpose="sales"),
    act("staff", "b"), act("bot", "b"), act("c", None, "post", purpose="sales", post_id="b3"),
]  # fmt: skip
POSTS = [
    post(1),
    post(2, "ask", "In the shop from today."),
    post(3, "ask", "Please share and tag a friend!", author="c", role="member"),
    post(4, None),
]


def test_gives_and_asks_of_the_brand_and_of_members_are_counted_apart():
    found = make({"people": people("a", "b", "c", staff="employee", bot="bot"), "interactions": GIVEN, "posts": POSTS})
    rows = ask(found, "ties/give_ask")
    counts = rows[rows["bucket"].isna()].set_index(["side", "act"])["acts"].to_dict()
    member = {"answers": 1, "thanks": 1, "praise": 1, "resources": 1, "questions": 1, "promotion": 1, "asks to share": 1}
    expected = {("member", name): n for name, n in member.items()}
    assert counts == expected | {("staff", "answers"): 1, ("staff", "resources"): 1, ("staff", "promotion"): 1}
    persons = ask(found, "ties/givers").set_index("person_id")
    assert persons[["gives", "asks"]].to_dict("index") == {
        "a": {"gives": 3, "asks": 0},
        "b": {"gives": 1, "asks": 1},
        "c": {"gives": 0, "asks": 2},
    }
    assert persons[["people", "only_give", "only_ask"]].drop_duplicates().to_numpy().tolist() == [[3, 1, 1]]


@given(acts=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 89), st.sampled_from(["question", "thanks"])), min_size=1, max_size=25))
@settings(max_examples=15, deadline=None)
def test_whoever_gives_or_asks_is_one_person_in_a_bucket_and_in_the_whole_period(acts):
    # p0 to p2 are known, the others are strangers, whose numbers are below 0.
    first = date(2026, 3, 2)
    said = [act(f"p{who}", "p0", kind, day=str(first + timedelta(days=day))) for who, day, kind in acts]
    found = make({"people": people("p0", "p1", "p2"), "interactions": said})
    rows = ask(found, "ties/give_ask", Filters(Period(first, first + timedelta(days=90)), "none"))
    counted = {(row.act, None if pd.isna(row.bucket) else row.bucket.date()): (row.acts, row.people) for row in rows.itertuples()}
    expected = {}
    for who, day, kind in acts:
        for bucket in (None, first + timedelta(days=day - day % 7)):
            expected.setdefault(("thanks" if kind == "thanks" else "questions", bucket), []).append(who)
    assert counted == {key: (len(persons), len(set(persons))) for key, persons in expected.items()}


@pytest.mark.parametrize(
    ("words", "begs"),
    [
        ("Like and tag three friends", True), ("Tag who you would take along and win", True), ("LIKE, TAG, WIN", True), ("Please share!", True),
        ("Jetzt liken und teilen", True), ("Partagez cette image", True), ("Guten Tag, heute neu im Laden", False), ("Tag 3 im Gebirge", False),
        ("Shares of the market", False), ("In the shop from today.", False), ("Shareholder letter", False), ("The price tag is small", False),
    ],
)  # fmt: skip
def test_words_that_beg_for_a_share(words, begs):
    found = make({"posts": [post(1, "ask", words)]})
    assert (ask(found, "ties/give_ask")["act"].iloc[0] == "asks to share") is begs
    assert ask(make({"posts": [post(1, "give", words)]}), "ties/give_ask")["act"].iloc[0] == "resources"


def test_replies_to_begging_posts_are_compared_as_statsmodels_does():
    rng = np.random.default_rng(4)
    with_it, without = rng.poisson(9, 30), rng.poisson(12, 80)
    rows = [post(n, "ask", "share this", comments=int(count)) for n, count in enumerate(with_it)]
    rows += [post(100 + n, "ask", "buy this", comments=int(count)) for n, count in enumerate(without)]
    rows += [post(900, "ask", "share this", comments=1000, day="2026-06-29")]
    (row,) = ask(make({"posts": rows}), "ties/begging").to_dict("records")
    low, high = CompareMeans(DescrStatsW(with_it), DescrStatsW(without)).zconfint_diff(usevar="unequal")
    assert (row["begging"], row["others"]) == (30, 80), "a post younger than 7 days is left out"
    assert (row["low"], row["high"]) == pytest.approx((low, high))
    assert row["difference"] == pytest.approx(with_it.mean() - without.mean())
    assert (row["median_with"], row["median_without"]) == (np.median(with_it), np.median(without))


def test_begging_posts_are_matched_with_others_of_their_channel():
    rows = [post(n, "ask", "share this", comments=10 + n % 2, channel="loud") for n in range(10)]
    rows += [post(20 + n, "ask", "buy", comments=12 + n % 2, channel="loud") for n in range(10)]
    rows += [post(40 + n, "ask", "buy", comments=1 + n % 2, channel="quiet") for n in range(50)]
    (row,) = ask(make({"posts": rows}), "ties/begging").to_dict("records")
    assert row["difference"] > 0 and row["matched_difference"] == pytest.approx(-2) and row["matched_high"] < 0


def test_gave_first_compares_the_first_help_with_the_first_request():
    rows = [
        act("a", "x", day="2026-05-01"), act("a", None, "question", day="2026-05-02"),
        act("b", None, "question", day="2026-05-01"), act("b", "x", day="2026-05-02"),
        act("c", None, "question", day="2026-05-01"),
        act("d", "x", day="2026-05-01"),
        act("e", "e", day="2026-05-01"), act("e", None, "question", day="2026-05-02"),
        act("f", None, "question", day="2025-05-01"), act("f", None, "question", day="2026-05-02"),
        act("staff", None, "question", day="2026-05-01"),
    ]  # fmt: skip
    posts = [post(1, "give", author="g", role="member", day="2026-05-01"), post(2, "ask", author="g", role="member", day="2026-05-03")]
    found = make({"people": people(*"abcdefgx", staff="employee"), "interactions": rows, "posts": posts})
    row = only(found, "ties/gave_first", Filters(Period(date(2026, 4, 2), TO), "none"))
    assert (row["numerator"], row["n"]) == (2, 5)
    low, high = proportion_confint(2, 5, method="wilson")
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))
    first = ask(found, "ties/givers").set_index("person_id")["gave_first"]
    assert (bool(first["a"]), bool(first["b"]), pd.isna(first["d"])) == (True, False, True)


def test_help_on_another_channel_counts_as_given_first():
    rows = [act("a", "x", day="2026-05-01", channel="chat"), act("a", None, "question", day="2026-05-02", channel="forum")]
    rows += [act("b", None, "question", day="2026-05-01", channel="chat"), act("b", None, "question", day="2026-05-02", channel="forum")]
    row = only(make({"interactions": rows}), "ties/gave_first", replace(WHOLE, channels=("forum",)))
    assert (row["numerator"], row["n"]) == (1, 1), "the first request of b was made elsewhere"


def order(number, person, day, refunded=0):
    return {"order_id": f"o{number}", "person_id": person, "ordered_at": at(day), "amount": 10, "refunded": refunded, "currency": "EUR"}


def nps(person, score, day):
    keys = {"response_id": f"{person}{day}", "person_id": person, "kind": "nps", "score": score, "scale_min": 0, "scale_max": 10}
    return keys | {"sent_at": at(day), "answered_at": at(day)}


def test_true_fans_are_listed_with_evidence_of_three_kinds():
    orders = [order(1, "a", "2026-01-01"), order(2, "a", "2026-02-01"), order(3, "b", "2026-01-01"), order(4, "b", "2026-01-01")]
    orders += [order(5, "c", "2026-01-01"), order(6, "c", "2026-02-01", refunded=10)]
    brought = {"referral_id": "f1", "referrer_id": "a", "referred_id": "z", "invited_at": at("2026-03-01"), "joined_at": at("2026-03-01")}
    scores = [nps("a", 10, "2026-04-01"), nps("b", 9, "2026-04-01"), nps("b", 3, "2026-05-01"), nps("c", 10, "2026-04-01")]
    rows = [act("z", "a", "thanks"), act("a", "a", "thanks"), act("z", "b", "thanks"), act("staff", "a"), act("a", "staff", "thanks"),
            act("staff", "b"), act("z", "c", "thanks")]  # fmt: skip
    found = make({
        "people": people("a", "b", "c", "z", staff="employee"), "orders": orders, "referrals": [brought | {"status": "joined"}],
        "surveys": scores, "interactions": rows,
    })  # fmt: skip
    (row,) = ask(found, "ties/fans", least=3).itertuples(index=False)
    assert (row.person_id, row.kinds, row.order_days, row.referrals, row.thanks, row.score, row.staff) == ("a", 5, 2, 1, 1, 10, 1)
    assert fans.evidence(row) == (
        "Ordered on 2 days, brought 1 person, was thanked 1 time, would recommend us (10 of 10) and talks with STAFF"
    )
    assert set(ask(found, "ties/fans", least=2)["person_id"]) == {"a", "c"}
    assert ask(found, "ties/fans", replace(WHOLE, channels=("forum",)), least=3)["person_id"].tolist() == ["a"], (
        "evidence is of any channel"
    )


def test_the_sample_s_ambassadors_are_true_fans_and_its_giveaway_begs():
    rows = ask(sample(), "ties/fans", Filters.default(sample()))
    assert rows["kinds"].min() >= 3 and rows["total"].iloc[0] == len(rows)
    spring = Filters(Period(date(2026, 2, 1), date(2026, 5, 1)), "none")
    row = ask(sample(), "ties/begging", spring).iloc[0]
    assert row["begging"] > 20 and row["others"] > 50


def test_no_interactions_give_no_number():
    nothing = make({"posts": [post(1)]})
    for view in (
        "ties/reciprocity",
        "ties/member_ties",
        "ties/cold_ties",
        "ties/gave_first",
        "ties/edges",
        "ties/cold",
        "ties/fans",
    ):
        assert ask(nothing, view).empty, view


FILTERED = Filters(
    Period(date(2026, 4, 2), TO), "previous", channels=("forum",), segments=("Trade",), regions=("Germany",), teams=("Community",)
)


@pytest.mark.parametrize("view", sorted(name for name in binding.names() if name.startswith("ties/")))
def test_every_view_answers_whatever_is_filtered(view):
    views.run(sample(), view, FILTERED)
