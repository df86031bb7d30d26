"""The account of an export: what became of every physical line of it."""

from dataclasses import asdict, dataclass, field
from typing import Any

LOADED, REJECTS, ASIDE, UNRECOGNISED, UNCHANGED = "loaded", "loaded with rejects", "set aside", "unrecognised", "unchanged"


@dataclass
class Account:
    """One export's account. `lines` = `rows` + `rejects` + `skipped`.

    `skipped` are header, blank and footer lines, lines that continue a cell with line breaks, and rows that every source
    leaves out. `tables` maps each table to the rows it got, `nearest` each close source to the columns that the file lacks.
    """

    file: str
    sha256: str
    bytes: int
    modified_at: str
    state: str = LOADED
    reason: str = ""
    encoding: str = ""
    dialect: str = ""
    source: str = ""
    lines: int = 0
    rows: int = 0
    rejects: int = 0
    skipped: int = 0
    tables: dict[str, int] = field(default_factory=dict)
    nearest: dict[str, list[str]] = field(default_factory=dict)

    def usable(self) -> bool:
        """Whether its rows go into a snapshot."""
        return self.state in (LOADED, REJECTS)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)
