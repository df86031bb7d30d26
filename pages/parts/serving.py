"""The data folder that this process serves: loaded in the background, opened read-only."""

from __future__ import annotations

import ctypes
import gc
import sys
from itertools import chain
from pathlib import Path
from threading import Lock, Thread

from pages.parts import states
from pages.parts.questions import QUESTIONS
from queries import places, registry, views, watching
from queries import snapshot as snapshots
from queries.filters import Filters
from queries.snapshot import Snapshot
from queries.trouble import Trouble

_warmed: set[str] = set()
_lock = Lock()
# Of malloc.h: M_ARENA_MAX and M_MMAP_THRESHOLD.
_ARENA_MAX, _MMAP_THRESHOLD = -8, -3


def folders() -> tuple[Path, Path]:
    """The data folder and the folder of its snapshots. Raises Trouble with one sentence."""
    data = places.data_folder()
    return data, places.cache_folder(data)


def begin() -> None:
    """Start loading as soon as the server starts; what is wrong with the folders is said to whoever opens a page."""
    _share_heaps()
    # What is imported stays: to look for cycles in it, every now and then, stops all visitors for a twelfth of a second. Nobody is here yet,
    # so that nothing of a visit stays with it.
    gc.freeze()
    try:
        data, cache = folders()
    except Trouble:
        return
    watching.watch(data, cache)
    found = snapshots.current(cache)
    if found and not found.empty:
        warm(found)


def warm(found: Snapshot) -> None:
    """Answer what the first page asks, beside whoever is served, so that nobody waits until the totals are read."""
    with _lock:
        if found.name in _warmed:
            return
        _warmed.add(found.name)
    Thread(target=_ask_all, args=(found,), daemon=True, name="warm").start()


def _ask_all(found: Snapshot) -> None:
    filters = Filters.default(found)
    for name in chain(*QUESTIONS.values()):
        views.run(found, registry.metrics()[name].view, filters)


def _share_heaps() -> None:
    """Each visit runs in a new thread, for which glibc would open a heap that never shrinks; two for all hold a third less.

    Arrays of a megabyte go back to the system when they are freed: in a heap each would leave a hole.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(_ARENA_MAX, 2)
        mallopt(_MMAP_THRESHOLD, 1 << 20)


def snapshot() -> Snapshot:
    """The snapshot to show. Where there is none yet, the page says why or shows the load's progress, and ends."""
    try:
        data, cache = folders()
    except Trouble as trouble:
        states.stop(str(trouble))
    watching.watch(data, cache)
    found = snapshots.current(cache)
    if found is None:
        states.first_load(data, cache)
    if found.empty:
        states.stop(f"No export in {data} gave a row yet.", "Drop CSV or Parquet exports into this folder; they are read within a minute.")
    warm(found)
    return found


def failed() -> str:
    """Why the last load in the background gave no snapshot, or nothing."""
    return watching.trouble(folders()[1])
