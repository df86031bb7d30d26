"""Community as a manager looks at it: whom the giveaway brought did not stay; a cell of the moves opens its people; and it fits on a phone."""

import re

from playwright.sync_api import expect

from tests.browser.test_promises import click_mark
from tests.browser.visiting import PAGES, main_text, open_page, settle, sideways

YEAR = "from=2025-07-01&to=2026-07-01&compare=previous"


def test_whom_the_giveaway_brought_did_not_stay(server, desk):
    open_page(desk, f"{server}/community?{YEAR}", PAGES["community"])
    said = main_text(desk)
    assert "Active members rose to" in said and "least of March 2026" in said
    assert desk.get_by_role("figure", name="Triangle of cohorts").count() == 1


def test_a_click_on_a_move_lists_its_people_and_goes_into_the_link(server, desk, colleague):
    open_page(desk, f"{server}/community?{YEAR}", PAGES["community"])
    click_mark(desk, "moves", ".scatterlayer .point", 0)
    desk.wait_for_url(re.compile("move="))
    settle(desk, PAGES["community"])
    heading = desk.get_by_role("heading", name=re.compile("People: .+ to .+, June 2026"))
    expect(heading).to_be_visible()
    open_page(colleague, desk.url, PAGES["community"])
    expect(colleague.get_by_role("heading", name=heading.inner_text(), exact=True)).to_be_visible()


def test_the_community_fits_on_a_phone(server, phone):
    open_page(phone, f"{server}/community?{YEAR}&month=2026-05&move=contributor-to-lapsed", PAGES["community"])
    assert sideways(phone) == 0
