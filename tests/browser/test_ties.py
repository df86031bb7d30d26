"""The network as a manager looks at it: a click on somebody, the link that keeps it, and a phone."""

from playwright.sync_api import expect

from tests.browser.visiting import PAGES, main_text, open_page, sideways, still

QUARTER = "from=2026-04-01&to=2026-07-01"


def test_a_click_on_a_dot_opens_that_person_s_ties_and_the_link_keeps_it(server, desk, colleague):
    open_page(desk, f"{server}/ties?{QUARTER}", PAGES["ties"])
    dots = desk.locator(".scatterlayer .points path.point")
    expect(dots.nth(40)).to_be_attached(timeout=30_000)
    dots.nth(40).scroll_into_view_if_needed()
    box = dots.nth(40).bounding_box()
    assert box
    desk.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.wait_for_timeout(300)
    desk.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.wait_for_url("**person=**", timeout=30_000)
    still(desk)
    heading = desk.get_by_role("heading", name="Ties of")
    picked = heading.inner_text()
    open_page(colleague, desk.url, PAGES["ties"])
    assert colleague.get_by_role("heading", name="Ties of").inner_text() == picked


def test_the_page_fits_on_a_phone(server, phone):
    open_page(phone, f"{server}/ties?{QUARTER}", PAGES["ties"])
    assert sideways(phone) == 0
    assert "Who speaks with whom" in main_text(phone)
