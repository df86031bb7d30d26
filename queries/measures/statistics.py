"""What SQL does not do for a card: the interval of a difference between two periods, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

Z95 = 1.959963984540054
UP, DOWN, UNCLEAR = "up", "down", "no clear difference"


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval, and its standard error where the view gives one."""

    value: float
    low: float
    high: float
    se: float | None = None


@dataclass(frozen=True)
class Difference:
    """now - before, its 95 % interval, and whether that leaves out zero: 'up', 'down' or 'no clear difference'."""

    value: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """A change is called one only where the interval leaves out zero."""
        if self.low > 0:
            return UP
        return DOWN if self.high < 0 else UNCLEAR


def difference(now: Estimate, before: Estimate) -> Difference:
    """Interval of the difference of two independent estimates.

    With standard errors, the normal interval. Else the limits of both are combined (Zou and Donner 2008, Statistics in
    Medicine 27:1693), which for Wilson limits is Newcombe's method 10 (1998).
    """
    gap = now.value - before.value
    if now.se is not None and before.se is not None:
        spread = Z95 * hypot(now.se, before.se)
        return Difference(gap, gap - spread, gap + spread)
    low = gap - hypot(now.value - now.low, before.high - before.value)
    high = gap + hypot(now.high - now.value, before.value - before.low)
    return Difference(gap, low, high)
