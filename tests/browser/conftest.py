"""One browser and one app for all tests of a run; every test has a visitor of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from queries import loading, places
from tests.browser.server import app

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; `make test` installs it where there is none."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert path, f"None of {', '.join(CHROMIUM)} is installed; `make test` does that."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the sample is loaded."""
    cache = tmp_path_factory.mktemp("browser")
    data = places.data_folder(str(places.SAMPLE))
    loading.load(data, places.cache_folder(data, str(cache)))
    return cache


@pytest.fixture(scope="session")
def server(loaded: Path) -> Iterator[str]:
    """Address of the app that all tests share."""
    with app(loaded) as address:
        yield address


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """A page in a fresh browser on a desk."""
    yield from visitor(chromium, DESK)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page in a fresh browser on a phone."""
    yield from visitor(chromium, PHONE)


@pytest.fixture
def colleague(chromium: Browser) -> Iterator[Page]:
    """A page in another fresh browser, for whoever gets a link."""
    yield from visitor(chromium, DESK)


def visitor(chromium: Browser, size: dict[str, int]) -> Iterator[Page]:
    """A page in a fresh browser of that size."""
    context = chromium.new_context(viewport=size, locale="en-GB")
    yield context.new_page()
    context.close()
