"""The picture in BENCHMARKS.md: what a page's data cost against the number of interactions, both on logarithmic axes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from pathlib import Path

import plotly.graph_objects as go
from playwright.sync_api import ViewportSize, sync_playwright

from tests.bench.page_cost import OURS, Cost
from tests.browser.conftest import CHROMIUM, FLAGS

PAGE, WIDTH = "overview", "mid"
SIZE: ViewportSize = {"width": 900, "height": 460}
ACCENT, GREYS = "#4353C4", ("#8A8FA3", "#A7ABBA", "#6C7187", "#B9BDC9")
DASHES = ("dash", "dot", "dashdot", "longdash")
APART = 0.06  # Of the axis: names that stand closer would overlap.


def draw(measured: Mapping[int, Sequence[Cost]], file: Path) -> None:
    """Write the picture, drawn by the browser that the tests use."""
    page = figure(measured).to_html(include_plotlyjs=True, config={"displayModeBar": False, "staticPlot": True})
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        shown = browser.new_page(viewport=SIZE)
        shown.set_content(page)
        shown.wait_for_selector(".legend, .annotation")
        shown.screenshot(path=file)
        browser.close()


def figure(measured: Mapping[int, Sequence[Cost]]) -> go.Figure:
    """A line a contestant, named at its right end."""
    costs = {size: next(cost for cost in costs if (cost.page, cost.width) == (PAGE, WIDTH)) for size, costs in measured.items()}
    sizes = list(costs)
    names = list(costs[sizes[0]].seconds)
    made = go.Figure(layout={"template": "plotly_white", "margin": {"l": 60, "r": 230, "t": 50, "b": 50}, **SIZE, "showlegend": False})
    for place, name in enumerate(names):
        line = {"color": ACCENT, "width": 3} if name == OURS else {"color": GREYS[place % 4], "dash": DASHES[place % 4], "width": 1.8}
        milliseconds = [1000 * costs[size].seconds[name] for size in sizes]
        made.add_scatter(x=sizes, y=milliseconds, mode="lines+markers", line=line)
    every = [log10(1000 * seconds) for cost in costs.values() for seconds in cost.seconds.values()]
    low, high = floor(min(every)), ceil(max(every))
    labels = _labels(names, costs[sizes[-1]], sizes[-1], APART * (high - low))
    made.update_layout(annotations=labels, title=f"{PAGE.capitalize()}, 90 days and the 90 before: data of one page")
    made.update_xaxes(type="log", title="interactions", tickvals=sizes, ticktext=[f"{size:,}" for size in sizes])
    made.update_yaxes(type="log", title="milliseconds", dtick=1, range=[low, high])
    return made


def _labels(names: Sequence[str], last: Cost, size: int, apart: float) -> list[dict[str, object]]:
    """Names beside the line ends, moved apart where lines end close together."""
    ends, taken = [], -9.0
    for name in sorted(names, key=last.seconds.__getitem__):
        taken = max(log10(1000 * last.seconds[name]), taken + apart)
        ends.append({"x": log10(size), "y": taken, "text": name, "showarrow": False, "xanchor": "left", "xshift": 10})
    return ends
