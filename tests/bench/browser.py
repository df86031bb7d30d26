"""What a viewer waits for, against the same page with canned answers and against a plain app: in Chromium, and over the websocket."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from tests.bench.servers import CANNED, memory, ours, plain, servers, visits
from tests.browser.conftest import CHROMIUM, DESK, FLAGS
from tests.browser.server import Served

PAUSE = (8.0, 20.0)
# The page has settled with the last change that a click made to it: what follows must be so long without one.
QUIET = 600
WATCH = """() => {
    window.lastChange = 0;
    new MutationObserver(changes => {
        window.lastChange = performance.now();
        window.ran = window.ran || changes.some(change => change.attributeName === 'data-test-script-state');
    })
        .observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
}"""
CLICK = """([label, quiet]) => new Promise((settled, failed) => {
    const buttons = [...document.querySelectorAll('[data-testid=stSidebar] button')];
    const button = buttons.find(button => button.innerText.trim() === label);
    if (!button) return failed(new Error('There is no filter ' + label));
    const ended = '[data-testid=stApp][data-test-script-state=notRunning]';
    const moving = '[data-stale=true], [data-testid=stSkeleton]';
    const clicked = performance.now();
    window.ran = false;
    const look = () => {
        const ends = document.querySelector(ended) && !document.querySelector(moving);
        // A run so short that no state of it was ever drawn is over when nothing follows for long.
        const enough = window.ran ? quiet : 4 * quiet;
        if (ends && window.lastChange > clicked && performance.now() - window.lastChange > enough) settled((window.lastChange - clicked) / 1000);
        else if (performance.now() - clicked > 60000) failed(new Error('The page did not settle after ' + label));
        else setTimeout(look, 10);
    };
    button.click();
    look();
})"""


def rerun(cache: Path, data: Path | None, clicks: int = 15, path: str = "") -> dict[str, float]:
    """A filter that nobody chose before, until the page stands, against the same with canned answers: seconds and ratio."""
    with servers(ours(cache, data), ours(cache, data, CANNED)) as (fresh, canned), _chromium() as pages:
        there = pages(canned, path)
        _toggle([there], clicks)
        took = _toggle([pages(fresh, path), pages(canned, path)], clicks)
    return _against(took, "fresh", "canned")


def beside_plain(cache: Path, data: Path, parquet: Path, clicks: int = 15) -> dict[str, float]:
    """The same against the plain app on other tables: seconds and ratio."""
    with servers(ours(cache, data), plain(parquet)) as (mine, other), _chromium() as pages:
        took = _toggle([pages(mine), pages(other)], clicks)
    return _against(took, "ours", "plain")


def start(cache: Path, data: Path, sample_cache: Path, rounds: int = 5) -> dict[str, float]:
    """From the start of the process until its first viewer has the first page whole, against the sample."""
    took: list[list[float]] = [[], []]
    for _ in range(rounds):
        for kept, (module, surroundings) in zip(took, (ours(cache, data), ours(sample_cache, None)), strict=True):
            started = time.perf_counter()
            with servers((module, surroundings)) as (served,):
                up = time.perf_counter() - started
                kept.append(up + visits(served, clicks=0)["median"])
    return _against(took, "large", "sample")


def viewers(cache: Path, data: Path | None, count: int = 32, clicks: int = 5, seed: int = 1) -> dict[str, float]:
    """Random filters with pauses: the 95th percentile of so many viewers and of one, their ratio, and errors of any kind."""
    with servers(ours(cache, data)) as (served,):
        visits(served, clicks=5, seed=99)
        alone = visits(served, clicks=30, pause=(0.5, 1.5), seed=seed)
    with servers(ours(cache, data)) as (served,):
        visits(served, clicks=5, seed=99)
        many = visits(served, viewers=count, clicks=clicks, pause=PAUSE, seed=seed + 1)
    return {
        "one_p95": alone["p95"],
        "many_p95": many["p95"],
        "ratio": many["p95"] / alone["p95"],
        "one_median": alone["median"],
        "many_median": many["median"],
        "errors": alone["errors"] + many["errors"],
        "pages": many["pages"],
    }


def together(cache: Path, data: Path, parquet: Path, count: int = 8, rounds: int = 5, shared: bool = False) -> dict[str, float]:
    """So many viewers click at once: the median page's seconds and the server's megabytes, against the plain app."""
    found = []
    for module, surroundings in (ours(cache, data), plain(parquet, shared)):
        with servers((module, surroundings)) as (served,), memory(served.process) as megabytes:
            found.append(visits(served, viewers=count, clicks=rounds, at_once=True))
        found[-1]["megabytes"] = max(megabytes)
    mine, other = found
    return {
        "ours": mine["median"],
        "plain": other["median"],
        "ratio": mine["median"] / other["median"],
        "our_megabytes": mine["megabytes"],
        "plain_megabytes": other["megabytes"],
        "memory_ratio": mine["megabytes"] / other["megabytes"],
        "errors": mine["errors"] + other["errors"],
    }


def _against(took: Sequence[Sequence[float]], one: str, other: str) -> dict[str, float]:
    first, second = map(median, took)
    return {one: first, other: second, "ratio": first / second}


@contextmanager
def _chromium() -> Iterator[Callable[..., Page]]:
    """A function that opens an app's page in a fresh browser and waits until it stands."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)

        def visit(served: Served, path: str = "") -> Page:
            page = browser.new_context(viewport=DESK, locale="en-GB").new_page()
            page.goto(f"{served.address}/{path}")
            page.get_by_test_id("stMetricValue").first.wait_for(timeout=120_000)
            page.wait_for_timeout(3000)
            page.evaluate(WATCH)
            return page

        yield visit
        browser.close()


def _toggle(pages: Sequence[Page], clicks: int) -> list[list[float]]:
    """Toggle channels so that no choice comes twice, on each page in turn; seconds until it settled, a list a page."""
    group = '[data-testid=stSidebar] [data-testid=stButtonGroup]:has-text("Channel") button'
    labels = pages[0].locator(group).all_inner_texts()
    took: list[list[float]] = [[] for _ in pages]
    for step in range(1, clicks + 1):
        label = labels[(step & -step).bit_length() - 1]  # The order of Gray's code.
        for kept, page in zip(took, pages, strict=True):
            kept.append(page.evaluate(CLICK, [label.strip(), QUIET]))
    return took
