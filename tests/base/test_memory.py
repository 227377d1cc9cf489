"""What is there when a batch begins is left out of the collector's rounds; what comes later is still taken back."""

from __future__ import annotations

import gc
import subprocess
import sys
import textwrap
import weakref
from collections.abc import Iterator

import pytest

from handouts.base.memory import settle


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


class _Ring:
    def __init__(self) -> None:
        self.other: object = self


def test_what_is_there_is_left_out_and_what_comes_later_is_not():
    there = _Ring()
    settle()
    assert not any(one is there for one in gc.get_objects())
    later = weakref.ref(_Ring())
    gc.collect()
    assert later() is None


def test_settling_again_takes_back_what_became_of_no_use():
    old = _Ring()
    gone = weakref.ref(old)
    settle()
    del old
    gc.collect()
    assert gone() is not None
    settle()
    assert gone() is None


def test_settling_often_looks_at_what_is_there_now_and_then_only():
    """A collection goes through all there is: it is worth its time once as much again may be of no use."""
    code = """
        import gc, weakref
        from handouts.base.memory import settle
        class Ring:
            def __init__(self):
                self.other = self
        looked, collect = [], gc.collect
        gc.collect = lambda: looked.append(collect())
        for _ in range(20):
            settle()
        assert len(looked) == 1
        old = [Ring() for _ in range(2 * gc.get_freeze_count())]
        gone = weakref.ref(old[0])
        settle()  # they are in use, and left out from here on
        old.clear()
        settle()
        assert len(looked) == 2
        assert gone() is None
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)


def test_circles_are_found_without_being_asked_for():
    code = """
        import weakref
        from handouts.base.memory import settle
        class Ring:
            def __init__(self):
                self.other = self
        settle()
        first = weakref.ref(Ring())
        held = [Ring() for _ in range(30_000)]
        assert first() is None
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)
