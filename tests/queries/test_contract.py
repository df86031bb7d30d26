"""The contract: typed, commented, with checks, and the only place where tables are described."""

import duckdb
import pytest

from queries import contract

THIRTEEN = {
    "people", "identities", "surveys", "cases", "promises", "interactions", "posts",
    "referrals", "orders", "campaigns", "tests", "actions", "notes",
}  # fmt: skip


@pytest.fixture
def con():
    with duckdb.connect() as con:
        contract.create(con)
        yield con


def test_there_are_the_thirteen_tables_each_with_a_key():
    assert set(contract.tables()) == THIRTEEN
    assert all(table.key for table in contract.tables().values())


def test_every_table_and_column_has_a_comment():
    for table in contract.tables().values():
        assert table.comment, table.name
        assert not [column.name for column in table.columns if not column.comment], table.name


def test_times_carry_their_zone():
    naive = [
        (t.name, c.name) for t in contract.tables().values() for c in t.columns if c.type.startswith("TIMESTAMP") and "ZONE" not in c.type
    ]
    assert naive == []


@pytest.mark.parametrize(
    ("table", "columns", "values"),
    [
        ("surveys", "response_id, kind, score, scale_min, scale_max, answered_at", "'a', 'csat', 6, 1, 5, now()"),
        ("surveys", "response_id, kind, score, scale_min, scale_max, answered_at", "'a', 'nps', 11, 0, 10, now()"),
        ("surveys", "response_id, kind, score, scale_min, scale_max, answered_at", "'a', 'nps', 4, 1, 5, now()"),
        ("surveys", "response_id, kind, score, scale_min, scale_max, answered_at", "'a', 'nps', 4.5, 0, 10, now()"),
        ("surveys", "response_id, kind, score, answered_at", "'a', 'csat', 4, now()"),
        ("surveys", "response_id, kind, sent_at, answered_at", "'a', 'csat', now(), now() - interval 1 day"),
        ("cases", "case_id, opened_at, resolved_at", "'a', now(), now() - interval 1 day"),
        ("cases", "case_id, opened_at", "'a', null"),
        ("orders", "order_id, ordered_at, amount, refunded", "'a', now(), 5, 6"),
        ("interactions", "interaction_id, \"at\", kind", "'a', now(), 'poke'"),
        ("posts", "post_id, published_at, intent", "'a', now(), 'beg'"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_true_is_refused(con, table, columns, values):
    staff = any(column.name == "is_staff" for column in contract.tables()[table].columns)
    extra = (", is_staff", ", false") if staff else ("", "")
    with pytest.raises(duckdb.ConstraintException):
        con.execute(f"insert into {table} ({columns}{extra[0]}) values ({values}{extra[1]})")
