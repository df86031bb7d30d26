"""What each page asks for in one run with its defaults: a later page joins the benchmark with one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from queries import ahead, cards, registry, views
from queries.cards import Card
from queries.filters import Filters
from queries.snapshot import Snapshot
from tests.bench import tiles


@dataclass(frozen=True)
class Question:
    """A view with its parameters, or the cards of some metrics (then `view` is empty).

    What is `drawn` over time the page takes row by row, and makes no frame of it.
    """

    view: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    metrics: tuple[str, ...] = ()
    drawn: bool = field(default=False, compare=False)

    @property
    def views(self) -> tuple[str, ...]:
        """The views that it takes to answer."""
        return (self.view,) if self.view else tuple(registry.metrics()[name].view for name in self.metrics)

    @property
    def asked(self) -> list[ahead.Asked]:
        """The same with their parameters."""
        return [(view, tuple(self.params.items())) for view in self.views]


def asks(view: str, **params: Any) -> Question:
    """As `Visit.ask`."""
    return Question(view, params)


def cards_of(*metrics: str) -> Question:
    """As `Visit.cards`."""
    return Question(metrics=metrics)


def trends(*metrics: str) -> tuple[Question, ...]:
    """The rows behind charts over time, and the notes drawn on them."""
    return tuple(Question(view, drawn=True) for view in (*(registry.metrics()[name].view for name in metrics), "overview/notes"))


# The first question of each is what stands at the head of every page.
HEAD = asks("data/files")
PAGES: dict[str, tuple[Question, ...]] = {
    "overview": (
        cards_of("csat", "nps", "ces", "first_response", "promises_kept", "within_hour"),
        cards_of(
            "valid_referrals",
            "referral_rate",
            "new_customers",
            "campaigns_with_customers",
            "recovered_detractors",
            "closed_loop",
            "enps",
            "ideas_adopted",
        ),
        cards_of("active_people", "peer_answers", "give_share", "repeat_purchase", "revenue", "tests_decided"),
        HEAD,
        asks("overview/what_changed"),
        *trends("csat", "first_response", "promises_kept", "nps", "active_people", "valid_referrals"),
    ),
    "satisfaction": (
        cards_of("csat", "nps", "ces", "enps", "response_rate", "recovered_detractors"),
        HEAD,
        asks("satisfaction/score_distribution"),
        asks("satisfaction/scores_by"),
        asks("satisfaction/answers", kind="csat"),
        cards_of("response_rate", "recovered_detractors"),
        asks("satisfaction/response_by"),
        *trends("csat", "response_rate", "recovered_detractors"),
    ),
    "promises": (
        cards_of("promises_kept", "first_response", "within_hour", "resolution", "reopen_rate", "one_touch"),
        HEAD,
        *trends("promises_kept"),
        asks("promises/promises_by"),
        asks("promises/open_promises", by="kind"),
        asks("promises/broken"),
        asks("promises/first_response", clock="calendar"),
        asks("promises/waiting_curve", clock="calendar"),
        asks("promises/response_by", by="channel", clock="calendar", within=60.0),
        asks("promises/cases", clock="calendar"),
    ),
    "voices": (
        cards_of("comments", "csat", "closed_loop", "raised_to_done"),
        HEAD,
        asks("voices/themes"),
        asks("voices/words"),
        asks("voices/quotes"),
        asks("voices/said"),
        asks("voices/loop"),
        asks("voices/done"),
        asks("voices/purposes"),
        asks("voices/employees"),
    ),
    "advocates": (
        cards_of("advocacy_rate", "valid_referrals", "concentration", "promoter_to_referrer", "nps", "peer_answers"),
        HEAD,
        asks("advocates/ambassadors", signs=2, answers=3, orders=3, months=2, quiet=180, most=500),
        *trends("advocacy_rate"),
        asks("advocates/acts"),
        asks("advocates/carriers"),
        asks("advocates/concentration"),
        asks("advocates/referred_within"),
        asks("advocates/never_asked"),
        asks("advocates/to_thank"),
    ),
    "referrals": (
        cards_of("referral_rate", "valid_referrals", "k_factor", "promoter_to_referrer"),
        HEAD,
        *trends("referral_rate"),
        asks("referrals/k_windows"),
        asks("referrals/funnel"),
        asks("referrals/tree"),
        asks("referrals/refusals"),
        asks("referrals/campaigns"),
        asks("referrals/referrers"),
        asks("referrals/compared"),
    ),
    "waiting": (HEAD, asks("waiting/teams", soon=120), asks("waiting/waiting")),
    "community": (
        cards_of("active_28_days", "stickiness", "newcomers_returning", "gravity", "peer_answers", "peer_first_answer"),
        HEAD,
        asks("community/active_28_days"),
        asks("community/weekly_active"),
        asks("community/stickiness"),
        *trends("newcomers"),
        asks("community/stages"),
        asks("community/gravity"),
        asks("community/retention"),
        asks("community/questions"),
        asks("community/answers_given"),
        asks("community/carriers"),
        asks("community/unanswered"),
        asks("community/starters"),
        asks("community/left_out"),
    ),
    "ties": (
        cards_of("reciprocity", "member_ties", "cold_ties", "gave_first", "give_share"),
        HEAD,
        asks("ties/member_ties"),
        asks("ties/reciprocity"),
        asks("ties/cold"),
        asks("ties/give_ask"),
        cards_of("gave_first"),
        *trends("gave_first"),
        asks("ties/givers"),
        asks("ties/begging"),
        asks("ties/fans", least=3),
    ),
    "employees": (
        cards_of("employee_sharing", "enps"),
        HEAD,
        *trends("employee_sharing"),
        asks("employees/enps_months"),
        asks("employees/sharing_by"),
        asks("employees/ideas"),
        asks("employees/workload"),
        asks("voices/employees"),
    ),
}
# What no filter changes, asked once a snapshot: the account of the load, and what happened when. The others are spared it.
OURS_ONLY = frozenset({"data/files", "overview/notes"})
# What a page asks beside its tiles, and why nobody is measured by it.
LEFT_OUT = {
    "community/members": "the people of a month that the page takes from the answer before; their stages are counted in community/stages",
    "ties/edges": "a network with its core, bridges and picture, which a tile of numbers is not; tests.figures.community measures it",
    "ties/people": "who those are that its picture shows",
    "ties/person": "the ties of whoever stands at its core",
}
# Pages that are not measured, and why.
UNMEASURED = {
    "data": "the account of the load, which nobody else has",
    "definitions": "asks for no number",
}


def asked(page: str) -> dict[str, dict[str, Any]]:
    """The tiles of a page that everybody answers: view -> parameters."""
    found = {view: question.params for question in PAGES[page] for view in question.views}
    return {view: params for view, params in found.items() if view not in OURS_ONLY}


@contextmanager
def forgetful() -> Iterator[None]:
    """Nothing that was answered before the block is remembered in it, but what no filter changes."""
    kept = views.ANSWERS
    views.ANSWERS = views.Answers(views.KEPT_ANSWERS)
    _hand_over(kept, views.ANSWERS)
    try:
        yield
    finally:
        _hand_over(views.ANSWERS, kept)
        views.ANSWERS = kept


def _hand_over(source: views.Answers, target: views.Answers) -> None:
    for question, answer in source.items():
        if question[1] in OURS_ONLY:
            target.get(question, answer.result)


def ours(found: Snapshot, page: str, filters: Filters) -> list[Card]:
    """Ask what the page asks, in its order, and what the database answers ahead, as a page does that was opened before.

    Within the page an answer serves twice, as it does there. Returns the cards.
    """
    made: list[Card] = []
    with forgetful():
        ahead.ask(found, filters, [asked for question in PAGES[page] for asked in question.asked])
        for question in PAGES[page]:
            if question.view:
                answer = views.run(found, question.view, filters, **question.params)
                _ = cards.rows_of(answer.columns) if question.drawn else answer.frame
            else:
                made += cards.cards(found, filters, question.metrics)
    return made


def answers(found: Snapshot, page: str, filters: Filters) -> dict[str, tiles.Rows]:
    """Our answers to the tiles of a page, by view."""
    told = {}
    for view, params in asked(page).items():
        told[view] = tiles.rows(view, views.run(found, view, filters, **params).frame)
    return told


def of_cards(made: list[Card]) -> dict[str, tiles.Rows]:
    """What cards say of both whole periods, by view: a card must say what the rows of its view say."""
    told: dict[str, tiles.Rows] = {}
    for card in made:
        end = (card.currency,) if card.metric.unit == "money" else ()
        rows = told.setdefault(card.metric.view, {})
        pairs = {"this": (card.value, card.n), "before": (card.before, card.before_n)}
        rows |= {(period, None, *end): (value, float(n)) for period, (value, n) in pairs.items() if value is not None}
    return told
