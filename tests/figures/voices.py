"""Words that set complaints about two airlines apart, through the page's own view, against the paper's formulas written out."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from queries.measures import words
from tests.figures.table import Line
from tests.queries.test_words import NEAR, complaints, direct, together, told
from tests.real import folders

TOP = 10


def lines(place: Path) -> Iterator[Line]:
    """Every figure, measured in the empty folder `place`; without the set they fall short, and say so."""
    top, near = f"airlines: the {TOP} first words of United's complaints", "airlines: z of all words against the direct count"
    if folders.missing("airlines"):
        for figure in (top, near):
            yield Line(figure, "as counted directly", folders.missing("airlines"), met=False)
        return
    found = folders.loaded("airlines", place)
    ours = words.apart(together(told(found, "United"), told(found, "Southwest"))).set_index("word")["z"]
    theirs = pd.Series(direct(complaints("United"), complaints("Southwest"), words.PRIOR))[ours.index]
    expected = list(theirs.sort_values(ascending=False, kind="stable").index[:TOP])
    same = sum(a == b for a, b in zip(ours.index[:TOP], expected, strict=True))
    yield Line(top, f"{TOP} of {TOP} in order", f"{same} of {TOP}: {', '.join(ours.index[:TOP])}", same == TOP)
    gap = float((ours - theirs).abs().max())
    yield Line(near, f"within {NEAR:.0e}", f"{gap:.1e} over {len(ours):,} words", gap <= NEAR)
