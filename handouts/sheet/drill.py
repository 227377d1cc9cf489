"""The drill block in its forms: pictures beside the steps, stacked, as a card, or the grid alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from handouts.plan.handout import Card, Cue, GridRow, Handout, Run, Runs, Step
from handouts.sheet.blocks import MM, Block, Pad, Placed, Rect
from handouts.sheet.front import stop_list
from handouts.sheet.grid import draw_grid, pain_rows, settle
from handouts.sheet.look import RULE, Look, Rung
from handouts.sheet.pictures import pictures
from handouts.sheet.signs import (
    SIGN,
    cross,
    numbered_disc,
    octagon,
    pill,
    tick,
)
from handouts.sheet.text import Style, put, wrap

__all__ = ["dense", "drill", "drill_parts", "pain"]

_STEPS_MAX = 120.0
"""Longest line of a step, mm: about 65 characters."""


@dataclass(frozen=True)
class _Portion:
    """What of a drill one block shows: all, or a part of one that is taller than a page."""

    steps: slice
    cues: slice
    rows: slice

    @property
    def first(self) -> bool:
        return not self.steps.start and not self.rows.start


def drill(handout: Handout, card: Card, look: Look, rung: Rung) -> Block:
    """A drill and its grid in one block, which is never split."""
    whole = _Portion(slice(0, len(card.steps)), slice(0, len(card.cues)), slice(0, len(card.rows)))
    return _kept(handout, card, look, rung, whole)


def _kept(handout: Handout, card: Card, look: Look, rung: Rung, part: _Portion) -> Block:
    stop = handout.stop if look.layout.drill.side_stop else None
    shown = tuple((one.start, one.stop) for one in (part.steps, part.cues, part.rows))
    fitted = rung if card.pictures else Rung(rung.space, min(rung.column, 1))  # there are two columns then
    key = ("drill", card.digest, handout.week_key, fitted, shown, stop)
    return look.kept(key, lambda: _fitting(handout, card, look, rung, part))


_PEN = 7.0
"""Room for the line on pens under a page's last grid, mm."""


def _fitting(handout: Handout, card: Card, look: Look, rung: Rung, part: _Portion) -> Block:
    """The block; without what is new since last week where that alone would cut it in two."""
    block = _draw(handout, card, look, rung, part)
    if card.change and block.height > look.frame.room - _PEN:
        shorter = _draw(handout, replace(card, change=""), look, rung, part)
        if shorter.height <= look.frame.room - _PEN:
            return shorter
    return block


def drill_parts(handout: Handout, card: Card, look: Look, rung: Rung, room: float) -> list[Block]:
    """A drill that is taller than a page, as blocks that each fit: its steps, then its cues, then its grid.

    Each block takes as much as fits of what is left. The pictures stand with the first step.
    """
    log = look.layout.drill.form == "log"
    ends = (0 if log else len(card.steps), 0 if log else len(card.cues), len(card.rows))
    blocks: list[Block] = []
    done = (0, 0, 0)
    while done != ends:
        for reach in _reaches(done, ends):
            part = _Portion(*(slice(start, end) for start, end in zip(done, reach, strict=True)))
            block = _kept(handout, card, look, rung, part)
            if block.height <= room:
                break
        blocks.append(block)  # the smallest part there is, where even that is too tall
        done = reach
    return blocks


def _reaches(done: tuple[int, int, int], ends: tuple[int, int, int]) -> Iterator[tuple[int, int, int]]:
    """How far a block could reach in steps, cues and rows, the farthest first: no cue before the last step."""
    steps, cues, rows = ends
    for end in range(rows, done[2], -1):
        yield steps, cues, end
    for end in range(cues, done[1], -1):
        yield steps, end, done[2]
    for end in range(steps, done[0], -1):
        yield end, done[1], done[2]


def dense(handout: Handout, look: Look) -> bool:
    """Whether the last grid, whose columns a row for pain goes on with, has its labels over the rows."""
    last = handout.cards[-1]
    key = ("dense", last.digest, handout.week_key)
    return look.remembered(key, lambda: settle(look, handout.week, last.rows).dense)


def pain(handout: Handout, look: Look, *, dense: bool) -> Block:
    """A row to write down pain after each session. ``dense``: as the grid above it."""
    pad, faces = Pad(), look.faces
    look.rule(pad)
    pad.y += look.layout.pad
    name, small = look.style("drill_name", strong=True), look.style("body")
    inline = look.layout.drill.form == "log" or look.layout.drill.dose == "heading"
    x = look.frame.left + look.layout.drill.disc + 3 if inline else look.axis  # as the drills' names
    head = wrap(handout.labels.pain, name, faces, look.frame.right - x)
    scale = wrap(handout.labels.pain_scale, small, faces, look.frame.right - x)
    beside = len(head) == len(scale) == 1 and x + head[0].width + scale[0].width + 4 <= look.frame.right
    with pad.group("H2"):
        y = put(pad, x, pad.y, head, name, faces)
    with pad.group("P"):
        if beside:
            shift = name.baseline(faces) - small.baseline(faces)
            put(pad, look.frame.right - scale[0].width, pad.y + shift, scale, small, faces)
        else:
            y = put(pad, x, y, scale, small, faces)
    pad.y = y + 0.4
    pain_rows(pad, look, handout.week, handout.pain_rows, handout.rest_day, dense=dense)
    return pad.block(name=handout.labels.pain)


# --- one block -----------------------------------------------------------------------------------


def _draw(handout: Handout, card: Card, look: Look, rung: Rung, part: _Portion) -> Block:
    """The block, put together from two that other doses and other rungs of the ladder share."""
    name = f"{card.number}. {card.name}" if part.first else ""
    rows = card.rows[part.rows]
    if look.layout.drill.form == "log":
        pad = Pad()
        look.rule(pad)
        pad.y += look.layout.pad * rung.space
        _log_head(pad, card, look)
        if rows:
            draw_grid(pad, look, handout.week, card, settle(look, handout.week, card.rows), rows, handout.rest_day)
        return pad.block(name=name)
    over = _over_dose(handout, card, look, rung, part)
    if not rows:
        return Block(over.height, (), inner=(Placed(0.0, over),))
    key = ("dose", card.digest, card.change, handout.week_key, part.rows.start, part.rows.stop)
    dose = look.kept(key, lambda: _dose(handout, card, look, rows))
    return Block(over.height + dose.height, (), inner=(Placed(0.0, over), Placed(over.height, dose)))


def _dose(handout: Handout, card: Card, look: Look, rows: tuple[GridRow, ...]) -> Block:
    """The dose and the grid."""
    pad = Pad()
    if look.layout.drill.dose == "band":
        _band(pad, handout, card, look)
    draw_grid(pad, look, handout.week, card, settle(look, handout.week, card.rows), rows, handout.rest_day)
    return pad.block()


def _over_dose(handout: Handout, card: Card, look: Look, rung: Rung, part: _Portion) -> Block:
    """All that stands over the dose, kept: it is the same for every dose with the same holds."""
    dose = (*card.dose, card.change) if look.layout.drill.dose == "heading" else ()
    stop = handout.stop if look.layout.drill.side_stop else None
    shown = (part.steps.start, part.steps.stop, part.cues.start, part.cues.stop, part.first)

    def make() -> Block:
        pad = Pad()
        look.rule(pad)
        pad.y += look.layout.pad * rung.space
        _head(pad, card, look, rung, part)
        if card.steps[part.steps] or card.cues[part.cues]:
            body = {"beside": _beside, "stacked": _stacked, "card": _card}[look.layout.drill.form]
            body(pad, handout, card, look, rung, part)
            pad.y += look.layout.pad * rung.space
        return pad.block(name=f"{card.number}. {card.name}" if part.first else "")

    return look.kept(("over", card.body, rung, shown, dose, stop), make)


def _head(pad: Pad, card: Card, look: Look, rung: Rung, part: _Portion) -> None:
    """Disc, name, and why under it; in the short form the dose stands on the same line."""
    looks, faces, frame = look.layout.drill, look.faces, look.frame
    top = pad.y
    short = looks.dose == "heading"
    disc = looks.disc
    numbered_disc(pad, look, frame.left, top, disc, card.number)
    name = look.style("drill_name", strong=True)
    text = card.name if part.first else card.continued
    x = frame.left + disc + 3 if short else look.axis
    edge = _steps_edge(card, look, rung)
    width = edge - 2 - x if short else look.text_w
    shift = (disc - name.line) / 2 if short else 0.0
    with pad.group("H2"):
        y = put(pad, x, top + shift, wrap(text, name, faces, width), name, faces)
    if short:
        y = max(y, _dose_heading(pad, card, look, edge, top + shift, name))
        pad.y = max(y, top + disc) + 0.8 * rung.space
        return
    if looks.why and part.first:
        why = look.style("body")
        with pad.group("P"):
            y = put(pad, x, y, wrap(card.why, why, faces, look.text_w), why, faces)
    pad.y = max(y, top + disc) + look.layout.pad * rung.space


def _dose_heading(pad: Pad, card: Card, look: Look, x: float, y: float, name: Style) -> float:
    style = look.style("dose")
    runs = (Run(f"{card.dose[0]} ", strong=True), Run(" ".join(card.dose[1:])), *_change(card))
    shift = name.baseline(look.faces) - style.baseline(look.faces)
    with pad.group("P", spoken=_spoken(card)):
        return put(pad, x, y + shift, wrap(runs, style, look.faces, look.frame.right - x), style, look.faces)


def _log_head(pad: Pad, card: Card, look: Look) -> None:
    looks, faces, frame = look.layout.drill, look.faces, look.frame
    numbered_disc(pad, look, frame.left, pad.y - 0.6, looks.disc, card.number)
    name, small = look.style("drill_name", strong=True), look.style("body")
    x = frame.left + looks.disc + 3
    dose = wrap(card.dose_short, small, faces, frame.w * 0.55)
    width = frame.right - x - max(line.width for line in dose) - 4
    shift = (looks.disc - name.line) / 2 - 0.6
    with pad.group("H2"):
        y = put(pad, x, pad.y + shift, wrap(card.name, name, faces, width), name, faces)
    with pad.group("P", spoken=" ".join(card.dose)):
        top = pad.y + shift + name.baseline(faces) - small.baseline(faces)
        for line in dose:
            put(pad, frame.right - line.width, top, [line], small, faces)
            top += small.line
    pad.y = max(y, top) + 0.6


def _steps_edge(card: Card, look: Look, rung: Rung) -> float:
    """Where the steps' numbers start, or would beside pictures, mm from the page's left edge."""
    looks = look.layout.drill
    if looks.form != "beside":
        return look.frame.left
    if not card.pictures and looks.dose != "heading":
        return look.frame.left if rung.column else look.axis
    return look.frame.left + looks.picture_widths[rung.column] + looks.gutter


def _beside(pad: Pad, _: Handout, card: Card, look: Look, rung: Rung, part: _Portion) -> None:
    looks, frame = look.layout.drill, look.frame
    steps, cues = card.steps[part.steps], card.cues[part.cues]
    top, gap = pad.y, look.layout.pad * rung.space
    if not steps:
        pad.y = _cues(pad, cues, look, frame.left, top, frame.w)
    elif card.pictures and part.first:
        width = looks.picture_widths[rung.column]
        edge = frame.left + width + looks.gutter
        bottom = pictures(
            pad, card.pictures, look, frame.left, top, width, _tallest(look, rung), _room(look), wide=_wide(rung)
        )
        text_w = frame.right - edge
        end = _steps(pad, steps, look, rung, edge, top, text_w)
        pad.y = max(bottom, end)
        if looks.cues == "line":
            pad.y = _cue_line(pad, cues, look, pad.y + 0.8 * rung.space) if cues else pad.y
        elif cues:  # under the pictures; under the steps where these are so short that it saves room
            under = bottom + gap + _height(look, cues, width)
            if under > end + gap + _height(look, cues, text_w) + _WORTH:
                pad.y = max(bottom, _cues(pad, cues, look, edge, end + gap, text_w))
            else:
                pad.y = max(end, _cues(pad, cues, look, frame.left, bottom + gap, width))
    else:  # the text takes the room: cues beside the steps, which go out to the margin where room is short
        short = looks.dose == "heading"
        edge = frame.left if short else _steps_edge(card, look, rung)
        hang = looks.disc + 3 if short else looks.number
        room = frame.right - edge

        def place(pad: Pad, side: float) -> float:
            taken = side + looks.gutter if cues else 0.0
            end = _steps(pad, steps, look, rung, edge, top, min(room - taken, _STEPS_MAX), hang)
            return max(end, _cues(pad, cues, look, frame.right - side, top, side)) if cues else end

        pad.y = place(pad, _lowest([looks.side * factor for factor in _SIDES] if cues else [0.0], place))


_Choice = TypeVar("_Choice")
_WORTH = 3.0
"""The room that must be saved, mm, before the usual place is left."""
_SIDES = (1.0, 1.25, 1.5, 1.75)
"""Widths to try for a column of cues, as parts of the layout's."""


def _lowest(choices: list[_Choice], place: Callable[[Pad, _Choice], float]) -> _Choice:
    """The choice that ends highest on the page; an earlier one unless a later saves room worth having."""
    best, least = choices[0], place(Pad(), choices[0])
    for choice in choices[1:]:
        end = place(Pad(), choice)
        if end < least - _WORTH:
            best, least = choice, end
    return best


def _height(look: Look, cues: tuple[Cue, ...], width: float) -> float:
    return _cues(Pad(), cues, look, look.frame.left, 0.0, width)


def _room(look: Look) -> float:
    """The height that a drill's pictures may take, mm, so that its name and a first step fit on their page."""
    return look.frame.room * 0.7


def _tallest(look: Look, rung: Rung) -> float:
    """Greatest height of pictures over the steps, mm: a narrower rung of the ladder makes them lower."""
    looks = look.layout.drill
    return looks.picture_height * looks.picture_widths[rung.column] / looks.picture_widths[0]


def _wide(rung: Rung) -> float:
    """From which width a low picture is large enough for one row, mm: where room is short, less will do."""
    return 40.0 if not rung.column else 28.0


def _over(pad: Pad, card: Card, look: Look, rung: Rung, part: _Portion) -> None:
    """Pictures over the steps."""
    frame = look.frame
    if card.pictures and part.first:
        end = pictures(
            pad, card.pictures, look, frame.left, pad.y, frame.w, _tallest(look, rung), _room(look), wide=_wide(rung)
        )
        pad.y = end + look.layout.pad * rung.space


def _stacked(pad: Pad, _: Handout, card: Card, look: Look, rung: Rung, part: _Portion) -> None:
    frame = look.frame
    steps, cues = card.steps[part.steps], card.cues[part.cues]
    _over(pad, card, look, rung, part)
    pad.y = _steps(pad, steps, look, rung, frame.left, pad.y, frame.w)
    if cues:
        gap = look.layout.pad * rung.space if steps else 0.0
        pad.y = _cues(pad, cues, look, frame.left, pad.y + gap, frame.w)


def _card(pad: Pad, handout: Handout, card: Card, look: Look, rung: Rung, part: _Portion) -> None:
    looks, frame = look.layout.drill, look.frame
    steps, cues = card.steps[part.steps], card.cues[part.cues]
    stop = looks.side_stop and bool(steps) and part.steps.stop == len(card.steps)
    _over(pad, card, look, rung, part)
    top, gap = pad.y, look.layout.pad
    beside = bool(cues or stop) and bool(steps)
    width = frame.w - (looks.side + looks.gutter if beside else 0.0)

    def place(pad: Pad, below: bool) -> float:
        """Steps left, cues right; the stop rules under the cues, or ``below`` the steps."""
        x, side = (frame.right - looks.side, looks.side) if beside else (frame.left, frame.w)
        end = _steps(pad, steps, look, rung, frame.left, top, width)
        bottom = _cues(pad, cues, look, x, top, side)
        if stop and below:
            end = _side_stop(pad, handout, look, frame.left, end + gap, width)
        elif stop:
            bottom = _side_stop(pad, handout, look, x, bottom + (gap if cues else 0.0), side)
        return max(end, bottom)

    pad.y = place(pad, _lowest([False, True] if stop else [False], place))


def _side_stop(pad: Pad, handout: Handout, look: Look, x: float, y: float, width: float) -> float:
    """The stop rules once more, because a card hangs alone on a fridge. Read aloud they were before, at the front."""
    pad.add(Rect(x, y, width, RULE, "stop"))
    y += RULE + 1.2
    head = replace(look.style("stop_head", "stop", strong=True), size=12, leading=14.4)
    body = Style(12, 14.4)
    y = put(pad, x, y, wrap(handout.stop.head, head, look.faces, width), head, look.faces)
    pad.y = y
    return stop_list(pad, handout, look, x, width, body, aloud=False)


def _steps(
    pad: Pad, steps: tuple[Step, ...], look: Look, rung: Rung, x: float, y: float, width: float, hang: float = 0.0
) -> float:
    """Numbered steps; a hold stands on a line of its own under its step. Gives the y below.

    ``hang`` is where the text starts after the number's left edge, mm; the layout's own where 0.
    """
    faces, style = look.faces, look.style("body")
    number = look.style("body", "primary", strong=True)
    hang = hang or look.layout.drill.number
    with pad.group("OL"):
        for index, step in enumerate(steps):
            if index:
                y += look.layout.step_gap * rung.space
            with pad.group("LI"):
                with pad.group("Lbl"):
                    put(pad, x, y, wrap(str(step.number), number, faces, hang), number, faces)
                with pad.group("LBody"):
                    y = put(pad, x + hang, y, wrap(step.text, style, faces, width - hang), style, faces)
                    if step.hold:
                        y += pill(pad, look, x + hang, y + 0.2, step.hold, style, width - hang) + 0.7
    return y


_SIGNS: dict[str, Callable[[Pad, float, float, float], None]] = {"do": tick, "dont": cross, "stop": octagon}


def _cues(pad: Pad, cues: tuple[Cue, ...], look: Look, x: float, y: float, width: float) -> float:
    """Cues under each other, each with its sign. Gives the y below."""
    faces, style = look.faces, look.style("body")
    size = SIGN * style.size / 12
    hang = size + 2.1
    gap = 0.6
    with pad.group("UL"):
        for index, cue in enumerate(cues):
            y += gap if index else 0
            with pad.group("LI"):
                _sign(pad, cue, look, x, y, size, style)
                indent = hang if cue.kind != "plain" else 0.0
                with pad.group("LBody"):
                    y = put(pad, x + indent, y, wrap(cue.text, style, faces, width - indent), style, faces)
    return y


def _sign(pad: Pad, cue: Cue, look: Look, x: float, y: float, size: float, style: Style) -> None:
    draw = _SIGNS.get(cue.kind)
    if draw:
        middle = y + style.baseline(look.faces) - look.faces.cap * style.size / MM / 2
        with pad.group("Lbl", spoken="•"):  # the words say whether it is to be done
            draw(pad, x, middle - size / 2, size)


def _cue_line(pad: Pad, cues: tuple[Cue, ...], look: Look, y: float) -> float:
    """Cues beside each other where they fit. Gives the y below."""
    faces, style = look.faces, look.style("body")
    size = SIGN * style.size / 12
    hang, gap = size + 2.1, 8.0
    x = left = look.frame.left
    below = y
    with pad.group("UL"):
        for cue in cues:
            indent = hang if cue.kind != "plain" else 0.0
            width = indent + style.width(cue.text, faces)
            if x > left and x + width > look.frame.right:
                x, y = left, below
            with pad.group("LI"):
                _sign(pad, cue, look, x, y, size, style)
                lines = wrap(cue.text, style, faces, look.frame.right - x - indent)
                with pad.group("LBody"):
                    below = max(below, put(pad, x + indent, y, lines, style, faces) + 0.2)
            x += width + gap
    return below


def _spoken(card: Card) -> str:
    """The dose as it is read aloud where what is printed is short for something, else empty."""
    return f"{' '.join(card.dose)} {card.change_spoken}" if card.change else ""


def _change(card: Card) -> Runs:
    """What is new since last week, after the dose."""
    return (Run(f" {card.change}"),) if card.change else ()


def _band(pad: Pad, handout: Handout, card: Card, look: Look) -> None:
    """The dose: what to do, before the boxes to tick it in."""
    faces, looks, frame = look.faces, look.layout.drill, look.frame
    style = look.style("dose")
    x = look.axis if looks.band_label else frame.left + (0 if look.mono else 2)
    lines = wrap((Run(" ".join(card.dose), strong=True), *_change(card)), style, faces, frame.right - x - 2)
    height = max(looks.band, len(lines) * style.line + 2)
    if look.mono:
        pad.add(Rect(frame.left, pad.y, frame.w, 0.12, "ink"))
    else:
        pad.add(Rect(frame.left, pad.y, frame.w, height, "tint"))
    top = pad.y + (height - len(lines) * style.line) / 2
    if looks.band_label:
        label = look.style("label", "primary", strong=True)
        lift = style.baseline(faces) - label.baseline(faces)
        with pad.group("Label"):
            inset = 0 if look.mono else 2
            text = wrap(handout.labels.do_this, label, faces, look.layout.axis - 2)[:1]
            put(pad, frame.left + inset, top + lift, text, label, faces)
    with pad.group("P", spoken=_spoken(card)):
        put(pad, x, top, lines, style, faces)
    pad.y += height
