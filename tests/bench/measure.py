"""Times in turn: every contestant once a round, so that whatever else the machine does falls on all of them."""

from __future__ import annotations

import gc
import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any


def in_turn(contestants: Mapping[str, Callable[[Any], Any]], rounds: Sequence[Any], seed: int = 1) -> dict[str, list[float]]:
    """Seconds of each contestant in each round; in round i all are given `rounds[i]`, in an order drawn anew."""
    took: dict[str, list[float]] = {name: [] for name in contestants}
    order = random.Random(seed)
    gc.collect()
    gc.freeze()  # What is there before the first round is looked through by no collection after it.
    for given in rounds:
        for name in order.sample(list(contestants), len(contestants)):
            gc.collect()
            started = time.perf_counter()
            contestants[name](given)
            took[name].append(time.perf_counter() - started)
    gc.unfreeze()
    return took


def medians(took: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The median of each contestant, in seconds."""
    return {name: median(seconds) for name, seconds in took.items()}


def times(ratio: float) -> str:
    """'1,240 ×', '70 ×', '2.1 ×', '.08 ×'."""
    if ratio >= 10:
        return f"{ratio:,.0f} ×"
    return f"{ratio:.1f} ×" if ratio >= 1 else f"{ratio:.3f}".lstrip("0").rstrip("0") + " ×"


def beside(ratio: float, bar: float) -> str:
    """As `times`, with as many digits as tell the ratio from the bar: '1.307 ×' beside 1.3."""
    said, apart = times(ratio), abs(ratio - bar)
    return said if said != times(bar) or not apart else f"{ratio:,.{math.ceil(-math.log10(apart))}f}".removeprefix("0") + " ×"


def peak(process: str = "self") -> float:
    """Most megabytes that a process has held so far, 0 once it has ended. The resource module would count its parent in."""
    try:
        said = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in said.splitlines() if line.startswith("VmHWM:")), 0.0)
