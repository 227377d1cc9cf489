"""Blocks of the edges and the front: header, running head, title, rows, stop rules, footer, notes."""

from __future__ import annotations

from typing import Literal

from handouts.base.twofold import first_of
from handouts.plan.handout import Handout, Runs
from handouts.sheet.blocks import Blank, Block, Pad, Role
from handouts.sheet.boxnames import NotesName
from handouts.sheet.linesizes import narrowed
from handouts.sheet.look import RULE, Look
from handouts.sheet.text import Style, TextLine, put, wrap

__all__ = [
    "OwnRule",
    "RowRule",
    "disclaimer",
    "label_beside",
    "notes",
    "pen",
    "row",
    "row_block",
    "row_chunks",
    "row_top",
]

OwnRule = Literal["hairline", "block"]
"""What opens a row that is the patient's own."""
RowRule = Literal["hairline", "block", "stop"]
_NOTE_LINE = 9.0
"""Distance of the ruled lines, mm."""
_NOTES_MOST = 6
"""Most of them: more look like a page that was left empty."""
HEADER_ROOM = 19.0
"""Height that the header's text may take, mm, before it would touch the body."""
_LONG_ROW = 6
"""A row longer than this many lines may be split between pages …"""
_CHUNK = 3
"""… this many lines at a time; two where one would be left alone."""


def row(
    label: str, text: Runs, look: Look, style: Style, *, rule: RowRule = "hairline", spoken: str = ""
) -> list[Block]:
    """A row: its label left, its text at the axis. A long one comes in several blocks.

    ``rule`` is what opens it; ``spoken`` is read aloud in place of a short text.
    """
    lines = wrap(text, style, look.faces, look.text_w)
    return [
        row_block(label, lines, look, style, index=index, rule=rule, spoken=spoken)
        for index in range(len(row_chunks(len(lines))))
    ]


def row_chunks(lines: int) -> list[slice]:
    """Which of a row's lines stand in one block: all of a short row, a few of a long one, which may be split."""
    if lines <= _LONG_ROW:
        return [slice(0, lines)]
    ends = [*range(_CHUNK, lines, _CHUNK), lines]
    if ends[-1] - ends[-2] == 1:
        ends[-2] -= 1
    return [slice(start, end) for start, end in zip((0, *ends), ends, strict=False)]


def row_top(look: Look, index: int, rule: RowRule, *, again: bool = False) -> float:
    """Where the text of one of a row's blocks begins, mm below the block's top. ``again``: first on its page."""
    if index:
        return look.layout.row_pad if again else 0.0
    return look.layout.row_pad + (0.0 if rule == "hairline" else RULE)


def row_block(
    label: str,
    lines: list[TextLine],
    look: Look,
    style: Style,
    *,
    index: int = 0,
    rule: RowRule = "hairline",
    spoken: str = "",
    language: str = "",
    own: bool = False,
    again: str = "",
) -> Block:
    """One of the blocks of a row of these lines. ``language`` is the text's where it is not the document's; ``own``:
    the text is one patient's. ``again`` is for a later block that comes first on its page: it says so under the label,
    which stands there once more, for the eye alone.
    """
    faces, layout = look.faces, look.layout
    chunks = row_chunks(len(lines))
    pad, labelled = Pad(), 0.0
    top = row_top(look, index, rule, again=bool(again))
    if index and again:
        _label_again(pad, label, again, look, top + style.baseline(faces))
    elif not index:
        labelled = label_beside(pad, label, look, top + style.baseline(faces), rule, len(lines))
    tag = "Continued" if index else "P"
    start = (look.axis, top + style.baseline(faces)) if own else None
    with pad.group(tag, spoken=spoken if len(chunks) == 1 and not look.second else "", language=language, own=start):
        pad.y = put(pad, look.axis, top, lines[chunks[index]], style, faces)
    if index == len(chunks) - 1:
        pad.y = max(pad.y, labelled) + layout.row_pad
    return pad.block()


def label_beside(pad: Pad, label: str, look: Look, base: float, rule: RowRule, lines: int) -> float:
    """What is over a row, and its label, its first baseline at ``base`` mm. Gives where it ends if it has more lines
    than the row, else 0.
    """
    role: Role = "stop" if rule == "stop" else "primary"
    room, faces = look.layout.axis - 1, look.faces
    style = narrowed(label, look.style("label", role, strong=True), faces, room - 1)
    if rule == "hairline":
        look.hairline(pad, 0)
    else:
        look.rule(pad, role)
    found = look.lines(label, style, room)
    with pad.group("Label"):
        end = put(pad, look.frame.left, base - style.baseline(faces), found, style, faces)
    return end if look.second or len(found) > lines else 0.0


def _label_again(pad: Pad, label: str, again: str, look: Look, base: float) -> None:
    """The label over ``again``, its first baseline at ``base`` mm: for the eye: read aloud, the text just goes on.
    There is no room for a second language.
    """
    label = first_of(label)
    look.hairline(pad, 0)
    y = base
    for text, style in ((label, look.style("label", "primary", strong=True)), (again, look.style("pen", "mute"))):
        top = y - style.baseline(look.faces) if y == base else y
        y = put(pad, look.frame.left, top, look.lines(text, style, look.layout.axis - 1), style, look.faces)


def disclaimer(handout: Handout, look: Look) -> list[Block]:
    """Small print after everything else."""
    style = look.style("small", "mute")
    faces = look.faces
    lines = wrap(handout.disclaimer, style, faces, look.text_w)
    blocks = []
    for start in range(0, len(lines), 12):
        pad = Pad()
        pad.y = 1.4 if not start else 0
        with pad.group("Continued" if start else "P"):
            pad.y = put(pad, look.axis, pad.y, lines[start : start + 12], style, faces)
        blocks.append(pad.block())
    return blocks


def pen(handout: Handout, look: Look) -> Block:
    """The line under the last grid of a page."""
    pad, style = Pad(), look.style("pen", "mute")
    text = handout.pen_mono if look.mono else handout.pen
    with pad.group("P"):
        pad.y = put(pad, look.axis, 0.5, wrap(text, style, look.faces, look.text_w), style, look.faces)
    return pad.block()


def notes(handout: Handout, look: Look, room: float, number: int) -> Block | None:
    """Ruled lines for the patient's own notes on page ``number``, as many as fit and six at most; None where fewer than
    two do.
    """
    label = look.style("label", "primary", strong=True)
    count = min(_NOTES_MOST, int((room - label.line - 5.2) // _NOTE_LINE))  # the last one clear of the footer's line
    if count < 2:
        return None
    pad = Pad()
    look.hairline(pad, 0)
    with pad.group("P"):
        put(pad, look.frame.left, 1.6, wrap(handout.labels.notes, label, look.faces, look.frame.w), label, look.faces)
    top = label.line + 2.0
    with pad.group("P"):
        pad.add(
            Blank(
                look.frame.left,
                top,
                look.frame.w,
                count * _NOTE_LINE - 0.8,
                NotesName(number).name(),
                handout.labels.notes,
                long=True,
            )
        )
        for index in range(1, count + 1):
            look.hairline(pad, label.line + 1.2 + index * _NOTE_LINE)
    return pad.block(label.line + 1.2 + count * _NOTE_LINE)
