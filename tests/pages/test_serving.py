"""What the server does before anyone comes."""

import gc

import pytest

from pages.parts import serving
from queries.trouble import Trouble


@pytest.fixture
def without_data(monkeypatch):
    def none():
        raise Trouble("There is no data folder.")

    monkeypatch.setattr(serving, "folders", none)
    yield
    gc.unfreeze()


def test_what_is_imported_is_not_looked_through_for_cycles_again(without_data):
    serving.begin()
    assert gc.get_freeze_count() > 50_000
