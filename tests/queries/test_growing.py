"""A snapshot to which exports were added answers like one that was built from all of them."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import event, given
from hypothesis import settings as runs
from hypothesis import strategies as st

from queries import contract, loading, places, snapshot
from queries.exports import parts
from queries.exports.account import Account
from queries.settings import Settings
from queries.tables import building, growing, making, proving
from queries.tables.filling import Part
from tests.queries.exports import SURVEYS, folder

Row = dict[str, Any]
Export = dict[str, list[Row]]
START = datetime(2026, 3, 27, 12, tzinfo=UTC)
SAID = Settings(zone="Europe/Berlin")
KINDS = ("question", "question", "answer", "answer", "reply", "comment", "thanks", "mention", "post", "share", "visit")
# The account of a build says when it was made.
TIMED = "select * exclude (loaded_at) from account.files"
# Which number somebody has depends on when they came; whom it stands for does not.
NUMBERS = {
    "main.people": ("number",),
    "main.interactions": ("actor", "target"),
    "main.surveys": ("person",),
    "main.cases": ("person",),
    "main.orders": ("person",),
    "main.referrals": ("referrer", "referred"),
    "main.posts": ("author",),
    "main.actor_days": ("actor",),
    "main.advocate_days": ("actor",),
    "main.contacts": ("person",),
    "main.conversations": ("actor",),
    "main.employees": ("number",),
    "main.enps_answers": ("person",),
    "main.first_acts": ("actor",),
    "main.joined_days": ("referred",),
    "main.nps_followed": ("person",),
    "main.post_talk": ("actor",),
    "main.staff_shares": ("actor",),
    "main.tie_acts": ("actor", "toward"),
    "account.actors": ("actor",),
}


def write(place: Path, number: int, export: Export, version: str = "") -> Part:
    """A part as reading makes one."""
    folder = place / f"part{number}{version}"
    folder.mkdir()
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        for table, rows in export.items():
            con.register("frame", pd.DataFrame(rows).astype(object))
            columns = ", ".join(
                f'cast("{c.name}" as {c.type}) as "{c.name}"' if c.name in rows[0] else f'cast(null as {c.type}) as "{c.name}"'
                for c in contract.tables()[table].given()
            )
            numbered = f"select row_number() over () as line, {columns} from frame"
            con.execute(f"copy ({numbered}) to '{folder}/contract-{table}.{table}.parquet' (format parquet)")
        rejects = "null::bigint as line, '' as column_name, '' as value, '' as reason, '' as source"
        con.execute(f"copy (select {rejects} limit 0) to '{folder}/{parts.REJECTED_ROWS}' (format parquet)")
    return Account(f"{number}.csv", f"{number}", 1, START.isoformat()), folder


def everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, rollups and of the account, in one order."""
    with duckdb.connect(str(path), read_only=True) as con:
        con.execute("set timezone = 'UTC'")
        named = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('main', 'account')"
        ).fetchall()
        selects = {name: f"from {name}" for (name,) in named} | {"account.files": TIMED}
        for name, columns in NUMBERS.items():
            ids = ", ".join(f"(select a.person_id from account.actors a where a.actor = t.{number}) as {number}" for number in columns)
            selects[name] = f"select t.* replace ({ids}) from {name} t"
        selects["account.facts"] = "from account.facts where key not in ('built_at', 'name')"
        return {name: sorted(con.execute(select).fetchall(), key=repr) for name, select in selects.items()}


def company(chance: random.Random, exports: int, late: bool) -> list[Export]:
    """Small exports that refer to each other in every way; where `late`, each is later than the one before."""
    made: list[Export] = []
    for number in range(exports):
        rows: Export = {}
        for table, row in rows_of(chance, number, START + timedelta(days=9 * number if late else 0)):
            rows.setdefault(table, []).append(row)
        made.append(rows)
    return made


def rows_of(chance: random.Random, number: int, start: datetime) -> Iterator[tuple[str, Row]]:
    """Table and row: ids are mostly new, references lead anywhere."""

    def at() -> datetime:
        return start + timedelta(minutes=chance.randrange(60 * 24 * 7))

    def some(*values: Any) -> Any:
        return chance.choice(values)

    person = lambda: some(None, "p0-0", "p0-1", f"p{number}-0", "anna" if number else None)  # noqa: E731
    key = lambda place: f"{number if chance.random() < 0.995 else 0}-{place}"  # noqa: E731
    shared = {"channel": lambda: some(None, "chat", "forum", f"channel {number}"), "team": lambda: some("Ada", "Bea")}
    common = lambda: {name: value() for name, value in shared.items()}  # noqa: E731
    for place in range(2 if number == 0 else chance.randrange(2)):
        yield (
            "people",
            {
                "person_id": f"p{key(place)}",
                "role": some("customer", "employee"),
                "segment": some("S", None, f"{number}"),
                "joined_at": some(at(), None),
            },
        )
    if chance.random() < 0.2 or not number:
        yield "identities", {"channel": "forum", "handle": some("anna", "otto") if number else "anna", "person_id": "p0-0"}
    for place in range(chance.randrange(12)):
        other = f"{chance.randrange(number + 1)}-{chance.randrange(12)}"
        thread = some(None, None, f"thread {chance.randrange(3)}", other)
        yield "interactions", {
            "interaction_id": key(place), "at": at(), "channel": shared["channel"](), "kind": some(*KINDS),
            "actor_id": person(), "actor_role": some(None, None, None, "bot", "employee"), "target_id": some(None, person()),
            "parent_id": some(None, other), "thread_id": thread, "post_id": some(None, f"post {chance.randrange(number + 2)}"),
        }  # fmt: skip
    for place in range(chance.randrange(3)):
        yield "posts", {"post_id": f"post {key(place)}"[:6], "published_at": at(), "author_id": person(), "channel": shared["channel"]()}
    for place in range(chance.randrange(5)):
        yield (
            "cases",
            {"case_id": key(place), "person_id": person(), **common(), "opened_at": (opened := at()), "resolved_at": some(None, opened)},
        )
    for place in range(chance.randrange(8)):
        case = f"{chance.randrange(number + 1)}-{chance.randrange(6)}"
        yield "surveys", {
            "response_id": key(place), "kind": some("csat", "nps"), "score": some(None, 3, 5), "scale_min": 0, "scale_max": 10,
            "person_id": person(), "case_id": case, "answered_at": at(), **common(),
        }  # fmt: skip
    for place in range(chance.randrange(4)):
        yield "orders", {"order_id": key(place), "person_id": person(), "ordered_at": at(), "amount": 5, "currency": some("EUR", "CHF")}
        yield (
            "referrals",
            {"referral_id": key(place), "referrer_id": "p0-1", "referred_id": person(), "invited_at": at(), "status": "invited"},
        )


def beginning(chance: random.Random, export: Export) -> Export:
    """An export as it was before it grew."""
    kept = {table: rows[: chance.randrange(len(rows) + 1)] for table, rows in export.items()}
    return {table: rows for table, rows in kept.items() if rows}


@runs(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 4), st.booleans())
def test_exports_added_one_by_one_give_what_a_build_of_all_gives(chance: random.Random, exports: int, late: bool) -> None:
    with TemporaryDirectory() as place:
        here, made = Path(place), company(chance, exports, late)
        whole = [write(here, number, export) for number, export in enumerate(made)]
        steps = [(number, part) for number, part in enumerate(whole)]
        chance.shuffle(steps)
        for number in chance.sample(range(exports), 1):
            before = chance.randrange(steps.index((number, whole[number])) + 1)
            steps.insert(before, (number, write(here, number, beginning(chance, made[number]), "before")))
        last, known = here / "0.duckdb", dict(steps[:1])
        building.build(last, list(known.values()), SAID, "x", "rules")
        for count, (number, part) in enumerate(steps[1:], 1):
            # An export's place among the others is its age, whenever it is added.
            known = dict(sorted({**known, number: part}.items()))
            grown = here / f"{count}.duckdb"
            try:
                growing.grow(grown, last, list(known.values()), SAID, "x", "rules")
                event("added")
            except proving.Declined as declined:
                event(str(declined)[:24])
                grown.unlink()
                building.build(grown, list(known.values()), SAID, "x", "rules")
            last = grown
        building.build(here / "whole.duckdb", whole, SAID, "x", "rules")
        assert everything(last) == everything(here / "whole.duckdb")


def later(path: Path, seconds: int = 5) -> None:
    """Give a file a later time, as a newer export has."""
    moment = path.stat().st_mtime + seconds
    os.utime(path, (moment, moment))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return folder(tmp_path)


HEAD = "response_id,kind,score,scale_min,scale_max,answered_at,person_id,channel\n"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("more.csv", HEAD + "9,csat,1,1,5,2026-01-06 10:00,p1,chat\n", making.ADDED),
        ("more.csv", HEAD + "9,csat,1,1,5,2025-01-06 10:00,p1,telegraph\n", making.ADDED),
        ("more.csv", HEAD + "3,csat,1,1,5,2026-01-06 10:00,p1,chat\n", "replace older ones"),
        ("more.csv", "person_id,role\nnobody,customer\n", "refer to new rows of people"),
        ("more.csv", "channel,handle,person_id\nchat,nobody,p1\n", "whose handles are new"),
        ("surveys.csv", SURVEYS + "9,csat,1,1,5,2026-01-06 10:00,p1,chat\n", making.ADDED),
        ("surveys.csv", SURVEYS.replace("1,csat,5", "1,csat,4"), "surveys.csv changed"),
        ("surveys.csv", HEAD + "9,csat,1,1,5,2026-01-06 10:00,p1,chat\n", "surveys.csv changed"),
        ("settings.toml", 'zone = "Asia/Tokyo"\n', "settings or the program changed"),
    ],
)
def test_a_load_says_whether_rows_were_added_or_why_all_was_built(data: Path, tmp_path: Path, name: str, text: str, says: str) -> None:
    cache = places.cache_folder(data, str(tmp_path / "cache"))
    loading.load(data, cache)
    (data / name).write_text(text)
    report = loading.load(data, cache)
    assert report.changed and says in report.built
    found = snapshot.current(cache)
    assert found is not None
    moments = [row[0] for row in found.cursor().execute("select answered_at from surveys").fetchall()]
    assert moments == sorted(moments)
    assert not list(cache.rglob("*making*"))


def test_of_equal_rows_the_newest_stays_when_an_export_gets_a_later_time(data: Path, tmp_path: Path) -> None:
    cache = places.cache_folder(data, str(tmp_path / "cache"))
    (data / "more.csv").write_text(HEAD + "1,csat,1,1,5,2026-01-06 10:00,p1,chat\n")
    later(data / "more.csv")
    loading.load(data, cache)
    later(data / "surveys.csv", 60)
    assert "newest changed" in loading.load(data, cache).built
    found = snapshot.current(cache)
    assert found is not None
    assert found.cursor().execute("select score from surveys where response_id = '1'").fetchall() == [(5.0,)]
