"""The database's rows as columns of the types that pages know: by way of Arrow, as the database's own frames cost more than most questions."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
MOMENT = pd.DatetimeTZDtype("us", "UTC")
# It is a copy of the few rows that a page shows; what the warning proposes binds each statement twice, which costs much more.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)


def columns(table: pa.Table) -> dict[str, Any]:
    """An array a column, as a series of an index each costs more than what is in it: text as `str` and never as a category, moments in UTC,
    days as the moments at which they begin; sums as floats.

    Whole numbers and truths are of the types that know NULL only where one is. Text that is NULL everywhere is a column of None.
    """
    return {name: _array(column) for name, column in zip(table.column_names, table.columns, strict=True)}


def text(column: pa.ChunkedArray) -> Any:
    """A column of text."""
    if column.null_count == len(column):
        return np.full(len(column), None, dtype=object)
    return pd.arrays.ArrowStringArray(column, dtype=TEXT)


def _array(column: pa.ChunkedArray) -> Any:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return pd.arrays.ArrowStringArray(column.cast(pa.string()), dtype=TEXT)
    if pa.types.is_string(kind):
        return text(column)
    if pa.types.is_timestamp(kind):
        moments = column.to_numpy()
        return pd.array(moments, dtype=MOMENT) if kind.tz else moments
    if pa.types.is_date(kind):
        return column.to_numpy().astype("datetime64[us]")
    if pa.types.is_decimal(kind):
        return column.cast(pa.float64()).to_numpy()
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        return _known(column)
    return column.to_numpy() if pa.types.is_floating(kind) else column.to_pandas().array


def _known(column: pa.ChunkedArray) -> Any:
    """Truths or whole numbers, which numpy has no NULL for."""
    if not column.null_count:
        return column.to_numpy()
    made = pd.arrays.BooleanArray if pa.types.is_boolean(column.type) else pd.arrays.IntegerArray
    missing = column.is_null().to_numpy()
    return made(column.fill_null(0 if made is pd.arrays.IntegerArray else False).to_numpy(), missing)
