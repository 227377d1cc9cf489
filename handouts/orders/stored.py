"""Orders as the register stores them: JSON that leaves defaults out.

What is stored today must be read by every later version: names of fields in it never change.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from functools import cache, lru_cache
from json.encoder import encode_basestring
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from handouts.orders.order import Order

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["order_as_json", "order_from_json", "stored_despite"]


def order_as_json(order: Order) -> str:
    """An order as text, to make the same handout again."""
    values = _values()(order)
    parts = [key + _text(value) for (key, usual), value in zip(_keys(), values, strict=True) if value != usual]
    return f"{{{','.join(parts)}}}"


@cache
def _values() -> Callable[[Order], tuple[Any, ...]]:
    return attrgetter(*(item.name for item in fields(Order)))


@cache
def _keys() -> tuple[tuple[str, Any], ...]:
    """What stands before each field's value, and the value that is left out."""
    return tuple((f'"{item.name}":', _default(item)) for item in fields(Order))


def _text(value: Any) -> str:
    """A field's value as JSON. Patients share all but their own texts, so the others are kept."""
    if type(value) is str:
        return encode_basestring(value)  # as json.dumps would have it
    return _kept_items(tuple(value.items())) if isinstance(value, Mapping) else _kept(value)


@lru_cache(2000, typed=True)  # week 1 is not the True of another field
def _kept(value: Any) -> str:
    return json.dumps(_said(value), ensure_ascii=False, separators=(",", ":"))


@lru_cache(2000)
def _kept_items(items: tuple[tuple[str, Any], ...]) -> str:
    return json.dumps(_said(dict(items)), ensure_ascii=False, separators=(",", ":"))


def _said(value: Any) -> Any:
    """A value as JSON has it. Of an order and of a dose, what is not the default."""
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_said(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _said(item) for key, item in value.items()}
    if is_dataclass(value):
        parts = ((item, getattr(value, item.name)) for item in fields(value))
        return {item.name: _said(part) for item, part in parts if part != _default(item)}
    return value


def _default(item: Field[Any]) -> Any:
    return item.default if item.default_factory is MISSING else item.default_factory()


@cache
def _adapter() -> TypeAdapter[Order]:
    from pydantic import TypeAdapter

    from handouts.figures.person import BuildName, Hair, Skin  # noqa: F401  # pydantic looks here for the types
    from handouts.library.models import DoseChange  # noqa: F401  # that Order's fields name

    return TypeAdapter(Order)


def order_from_json(text: str) -> Order:
    """The order back. ValueError where the text is not a stored order."""
    data = json.loads(text)
    unknown = set(data) - {item.name for item in fields(Order)} if isinstance(data, dict) else {"no block of keys"}
    if unknown:
        raise ValueError(f"is not a stored order: {min(unknown)}")
    changes = {name: _tuples(change) for name, change in data.get("changes", {}).items()}
    return _adapter().validate_python({**data, "changes": changes})


def stored_despite(text: str) -> list[str]:
    """The drills of a stored order that were given despite what the patient has, as “drill:flag”; none where it cannot
    be read.
    """
    if '"despite"' not in text:  # most have none
        return []
    try:
        found = json.loads(text).get("despite", [])
    except (ValueError, AttributeError, RecursionError):
        return []
    return [str(pair) for pair in found] if isinstance(found, list) else []


def _tuples(value: Any) -> Any:
    """Lists as the tuples that they were: parsers of doses take (3, 5) for a range, and [3, 5] for two values."""
    if isinstance(value, dict):
        return {key: _tuples(part) for key, part in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
