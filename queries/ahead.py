"""Questions asked ahead: those that a page is going to ask, answered beside each other while it begins to be drawn."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import duckdb

from queries import views
from queries.filters import Filters
from queries.snapshot import Snapshot

# A view, and its parameters by name.
Asked = tuple[str, tuple[tuple[str, Any], ...]]
# One alone is there as soon where the page asks it itself: two threads hinder each other at what the interpreter does.
FEWEST = 2
_pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="ahead")
# Seconds that each view took when it was last asked.
_took: dict[str, float] = {}


def ask(snapshot: Snapshot, filters: Filters, questions: Iterable[Asked], scope: str = "all") -> None:
    """Ask as many at once as there are processors, and return at once: whoever asks the same finds the answer, or waits for it.

    Only what the database answers is asked: totals in memory are read by the interpreter, which two threads share. What took longest
    the last time goes first, so that nothing long is left at the end.
    """
    asked = [(view, dict(params)) for view, params in dict.fromkeys(questions)]
    asked = [(view, params) for view, params in asked if views.needs_database(snapshot, view, filters, scope, **params)]
    if len(asked) >= FEWEST:
        for view, params in sorted(asked, key=lambda question: -_took.get(question[0], 0.0)):
            _pool.submit(_answer, snapshot, view, filters, scope, params)


def _answer(snapshot: Snapshot, view: str, filters: Filters, scope: str, params: dict[str, Any]) -> None:
    # A question that fails is asked again by the page, which says what is wrong. Where the page was quicker, nobody waits for it here.
    with suppress(duckdb.Error, ValueError):
        if views.needs_database(snapshot, view, filters, scope, **params):
            started = time.monotonic()
            views.run(snapshot, view, filters, scope, **params)
            _took[view] = time.monotonic() - started
