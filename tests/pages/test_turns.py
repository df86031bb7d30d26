"""Pages are computed in turn: never more at once than there are places, and nobody waits for ever."""

import threading
import time

import pytest

from pages.parts import turns


@pytest.fixture
def one_place(monkeypatch):
    monkeypatch.setattr(turns, "_places", threading.BoundedSemaphore(1))


def test_pages_follow_each_other(one_place):
    inside, most = 0, 0

    def page():
        nonlocal inside, most
        with turns.turn():
            inside += 1
            most = max(most, inside)
            time.sleep(0.01)
            inside -= 1

    threads = [threading.Thread(target=page) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_nobody_waits_longer_than_patience(one_place, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    with turns.turn():
        with turns.turn():
            pass
        # Who came without a place has given none back.
        assert not turns._places.acquire(blocking=False)
    assert turns._places.acquire(blocking=False)


def test_a_page_that_ends_early_gives_its_place_back(one_place):
    with pytest.raises(RuntimeError), turns.turn():
        raise RuntimeError("a rerun")
    assert turns._places.acquire(blocking=False)
