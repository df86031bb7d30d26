"""Filters on a rollup that tells sets of values apart: a row of people who used e-mail and chat counts for either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from queries.totals.cube import Cube

# Column with a set -> column whose values it holds. Between names stands the unit separator, for names not told apart the record separator.
SETS = {"channels": "channel"}
BETWEEN, OTHERS = "\x1f", "\x1e"


def kept(cube: Cube, narrowed: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str | None]] | None:
    """By dimension of the cube the values that count, or None where it does not know them. No set at all (NULL) counts for every choice."""
    found: dict[str, Sequence[str | None]] = dict(narrowed)
    for column, single in SETS.items():
        if column in cube.dimensions and single in narrowed:
            wanted = set(found.pop(single))
            sets = {text: set(text.split(BETWEEN)) for text in cube.dimensions[column].values if text is not None}
            if any(OTHERS in names for names in sets.values()):
                return None
            found[column] = [None, *(text for text, names in sets.items() if names & wanted)]
    return found if found.keys() <= cube.dimensions.keys() else None
