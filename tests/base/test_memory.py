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


def test_settling_often_looks_at_what_is_there_now_and_then_only(monkeypatch: pytest.MonkeyPatch):
    """A collection goes through all there is: it is worth its time once as much again may be of no use."""
    looked = 0

    def counted() -> int:
        nonlocal looked
        looked += 1
        return collect()

    collect = gc.collect
    monkeypatch.setattr("handouts.base.memory.gc.collect", counted)
    for _ in range(20):
        settle()
    assert looked == 1
    there = gc.get_freeze_count()
    old = [_Ring() for _ in range(there + 1000)]
    gone = weakref.ref(old[0])
    settle()  # they are left out, in use
    old.clear()
    settle()
    assert looked == 2
    assert gone() is None


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
