"""Promises and Waiting in a browser: the sample's story is seen, and a click lists the cases behind it and goes into the link."""

import re

from playwright.sync_api import Page, expect

from tests.browser.visiting import main_text, open_page, settle

# The weeks in which the chat could not keep up, against those before; and the weeks around the second shift.
SLOW_CHAT = "from=2026-01-28&to=2026-04-28&compare=previous"
FIX = "from=2026-04-02&to=2026-07-01&compare=previous"


def click_mark(page: Page, chart: str, mark: str, place: int) -> None:
    """Click the middle of one mark of the chart that has this key."""
    found = page.locator(f".st-key-{chart} {mark}").nth(place)
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_promises_show_the_desk_that_could_not_keep_them(server, desk):
    open_page(desk, f"{server}/promises?{SLOW_CHAT}&promised=team&promise=first-response", "Promises")
    said = main_text(desk)
    assert "Promises kept fell to" in said
    assert re.search(r"to \d\d\.\d.% \(Chat Desk\): clearly apart", said)
    assert "Chat button on every page" in desk.get_by_test_id("stMain").inner_html()


def test_promises_show_that_the_second_shift_helped(server, desk):
    open_page(desk, f"{server}/promises?{FIX}&channel=chat", "Promises")
    assert "Second shift in the chat" in desk.get_by_test_id("stMain").inner_html()
    assert re.search(r"First reply over time\s+Down", main_text(desk))


def test_a_click_on_a_bar_lists_its_broken_promises_and_goes_into_the_link(server, desk, colleague):
    open_page(desk, f"{server}/promises?{FIX}&promised=team", "Promises")
    click_mark(desk, "promises_team", ".barlayer .trace:first-child .point", 0)
    desk.wait_for_url(re.compile("broken="))
    settle(desk, "Promises")
    heading = desk.get_by_role("heading", name=re.compile("Broken promises: .+"))
    expect(heading).to_be_visible()
    open_page(colleague, desk.url, "Promises")
    expect(colleague.get_by_role("heading", name=heading.inner_text(), exact=True)).to_be_visible()


def test_a_click_on_a_cell_lists_its_cases_and_a_button_lets_it_go(server, desk):
    open_page(desk, f"{server}/promises?{FIX}&look=spread", "Promises")
    click_mark(desk, "spread_calendar", ".scatterlayer .point", 2)
    desk.wait_for_url(re.compile("case=step-"))
    settle(desk, "Promises")
    expect(desk.get_by_role("heading", name=re.compile("Cases: .+"))).to_be_visible()
    desk.get_by_role("button", name="Show all cases").click()
    expect(desk).not_to_have_url(re.compile("case="))


def test_business_hours_shorten_the_wait_and_stay_in_the_link(server, desk):
    open_page(desk, f"{server}/promises?{FIX}", "Promises")
    desk.get_by_text("Business hours", exact=True).click()
    desk.wait_for_url(re.compile("clock=business"))
    settle(desk, "Promises")
    half = re.search(r"Half had a reply after (\d+)[.\d]*\smin", main_text(desk))
    # In calendar time it is 79 minutes.
    assert half and int(half[1]) < 40


def test_waiting_says_who_waits_and_how_old_the_data_are(server, desk):
    open_page(desk, f"{server}/waiting", "Waiting")
    said = main_text(desk)
    assert "wait for us" in said and "The data are" in said
    assert desk.get_by_test_id("stDataFrame").count() == 1
