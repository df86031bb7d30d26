"""What leaves the pages as a file: the sentence first, and nothing that a spreadsheet would run."""

import csv
import io

import pandas as pd
import pytest

from pages.parts import export

SENTENCE = "Overview, Groups: 2 Apr – 30 Jun 2026, e-mail"


def rows(frame: pd.DataFrame) -> list[list[str]]:
    return list(csv.reader(io.StringIO(export.as_csv(frame, SENTENCE).decode("utf-8-sig"), newline="")))


def test_the_sentence_stands_in_the_first_line_and_the_header_in_the_second():
    assert rows(pd.DataFrame({"group": ["chat"], "n": [3]})) == [[SENTENCE], ["group", "n"], ["chat", "3"]]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_a_cell_that_would_be_a_formula_is_text(cell):
    assert rows(pd.DataFrame({"comment": [cell]}))[2] == [f"'{cell}"]


def test_a_column_name_that_would_be_a_formula_is_text():
    assert rows(pd.DataFrame({"=x": [1]}))[1] == ["'=x"]


def test_numbers_stay_numbers_and_what_is_missing_stays_empty():
    frame = pd.DataFrame({"change": [-0.5, None], "n": [3.0, None], "day": pd.to_datetime(["2026-04-02", None])})
    assert rows(frame)[2:] == [["-0.5", "3", "2026-04-02"], ["", "", ""]]


def test_line_breaks_and_quotes_survive():
    assert rows(pd.DataFrame({"comment": ['a "b"\nc']}))[2] == ['a "b"\nc']
