"""The invented company at a size, made and loaded once in a folder and used again: exports, our snapshot, and what the others read."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from queries import loading, places, snapshot
from queries.snapshot import Snapshot
from tests.bench import native
from tests.queries.exports import ROOT

LARGEST_CSV = 10_000_000  # From there on Parquet only, or the exports alone would fill a disk.


@dataclass(frozen=True)
class Company:
    """The company with so many interactions, in a folder of its own below `work`."""

    work: Path
    interactions: int

    @property
    def place(self) -> Path:
        """The folder of this size."""
        return self.work / str(self.interactions)

    @property
    def exports(self) -> Path:
        """The data folder."""
        return (self.place / "exports").resolve()

    @property
    def caches(self) -> Path:
        """What RAPPORT_CACHE names for it."""
        return self.place / "cache"

    @property
    def cache(self) -> Path:
        """The folder of its snapshots, inside `caches`."""
        return places.cache_folder(self.exports, str(self.caches))

    @property
    def database(self) -> Path:
        """DuckDB's own tables of the exports; another one once these are made otherwise."""
        return self.place / f"native-{native.version()}.duckdb"

    @property
    def parquet(self) -> Path:
        """The same tables, a Parquet file each."""
        return self.place / f"parquet-{native.version()}"

    def generate(self) -> None:
        """Write the exports if they are not there."""
        if not (self.place / "exports").exists():
            form = "csv" if self.interactions <= LARGEST_CSV else "parquet"
            making = self.place / ".making"
            run("data.company", "--out", str(making), "--interactions", str(self.interactions), "--format", form)
            making.rename(self.place / "exports")

    def snapshot(self) -> Snapshot:
        """Our snapshot; loaded if the exports or the program changed."""
        self.generate()
        loading.load(self.exports, self.cache)
        found = snapshot.current(self.cache)
        assert found is not None
        return found

    def prepare_others(self) -> None:
        """Write what the others read if it is not there."""
        self.generate()
        if not self.database.exists():
            making = self.database.with_suffix(".making")
            making.unlink(missing_ok=True)
            native.build(self.exports, making, self.parquet)
            making.rename(self.database)


def run(module: str, *arguments: str) -> str:
    """What a module of the house prints, run in a process of its own."""
    return subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout
