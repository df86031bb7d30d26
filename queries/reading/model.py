"""The words of reading: what a source wants of a header, what was read, and how a file is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Check = str | Callable[[str], bool]


@dataclass(frozen=True)
class Wanted:
    """What one source needs of an export.

    `columns` is a required subset, in any order and letter case. `header_rows` and `footer_rows` are lines; `footer` is a
    pattern that whole footer lines match. `checks` gives columns a regular expression for the whole cell, or a predicate;
    with it, damaged rows can be told from good ones, and some repaired. `ragged` allows short rows. `open_end` says that
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
