"""Who speaks for us, whom they bring: the figures that a script can measure. `python -m tests.figures.advocacy`, some two minutes."""

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import networkx as nx
import numpy as np
import pandas as pd

from queries import views
from queries.filters import Filters
from queries.measures import lineage
from queries.measures.bootstrap import SAMPLES, spread
from queries.measures.generations import NOBODY
from queries.period import Period
from tests.figures.table import Line, show
from tests.queries.invented import FROM, TO, Invented, make
from tests.queries.loaded import sample

PEOPLE, GENERATIONS, CIRCLES = 1_083_340, 12, 100
SECONDS, NEAR, RUNS = 2.0, 0.01, 3
WHOLE = Filters(Period(FROM, TO), "none")
STORY = Filters(Period(date(2024, 7, 1), date(2026, 7, 1)), "none")


def main() -> int:
    """Measure and print all; the exit status."""
    return show(lines())


def lines() -> Iterator[Line]:
    """Every figure."""
    yield from fixtures()
    yield interval()
    yield from story()
    yield from forest(PEOPLE)


def fixtures() -> Iterator[Line]:
    """Concentration, Gini and K of the definitions, through the views."""
    acts = (1000, 202, 90, 33, 332, 343, 42, 433)
    who = np.repeat(np.arange(len(acts)), acts)
    moments = pd.Timestamp("2026-05-05", tz="UTC")
    shares = pd.DataFrame({"interaction_id": np.arange(len(who)).astype(str), "at": moments, "kind": "share", "actor_id": who.astype(str)})
    row = views.run(make({"interactions": shares}), "advocates/concentration", WHOLE).frame.iloc[0]
    found = f"{int(row['value'])}, {row['gini']:.4f}"
    yield Line("concentration and Gini of the fixture", "2, 0.4855", found, found == "2, 0.4855")
    k = views.run(thirty_invitations(), "referrals/k_factor", WHOLE).frame.iloc[0]["value"]
    yield Line("K of the fixture", "3 x .20 = 0.6", f"{k:.6f}", abs(k - 0.6) < 1e-12)


def thirty_invitations() -> Invented:
    """Ten members invite thirty people, of whom six become customers."""
    moments = {"p": pd.Timestamp("2025-02-01", tz="UTC"), "q": pd.Timestamp("2026-05-15", tz="UTC")}
    people = [
        {"person_id": f"{kind}{n}", "role": "customer", "joined_at": moments[kind]}
        for kind, most in (("p", 10), ("q", 6))
        for n in range(most)
    ]
    referrals = pd.DataFrame({"referral_id": [f"f{n}" for n in range(30)], "referrer_id": [f"p{n % 10}" for n in range(30)]})
    referrals["referred_id"] = [f"q{n}" if n < 6 else None for n in range(30)]
    referrals["invited_at"] = moments["q"]
    referrals["joined_at"] = referrals["converted_at"] = [moments["q"] if n < 6 else None for n in range(30)]
    return make({"people": pd.DataFrame(people), "referrals": referrals})


def interval() -> Line:
    """The bootstrap of K against a reference that draws every member by itself."""
    rng = np.random.default_rng(5)
    converted = rng.binomial(6, 0.2, 400)
    cells, counts = np.unique(converted, return_counts=True)
    found = spread(cells, cells, counts)
    reference = np.random.default_rng(11)
    drawn = np.array([reference.choice(converted, len(converted)).mean() for _ in range(SAMPLES)])
    apart = max(abs(found.low / np.quantile(drawn, 0.025) - 1), abs(found.high / np.quantile(drawn, 0.975) - 1))
    return Line(f"interval of K, against {SAMPLES:,} samples", f"within {NEAR:.0%}", f"{apart:.2%} apart", bool(apart < NEAR))


def story() -> Iterator[Line]:
    """Whom the sample's ambassadors and its campaigns brought."""
    rows = views.run(sample(), "referrals/referrers", STORY).frame["valid"]
    share = rows.head(8).sum() / rows.sum()
    yield Line("sample: valid referrals that eight people carry", "most", f"{share:.0%} of {int(rows.sum())}", bool(share > 0.5))
    campaigns = views.run(sample(), "referrals/campaigns", STORY).frame.set_index("campaign")
    liked = campaigns.loc[campaigns["likes"].idxmax()]
    said = f"{liked.name}: {int(liked['likes']):,} likes, {int(liked['valid'])} valid"
    yield Line("sample: the campaign with most likes brought", "none", said, bool(liked["valid"] == 0))


def forest(people: int) -> Iterator[Line]:
    """Generations of a forest with planted circles, through the views, against networkx."""
    edges, planted = generated(people)
    found = make({"referrals": edges})
    times = []
    for run in range(RUNS):
        again = replace(found, name=f"forest {run}")
        start = time.perf_counter()
        grown = lineage.of(views.run(again, "referrals/tree", WHOLE).frame)
        rows = grown.generations()
        times.append(time.perf_counter() - start)
    figure = f"{len(edges):,} referrals, {len(rows) - 1} generations"
    yield Line(f"{figure}: query time", f"{SECONDS:.0f} s", f"{min(times):.2f} to {max(times):.2f} s", max(times) < SECONDS)
    cut = set(grown.circles()["person_id"])
    yield Line(
        f"{figure}: circles reported",
        f"{len(planted)}",
        f"{len(cut)}",
        len(cut) == len(planted) and all(len(cut & c) == 1 for c in planted),
    )
    right = agreeing(edges, cut, grown)
    yield Line(f"{figure}: people whose generation is networkx's", f"{len(grown.people):,}", f"{right:,}", right == len(grown.people))


def generated(people: int) -> tuple[pd.DataFrame, list[set[str]]]:
    """Referrals of people in 13 generations, and the people on each circle that was planted: the first of a chain, brought by one below."""
    rng = np.random.default_rng(1)
    size = people // (GENERATIONS + 1)
    above = np.concatenate([np.full(size, NOBODY), *(rng.integers(size * g, size * (g + 1), size) for g in range(GENERATIONS))])
    planted: list[list[int]] = []
    taken: set[int] = set()
    for low in rng.permutation(np.arange(size * GENERATIONS, len(above))):
        chain = [int(low)]
        while above[chain[-1]] != NOBODY:
            chain.append(int(above[chain[-1]]))
        if len(planted) < CIRCLES and chain[-1] not in taken:
            taken.add(chain[-1])
            start = int(rng.integers(0, len(chain) - 1))
            planted.append(chain[start:])
        if len(planted) == CIRCLES:
            break
    for chain in planted:
        above[chain[-1]] = chain[0]
    referred = np.flatnonzero(above != NOBODY)
    moments = pd.Timestamp("2025-02-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 400 * 86_400, len(referred)), unit="s")
    names = {"referrer_id": _named(above[referred]), "referred_id": _named(referred)}
    frame = pd.DataFrame(
        {"referral_id": [f"f{n}" for n in referred], **names, "invited_at": moments, "joined_at": moments, "status": "joined"}
    )
    return frame, [set(_named(np.array(chain))) for chain in planted]


def _named(numbers: np.ndarray) -> list[str]:
    return [f"p{number:08}" for number in numbers]


def agreeing(edges: pd.DataFrame, cut: set[str], grown: lineage.Lineage) -> int:
    """How many people stand where networkx puts them, once the circles are cut at the same places."""
    kept = edges[~edges["referred_id"].isin(list(cut))]
    graph = nx.DiGraph(zip(kept["referrer_id"], kept["referred_id"], strict=True))
    graph.add_nodes_from(cut)
    place = {person: generation for generation, people in enumerate(nx.topological_generations(graph)) for person in people}
    expected = grown.people["person_id"].map(place).to_numpy()
    return int((expected == grown.forest.generation).sum())


if __name__ == "__main__":
    sys.exit(main())
