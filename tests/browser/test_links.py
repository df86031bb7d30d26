"""A link restores what its sender saw, for whoever opens it, and survives page changes, Back and Forward."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import app
from tests.browser.visiting import PAGES, main_text, numbers, open_page, sentence, settle, still

CHOSEN = "from=2026-01-01&to=2026-04-01&compare=previous&channel=chat,e-mail&region=germany"
NARROWED = "from=2026-04-02&to=2026-07-01&compare=year&channel=chat"


def query(page: Page) -> dict[str, list[str]]:
    """The parameters in the address bar."""
    return parse_qs(urlsplit(page.url).query)


def pick_chat(page: Page) -> None:
    """Click the channel chat in the filter bar and wait for the page that follows."""
    page.get_by_test_id("stSidebar").get_by_text("chat", exact=True).click()
    page.wait_for_url(re.compile("channel=chat"))
    still(page)


def go(page: Page, title: str) -> None:
    """Change the page through the navigation."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    settle(page, title)


@pytest.mark.parametrize("path", ["", "satisfaction"])
def test_a_shared_link_shows_the_same_numbers_in_a_fresh_browser(server, desk, colleague, path):
    open_page(desk, f"{server}/{path}?{CHOSEN}", PAGES[path])
    desk.get_by_role("button", name="Share link").click()
    link = desk.get_by_test_id("stCode").inner_text().strip()
    open_page(colleague, link, PAGES[path])
    assert numbers(colleague) == numbers(desk) != []
    assert sentence(colleague) == sentence(desk)
    assert query(colleague) == query(desk) == parse_qs(CHOSEN)


def test_the_address_bar_alone_is_such_a_link(server, desk, colleague):
    open_page(desk, f"{server}/", "Overview")
    everything = numbers(desk)
    pick_chat(desk)
    open_page(colleague, desk.url, "Overview")
    assert numbers(colleague) == numbers(desk) != everything
    assert "chat" in sentence(colleague)


def test_a_filter_survives_a_page_change_and_back_and_forward(server, desk):
    open_page(desk, f"{server}/", "Overview")
    pick_chat(desk)
    overview, chosen = numbers(desk), query(desk)
    go(desk, "Satisfaction")
    satisfaction = numbers(desk)
    assert query(desk) == chosen and "chat" in sentence(desk)
    desk.go_back()
    settle(desk, "Overview")
    assert (numbers(desk), query(desk)) == (overview, chosen)
    desk.go_forward()
    settle(desk, "Satisfaction")
    assert (numbers(desk), query(desk)) == (satisfaction, chosen)


def test_back_undoes_a_filter_and_is_no_trap(server, desk):
    open_page(desk, f"{server}/satisfaction?{NARROWED}", "Satisfaction")
    go(desk, "Overview")
    before = numbers(desk)
    desk.get_by_test_id("stSidebar").get_by_text("e-mail", exact=True).click()
    desk.wait_for_url(re.compile("e-mail"))
    still(desk)
    desk.go_back()
    expect(desk).not_to_have_url(re.compile("e-mail"))
    settle(desk, "Overview")
    assert numbers(desk) == before
    desk.go_back()
    settle(desk, "Satisfaction")
    assert query(desk) == parse_qs(NARROWED)


def test_what_a_link_says_and_cannot_mean_is_dropped_and_said(server, desk):
    open_page(desk, f"{server}/satisfaction?from=2026-99-01&compare=moon&channel=pigeon,chat", "Satisfaction")
    said = main_text(desk)
    for words in ("“2026-99-01”", "“moon”", "“pigeon”"):
        assert words in said
    assert query(desk) == {"from": ["2026-04-02"], "to": ["2026-07-01"], "compare": ["previous"], "channel": ["chat"]}
    assert "chat" in sentence(desk)


@pytest.mark.parametrize("path", [path for path in PAGES if path])
def test_the_first_visitor_of_a_process_may_open_any_page(loaded, desk, path):
    with app(loaded) as address:
        open_page(desk, f"{address}/{path}?{NARROWED}", PAGES[path])
        assert "Page not found" not in desk.locator("body").inner_text()
        assert query(desk) == parse_qs(NARROWED)
