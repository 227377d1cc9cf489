"""A memory with a limit, for what is made once and used again: it does not grow with a batch."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["HashedOnce", "Kept"]

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Keeps at most ``most`` values under their keys; when one more comes, the oldest goes.

    The oldest is the one kept first, however often it was asked for: looking something up costs no more than in a
    dictionary. No value may be None, which stands for “not kept”. Forgetting a value must cost time only: whoever
    asks makes it again, and gets an equal one.
    """

    __slots__ = ("_most", "_values", "get")

    get: Callable[[Key], Value | None]
    """The value kept under a key, or None. The dictionary's own method, because it is called most of all."""

    def __init__(self, most: int) -> None:
        if most < 1:
            raise ValueError("a memory keeps one value at least")
        self._most = most
        self._values: dict[Key, Value] = {}
        self.get = self._values.get

    def keep(self, key: Key, value: Value) -> Value:
        """Keep a value and give it back. Under a key that is kept already it takes the place of the old value."""
        values = self._values
        if len(values) >= self._most and key not in values:
            del values[next(iter(values))]
        values[key] = value
        return value

    def get_or_make(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value kept under a key, made and kept where it is not there."""
        value = self.get(key)
        return self.keep(key, make()) if value is None else value

    def __contains__(self, key: Key) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._values)


class HashedOnce:
    """A key of many parts, for what is looked up again and again: a tuple goes through all of them each time."""

    __slots__ = ("_hash", "_parts")

    def __init__(self, *parts: Hashable) -> None:
        self._parts, self._hash = parts, hash(parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, HashedOnce) and self._parts == other._parts)

    def __repr__(self) -> str:
        """The same for equal parts in every run: what is kept between runs has names made of it."""
        return f"HashedOnce{self._parts!r}"
