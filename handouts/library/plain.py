"""READ: checked content as plain data for JSON, and back. Builds only the classes that are listed here.

A data class becomes ``{"Dose": {"sets": 2, …}}``, a mapping ``{"": [[key, value], …]}``, bytes ``{"b64": "…"}``, a
tuple a list. What comes back was checked once, so it is not checked again.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any, TypeVar

from handouts.base.records import fields
from handouts.base.rules import MODELS
from handouts.library.assets import Asset

__all__ = ["Shelved", "built", "plain"]

Key = TypeVar("Key")
Value = TypeVar("Value")


def plain(value: Any) -> Any:
    """A value of the library as what JSON has. TypeError for one that the library never holds."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {"": [[plain(key), plain(item)] for key, item in value.items()]}
    if isinstance(value, bytes):
        return {"b64": base64.b64encode(value).decode("ascii")}
    name = type(value).__name__
    if is_dataclass(value) and _kind(name) is type(value):
        return {name: {item.name: plain(getattr(value, item.name)) for item in fields(type(value))}}
    raise TypeError(f"the library holds no {name}")


def built(data: Any) -> Any:
    """The value back. KeyError, TypeError or ValueError where the data is not what ``plain`` gives."""
    if isinstance(data, list):
        return tuple([built(item) for item in data])
    if not isinstance(data, dict):
        return data
    ((name, parts),) = data.items()
    if not name:
        return {built(key): built(item) for key, item in parts}
    if name == "b64":
        return base64.b64decode(parts, validate=True)
    kind = _kind(name)
    if parts.keys() != _names(kind):
        raise ValueError(f"not the fields of {name}")
    item: Any = object.__new__(kind)
    item.__dict__.update((key, built(part)) for key, part in parts.items())
    return item


def _kind(name: str) -> type:
    return Asset if name == "Asset" else MODELS[name]


@cache
def _names(kind: Any) -> frozenset[str]:
    return frozenset(item.name for item in fields(kind))


class Shelved(Mapping[Key, Value]):
    """A mapping whose values are built when they are asked for: one handout needs a few drills of many."""

    def __init__(self, parts: Mapping[Key, Any], build: Callable[[Any], Value]) -> None:
        self._parts, self._build = parts, build
        self._made: dict[Key, Value] = {}

    def __getitem__(self, key: Key) -> Value:
        if key not in self._made:
            self._made[key] = self._build(self._parts[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._parts

    def __iter__(self) -> Iterator[Key]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)
