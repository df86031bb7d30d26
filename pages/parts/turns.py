"""Whose page is computed now: as many at once as there are processors, and the others after them.

One interpreter computes them all. Side by side, each of eight pages would take as long as all of them; in turn, half are there in not much
more than half the time, and fewer rows are in memory at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

# A page that waits for the database needs no processor of ours: nobody stands behind it for longer than this.
PATIENCE = 1.0
_places = BoundedSemaphore(os.cpu_count() or 1)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a place, at most PATIENCE seconds, and hold it during the block."""
    held = _places.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if held:
            _places.release()
