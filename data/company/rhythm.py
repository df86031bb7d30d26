"""When things happen: hour of the day, weekday, season and growth, as weights an hour, and moments drawn from them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.company.world import DAY, FIRST, NOW, YEAR, ZONE

_STARTS = np.arange(FIRST, NOW, 3600)
_LOCAL = pd.DatetimeIndex(pd.to_datetime(_STARTS, unit="s", utc=True)).tz_convert(ZONE)


@dataclass(frozen=True)
class Rhythm:
    """Weights of the 24 hours, 7 weekdays (Monday first) and 12 months, and the growth a year (.25 is a quarter more)."""

    hours: tuple[float, ...]
    weekdays: tuple[float, ...]
    months: tuple[float, ...]
    growth: float

    def weights(self) -> np.ndarray:
        """One weight an hour from FIRST to NOW."""
        hour = np.array(self.hours)[_LOCAL.hour.to_numpy()]
        weekday = np.array(self.weekdays)[_LOCAL.day_of_week.to_numpy()]
        position = np.asarray(_LOCAL.day_of_year) / 365.25 * 12 - 0.5
        month = np.interp(position, np.arange(-1, 13), np.take(self.months, range(-1, 13), mode="wrap"))
        part = np.minimum(1, (NOW - _STARTS) / 3600)
        return np.asarray(hour * weekday * month * (1 + self.growth) ** ((_STARTS - FIRST) / YEAR) * part)


SERVICE = Rhythm(
    hours=(0.3, 0.2, 0.1, 0.1, 0.1, 0.2, 0.7, 1.6, 3.1, 4.6, 5.2, 4.9, 3.9, 3.7, 3.8, 3.7, 3.6, 3.5, 3.7, 4.0, 3.5, 2.4, 1.3, 0.6),
    weekdays=(1.3, 1.18, 1.1, 1.05, 1.0, 0.62, 0.55),
    months=(0.86, 0.82, 0.92, 1.05, 1.22, 1.28, 1.25, 1.12, 0.9, 0.8, 0.86, 1.06),
    growth=0.26,
)
COMMUNITY = Rhythm(
    hours=(0.6, 0.3, 0.2, 0.1, 0.1, 0.2, 0.6, 1.3, 1.8, 2.2, 2.4, 2.4, 2.7, 2.4, 2.3, 2.4, 2.8, 3.5, 4.4, 5.4, 6.0, 5.3, 3.2, 1.5),
    weekdays=(0.95, 0.92, 0.95, 0.98, 0.9, 1.08, 1.35),
    months=(0.85, 0.88, 1.0, 1.1, 1.18, 1.2, 1.15, 1.12, 0.98, 0.86, 0.82, 0.86),
    growth=0.42,
)
SHOP = Rhythm(
    hours=(0.7, 0.4, 0.2, 0.1, 0.1, 0.2, 0.6, 1.2, 1.9, 2.5, 2.9, 3.0, 3.3, 2.9, 2.7, 2.7, 2.9, 3.3, 4.0, 5.2, 6.1, 5.5, 3.4, 1.6),
    weekdays=(1.08, 1.0, 0.95, 0.96, 0.92, 0.95, 1.18),
    months=(0.72, 0.72, 0.9, 1.08, 1.25, 1.28, 1.15, 0.95, 0.85, 0.8, 1.12, 1.3),
    growth=0.18,
)


def share_before(rhythm: Rhythm) -> np.ndarray:
    """Share of everything that happened before each hour mark, from 0 to 1; one longer than the hours."""
    total = np.concatenate([[0.0], np.cumsum(rhythm.weights())])
    return np.asarray(total / total[-1])


def at_share(share: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Seconds since 1970 at which each share had happened: the inverse of `share_before`."""
    marks = np.append(_STARTS, NOW).astype(float)
    return np.asarray(np.interp(share, before, marks).astype(np.int64))


def moments(rng: np.random.Generator, n: int, rhythm: Rhythm, start: int = FIRST, end: int = NOW) -> np.ndarray:
    """`n` sorted moments from `start` to `end`, seconds since 1970."""
    before = share_before(rhythm)
    low, high = np.interp([start, end], np.append(_STARTS, NOW), before)
    return np.sort(at_share(rng.uniform(low, high, n), before))


def local(seconds: object) -> pd.DatetimeIndex:
    """Local times of seconds since 1970."""
    return pd.DatetimeIndex(pd.to_datetime(np.asarray(seconds), unit="s", utc=True)).tz_convert(ZONE)


def years(seconds: object) -> np.ndarray:
    """Years since FIRST."""
    return np.asarray((np.asarray(seconds, dtype=float) - FIRST) / YEAR)


def next_open(seconds: np.ndarray, opens: float, closes: float, days: int) -> np.ndarray:
    """The moment itself inside opening hours, else the next opening; `days` counts open weekdays from Monday."""
    out = seconds.astype(np.int64).copy()
    for _ in range(4):
        when = local(out)
        hour = when.hour.to_numpy() + when.minute.to_numpy() / 60 + when.second.to_numpy() / 3600
        midnight = out - (hour * 3600).round().astype(np.int64)
        shut = (when.day_of_week.to_numpy() >= days) | (hour >= closes)
        early = ~shut & (hour < opens)
        out = np.where(early, midnight + int(opens * 3600), np.where(shut, midnight + DAY + int(opens * 3600), out))
    return out
