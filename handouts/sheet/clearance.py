"""Nothing on a sheet touches what it does not belong to: the rules, and what breaks them.

A block is looked at once, by itself, and remembered: sheets share blocks. On a page only the outlines of its blocks are
compared, and their marks only where two outlines come close.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from handouts.sheet.blocks import BOX_CLEAR, Block, Page, Placed, Polygon, Sheet
from handouts.sheet.look import Look
from handouts.sheet.painted import Collision, Ink, InkKind, Outline, Standing, inks_of, near_polygon

__all__ = ["collisions", "standing"]

_RULES: tuple[tuple[InkKind, InkKind, float], ...] = (
    ("text", "text", 1.0),
    ("text", "fill", 1.0),
    ("text", "picture", 1.0),
    ("text", "hair", 0.6),
    ("text", "tint", 0.5),
    ("text", "blank", 0.0),
    ("picture", "picture", 0.0),
    ("picture", "fill", 0.0),
    ("picture", "tint", 0.0),
    ("picture", "hair", 0.0),
    ("picture", "blank", 0.0),
    ("box", "box", BOX_CLEAR),
    ("box", "text", BOX_CLEAR),
    ("box", "fill", BOX_CLEAR),
    ("box", "tint", BOX_CLEAR),
    ("box", "hair", BOX_CLEAR),
    ("box", "picture", BOX_CLEAR),
    ("box", "blank", BOX_CLEAR),
)
"""How far two inks stand apart at least, mm. Of two that are not named, one may lie on the other: a hairline on a rest
day's column, a sign on its fill, the ruled lines in a place for notes."""
_APART = {pair: apart for one, other, apart in _RULES for pair in ((one, other), (other, one))}
_OWN = 0.3
"""The least where the two belong to one paragraph: a hold under the words of its step, mm."""
_LABELS_APART = 0.9
"""From one label to the next under the boxes of a day, mm."""
_LABEL_OUT = 1.5
"""How far the label under a box may stand out of the margins, mm."""
_SLACK = 0.06
"""What rounding and half of a hairline may take, mm."""
_BANDS = {"header": (-0.5, 19.5), "footer": (-1.5, 16.5)}
"""From where to where a page's head and foot may reach, mm below their tops."""


def collisions(sheet: Sheet, look: Look) -> Iterator[Collision]:
    """What breaks the rules on a sheet, page by page; nothing on a sound one."""
    for page in sheet.pages:
        for placed in page.blocks:
            for found in (*standing(placed.block, look).wrong, *_out_of_place(placed, look)):
                yield found._replace(down=placed.y, page=page.number, placed=placed)
        for one, other in _near_blocks(page, look):
            for found in _across(one, other, look):
                yield found._replace(down=0.0, page=page.number, placed=one)


def standing(block: Block, look: Look) -> Standing:
    """How a block's inks stand, looked at when it is first asked for."""
    return look.standing.get_or_make(block, lambda: _standing(block, look))


def _standing(block: Block, look: Look) -> Standing:
    inks = inks_of(block, look.faces)
    wrong = (*_over_margins(inks, look), *_too_near(inks))
    kinds: dict[InkKind, list[Ink]] = {}
    for ink in inks:
        kinds.setdefault(ink.kind, []).append(ink)
    outlines = tuple(_outline(kind, found) for kind, found in kinds.items())
    top, bottom = min((one.top for one in outlines), default=0.0), max((one.bottom for one in outlines), default=0.0)
    return Standing(wrong, outlines, top, bottom)


def _outline(kind: InkKind, inks: Sequence[Ink]) -> Outline:
    lefts, tops, rights, bottoms, *_ = zip(*inks, strict=True)
    return Outline(min(lefts), min(tops), max(rights), max(bottoms), kind)


# Inside its place


def _over_margins(inks: Iterable[Ink], look: Look) -> Iterator[Collision]:
    """Nothing stands in the margins, but for a part of a label under a day's box."""
    for ink in inks:
        out = max(look.frame.left - ink.left, ink.right - look.frame.right)
        if out > _SLACK and not (out <= _LABEL_OUT and ink.kind == "text" and _tagged(ink, "TD")):
            yield Collision(out, ink, None)


def _out_of_place(placed: Placed, look: Look) -> Iterator[Collision]:
    """Nothing reaches over its block, nor a block over the part of the page that it belongs to."""
    block, frame = placed.block, look.frame
    known = standing(block, look)
    top, bottom = _BANDS.get(placed.part) or (0.0, block.height or frame.bottom - placed.y)
    if placed.part not in _BANDS:
        top, bottom = max(top, frame.body - placed.y), min(bottom, frame.bottom - placed.y)
    reach = max(top - known.top, known.bottom - bottom)
    if known.outlines and reach > 2 * _SLACK:
        worst = max(inks_of(block, look.faces), key=lambda ink: max(top - ink.top, ink.bottom - bottom))
        yield Collision(reach, worst, None)


# Apart from each other


def _too_near(inks: Iterable[Ink]) -> Iterator[Collision]:
    """The pairs that stand nearer to each other than their rule says, and are not meant to."""
    ordered = sorted(inks, key=itemgetter(1))
    for index, one in enumerate(ordered, 1):
        left, _, right, bottom, kind, *_ = one
        end, least, most = bottom + BOX_CLEAR, left - BOX_CLEAR, right + BOX_CLEAR
        for other in ordered[index:]:
            if other[1] >= end:
                break
            if other[2] > least and other[0] < most and (kind, other[4]) in _APART:
                found = _nearness(one, other)
                if found:
                    yield found


def _nearness(one: Ink, other: Ink) -> Collision | None:
    """The collision of two inks, None where they keep their distance or are meant to stand so."""
    apart = _APART.get((one.kind, other.kind), -math.inf)
    across = max(one.left - other.right, other.left - one.right)
    down = max(one.top - other.bottom, other.top - one.bottom)
    gap = math.hypot(across, down) if across > 0 and down > 0 else max(across, down)
    return Collision(gap, one, other) if gap < apart - _SLACK and not _meant(one, other, gap, apart) else None


def _meant(one: Ink, other: Ink, gap: float, apart: float) -> bool:
    """Whether two inks belong together, or what looks near is empty."""
    kinds = {one.kind, other.kind}
    together = one.group is other.group is not None
    if "text" not in kinds:  # the line from a call-out's words to what it is about may lie on their picture
        return together and "picture" in kinds
    if kinds == {"text"}:
        return together and _one_paragraph(one, other, gap)
    text, ground = (one, other) if one.kind == "text" else (other, one)
    if ground.kind == "picture":  # whose own words were placed where it shows nothing
        return together
    if _stands_on(text, ground) or (together and gap >= _OWN - _SLACK and not _tagged(text, "Figure")):
        return True
    return isinstance(ground.mark, Polygon) and not near_polygon(text, ground, apart - _SLACK)


def _one_paragraph(one: Ink, other: Ink, gap: float) -> bool:
    """Whether two texts of one group are lines under each other or parts of one line, and not on top of each other."""
    beside = max(one.top, other.top) < min(one.bottom, other.bottom)
    return gap >= (_LABELS_APART if beside and _tagged(one, "TD") else 0.0) - _SLACK


def _tagged(ink: Ink, tag: str) -> bool:
    return ink.group is not None and ink.group.tag == tag


def _stands_on(text: Ink, fill: Ink) -> bool:
    """Whether a fill was painted for a text to stand on: before it, and all round it."""
    return (
        fill.order < text.order
        and fill.left <= text.left + _SLACK
        and fill.top <= text.top + _SLACK
        and fill.right >= text.right - _SLACK
        and fill.bottom >= text.bottom - _SLACK
    )


# Between blocks


def _near_blocks(page: Page, look: Look) -> Iterator[tuple[Placed, Placed]]:
    """Blocks of a page whose outlines come nearer to each other than the rules allow their marks to."""
    shown = [(placed.y + known.top, placed, known) for placed in page.blocks if (known := standing(placed.block, look))]
    shown.sort(key=itemgetter(0))
    for index, (_, one, ours) in enumerate(shown, 1):
        end = one.y + ours.bottom + BOX_CLEAR
        for top, other, theirs in shown[index:]:
            if top >= end:
                break
            if _come_close(ours.outlines, theirs.outlines, other.y - one.y):
                yield one, other


def _come_close(ours: tuple[Outline, ...], theirs: tuple[Outline, ...], down: float) -> bool:
    """Whether any two outlines do, the second ones counted from ``down`` mm below."""
    return any(
        max(a.left - b.right, b.left - a.right, a.top - b.bottom - down, b.top + down - a.bottom)
        < _APART.get((a.kind, b.kind), -math.inf) - _SLACK
        for a in ours
        for b in theirs
    )


def _across(one: Placed, other: Placed, look: Look) -> Iterator[Collision]:
    """What of two blocks stands too near, in places of the page."""
    ours, theirs = ([_moved(ink, placed.y) for ink in inks_of(placed.block, look.faces)] for placed in (one, other))
    return (found for a in ours for b in theirs if (found := _nearness(a, b)))


def _moved(ink: Ink, down: float) -> Ink:
    return ink._replace(top=ink.top + down, bottom=ink.bottom + down)
