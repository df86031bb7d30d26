"""The exports in a data folder: which files there are, and whether they changed."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ENDINGS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz", ".parquet")
OWN = ("sources",)


@dataclass(frozen=True)
class Export:
    """A file of the data folder. `file` is its path inside the folder, with forward slashes."""

    file: str
    path: Path
    bytes: int
    modified_ns: int

    @classmethod
    def at(cls, file: str, path: Path) -> "Export":
        """The file as it is now."""
        status = path.stat()
        return cls(file, path, status.st_size, status.st_mtime_ns)

    @property
    def modified_at(self) -> datetime:
        """When the file was last written, in UTC."""
        return datetime.fromtimestamp(self.modified_ns / 1e9, UTC)

    def stamp(self) -> tuple[int, int]:
        """Size and time: while both stay, the content is taken to stay."""
        return self.bytes, self.modified_ns


def exports(data: Path) -> list[Export]:
    """All exports below the folder at any depth, oldest first; hidden files and links that lead outside are left out."""
    found = []
    for path in sorted(data.rglob("*")):
        inside = path.relative_to(data)
        if inside.parts[0] in OWN or any(part.startswith(".") for part in inside.parts):
            continue
        if not path.name.lower().endswith(ENDINGS) or not path.is_file() or not path.resolve().is_relative_to(data):
            continue
        found.append(Export.at(inside.as_posix(), path))
    return sorted(found, key=lambda export: (export.modified_ns, export.file))


def fingerprint(data: Path) -> str:
    """Changes when an export, a source, a setting or a theme is added, changed or removed."""
    state = hashlib.sha256()
    extra = [*sorted((data / "sources").glob("*.sql")), data / "settings.toml", data / "themes.toml"]
    for export in exports(data):
        state.update(repr((export.file, export.stamp())).encode())
    for path in extra:
        if path.exists():
            state.update(repr((path.name, path.stat().st_size, path.stat().st_mtime_ns)).encode())
    return state.hexdigest()


def sha256(path: Path) -> str:
    """Hash of a file's bytes, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
