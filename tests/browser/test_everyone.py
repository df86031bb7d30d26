"""Every page for everyone: on a phone, with a screen reader, and with sample data that say that they are."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.visiting import PAGES, cut, main_text, numbers, open_page, sideways

# Streamlit's own: the navigation with sections, and the points on a card's sparkline.
KNOWN = {"list", "listitem", "svg-img-alt"}
SEVERE = {"serious", "critical"}
every_page = pytest.mark.parametrize("path", PAGES, ids=PAGES.values())


@every_page
def test_a_phone_needs_no_sideways_scrolling(server, phone, path):
    open_page(phone, f"{server}/{path}", PAGES[path])
    assert sideways(phone) == 0
    assert cut(phone) == []


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation(server, desk, path, scheme):
    desk.emulate_media(color_scheme=scheme)
    open_page(desk, f"{server}/{path}", PAGES[path])
    found = Axe().run(desk).response["violations"]
    assert {
        violation["id"]: violation["help"] for violation in found if violation["impact"] in SEVERE and violation["id"] not in KNOWN
    } == {}


@every_page
def test_a_page_says_that_data_are_a_sample_shows_no_trace_and_fetches_nothing_from_outside(server, desk, path):
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    open_page(desk, f"{server}/{path}", PAGES[path])
    expect(desk.get_by_test_id("stMain").get_by_text("Sample data").first).to_be_visible()
    expect(desk.get_by_test_id("stException")).to_have_count(0)
    assert "Traceback" not in main_text(desk)
    inside = (server, server.replace("http", "ws"), "data:", "blob:")
    assert asked and [url for url in asked if not url.startswith(inside)] == []


def test_a_phone_shows_the_numbers_of_a_desk(server, desk, phone):
    for page in (desk, phone):
        open_page(page, f"{server}/", "Overview")
    assert numbers(phone) == numbers(desk) != []
