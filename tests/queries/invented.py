"""A small invented snapshot for tests of the numbers: contract tables, rows of a seeded generator, rollups and macros."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import numpy as np
import pandas as pd

from queries import contract, relations
from queries.settings import Settings
from queries.tables import answering, deriving, numbering
from queries.totals import Store

FROM, TO = date(2025, 1, 1), date(2026, 7, 1)
ROWS = 4000
COUNTED = ("channel", "segment", "region", "team", "topic")


@dataclass(frozen=True)
class Invented:
    """Stands for queries.snapshot.Snapshot, with a database in memory."""

    con: duckdb.DuckDBPyConnection
    name: str
    tables: dict[str, int]
    options: dict[str, tuple[str, ...]]
    data_from: date = FROM
    data_to: date = TO
    zone: str = "Europe/Berlin"
    facts: dict[str, str] = field(default_factory=lambda: {"week_start": "monday"})
    path: Path = Path("invented")

    def cursor(self) -> duckdb.DuckDBPyConnection:
        return self.con.cursor()

    @property
    def week_start(self) -> str:
        return self.facts["week_start"]

    @cached_property
    def numbers(self) -> tuple[int, int]:
        first, last = self.con.cursor().execute("select coalesce(min(actor), 0), coalesce(max(actor), 0) from account.actors").fetchall()[0]
        return first, last

    @cached_property
    def totals(self) -> Store:
        return Store(self.cursor, self.cursor)


def make(rows: dict[str, list[dict[str, Any]]] | dict[str, pd.DataFrame], **facts: Any) -> Invented:
    """A snapshot of the rows given per table; columns left out are empty, derived ones are made as the load makes them."""
    con = duckdb.connect(config={"python_enable_replacements": "false"})
    con.execute("set timezone = 'UTC'")
    contract.create(con)
    for table in deriving.filled():
        if table in rows:
            _insert(con, contract.tables()[table], pd.DataFrame(rows[table]))
    answering.mark(con)
    numbering.number(con)
    roll_up(con)
    tables = {table: con.execute(f"select count(*) from {table}").fetchall()[0][0] for table in contract.tables()}
    options = {column: _options(con, column) for column in COUNTED}
    return Invented(con, facts.pop("name", uuid4().hex), tables, options, **facts)


def roll_up(con: duckdb.DuckDBPyConnection) -> None:
    """Store the macros and make every rollup, in a database that holds the contract tables."""
    for file in (relations.MACROS, *relations.rollups()):
        con.execute(file.read_text(encoding="utf-8"))


def _insert(con: duckdb.DuckDBPyConnection, made: contract.Table, frame: pd.DataFrame) -> None:
    con.register("frame", frame)
    given = ", ".join(
        f'cast("{column.name}" as {column.type}) as "{column.name}"'
        if column.name in frame.columns
        else f'cast(null as {column.type}) as "{column.name}"'
        for column in made.given()
    )
    con.execute(f"create or replace temp table given as select {given} from frame")
    con.execute(f"insert into {made.name} {deriving.select(made.name, Settings(zone='Europe/Berlin'))}")
    con.unregister("frame")


def _options(con: duckdb.DuckDBPyConnection, column: str) -> tuple[str, ...]:
    holders = [t.name for t in contract.tables().values() if column in {c.name for c in t.columns}]
    union = " union ".join(f"select {column} as v from {table}" for table in holders)
    return tuple(row[0] for row in con.execute(f"select v from ({union}) where v is not null order by v").fetchall())


@cache
def snapshot() -> Invented:
    """Some 4,000 rows per big table, the same at every run."""
    return make(generated())


@cache
def generated() -> dict[str, pd.DataFrame]:
    """The rows before the load: what a check computes from, without the rollups."""
    rng = np.random.default_rng(7)
    people = _people(rng)
    return {"people": people, "surveys": _surveys(rng, people), "cases": _cases(rng), "promises": _promises(rng), "orders": _orders(rng)}


def _moments(rng: np.random.Generator, n: int) -> pd.Series:
    return pd.Series(pd.Timestamp("2025-01-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 545 * 86400, n), unit="s"))


def _people(rng: np.random.Generator) -> pd.DataFrame:
    n = 600
    return pd.DataFrame(
        {
            "person_id": [f"p{i}" for i in range(n)],
            "role": ["employee" if i < 60 else "customer" for i in range(n)],
            "segment": rng.choice(["small", "large"], n),
            "region": rng.choice(["north", "south", "west"], n),
            "joined_at": _moments(rng, n),
            "became_customer_at": _moments(rng, n),
        }
    )


def _surveys(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    kind = rng.choice(["csat", "nps", "ces", "enps"], ROWS, p=[0.5, 0.3, 0.1, 0.1])
    low = np.where(np.isin(kind, ["nps", "enps"]), 0, 1)
    high = np.select([np.isin(kind, ["nps", "enps"]), kind == "ces"], [10, 7], rng.choice([3, 5], ROWS))
    sent = _moments(rng, ROWS)
    silent = rng.random(ROWS) < 0.3
    score = pd.Series(np.floor(low + rng.random(ROWS) ** 0.5 * (high - low + 1))).clip(upper=pd.Series(high)).mask(silent)
    number = np.where(kind == "enps", rng.integers(0, 60, ROWS), rng.integers(40, len(people), ROWS))
    return pd.DataFrame(
        {
            "response_id": [f"s{i}" for i in range(ROWS)],
            "kind": kind,
            "score": score,
            "scale_min": low,
            "scale_max": high,
            "person_id": [f"p{i}" for i in number],
            "channel": rng.choice(["e-mail", "chat", "phone", None], ROWS),
            "team": rng.choice(["Ada", "Bea"], ROWS),
            "topic": rng.choice(["delivery", "invoice", "returns"], ROWS),
            "sent_at": sent,
            "answered_at": (sent + pd.to_timedelta(rng.integers(60, 86400, ROWS), unit="s")).mask(silent),
        }
    )


def _cases(rng: np.random.Generator) -> pd.DataFrame:
    opened = _moments(rng, ROWS)
    replied = opened + pd.to_timedelta(rng.lognormal(8, 1, ROWS), unit="s")
    solved = replied + pd.to_timedelta(rng.lognormal(10, 1, ROWS), unit="s")
    return pd.DataFrame(
        {
            "case_id": [f"c{i}" for i in range(ROWS)],
            "person_id": [f"p{i}" for i in rng.integers(40, 600, ROWS)],
            "channel": rng.choice(["e-mail", "chat", "phone"], ROWS),
            "team": rng.choice(["Ada", "Bea"], ROWS),
            "topic": rng.choice(["delivery", "invoice"], ROWS),
            "opened_at": opened,
            "first_response_at": replied.mask(rng.random(ROWS) < 0.1),
            "resolved_at": solved.mask(rng.random(ROWS) < 0.2),
            "reopen_count": rng.integers(0, 2, ROWS),
        }
    )


def _promises(rng: np.random.Generator) -> pd.DataFrame:
    made = _moments(rng, ROWS)
    return pd.DataFrame(
        {
            "promise_id": [f"m{i}" for i in range(ROWS)],
            "person_id": [f"p{i}" for i in rng.integers(0, 600, ROWS)],
            "channel": rng.choice(["e-mail", "chat"], ROWS),
            "made_at": made,
            "due_at": made + pd.Timedelta(hours=8),
            "kept_at": (made + pd.to_timedelta(rng.integers(3600, 36000, ROWS), unit="s")).mask(rng.random(ROWS) < 0.05),
        }
    )


def _orders(rng: np.random.Generator) -> pd.DataFrame:
    amount = rng.integers(1, 200, ROWS) + 0.5
    return pd.DataFrame(
        {
            "order_id": [f"o{i}" for i in range(ROWS)],
            "person_id": [f"p{i}" for i in rng.integers(0, 600, ROWS)],
            "ordered_at": _moments(rng, ROWS),
            "amount": amount,
            "refunded": np.where(rng.random(ROWS) < 0.1, amount, 0),
            "currency": rng.choice(["EUR", "CHF"], ROWS, p=[0.8, 0.2]),
            "channel": rng.choice(["shop", "chat"], ROWS),
        }
    )
