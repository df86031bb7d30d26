"""What people say, on a small company whose every number can be counted by hand, and on random texts."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from math import log, sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from queries import cards, loading, matching, snapshot, views
from queries.filters import Filters
from queries.period import Period
from tests.queries.invented import make

JUNE = Filters(Period(date(2026, 6, 1), date(2026, 7, 1)), "previous")
THEMES = """
["too late"]
words = ["late", "waited", "retard", "遅い"]

[delivery]
words = ["parcel*"]
tags = ["shipping"]
"""
SURVEYS = """response_id,kind,score,scale_min,scale_max,answered_at,person_id,channel,team,topic,comment
s1,csat,1,1,5,2026-06-02 10:00,p1,chat,Ada,shipping,The parcel came late.
s2,csat,5,1,5,2026-06-03 10:00,p2,chat,Ada,shipping,
s3,csat,4,1,5,2026-06-04 10:00,p3,phone,Bea,setup,Lovely help with the poles.
s4,nps,3,0,10,2026-06-05 10:00,p4,e-mail,,,En retard !
s5,nps,9,0,10,2026-06-06 10:00,p5,e-mail,,,配送が遅い
s6,csat,2,1,5,2026-06-07 10:00,e1,chat,Ada,shipping,I work here and waited.
s7,csat,3,1,5,2026-05-20 10:00,p1,chat,Ada,shipping,Late again.
s8,ces,3,1,7,2026-06-08 10:00,p6,chat,Bea,setup,
"""
INTERACTIONS = """interaction_id,at,channel,kind,actor_id,parent_id,purpose,text,sentiment
i1,2026-06-02 12:00,forum,question,p1,,service,Where is my parcel?,negative
i2,2026-06-02 13:00,forum,answer,p2,i1,service,Look into your account.,
i3,2026-06-03 12:00,forum,mention,p3,,,Nice tents.,positive
i4,2026-06-04 12:00,forum,answer,e1,i1,service,Your parcel is late.,
i5,2026-06-05 12:00,forum,reaction,p4,,,,
"""
CASES = """case_id,person_id,channel,team,topic,opened_at,subject
c1,p1,e-mail,Bea,shipping,2026-06-09 10:00,Parcels lost
c2,p2,e-mail,Bea,,2026-06-09 11:00,
"""
ACTIONS = """action_id,topic,title,raised_at,decided_at,done_at,status
a1,shipping,Tell the real date,2026-06-01 10:00,2026-06-03 10:00,2026-06-11 10:00,done
a2,setup,Draw it anew,2026-06-02 10:00,,,open
a3,,Nobody is late any more,2026-05-01 10:00,2026-05-02 10:00,,adopted
a4,shipping,Smaller boxes,2026-06-05 10:00,2026-06-06 10:00,,declined
"""
PEOPLE = "person_id,role,name\n" + "".join(f"p{i},customer,Person {i}\n" for i in range(1, 7)) + "e1,employee,Colleague\n"
LAST = "response_id,kind,score,scale_min,scale_max,answered_at\nlast,csat,,1,5,2026-07-02 09:00\n".replace("csat,,", "csat,5,")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> snapshot.Snapshot:
    place = tmp_path_factory.mktemp("voices")
    data = place / "data"
    data.mkdir()
    exports = {"surveys": SURVEYS, "interactions": INTERACTIONS, "cases": CASES, "actions": ACTIONS, "people": PEOPLE, "last": LAST}
    for name, text in exports.items():
        (data / f"{name}.csv").write_text(text, encoding="utf-8")
    (data / "themes.toml").write_text(THEMES, encoding="utf-8")
    return loaded(data, place)


def loaded(data: Path, place: Path) -> snapshot.Snapshot:
    loading.load(data, place / "cache")
    found = snapshot.current(place / "cache")
    assert found is not None
    return found


def themes(company: snapshot.Snapshot, filters: Filters = JUNE, **params: object) -> dict[str | None, dict]:
    frame = views.run(company, "voices/themes", filters, **params).frame
    rows = frame[(frame["period"] == "this") & frame["bucket"].isna()].to_dict("records")
    return {None if pd.isna(row["theme"]) else row["theme"]: row for row in rows}


def test_a_theme_counts_texts_of_all_three_kinds_and_answers_with_and_without_words(company):
    found = themes(company)
    counts = {name: [row[key] for key in ("said", "comments", "cases", "messages", "n", "satisfied")] for name, row in found.items()}
    assert counts == {
        "too late": [3, 3, 0, 0, 1, 0],
        "delivery": [3, 1, 1, 1, 2, 1],
        "setup": [1, 1, 0, 0, 1, 1],
        None: [2, 0, 0, 2, 0, 0],
    }


def test_satisfaction_of_a_theme_has_the_wilson_interval_and_detractors_their_own(company):
    row = themes(company)["delivery"]
    assert (row["value"], row["detracting"]) == (0.5, 0.5)
    assert (row["low"], row["high"]) == pytest.approx(proportion_confint(1, 2, method="wilson"), abs=1e-9)
    late = themes(company)["too late"]
    assert (late["detractors"], late["scored"]) == (2, 3)


def test_the_buckets_of_a_theme_add_up_to_the_whole(company):
    frame = views.run(company, "voices/themes", JUNE).frame
    this = frame[frame["period"] == "this"]
    whole, parts = this[this["bucket"].isna()], this[this["bucket"].notna()]
    summed = parts.groupby("theme", dropna=False)["said"].sum()
    assert dict(zip(whole["theme"].fillna(""), whole["said"], strict=True)) == dict(zip(summed.index.fillna(""), summed, strict=True))


def test_messages_are_left_out_where_they_cannot_be_narrowed(company):
    found = themes(company, replace(JUNE, teams=("Bea",)), messages=False)
    assert {name: row["said"] for name, row in found.items()} == {"delivery": 1, "setup": 1}


def said(company: snapshot.Snapshot, search: str = "", **params: object) -> list[str]:
    terms = {f"term_{place + 1}": term for place, term in enumerate(matching.terms(search)[0])}
    return list(views.run(company, "voices/said", JUNE, **terms, **params).frame["id"])


@pytest.mark.parametrize(
    ("search", "ids"),
    [
        ("", ["c1", "s5", "s4", "s3", "i3", "i2", "i1", "s1"]),
        ("PARCEL", ["c1", "i1", "s1"]),
        ("late came", ["s1"]),
        ('"came late"', ["s1"]),
        ('"late came"', []),
        ("遅い", ["s5"]),
        ("retard", ["s4"]),
        ("'; drop table surveys; --", []),
        ("%", ["c1", "s5", "s4", "s3", "i3", "i2", "i1", "s1"]),
    ],
)
def test_the_list_has_every_text_with_all_words_newest_first_and_no_employee_s(company, search, ids):
    assert said(company, search) == ids


def test_the_list_is_narrowed_by_theme_word_and_side(company):
    assert said(company, theme="too late") == ["s5", "s4", "s1"]
    assert said(company, theme="") == ["i3", "i2"]
    assert said(company, side="detractors") == ["s4", "s1"]
    assert said(company, side="others") == ["s5", "s3"]
    assert said(company, word=matching.pattern(["poles"])) == ["s3"]
    assert said(company, messages=False) == ["c1", "s5", "s4", "s3", "s1"]


def test_a_row_of_the_list_says_who_where_and_how_satisfied(company):
    rows = views.run(company, "voices/said", JUNE, theme="too late").frame.set_index("id")
    assert rows.loc["s1", ["name", "channel", "score", "scale_max", "detractor", "themes", "total"]].to_list() == [
        "Person 1", "chat", 1.0, 5.0, True, "too late, delivery", 3,
    ]  # fmt: skip
    assert views.run(company, "voices/said", JUNE, word=matching.pattern(["tents"])).frame["sentiment"].to_list() == ["positive"]


def test_a_draft_finds_texts_by_words_and_tags_and_counts_them_all(company):
    found = views.run(company, "voices/tried", JUNE, pattern=matching.pattern(["account"]), tags=("shipping",)).frame
    assert found["source"].to_list() == ["case", "message", "survey"]
    assert found[["total", "comments", "detractors", "messages"]].iloc[0].to_list() == [3, 1, 1, 1]
    assert views.run(company, "voices/tried", JUNE, pattern=None, tags=("nothing",)).frame.empty


def test_comments_are_counted_without_employees(company):
    (card,) = cards.cards(company, JUNE, ["comments"])
    assert (card.value, card.before) == (4, 1)


def test_purposes_are_shares_of_conversations_with_the_untagged_beside_them(company):
    frame = views.run(company, "voices/purposes", JUNE).frame
    assert [(None if pd.isna(p) else p, c, n) for p, c, n in frame[["purpose", "conversations", "n"]].itertuples(index=False)] == [
        ("service", 1, 2),
        (None, 1, 2),
    ]


def test_the_loop_is_closed_for_themes_with_an_action_done(company):
    (closed,) = cards.cards(company, replace(JUNE, compare="none"), ["closed_loop"])
    assert (closed.value, closed.n) == (0.5, 2)
    (took,) = cards.cards(company, replace(JUNE, compare="none"), ["raised_to_done"])
    assert (took.value, took.n) == (240, 1)
    rows = views.run(company, "voices/loop", JUNE).frame
    assert rows[["theme", "raised", "decided", "done", "waiting"]].to_numpy().tolist() == [["delivery", 2, 2, 1, 0], ["setup", 1, 0, 0, 1]]


def test_an_action_whose_42_days_are_not_over_has_no_comparison(company):
    rows = views.run(company, "voices/done", JUNE).frame
    assert list(rows["action_id"]) == ["a1", "a4", "a2"] and rows["value"].isna().all() and rows["low"].isna().all()


def test_satisfaction_before_and_after_is_newcombe_s_difference_without_the_day_itself():
    done = datetime(2026, 3, 20, 12)
    scores = {-43: 5, -42: 1, -20: 1, -10: 5, -1: 2, 0: 5, 1: 5, 2: 5, 30: 4, 41: 1, 42: 5, 43: 1}
    rows = [
        {"response_id": f"r{day}", "kind": "csat", "score": score, "scale_min": 1, "scale_max": 5, "topic": "delivery", "comment": "x"}
        | {"answered_at": pd.Timestamp(done + timedelta(days=day), tz="UTC")}
        for day, score in scores.items()
    ]
    moment = pd.Timestamp(done, tz="UTC")
    action = {"action_id": "a", "topic": "delivery", "raised_at": moment - pd.Timedelta(days=9), "done_at": moment, "status": "done"}
    found = make({"surveys": rows, "actions": [action]})
    row = views.run(found, "voices/done", Filters(Period(date(2026, 3, 1), date(2026, 4, 1)), "none")).frame.iloc[0]
    assert (row["value"], row["n"], row["before"], row["before_n"]) == (0.8, 5, 0.25, 4)
    assert (row["said"], row["before_said"], row["days"]) == (5, 4, 9)
    expected = confint_proportions_2indep(4, 5, 1, 4, method="newcomb", compare="diff")
    assert (row["low"], row["high"]) == pytest.approx(expected, abs=1e-9)


@cache
def crowd(people: int, team: str) -> tuple[dict[str, object], ...]:
    moment = pd.Timestamp("2026-05-10 12:00", tz="UTC")
    return tuple(
        {"response_id": f"{team}{i}", "person_id": f"{team}{i}", "team": team, "kind": "enps", "score": i % 11, "scale_min": 0}
        | {"scale_max": 10, "answered_at": moment, "comment": f"Comment {team} {i}"}
        for i in range(people)
    )


@pytest.mark.parametrize(
    ("sizes", "teams", "shown"),
    [
        ({"Ada": 10}, (), 10),
        ({"Ada": 9}, (), "hidden"),
        ({"Ada": 20, "Bea": 9}, (), 29),
        ({"Ada": 20, "Bea": 9}, ("Bea",), "hidden"),
        ({"Ada": 20, "Bea": 9}, ("Ada",), "hidden"),
        ({"Ada": 20, "Bea": 10}, ("Ada",), 20),
        ({"Ada": 20}, ("Bea",), 0),
    ],
)
def test_employees_comments_need_ten_people_in_what_is_chosen_and_in_what_is_left(sizes, teams, shown):
    people = [{"person_id": str(row["person_id"]), "role": "employee"} for team, size in sizes.items() for row in crowd(size, team)]
    found = make({"people": people, "surveys": [row for team, size in sizes.items() for row in crowd(size, team)]})
    frame = views.run(found, "voices/employees", Filters(Period(date(2026, 5, 1), date(2026, 6, 1)), "none", teams=teams)).frame
    assert set(frame.columns) == {"month", "comment", "hidden"}
    if shown == "hidden":
        assert frame["hidden"].to_list() == [True] and frame["comment"].isna().all()
    else:
        assert len(frame) == shown and not frame["hidden"].any()


WORDS = st.sampled_from(["chat", "slow", "parcel", "late", "good", "team", "tent", "again", "never", "help"])
TEXTS = st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=9), st.integers(0, 5)), min_size=1, max_size=14)


@settings(deadline=None, max_examples=25)
@given(TEXTS)
def test_quotes_are_nearest_to_the_mean_and_no_wording_and_no_person_comes_twice(texts):
    moment = pd.Timestamp("2026-06-01 12:00", tz="UTC")
    rows = [
        {"response_id": f"r{i:02}", "kind": "csat", "score": 3, "scale_min": 1, "scale_max": 5, "topic": "setup", "person_id": f"p{who}"}
        | {"answered_at": moment + pd.Timedelta(hours=i), "comment": " ".join(text)}
        for i, (text, who) in enumerate(texts)
    ]
    frame = views.run(make({"surveys": rows}), "voices/quotes", JUNE).frame
    near = nearness({row["response_id"]: str(row["comment"]).split() for row in rows})
    assert {row.id: row.near for row in frame.itertuples()} == pytest.approx({i: near[i] for i in frame["id"]}, abs=1e-9)
    ordered = sorted(
        (row for row in rows if row["response_id"] in near),
        key=lambda row: (-round(near[row["response_id"]], 9), -row["answered_at"].value),
    )
    wordings = {row["comment"]: row for row in reversed(ordered)}
    people = {row["person_id"]: row for row in sorted(wordings.values(), key=ordered.index, reverse=True)}
    expected = sorted(people.values(), key=ordered.index)[:3]
    assert list(frame["id"]) == [row["response_id"] for row in expected]


def nearness(documents: dict[str, list[str]]) -> dict[str, float]:
    """Cosine of each text of five words or more with the mean of all, in tf-idf weights."""
    long = {name: Counter(words) for name, words in documents.items() if len(words) >= 5}
    terms = sorted({word for counts in long.values() for word in counts})
    if not long:
        return {}
    inside = {word: sum(word in counts for counts in long.values()) for word in terms}
    weights = np.array([[counts[word] * log(1 + len(long) / inside[word]) for word in terms] for counts in long.values()])
    parts = weights / np.sqrt((weights**2).sum(axis=1, keepdims=True))
    mean = parts.sum(axis=0)
    return dict(zip(long, parts @ mean / sqrt(float(mean @ mean)), strict=True))


def test_a_word_of_a_script_without_spaces_is_cut_into_pairs():
    rows = [
        {"response_id": f"r{i}", "kind": "csat", "score": 1 + i % 5, "scale_min": 1, "scale_max": 5, "comment": "Really 配送が遅い, don't"}
        | {"answered_at": pd.Timestamp("2026-06-03", tz="UTC")}
        for i in range(10)
    ]
    found = views.run(make({"surveys": rows}), "voices/words", JUNE).frame
    assert set(found["word"]) == {"really", "don't", "配送", "送が", "が遅", "遅い"}
    assert set(found["left_times"]) == {4} and set(found["right_total"]) == {36}


def test_a_comment_that_many_write_counts_as_often_as_it_is_written():
    said = ["Great help, great tent"] * 6 + ["Great"] * 5 + ["great"] + ["Late, late, LATE"] * 3
    rows = [
        {"response_id": f"r{i}", "kind": "csat", "score": 1 if i % 3 else 5, "scale_min": 1, "scale_max": 5, "comment": text}
        | {"answered_at": pd.Timestamp("2026-06-03", tz="UTC")}
        for i, text in enumerate(said)
    ]
    found = views.run(make({"surveys": rows}), "voices/words", JUNE, documents=1).frame.set_index("word")
    low = [text.lower() for i, text in enumerate(said) if i % 3]
    for word, row in found.iterrows():
        assert row["left_times"] == sum(text.count(word) for text in low) and row["left_documents"] == sum(word in text for text in low)
        assert row["left_documents"] + row["right_documents"] == sum(word in text.lower() for text in said)
    assert set(found["left_total"]) == {sum(len(text.split()) for text in low)}


def test_a_message_that_became_a_case_counts_once(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    header = "interaction_id,at,channel,kind,actor_id,actor_role,parent_id,text\n"
    rows = "m1,2026-06-02 12:00,social,mention,p1,customer,,My parcel is late\nm2,2026-06-02 13:00,social,reply,b1,brand,m1,Sorry\n"
    (data / "interactions.csv").write_text(f"{header}{rows}m3,2026-07-02 13:00,social,mention,p2,customer,,Hello\n", encoding="utf-8")
    (data / "settings.toml").write_text('threaded = ["social"]\n', encoding="utf-8")
    (data / "themes.toml").write_text(THEMES, encoding="utf-8")
    found = loaded(data, tmp_path)
    assert found.cursor().execute("select count(*) from cases where subject is not null").fetchall() == [(2,)]
    assert {name: row["said"] for name, row in themes(found).items()} == {"too late": 1, "delivery": 1}
    assert said(found) == ["m1"]
