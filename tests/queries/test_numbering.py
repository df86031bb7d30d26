"""Everybody who does something has a number of their own, which leads back to their id."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from queries.tables import building, growing
from tests.queries.test_growing import SAID, START, Export, write


def act(key: str, actor: str | None, minutes: int) -> dict[str, Any]:
    return {"interaction_id": key, "at": START + timedelta(minutes=minutes), "kind": "post", "actor_id": actor}


def person(name: str) -> dict[str, Any]:
    return {"person_id": name, "role": "customer", "joined_at": START}


FIRST: Export = {
    "people": [person("ada"), person("bo")],
    "interactions": [act("1", "bo", 1), act("2", "stranger", 2), act("3", None, 3), act("4", "bo", 4)],
    "referrals": [{"referral_id": "r", "referrer_id": "stranger", "referred_id": "ada", "invited_at": START}],
    "posts": [{"post_id": "p", "published_at": START, "author_id": "stranger"}],
    "orders": [{"order_id": "o", "person_id": "bo", "ordered_at": START, "amount": 1, "currency": "EUR"}],
}
LATER: Export = {
    "people": [person("cy")],
    "interactions": [act("5", "cy", 5), act("6", "another", 6), act("7", "stranger", 7)],
    "surveys": [
        {"response_id": "s", "kind": "nps", "score": 9, "scale_min": 0, "scale_max": 10, "person_id": "another", "answered_at": START}
    ],
    "cases": [{"case_id": "c", "person_id": "cy", "opened_at": START}],
}


def numbers(path: Path) -> dict[str | None, set[int | None]]:
    """The numbers that each id has, wherever it stands."""
    with duckdb.connect(str(path), read_only=True) as con:
        rows = con.execute(
            """select person_id, number from people union all select actor_id, actor from interactions
            union all select target_id, target from interactions
            union all select referrer_id, referrer from referrals union all select referred_id, referred from referrals
            union all select author_id, author from posts union all select person_id, person from surveys
            union all select person_id, person from cases union all select person_id, person from orders
            union all select person_id, actor from account.actors"""
        ).fetchall()
    found: dict[str | None, set[int | None]] = {}
    for name, number in rows:
        found.setdefault(name, set()).add(number)
    return found


def test_one_number_stands_for_one_id_and_stays_when_the_snapshot_grows(tmp_path: Path) -> None:
    first, later = write(tmp_path, 0, FIRST), write(tmp_path, 1, LATER)
    building.build(tmp_path / "first.duckdb", [first], SAID, "x", "rules")
    growing.grow(tmp_path / "later.duckdb", tmp_path / "first.duckdb", [first, later], SAID, "x", "rules")
    assert numbers(tmp_path / "first.duckdb") == {"ada": {0}, "bo": {1}, "stranger": {-1}, None: {None}}
    assert numbers(tmp_path / "later.duckdb") == {"ada": {0}, "bo": {1}, "stranger": {-1}, "cy": {2}, "another": {-2}, None: {None}}
