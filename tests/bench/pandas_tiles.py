"""Pandas in memory: every tile of the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from queries.filters import Filters
from tests.bench import (
    pandas_advocates,
    pandas_ambassadors,
    pandas_community,
    pandas_compared,
    pandas_conversations,
    pandas_employees,
    pandas_giving,
    pandas_promises,
    pandas_promoters,
    pandas_quotes,
    pandas_referrals,
    pandas_ties,
    pandas_voices,
    pandas_waiting,
)
from tests.bench.pandas_breakdowns import distribution, newest_answers, scores_by, what_changed, who_answers
from tests.bench.pandas_kept import Kept, Tile, read
from tests.bench.pandas_metrics import (
    _all,
    active_people,
    campaigns,
    counted,
    csat,
    customers,
    median_of,
    net_promoters,
    revenue,
    share,
)
from tests.bench.pandas_people import comments_of_employees, employees, recovered, repeat_purchase


class Pandas:
    """All tables in memory."""

    def __init__(self, parquet: Path, later: bool = True) -> None:
        self.tables = read(parquet, later)
        self.facts = pq.read_table(parquet / "facts.parquet").to_pylist()[0]

    @property
    def tiles(self) -> set[str]:
        """The tiles that it answers."""
        return {*TILES}

    def page(self, asked: dict[str, dict[str, Any]], filters: Filters) -> dict[str, pd.DataFrame]:
        """Answer every tile from tables that are filtered once."""
        kept = Kept(self.tables, filters, self.facts)
        return {tile: TILES[tile](kept, **params) for tile, params in asked.items()}


TILES: dict[str, Tile] = {
    "satisfaction/csat": csat,
    "satisfaction/nps": net_promoters,
    "satisfaction/ces": share(
        "surveys", lambda rows: (rows["kind"] == "ces") & rows["satisfied"].notna() & ~rows["is_staff"], lambda rows: rows["satisfied"]
    ),
    "satisfaction/enps": employees,
    "satisfaction/response_rate": share(
        "surveys", lambda rows: (rows["kind"] != "enps") & ~rows["is_staff"], lambda rows: rows["score"].notna(), "sent_day"
    ),
    "satisfaction/recovered_detractors": recovered,
    "satisfaction/score_distribution": distribution,
    "satisfaction/scores_by": scores_by,
    "satisfaction/answers": newest_answers,
    "satisfaction/response_by": who_answers,
    "promises/first_response": median_of(lambda rows: rows["response_minutes"]),
    "promises/promises_kept": share("promises", customers, lambda rows: rows["kept_at"] <= rows["due_at"]),
    "promises/within_hour": share("cases", customers, lambda rows: rows["response_minutes"] <= 60),
    "advocacy/valid_referrals": counted("referrals", lambda rows: rows["refusal"].isna() & ~rows["is_staff"]),
    "advocacy/ideas_adopted": share("actions", _all, lambda rows: rows["status"].isin(["adopted", "done"])),
    "value/new_customers": counted("people", lambda rows: rows["became_customer_at"].notna() & ~rows["is_staff"]),
    "value/campaigns_with_customers": campaigns,
    "value/repeat_purchase": repeat_purchase,
    "value/revenue": revenue,
    "value/tests_decided": share("tests", _all, lambda rows: rows["decision"].notna()),
    "community/active_people": active_people,
    "community/peer_answers": share("interactions", lambda rows: rows["is_first_answer"], customers),
    "community/give_share": share("posts", lambda rows: rows["intent"].notna(), lambda rows: rows["intent"] == "give"),
    "overview/what_changed": what_changed,
    "promises/resolution": median_of(lambda rows: rows["resolution_minutes"] / 60),
    "promises/reopen_rate": pandas_promises.reopen_rate,
    "promises/one_touch": share(
        "cases", lambda rows: rows["agent_replies"].notna() & ~rows["is_staff"], lambda rows: rows["agent_replies"] == 1, "solved_day"
    ),
    "promises/promises_by": pandas_promises.promises_by,
    "promises/open_promises": pandas_promises.open_promises,
    "promises/broken": pandas_promises.broken,
    "promises/waiting_curve": pandas_promises.waiting_curve,
    "promises/response_by": pandas_promises.response_by,
    "promises/cases": pandas_promises.slowest_cases,
    "waiting/teams": pandas_waiting.teams,
    "waiting/waiting": pandas_waiting.waiting,
    "voices/comments": counted("surveys", lambda rows: pandas_voices.answers(rows) & rows["comment"].notna(), pandas_voices.answers),
    "voices/closed_loop": pandas_voices.closed_loop,
    "voices/raised_to_done": median_of(
        lambda rows: (rows["done_at"] - rows["raised_at"]).dt.total_seconds() / 3600, "actions", _all, "done_day"
    ),
    "voices/themes": pandas_voices.themes,
    "voices/words": pandas_quotes.words,
    "voices/quotes": pandas_quotes.quotes,
    "voices/said": pandas_quotes.said,
    "voices/loop": pandas_voices.loop,
    "voices/done": pandas_voices.done,
    "voices/purposes": pandas_voices.purposes,
    "voices/employees": comments_of_employees,
    "advocates/advocacy_rate": pandas_advocates.advocacy_rate,
    "advocates/acts": pandas_advocates.acts,
    "advocates/ambassadors": pandas_ambassadors.ambassadors,
    "advocates/carriers": pandas_advocates.carriers,
    "advocates/concentration": pandas_advocates.concentration,
    "advocates/promoter_to_referrer": pandas_promoters.promoter_to_referrer,
    "advocates/referred_within": pandas_promoters.referred_within,
    "advocates/never_asked": pandas_promoters.never_asked,
    "advocates/to_thank": pandas_advocates.to_thank,
    "referrals/referral_rate": pandas_referrals.referral_rate,
    "referrals/k_factor": pandas_referrals.k_factor,
    "referrals/k_windows": pandas_referrals.k_windows,
    "referrals/funnel": pandas_referrals.funnel,
    "referrals/tree": pandas_referrals.tree,
    "referrals/refusals": pandas_referrals.refusals,
    "referrals/campaigns": pandas_referrals.campaigns,
    "referrals/referrers": pandas_referrals.referrers,
    "referrals/compared": pandas_compared.compared,
    "community/active_28_days": pandas_community.active_28_days,
    "community/stickiness": pandas_community.stickiness,
    "community/weekly_active": pandas_community.weekly_active,
    "community/newcomers": pandas_community.newcomers,
    "community/newcomers_returning": pandas_community.newcomers_returning,
    "community/gravity": pandas_community.gravity,
    "community/stages": pandas_community.stages,
    "community/retention": pandas_community.retention,
    "community/carriers": pandas_community.carriers,
    "community/questions": pandas_conversations.questions,
    "community/answers_given": pandas_conversations.answers_given,
    "community/unanswered": pandas_conversations.unanswered,
    "community/starters": pandas_conversations.starters,
    "community/left_out": pandas_conversations.left_out,
    "ties/reciprocity": pandas_ties.reciprocity,
    "ties/member_ties": pandas_ties.member_ties,
    "ties/cold_ties": pandas_ties.cold_ties,
    "ties/cold": pandas_ties.cold,
    "ties/fans": pandas_ties.fans,
    "ties/gave_first": pandas_giving.gave_first,
    "ties/give_ask": pandas_giving.give_ask,
    "ties/givers": pandas_giving.givers,
    "ties/begging": pandas_giving.begging,
    "employees/employee_sharing": pandas_employees.employee_sharing,
    "employees/sharing_by": pandas_employees.sharing_by,
    "employees/enps_months": pandas_employees.enps_months,
    "employees/ideas": pandas_employees.ideas,
    "employees/workload": pandas_employees.workload,
}
