"""One DuckDB query a tile, over the native tables or over Parquet: what a dashboard on a database asks, each tile for itself.

Both periods come from one query, and so do the whole and its buckets.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from queries.filters import Filters
from tests.bench import (
    sql_advocates,
    sql_ambassadors,
    sql_community,
    sql_compared,
    sql_conversations,
    sql_employees,
    sql_giving,
    sql_promises,
    sql_quotes,
    sql_referrals,
    sql_ties,
    sql_voices,
    sql_waiting,
    tiles,
)
from tests.bench.sql_breakdowns import distribution, newest_answers, scores_by, what_changed, who_answers
from tests.bench.sql_kept import CUSTOMERS, Asked, Tile
from tests.bench.sql_metrics import campaigns, counted, median_of, net_promoters, revenue, share
from tests.bench.sql_people import comments_of_employees, employees, recovered, repeat_purchase


class Sql:
    """A connection of its own to the native tables, or to Parquet files through views of the same names."""

    def __init__(self, database: Path | None = None, parquet: Path | None = None) -> None:
        self.con = duckdb.connect(str(database), read_only=True) if database else duckdb.connect()
        self.con.execute("set timezone = 'UTC'")
        for file in sorted(parquet.glob("*.parquet")) if parquet else ():
            self.con.execute(f"create view {file.stem} as select * from read_parquet('{file}')")
        described = self.con.execute("select table_name, list(column_name) from duckdb_columns() where not internal group by 1").fetchall()
        self.columns = dict(described)
        self.facts = self.con.execute("select cast(last_moment as varchar), data_to from facts").fetchall()[0]

    @property
    def tiles(self) -> set[str]:
        """The tiles that it answers."""
        return {*TILES}

    def page(self, asked: dict[str, dict[str, Any]], filters: Filters) -> dict[str, tiles.Table]:
        """Answer every tile, one query after the other."""
        return {tile: self._ask(TILES[tile](Asked(self.columns, self.facts, filters, params))) for tile, params in asked.items()}

    def _ask(self, sql: str) -> tiles.Table:
        found = self.con.execute(sql)
        return [column[0] for column in found.description], found.fetchall()


CSAT = "kind = 'csat' and satisfied is not null"

TILES: dict[str, Tile] = {
    "satisfaction/csat": share("surveys", "satisfied", CSAT),
    "satisfaction/nps": net_promoters,
    "satisfaction/ces": share("surveys", "satisfied", "kind = 'ces' and satisfied is not null"),
    "satisfaction/enps": employees,
    "satisfaction/response_rate": share("surveys", "score is not null", narrowed=f"{CUSTOMERS} and kind <> 'enps'", day="sent_day"),
    "satisfaction/recovered_detractors": recovered,
    "satisfaction/score_distribution": distribution,
    "satisfaction/scores_by": scores_by,
    "satisfaction/answers": newest_answers,
    "satisfaction/response_by": who_answers,
    "promises/first_response": median_of("response_minutes"),
    "promises/promises_kept": share("promises", "kept_at <= due_at"),
    "promises/within_hour": share("cases", "response_minutes <= 60"),
    "advocacy/valid_referrals": counted("referrals", "count(*) filter (refusal is null)"),
    "advocacy/ideas_adopted": share("actions", "status in ('adopted', 'done')", narrowed="decided_at is not null"),
    "value/new_customers": counted("people", "count(became_customer_at)"),
    "value/campaigns_with_customers": campaigns,
    "value/repeat_purchase": repeat_purchase,
    "value/revenue": revenue,
    "value/tests_decided": share("tests", "decision is not null", narrowed="true"),
    "community/active_people": counted(
        "interactions",
        "count(distinct actor_id)",
        f"{CUSTOMERS} and actor_id is not null and kind not in ('visit', 'open', 'leave', 'unsubscribe')",
    ),
    "community/peer_answers": share("interactions", "not is_staff", "is_first_answer", narrowed="true"),
    "community/give_share": share("posts", "intent = 'give'", "intent is not null", narrowed="true"),
    "overview/what_changed": what_changed,
    "promises/resolution": median_of("resolution_minutes / 60"),
    "promises/reopen_rate": sql_promises.reopen_rate,
    "promises/one_touch": share("cases", "agent_replies = 1", "agent_replies is not null", day="solved_day"),
    "promises/promises_by": sql_promises.promises_by,
    "promises/open_promises": sql_promises.open_promises,
    "promises/broken": sql_promises.broken,
    "promises/waiting_curve": sql_promises.waiting_curve,
    "promises/response_by": sql_promises.response_by,
    "promises/cases": sql_promises.slowest_cases,
    "waiting/teams": sql_promises.waiting_teams,
    "waiting/waiting": sql_waiting.waiting,
    "voices/comments": counted("surveys", "count(comment)", sql_voices.ANSWERS),
    "voices/closed_loop": sql_voices.closed_loop,
    "voices/raised_to_done": median_of("(epoch(done_at) - epoch(raised_at)) / 3600", "actions", "true", "done_day"),
    "voices/themes": sql_voices.themes,
    "voices/words": sql_voices.words,
    "voices/quotes": sql_quotes.quotes,
    "voices/said": sql_quotes.said,
    "voices/loop": sql_voices.loop,
    "voices/done": sql_voices.done,
    "voices/purposes": sql_voices.purposes,
    "voices/employees": comments_of_employees,
    "advocates/advocacy_rate": sql_advocates.advocacy_rate,
    "advocates/acts": sql_advocates.acts,
    "advocates/ambassadors": sql_ambassadors.ambassadors,
    "advocates/carriers": sql_advocates.carriers,
    "advocates/concentration": sql_advocates.concentration,
    "advocates/promoter_to_referrer": sql_advocates.promoter_to_referrer,
    "advocates/referred_within": sql_advocates.referred_within,
    "advocates/never_asked": sql_advocates.never_asked,
    "advocates/to_thank": sql_advocates.to_thank,
    "referrals/referral_rate": sql_referrals.referral_rate,
    "referrals/k_factor": sql_referrals.k_factor,
    "referrals/k_windows": sql_referrals.k_windows,
    "referrals/funnel": sql_referrals.funnel,
    "referrals/tree": sql_referrals.tree,
    "referrals/refusals": sql_referrals.refusals,
    "referrals/campaigns": sql_referrals.campaigns,
    "referrals/referrers": sql_referrals.referrers,
    "referrals/compared": sql_compared.compared,
    "community/active_28_days": sql_community.active_28_days,
    "community/stickiness": sql_community.stickiness,
    "community/weekly_active": sql_community.weekly_active,
    "community/newcomers": sql_community.newcomers,
    "community/newcomers_returning": sql_community.newcomers_returning,
    "community/gravity": sql_community.gravity,
    "community/stages": sql_community.stages,
    "community/retention": sql_community.retention,
    "community/carriers": sql_community.carriers,
    "community/questions": sql_conversations.questions,
    "community/answers_given": sql_conversations.answers_given,
    "community/unanswered": sql_conversations.unanswered,
    "community/starters": sql_conversations.starters,
    "community/left_out": sql_conversations.left_out,
    "ties/reciprocity": sql_ties.reciprocity,
    "ties/member_ties": sql_ties.member_ties,
    "ties/cold_ties": sql_ties.cold_ties,
    "ties/cold": sql_ties.cold,
    "ties/fans": sql_ties.fans,
    "ties/gave_first": sql_giving.gave_first,
    "ties/give_ask": sql_giving.give_ask,
    "ties/givers": sql_giving.givers,
    "ties/begging": sql_giving.begging,
    "employees/employee_sharing": sql_employees.employee_sharing,
    "employees/sharing_by": sql_employees.sharing_by,
    "employees/enps_months": sql_employees.enps_months,
    "employees/ideas": sql_employees.ideas,
    "employees/workload": sql_employees.workload,
}
