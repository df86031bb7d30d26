"""A fresh process: how long until the snapshot is open, and until the overview's first answers are there. Prints JSON."""

import json
import sys
import time
from pathlib import Path

from queries import snapshot
from queries.filters import Filters
from tests.bench import questions

started = time.perf_counter()
found = snapshot.current(Path(sys.argv[1]))
assert found is not None
filters = Filters.default(found)
_ = (found.options, found.tables)
opened = time.perf_counter() - started
questions.ours(found, "overview", filters)
print(json.dumps({"open": opened, "answers": time.perf_counter() - started}))
