"""Questions and answers of a community, who carries it, what starts conversations: small cases by hand, and a stream in disorder."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from queries import loading, registry, snapshot, views
from queries.asking import binding
from queries.filters import Filters
from queries.period import Period
from queries.tables import building, growing
from tests.queries.invented import make
from tests.queries.streams import disturbed, generated, same_answers
from tests.queries.test_growing import SAID, everything, write

JUNE = Filters(Period(date(2026, 6, 1), date(2026, 7, 1)), "none")


def act(key: str, who: str | None, at: str, kind: str, **more: object) -> dict[str, object]:
    return {"interaction_id": key, "actor_id": who, "at": pd.Timestamp(f"2026-06-{at}", tz="UTC"), "kind": kind, "channel": "forum", **more}


FORUM = [
    act("q1", "ann", "01 10:00", "question", thread_id="t1"),
    act("own", "ann", "01 10:30", "answer", thread_id="t1", parent_id="q1"),
    act("bot", "bot", "01 10:31", "reply", thread_id="t1", parent_id="q1", actor_role="bot"),
    act("a1", "bob", "01 12:00", "answer", thread_id="t1", parent_id="q1"),
    act("late", "sue", "01 13:00", "answer", thread_id="t1", parent_id="q1", actor_role="employee"),
    act("ok", "ann", "01 14:00", "thanks", thread_id="t1", parent_id="a1"),
    act("q2", "bob", "02 10:00", "question", thread_id="t2"),
    act("a2", "sue", "03 16:00", "answer", thread_id="t2", parent_id="q2", actor_role="employee"),
    act("q3", "cyd", "04 10:00", "question", thread_id="t3", text="Does anybody know?"),
    act("q4", "cyd", "05 10:00", "question", thread_id="t4"),
    act("a4", "bob", "05 11:00", "reply", thread_id="t4"),
]


def test_first_answers_by_peers_and_by_staff_and_what_nobody_answered():
    found = make({"interactions": FORUM})
    row = views.run(found, registry.metrics()["peer_first_answer"].view, JUNE).frame.iloc[0]
    assert (row["questions"], row["answered"], row["accepted"], row["within_day"]) == (4, 3, 1, 2)
    assert (row["value"], row["n"]) == (1.5, 2) and (row["staff_value"], row["staff_n"]) == (30.0, 1)
    waiting = views.run(found, "community/unanswered", JUNE).frame
    assert waiting["interaction_id"].tolist() == ["q3"] and waiting["total"].tolist() == [1]
    given = views.run(found, "community/answers_given", JUNE).frame.iloc[0]
    assert (given["answers"], given["by_askers"], given["by_peers"], given["by_staff"]) == (4, 1, 1, 2)


def test_who_answered_counts_whatever_segment_they_are_of():
    people = [{"person_id": "ann", "role": "customer", "segment": "S", "joined_at": "2026-01-01"}]
    found = make({"people": people, "interactions": FORUM})
    row = views.run(found, "community/questions", Filters(JUNE.period, "none", segments=("S",))).frame.iloc[0]
    assert (row["questions"], row["answered"], row["value"]) == (1, 1, 2.0)


def test_the_fewest_people_with_half_of_the_acts_and_gini():
    counts = (1000, 202, 90, 33, 332, 343, 42, 433)
    who = np.repeat(np.arange(len(counts)), counts)
    moment = pd.Timestamp("2026-06-05", tz="UTC")
    comments = pd.DataFrame(
        {"interaction_id": np.arange(len(who)).astype(str), "at": moment, "kind": "comment", "actor_id": who.astype(str)}
    )
    rows = views.run(make({"interactions": comments}), "community/carriers", JUNE).frame
    assert rows["half"].tolist() == [2] * 8 and rows["gini"].iloc[0] == pytest.approx(0.4855, abs=5e-5)
    assert rows["acts"].tolist() == sorted(counts, reverse=True) and rows["running"].iloc[-1] == 1.0


def test_a_conversation_is_what_others_say_on_a_question_or_post():
    posts = [{"post_id": "p", "published_at": pd.Timestamp("2026-06-01", tz="UTC"), "author_id": "us", "topic": "tents"}]
    talk = [act("c1", "ann", "02 10:00", "comment", post_id="p"), act("c2", "us", "02 11:00", "comment", post_id="p", actor_role="brand")]
    rows = views.run(make({"interactions": FORUM + talk, "posts": posts}), "community/starters", JUNE).frame.set_index("whose")
    assert rows.loc["we", ["topic", "conversations", "talked", "replies"]].tolist() == ["tents", 1, 1, 1]
    # Others on q1: bob and sue (not the asker, not the bot); on q2 sue; on q4 bob.
    assert rows.loc["members", ["conversations", "talked", "replies"]].tolist() == [4, 3, 4]


def test_whom_the_numbers_leave_out_is_counted():
    rows = views.run(make({"interactions": FORUM}), "community/left_out", JUNE).frame
    assert rows[["role", "acts", "people"]].values.tolist() == [["employee", 2, 1], ["bot", 1, 1]]


def test_a_stream_with_late_repeated_and_shuffled_rows_gives_the_same_numbers(tmp_path):
    clean = generated(3000, 80, seed=3)
    exports = {"clean": [clean], "disturbed": disturbed(clean, seed=4)}
    found = {}
    for name, parts in exports.items():
        (tmp_path / name).mkdir()
        for number, part in enumerate(parts):
            part.to_csv(tmp_path / name / f"part{number}.csv", index=False)
        loading.load(tmp_path / name, tmp_path / f"{name}-cache")
        found[name] = snapshot.current(tmp_path / f"{name}-cache")
    assert same_answers(found["clean"], found["disturbed"]) > 40


@pytest.mark.parametrize("seed", range(3))
def test_rollups_that_look_back_grow_as_if_built_from_all(tmp_path, seed):
    rows = generated(1500, 40, seed=seed)
    # Answers that belong to no question: which one is the first would change.
    rows = rows.assign(at=pd.to_datetime(rows["at"], utc=True), parent_id=None, thread_id=None)
    order = rows.sort_values("at").reset_index(drop=True)
    cut = len(order) - 40
    # The second export reaches back some weeks, as an export that overlaps does.
    late = order.iloc[[*range(0, cut, 11), *range(cut, len(order))]] if seed == 2 else order.iloc[cut:]
    first = order.drop(late.index)
    parts = [write(tmp_path, number, {"interactions": part.to_dict("records")}) for number, part in enumerate((first, late))]
    building.build(tmp_path / "first.duckdb", parts[:1], SAID, "x", "rules")
    growing.grow(tmp_path / "grown.duckdb", tmp_path / "first.duckdb", parts, SAID, "x", "rules")
    building.build(tmp_path / "whole.duckdb", parts, SAID, "x", "rules")
    grown, whole = everything(tmp_path / "grown.duckdb"), everything(tmp_path / "whole.duckdb")
    for table in ("active_changes", "cohort_months", "newcomer_days", "stage_months"):
        assert len(whole[f"main.{table}"]) > 10 and grown[f"main.{table}"] == whole[f"main.{table}"], table


def test_every_view_of_the_page_is_one_that_can_be_filtered_by_what_it_reads():
    for name in binding.names():
        if name.startswith("community/"):
            assert binding.view(name).grain
