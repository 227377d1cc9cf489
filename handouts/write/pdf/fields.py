"""Form fields: boxes to tick and places to write in, and what they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handouts.sheet.blocks import BOX, MM, Blank, Box, LinkArea
from handouts.write.pdf.objects import short, text_string

__all__ = ["FIELD_FONT", "FieldLooks", "acro_form", "appearances", "field_object", "link_object"]

_FEW = 12
"""Up to so many characters stand in the middle of their place."""
FIELD_FONT = "Helv"
"""Name of the font that readers write with."""
_TICK = "0 0 0 RG 1.6 w 1 J 2.4 6.6 m 5.2 3 l 10.4 10.6 l S"
_SIDE = BOX * MM


def appearances(fields: Iterable[Box | Blank]) -> list[bytes]:
    """What fields look like, as objects: of all boxes a tick and nothing, then of each place to write in its own.

    What is printed is on the page, so an empty field shows nothing. Boxes may share, for a program that ticks one only
    says so; what is typed is drawn into the field's own appearance.
    """
    fields = list(fields)
    boxes = [_form(_SIDE, _SIDE, _TICK), _form(_SIDE, _SIDE)] if fields else []
    return boxes + [_form(mark.w * MM, mark.h * MM) for mark in fields if isinstance(mark, Blank)]


def _form(wide: float, high: float, code: str = "") -> bytes:
    return short(code.encode("ascii"), f"/Type/XObject/Subtype/Form/BBox[0 0 {wide:.2f} {high:.2f}]/Resources<<>>")


class FieldLooks:
    """Hands out the numbers of ``appearances`` to the fields, in their order."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._boxes = numbers[:2]
        self._blanks = iter(numbers[2:])

    def look(self, mark: Box | Blank) -> str:
        """The entry that says what a field looks like."""
        if isinstance(mark, Blank):
            return f"/AP<</N {next(self._blanks)} 0 R>>"
        yes, off = self._boxes
        return f"/AS/Off/AP<</N<</Yes {yes} 0 R/Off {off} 0 R>>>>"


def acro_form(fields: Sequence[int], font: int) -> str:
    """The catalog's entry for the form. ``font`` is the number of the font that readers write with."""
    if not fields:
        return ""
    references = " ".join([f"{number} 0 R" for number in fields])
    shared = f"/DR<</Font<</{FIELD_FONT} {font} 0 R>>>>/DA(/{FIELD_FONT} 12 Tf 0 g)"
    return f"/AcroForm<</Fields[{references}]{shared}>>"


def field_object(mark: Box | Blank, page: int, top: float, key: int, look: str) -> bytes:
    """A form field that is its own widget.

    ``page`` is the number of its page, ``top`` the place of its block on it, pt from the lower edge, ``key`` its
    key in the parent tree, and ``look`` the entry that says what it looks like.
    """
    wide, high = (BOX, BOX) if isinstance(mark, Box) else (mark.w, mark.h)
    left, upper = mark.x * MM, top - mark.y * MM
    if isinstance(mark, Box):
        kind = "/FT/Btn"
    else:
        few = f"{'/Q 1' if mark.most <= _FEW else ''}/MaxLen {mark.most}"
        lines = "/Ff 4096" if mark.long else few
        kind = f"/FT/Tx/DA(/{FIELD_FONT} 12 Tf 0 g){lines}"
    return (
        f"<</Type/Annot/Subtype/Widget/T({mark.name})/TU{text_string(mark.label)}{kind}{look}/F 4/P {page} 0 R"
        f"/Rect[{left:.2f} {upper - high * MM:.2f} {left + wide * MM:.2f} {upper:.2f}]/StructParent {key}>>"
    ).encode("ascii")


def link_object(mark: LinkArea, page: int, top: float, key: int, handout: str) -> bytes:
    """What opens the address of a handout's page. ``handout`` is its id, the others are as for a field."""
    left, upper = mark.x * MM, top - mark.y * MM
    return (
        f"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/P {page} 0 R/StructParent {key}"
        f"/Contents{text_string(mark.label)}"
        f"/Rect[{left:.2f} {upper - mark.h * MM:.2f} {left + mark.w * MM:.2f} {upper:.2f}]"
        f"/A<</S/URI/URI({mark.place.address(handout)})>>>>"
    ).encode("ascii")
