"""Viewers without a browser: each speaks to a Streamlit server as its own page would, over a websocket, and changes filters.

They run in a process of their own (`python -m tests.bench.visiting ADDRESS`), so that they never hold the server's interpreter.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# What a viewer may change, and how many values of each at most.
PICKED = {"Period": 1, "Channel": 3, "Segment": 1, "Region": 2, "Team": 2}
LEFT_OUT = {"Custom"}
CACHED = 10_000
PATIENCE = 120


@dataclass(frozen=True)
class Run:
    """One run of a page as a viewer saw it. `numbers` are the cards and `charts` the figures that arrived."""

    seconds: float
    received: int
    numbers: int
    charts: int
    errors: int


@dataclass
class Viewer:
    """One visitor: what its page holds, and the filters it has chosen."""

    address: str
    path: str = ""
    query: str = ""
    widgets: dict[str, tuple[str, str, list[str]]] = field(default_factory=dict)
    chosen: dict[str, list[str]] = field(default_factory=dict)
    script: str = ""
    known: list[str] = field(default_factory=list)

    async def open(self) -> Run:
        """Connect and wait for the first page."""
        stream = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        self.socket = await websockets.connect(stream, subprotocols=["streamlit"], max_size=None, compression=None, ping_interval=None)  # type: ignore[list-item]
        return await self.run()

    async def close(self) -> None:
        """Leave."""
        await self.socket.close()

    async def run(self) -> Run:
        """Ask for the page with the filters chosen, and wait until it has arrived whole."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self.query, self.script
        state.page_name = "" if self.script else self.path
        state.context_info.url, state.context_info.timezone = f"{self.address}/{self.path}", "Europe/Berlin"
        state.cached_message_hashes.extend(self.known)
        for label, values in self.chosen.items():
            kind, key, _ = self.widgets[label]
            widget = state.widget_states.widgets.add(id=key)
            if kind == "selectbox":
                widget.string_value = values[0]
            else:
                widget.string_array_value.data.extend(values)
        started = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        received, numbers, charts, errors = 0, 0, 0, 0
        while True:
            data = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            assert isinstance(data, bytes)
            received += len(data)
            told = ForwardMsg.FromString(data)
            kind = told.WhichOneof("type")
            if kind == "new_session":
                self.script = told.new_session.page_script_hash
            elif kind == "page_info_changed":
                self.query = told.page_info_changed.query_string
            elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                drawn = self._element(told)
                numbers, charts, errors = numbers + (drawn == "metric"), charts + (drawn == "plotly_chart"), errors + (drawn == "exception")
            elif kind == "ref_hash":
                charts += 1
            elif kind == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                failed = told.script_finished not in (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
                return Run(time.perf_counter() - started, received, numbers, charts, errors + failed)

    def _element(self, told: ForwardMsg) -> str:
        """Note the widgets by label; the kind of the element."""
        element = told.delta.new_element
        kind = str(element.WhichOneof("type"))
        if kind in ("button_group", "selectbox", "multiselect"):
            widget = getattr(element, kind)
            options = [option.content for option in widget.options] if kind == "button_group" else list(widget.options)
            self.widgets[widget.label] = (kind, widget.id, options)
        if told.metadata.cacheable and told.hash and told.hash not in self.known:
            self.known.append(told.hash)
        return kind

    def pick(self, rng: random.Random) -> None:
        """Change one filter at random, by place among its options: the same seed means the same filters in any app."""
        there = [label for label in PICKED if label in self.widgets]
        assert there, "The page has no filters: it failed."
        label = rng.choice(there)
        options = [option for option in self.widgets[label][2] if option not in LEFT_OUT]
        self.chosen[label] = rng.sample(options, rng.randint(1, min(PICKED[label], len(options))))


async def visit(viewer: Viewer, clicks: int, pause: tuple[float, float], seed: int) -> list[Run]:
    """Open the page and change a filter so many times, pausing between; the runs after the first. Trouble is a run with an error."""
    rng = random.Random(seed)
    runs: list[Run] = []
    try:
        first = await viewer.open()
        runs += [first] if not clicks else []
        for _ in range(clicks):
            await asyncio.sleep(rng.uniform(*pause))
            viewer.pick(rng)
            runs.append(await viewer.run())
        await viewer.close()
    except (OSError, TimeoutError, AssertionError, websockets.WebSocketException):
        runs.append(Run(PATIENCE, 0, 0, 0, 1))
    return runs


async def together(viewers: Sequence[Viewer], clicks: int, pause: tuple[float, float], seed: int) -> list[Run]:
    """All viewers at once; every run of theirs."""
    visits = [visit(viewer, clicks, pause, seed + place) for place, viewer in enumerate(viewers)]
    return [run for runs in await asyncio.gather(*visits) for run in runs]


async def in_step(viewers: Sequence[Viewer], rounds: int, seed: int) -> list[Run]:
    """All viewers click at the same moment, and again when all have their page."""
    await asyncio.gather(*(viewer.open() for viewer in viewers))
    rngs = [random.Random(seed + place) for place in range(len(viewers))]
    runs: list[Run] = []
    for _ in range(rounds):
        for viewer, rng in zip(viewers, rngs, strict=True):
            viewer.pick(rng)
        runs += await asyncio.gather(*(viewer.run() for viewer in viewers))
    await asyncio.gather(*(viewer.close() for viewer in viewers))
    return runs


def main() -> None:
    """Visit as the command line says; one line of JSON, a list of runs: those after a click, or without clicks the first ones."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.visiting", description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--path", default="", help="the page, the first one if none")
    parser.add_argument("--viewers", type=int, default=1)
    parser.add_argument("--clicks", type=int, default=10)
    parser.add_argument("--pause", type=float, nargs=2, default=(0.0, 0.0), help="seconds between clicks, at least and at most")
    parser.add_argument("--together", action="store_true", help="all click at the same moment, and wait for each other")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    viewers = [Viewer(given.address, given.path) for _ in range(given.viewers)]
    if given.together:
        visits = in_step(viewers, given.clicks, given.seed)
    else:
        visits = together(viewers, given.clicks, tuple(given.pause), given.seed)
    print(json.dumps([asdict(run) for run in asyncio.run(visits)]))


if __name__ == "__main__":
    main()
