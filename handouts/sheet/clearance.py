"""Nothing on a sheet touches what it does not belong to: the rules, and what breaks them.

A block is looked at once, by itself, and remembered: sheets share blocks. On a page only the outlines of its blocks are
compared, and their marks only where two outlines come close.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from handouts.sheet.blocks import BOX_CLEAR, Block, Placed, Polygon, Sheet, Text
from handouts.sheet.look import Look
from handouts.sheet.painted import Collision, Ink, InkKind, Outline, Standing, inks_of, inks_over, moved, near_polygon

__all__ = ["collisions", "standing"]

_ALL: tuple[InkKind, ...] = ("text", "fill", "tint", "hair", "picture", "box", "blank")
"""All but the codes and marks in the corners of a page."""
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
    *((kind, "code", BOX_CLEAR) for kind in _ALL),
    *((kind, "corner", 1.0) for kind in _ALL),
)
"""How far two inks stand apart at least, mm. Of two that are not named, one may lie on the other: a hairline on a rest
day's column, a sign on its fill, the ruled lines in a place for notes."""
_APART: dict[InkKind, dict[InkKind, float]] = {kind: {} for rule in _RULES for kind in rule[:2]}
for _one, _other, _apart in _RULES:
    _APART[_one][_other] = _APART[_other][_one] = _apart
_MOST = {kind: max(others.values()) for kind, others in _APART.items()}
"""The most that a kind of ink asks for."""
_CLEAR = {"box": BOX_CLEAR, "code": BOX_CLEAR, "text": 1.0, "corner": 1.0}
"""What checkboxes, and then texts, ask of all others; other inks ask nothing of each other but not to overlap. Codes
and marks ask as much as these.
"""
_OWN = 0.3
"""The least where the two belong to one paragraph: a hold under the words of its step, mm."""
_SMALL_PRINT = 11.0
"""The largest type of small print, pt: clinic, page and date at the foot."""
_SMALL = 0.5
"""The least from one line of small print to another's, mm."""
_LABELS_APART = 0.9
"""From one label to the next under the boxes of a day, mm."""
_FEW = 12
"""Up to so many inks of a block are kept."""
_LABEL_OUT = 1.5
"""How far the label under a box may stand out of the margins, mm."""
_BAND_OUT = 2.0
"""How far the band of a dose hangs out on both sides, so that its words start where all others do, mm."""
_SLACK = 0.06
"""What rounding and half of a hairline may take, mm."""
_BANDS = {"header": (-0.5, 19.5), "footer": (-1.5, 16.5)}
"""From where to where a page's head and foot may reach, mm below their tops."""


def collisions(sheet: Sheet, look: Look) -> Iterator[Collision]:
    """What breaks the rules on a sheet, page by page; nothing on a sound one."""
    for page in sheet.pages:
        shown = [(placed, standing(placed.block, look)) for placed in page.blocks]
        for placed, known in shown:
            if wrong := known.wrong or _out_of_place(placed, known, look):
                yield from (found._replace(down=placed.y, page=page.number, placed=placed) for found in wrong)
        for one, other in _near_blocks(shown):
            yield from (found._replace(page=page.number, placed=one) for found in _across(one, other, look))


def standing(block: Block, look: Look) -> Standing:
    """How a block's inks stand, looked at when it is first asked for."""
    return look.standing.get(block) or look.standing.keep(block, _standing(block, look))


def _standing(block: Block, look: Look) -> Standing:
    tail = block.tail
    inks = inks_over(block, tail, look.faces) if tail else inks_of(block, look.faces)
    outlines = _outlines(inks)
    wrong = [*_over_margins(inks, outlines, look), *_too_near(inks)]
    if tail:
        known = standing(tail, look)
        wrong += known.wrong
        if _come_close(outlines, known.outlines, 0.0):
            wrong += _nearest(inks, inks_of(tail, look.faces))
        outlines += known.outlines
    top, bottom = min([one.top for one in outlines], default=0.0), max([one.bottom for one in outlines], default=0.0)
    return Standing(tuple(wrong), top, bottom, outlines, () if tail or len(inks) > _FEW else tuple(inks))


def _outlines(inks: list[Ink]) -> tuple[Outline, ...]:
    """The outlines of checkboxes, of texts, and of all else."""
    sorts: dict[float, list[Ink]] = {}
    for ink in inks:
        clear = _CLEAR.get(ink[4], 0.0)
        if clear in sorts:
            sorts[clear].append(ink)
        else:
            sorts[clear] = [ink]
    found = []
    for clear, some in sorts.items():
        lefts, tops, rights, bottoms, *_ = zip(*some, strict=True)
        found.append(Outline(min(lefts), min(tops), max(rights), max(bottoms), clear))
    return tuple(found)


# Inside its place


def _over_margins(inks: Iterable[Ink], outlines: Iterable[Outline], look: Look) -> Iterator[Collision]:
    """Nothing stands in the margins, but for corner marks, part of a label under a box, and the ends of a band."""
    left, right = look.frame.left - _SLACK, look.frame.right + _SLACK
    if any(one.left < left or one.right > right for one in outlines):
        for ink in inks:
            out = max(left - ink.left, ink.right - right)
            label = out <= _LABEL_OUT and ink.kind == "text" and _tagged(ink, "TD")
            if out > 0 and not label and ink.kind != "corner" and not (ink.kind == "tint" and out <= _BAND_OUT):
                yield Collision(out, ink, None)


def _out_of_place(placed: Placed, known: Standing, look: Look) -> Sequence[Collision]:
    """Nothing reaches over its block, nor a block over the part of the page that it belongs to."""
    block, frame, y = placed.block, look.frame, placed.y
    if placed.part in _BANDS:
        top, bottom = _BANDS[placed.part]
        bottom = (
            max(bottom, block.height) if placed.part == "header" else bottom
        )  # the title stands under however much a clinic says of itself
    else:
        # the title begins right under the clinic's lines, which may end over the body
        top = frame.header - y if placed.part == "title" else max(0.0, frame.body - y)
        bottom = min(block.height or frame.height, frame.bottom - y)
    if known.top >= top - 2 * _SLACK and known.bottom <= bottom + 2 * _SLACK:
        return ()
    out = [(max(top - ink.top, ink.bottom - bottom), ink) for ink in inks_of(block, look.faces)]
    return [Collision(far, ink, None) for far, ink in out if far > 2 * _SLACK]


# Apart from each other


def _too_near(inks: Iterable[Ink]) -> Iterator[Collision]:
    """The pairs that stand nearer to each other than their rule says, and are not meant to."""
    ordered = sorted(inks, key=itemgetter(1))
    for index, one in enumerate(ordered, 1):
        bottom, apart = one[3], _APART[one[4]]
        end, left, right = bottom + _MOST[one[4]], one[0] - BOX_CLEAR, one[2] + BOX_CLEAR
        for other in ordered[index:]:
            if other[1] >= end:
                break
            if other[0] < right and other[2] > left and other[1] < bottom + apart.get(other[4], -math.inf):
                found = _nearness(one, other)
                if found:
                    yield found


def _nearness(one: Ink, other: Ink) -> Collision | None:
    """The collision of two inks, None where they keep their distance or are meant to stand so."""
    apart = _APART[one.kind].get(other.kind, -math.inf)
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
        return (together and _one_paragraph(one, other, gap)) or (gap >= _SMALL - _SLACK and _small_print(one, other))
    text, ground = (one, other) if one.kind == "text" else (other, one)
    if ground.kind == "picture":  # whose own words were placed where it shows nothing
        return together
    if together and gap >= _OWN - _SLACK and not _tagged(text, "Figure"):
        return True
    if isinstance(ground.mark, Polygon):
        return not near_polygon(text, ground, apart - _SLACK)
    return _stands_on(text, ground) or (ground.kind == "tint" and _names_row(text))


def _one_paragraph(one: Ink, other: Ink, gap: float) -> bool:
    """Whether two texts of one group are lines under each other or parts of one line, and not on top of each other."""
    beside = max(one.top, other.top) < min(one.bottom, other.bottom)
    return gap >= (_LABELS_APART if beside and _tagged(one, "TD") else 0.0) - _SLACK


def _small_print(one: Ink, other: Ink) -> bool:
    """Whether both are small print, and no parts of one line: its lines stand closer than those of what is read."""
    small = all(isinstance(ink.mark, Text) and ink.mark.size <= _SMALL_PRINT for ink in (one, other))
    return small and one.group is not other.group


def _names_row(text: Ink) -> bool:
    """Whether a text is a row's name in one line: in the dense form it lies across the pale columns of rest days. One
    from right to left may be of several stretches.
    """
    if text.group is None or text.group.tag != "TH":
        return False
    texts = [one for one in text.group.items if isinstance(one, Text)]
    return bool(texts) and all(one.more for one in texts[:-1])


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


def _near_blocks(shown: Iterable[tuple[Placed, Standing]]) -> Iterator[tuple[Placed, Placed]]:
    """Blocks of a page whose outlines come nearer to each other than the rules allow their marks to."""
    ordered = sorted([(placed.y + known.top, placed, known) for placed, known in shown], key=itemgetter(0))
    for index, (_, one, ours) in enumerate(ordered, 1):
        end = one.y + ours.bottom + BOX_CLEAR
        for top, other, theirs in ordered[index:]:
            if top >= end:
                break
            if _come_close(ours.outlines, theirs.outlines, other.y - one.y):
                yield one, other


def _come_close(ours: tuple[Outline, ...], theirs: tuple[Outline, ...], down: float) -> bool:
    """Whether any two outlines do, the second ones counted from ``down`` mm below."""
    for x1, y1, x2, y2, clear in ours:
        for left, top, right, bottom, also in theirs:
            apart = max(clear, also) - _SLACK
            if top + down - y2 < apart and y1 - bottom - down < apart and left - x2 < apart and x1 - right < apart:
                return True
    return False


def _across(one: Placed, other: Placed, look: Look) -> list[Collision]:
    """What of two blocks stands too near, in places of the page."""
    ours, theirs = ([moved(ink, placed.y) for ink in _inks(placed.block, look)] for placed in (one, other))
    found = _nearest(ours, theirs)
    if one.slot and other.slot and one.slot.part.kind == other.slot.part.kind:  # lines of one text, in two blocks
        found = [wrong for wrong in found if wrong.gap < -_SLACK or not _both_text(wrong)]
    return found


def _both_text(wrong: Collision) -> bool:
    return wrong.other is not None and wrong.one.kind == wrong.other.kind == "text"


def _nearest(ours: Sequence[Ink], theirs: Sequence[Ink]) -> list[Collision]:
    """What of some inks stands too near to any of others."""
    pairs = (
        (one, other)
        for one in ours
        for other in theirs
        if other[1] < one[3] + BOX_CLEAR and one[1] < other[3] + BOX_CLEAR and other[0] < one[2] + BOX_CLEAR
    )
    return [found for one, other in pairs if (found := _nearness(one, other))]


def _inks(block: Block, look: Look) -> Sequence[Ink]:
    return standing(block, look).inks or inks_of(block, look.faces)
