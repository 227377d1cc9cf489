"""The foot of a page: what to do about pain, whose sheet it is, and which page of which handout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from handouts.library.templates import fill
from handouts.plan.handout import Handout
from handouts.sheet.blocks import MM, Block, OwnPart, Pad, Rect, Slot, Text
from handouts.sheet.look import Look
from handouts.sheet.signs import octagon
from handouts.sheet.style import REACH
from handouts.sheet.text import Style, TextLine, put, wrap

__all__ = ["footer", "says_address", "says_name"]

_ROOM = 16.3
"""Height of the footer, mm."""
_TIGHT = 1.1
"""Leading where the lines are many, as a part of the type size."""


class _Foot(NamedTuple):
    """What stands in the foot, and how."""

    stop: list[TextLine]
    urgent: Style
    whose: list[TextLine]
    small: Style
    name: bool
    """Whether the clinic's name is among it, and its web site and address."""
    more: bool


def footer(handout: Handout, look: Look, number: int, pages: int) -> tuple[Block, Slot]:
    """The footer of a page: stop line, clinic, page, date; 16 mm high, its left end kept quiet.

    It is the same for a whole batch; the id and version stand in a block of their own, in the place that is given.
    """
    key = ("foot", handout.header, handout.stop.short, handout.page, handout.issued, number, pages)
    shared = look.kept(key, lambda: _footer(handout, look, number, pages))
    last = next(mark for mark in reversed(list(shared.flat())) if isinstance(mark, Text))
    end = round(last.x + replace(look.style("footer"), size=last.size).width(last.text, look.faces) + _BEFORE_ID, 2)
    return shared, Slot(OwnPart("id"), x=end, y=last.y)


def says_name(handout: Handout, look: Look) -> bool:
    """Whether the clinic's name stands in the foot of each page."""
    return _foot(handout, look).name


def says_address(handout: Handout, look: Look) -> bool:
    """Whether web site and address do. Where they are too long for it, they stand in the head of page 1."""
    return _foot(handout, look).more


def _foot(handout: Handout, look: Look) -> _Foot:
    """The fullest foot that there is room for. The stop line comes first; then all of the clinic, in two lines where it
    takes them. E-mail goes first, for it stands in the head of page 1.
    """
    whole = look.style("footer_stop", "ink", strong=True)
    for urgent, stop in _stop_lines(handout, look, whole):
        foot = _of_stop(handout, look, urgent, stop)
        if _fits(foot, look):
            break
    return foot


def _fits(foot: _Foot, look: Look) -> bool:
    """Whether there is room for it; the last line is the page's number."""
    used = len(foot.stop) * foot.urgent.line + (len(foot.whose) + 1) * foot.small.line
    return used + _PARTED + _over_id(foot, look) <= _ROOM


def _over_id(foot: _Foot, look: Look) -> float:
    """More space under the stop line where the id would follow it too closely, mm."""
    if foot.whose:
        return 0.0
    urgent, small, faces = foot.urgent, foot.small, look.faces
    under = urgent.line - urgent.baseline(faces) - REACH * urgent.size / MM
    return max(0.0, 1.0 - (under + _PARTED + small.baseline(faces) - faces.cap * small.size / MM))


def _of_stop(handout: Handout, look: Look, urgent: Style, stop: list[TextLine]) -> _Foot:
    """The fullest foot with the stop line in this style; the least one, where there is room for none."""
    who, small = handout.header, look.style("footer", "mute")
    for parts, name, more in (
        ((who.name, who.email, who.more), True, True),
        ((who.name, who.more), True, True),
        ((who.name, who.email), True, not who.more),
        ((who.name,), True, not who.more),
    ):
        text = _row([part for part in parts if part], look)
        lines = wrap(text, small, look.faces, look.text_w)
        for one, other in _leadings(urgent, small):
            if _fits(foot := _Foot(stop, one, lines, other, name, more), look):
                return foot
    one, other = _tight(urgent), _tight(small)
    return _Foot(stop, one, [], other, name=False, more=not who.more)


def _row(parts: Sequence[str], look: Look) -> str:
    """“Name. Web site, address”: the last without a full stop."""
    *others, last = parts
    return look.joins.sentences((*map(look.joins.ended, others), last))


_PARTED = 0.4
"""More space between the stop line with its sign and what follows, mm."""


def _stop_lines(handout: Handout, look: Look, whole: Style) -> Iterator[tuple[Style, list[TextLine]]]:
    """The stop line in two lines at most, in smaller type where it is long: it is never cut."""
    for factor in (1.0, 0.85, 0.7, 0.6):
        style = replace(whole, size=whole.size * factor, leading=whole.leading * factor)
        lines = wrap(handout.stop.short, style, look.faces, look.text_w - _sign(style) - 1.8)
        if len(lines) <= 2 or factor == 0.6:
            yield (style if len(lines) == 1 else replace(style, leading=style.size * 1.15)), lines


def _leadings(urgent: Style, small: Style) -> Iterator[tuple[Style, Style]]:
    """As the layout has them, then closer together."""
    yield urgent, small
    yield _tight(urgent), _tight(small)


def _tight(style: Style) -> Style:
    return replace(style, leading=min(style.leading, style.size * _TIGHT))


def _fitted(small: Style, handout: Handout, look: Look, page: list[tuple[str, bool]]) -> Style:
    """The style of page and date, smaller where they and the id would not stand side by side."""
    wide = sum([small.width(text, look.faces, strong) for text, strong in page])
    wide += small.width(handout.issued, look.faces)
    room = look.text_w - 6 - _BEFORE_ID - look.style("footer").width(_ID_LIKE, look.faces)
    return small if wide <= room else replace(small, size=small.size * max(_SMALLEST, room / wide))


_BEFORE_ID, _SMALLEST = 5, 0.6
_ID_LIKE = "0000-0000-0000  v10.10+0000"
"""As wide as nearly any id with its version."""


def _sign(urgent: Style) -> float:
    """Size of the stop sign, mm."""
    return 4.4 * urgent.size / 11


def _footer(handout: Handout, look: Look, number: int, pages: int) -> Block:
    pad, faces = Pad(), look.faces
    x, foot = look.axis, _foot(handout, look)
    urgent, small = foot.urgent, foot.small
    pad.add(Rect(look.frame.left, -1.4, look.frame.w, 0.2, "hair"))
    size = _sign(urgent)
    octagon(pad, x, urgent.baseline(faces) - faces.cap * urgent.size / MM / 2 - size / 2, size)
    with pad.group("P"):
        y = put(pad, x + size + 1.8, 0.0, foot.stop, urgent, faces)
    with pad.group("P"):
        y = put(pad, x, y + _PARTED + _over_id(foot, look), foot.whose, small, faces)
    page = list(fill(handout.page, page=number, pages=pages))
    small = _fitted(small, handout, look, page)
    with pad.group("P", plain=f"{handout.issued}   "):
        for text, strong in page:
            style = replace(small, strong=strong, role="ink" if strong else "mute")
            pad.add(Text(x, y + small.baseline(faces), text + " ", style.size, style.strong, style.role))
            x += style.width(text, faces)
        pad.add(Text(x + 6, y + small.baseline(faces), handout.issued + " ", small.size, False, "mute"))
    return pad.block(16)
