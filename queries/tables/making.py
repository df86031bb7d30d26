"""A snapshot is made, beside the one that serves: new rows are added to a copy of it where that is the same as building all anew."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb

from queries import snapshot
from queries.settings import Settings
from queries.tables import building, growing, proving
from queries.tables.filling import Part
from queries.trouble import Trouble

ADDED = "New rows were added to the last snapshot."


def make(cache: Path, name: str, found: Sequence[Part], said: Settings, rules: str) -> tuple[str, str]:
    """Write the snapshot and move the pointer; gives its name and, in a sentence, how it was made.

    A damaged one of that name is not replaced but followed by one with a new name, because a process that has the old file open would
    go on reading it. Raises Trouble where it cannot be written; the last one then stays.
    """
    target, last = snapshot.path_of(cache, name), snapshot.path_of(cache, snapshot.current_name(cache) or "none")
    target.parent.mkdir(exist_ok=True)
    if snapshot.sound(target):
        snapshot.point(cache, name)
        return name, "It was built before."
    if target.exists():
        name = f"{name}-{time.time_ns():x}"
        target = snapshot.path_of(cache, name)
    making = target.with_name(f".making-{name}.duckdb")
    try:
        built = _write(making, last, found, said, name, rules)
        with making.open("rb") as file:
            os.fsync(file.fileno())
    except (OSError, duckdb.Error) as error:
        said_why = str(error).splitlines()[0].rstrip(".")
        raise Trouble(f"The snapshot cannot be written to {cache}: {said_why}. The last good data stays.") from error
    snapshot.seal(making, target)
    making.replace(target)
    snapshot.point(cache, name)
    return name, built


def _write(making: Path, last: Path, found: Sequence[Part], said: Settings, name: str, rules: str) -> str:
    """Add what is new to a copy of the last snapshot, or build all, and say which and why."""
    reason = "There is no snapshot to add to."
    if snapshot.sound(last):
        try:
            growing.grow(making, last, found, said, name, rules)
            return ADDED
        except proving.Declined as declined:
            reason = str(declined)
        except duckdb.Error as error:
            reason = f"Adding did not work: {str(error).splitlines()[0].rstrip('.')}."
        making.unlink(missing_ok=True)
        making.with_name(f"{making.name}.wal").unlink(missing_ok=True)
    building.build(making, found, said, name, rules)
    return f"All was built from all exports. {reason}"
