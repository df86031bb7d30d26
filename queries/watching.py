"""Watching the data folder from a running app: changed exports are loaded by a process of their own while the old snapshot serves."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from queries import loading, settings, snapshot
from queries.exports import folder
from queries.trouble import Trouble

_watched: dict[tuple[Path, Path], threading.Event] = {}
_lock = threading.Lock()
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Progress:
    """How far a running load is: the file at hand, bytes done and bytes in all."""

    file: str
    done: int
    total: int

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


def write_progress(cache: Path, file: str, done: int, total: int) -> None:
    """Leave a note for `progress`, in one step."""
    new = cache / ".progress"
    new.write_text(json.dumps([file, done, total]), encoding="utf-8")
    new.replace(cache / loading.PROGRESS)


def progress(cache: Path) -> Progress | None:
    """How far a load in any process is, or None when none runs."""
    try:
        return Progress(*json.loads((cache / loading.PROGRESS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def trouble(cache: Path) -> str:
    """The sentence with which the last load in the background failed, or nothing."""
    try:
        return (cache / "trouble.txt").read_text(encoding="utf-8")
    except OSError:
        return ""


def watch(data: Path, cache: Path) -> None:
    """Start one thread a process that loads the folder whenever it changed and then stayed still."""
    with _lock:
        if (data, cache) not in _watched:
            _watched[data, cache] = threading.Event()
            threading.Thread(target=_watch, args=(data, cache), daemon=True, name="watch").start()


def reload_now(data: Path, cache: Path) -> None:
    """Let the watching thread load at once."""
    watch(data, cache)
    _watched[data, cache].set()


def _watch(data: Path, cache: Path) -> None:
    asked = _watched[data, cache]
    seen = ""
    while True:
        state = _state(data)
        behind = snapshot.current(cache) is None or loading.read_manifest(cache).get("fingerprint") != state or _outdated(cache)
        # A state that just changed may still be being written; it is loaded when it was seen twice.
        if asked.is_set() or (behind and (state == seen or snapshot.current(cache) is None) and state != _failed(cache)):
            asked.clear()
            _load(data, cache, state)
        seen = state
        asked.wait(_pause(data))


def _state(data: Path) -> str:
    try:
        return folder.fingerprint(data)
    except OSError as error:
        return str(error)


def _outdated(cache: Path) -> bool:
    return loading.read_manifest(cache).get("program") != loading.program(*loading.BUILDS)


def _pause(data: Path) -> int:
    try:
        return settings.read(data).reload_seconds
    except Trouble:
        return settings.Settings().reload_seconds


def _failed(cache: Path) -> str:
    """The state of the folder for which a load failed: it is not tried again until something changes."""
    try:
        return (cache / "failed.txt").read_text(encoding="utf-8")
    except OSError:
        return ""


def _load(data: Path, cache: Path, state: str) -> None:
    # The command line adds the data folder's own folder to the cache that it is given.
    command = [sys.executable, "-m", "queries", "load", "--data", str(data), "--cache", str(cache.parent), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    said = _sentence(done)
    for name, text in (("trouble.txt", said), ("failed.txt", state if said else "")):
        (cache / name).write_text(text, encoding="utf-8") if text else (cache / name).unlink(missing_ok=True)


def _sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What the load has to say when it gave no snapshot; a file that was set aside is told by the snapshot's account."""
    try:
        return str(json.loads(done.stdout).get("trouble", ""))
    except ValueError:
        return "The load stopped without a word; run 'python -m queries load' to see why."
