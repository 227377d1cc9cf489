"""Data classes whose methods are made late do what the standard library's do."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import pickle
import pkgutil
import threading
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace
from functools import cached_property
from inspect import signature
from typing import Any, ClassVar

import pytest

import handouts
from handouts.base import records
from handouts.base.records import changed, dataclass


def _pair(kind: type, **asked: bool) -> tuple[Any, Any]:
    """The class as this module makes it, and as the standard library does."""
    space = {name: value for name, value in vars(kind).items() if name not in ("__dict__", "__weakref__")}
    return tuple(make(type(kind.__name__, kind.__bases__, dict(space))) for make in (
        dataclass(**asked), dataclasses.dataclass(**asked),
    ))  # fmt: skip


class Plain:
    """Has no defaults."""

    one: int
    two: str


class Full:
    """Has all kinds of fields."""

    known: ClassVar[int] = 3
    one: int
    two: str = "b"
    three: list[int] = field(default_factory=list)
    four: int = field(default=4, repr=False)
    five: int = field(default=5, compare=False)
    six: int = field(default=6, init=False)
    seven: list[int] = field(default_factory=lambda: [7], init=False)
    eight: str = field(default="h", kw_only=True)
    nine: int = field(default=9, hash=False)

    def __post_init__(self) -> None:
        if self.one < 0:
            raise ValueError("is negative")


class Empty:
    """Has nothing."""


OPTIONS = ({}, {"frozen": True}, {"kw_only": True}, {"frozen": True, "kw_only": True}, {"eq": False}, {"frozen": True, "eq": False})  # fmt: skip
GIVEN: dict[type, list[dict[str, Any]]] = {
    Plain: [{"one": 1, "two": "x"}, {"one": 1, "two": "y"}, {"one": 1}, {"one": 1, "two": "x", "three": 3}],
    Full: [
        {"one": 1},
        {"one": 1, "two": "c", "eight": "k"},
        {"one": 1, "five": 6},
        {"one": -1},
        {"one": 1, "six": 2},
        {},
    ],
    Empty: [{}, {"one": 1}],
}


def _tried(make: Any) -> Any:
    try:
        return make()
    except Exception as error:  # noqa: BLE001  # whatever it is, both must do it
        return type(error), str(error)


@pytest.mark.parametrize("asked", OPTIONS, ids=str)
@pytest.mark.parametrize("kind", GIVEN)
def test_they_behave_as_the_standard_ones(kind: type, asked: dict[str, bool]):
    ours, theirs = _pair(kind, **asked)
    assert is_dataclass(ours)
    made = []
    for given in GIVEN[kind]:
        pair = [_tried(lambda one=one, given=given: one(**given)) for one in (ours, theirs)]
        if isinstance(pair[1], tuple):
            assert pair[0] == pair[1], given
        else:
            made.append(pair)
    for mine, other in made:
        shown = [repr(one).split(" at 0x")[0] for one in (mine, other)]
        assert shown[0] == shown[1]
        assert _tried(lambda mine=mine: hash(mine) and None) == _tried(lambda other=other: hash(other) and None)
        assert mine.__dict__ == other.__dict__
        assert copy.copy(mine).__dict__ == other.__dict__
        for name in ("one", "new"):
            done = [_tried(lambda one=one, name=name: setattr(one, name, 5)) for one in (mine, other)]
            assert done[0] == done[1]
            done = [_tried(lambda one=one, name=name: delattr(one, name)) for one in (mine, other)]
            assert done[0] == done[1]
    if not asked.get("frozen"):
        made = [[one(**GIVEN[kind][0]) for one in (ours, theirs)] for _ in range(2)]
    for (mine, other), (my, their) in zip(made, made[1:] + made[:1], strict=True):
        assert (mine == my) == (other == their)
        assert mine != other
    assert list(signature(ours.__init__).parameters) == list(signature(theirs.__init__).parameters)
    assert [(one.name, one.kw_only, one.init) for one in fields(ours)] == [(one.name, one.kw_only, one.init) for one in fields(theirs)]  # fmt: skip


def _told(found: Any) -> list[tuple[Any, ...]]:
    return [
        (one.name, one.type, one.default, one.init, one.repr, one.hash, one.compare, one.kw_only, one.metadata)
        for one in found
    ]


@pytest.mark.parametrize("asked", OPTIONS, ids=str)
@pytest.mark.parametrize("kind", GIVEN)
def test_fields_are_those_of_the_standard_library(kind: type, asked: dict[str, bool]):
    def below(base: Any, make: Any) -> Any:
        return make(type("Below", (base,), {"__annotations__": {"two": "str", "ten": "int"}, "two": "c", "ten": 10}))

    ours, theirs = _pair(kind, **asked)
    ours, theirs = below(ours, dataclass(**asked)), below(theirs, dataclasses.dataclass(**asked))
    first = _told(records.fields(ours))
    assert first == _told(fields(theirs))
    assert _told(fields(ours)) == first, "once the standard library has collected them"
    assert _told(records.fields(ours)) == first


def test_one_may_inherit_from_another():
    @dataclass(frozen=True, kw_only=True)
    class Base:
        """First."""

        one: int = 1
        two: list[int] = field(default_factory=list)

    @dataclass(frozen=True, kw_only=True)
    class Below(Base):
        """Second."""

        three: int

        @property
        def all(self) -> int:
            return self.one + self.three

    assert [item.name for item in fields(Below)] == ["one", "two", "three"]
    below = Below(three=3)
    assert (below.two, below.all, Base().two) == ([], 4, [])
    assert replace(below, one=5) == Below(one=5, three=3)
    assert below != Base()
    with pytest.raises(FrozenInstanceError):
        below.one = 2  # type: ignore[misc]


def test_a_class_without_a_decorator_of_its_own_inherits():
    @dataclass(frozen=True)
    class Base:
        """First."""

        one: int

    class Below(Base):
        more = 1

    below = Below(2)
    assert repr(below).endswith("Below(one=2)")
    with pytest.raises(FrozenInstanceError):
        below.one = 3  # type: ignore[misc]
    object.__setattr__(below, "other", 1)


def test_its_own_methods_stay():
    @dataclass(frozen=True)
    class Own:
        """Has a hash of its own."""

        one: int

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "mine"

    assert (hash(Own(1)), repr(Own(1)), Own(1) == Own(1)) == (7, "mine", True)


def test_order_is_the_standard_library_s():
    @dataclass(frozen=True, order=True)
    class Small:
        """Can be sorted."""

        one: int

    assert Small(1) < Small(2)


@dataclass(frozen=True, slots=True)
class Narrow:
    """Has no dict."""

    one: int
    two: tuple[int, ...] = ()
    three: list[int] = field(default_factory=list, compare=False, repr=False)


def test_slots():
    narrow = Narrow(1, (2,), [3])
    assert not hasattr(narrow, "__dict__")
    assert (repr(narrow), hash(narrow), narrow) == ("Narrow(one=1, two=(2,))", hash((1, (2,))), Narrow(1, (2,)))
    assert Narrow(1).three == []
    assert replace(narrow, one=5).three == [3]
    for back in (copy.copy(narrow), copy.deepcopy(narrow), pickle.loads(pickle.dumps(narrow))):  # noqa: S301  # our own
        assert (back, back.three) == (narrow, [3])
    for change in (lambda: setattr(narrow, "one", 2), lambda: delattr(narrow, "one"), lambda: setattr(narrow, "x", 2)):
        with pytest.raises((FrozenInstanceError, TypeError, AttributeError)):
            change()
    assert narrow.one == 1


def test_threads_that_come_at_once_get_the_same_class():
    for _ in range(20):
        ours, _ = _pair(Full, frozen=True)
        gate, found = threading.Barrier(8), []

        def make(ours: Any = ours, gate: threading.Barrier = gate, found: list[Any] = found) -> None:
            gate.wait()
            found.append(ours(one=1))

        threads = [threading.Thread(target=make) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [ours(one=1)] * 8
        assert all(one.three == [] and one.seven == [7] for one in found)


def _classes() -> Iterator[Any]:
    for module in pkgutil.walk_packages(handouts.__path__, "handouts."):
        if not module.name.endswith("__main__"):
            for item in vars(importlib.import_module(module.name)).values():
                if isinstance(item, type) and item.__module__ == module.name and "__dataclass_fields__" in vars(item):
                    yield item


def test_every_class_of_ours_is_made_as_by_the_standard_library():
    late = 0
    for kind in _classes():
        late += 1
        parts = []
        for one in fields(kind):
            how = {"default": one.default, "default_factory": one.default_factory}
            parts.append((one.name, one.type, field(init=one.init, kw_only=one.kw_only, **how)))
        twin = dataclasses.make_dataclass(kind.__name__, parts)
        ours, theirs = (list(signature(one).parameters.values()) for one in (records._init(kind), twin.__init__))
        assert [(one.name, one.kind) for one in ours] == [(one.name, one.kind) for one in theirs]
    assert late > 100


@dataclass(frozen=True)
class Sent:
    """Goes to another process."""

    one: int
    two: tuple[int, ...] = ()


def test_it_can_be_sent_to_another_process():
    assert pickle.loads(pickle.dumps(Sent(1, (2,)))) == Sent(1, (2,))  # noqa: S301  # our own


@dataclass(frozen=True)
class _Worked:
    first: int
    second: int = 2

    @cached_property
    def both(self) -> int:
        return self.first + self.second


def test_one_is_changed_as_the_standard_library_does():
    one = _Worked(1)
    assert one.both == 3
    assert changed(one, first=5) == replace(one, first=5) == _Worked(5)
    assert changed(one, first=5).both == 7, "what was worked out of the old value is not kept"
    assert changed(_Worked(1), second=9) == _Worked(1, 9)
    assert one == _Worked(1)
    with pytest.raises(TypeError, match="has no third"):
        changed(one, third=3)
