"""The sample's story, as a manager meets it: the chat got slow, and who looks finds out what fell and where."""

import re
from datetime import date, datetime

from tests.browser.visiting import PAGES, main_text, open_page

# The weeks after every page got a chat button, against those before.
SLOW_CHAT = "from=2026-01-28&to=2026-04-28&compare=previous"
SECOND_SHIFT = date(2026, 5, 18)


def test_the_overview_says_what_fell_and_what_explains_it(server, desk):
    open_page(desk, f"{server}/?{SLOW_CHAT}", PAGES[""])
    said = main_text(desk)
    assert "Customer satisfaction fell to" in said
    assert "Largest: chat, -" in said
    assert desk.get_by_test_id("stMetric").filter(has_text="First response").get_by_text("worse").count() == 1


def test_satisfaction_shows_the_chat_last_and_why(server, desk):
    open_page(desk, f"{server}/satisfaction?{SLOW_CHAT}", PAGES["satisfaction"])
    said = main_text(desk)
    assert "(chat): clearly apart." in said
    assert "Chat button on every page" in said


def test_the_chat_is_slowest_before_its_second_shift_and_fastest_after(server, desk):
    open_page(desk, f"{server}/?from=2026-02-01&to=2026-07-01&compare=previous&channel=chat", PAGES[""])
    chart = desk.get_by_role("figure", name="First response by week")
    assert "Second shift in the chat" in chart.inner_text()
    days = re.findall(r"from (\d+ \w+ \d{4})", chart.get_attribute("aria-label") or "")
    fastest, slowest = (datetime.strptime(day, "%d %b %Y").date() for day in days)
    assert date(2026, 2, 1) <= slowest <= SECOND_SHIFT <= fastest
