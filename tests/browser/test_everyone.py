"""Every page for everyone: on a phone, with a screen reader, and with sample data that say that they are."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESK, visitor
from tests.browser.visiting import PAGES, cut, main_text, numbers, open_page, sideways, still

# Streamlit's own: the navigation with sections, and the points on a card's sparkline.
KNOWN = {"list", "listitem", "svg-img-alt"}
SEVERE = {"serious", "critical"}
# Whether the page stands in its light colours.
BRIGHT = "Number(getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor.match(/\\d+/)[0]) > 127"
every_page = pytest.mark.parametrize("path", PAGES, ids=PAGES.values())


@every_page
def test_a_phone_needs_no_sideways_scrolling(server, phone, path):
    open_page(phone, f"{server}/{path}", PAGES[path])
    assert sideways(phone) == 0
    assert cut(phone) == []


@pytest.fixture(scope="module", params=PAGES, ids=PAGES.values())
def visited(request, server, chromium):
    """A page on a desk, opened once for what is looked at there, and the addresses that it asked for."""
    asked: list[str] = []
    for page in visitor(chromium, DESK):
        page.on("request", lambda request: asked.append(request.url))
        open_page(page, f"{server}/{request.param}", PAGES[request.param])
        yield page, asked


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation(visited, scheme):
    page, _ = visited
    page.emulate_media(color_scheme=scheme)
    still(page)
    assert page.evaluate(BRIGHT) == (scheme == "light")
    found = Axe().run(page).response["violations"]
    assert {
        violation["id"]: violation["help"] for violation in found if violation["impact"] in SEVERE and violation["id"] not in KNOWN
    } == {}


def test_a_page_says_that_data_are_a_sample_shows_no_trace_and_fetches_nothing_from_outside(visited, server):
    page, asked = visited
    expect(page.get_by_test_id("stMain").get_by_text("Sample data").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert "Traceback" not in main_text(page)
    inside = (server, server.replace("http", "ws"), "data:", "blob:")
    assert asked and [url for url in asked if not url.startswith(inside)] == []


def test_a_phone_shows_the_numbers_of_a_desk(server, desk, phone):
    for page in (desk, phone):
        open_page(page, f"{server}/", "Overview")
    assert numbers(phone) == numbers(desk) != []
