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
from handouts.type.scripts import language_of

__all__ = ["footer", "says_address", "says_name", "small_print"]

_ROOM = 16.3
"""Height of the footer, mm."""
_TIGHT = 1.1
"""Leading where the lines are many, as a part of the type size."""


class _Foot(NamedTuple):
    """What stands in the foot, and how."""

    stop: list[TextLine]
    urgent: Style
    whose: list[TextLine]
    whose_style: Style
    small: Style
    """Of page and date."""
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
    for urgent, stop in _stop_lines(handout, look):
        foot = _of_stop(handout, look, urgent, stop)
        if _fits(foot, look):
            break
    if look.faces.leading and not foot.name:  # tall lines: a little smaller, the clinic's name stands with them
        for urgent, stop in _stop_lines(handout, look, _A_LITTLE):
            named = _of_stop(handout, look, urgent, stop)
            if named.name:
                return named
    return foot


def _fits(foot: _Foot, look: Look) -> bool:
    """Whether there is room for it; the last line is the page's number."""
    used = len(foot.stop) * foot.urgent.line + len(foot.whose) * foot.whose_style.line + foot.small.line
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
        least = small.least if language_of(text) else min(small.least, _LATIN)  # a name in Latin letters is not tall
        for one, other in _leadings(urgent, small):
            whose = replace(other, least=least)
            if _fits(foot := _Foot(stop, one, lines, whose, other, name, more), look):
                return foot
    one, other = _tight(urgent), _tight(small)
    return _Foot(stop, one, [], other, other, name=False, more=not who.more)


def _row(parts: Sequence[str], look: Look) -> str:
    """“Name. Web site, address”: the last without a full stop."""
    *others, last = parts
    return look.joins.sentences((*map(look.joins.ended, others), last))


_PARTED = 0.4
"""More space between the stop line with its sign and what follows, mm."""


_LATIN = 1.24
"""The least leading of Latin letters, as a part of their size."""
_A_LITTLE, _SIZES = (0.92, 0.85), (1.0, 0.85, 0.7, 0.6)
"""Sizes of the stop line to try, as parts of the layout's."""


def _stop_lines(
    handout: Handout, look: Look, factors: tuple[float, ...] = _SIZES
) -> Iterator[tuple[Style, list[TextLine]]]:
    """The stop line in two lines at most, in smaller type where it is long: it is never cut."""
    whole = look.style("footer_stop", "ink", strong=True)
    for factor in factors:
        style = replace(whole, size=whole.size * factor, leading=whole.leading * factor)
        lines = wrap(handout.stop.short, style, look.faces, look.text_w - _sign(style) - 1.8)
        if len(lines) <= 2 or factor == _SIZES[-1]:
            yield (style if len(lines) == 1 else replace(style, leading=style.size * 1.15)), lines


def _leadings(urgent: Style, small: Style) -> Iterator[tuple[Style, Style]]:
    """As the layout has them, then closer together."""
    yield urgent, small
    yield _tight(urgent), _tight(small)


def _tight(style: Style) -> Style:
    return replace(style, leading=min(style.leading, style.size * _TIGHT))


def small_print(handout: Handout, look: Look) -> Style:
    """The style of page, date and id: smaller, and the same on every page, where they are far too wide for one line."""
    small = look.style("footer", "mute")
    page = list(fill(handout.page, page=_PAGES_LIKE, pages=_PAGES_LIKE))
    if _share(small, handout, look, page) >= _EVEN:
        return small
    code = small.width(_ID_LIKE, look.faces)
    share = (look.text_w - 6 - _BEFORE_ID) / (_wide(small, handout, look, page) + code)
    return replace(small, size=small.size * max(_SMALLEST, share))


def _wide(small: Style, handout: Handout, look: Look, page: list[tuple[str, bool]]) -> float:
    """Width of page and date, mm."""
    return sum(
        [small.width(text, look.faces, strong) for text, strong in page], small.width(handout.issued, look.faces)
    )


def _share(small: Style, handout: Handout, look: Look, page: list[tuple[str, bool]]) -> float:
    """Which part of their size page and date may have beside the id."""
    room = look.text_w - 6 - _BEFORE_ID - look.style("footer").width(_ID_LIKE, look.faces)
    return room / _wide(small, handout, look, page)


def _fitted(small: Style, handout: Handout, look: Look, page: list[tuple[str, bool]]) -> Style:
    """The style of page and date, a little smaller than the id where they would not stand beside it."""
    even = small_print(handout, look).size
    if even < look.style("footer").size:
        return replace(small, size=even)
    share = _share(small, handout, look, page)
    return small if share >= 1.0 else replace(small, size=small.size * share)


_EVEN = 0.85
"""From this part of their size page and date may be smaller than the id."""
_BEFORE_ID, _SMALLEST = 5, 0.6
_ID_LIKE = "0000-0000-0000  v10.10+0000"
"""As wide as nearly any id with its version."""
_PAGES_LIKE = 88
"""As wide as any number of pages."""


def _sign(urgent: Style) -> float:
    """Size of the stop sign, mm."""
    return 4.4 * urgent.size / 11


def _footer(handout: Handout, look: Look, number: int, pages: int) -> Block:
    pad, faces = Pad(), look.faces
    x, foot = look.axis, _foot(handout, look)
    urgent, small = foot.urgent, foot.small
    left = x if look.codes else look.frame.left  # a code reaches up to it, and needs white round it
    pad.add(Rect(left, -1.4, look.frame.right - left, 0.2, "hair"))
    size = _sign(urgent)
    octagon(pad, x, urgent.baseline(faces) - faces.cap * urgent.size / MM / 2 - size / 2, size)
    with pad.group("P"):
        y = put(pad, x + size + 1.8, 0.0, foot.stop, urgent, faces)
    with pad.group("P"):
        y = put(pad, x, y + _PARTED + _over_id(foot, look), foot.whose, foot.whose_style, faces)
    page = list(fill(handout.page, page=number, pages=pages))
    small = _fitted(small, handout, look, page)
    with pad.group("P", plain=f"{handout.issued}   "):
        for text, strong in page:
            style = replace(small, strong=strong, role="ink" if strong else "mute")
            pad.add(Text(x, y + small.baseline(faces), text + " ", style.size, style.strong, style.role))
            x += style.width(text, faces)
        pad.add(Text(x + 6, y + small.baseline(faces), handout.issued + " ", small.size, False, "mute"))
    return pad.block(16)
