"""The words of reading: what a source wants of a header, what was read, and how a file is refused."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Check = str | Callable[[str], bool]


@dataclass(frozen=True)
class Wanted:
    """What one source needs of an export.

    `columns` is a required subset, in any order and letter case. `header_rows` and `footer_rows` are lines; `footer` is a
    pattern that whole footer lines match. `checks` gives columns a regular expression for the whole cell, or a predicate;
    with it, damaged rows can be told from good ones, and some repaired. `kinds` are the same for columns that are cast later:
    they tell and repair too, but reject nothing by themselves, for the cast does that. `ragged` allows short rows. `open_end` says that
    this tool never ends its last line, so that a missing end is no sign of a cut; `headerless` that its files may lack the
    header and then hold `columns` in their order, which the checks must bear out.
    """

    name: str
    columns: tuple[str, ...]
    header_rows: int = 1
    footer_rows: int = 0
    ragged: bool = False
    delimiter: str | None = None
    encoding: str | None = None
    checks: Mapping[str, Check] = field(default_factory=dict)
    kinds: Mapping[str, Check] = field(default_factory=dict)
    footer: str | None = None
    open_end: bool = False
    headerless: bool = False


@dataclass(frozen=True)
class Limits:
    """What an export may cost: bytes (also decompressed), rows, columns, characters a cell, seconds, and the share of rejects."""

    bytes: int = 4_000_000_000
    decompressed: int = 4_000_000_000
    ratio: int = 200
    rows: int = 20_000_000
    columns: int = 2_000
    cell: int = 1_000_000
    seconds: float = 900.0
    rejects: float = 0.2

    def started(self) -> "Running":
        """The same limits, with the clock running."""
        return Running(**vars(self), until=time.monotonic() + self.seconds)

    def check(self) -> None:
        """Whether there is time left: there is, before the clock runs."""

    def left(self) -> float | None:
        """Seconds that are left; None before the clock runs."""
        return None


@dataclass(frozen=True)
class Running(Limits):
    """Limits of a reading that has begun, and when (on the monotonic clock) it must end."""

    until: float = 0.0

    def check(self) -> None:
        """Raises Unreadable where the time is used up."""
        if time.monotonic() > self.until:
            raise Unreadable(f"Reading took longer than {self.seconds:g} seconds.")

    def left(self) -> float:
        """Seconds that are left."""
        return max(0.0, self.until - time.monotonic())


@dataclass(frozen=True)
class Rejected:
    """A record that is not loaded: its first physical line, how many lines it takes, and why."""

    line: int
    lines: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What was read. In physical lines: `row_lines` + rejected lines + header + blank + footer lines = `lines`.

    `header_lines` includes what stands above the header. `notes` are sentences about the file as a whole.
    """

    encoding: str
    dialect: str
    columns: tuple[str, ...]
    matched: tuple[str, ...]
    lines: int
    rows: int
    row_lines: int
    header_lines: int
    blank_lines: int
    footer_lines: int
    rejected: list[Rejected]
    notes: tuple[str, ...] = ()


class Unreadable(Exception):
    """The file is set aside; the text is one plain sentence that says why."""


class Interrupted(Unreadable):
    """The file could not be read just now, through no fault of its content: the next load tries again."""


class Unrecognised(Exception):
    """No source knows this header. `nearest` holds the sources that come closest, each with the columns that it misses."""

    def __init__(self, columns: tuple[str, ...], nearest: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        self.columns, self.nearest = columns, nearest
        names = ", ".join(columns[:12]) + (", …" if len(columns) > 12 else "")
        super().__init__(f"No source knows these columns: {names}.")
