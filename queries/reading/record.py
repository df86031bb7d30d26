"""A record: lines of an export and what they are, and what the lines must look like to be a row."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from queries.reading.model import Rejected
from queries.reading.profile import Profile

SHOWN = 200
SECOND_TABLE, NO_END = "belongs to a second table", "has no line end"
# Rejects for these reasons say nothing against the rows: they do not count towards the share that sets a file aside.
BESIDE = (SECOND_TABLE, NO_END)
Mask = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Record:
    """Lines `line` to `line + lines` (0-based) and what they are: cells, or else a reason with the column and value it is about.

    `pieces` is how many cells a bad record has, `broken` whether its quotes are at fault. A `trusted` record stands for a run of
    lines that were proved to be a row each; its cells are read elsewhere.
    """

    line: int
    lines: int
    cells: tuple[str, ...] | None
    reason: str = ""
    column: int | None = None
    value: str = ""
    trusted: bool = False
    pieces: int = 0
    broken: bool = False

    @property
    def rows(self) -> int:
        """How many rows it gives."""
        return 0 if self.cells is None else self.lines if self.trusted else 1


@dataclass(frozen=True)
class Shape:
    """What a record must look like. `names` are the header's, `ragged` lets short rows pass, `open_end` a last line without end."""

    profile: Profile
    names: tuple[str, ...]
    ragged: bool = False
    open_end: bool = False


def rejected(record: Record, names: tuple[str, ...]) -> Rejected:
    """A bad record in the words of the account."""
    column = names[record.column] if record.column is not None and record.column < len(names) else ""
    return Rejected(record.line + 1, record.lines, column, record.value[:SHOWN], record.reason)
