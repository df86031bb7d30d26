"""A row that comes late changes what older rows are told to be, and only those."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from queries.tables import building, growing
from tests.queries.test_growing import SAID, START, Export, everything, write

Row = dict[str, Any]


def act(key: str, kind: str, actor: str, days: float, **more: str | None) -> Row:
    columns: Row = {"target_id": None, "parent_id": None, "thread_id": None, "post_id": None, "actor_role": None}
    return {"interaction_id": key, "at": START + timedelta(days=days), "kind": kind, "actor_id": actor, **columns, **more}


PEOPLE: Export = {"people": [{"person_id": name, "role": "customer", "joined_at": START} for name in ("ada", "bo", "cy", "di")]}
POSTS: Export = {"posts": [{"post_id": "p1", "published_at": START, "author_id": "ada"}]}
FIRST = [
    act("q1", "question", "ada", 1, thread_id="t1"),
    act("a1", "answer", "bo", 2, parent_id="q1", thread_id="t1"),
    act("q2", "question", "cy", 3),
    act("q3", "question", "di", 4, thread_id="t3"),
    act("c1", "comment", "di", 5, post_id="p1"),
    act("r1", "reply", "ada", 6, parent_id="late", target_id=None),
    act("a4", "answer", "cy", 7, thread_id="t4"),
    act("x1", "comment", "cy", 8, target_id="di"),
]
LATER = {
    "an answer to an older question": [act("a2", "answer", "bo", 9, parent_id="q2")],
    "an answer in an older thread, of one who answered before": [act("a3", "answer", "bo", 9, thread_id="t3")],
    "a reply to an older answer": [act("r2", "reply", "ada", 9, parent_id="a1", thread_id="t1")],
    "thanks of who asked": [act("h1", "thanks", "ada", 9, thread_id="t1", target_id="bo")],
    "a comment on an older comment": [act("c2", "comment", "bo", 9, parent_id="c1", post_id="p1")],
    "the second act of two people": [act("x2", "comment", "di", 9, target_id="cy")],
    "a question after the first": [act("q4", "question", "ada", 9)],
    "the first question of one who only answered": [act("q5", "question", "bo", 9)],
    "a question before the first": [act("q6", "question", "cy", 0.5)],
    "two questions at one moment": [act("q0", "question", "cy", 3)],
    "what an older row answers": [act("late", "question", "cy", 5.5)],
    "an act before all others": [act("b1", "comment", "di", 0.25, target_id="ada"), act("v1", "share", "di", 0.125)],
    "the question that opens an older thread": [act("q7", "question", "di", 0.75, thread_id="t4")],
    "a question before the one that opened a thread": [act("q0", "question", "bo", 0.75, thread_id="t1")],
    "an answer before the first": [act("a0", "answer", "cy", 1.5, parent_id="q1", thread_id="t1")],
    "a post with what is said of it": [act("o1", "post", "bo", 9, thread_id="o1"), act("c3", "comment", "cy", 9.5, parent_id="o1")],
    "a stranger": [act("a5", "answer", "stranger", 9, thread_id="t3"), act("c4", "comment", "bo", 9.5, target_id="stranger")],
}
# A first answer that stood is none any more: all is built anew.
DECLINED = {
    "the question that opens an older thread",
    "an answer before the first",
    "what an older row answers",
}


@pytest.mark.parametrize("what", LATER)
def test_a_late_row_gives_what_a_build_of_all_gives(what: str, tmp_path: Path) -> None:
    parts = [write(tmp_path, 0, {**PEOPLE, **POSTS, "interactions": FIRST}), write(tmp_path, 1, {"interactions": LATER[what]})]
    building.build(tmp_path / "first.duckdb", parts[:1], SAID, "x", "rules")
    building.build(tmp_path / "whole.duckdb", parts, SAID, "x", "rules")
    if what in DECLINED:
        with pytest.raises(growing.Declined, match="which answer was the first"):
            growing.grow(tmp_path / "grown.duckdb", tmp_path / "first.duckdb", parts, SAID, "x", "rules")
        return
    growing.grow(tmp_path / "grown.duckdb", tmp_path / "first.duckdb", parts, SAID, "x", "rules")
    assert everything(tmp_path / "grown.duckdb") == everything(tmp_path / "whole.duckdb")
    with duckdb.connect(str(tmp_path / "grown.duckdb"), read_only=True) as con:
        for rollup in ("conversations", "first_acts", "post_talk", "tie_acts", "active_days", "doer_days"):
            days = [str(day or "9") for (day,) in con.execute(f"select day from {rollup}").fetchall()]
            assert days == sorted(days), rollup


def test_of_an_older_answer_to_a_new_post_it_is_known_to_whom_it_was(tmp_path: Path) -> None:
    more: Export = {
        "interactions": [act("late", "visit", "cy", 5.5)],
        "posts": [{"post_id": "p2", "published_at": START, "author_id": "bo"}],
    }
    parts = [
        write(tmp_path, 0, {**PEOPLE, **POSTS, "interactions": [*FIRST, act("c9", "comment", "di", 1, post_id="p2")]}),
        write(tmp_path, 1, more),
    ]
    building.build(tmp_path / "first.duckdb", parts[:1], SAID, "x", "rules")
    building.build(tmp_path / "whole.duckdb", parts, SAID, "x", "rules")
    growing.grow(tmp_path / "grown.duckdb", tmp_path / "first.duckdb", parts, SAID, "x", "rules")
    assert everything(tmp_path / "grown.duckdb") == everything(tmp_path / "whole.duckdb")
    with duckdb.connect(str(tmp_path / "grown.duckdb"), read_only=True) as con:
        assert con.execute("select count(*) from tie_acts where kind = 'reply' and toward = 2").fetchall() == [(1,)]
        assert con.execute("select count(*) from post_talk where post_id = 'p2'").fetchall() == [(1,)]
