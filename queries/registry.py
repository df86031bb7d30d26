"""The registry of metrics: what each number means, read from metrics.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("metrics.toml")
VIEWS = Path(__file__).with_name("views")
# SELECTs that views read by name, as they read relations; nobody asks them.
SHARED = VIEWS / "shared"
UNITS = ("share", "score", "minutes", "hours", "count", "money", "ratio")


@dataclass(frozen=True)
class Metric:
    """One line of the registry.

    `unit` is share (0 to 1), score (-100 to 100), minutes, hours, count, money (per currency) or ratio (a number from 0 on);
    `better` up, down or none; `area` the table that feeds it; below `few` answers it is labelled so, below `hidden` people it is not shown.
    """

    name: str
    label: str
    unit: str
    better: str
    definition: str
    denominator: str
    exclusions: str
    source: str
    view: str
    area: str
    few: int
    hidden: int

    @property
    def sql(self) -> str:
        """The text of its view."""
        return (VIEWS / f"{self.view}.sql").read_text(encoding="utf-8")


FIELDS = tuple(field.name for field in fields(Metric) if field.name != "name")


@cache
def metrics() -> dict[str, Metric]:
    """Every metric by name, in the order of the file. Raises ValueError that names the line and what is wrong with it."""
    written = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: _metric(name, line) for name, line in written.items()}


def _metric(name: str, line: dict[str, object]) -> Metric:
    wrong = sorted(set(FIELDS) ^ set(line))
    if wrong:
        raise ValueError(f"metrics.toml, {name}: {', '.join(wrong)} must be given, and nothing else.")
    metric = Metric(name=name, **line)  # type: ignore[arg-type]
    if metric.unit not in UNITS or metric.better not in ("up", "down", "none"):
        raise ValueError(f"metrics.toml, {name}: unit is one of {', '.join(UNITS)}; better is up, down or none.")
    if not (VIEWS / f"{metric.view}.sql").is_file():
        raise ValueError(f"metrics.toml, {name}: there is no view {metric.view}.")
    return metric
