"""The block of outcome measures: a row each, with a question and boxes to tick, of which one is the answer.

Boxes are those of the week grid, so that what reads its ticks reads these. Questions stand left, scales from 0 to 10
right, one under the other; steps with words of their own take the whole width.
"""

from __future__ import annotations

from dataclasses import replace

from handouts.base.outcomes import ANSWERS
from handouts.base.twofold import first_of
from handouts.plan.handout import MeasureBlock, MeasureRow
from handouts.sheet.blockheads import block_head, low_head
from handouts.sheet.blocks import BOX, BOX_CLEAR, MM, Blank, Block, Box, Pad, Rect, Text
from handouts.sheet.boxnames import ActivityName, MeasureName
from handouts.sheet.forms import FormedBlock
from handouts.sheet.grid import TOP
from handouts.sheet.linesizes import broad, narrowed, natural, single, text_height
from handouts.sheet.look import Look
from handouts.sheet.text import put
from handouts.type.scripts import language_of

__all__ = ["measure_choices", "measure_parts"]

_PITCH = 9.0
"""From one box of a scale to the next, mm: as far apart as reads well on paper that was scanned."""
_QUESTION_GAP = 5.0
"""Between a question and its scale, mm."""
_UNDER = 1.7
"""From the figures under the boxes to the words at both ends, mm."""
_ENDS_APART = 6.0
"""Between the words at both ends, mm."""
_SLACK = 2.0
"""More room than the words at 0 take by themselves, mm: broken into parts, some scripts take more."""
_STEPS_APART = 2.0
"""Between the words of two steps, mm."""
_WRITE_TALL = 8.0
"""Height of the place to write an activity in, mm."""
_ACTIVITY_MOST = 80
"""Most characters of an activity."""


def measure_choices(asked: MeasureBlock, look: Look, language: str) -> tuple[FormedBlock, ...]:
    """The forms of the block, the best looking first, which is the tallest too. ``language`` is the sheet's."""
    full = look.kept(("measures", asked), lambda: _block(asked, look, language))
    low = look.kept(("measures", asked, "low"), lambda: _block(asked, look, language, low=True))
    return (FormedBlock(full.height, 0.0, full), FormedBlock(low.height, 0.4, low))


def measure_parts(asked: MeasureBlock, look: Look, language: str) -> list[Block]:
    """The same as a block for each measure, for pages that it is taller than; only the first has a head."""
    kinds = list(dict.fromkeys(row.kind for row in asked.rows))
    parts = [_only(asked, kind, kinds[0]) for kind in kinds]
    return look.kept_list(("measure parts", asked), lambda: [_block(part, look, language) for part in parts])


def _only(asked: MeasureBlock, kind: str, first: str) -> MeasureBlock:
    rows = tuple(row for row in asked.rows if row.kind == kind)
    return replace(asked, rows=rows, head=asked.head if kind == first else "")


def _block(asked: MeasureBlock, look: Look, language: str, *, low: bool = False) -> Block:
    """``low``: with a head as the label of a row, and words at the ends of the first of several activities alone."""
    pad = Pad()
    if asked.head:
        look.rule(pad)
        if low:
            pad.y = low_head(pad, look, asked.head, asked.when, look.style("row")) + 0.8
        else:
            pad.y += look.layout.pad
            pad.y = block_head(pad, look, asked.head, asked.when) + look.layout.row_pad
    for row in asked.rows:
        look.hairline(pad)
        if row.kind == "function" and row.number == 1:
            _lead(pad, look, asked)
        if row.ends is None:
            _steps(pad, look, row)
        else:
            _scale(pad, look, row, ("", "") if low and row.number > 1 else row.ends, language)
    return pad.block(name=first_of(asked.head))


def _lead(pad: Pad, look: Look, asked: MeasureBlock) -> None:
    """The question over the activities, and what asks the patient to name them."""
    strong, plain = look.style("row", strong=True), look.style("row")
    pad.y += look.layout.row_pad
    for text, style in ((asked.activities, strong), (asked.write, plain)):
        if text:
            with pad.group("P"):
                pad.y = put(pad, look.frame.left, pad.y, look.lines(text, style, look.frame.w), style, look.faces)


def _scale(pad: Pad, look: Look, row: MeasureRow, ends: tuple[str, str], language: str) -> None:
    """A question with its boxes right of it, a figure under each and words under the first and the last."""
    top, first = pad.y + TOP, look.frame.right - (len(row.answers) - 1) * _PITCH - BOX
    with pad.group("Table"):
        with pad.group("TR"):
            below = _heads(pad, look, row, ends, (first, top))
        with pad.group("TR"):
            asked = _question(pad, look, row, top, first - _QUESTION_GAP - look.frame.left, language)
            for index in range(len(row.answers)):
                with pad.group("TD"):
                    pad.add(_box(row, index, first + index * _PITCH, top))
    pad.y = max(below, asked) + look.layout.row_pad


def _heads(pad: Pad, look: Look, row: MeasureRow, ends: tuple[str, str], place: tuple[float, float]) -> float:
    """What stands under the boxes, which begin at a place (x, y): heads of their columns, for who listens."""
    first, top = place
    figure, words, faces = look.style("hold", strong=True), look.style("caption"), look.faces
    base = top + BOX + BOX_CLEAR + faces.cap * figure.size / MM
    wide, least = look.frame.right - first, natural(ends[0], words, faces) + _SLACK
    room = min(least, (wide - _ENDS_APART) / 2)
    lines = [look.lines(ends[0], words, room), look.lines(ends[1], words, wide - _ENDS_APART - room)]
    under = base + _UNDER - (words.baseline(faces) - faces.cap * words.size / MM)
    last = len(row.answers) - 1
    at = {0: (first, lines[0]), last: (look.frame.right - broad(lines[1]), lines[1])} if ends[0] else {}
    with pad.group("TD", empty=True):  # over the question
        pass
    below = base
    for index, answer in enumerate(row.answers):
        broadly = figure.width(answer, faces)
        x = min(first + index * _PITCH + (BOX - broadly) / 2, look.frame.right - broadly)  # none stands in the margin
        with pad.group("TH"):
            pad.add(Text(x, base, f"{answer} ", figure.size, True))
            if index in at:
                left, some = at[index]
                below = max(below, put(pad, left, under, some, words, faces))
    return below


def _question(pad: Pad, look: Look, row: MeasureRow, top: float, room: float, language: str) -> float:
    """The question, level with the boxes, which begin at ``top``; of an activity its name, or a line for it."""
    style, faces = look.style("row", strong=row.kind != "function"), look.faces
    lines = look.lines(row.text or row.activity, style, room)
    level = BOX / 2 + faces.cap * style.size / MM / 2 - style.baseline(faces) if single(lines) else -0.9
    named = row.text if row.kind == "function" else ""
    with pad.group("TH", language=_other_language(named, language)):
        if row.text:
            return put(pad, look.frame.left, top + level, lines, style, faces)
        small = look.style("pen", "mute")
        y = put(pad, look.frame.left, top - 0.9, look.lines(row.activity, small, room), small, faces)
        name = ActivityName(row.number).name()
        with pad.group("P"):  # of its own, so that the words over it are the row's head
            pad.add(Blank(look.frame.left, y, room, _WRITE_TALL, name, row.activity, most=_ACTIVITY_MOST))
        pad.add(Rect(look.frame.left, y + _WRITE_TALL, room, 0.25, "black"))
        return y + _WRITE_TALL + 1.0


def _other_language(text: str, language: str) -> str:
    """The language that the letters of an activity tell, where it is not the sheet's."""
    found = language_of(text)
    return "" if found.partition("-")[0] == language.partition("-")[0] else found


def _steps(pad: Pad, look: Look, row: MeasureRow) -> None:
    """A question over its boxes, the words of a step under each: columns over the whole width."""
    strong, faces = look.style("row", strong=True), look.faces
    wide = (look.frame.w + _STEPS_APART) / len(row.answers)
    style = look.style("caption")
    for answer in row.answers:
        style = narrowed(answer, style, faces, wide - _STEPS_APART)
    shown = [look.lines(answer, style, wide - _STEPS_APART) for answer in row.answers]
    asked = look.lines(row.text, strong, look.frame.w)
    question = pad.y + look.layout.row_pad
    top = question + text_height(asked, strong) + BOX_CLEAR
    under = top + BOX + BOX_CLEAR - (style.baseline(faces) - faces.cap * style.size / MM)
    with pad.group("Table"):
        with pad.group("TR"):
            with pad.group("TD", empty=True):  # over the question
                pass
            for index, lines in enumerate(shown):
                with pad.group("TH"):
                    put(pad, look.frame.left + index * wide, under, lines, style, faces)
        with pad.group("TR"):
            with pad.group("TH"):
                put(pad, look.frame.left, question, asked, strong, faces)
            for index in range(len(row.answers)):
                with pad.group("TD"):
                    pad.add(_box(row, index, look.frame.left + index * wide, top))
    pad.y = under + max(text_height(lines, style) for lines in shown) + look.layout.row_pad


def _box(row: MeasureRow, index: int, x: float, y: float) -> Box:
    name = MeasureName(row.kind, ANSWERS[row.kind][index], row.number).name()
    return Box(x, y, name, row.spoken[index])
