"""Whatever is wrong with the data is said in one sentence, and never as a trace."""

import pytest

from queries import watching
from tests.pages.conftest import HEADER, LAST, PAGES, answers, figures, words


def test_a_missing_folder_is_named(visiting, tmp_path):
    app = visiting(data=tmp_path / "gone", load=False)
    assert [error.value.replace("\\", "") for error in app.error] == [f"The data folder {tmp_path / 'gone'} does not exist."]
    assert not app.exception


def test_before_the_first_load_its_progress_shows(visiting, folder):
    app = visiting(data=folder(), load=False)
    assert app.progress[0].text == "Loading the exports …"
    assert not app.exception


def test_a_first_load_that_failed_says_why(visiting, folder, monkeypatch):
    monkeypatch.setattr(watching, "trouble", lambda cache: "There is no export in the data folder.")
    app = visiting(data=folder(), load=False)
    assert "There is no export in the data folder." in words(app)
    assert "it is read again as soon as something in it changes" in words(app)


def test_a_load_that_failed_is_told_on_every_page(visiting, folder, monkeypatch):
    monkeypatch.setattr(watching, "trouble", lambda cache: "The disk is full.")
    app = visiting("definitions", data=folder(surveys=HEADER + answers(40) + LAST))
    assert "The last load failed, so the data of the load before are shown: The disk is full." in words(app)


def test_an_export_that_was_set_aside_is_named(visiting, folder):
    app = visiting(data=folder(surveys=HEADER + answers(40) + LAST, people="person_id,role\n" + "p1,nonsense\n" * 100))
    assert "people.csv was set aside:" in words(app)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_with_one_export_only(visiting, folder, page):
    app = visiting(page, data=folder(surveys=HEADER + answers(40) + LAST))
    assert not app.exception
    assert app.title[0].value == page.capitalize()


def test_an_empty_area_says_which_export_would_fill_it(visiting, folder):
    said = words(visiting(data=folder(surveys=HEADER + answers(40) + LAST)))
    assert "An export of orders of the shop would fill this (table orders)." in said.replace("`", "")
    assert "Promises kept" not in said


def test_few_answers_no_data_and_hidden_are_three_things(visiting, folder):
    people = "person_id,role\n" + "".join(f"e{i},employee\n" for i in range(3))
    lines = HEADER + answers(7) + answers(3, "enps", person="e") + LAST
    app = visiting(data=folder(surveys=lines, people=people))
    values = {metric.label: metric.value for metric in app.metric}
    assert values["Customer satisfaction"] == "100\\.0\u00a0%"
    assert "few answers" in words(app)
    assert values["Employee net promoter score"] == "hidden"
    assert values["Net promoter score"] == "no data"


def test_filters_that_empty_a_page_are_named_with_a_button_each(visiting, folder):
    lines = HEADER + answers(40) + answers(2, "nps", channel="phone") + LAST
    app = visiting("satisfaction", data=folder(surveys=lines), channel="phone")
    assert "No CSAT answers in" in words(app)
    assert figures(app) == []
    app.button(key="remove_channel").click().run()
    assert "No CSAT answers in" not in words(app)
    assert "channel" not in app.query_params
