"""The page Ties in figures: reciprocity, the network against networkx, and what the picture costs. tests.figures.community prints them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd

from queries import loading, places, views
from queries.filters import Filters
from queries.measures.network import Network
from queries.period import Period
from tests.bench import browser
from tests.bench.servers import APP, ours, servers
from tests.figures.table import Line
from tests.queries.invented import FROM, TO, make

PEOPLE, TIES, STAFF = 5_000, 60_000, 50
CHANNELS = ("forum", "photo app", "video app", "chat")
WITHOUT = ("tests.bench.without_picture", "run", "app.py")
WHOLE = Filters(Period(FROM, TO), "none")
CLICKS, TIMES = 12, 2.0


def lines(small: bool = False) -> Iterator[Line]:
    """Every figure; `small` leaves out those that need a clock, and draws a smaller network."""
    yield reciprocity()
    people, ties = (PEOPLE // 20, TIES // 20) if small else (PEOPLE, TIES)
    rows = invented(people, ties)
    yield from agreeing(rows, clock=not small)
    if not small:
        yield picture(rows)


def reciprocity() -> Line:
    """The fixture of the definitions, through the view."""
    ends = [("1", "2"), ("2", "1"), ("1", "3"), ("3", "4")]
    said = [{"interaction_id": f"i{n}", "at": pd.Timestamp("2026-05-05", tz="UTC"), "kind": "answer"} for n in range(len(ends))]
    rows = [row | {"actor_id": one, "target_id": other} for row, (one, other) in zip(said, ends, strict=True)]
    found = views.run(make({"interactions": rows}), "ties/reciprocity", WHOLE).frame.iloc[0]["value"]
    return Line("reciprocity of 1→2, 2→1, 1→3, 3→4", "0.5", f"{found:g}", found == 0.5)


def invented(people: int, ties: int, seed: int = 3) -> pd.DataFrame:
    """So many directed ties of so many people in 90 days, a row each: few speak with many, some ties go both ways, one in 12 has one tie."""
    rng = np.random.default_rng(seed)
    weight = rng.pareto(1.6, people - people // 12) + 1
    single = np.arange(len(weight), people)
    ends = rng.choice(len(weight), (3 * ties, 2), p=weight / weight.sum())
    ends = np.concatenate([ends, ends[: ties // 4, ::-1]])
    ends = pd.DataFrame(ends[ends[:, 0] != ends[:, 1]], columns=["one", "other"]).drop_duplicates()
    new = pd.DataFrame({"one": single, "other": rng.choice(len(weight), len(single), p=weight / weight.sum())})
    ends = pd.concat([ends.sample(ties - len(new), random_state=seed), new], ignore_index=True)
    moments = pd.Timestamp("2026-04-02 06:00", tz="UTC") + pd.to_timedelta(np.sort(rng.integers(0, 89 * 86_400, ties)), unit="s")
    return pd.DataFrame(
        {
            "interaction_id": [f"i{n}" for n in range(ties)],
            "at": moments,
            "channel": rng.choice(CHANNELS, ties),
            "kind": rng.choice(["answer", "thanks", "comment", "reply"], ties),
            "actor_id": [f"p{n:05}" for n in ends["one"]],
            "target_id": [f"p{n:05}" for n in ends["other"]],
        }
    )


def agreeing(rows: pd.DataFrame, clock: bool) -> Iterator[Line]:
    """The network as the page has it, against networkx on the rows."""
    found = make({"interactions": rows})
    edges, people = (views.run(found, f"ties/{name}", WHOLE).frame for name in ("edges", "people"))
    started = time.perf_counter()
    numbers, network = Network.among(*(edges[name].to_numpy(np.int64) for name in ("one", "other", "forth", "back")))
    measures = network.core, network.cut_off, network.pieces
    ours_took = time.perf_counter() - started
    started = time.perf_counter()
    people = people.set_index("number").loc[numbers].reset_index(drop=True)
    graph = nx.DiGraph(zip(rows["actor_id"], rows["target_id"], strict=True))
    plain = graph.to_undirected()
    core, joints, pieces = nx.core_number(plain), set(nx.articulation_points(plain)), sorted(map(len, nx.connected_components(plain)))
    blocks = len(list(nx.biconnected_components(plain)))
    theirs_took = time.perf_counter() - started
    figure = f"network of {len(people):,} people, {network.ties:,} ties"
    names = people["person_id"]
    same = sum(core[name] == value for name, value in zip(names, measures[0], strict=True))
    yield Line(f"{figure}: core numbers as networkx", f"{len(people):,}", f"{same:,}", same == len(people) == len(graph))
    bridges = set(names[measures[1] > 0])
    yield Line(f"{figure}: bridges as networkx", f"{len(joints):,}", f"{len(bridges & joints):,}", bridges == joints)
    cut = sum(cuts(plain, name) == value for name, value in zip(names, measures[1], strict=True) if value)
    yield Line(f"{figure}: people cut off, by taking each away", f"{len(joints):,}", f"{cut:,}", cut == len(joints))
    ours_blocks = len(network.graph.biconnected_components())
    told = f"{network.reciprocity or 0:.6f}, {network.density or 0:.6f}, {len(network.pieces):,}, {ours_blocks:,}"
    asked = f"{nx.overall_reciprocity(graph):.6f}, {nx.density(graph):.6f}, {len(pieces):,}, {blocks:,}"
    yield Line(f"{figure}: reciprocity, density, pieces, blocks", asked, told, asked == told)
    if clock:
        yield Line(f"{figure}: seconds", f"under networkx's {theirs_took:.2f}", f"{ours_took:.2f}", ours_took < theirs_took)


def cuts(graph: nx.Graph, person: str) -> int:
    """How many people would lose touch with the largest part that is left of a piece without one of them."""
    piece = nx.node_connected_component(graph, person) - {person}
    return len(piece) - max(map(len, nx.connected_components(graph.subgraph(piece))), default=0)


def picture(rows: pd.DataFrame) -> Line:
    """The page in Chromium after a filter that nobody chose before, with the picture and without it, click by click in turn."""
    with tempfile.TemporaryDirectory() as made:
        cache, data = Path(made) / "cache", exports(Path(made) / "data", rows)
        loading.load(data, places.cache_folder(data, str(cache)))
        with servers(ours(cache, data, APP), ours(cache, data, WITHOUT)) as (whole, without), browser._chromium() as pages:
            took = browser._against(browser._toggle([pages(whole, "ties"), pages(without, "ties")], CLICKS), "whole", "without")
    figure = f"page at {PEOPLE:,} people, {TIES:,} ties: times as long as without picture"
    said = f"{took['ratio']:.2f} ({took['whole']:.2f} s, {took['without']:.2f} s)"
    return Line(figure, f"at most {TIMES:g}", said, took["ratio"] <= TIMES)


def exports(folder: Path, rows: pd.DataFrame) -> Path:
    """A data folder of these interactions and the people in them, of whom some are staff; one more act makes the last day complete."""
    folder.mkdir()
    last = rows.iloc[[-1]].assign(interaction_id="last", at=pd.Timestamp("2026-07-01 09:00", tz="UTC"), kind="visit", target_id=None)
    pd.concat([rows, last]).to_csv(folder / "interactions.csv", index=False)
    names = sorted({*rows["actor_id"], *rows["target_id"]})
    roles = ["employee" if n < STAFF else "member" for n in range(len(names))]
    people = {
        "person_id": names,
        "role": roles,
        "name": [f"Person {n}" for n in range(len(names))],
        "joined_at": date(2025, 1, 1).isoformat(),
    }
    pd.DataFrame(people).to_csv(folder / "people.csv", index=False)
    return folder
