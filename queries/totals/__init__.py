"""Daily totals in memory: a rollup summed up along time, so that sums over any period, bucket and choice of values cost no scan.

A view is answered here when all that it reads is sums of one rollup; its own SQL text says what is computed (`parse.plan`).
Everything else goes to the database, which gives the same answer.
"""

from queries.totals.cube import Cube
from queries.totals.listed import Listed
from queries.totals.parse import plan
from queries.totals.spans import Span, Spans
from queries.totals.store import Store
from queries.totals.values import Declined
from queries.totals.view import Plan

__all__ = ["Cube", "Declined", "Listed", "Plan", "Span", "Spans", "Store", "plan"]
