"""Orders as the register stores them: JSON that leaves defaults out.

What is stored today must be read by every later version: names of fields in it never change.
"""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from handouts.orders.order import Order

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["order_as_json", "order_from_json"]


def order_as_json(order: Order) -> str:
    """An order as text, to make the same handout again."""
    return _adapter().dump_json(order, exclude_defaults=True).decode()


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


def _tuples(value: Any) -> Any:
    """Lists as the tuples that they were: parsers of doses take (3, 5) for a range, and [3, 5] for two values."""
    if isinstance(value, dict):
        return {key: _tuples(part) for key, part in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
