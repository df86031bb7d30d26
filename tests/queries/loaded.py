"""The sample company, loaded once for all tests by the program itself."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache

from queries import loading, places, snapshot
from queries.snapshot import Snapshot


@cache
def sample() -> Snapshot:
    """A snapshot of data/sample in a folder of its own."""
    folder = tempfile.mkdtemp(prefix="rapport-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    data = places.SAMPLE.resolve()
    cache_folder = places.cache_folder(data, folder)
    loading.load(data, cache_folder)
    found = snapshot.current(cache_folder)
    assert found is not None
    return found
