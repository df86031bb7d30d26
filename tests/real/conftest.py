"""One load of each real set for all tests of a run."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the data folders of the real sets are made."""
    return tmp_path_factory.mktemp("real")
