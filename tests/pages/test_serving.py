"""What serving does beside the pages."""

import gc

import pytest

from pages.parts import serving
from tests.queries import invented


@pytest.fixture
def thawed():
    yield
    gc.unfreeze()


def test_what_stays_is_not_looked_through_for_cycles_again(thawed):
    serving._ask_all(invented.snapshot())
    assert gc.get_freeze_count() > 100_000
