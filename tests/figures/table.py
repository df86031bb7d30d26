"""The table that every script of figures prints: figure | asked | measured."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One figure: what was asked and what was measured, in words, and whether that is met."""

    figure: str
    asked: str
    measured: str
    met: bool


def show(lines: Iterable[Line]) -> int:
    """Print the lines as they come; the exit status is 1 when one falls short or there are none, else 0."""
    print(f"{'figure':<52} | {'asked':<28} | measured", flush=True)
    print(f"{'-' * 52} | {'-' * 28} | {'-' * 28}", flush=True)
    met = []
    for line in lines:
        print(f"{line.figure:<52} | {line.asked:<28} | {line.measured}{'' if line.met else '  <- falls short'}", flush=True)
        met.append(line.met)
    print(f"{sum(met)} of {len(met)} figures are met.")
    return int(not met or not all(met))
