"""``dataclass`` as the standard library has it, but with its methods made when they are first called.

The standard one writes and compiles six methods for each class when its module is loaded: a fifth of the time that one
handout took, and most of them are never called. For type checkers this is the standard one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["changed", "dataclass", "fields", "later"]

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(kind: type | None = None, /, **asked: bool) -> Any:
        """Takes frozen, kw_only, eq and slots; with anything else, such as order, it is the standard one."""
        if asked.keys() - {"frozen", "kw_only", "eq", "slots"}:
            return dataclasses.dataclass(kind, **asked)
        return _late_class(kind, asked) if kind else lambda one: _late_class(one, asked)


def later(default: T) -> T:
    """The default of a field that came later: it is in the ``repr`` only where it differs from its default.

    Ids of handouts are digests of reprs: those that do not use the field keep theirs.
    """
    found: Any = dataclasses.field(default=default, metadata={"later": True})
    kept: T = found
    return kept


_FIELDS = "__dataclass_fields__"


def changed(one: T, **values: Any) -> T:
    """The same with other values in some fields: ``dataclasses.replace`` in a third of its time, for what is done for
    every patient.

    It is for classes whose fields are all that they are made of: without slots, and without a ``__post_init__``.
    """
    kind, old = type(one), vars(one)
    known = getattr(kind, _FIELDS)
    if not values.keys() <= known.keys():
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(values.keys() - known.keys()))}")
    new = object.__new__(kind)
    # what a cached property has kept is not for the new one
    vars(new).update(old if len(old) == len(known) else {name: old[name] for name in known}, **values)
    return new


_LOCK = RLock()


def _late_class(kind: Any, asked: dict[str, bool]) -> type:
    by_name = asked.get("kw_only", False)
    if asked.get("slots"):  # which are another class, and so made at once
        kind = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=by_name)(kind)
        kind.__getstate__, kind.__setstate__ = _state, _take_state
    else:
        setattr(kind, _FIELDS, _LateFields(by_name))
    own = vars(kind)
    makers: dict[str, Callable[[Any], Any]] = {"__init__": _init, "__repr__": _repr}
    if asked.get("eq", True):
        if "__hash__" not in own:
            if asked.get("frozen"):
                makers["__hash__"] = _hash
            else:
                kind.__hash__ = None
        makers["__eq__"] = _eq
    if asked.get("frozen"):
        _freeze(kind)
    for name, make in makers.items():
        if name not in own:
            setattr(kind, name, _late(kind, name, make))
    return kind  # type: ignore[no-any-return]  # the class that came in


class _LateFields:
    """Stands for a class's fields until they are asked for; then the standard library collects them."""

    def __init__(self, kw_only: bool) -> None:
        self.kw_only = kw_only

    def __get__(self, _: object, kind: Any) -> Any:
        with _LOCK:
            for one in reversed(kind.__mro__):  # the class that this stands in, and those that it inherits from
                late = vars(one).get(_FIELDS)
                if isinstance(late, _LateFields):
                    delattr(one, _FIELDS)
                    dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=late.kw_only)(one)
            return getattr(kind, _FIELDS)


def fields(kind: Any) -> list[Field[Any]]:
    """The fields of a class, found in a tenth of the time that it takes to have the standard library collect them."""
    if not isinstance(_said_of(kind), _LateFields):
        return list(dataclasses.fields(kind))
    found: dict[str, Field[Any]] = {}
    for one in reversed(kind.__mro__):
        said = vars(one).get(_FIELDS, {})
        found |= _own_fields(one, said) if isinstance(said, _LateFields) else said
    return list(found.values())


def _said_of(kind: Any) -> object:
    """What a class has for its fields, as it is."""
    return next((vars(one)[_FIELDS] for one in kind.__mro__ if _FIELDS in vars(one)), None)


def _own_fields(kind: Any, late: _LateFields) -> dict[str, Field[Any]]:
    """What a class itself says of its fields."""
    found = {}
    for name, said in vars(kind).get("__annotations__", {}).items():
        if not str(said).startswith("ClassVar"):
            value = vars(kind).get(name, MISSING)
            one = value if isinstance(value, Field) else dataclasses.field(default=value)
            one.name, one.type = name, said
            if one.kw_only is MISSING:
                one.kw_only = late.kw_only
            found[name] = one
    return found


def _late(kind: Any, name: str, make: Callable[[Any], Any]) -> Callable[..., Any]:
    """A method that makes the real one, puts it in its own place, and goes on as that."""

    def method(*arguments: Any, **given: Any) -> Any:
        with _LOCK:
            real = make(kind)
            setattr(kind, name, real)
        return real(*arguments, **given)

    method.__name__, method.__qualname__ = name, f"{kind.__qualname__}.{name}"
    return method


def _init(kind: Any) -> Any:
    """The ``__init__`` of a class, written out and compiled."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_missing": MISSING}
    plain: list[str] = []
    by_name: list[str] = []
    body: list[str] = []
    if any(not one.init and one.default is not MISSING for one in fields(kind)):
        dataclasses.fields(kind)  # which leaves such a default in the class, where it is looked up
    for one in fields(kind):
        value = one.name
        if one.default is not MISSING:
            known[f"_default_{one.name}"] = one.default
        elif one.default_factory is not MISSING:
            known[f"_make_{one.name}"] = one.default_factory
            value = f"_make_{one.name}() if {one.name} is _missing else {one.name}"
        if one.init:
            (by_name if one.kw_only else plain).append(_parameter(one))
            body.append(f" {_setting(kind, one.name, known)}{value})")
        elif one.default_factory is not MISSING:
            body.append(f" {_setting(kind, one.name, known)}_make_{one.name}())")
    if hasattr(kind, "__post_init__"):
        body.append(" self.__post_init__()")
    heads = ", ".join(["self", *plain, *(["*", *by_name] if by_name else [])])
    text = f"def __init__({heads}):\n" + "\n".join(body or [" pass"])
    exec(text, known)  # noqa: S102  # made of names of fields in our own code, as the standard library does it
    made = known["__init__"]
    made.__qualname__, made.__module__ = f"{kind.__qualname__}.__init__", kind.__module__
    made.__annotations__ = {one.name: one.type for one in fields(kind) if one.init} | {"return": None}
    return made


def _setting(kind: Any, name: str, known: dict[str, Any]) -> str:
    """A call that sets a field, up to the value: by its slot where it has one, in two thirds of the time."""
    slot = vars(kind).get(name) if "__slots__" in vars(kind) else None
    if slot is None:
        return f"_set(self, {name!r}, "
    known[f"_set_{name}"] = slot.__set__
    return f"_set_{name}(self, "


def _parameter(one: Field[Any]) -> str:
    if one.default is not MISSING:
        return f"{one.name}=_default_{one.name}"
    return f"{one.name}=_missing" if one.default_factory is not MISSING else one.name


def _repr(kind: Any) -> Any:
    names = [one.name for one in fields(kind) if one.repr and not one.metadata.get("later")]
    rest = [(one.name, one.default) for one in fields(kind) if one.repr and one.metadata.get("later")]

    def repr_of(self: Any) -> str:
        said = [*names, *(name for name, usual in rest if getattr(self, name) != usual)]
        return f"{self.__class__.__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in said])})"

    return recursive_repr("...")(repr_of)


def _values(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda item: tuple(getattr(item, name) for name in names)


def _eq(kind: Any) -> Any:
    values = _values([one.name for one in fields(kind) if one.compare])

    def eq_of(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return eq_of


def _hash(kind: Any) -> Any:
    values = _values([one.name for one in fields(kind) if (one.compare if one.hash is None else one.hash)])

    def hash_of(self: Any) -> int:
        return hash(values(self))

    return hash_of


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(type(self))]


def _take_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(type(self)), state, strict=True):
        object.__setattr__(self, one.name, value)


def _freeze(kind: Any) -> None:
    def refuse(verb: str, name: str, instance: object) -> None:
        if type(instance) is kind or name in getattr(kind, _FIELDS):
            raise FrozenInstanceError(f"cannot {verb} field {name!r}")

    def setattr_of(self: Any, name: str, value: Any) -> None:
        refuse("assign to", name, self)
        super(kind, self).__setattr__(name, value)

    def delattr_of(self: Any, name: str) -> None:
        refuse("delete", name, self)
        super(kind, self).__delattr__(name)

    kind.__setattr__, kind.__delattr__ = setattr_of, delattr_of
