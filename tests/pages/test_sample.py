"""The pages on the sample: what they open with, and that their charts say what they show."""

import pytest

from tests.pages.conftest import PAGES, figures, words


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query", [{}, {"from_": "2026-06-24", "to": "2026-07-01"}, {"from_": "2025-07-01", "to": "2026-07-01", "compare": "none"}]
)
def test_a_page_shows_without_an_error_in_any_period(visiting, page, query):
    app = visiting(page, **query)
    assert not app.exception
    assert not app.error
    assert len(figures(app)) <= 8
    assert all(text and "nan" not in text.lower() for text in figures(app))


def test_the_overview_opens_with_what_is_going_on(visiting):
    said = words(visiting()).replace("\u00a0", " ")
    assert "**No clear change in customer satisfaction" in said
    assert "compared with the previous 90 days" in said
    assert "Sample data" in said


def test_the_overview_has_a_card_for_every_area_with_numbers(visiting):
    labels = {metric.label for metric in visiting().metric}
    expected = {"Customer satisfaction", "First response", "Promises kept", "Active people", "Posts that give", "Valid referrals"}
    expected |= {"New customers", "Revenue, EUR", "Campaigns that brought customers", "Tests decided", "Ideas adopted"}
    assert expected <= labels


def test_the_effects_of_what_changed_add_up_to_the_change(visiting):
    app = visiting(moved="segment")
    assert any(text.startswith("What moved Customer satisfaction:") for text in figures(app))
    assert any("Within groups" in caption.value and "by their mix" in caption.value for caption in app.caption)


def test_what_changed_is_written_out_group_by_group(visiting):
    app = visiting(moved="team")
    (table,) = [table.value for table in app.table if "Is it clear?" in table.value]
    assert list(table.columns) == ["Group", "Now", "Change", "Is it clear?", "n"]
    assert 0 < len(table) == table["Group"].nunique()
    assert set(table["Is it clear?"]) <= {"clear rise", "clear fall", "not clear", "few answers"}


def test_a_picked_group_shows_its_answers_only(visiting):
    app = visiting("satisfaction", pick="chat")
    answers = next(table.value for table in app.dataframe if "comment" in table.value)
    assert set(answers["channel"]) == {"chat"}
    assert "Answers: chat" in words(app)


def test_picking_by_the_list_goes_into_the_link(visiting):
    app = visiting("satisfaction")
    picker = next(box for box in app.selectbox if box.key and box.key.startswith("pick_"))
    picker.select("phone").run()
    assert app.query_params["pick"] == "phone"
    assert "Answers: phone" in words(app)


def test_definitions_are_found_by_their_words(visiting):
    app = visiting("definitions")
    assert len(app.subheader) > 20
    app.text_input(key="definitions_search").set_value("peers staff").run()
    assert [heading.value for heading in app.subheader] == ["Answered by peers"]
    app.text_input(key="definitions_search").set_value("no such words").run()
    assert "No definition has these words." in words(app)


def test_the_data_page_accounts_for_every_line(visiting):
    app = visiting("data")
    assert "rows from" in words(app)
    assert {metric.label for metric in app.metric} == {"Exports", "Rows loaded", "Rejected", "Duplicates", "References known"}


def test_the_overview_says_once_what_the_lines_mean(visiting):
    app = visiting()
    assert words(app).count("Solid line: this period. Dotted: the previous 90 days. Band: 95 % interval.") == 1
    assert "Dotted" not in words(visiting(compare="none"))
