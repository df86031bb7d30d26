"""The benchmark's viewers without a browser see what a browser sees."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.bench.visiting import Run, Viewer, in_step, together
from tests.browser.visiting import numbers, open_page


def done(visits: Coroutine[Any, Any, list[Run]]) -> list[Run]:
    """The runs of visits, in a thread of their own: the browser's has a loop already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, visits).result()


def test_a_viewer_over_the_websocket_gets_every_card_and_chart_of_the_page(server, desk):
    first = done(together([Viewer(server)], clicks=0, pause=(0, 0), seed=1))
    open_page(desk, f"{server}/", "Overview")
    assert first[0].numbers == len(numbers(desk)) and first[0].charts == desk.get_by_test_id("stPlotlyChart").count()


def test_viewers_who_click_together_get_their_pages_without_an_error(server):
    runs = done(in_step([Viewer(server) for _ in range(3)], rounds=3, seed=1))
    assert len(runs) == 9 and all(run.errors == 0 and run.numbers and run.received for run in runs)


def test_a_server_that_is_not_there_counts_as_an_error():
    gone = done(together([Viewer("http://127.0.0.1:9")], clicks=1, pause=(0, 0), seed=1))
    assert [run.errors for run in gone] == [1]
