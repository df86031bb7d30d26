"""Filters as visitors choose them, drawn anew for each round: the same size each time, so that nothing is remembered."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from queries.filters import Filters
from queries.period import Period
from queries.snapshot import Snapshot

DAYS, SPARE = 90, 14


def mid(found: Snapshot, rng: random.Random) -> Filters:
    """Ninety days, compared with the ninety before."""
    latest = (found.data_to - found.data_from).days - DAYS
    start = found.data_from + timedelta(days=rng.randint(DAYS, latest))
    return Filters(Period(start, start + timedelta(days=DAYS)), "previous")


def narrow(found: Snapshot, rng: random.Random) -> Filters:
    """The same of one segment and three channels."""
    days = mid(found, rng)
    return Filters(
        days.period,
        days.compare,
        channels=tuple(rng.sample(found.options["channel"], 3)),
        segments=tuple(rng.sample(found.options["segment"], 1)),
    )


def wide(found: Snapshot, rng: random.Random) -> Filters:
    """All days but some of the first fortnight; the data do not reach back to anything that these could be compared with."""
    start = found.data_from + timedelta(days=rng.randrange(SPARE))
    return Filters(Period(start, found.data_to), "none")


def free(found: Snapshot, rng: random.Random) -> Filters:
    """Ninety days of two topics and one team: what no total holds that is small enough to keep at hand."""
    days = mid(found, rng)
    pairs = _pairs(found)
    team = rng.choice(sorted({team for team, _ in pairs}))
    topics = sorted(topic for other, topic in pairs if other == team)
    return Filters(days.period, days.compare, teams=(team,), topics=tuple(rng.sample(topics, min(2, len(topics)))))


def _pairs(found: Snapshot) -> list[tuple[str, str]]:
    """The teams and topics that cases have together: a choice that leaves nothing would cost nothing."""
    select = "select distinct cast(team as varchar), cast(topic as varchar) from cases where team is not null and topic is not null"
    return found.cursor().execute(select).fetchall()


CHOICES: dict[str, Callable[[Snapshot, random.Random], Filters]] = {"narrow": narrow, "mid": mid, "wide": wide, "free": free}


def drawn(found: Snapshot, width: str, count: int, seed: int = 1) -> list[Filters]:
    """So many different choices of a width."""
    rng, chosen = random.Random(f"{width} {seed}"), dict[Filters, None]()
    while len(chosen) < count:
        chosen[CHOICES[width](found, rng)] = None
    return list(chosen)
