"""What each page asks for in one run with its defaults: a later page joins the benchmark with one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from queries import cards, registry, views
from queries.cards import Card
from queries.filters import Filters
from queries.snapshot import Snapshot
from tests.bench import tiles


@dataclass(frozen=True)
class Question:
    """A view with its parameters, or the cards of some metrics (then `view` is empty)."""

    view: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    metrics: tuple[str, ...] = ()

    @property
    def views(self) -> tuple[str, ...]:
        """The views that it takes to answer."""
        return (self.view,) if self.view else tuple(registry.metrics()[name].view for name in self.metrics)


def asks(view: str, **params: Any) -> Question:
    """As `Visit.ask`."""
    return Question(view, params)


def cards_of(*metrics: str) -> Question:
    """As `Visit.cards`."""
    return Question(metrics=metrics)


def trends(*metrics: str) -> tuple[Question, ...]:
    """The rows behind charts over time, and the notes drawn on them."""
    return (*(asks(registry.metrics()[name].view) for name in metrics), asks("overview/notes"))


# The first question of each is what stands at the head of every page.
HEAD = asks("data/files")
PAGES: dict[str, tuple[Question, ...]] = {
    "overview": (
        cards_of("csat", "nps", "ces", "first_response", "promises_kept", "within_hour"),
        cards_of("valid_referrals", "new_customers", "recovered_detractors", "enps", "ideas_adopted", "campaigns_with_customers"),
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
}
# What only we can tell: the account of the load. The others are spared it.
OURS_ONLY = frozenset({"data/files"})
# Pages that are not measured, and why.
UNMEASURED = {
    "data": "the account of the load, which nobody else has",
    "definitions": "asks for no number",
    "waiting": "who waits at this moment, which no filter of dates changes; nobody else answers its tiles yet",
    "promises": "nobody else answers its tiles yet",
    "voices": "nobody else answers its tiles yet",
    "advocates": "nobody else answers its tiles yet",
    "referrals": "nobody else answers its tiles yet",
    "employees": "nobody else answers its tiles yet",
}


def asked(page: str) -> dict[str, dict[str, Any]]:
    """The tiles of a page that everybody answers: view -> parameters."""
    found = {view: question.params for question in PAGES[page] for view in question.views}
    return {view: params for view, params in found.items() if view not in OURS_ONLY}


@contextmanager
def forgetful() -> Iterator[None]:
    """Nothing that was answered before the block is remembered in it."""
    kept = views.ANSWERS
    views.ANSWERS = views.Answers(views.KEPT_ANSWERS)
    try:
        yield
    finally:
        views.ANSWERS = kept


def ours(found: Snapshot, page: str, filters: Filters) -> list[Card]:
    """Ask what the page asks, in its order; within the page an answer serves twice, as it does there. Returns the cards."""
    made: list[Card] = []
    with forgetful():
        for question in PAGES[page]:
            if question.view:
                _ = views.run(found, question.view, filters, **question.params).frame
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
