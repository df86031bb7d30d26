"""The figures that need no clock, on a small folder, and the table that shows them."""

import pytest

from queries import loading, snapshot
from tests.figures import main_job
from tests.figures.table import Line, show
from tests.queries.exports import folder
from tests.real.facts import Fact


@pytest.fixture
def small(tmp_path):
    loading.load(folder(tmp_path), tmp_path / "cache")
    return snapshot.current(tmp_path / "cache")


def test_twelve_threads_get_only_their_own_answers(small):
    assert len(set(main_job.asked_of(small))) == main_job.QUESTIONS
    assert main_job.threads(small).measured == "240 of 240"


def test_the_intervals_are_those_of_statsmodels(small):
    assert main_job.intervals(small, (1, 4, 10, 50)).met


def test_the_lines_of_each_file_add_up(small):
    assert main_job.balanced([small]) == Line("files whose lines add up", "2 of 2", "2 of 2", met=True)


def test_a_real_set_that_is_not_here_falls_short_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.real.folders.SHARED", tmp_path)
    line = main_job.real(Fact("cdnow", "orders", 69659, 0, lambda found: 0), tmp_path)
    assert not line.met and "cdnow_transactions.csv is not in" in line.measured


def test_the_table_names_the_figure_that_falls_short(capsys):
    lines = [Line("answers", "4,988", "4,988", met=True), Line("seconds", "under 1", "2", met=False)]
    assert show(lines) == 1
    printed = capsys.readouterr().out
    assert "seconds" in printed and "2  <- falls short" in printed and "1 of 2 figures are met." in printed
    assert show(lines[:1]) == 0


def test_a_table_without_figures_shows_nothing(capsys):
    assert show([]) == 1
