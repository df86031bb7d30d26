"""Columns of codes that share one code a row are the columns that they were."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from queries.totals import cells
from queries.totals.cells import Celled, narrowed, together
from queries.totals.numbering import BLOCK
from queries.totals.reading import Dimension


def column(rng: np.random.Generator, rows: int, size: int) -> Dimension:
    values = np.array([*(f"value {number}" for number in range(size)), None], dtype=object)
    return Dimension(rng.integers(0, size + 1, rows).astype(np.uint8), values)


@given(st.integers(0, 300), st.lists(st.integers(1, 9), max_size=5), st.integers(0, 5), st.integers(0, 2**32 - 1))
def test_columns_keep_their_codes_and_values(rows, sizes, first, seed):
    rng = np.random.default_rng(seed)
    given_columns = {f"column {number}": column(rng, rows, size) for number, size in enumerate(sizes)}
    # Some are put together before the others come.
    early = {name: given_columns[name] for name in list(given_columns)[:first]}
    found = together({**given_columns, **together(early, rows)}, rows)
    assert found.keys() == given_columns.keys()
    low = int(rng.integers(0, rows + 1))
    for name, made in given_columns.items():
        assert found[name].of(slice(low, rows)).tolist() == made.codes[low:].tolist()
        assert found[name].values is made.values
        assert found[name].holds(["value 0", None]).tolist() == made.holds(["value 0", None]).tolist()
    kept = dict.fromkeys(given_columns, ("value 0", "value 2", None))
    for columns in (given_columns, found):
        inside = np.ones(rows, bool)
        for codes, holds in narrowed(columns, kept):
            inside &= holds[codes]
        assert inside.tolist() == [
            all(made.holds(kept[name])[made.codes[row]] for name, made in given_columns.items()) for row in range(rows)
        ]


def test_one_byte_a_row_stands_for_all_of_them():
    rows = 2 * BLOCK + 7
    rng = np.random.default_rng(1)
    given_columns = {name: column(rng, rows, 4) for name in ("channel", "segment", "region")}
    found = together(given_columns, rows)
    shared = {id(made.cells) for made in found.values() if isinstance(made, Celled)}
    assert len(shared) == 1
    assert found["channel"].cells.nbytes == rows
    assert all((found[name].of(slice(None)) == made.codes).all() for name, made in given_columns.items())


def test_too_many_combinations_stay_apart(monkeypatch):
    monkeypatch.setattr(cells, "MOST_FLAGS", 10)
    given_columns = {name: column(np.random.default_rng(1), 50, 4) for name in ("channel", "segment")}
    assert together(given_columns, 50) is given_columns
