"""The names of all people by id, side by side in order of their ids: a few hundred are found without looking at the others."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from queries.asking import fetching

# Bytes of an id: longer ones would take too much room beside each other.
LONGEST = 64


class Names:
    """The names of all people of a snapshot, by id."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        read = cursor.sql("select person_id, name from main.people order by person_id").to_arrow_table()
        ids = read[0].combine_chunks().cast(pa.binary())
        self.known = (pc.max(pc.binary_length(ids)).as_py() or 0) <= LONGEST
        self._ids = np.array(ids.to_pylist(), dtype=bytes) if self.known and len(ids) else np.zeros(0, "S1")
        self._names = read[1].combine_chunks() if self.known else pa.array([], pa.string())

    def of(self, ids: Any, itself: bool) -> Any:
        """The name of each of an array of ids; where there is none, NULL or the id `itself`."""
        given = pa.array(ids, pa.string(), from_pandas=True)
        asked = np.array([one or b"" for one in given.cast(pa.binary()).to_pylist()], dtype=bytes)
        if not len(self._ids) or not len(asked):
            return ids if itself else np.full(len(asked), None, dtype=object)
        place = np.minimum(np.searchsorted(self._ids, asked), len(self._ids) - 1)
        known = (self._ids[place] == asked) & given.is_valid().to_numpy(zero_copy_only=False)
        names = self._names.take(pa.array(place, mask=~known))
        return fetching.text(pa.chunked_array([pc.coalesce(names, given) if itself else names]))
