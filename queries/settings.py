"""settings.toml of a data folder: one table of names, defaults and meanings, from which reading and documentation follow."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from queries import hours, response, themes
from queries.measures import ambassadors
from queries.themes import Theme
from queries.trouble import Trouble

FILE = "settings.toml"
CLOSED = ("solved", "resolved", "closed", "done", "archived", "spam", "deleted")


def setting(default: Any, meaning: str) -> Any:
    """A field with its default and the sentence that documents it."""
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata={"meaning": meaning}, hash=False)
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """What a data folder says about itself. Every field has a default, so the file may be missing."""

    company: str = setting("", "Name shown beside the title")
    sample: bool = setting(False, "Marks every page as sample data")
    zone: str = setting("UTC", "Time zone (IANA name) of days and hours, and of times that carry none")
    week_start: str = setting("monday", "First day of the week: monday or sunday")
    dates: tuple[str, ...] = setting((), "Date formats for sources that declare none, such as %d.%m.%Y %H:%M")
    decimal: str = setting(".", "Decimal mark for sources that declare none: . or ,")
    hidden: int = setting(5, "Employee answers of fewer people than this are hidden; never below 5")
    reload_seconds: int = setting(30, "How often the app looks for changed exports")
    targets: Mapping[str, float] = setting({}, "Target a metric, by its name in the registry")
    business_hours: Mapping[str, Any] = setting({}, "Opening hours: days, from, to, holidays; a section for a day of other hours")
    response: Mapping[str, Any] = setting(
        {}, "Minutes within which a first response and a resolution are promised, in general and by channel, priority, team"
    )
    ambassadors: Mapping[str, Any] = setting({}, "Who is an ambassador: signs, answers, orders, months, quiet")
    closed: tuple[str, ...] = setting(CLOSED, "Statuses of cases on which nobody works any more, in any letter case")
    threaded: tuple[str, ...] = setting(
        (), "Channels in which every message of a customer becomes a case, answered by the replies linked to it"
    )
    themes: tuple[Theme, ...] = field(default=(), metadata={"meaning": "What customers talk about, from a file of its own: themes.toml"})
    limits: Mapping[str, float] = setting({}, "Caps on an export: bytes, decompressed, rows, columns, cell, seconds, rejects")


def read(data: Path) -> Settings:
    """The settings of a data folder with its themes. Raises Trouble with one sentence that names the line to mend."""
    return replace(_said(data / FILE), themes=themes.read(data))


def _said(path: Path) -> Settings:
    if not path.exists():
        return Settings()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise Trouble(f"{FILE} cannot be read: {error}.") from error
    known = {f.name: f for f in fields(Settings) if f.name != "themes"}
    for name, value in given.items():
        if name not in known:
            raise Trouble(f"{FILE}: there is no setting '{name}'; the settings are {', '.join(known)}.")
        given[name] = _typed(name, value, known[name])
    settings = Settings(**given)
    _check(settings)
    return settings


def _typed(name: str, value: Any, spec: Any) -> Any:
    default = spec.default_factory() if callable(spec.default_factory) else spec.default
    if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if type(value) is not type(default):
        raise Trouble(f"{FILE}: '{name}' must be {_word(default)}, not {value!r}.")
    return value


def _word(default: Any) -> str:
    words = {bool: "true or false", int: "a whole number", str: "text", tuple: "a list of texts", dict: "a section"}
    return words[type(default)]


def _check(settings: Settings) -> None:
    try:
        ZoneInfo(settings.zone)
    except (KeyError, ValueError, OSError) as error:
        raise Trouble(f"{FILE}: '{settings.zone}' is no time zone; write an IANA name such as Europe/Berlin.") from error
    if settings.week_start not in ("monday", "sunday"):
        raise Trouble(f"{FILE}: week_start must be monday or sunday, not '{settings.week_start}'.")
    if settings.decimal not in (".", ","):
        raise Trouble(f"{FILE}: decimal must be '.' or ',', not '{settings.decimal}'.")
    if settings.hidden < 5:
        raise Trouble(f"{FILE}: hidden must be 5 or more; fewer would let employees be recognised.")
    if settings.reload_seconds < 1:
        raise Trouble(f"{FILE}: reload_seconds must be 1 or more.")
    hours.calendar(settings.business_hours, settings.zone)
    response.targets(settings.response)
    ambassadors.check(settings.ambassadors)
    if response.clock(settings.response) == response.BUSINESS and not settings.business_hours:
        raise Trouble(f'{response.SECTION} clock = "business" needs the section [business_hours].')
    for section in (settings.targets, settings.limits):
        for name, value in section.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise Trouble(f"{FILE}: '{name}' must be a number, not {value!r}.")
