"""What the settings promise every customer: minutes until a first response and until a resolution.

The general line of [response] holds where no section for a channel, a priority or a team has one; of several of these the shortest does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from queries.casting import literal
from queries.trouble import Trouble

SECTION = "settings.toml: [response]"
# Key in the settings -> kind of the promise, as exports of promises write it.
KINDS = {"first_response": "first response", "resolution": "resolution"}
BY = ("channel", "priority", "team")
CALENDAR, BUSINESS = "calendar", "business"


@dataclass(frozen=True)
class Target:
    """Minutes promised for a kind, to every case, or to those whose column has the value."""

    kind: str
    minutes: float
    column: str = ""
    value: str = ""


def clock(section: Mapping[str, Any]) -> str:
    """Whether the minutes are counted in 'calendar' time, as they are where nothing is said, or in 'business' hours."""
    return str(section.get("clock", CALENDAR))


def targets(section: Mapping[str, Any]) -> tuple[Target, ...]:
    """The targets of the settings' section. Raises Trouble with one sentence that says what to mend."""
    for name in section:
        if name not in ("clock", *KINDS, *BY):
            raise Trouble(f"{SECTION} has no '{name}'; it has clock, {', '.join(KINDS)}, and sections for a {', '.join(BY)}.")
    if clock(section) not in (CALENDAR, BUSINESS):
        raise Trouble(f"{SECTION} clock must be {CALENDAR} or {BUSINESS}, not '{clock(section)}'.")
    return tuple(_targets(section))


def _targets(section: Mapping[str, Any]) -> Iterator[Target]:
    yield from (Target(kind, _minutes(key, section[key])) for key, kind in KINDS.items() if key in section)
    for column in BY:
        for value, lines in _section(column, section.get(column, {})).items():
            for key, minutes in _section(f"{column}.{value}", lines).items():
                if key not in KINDS:
                    raise Trouble(f"{SECTION} {column}.{value} has no '{key}'; it has {' and '.join(KINDS)}.")
                yield Target(KINDS[key], _minutes(f"{column}.{value}.{key}", minutes), column, value)


def _section(name: str, given: Any) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise Trouble(f"{SECTION} {name} must be a section.")
    return given


def _minutes(name: str, given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < 525_600:
        raise Trouble(f"{SECTION} {name} must be a number of minutes above 0 and below a year, not {given!r}.")
    return float(given)


def minutes(kind: str, given: tuple[Target, ...]) -> str:
    """SQL for the minutes promised to the case `t`, NULL where nothing is."""
    ours = [target for target in given if target.kind == kind]
    named = ", ".join(
        f"case when lower(t.{target.column}) = {literal(target.value.lower())} then {target.minutes} end"
        for target in ours
        if target.column
    )
    general = next((str(target.minutes) for target in ours if not target.column), "null")
    return f"coalesce(least({named}, null), {general})" if named else general
