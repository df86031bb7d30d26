"""Servers of the benchmark, each in a process of its own, and viewers who visit them from another."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import psutil

from tests.browser.server import ROOT, Served, serving

App = tuple[Sequence[str], Mapping[str, str]]
APP = ("streamlit", "run", "app.py")
CANNED = ("tests.bench.canned", "run", "app.py")
PLAIN = ("streamlit", "run", "tests/bench/plain_page.py")


def ours(cache: Path, data: Path | None, module: Sequence[str] = APP) -> App:
    """The app on a folder of exports (None: the sample) that is loaded in RAPPORT_CACHE."""
    return module, {"RAPPORT_CACHE": str(cache)} | ({"RAPPORT_DATA": str(data)} if data else {})


def plain(parquet: Path, shared: bool = False) -> App:
    """The plain app on tables that `native.build` made."""
    return PLAIN, {"PLAIN_PARQUET": str(parquet), "PYTHONPATH": str(ROOT)} | ({"PLAIN_SHARED": "1"} if shared else {})


def visits(
    served: Served, viewers: int = 1, clicks: int = 10, pause: tuple[float, float] = (0, 0), seed: int = 1, at_once: bool = False
) -> dict[str, float]:
    """Viewers in a process of their own: median and 95th percentile of their pages in seconds, how many, and errors."""
    given = ["--viewers", viewers, "--clicks", clicks, "--pause", *pause, "--seed", seed, *(["--together"] if at_once else [])]
    command = [sys.executable, "-m", "tests.bench.visiting", served.address, *map(str, given)]
    runs = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    took = sorted(run["seconds"] for run in runs)
    return {
        "median": median(took),
        "p95": took[int(0.95 * (len(took) - 1))],
        "pages": len(took),
        "errors": sum(run["errors"] for run in runs),
    }


@contextmanager
def servers(*apps: App) -> Iterator[list[Served]]:
    """Each app in a process of its own."""
    with ExitStack() as stack:
        logs = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        yield [stack.enter_context(serving(module, surroundings, logs)) for module, surroundings in apps]


@contextmanager
def memory(process: int) -> Iterator[list[float]]:
    """Megabytes that a process and its children hold, looked at ten times a second during the block."""
    megabytes, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            try:
                family = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
                megabytes.append(sum(member.memory_info().rss for member in family) / 1e6)
            except psutil.NoSuchProcess:
                continue

    watch = threading.Thread(target=look)
    watch.start()
    try:
        yield megabytes
    finally:
        over.set()
        watch.join()
