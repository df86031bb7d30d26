"""The invented company: its files are the same bytes every time, fit the contract, and tell the story that data/sample/README.md tells."""

import filecmp
from pathlib import Path

import duckdb
import pytest

from data.company.__main__ import sample
from data.company.writing import FILES, fields, write_tables
from tests.data.filled import ROOT, contract, fill, given_columns, row

SAMPLE = ROOT / "data" / "sample"


@pytest.fixture(scope="module")
def company() -> duckdb.DuckDBPyConnection:
    """The sample in the contract's tables."""
    con = contract()
    fill(con, SAMPLE, {table: [pattern.replace("{year}", "*")] for table, (pattern, _) in FILES.items()})
    return con


def test_columns_are_the_contract_s() -> None:
    con = contract()
    tables = {name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()}
    assert set(FILES) == tables
    for table in FILES:
        assert [name for _, name, _ in fields(table)] == given_columns(con, table)


def test_sample_is_written_byte_for_byte(tmp_path: Path) -> None:
    written = write_tables(sample(), tmp_path)
    for path in written:
        kept = SAMPLE / path.relative_to(tmp_path)
        assert filecmp.cmp(path, kept, shallow=False), f"{kept} differs: run python -m data.company --out data/sample"
    exports = {path for path in SAMPLE.rglob("*") if path.suffix in (".csv", ".parquet")}
    assert exports == {SAMPLE / path.relative_to(tmp_path) for path in written}


def test_size_and_formats(company: duckdb.DuckDBPyConnection) -> None:
    rows = sum(row(company, f"select count(*) from {table}")[0] for table in FILES)
    assert 38_000 <= rows <= 46_000
    assert all(row(company, f"select count(*) from {table}")[0] for table in FILES)
    files = [path for path in SAMPLE.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 8_000_000
    assert {".csv", ".parquet", ".toml", ".md"} == {path.suffix for path in files}


def test_two_years_and_a_morning(company: duckdb.DuckDBPyConnection) -> None:
    times = {"surveys": "sent_at", "cases": "opened_at", "interactions": '"at"', "orders": "ordered_at", "posts": "published_at"}
    for table, column in times.items():
        first, last, morning = row(
            company, f"select min({column})::date::varchar, max({column})::date::varchar, sum(({column} >= '2026-07-01')::int) from {table}"
        )
        assert "2024-07-01" <= first <= "2024-07-05", table
        assert last == "2026-07-01" or table == "posts", table
        assert morning < 30, table


def test_dimension_values_are_few(company: duckdb.DuckDBPyConnection) -> None:
    assert row(company, "select count(distinct channel), count(distinct team), count(distinct topic) from cases") == (6, 5, 10)
    assert row(company, "select count(distinct segment), count(distinct region) from people") == (3, 4)
    assert row(company, "select count(distinct product) from surveys")[0] == 6
    channels = company.execute(
        "select distinct channel from (select channel from cases union all select channel from orders union all select channel from posts)"
    ).fetchall()
    assert {name for (name,) in channels} == {"e-mail", "chat", "phone", "forum", "photo app", "video app", "web shop"}


CHAT = """
    select
        median(epoch(first_response_at) - epoch(opened_at)) filter (opened_at < '2026-02-01') / 60 as before,
        median(epoch(first_response_at) - epoch(opened_at)) filter (opened_at >= '2026-02-01' and opened_at < '2026-05-18') / 60 as slow,
        median(epoch(first_response_at) - epoch(opened_at)) filter (opened_at >= '2026-06-01') / 60 as after
    from cases
    where channel = 'chat'
"""


def test_chat_gets_slow_and_partly_recovers(company: duckdb.DuckDBPyConnection) -> None:
    before, slow, after = row(company, CHAT)
    assert 10 <= before <= 15
    assert 60 <= slow <= 85
    assert 17 <= after <= 30


def test_chat_satisfaction_falls_and_nothing_else_does(company: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select avg((score >= 4)::int) filter (answered_at >= '2025-02-01' and answered_at < '2026-02-01'),
            avg((score >= 4)::int) filter (answered_at >= '2026-02-01' and answered_at < '2026-05-18'),
            avg((score >= 4)::int) filter (answered_at >= '2026-06-01')
        from surveys where kind = 'csat' and channel {} 'chat'
    """
    before, slow, after = row(company, sql.format("="))
    assert before > 0.8 and slow < 0.6 and slow + 0.12 < after < before
    before, slow, after = row(company, sql.format("<>"))
    assert min(before, slow, after) > 0.79


def test_promises_break_in_the_chat(company: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select avg(kept::int) filter (due_at < '2026-02-01'), avg(kept::int) filter (due_at between '2026-02-01' and '2026-05-18'),
            avg(kept::int) filter (due_at >= '2026-06-01')
        from (select due_at, coalesce(kept_at <= due_at, false) as kept from promises
            where kind = 'first response' and channel = 'chat' and due_at < '2026-07-01')
    """
    before, slow, after = row(company, sql)
    assert before > 0.8 and slow < 0.25 and 0.5 < after < before


def test_contacts_move_to_chat(company: duckdb.DuckDBPyConnection) -> None:
    before, after = row(
        company,
        """select avg((channel = 'chat')::int) filter (opened_at < '2026-01-01'),
            avg((channel = 'chat')::int) filter (opened_at >= '2026-04-01')
        from cases""",
    )
    assert before < 0.33 and after > before + 0.1


def test_the_fix_is_noted_and_done(company: duckdb.DuckDBPyConnection) -> None:
    noted, done = row(
        company,
        """select (select time::date::varchar from notes where description like 'Second shift%'),
            (select done_at::date::varchar from actions where title like 'Second shift%' and status = 'done')""",
    )
    assert noted == done == "2026-05-18"


VALID = """
    select r.*
    from referrals as r
    left join people as p on p.person_id = r.referred_id
    where r.joined_at is not null and r.referrer_id <> r.referred_id and r.status in ('joined', 'converted')
        and (p.became_customer_at is null or p.became_customer_at >= r.invited_at)
"""


def test_giveaway_brings_reactions_and_no_customers(company: duckdb.DuckDBPyConnection) -> None:
    share, orders, valid = row(
        company,
        f"""select sum(reactions) filter (campaign_id = 'k-08') / sum(reactions),
            (select count(*) from orders where campaign_id = 'k-08'), (select count(*) from ({VALID}) where campaign_id = 'k-08')
        from posts""",
    )
    assert share > 0.5 and orders <= 3 and valid == 0
    cheap, orders, valid = row(
        company,
        f"""select cost, (select count(*) from orders where campaign_id = 'k-09'),
            (select count(*) from ({VALID}) where campaign_id = 'k-09')
        from campaigns where campaign_id = 'k-09'""",
    )
    assert cheap < 1000 and orders > 40 and valid > 40


def test_eight_ambassadors_carry_the_referrals_and_answer(company: duckdb.DuckDBPyConnection) -> None:
    company.execute(
        f"create or replace temp view carriers as select referrer_id, count(*) as n from ({VALID}) group by 1 order by n desc, 1 limit 8"
    )
    carried, least, next_best = row(
        company,
        f"""select (select sum(n) from carriers) / count(*), (select min(n) from carriers),
            (select count(*) from ({VALID}) group by referrer_id order by 1 desc limit 1 offset 8)
        from ({VALID})""",
    )
    assert carried > 0.5 and least > 2 * next_best
    answers, consent = row(
        company,
        """select (select count(*) from interactions where kind = 'answer' and actor_id in (select referrer_id from carriers)),
            (select count(*) from people where consent and person_id in (select referrer_id from carriers))""",
    )
    assert answers > 300 and consent == 8


def test_referrals_that_do_not_count_exist(company: duckdb.DuckDBPyConnection) -> None:
    oneself, refunded, known = row(
        company,
        """select count(*) filter (referrer_id = referred_id), count(*) filter (status = 'refunded'),
            count(*) filter (p.became_customer_at < invited_at and referrer_id <> referred_id)
        from referrals left join people as p on p.person_id = referred_id""",
    )
    assert oneself >= 5 and refunded >= 5 and known >= 10


def test_peers_answer_more_and_more(company: duckdb.DuckDBPyConnection) -> None:
    early, late, unanswered = row(
        company,
        """with firsts as (select parent_id, arg_min(actor_id, "at") as actor_id from interactions where kind = 'answer' group by 1)
        select avg((role <> 'employee')::int) filter ("at" < '2025-01-01'),
            avg((role <> 'employee')::int) filter ("at" >= '2026-04-01'),
            avg((firsts.parent_id is null)::int)
        from interactions as i left join firsts on firsts.parent_id = i.interaction_id
        left join people as p on p.person_id = firsts.actor_id
        where kind = 'question'""",
    )
    assert 0.35 < early < 0.5 and 0.64 < late < 0.78 and 0.05 < unanswered < 0.2


def test_recommendation_rises_and_detractors_recover(company: duckdb.DuckDBPyConnection) -> None:
    nps = "100 * (avg((score >= 9)::int) - avg((score <= 6)::int))"
    years = f"select {nps} from surveys where kind = 'nps' and answered_at {{}} '2025-07-01' and score is not null"
    first, second = row(company, years.format("<"))[0], row(company, years.format(">="))[0]
    assert second > first + 12
    again, recovered = row(
        company,
        """with low as (select person_id, min(answered_at) as at from surveys where kind = 'nps' and score <= 6 group by 1),
        later as (select person_id, max(score) as best from low join surveys as s using (person_id)
            where s.kind = 'nps' and s.score is not null and s.answered_at > low.at group by 1)
        select count(*), avg((best >= 9)::int) from later""",
    )
    assert again >= 40 and 0.25 < recovered < 0.7


def test_a_region_and_a_segment_differ(company: duckdb.DuckDBPyConnection) -> None:
    abroad, others = row(
        company,
        """select avg((score >= 4)::int) filter (p.region = 'Britain and Ireland'),
            avg((score >= 4)::int) filter (p.region <> 'Britain and Ireland')
        from surveys join people as p using (person_id) where kind = 'csat'""",
    )
    assert abroad < others - 0.05
    late, others = row(
        company,
        """select avg((kept_at <= due_at)::int) filter (p.region = 'Britain and Ireland'),
            avg((kept_at <= due_at)::int) filter (p.region <> 'Britain and Ireland')
        from promises join people as p using (person_id) where kind = 'delivery'""",
    )
    assert late < others - 0.08
    trade, others = row(
        company,
        """select avg(score) filter (p.segment = 'Trade'), avg(score) filter (p.segment <> 'Trade')
        from surveys join people as p using (person_id) where kind = 'nps'""",
    )
    assert trade > others


def test_many_are_asked_and_some_answer(company: duckdb.DuckDBPyConnection) -> None:
    rates = company.execute("select count(score) / count(*) from surveys where kind in ('csat', 'nps') group by kind, channel").fetchall()
    assert all(0.13 < rate < 0.45 for (rate,) in rates)
    unknown, comments = row(
        company,
        """select count(*) filter (score is not null and person_id not in (select person_id from people)),
            count(distinct comment) from surveys""",
    )
    assert 1 <= unknown <= 40 and comments > 600


def test_days_and_hours_have_a_rhythm(company: duckdb.DuckDBPyConnection) -> None:
    weekday, weekend, day, night = row(
        company,
        """select count(*) filter (isodow(opened_at) <= 5) / 5, count(*) filter (isodow(opened_at) > 5) / 2,
            count(*) filter (hour(opened_at) between 9 and 11), count(*) filter (hour(opened_at) between 1 and 3) from cases""",
    )
    assert weekday > 1.4 * weekend and day > 15 * night


def test_names_of_many_scripts_and_addresses_of_nobody(company: duckdb.DuckDBPyConnection) -> None:
    scripts = ("[А-я]", "[Ͱ-Ͽ]", "[؀-ۿ]", "[぀-ヿ一-鿿]", "[가-힣]", "[ऀ-ॿ]", "[ĄąŁłŚśŻż]", "[ÄÖÜäöüß]")
    for letters in scripts:
        assert row(company, f"select count(*) from people where regexp_matches(name, '{letters}')")[0] > 5
    assert (
        row(company, "select count(*) from people where not regexp_matches(email, '@(example[.](com|org|net)|tarvelund[.]example)$')")[0]
        == 0
    )


def test_tests_are_decided_but_for_one_that_runs(company: duckdb.DuckDBPyConnection) -> None:
    assert row(company, "select count(*) filter (decision is null), count(*) filter (decision is not null) from tests") == (1, 7)
    assert row(company, "select count(distinct (test_id, variant)) from posts where test_id is not null")[0] == 16
