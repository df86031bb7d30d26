"""The sample's story, as a manager meets it: the chat got slow, and who looks finds out what fell and where."""

from tests.browser.visiting import PAGES, main_text, open_page

# The weeks after every page got a chat button, against those before.
SLOW_CHAT = "from=2026-01-28&to=2026-04-28&compare=previous"


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
