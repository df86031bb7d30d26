"""themes.toml of a data folder: what a manager calls a theme, as words and phrases that mean it and tags that count as it."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from queries import matching
from queries.casting import literal
from queries.trouble import Trouble

FILE = "themes.toml"
MOST_THEMES, LONGEST_NAME = 60, 60
# Letters of all patterns together; the engine of regular expressions refuses twice as many.
LONGEST_PATTERN = 300_000
# Between the names in a row's column of themes: no name can hold it.
BETWEEN = "chr(31)"
# What a row is tagged with, whether a tag that no theme claims is a theme of its own, and what was written.
READ = {
    "surveys": ("t.topic", True, "t.comment"),
    "cases": ("t.topic", True, "t.subject"),
    "interactions": ("t.purpose", False, "t.text"),
    "actions": ("t.topic", True, "case when t.topic is null then t.title end"),
}


@dataclass(frozen=True)
class Theme:
    """A theme: a text belongs to it that has one of its words or phrases, or is tagged with its name or one of its tags."""

    name: str
    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def pattern(self) -> str | None:
        """What finds its words in a text, or None where it has none."""
        return matching.pattern(self.words) if self.words else None

    @property
    def tagged(self) -> tuple[str, ...]:
        """The tags that count as it, in small letters; its own name is one."""
        return tuple(dict.fromkeys(tag.strip().lower() for tag in (self.name, *self.tags)))


def parse(text: str) -> tuple[Theme, ...]:
    """The themes of a file's text, in its order. Raises Trouble with one sentence that says what to mend."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Trouble(f"{FILE} cannot be read: {error}.") from error
    if len(given) > MOST_THEMES:
        raise Trouble(f"{FILE}: {len(given)} themes are more than {MOST_THEMES}, the most that there can be.")
    themes = tuple(_theme(name, section) for name, section in given.items())
    names = [theme.name.casefold() for theme in themes]
    twice = next((theme.name for theme in themes if names.count(theme.name.casefold()) > 1), "")
    if twice:
        raise Trouble(f"{FILE}: “{twice}” is there twice, but for the size of its letters.")
    if sum(len(theme.pattern or "") for theme in themes) > LONGEST_PATTERN:
        raise Trouble(f"{FILE} has {sum(len(theme.words) for theme in themes):,} words, more than can be looked for; some 500 can.")
    return themes


def _theme(name: str, section: Any) -> Theme:
    if not isinstance(section, dict):
        raise Trouble(f"{FILE}: '{name}' stands alone; a theme is a section, such as [delivery], with words or tags.")
    if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        raise Trouble(f"{FILE}: “{name[:LONGEST_NAME]}” is no name for a theme; write 1 to {LONGEST_NAME} letters.")
    for key, value in section.items():
        if key not in ("words", "tags"):
            raise Trouble(f"{FILE}, {name}: there is no '{key}'; a theme has words and tags.")
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise Trouble(f'{FILE}, {name}: {key} must be a list of texts, such as ["late", "stuck at the border"].')
    if not any(section.values()):
        raise Trouble(f"{FILE}, {name}: it has neither words nor tags.")
    theme = Theme(name, tuple(section.get("words", ())), tuple(section.get("tags", ())))
    try:
        matching.pattern(theme.words)
    except Trouble as trouble:
        raise Trouble(f"{FILE}, {name}: {trouble}") from trouble
    return theme


def text(data: Path) -> str:
    """What the file says; nothing where there is none. Raises Trouble where it cannot be read."""
    path = data / FILE
    try:
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"{FILE} cannot be read: {error}.") from error


def read(data: Path) -> tuple[Theme, ...]:
    """The themes of a data folder. Raises Trouble with one sentence that names what to mend."""
    return parse(text(data))


def version(written: str) -> str:
    """Changes whenever the text does."""
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def writable(data: Path) -> bool:
    """Whether the file can be saved in the data folder."""
    path = data / FILE
    return os.access(data, os.W_OK | os.X_OK) and (not path.exists() or os.access(path, os.W_OK))


def save(data: Path, cache: Path, written: str, seen: str) -> None:
    """Replace the file in one step, if it still is the `version` that the writer saw.

    Raises Trouble where the text says no themes, where somebody else saved in the meantime, or where the folder cannot be written.
    """
    parse(written)
    target = (data / FILE).resolve()
    making = target.with_name(f".{FILE}.{os.getpid()}")
    with FileLock(cache / "themes.lock"):
        if version(text(data)) != seen:
            raise Trouble(f"{FILE} was changed by somebody else in the meantime; nothing was saved. Take over that version first.")
        try:
            with making.open("w", encoding="utf-8", newline="\n") as file:
                file.write(written)
                file.flush()
                os.fsync(file.fileno())
            making.replace(target)
        except OSError as error:
            making.unlink(missing_ok=True)
            raise Trouble(f"{FILE} cannot be saved in {data}: {error.strerror}.") from error


def expression(table: str, themes: Iterable[Theme]) -> str:
    """SQL that gives the themes of a row `t` of the table, joined by BETWEEN; NULL where it has none."""
    tag, alone, words = READ[table]
    themes = tuple(themes)
    tagged = {theme: f"lower(trim({tag})) in ({', '.join(map(literal, theme.tagged))})" for theme in themes}
    claimed = ", ".join(literal(name) for name in sorted({name for theme in themes for name in theme.tagged}))
    rest = ([f"case when lower(trim({tag})) not in ({claimed}) then {tag} end" if claimed else tag]) if alone else []
    by_tag = _names([(theme, tagged[theme]) for theme in themes], rest)
    spoken = [theme for theme in themes if theme.words]
    if not spoken:
        return by_tag
    # Most texts have no theme's words: one pattern for all of them is asked first.
    every = literal(matching.pattern(word for theme in spoken for word in theme.words))
    found = {theme: f"regexp_matches({words}, {literal(theme.pattern or '')})" for theme in spoken}
    conditions = [(theme, f"({tagged[theme]} or {found[theme]})" if theme in found else tagged[theme]) for theme in themes]
    return f"case when regexp_matches({words}, {every}) then {_names(conditions, rest)} else {by_tag} end"


def _names(conditions: list[tuple[Theme, str]], rest: list[str]) -> str:
    parts = [f"case when {condition} then {literal(theme.name)} end" for theme, condition in conditions] + rest
    return f"nullif(concat_ws({BETWEEN}, {', '.join(parts)}), '')" if parts else "cast(null as varchar)"
