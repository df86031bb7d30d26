"""Whom people brought, and who speaks for us, as a manager looks at it."""

from tests.browser.visiting import PAGES, main_text, open_page, sideways

YEAR = "from=2025-07-01&to=2026-07-01"


def test_the_tree_of_a_person_opens_from_its_link(server, desk):
    open_page(desk, f"{server}/referrals?{YEAR}&person=p-00217", PAGES["referrals"])
    chart = desk.get_by_role("figure", name="Марлина Лесенко brought")
    assert "Марлина" in (chart.text_content() or "")
    assert "no valid referral came of spring giveaway" in main_text(desk)


def test_advocacy_fits_on_a_phone(server, phone):
    for page in ("advocates", "referrals", "employees"):
        open_page(phone, f"{server}/{page}?{YEAR}", PAGES[page])
        assert sideways(phone) == 0


def test_a_small_team_is_hidden_and_says_so(server, desk):
    open_page(desk, f"{server}/employees?{YEAR}&team=community", PAGES["employees"])
    assert "Hidden: fewer than 5 people" in main_text(desk)
