"""Loading: exports become parts, parts become a snapshot, the pointer moves. Whatever fails, the last good data stays."""

import hashlib
import json
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache as remember
from pathlib import Path
from threading import Lock

import duckdb
from filelock import FileLock

from queries import settings, snapshot
from queries.exports import account, folder, parts, sources
from queries.exports.account import Account
from queries.exports.folder import Export
from queries.tables import making
from queries.trouble import Trouble

# What decides how an export is read, and what a snapshot holds: a change of the first reads the exports anew.
READS = ("reading/*.py", "exports/*.py", "casting.py", "syntax.py", "contract.py", "contract.sql")
SETTINGS = ("settings.py", "hours.py", "response.py", "themes.py", "matching.py")
BUILDS = (*READS, *SETTINGS, "tables/*.py", "facts.py", "relations.py", "macros.sql", "rollups/*.sql")
MANIFEST = "manifest.json"
PROGRESS = "progress.json"
Notice = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Report:
    """What a load did: an account a file (read anew or `unchanged`), the snapshot's name, and whether it is a new one.

    `built` says how it was made: nothing, or that new rows were added to the last one, or why all was built from all exports.
    """

    files: tuple[Account, ...]
    snapshot: str
    changed: bool
    seconds: float
    built: str = ""

    @property
    def aside(self) -> tuple[Account, ...]:
        """The files that were set aside."""
        return tuple(file for file in self.files if file.state == account.ASIDE)


@remember
def program(*patterns: str) -> str:
    """Hash of the code and SQL below `queries/` that match the patterns."""
    state = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted(path for pattern in patterns for path in here.glob(pattern) if path.is_file()):
        state.update(path.read_bytes())
    return state.hexdigest()[:16]


def load(data: Path, cache: Path, notice: Notice = lambda file, done, total: None) -> Report:
    """Bring the snapshot up to the data folder. `notice(file, bytes_done, bytes_total)` is called as it goes.

    A second load waits for the first. Raises Trouble when nothing can be loaded; the last good snapshot then stays.
    """
    try:
        return _load(data, cache, notice)
    except (OSError, duckdb.Error) as error:
        raise Trouble(f"The cache {cache} cannot be used: {str(error).splitlines()[0].rstrip('.')}. The last good data stays.") from error
    finally:
        (cache / PROGRESS).unlink(missing_ok=True)


def _load(data: Path, cache: Path, notice: Notice) -> Report:
    started = time.monotonic()
    with FileLock(cache / "load.lock"), _swept(cache):
        said, named = settings.read(data), sources.read_all(data)
        found = folder.exports(data)
        if not found:
            raise Trouble(f"There are no exports in {data}: put CSV, TSV, .csv.gz or Parquet files there.")
        files = _parts(cache, found, named, said, notice)
        wanted, name = _name(files, said), snapshot.current_name(cache) or ""
        changed = name.partition("-")[0] != wanted or not snapshot.sound(snapshot.path_of(cache, name))
        built = ""
        if changed:
            name, built = making.make(cache, wanted, [(a, place) for a, place, _ in files], said, _rules(said))
        _remember(cache, data, found, files)
        _sweep(cache, name, files)
    shown = tuple(replace(a, state=account.UNCHANGED) if known and a.usable() else a for a, _, known in files)
    return Report(shown, name, changed, time.monotonic() - started, built)


Loaded = tuple[Account, Path | None, bool]


def _parts(cache: Path, found: list[Export], named: list[sources.Source], said: settings.Settings, notice: Notice) -> list[Loaded]:
    """The account of every export, the part that serves for it (the last good one where it was set aside), and whether it was known."""
    before = read_manifest(cache).get("files", {})
    total, done, files = sum(export.bytes for export in found), 0, []
    left = {export.file: export.bytes for export in found}
    # Two exports with the same bytes make the same part: one makes it, and the other finds it.
    parted: defaultdict[Path, Lock] = defaultdict(Lock)

    def read(export: Export) -> Loaded:
        known = before.get(export.file, {})
        sha = known["sha256"] if known.get("stamp") == list(export.stamp()) and known["sha256"] else _hash(export)
        place = cache / "parts" / parts.digest(sha, named, said, program(*READS))
        with parted[place]:
            kept = parts.read_account(place)
            threads = share(export.bytes, sum(left.values()), os.cpu_count() or 1)
            made = kept or parts.build(export, sha, named, said, place, threads)
        left[export.file] = 0
        made = replace(made, file=export.file, modified_at=export.modified_at.isoformat())
        return (*_or_last_good(cache, made, place, known.get("good")), kept is not None)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for export, coming in zip(found, [pool.submit(read, export) for export in found], strict=True):
            notice(export.file, done, total)
            files.append(coming.result())
            done += export.bytes
    notice("", total, total)
    return files


def share(size: int, left: int, processors: int) -> int:
    """How many processors read an export of `size` bytes, where `left` bytes are to be read in all: at least one, all where it is the last.

    Exports are read beside each other, and each by one thread alone is less work than each by several. So of two that are left, one a
    little longer than the other, neither gets both.
    """
    return max(1, min(processors, round(processors * size / max(1, left))))


def _hash(export: Export) -> str:
    """Nothing where the file cannot be read, which the reader then says."""
    try:
        return folder.sha256(export.path)
    except OSError:
        return ""


def _or_last_good(cache: Path, made: Account, place: Path, good: str | None) -> tuple[Account, Path | None]:
    if made.usable():
        return made, place
    last = cache / "parts" / good if good else None
    if last and (kept := parts.read_account(last)):
        reason = f"{made.reason} Its last good version, of {kept.modified_at[:16].replace('T', ' ')} UTC, stays."
        return replace(made, state=account.ASIDE, reason=reason), last
    return made, None


def _name(files: list[Loaded], said: settings.Settings) -> str:
    content = [(a.file, a.sha256, a.state, a.reason, place.name if place else "") for a, place, _ in files]
    return hashlib.sha256(json.dumps([content, _rules(said)]).encode()).hexdigest()[:16]


def _rules(said: settings.Settings) -> str:
    """What stands for the settings and the program: two snapshots that were made by the same of both differ only in their exports."""
    return hashlib.sha256(json.dumps([repr(said), program(*BUILDS)]).encode()).hexdigest()[:16]


def read_manifest(cache: Path) -> dict:
    """What the last load saw; empty when there was none or it cannot be read."""
    try:
        return json.loads((cache / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _remember(cache: Path, data: Path, found: list[Export], files: list[Loaded]) -> None:
    seen = {
        export.file: {"stamp": export.stamp(), "sha256": made.sha256, "good": place.name if place else None}
        for export, (made, place, _) in zip(found, files, strict=True)
    }
    new = cache / f".{MANIFEST}"
    new.write_text(
        json.dumps({"data": str(data), "fingerprint": folder.fingerprint(data), "program": program(*BUILDS), "files": seen}),
        encoding="utf-8",
    )
    new.replace(cache / MANIFEST)


@contextmanager
def _swept(cache: Path) -> Iterator[None]:
    """Without what a killed load left behind, and afterwards, if this one fails, without what it made: it may fill the disk."""
    _sweep_unfinished(cache)
    try:
        yield
    finally:
        _sweep_unfinished(cache)


def _sweep_unfinished(cache: Path) -> None:
    """Under the lock nobody else is making anything."""
    for left in [
        *cache.glob("parts/.making-*"),
        *cache.glob("snapshots/.making-*"),
        *cache.glob(f".{snapshot.POINTER}.*"),
        *cache.glob(".progress*"),
        *(seal for seal in cache.glob("snapshots/*.seal") if not seal.with_suffix(".duckdb").exists()),
    ]:
        shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


def _sweep(cache: Path, name: str, files: list[Loaded]) -> None:
    """Keep the current snapshot and the newest other one, which viewers may still read, and the parts in use."""
    others = sorted((p for p in cache.glob("snapshots/*.duckdb") if p.stem != name), key=lambda p: p.stat().st_mtime_ns)
    for old in others[:-1]:
        old.unlink(missing_ok=True)
        snapshot.seal_of(old).unlink(missing_ok=True)
    used = {place.name for _, place, _ in files if place}
    known = {parts_folder.name for parts_folder in (cache / "parts").glob("*")}
    made = {p.name for p in (cache / "parts").glob("*") if (kept := parts.read_account(p)) and not kept.usable()}
    for stale in known - used - made:
        # Under a name that the next load sweeps: a part that was removed in half would be taken for a whole one.
        gone = cache / "parts" / f".making-{stale}"
        (cache / "parts" / stale).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
