"""READ: the form's fields as they stand in a file, each with its value, its look and its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from handouts.base.records import dataclass
from handouts.returned.marks import Rect, rectangle, resolved

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["FormField", "fields_of"]


@dataclass(frozen=True)
class FormField:
    """A form field as it stands on a page."""

    name: str
    value: str
    """Of a box its state, “Off” where it is not ticked."""
    look: str | None
    """Of a box the state it is drawn in; None where the file does not say."""
    given: bool
    """Whether the file says anything of it."""
    strange: bool
    """Whether what it says is of a kind that such a field cannot hold, such as a dictionary for a box's state."""
    page: int
    """From 1."""
    place: Rect | None

    @property
    def ticked(self) -> bool:
        return _is_tick(self.value)

    @property
    def at_odds(self) -> bool:
        """Whether it looks otherwise than it is."""
        return self.look is not None and _is_tick(self.look) != self.ticked


def _is_tick(state: str) -> bool:
    return state not in ("", "Off")


def fields_of(reader: PdfReader) -> Iterator[FormField]:
    """Each field, in the order of the pages."""
    for number, page in enumerate(reader.pages, 1):
        for reference in resolved(page.get("/Annots")) or ():
            widget = resolved(reference)
            if not hasattr(widget, "get") or widget.get("/Subtype") != "/Widget":
                continue
            names, node, value, kind = [], widget, None, None
            for _ in range(8):  # fields nest a little; a loop in a damaged file must end
                if "/T" in node:
                    names.append(str(node["/T"]))
                value = node.get("/V") if value is None else value
                kind = node.get("/FT") if kind is None else kind
                if "/Parent" not in node:
                    break
                node = node["/Parent"].get_object()
            appearance = widget.get("/AS")
            box = resolved(kind) == "/Btn"
            shown = _state(value, appearance) if box else _text(value)
            look = _state(appearance, None) if box and appearance is not None and value is not None else None
            place = rectangle(widget.get("/Rect"))
            strange = not (_is_state(value) and _is_state(appearance) if box else _is_text(value))
            yield FormField(".".join(reversed(names)), shown, look, value is not None, strange, number, place)


def _state(value: Any, appearance: Any) -> str:
    """The name of a box's state, “Off” where it has none: what is not a name is no state, but strange."""
    from pypdf.generic import NameObject

    state = resolved(appearance if value is None else value)
    return str(state).removeprefix("/") if isinstance(state, NameObject) else "Off"


def _is_state(value: Any) -> bool:
    """Whether a box can hold it: a name, or nothing."""
    from pypdf.generic import NameObject, NullObject

    return isinstance(resolved(value), NameObject | NullObject | None)


def _is_text(value: Any) -> bool:
    """Whether a text field can hold it: a string, or nothing."""
    from pypdf.generic import ByteStringObject, NullObject, TextStringObject

    return isinstance(resolved(value), ByteStringObject | TextStringObject | NullObject | None)


def _text(value: Any) -> str:
    """What is written in a text field. Anything that is not a string is nothing written."""
    from pypdf.generic import ByteStringObject, TextStringObject

    text = resolved(value)
    if isinstance(text, ByteStringObject):
        return bytes(text).decode("latin-1")
    return str(text) if isinstance(text, TextStringObject) else ""
