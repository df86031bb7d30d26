"""The data folder that this process serves: loaded in the background, opened read-only."""

from __future__ import annotations

from pathlib import Path

from pages.parts import states
from queries import places, watching
from queries import snapshot as snapshots
from queries.snapshot import Snapshot
from queries.trouble import Trouble


def folders() -> tuple[Path, Path]:
    """The data folder and the folder of its snapshots. Raises Trouble with one sentence."""
    data = places.data_folder()
    return data, places.cache_folder(data)


def begin() -> None:
    """Start loading as soon as the server starts; what is wrong with the folders is said to whoever opens a page."""
    try:
        watching.watch(*folders())
    except Trouble:
        return


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
    return found


def failed() -> str:
    """Why the last load in the background gave no snapshot, or nothing."""
    return watching.trouble(folders()[1])
