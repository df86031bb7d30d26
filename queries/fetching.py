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
    """A series a column: text as `str` and never as a category, moments in UTC, days as the moments at which they begin; sums as floats.

    Whole numbers and truths are of the types that know NULL only where one is. Text that is NULL everywhere is a column of None.
    """
    return {name: _series(column) for name, column in zip(table.column_names, table.columns, strict=True)}


def _series(column: pa.ChunkedArray) -> pd.Series:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return pd.Series(pd.arrays.ArrowStringArray(column.cast(pa.string()), dtype=TEXT))
    if pa.types.is_string(kind):
        empty = column.null_count == len(column)
        return pd.Series([None] * len(column), dtype=object) if empty else pd.Series(pd.arrays.ArrowStringArray(column, dtype=TEXT))
    if pa.types.is_timestamp(kind):
        moments = column.to_numpy()
        return pd.Series(pd.array(moments, dtype=MOMENT) if kind.tz else moments)
    if pa.types.is_date(kind):
        return pd.Series(column.to_numpy().astype("datetime64[us]"))
    if pa.types.is_decimal(kind):
        return pd.Series(column.cast(pa.float64()).to_numpy())
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        return _known(column)
    return column.to_pandas()


def _known(column: pa.ChunkedArray) -> pd.Series:
    """Truths or whole numbers, which numpy has no NULL for."""
    if not column.null_count:
        return pd.Series(column.to_numpy())
    made = pd.arrays.BooleanArray if pa.types.is_boolean(column.type) else pd.arrays.IntegerArray
    missing = column.is_null().to_numpy()
    return pd.Series(made(column.fill_null(0 if made is pd.arrays.IntegerArray else False).to_numpy(), missing))
