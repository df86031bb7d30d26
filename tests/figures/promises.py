"""Promises, response and voices: known answers through the pages' own views, and figures against references.

`python -m tests.figures.promises`, about a minute.
"""

import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
from statsmodels.duration.survfunc import SurvfuncRight

from queries import hours, views
from queries.tables import business
from tests.figures import voices
from tests.figures.main_job import real
from tests.figures.table import Line, show
from tests.queries.test_business_hours import BERLIN, NINE_TO_FIVE, berlin, counted, due, walked
from tests.queries.test_response import EVER, waits
from tests.real.facts import FACTS

NEAR = 1e-9
ROUNDS = 20


def main() -> int:
    """Measure and print all; the exit status."""
    with tempfile.TemporaryDirectory() as made:
        return show(lines(Path(made)))


def lines(place: Path) -> Iterator[Line]:
    """Every figure, measured in the empty folder `place`."""
    for fact in FACTS:
        if fact.name in ("tweets", "threaded") or "promise" in fact.says or "deliver" in fact.says:
            yield real(fact, place)
    yield not_reached()
    yield survival(np.random.default_rng(1))
    yield from promised()
    yield calendars(np.random.default_rng(2))
    yield from voices.lines(place)


def not_reached() -> Line:
    """METRICS.md: answered after 1, 2 and 3, waiting for 8, 10 and 12."""
    found = waits([1, 2, 3], [8, 10, 12])
    curve = views.run(found, "promises/waiting_curve", EVER).frame.set_index("mark")
    said = ", ".join(f"{share:.3f}" for share in curve.loc[[1, 2, 3], "value"])
    median = "not reached" if curve["half_after"].isna().all() else "reached"
    return Line(
        "Kaplan-Meier: fixture",
        "0.833, 0.667, 0.500, not reached",
        f"{said}, {median}",
        said == "0.833, 0.667, 0.500" and median == "not reached",
    )


def survival(rng: np.random.Generator) -> Line:
    """The largest distance to statsmodels, of the curve and of its upper limit, over random waits."""
    worst = 0.0
    for _ in range(ROUNDS):
        answered, waiting = (rng.integers(0, 5000, rng.integers(1, 200)).tolist() for _ in range(2))
        known = SurvfuncRight(np.array(answered + waiting, dtype=float), np.array([1] * len(answered) + [0] * len(waiting)))
        for row in views.run(waits(answered, waiting), "promises/waiting_curve", EVER).frame.itertuples():
            before = known.surv_times <= row.mark
            if before.any():
                share, error = known.surv_prob[before][-1], known.surv_prob_se[before][-1]
                worst = max(worst, abs(row.value - share), abs(row.high - min(share + 1.959963984540054 * error, 1)))
    return Line("Kaplan-Meier: largest distance to statsmodels", f"at most {NEAR:g}", f"{worst:.1e}", worst <= NEAR)


def promised() -> Iterator[Line]:
    """When four hours from four o'clock are over."""
    for begin, asked in (("09:00", "12:00"), ("08:00", "11:00")):
        with duckdb.connect() as con:
            con.execute("set timezone = 'UTC'")
            business.prepare(con, hours.calendar({"from": begin, "to": "17:00"}, BERLIN))
            found = due(con, berlin("2026-03-11 16:00"), 240).astimezone(berlin("2026-03-11 16:00").tzinfo)
        yield Line(
            f"4 h promised at 16:00, {begin} to 17:00", f"the day after, {asked}", f"{found:%d %H:%M}", f"{found:%d %H:%M}" == f"12 {asked}"
        )


def calendars(rng: np.random.Generator) -> Line:
    """Minutes of random spans, over changes of the clocks, that differ from a walk along the clock on the wall."""
    wrong, section = 0, NINE_TO_FIVE | {"days": list(hours.DAYS), "from": "01:30", "to": "23:00", "holidays": ["2024-10-26"]}
    for zone in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe"):
        calendar = hours.calendar(section, zone)
        for day in (datetime(2024, 3, 30, tzinfo=UTC), datetime(2024, 10, 26, tzinfo=UTC), datetime(2024, 11, 2, tzinfo=UTC)):
            start = day + timedelta(minutes=int(rng.integers(0, 1440)))
            end = start + timedelta(minutes=int(rng.integers(0, 4000)))
            wrong += counted(start, end, calendar) != walked(start, end, section, zone)
    return Line("business hours that differ from the wall clock", "0 of 9", f"{wrong} of 9", not wrong)


if __name__ == "__main__":
    sys.exit(main())
