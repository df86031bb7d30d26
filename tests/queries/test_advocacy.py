"""Advocates, ambassadors, referrals and K: the fixtures of the definitions, and small companies whose numbers one can count."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from queries import views
from queries.filters import Filters
from queries.measures import ambassadors, lineage
from queries.measures.bootstrap import spread
from queries.period import Period
from queries.settings import Settings, _check
from queries.trouble import Trouble
from tests.queries.invented import FROM, TO, make
from tests.queries.loaded import sample

WHOLE = Filters(Period(FROM, TO), "none")


def at(day: str) -> pd.Timestamp:
    return pd.Timestamp(day, tz="UTC")


def person(name, joined="2025-01-02", role="customer", **columns):
    return {"person_id": name, "role": role, "joined_at": at(joined), **columns}


def referral(number, by, who, day, joined=True, bought=True, status="converted", **columns):
    moment = at(day)
    later = {"joined_at": moment if joined else None, "converted_at": moment + pd.Timedelta(days=2) if bought else None}
    return {"referral_id": f"f{number}", "referrer_id": by, "referred_id": who, "invited_at": moment, "status": status, **later, **columns}


def ask(found, view, filters=WHOLE, **params):
    return views.run(found, view, filters, **params).frame


def test_the_concentration_of_the_definitions():
    acts = (1000, 202, 90, 33, 332, 343, 42, 433)
    rows = [
        {"interaction_id": f"{who}-{n}", "at": at("2026-05-05"), "kind": "share", "actor_id": f"p{who}"}
        for who, count in enumerate(acts)
        for n in range(count)
    ]
    (row,) = ask(make({"interactions": rows}), "advocates/concentration").to_dict("records")
    assert (row["value"], row["n"], row["acts"], round(row["gini"], 4)) == (2, 8, 2475, 0.4855)


@pytest.mark.parametrize("acts", [(1, 1, 1, 1), (2, 2, 2), (5, 1, 1, 1, 1, 1), (3, 3, 1, 1), (2, 2, 1, 1), (4,)])
def test_people_who_did_as_much_as_others_are_counted_one_by_one(acts):
    rows = [
        {"interaction_id": f"{who}-{n}", "at": at("2026-05-05"), "kind": "share", "actor_id": f"p{who}"}
        for who, count in enumerate(acts)
        for n in range(count)
    ]
    (row,) = ask(make({"interactions": rows}), "advocates/concentration").to_dict("records")
    half = next(place for place in range(1, len(acts) + 1) if 2 * sum(acts[:place]) >= sum(acts))
    apart = sum(abs(one - other) for one in acts for other in acts)
    assert row["value"] == half and row["gini"] == pytest.approx(apart / (2 * len(acts) * sum(acts)))


def test_the_k_of_the_definitions():
    members = [person(f"p{n}") for n in range(10)] + [person(f"q{n}", "2026-05-20") for n in range(30)]
    invited = [referral(n, f"p{n % 10}", f"q{n}", "2026-05-15", n < 6, n < 6, "converted" if n < 6 else "invited") for n in range(30)]
    found = make({"people": members, "referrals": invited})
    (row,) = ask(found, "referrals/k_factor").to_dict("records")
    assert (row["value"], row["n"], row["numerator"]) == (pytest.approx(0.6), 10, 6)
    cells = ask(found, "referrals/k_windows")
    last = cells[cells["first_day"] == cells["first_day"].max()]
    drawn = spread(*(last[column].to_numpy(np.int64) for column in ("invites", "converted", "members")))
    assert (drawn.per_member, drawn.conversion, drawn.k) == (3, pytest.approx(0.2), pytest.approx(0.6))


def test_k_leaves_out_invitations_that_have_not_had_their_thirty_days():
    members = [person("p"), person("q", "2026-06-20")]
    found = make({"people": members, "referrals": [referral(1, "p", "q", "2026-06-19")]})
    assert ask(found, "referrals/k_factor").empty


REFUSED = make(
    {
        "people": [
            person("a"),
            person("b"),
            person("old", became_customer_at=at("2025-01-05")),
            person("new", became_customer_at=at("2026-05-12")),
        ],
        "referrals": [
            referral(1, "a", "a", "2026-05-10"),
            referral(2, "a", "old", "2026-05-10"),
            referral(3, "a", "b", "2026-05-10", status="refunded"),
            referral(4, "a", None, "2026-05-10", False, False, "invited"),
            referral(5, "a", "new", "2026-05-10"),
            referral(6, "b", None, "2026-05-10", False, False, "refused"),
        ],
    }
)


def test_each_refusal_is_counted_by_the_first_reason_that_holds():
    rows = ask(REFUSED, "referrals/refusals")
    counts = {("valid" if pd.isna(reason) else reason): n for reason, n in zip(rows["reason"], rows["referrals"], strict=True)}
    assert counts == {"valid": 1, "self": 1, "already a customer": 1, "refunded": 1, "not joined": 1, "refused": 1}


def test_the_funnel_counts_people_and_days_at_each_step():
    rows = ask(REFUSED, "referrals/funnel").set_index("step")
    assert rows["people"].to_dict() == {"invited": 6, "joined": 4, "became a customer": 4, "counts": 1}
    assert rows.loc["became a customer", "days"] == pytest.approx(2) and pd.isna(rows.loc["invited", "share"])
    low, high = proportion_confint(4, 6, method="wilson")
    assert rows.loc["joined", ["low", "high"]].tolist() == pytest.approx([low, high])


def test_the_referral_rate_is_of_new_customers_and_by_valid_referrals_alone():
    frame = ask(REFUSED, "referrals/referral_rate")
    (row,) = frame[frame["bucket"].isna()].to_dict("records")
    assert (row["numerator"], row["n"], row["value"]) == (1, 2, 0.5)


def test_a_segment_is_that_of_the_customer_whatever_else_is_chosen():
    found = make(
        {
            "people": [person("a", segment="Trade"), person("new", became_customer_at=at("2026-05-12"), segment="Hikers", team="north")],
            "referrals": [referral(1, "a", "new", "2026-05-10", channel="chat")],
        }
    )
    hikers = Filters(WHOLE.period, "none", segments=("Hikers",))
    for chosen in (hikers, replace(hikers, channels=("chat",)), replace(hikers, teams=("north",))):
        answer = views.run(found, "referrals/referral_rate", chosen)
        assert answer.frame[["value", "n"]].iloc[0].tolist() == [1.0, 1]
        assert answer.unfiltered == (("Channel",) if chosen.channels else ())


def nps(name, score, day):
    keys = {"response_id": f"{name}{day}", "person_id": name, "kind": "nps", "score": score, "scale_min": 0, "scale_max": 10}
    return keys | {"sent_at": at(day), "answered_at": at(day)}


def test_promoters_count_once_their_ninety_days_are_over_by_their_latest_answer():
    found = make(
        {
            "people": [person(name) for name in "abcde"] + [person(f"q{n}") for n in range(5)],
            "surveys": [nps("a", 10, "2026-03-01"), nps("b", 9, "2026-03-01"), nps("c", 3, "2026-03-01"), nps("d", 10, "2026-06-01"),
                        nps("e", 10, "2026-02-01"), nps("e", 8, "2026-03-01")],
            "referrals": [referral(1, "a", "q1", "2026-05-29"), referral(2, "b", "q2", "2026-05-31"), referral(3, "d", "q3", "2026-06-02")],
        }
    )  # fmt: skip
    frame = ask(found, "advocates/promoter_to_referrer")
    (row,) = frame[frame["bucket"].isna()].to_dict("records")
    assert (row["numerator"], row["n"]) == (1, 2), "the 90th day counts, the 91st does not; d has not had its days; e is a passive now"
    groups = ask(found, "advocates/referred_within").set_index("group")
    assert groups["n"].to_dict() == {"promoters": 2, "passives": 1, "detractors": 1} and groups.loc["promoters", "days"] == 89


def test_promoters_never_asked_are_those_who_neither_invited_nor_were_invited_to():
    invite = {"interaction_id": "i", "at": at("2026-04-01"), "kind": "invite", "actor_role": "employee", "actor_id": "s", "target_id": "b"}
    found = make(
        {
            "people": [person("s", role="employee"), *(person(name) for name in "abcq")],
            "surveys": [nps("a", 10, "2026-03-01"), nps("b", 9, "2026-03-01"), nps("c", 9, "2026-03-01"), nps("q", 8, "2026-03-01")],
            "referrals": [referral(1, "c", "q", "2026-05-29")],
            "interactions": [invite],
        }
    )
    assert ask(found, "advocates/never_asked")["person_id"].tolist() == ["a"]


def test_advocates_are_a_share_of_all_who_did_something():
    def did(number, who, kind, **columns):
        return {"interaction_id": f"i{number}", "at": at("2026-05-05"), "kind": kind, "actor_id": who, **columns}

    rows = [
        did(1, "a", "share"),
        did(2, "b", "question"),
        did(3, "c", "answer", target_id="b"),
        did(4, "d", "mention", purpose="praise", sentiment="negative"),
        did(5, "e", "visit"),
        did(6, "s", "share", actor_role="employee"),
    ]
    found = make({"people": [person(name) for name in "abcdfq"], "interactions": rows, "referrals": [referral(1, "f", "q", "2026-05-05")]})
    frame = ask(found, "advocates/advocacy_rate")
    (row,) = frame[frame["bucket"].isna()].to_dict("records")
    assert (row["numerator"], row["n"]) == (3, 5), "a, c and f of a, b, c, d, f"
    acts = ask(found, "advocates/acts")
    assert acts[acts["bucket"].isna()].set_index("act")["people"].to_dict() == {"answers to peers": 1, "shares": 1, "valid referrals": 1}


def test_an_act_is_thanked_by_a_reply_or_thanks_of_ours_within_a_week():
    def did(name, who, kind, day, **columns):
        return {"interaction_id": name, "at": at(day), "kind": kind, "actor_id": who, **columns}

    rows = [
        did("1", "a", "share", "2026-05-01"),
        did("2", "b", "share", "2026-05-01"),
        did("3", "c", "share", "2026-05-01"),
        did("4", "d", "share", "2026-05-01"),
        did("5", "e", "share", "2026-06-29"),
        did("r1", "s", "reply", "2026-05-03", actor_role="employee", parent_id="1"),
        did("r2", "s", "thanks", "2026-05-03", actor_role="employee", target_id="b"),
        did("r3", "s", "reply", "2026-05-09", actor_role="employee", parent_id="3"),
        did("r4", "bot", "reply", "2026-05-01", actor_role="bot", parent_id="4"),
    ]
    frame = ask(make({"people": [person(name) for name in "abcde"], "interactions": rows}), "advocates/to_thank")
    assert set(frame["act_id"]) == {"3", "4"} and frame[["acts", "thanked"]].iloc[0].tolist() == [4, 2]


def test_an_act_of_the_last_day_may_be_thanked_after_the_period():
    act = {"interaction_id": "1", "at": at("2026-05-31 20:00"), "kind": "share", "actor_id": "a"}
    thanks = [
        {
            "interaction_id": f"r{hour}",
            "at": at(f"2026-06-07 {hour}"),
            "kind": "reply",
            "actor_id": "s",
            "actor_role": "employee",
            "parent_id": "1",
        }
        for hour in ("19:59", "20:00")
    ]
    may = Filters(Period(date(2026, 5, 1), date(2026, 6, 1)), "none")
    people = [person("a"), person("s", role="employee")]
    assert ask(make({"people": people, "interactions": [act, thanks[0]]}), "advocates/to_thank", may).empty
    assert len(ask(make({"people": people, "interactions": [act, thanks[1]]}), "advocates/to_thank", may)) == 1


def company(**consent):
    """Ada has three orders and recommends; Bea the same, and was unhappy later; Cyd has one sign; Dan the same as Ada, without consent."""
    orders = [
        {"order_id": f"{who}{n}", "person_id": who, "ordered_at": at(f"2025-0{n + 3}-10"), "amount": 10, "currency": "EUR"}
        for who in ("ada", "bea", "cyd", "dan")
        for n in range(3)
    ]
    scores = [nps(who, 10, "2026-01-10") for who in ("ada", "bea", "dan")] + [nps("bea", 2, "2026-05-10")]
    people = [person(who, consent=consent.get(who, True)) for who in ("ada", "bea", "cyd", "dan")]
    return make({"people": people, "orders": orders, "surveys": scores})


def test_the_state_of_everyone_follows_the_rule_and_carries_its_reasons():
    rows = ambassadors.people(ask(company(dan=False), "advocates/ambassadors"))
    assert dict(zip(rows["person_id"], ambassadors.now(rows), strict=True)) == {"ada": "ambassador", "bea": "lost", "dan": "candidate"}
    ada = next(rows[rows["person_id"] == "ada"].itertuples(index=False))
    assert ambassadors.reasons(ada, ambassadors.RULE) == "Scored 10 and 3 orders"
    assert ada.states == "-" * 7 + "a" * 6, "since the first of thirty days that ends after 10 January"


def test_an_ambassador_is_one_whoever_thanked_and_wherever_under_every_filter():
    thanks = [
        {"interaction_id": f"t{n}", "at": at("2026-05-05"), "kind": "thanks", "actor_id": "eve", "target_id": "ada", "channel": "forum"}
        for n in range(3)
    ]
    people = [person("ada", consent=True, segment="Hikers"), person("eve", segment="Families", consent=True)]
    found = make({"people": people, "interactions": thanks, "surveys": [nps("ada", 9, "2026-05-05")]})
    chosen = Filters(WHOLE.period, "none", channels=("chat",), segments=("Hikers",))
    for filters in (WHOLE, chosen):
        (row,) = ambassadors.people(ask(found, "advocates/ambassadors", filters)).itertuples(index=False)
        assert (row.person_id, row.thanks, row.states[-1]) == ("ada", 3, "a")


def test_an_ambassador_whose_signs_become_too_few_rests_and_is_lost_when_silent():
    moments = [f"2026-0{month}-{day}" for month in (1, 2) for day in (10, 20)]
    acts = [{"interaction_id": f"i{n}", "at": at(day), "kind": "post", "actor_id": "ada"} for n, day in enumerate(moments)]
    found = make({"people": [person("ada", consent=True)], "interactions": acts, "surveys": [nps("ada", 9, "2026-01-05")]})
    rows = ambassadors.people(ask(found, "advocates/ambassadors", quiet=90))
    letters = rows["states"].iloc[0]
    assert set(letters) == set("-arl") and letters == "".join(sorted(letters, key="-arl".index))


def letters_of(days):
    """The letters of a promoter who consented and did something so many days before the end, end by end."""
    said, been = "", False
    for back in range(360, -1, -30):
        months = sum(any(back + 30 * month < day <= back + 30 * (month + 1) for day in days) for month in range(3))
        heard = any(back < day <= back + 180 for day in days)
        said += "a" if months >= 2 else ("r" if heard else "l") if been else "-"
        been |= months >= 2
    return said


@given(days=st.lists(st.integers(1, 500), min_size=1, max_size=20))
@example(days=[400, 440])
@settings(max_examples=30, deadline=None)
def test_the_first_ends_know_what_was_done_in_the_months_before_them(days):
    acts = [
        {"interaction_id": f"i{n}", "at": at(TO - timedelta(days=day)), "kind": "post", "actor_id": "ada"} for n, day in enumerate(days)
    ]
    found = make({"people": [person("ada", consent=True)], "interactions": acts, "surveys": [nps("ada", 9, "2025-01-05")]})
    rows = ask(found, "advocates/ambassadors")
    assert rows["states"].unique().tolist() == [letters_of(days)] * (set(letters_of(days)) != {"-"})


def test_the_first_people_of_each_state_are_listed_and_the_paths_count_all():
    whole = ask(sample(), "advocates/ambassadors", STORY)
    cut = ask(sample(), "advocates/ambassadors", STORY, most=3)
    everyone, listed = ambassadors.people(whole), ambassadors.people(cut)
    order = ["signs", "referrals", "thanks", "person_id"]
    for state, total in ambassadors.counts(cut).items():
        every = everyone[ambassadors.now(everyone) == state].sort_values(order, ascending=[False, False, False, True])
        assert state == "none" or len(every) == total
        assert every["person_id"].tolist()[:3] == listed.loc[ambassadors.now(listed) == state, "person_id"].tolist()
    assert listed["contact_at"].notna().any()
    pd.testing.assert_frame_equal(ambassadors.stock(cut), ambassadors.stock(whole))
    pd.testing.assert_frame_equal(ambassadors.moves(cut), ambassadors.moves(whole))
    last = ambassadors.stock(cut).set_index("back").loc[0]
    assert last.to_dict() == {state: ambassadors.counts(cut).get(state, 0) for state in last.index}


def test_thresholds_of_the_settings_reach_the_rule():
    rows = ambassadors.people(ask(company(), "advocates/ambassadors", **(ambassadors.RULE | {"signs": 1})))
    assert dict(zip(rows["person_id"], ambassadors.now(rows), strict=True))["cyd"] == "ambassador"
    assert ambassadors.rule({"ambassadors.signs": "3"})["signs"] == 3


def test_moves_add_up_to_the_stock():
    rows = ask(sample(), "advocates/ambassadors", Filters.default(sample()))
    stock, moves = ambassadors.stock(rows).set_index("back"), ambassadors.moves(rows)
    for back in range(12):
        part = moves[moves["back"] == back]
        came, went = (part.loc[part[side] == "ambassador", "people"].sum() for side in ("after", "before"))
        assert stock.loc[back, "ambassador"] == stock.loc[back + 1, "ambassador"] + came - went


@pytest.mark.parametrize(
    ("given", "said"), [({"likes": 3}, "no threshold 'likes'"), ({"signs": 6}, "1 to 5"), ({"quiet": "long"}, "whole number")]
)
def test_a_threshold_that_cannot_be_is_refused_in_one_sentence(given, said):
    with pytest.raises(Trouble, match=said):
        _check(Settings(ambassadors=given))


def compared():
    """Referred and advertised people of two segments; in each segment the same share of both became customers."""
    people, referrals = [], []
    for segment, share, referred, advertised in (("large", 0.8, 40, 10), ("small", 0.2, 10, 40)):
        for n in range(referred + advertised):
            place, size = (n, referred) if n < referred else (n - referred, advertised)
            bought = at("2025-03-01") if place < share * size else None
            source = None if n < referred else "fair"
            people.append(person(f"{segment}{n}", "2025-02-10", segment=segment, source=source, became_customer_at=bought))
            if n < referred:
                referrals.append(referral(len(referrals), "a", f"{segment}{n}", "2025-02-10"))
    campaigns = [{"campaign_id": "k", "name": "fair", "starts_at": at("2025-01-01"), "ends_at": at("2025-03-01")}]
    return make({"people": [person("a"), *people], "referrals": referrals, "campaigns": campaigns})


def test_matching_takes_away_what_the_segments_make_of_the_difference():
    rows = ask(compared(), "referrals/compared").set_index(["place", "group"])
    advertised = rows.loc[(1, "advertised")]
    assert (rows.loc[(1, "referred"), "value"], advertised["value"]) == (0.68, 0.32)
    assert advertised["difference"] == pytest.approx(0.36) and advertised["difference_low"] > 0
    assert advertised["matched"] == pytest.approx(0, abs=1e-12) and advertised["matched_low"] < 0 < advertised["matched_high"]


def test_the_matched_interval_is_that_of_weighted_strata():
    rows = ask(compared(), "referrals/compared").set_index(["place", "group"])
    weights, spreads = np.array([8.0, 8.0]), []
    for group, sizes in (("referred", (40, 10)), ("advertised", (10, 40))):
        within = sum(n * p * (1 - p) for n, p in zip(sizes, (0.8, 0.2), strict=True)) / (sum(sizes) - 2)
        spreads.append([within / n for n in sizes])
        assert rows.loc[(1, group), "n"] == 50
    se = np.sqrt((weights**2 * np.sum(spreads, axis=0)).sum()) / weights.sum()
    found = rows.loc[(1, "advertised")]
    assert found["matched_high"] - found["matched_low"] == pytest.approx(2 * 1.959963984540054 * se)


def tree(found):
    return lineage.of(ask(found, "referrals/tree"))


def test_the_tree_counts_people_and_revenue_by_generation_and_cuts_the_circle():
    links = [
        ("a", "b", "2026-01-01"),
        ("b", "c", "2026-02-01"),
        ("c", "a", "2026-03-01"),
        ("c", "d", "2026-04-01"),
        ("x", "d", "2026-05-01"),
    ]
    orders = [
        {"order_id": n, "person_id": n, "ordered_at": at("2026-06-01"), "amount": 10, "refunded": 4, "currency": "EUR"} for n in "abd"
    ]
    found = make(
        {
            "people": [person(name) for name in "abcdx"],
            "referrals": [referral(n, *link) for n, link in enumerate(links)],
            "orders": orders,
        }
    )
    grown = tree(found)
    assert grown.circles()["person_id"].tolist() == ["a"], "c brought a last, which closed the circle"
    rows = grown.generations()
    assert rows[["generation", "people", "EUR"]].values.tolist() == [[0, 1, 6], [1, 1, 6], [2, 1, 0], [3, 1, 6]]
    assert grown.tree("b")[["person_id", "step", "above", "brought"]].values.tolist() == [
        ["b", 0, "", 1],
        ["c", 1, "b", 1],
        ["d", 2, "c", 0],
    ]
    assert grown.tree("nobody").empty


def test_campaigns_and_partners_stand_at_the_top():
    people = [person("hut", role="partner"), *(person(name) for name in "abc")]
    links = [
        referral(1, "hut", "a", "2026-01-01"),
        referral(2, "a", "b", "2026-02-01", campaign_id="k"),
        referral(3, "b", "c", "2026-03-01"),
    ]
    campaigns = [{"campaign_id": "k", "name": "ask a friend", "starts_at": at("2026-01-01"), "ends_at": at("2026-03-01")}]
    roots = tree(make({"people": people, "referrals": links, "campaigns": campaigns})).roots()
    assert roots[["kind", "name", "people", "generations"]].values.tolist() == [
        ["campaign", "ask a friend", 2, 2],
        ["partner", "hut", 1, 1],
    ]


STORY = Filters(Period(date(2024, 7, 1), date(2026, 7, 1)), "none")


def test_eight_ambassadors_carry_most_referrals_of_the_sample():
    rows = ask(sample(), "referrals/referrers", STORY)
    assert rows["valid"].head(8).sum() > 0.5 * rows["valid"].sum() > 0
    people = ambassadors.people(ask(sample(), "advocates/ambassadors", STORY))
    assert set(rows["person_id"].head(8)) <= set(people.loc[ambassadors.now(people) == "ambassador", "person_id"])


def test_the_campaign_of_the_sample_with_most_likes_brought_nobody():
    rows = ask(sample(), "referrals/campaigns", STORY).set_index("campaign")
    liked = rows["likes"].idxmax()
    assert liked == "spring giveaway" and rows.loc[liked, "valid"] == 0 and rows.loc[liked, "refused"] > 0
    assert rows.loc["ask a friend", "valid"] > 50
