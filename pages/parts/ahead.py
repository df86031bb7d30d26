"""What a page asked when it was last opened with the same choices: it will ask that again, whatever the filters are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from pages.parts import address
from pages.parts.visit import Visit
from queries import ahead

KEPT = 128


@contextmanager
def asked(visit: Visit, page: str) -> Iterator[None]:
    """During the block, which runs the page, what it is known to ask is answered beside it; what it asked is known from then on."""
    known = _known(page, address.choices())
    ahead.ask(visit.snapshot, visit.filters, known)
    yield
    known[:] = visit.asked


@lru_cache(KEPT)
def _known(page: str, choices: tuple[str, ...]) -> list[ahead.Asked]:
    return []
