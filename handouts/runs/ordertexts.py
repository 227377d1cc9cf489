"""An order as the texts that it can be read from again: what a draft holds, so that a sheet can be made once more.

The reader of orders (``orders/reader.py``) says what a text means; nothing of that stands here. A property test holds
the two together: an order, its texts, and what is read from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date, time
from typing import TYPE_CHECKING, Any

from handouts.deliver.drafts import Value
from handouts.orders.order import Order

if TYPE_CHECKING:
    from handouts.base.dosevalues import Measure
    from handouts.base.plainvalues import Span
    from handouts.library.models import DoseChange

__all__ = ["order_texts", "printing_texts"]

_HOUR, _MINUTE = 3600, 60
_LISTS = ("items", "skip", "flags", "despite", "measures", "activities")
"""Fields that hold one text for each of several."""
_WORDS = ("key", "note", "note_language", "clinician", "layout", "paper", "language", "second", "skin", "hair", "build")
"""Fields that are the text that they were read from."""
_ON = "on"


def order_texts(order: Order) -> dict[str, Value]:
    """The texts of an order's fields, by the fields' names; what is as it is without a text has none.

    Reading them gives the same order again, but for three things that no text says: that its start and its week were
    not said, but followed; how a decision came about (``Followed`` but for its word); and of a decision that was
    followed already, that it was. The day of issue is among them: leave it out for a sheet of today.
    """
    found: dict[str, Value] = {"patient": order.patient, "start": order.start.isoformat()}
    for name in _LISTS:
        found[name] = tuple(getattr(order, name))
    for name in _WORDS:
        found[name] = getattr(order, name) or ""
    found |= {
        "week": str(order.week) if order.week_given or order.week != 1 else "",
        "weeks": str(order.weeks or ""),
        "until": order.until.isoformat() if order.until else "",
        "decision": _decision(order),
        "changes": tuple(_dose(name, change) for name, change in order.changes.items()),
        "side": "" if order.side == "both" else order.side,
        "days": "+".join(order.days or ()),
        "times": _times(order.times),
        "visit": _visit(order.visit, order.visit_time),
        "issued": order.issued.isoformat(),
        "pauses": "; ".join(f"{begin} to {end}" for begin, end in order.pauses),
    }
    return {name: value for name, value in found.items() if value}


def printing_texts(how: Mapping[str, Any]) -> dict[str, Value]:
    """How a sheet was printed, as a draft says it: only what is not as usual. ``how`` is as the register keeps it."""
    said = {
        "mono": bool(how.get("mono")),
        "two_up": bool(how.get("two_up")),
        "no_form": how.get("form") is False,
        "no_codes": how.get("codes") is False,
    }
    return {name: _ON for name, value in said.items() if value}


def _decision(order: Order) -> str:
    """The decision as it was written; of one that was followed what the sheet says of it."""
    if order.decision or not (order.followed and order.followed.word):
        return order.decision
    word = order.followed.word
    return f"{word}: {order.reason}" if order.reason else word


def _times(times: tuple[str, ...] | None) -> str:
    return "1" if times == ("day",) else "+".join(times or ())


def _visit(day: date | None, at: time | None) -> str:
    if day is None:
        return ""
    return f"{day} {at.hour}:{at.minute:02}" if at else day.isoformat()


def _dose(name: str, change: DoseChange) -> str:
    """“hip-hinge:sets=2,hold=3-5”."""
    parts = ((item.name, value) for item in fields(change) if (value := getattr(change, item.name)) is not None)
    return f"{name}:" + ",".join(f"{part}={_PARTS[part](value)}" for part, value in parts)


def _spans(values: Iterable[Span]) -> str:
    """“8-12/10”: a value or a range for each set."""
    return "/".join(_span(one) for one in values)


def _span(one: Span) -> str:
    low, high = one
    return str(low) if low == high else f"{low}-{high}"


def _durations(values: Iterable[Span]) -> str:
    return "/".join("-".join(dict.fromkeys(map(_duration, one))) for one in values)


def _duration(seconds: int) -> str:
    """“10 min”, “90 s”: in the largest unit that it is a whole number of."""
    unit, name = next(one for one in ((_HOUR, "h"), (_MINUTE, "min"), (1, "s")) if not seconds % one[0])
    return f"{seconds // unit} {name}"


def _measures(values: Iterable[Measure]) -> str:
    return "/".join(map(_measure, values))


def _measure(one: Measure) -> str:
    """“2.5 kg”, “red band”, “body weight”; words as they are."""
    unit, amount = one
    match unit:
        case "text":
            return amount
        case "body":
            return "body weight"
        case "none":
            return "none"
    return f"{amount} {unit}"


def _joined(parts: Iterable[str]) -> str:
    return "+".join(parts)


_PARTS: Mapping[str, Callable[[Any], str]] = {
    "sets": str,
    "reps": _spans,
    "hold": _spans,
    "rest": str,
    "load": _measures,
    "duration": _durations,
    "distance": _measures,
    "tempo": lambda value: "-".join(map(str, value)),
    "effort": _span,
    "days": _joined,
    "times": _times,
}
"""How each part of a dose is written."""
