"""When to stop and whom to call: one block, in several forms, of which the page takes the one that suits it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import pairwise

from handouts.base.twofold import first_of
from handouts.plan.handout import Handout, Run, Runs
from handouts.sheet.blocks import MM, Blank, Block, Pad, Rect
from handouts.sheet.boxnames import PhoneName
from handouts.sheet.forms import FormedBlock
from handouts.sheet.linesizes import narrowed, natural, text_height
from handouts.sheet.look import Look
from handouts.sheet.signs import octagon
from handouts.sheet.style import REACH, falls, rises
from handouts.sheet.text import Style, TextLine, put, wrap

__all__ = ["stop_choices", "stop_list", "stop_parts"]

_HANG = 4.0
"""From a bullet's left edge to its text, mm, at 12 pt."""
_GUTTER = 8.0
"""Between what stands side by side, mm."""
_CALL_LEAST = 38.0
"""Least width of a column that says whom to call, mm."""
_COLUMN_LEAST = 44.0
"""Least width of a column of rules, mm."""
_WRITE_IN = 7.5
"""Height to write a phone number in by hand, mm."""
_WRITE_LEAST, _WRITE_MOST = 30.0, 62.0
"""Width of the line for it, mm."""
_AFTER = 4.0
"""Between whom to call and the place for the number, mm."""
_UNDER = 0.9
"""From the foot of letters to the line beside them, mm."""
_OVER_CALL = 1.0
"""Between the rules and whom to call, mm."""
_ROW_MOST = 8
"""A row of more lines than this is a list instead."""
_COMMA = re.compile(r", |[،，、]\s*")
_STOPS = " .。।"
"""What a part of the call may begin with or be that has no place on a line of its own."""
_PHONE_MOST = 30
"""Most characters of a phone number."""


def stop_choices(handout: Handout, look: Look) -> tuple[FormedBlock, ...]:
    """The forms of the stop rules, the best looking first, which is the tallest too: none is beaten in both."""
    found: list[FormedBlock] = []
    for badness, form in _FORMS:
        block = look.kept(("stop", form.__name__, handout.stop), lambda form=form: form(handout, look) or _NONE)  # type: ignore[misc]  # bound early
        if block.height and (not found or block.height < found[-1].height - 1e-6):
            found.append(FormedBlock(block.height, badness, block))
    return tuple(found)


_NONE = Block(0.0, ())
"""Stands for a form that these rules have not."""


def stop_parts(handout: Handout, look: Look, room: float) -> list[Block]:
    """The rules as blocks no taller than ``room`` mm, for a list that is taller than a page in every form."""
    style, rules = look.style("body"), handout.stop.rules
    blocks: list[Block] = []
    pad, top = Pad(), 0.0
    top = _head(pad, handout, look)
    done = 0
    while done < len(rules):
        count = 1
        while done + count < len(rules) and pad.y + _tall(rules[done : done + count + 1], look, style) <= room:
            count += 1
        with pad.group("UL"):
            pad.y = _items(pad, rules[done : done + count], look, look.axis, pad.y, look.text_w, style)
        done += count
        if done < len(rules):
            blocks.append(pad.block(name="" if blocks else first_of(handout.stop.head)))
            pad = Pad()
    call = _call(Pad(), handout, look, 0.0, look.text_w) + _OVER_CALL + look.layout.row_pad
    if pad.y + call > room:
        blocks.append(pad.block(name="" if blocks else first_of(handout.stop.head)))
        pad = Pad()
    pad.y = _call(pad, handout, look, pad.y + _OVER_CALL, look.text_w)
    return [*blocks, _finished(pad, handout, look, 0.0 if blocks else top)]


def _tall(rules: tuple[str, ...], look: Look, style: Style) -> float:
    """Height of some rules under each other, mm."""
    lines = sum(text_height(wrap(rule, style, look.faces, look.text_w - _hang(style)), style) for rule in rules)
    return lines + sum(_between(*pair, style) for pair in pairwise(rules)) + 0.2


def _column(handout: Handout, look: Look) -> Block:
    """The rules under each other, then whom to call."""
    pad, style = Pad(), look.style("body")
    top = _head(pad, handout, look)
    pad.y = stop_list(pad, handout, look, look.axis, look.text_w, style)
    pad.y = _call(pad, handout, look, pad.y + _OVER_CALL, look.text_w)
    return _finished(pad, handout, look, top)


def _aside(handout: Handout, look: Look) -> Block | None:
    """The rules under each other, and right of them whom to call, beginning on the head's line."""
    style = look.style("body")
    hang = _hang(style)
    wanted = max(natural(rule, style, look.faces) for rule in handout.stop.rules) + hang + 0.2
    left = min(wanted, look.text_w - _GUTTER - _call_least(handout, look, style))
    if left < _COLUMN_LEAST:
        return None
    x = max(look.axis + left + _GUTTER, look.frame.right - 62.0)
    pad = Pad()
    top = _head(pad, handout, look)
    start = top + look.style("stop_head").baseline(look.faces) - style.baseline(look.faces)
    if look.axis + _head_width(handout, look) + _AFTER > x:
        start = pad.y  # a long head takes the line
    end = stop_list(pad, handout, look, look.axis, left, style)
    pad.y = max(end, _call(pad, handout, look, start, look.frame.right - x, x=x, stacked=True))
    return _finished(pad, handout, look, top)


def _columns(handout: Handout, look: Look) -> Block | None:
    """The rules in two columns, then whom to call; on the head's line where that is short."""
    style, rules = look.style("body"), handout.stop.rules
    split = _split(rules, look, style)
    if split is None:
        return None
    count, left = split
    pad = Pad()
    top = _head(pad, handout, look)
    columns = ((look.axis, left, slice(0, count)), (look.axis + left + _GUTTER, None, slice(count, None)))
    bottom = pad.y
    with pad.group("UL"):
        for x, width, part in columns:
            room = look.frame.right - x if width is None else width
            bottom = max(bottom, _items(pad, rules[part], look, x, pad.y, room, style))
    pad.y = _call(pad, handout, look, bottom + _OVER_CALL, look.text_w)
    return _finished(pad, handout, look, top)


def _split(rules: tuple[str, ...], look: Look, style: Style) -> tuple[int, float] | None:
    """How many rules stand in the left of two columns, and its width, mm: as low as can be, then as even."""
    found = []
    room = look.text_w - _GUTTER
    for count in range(1, len(rules)):
        for share in (0.5, 0.46, 0.54, 0.42, 0.58, 0.38, 0.62, 0.34, 0.66):
            left = room * share
            if min(left, room - left) < _COLUMN_LEAST:
                continue
            lines = [
                sum(text_height(wrap(rule, style, look.faces, width - _hang(style)), style) for rule in part)
                for part, width in ((rules[:count], left), (rules[count:], room - left))
            ]
            found.append((max(lines), abs(lines[0] - lines[1]), abs(share - 0.5), count, left))
    return min(found)[3:] if found else None


def _row(handout: Handout, look: Look) -> Block | None:
    """All of it as one row; none where that would be a wall of text."""
    style, stop = look.style("row"), handout.stop
    lines = wrap(stop.row_whole, style, look.faces, look.text_w)
    if text_height(lines, style) > _ROW_MOST * style.line:
        return None
    pad, room, word = Pad(), look.layout.axis - 1, handout.labels.stop
    label = narrowed(word, look.style("label", "stop", strong=True), look.faces, room - 1)
    look.rule(pad, "stop")
    top = pad.y + look.layout.row_pad
    with pad.group("Label"):
        shift = style.baseline(look.faces) - label.baseline(look.faces)
        put(pad, look.frame.left, top + shift, look.lines(word, label, room), label, look.faces)
    with pad.group("P"):
        pad.y = put(pad, look.axis, top, lines, style, look.faces)
    if not handout.header.phone:
        pad.y = _write_in(pad, handout, look, look.axis, pad.y, look.text_w)
    pad.y += look.layout.row_pad
    return pad.block()


_FORMS: tuple[tuple[float, Callable[[Handout, Look], Block | None]], ...] = (
    (0.0, _column),
    (0.1, _aside),
    (0.3, _columns),
    (4.0, _row),
)
"""Every form with its badness, the best looking first."""


def _head(pad: Pad, handout: Handout, look: Look) -> float:
    """The rule, the sign and the head; leaves the pad below them and gives the head's top."""
    look.rule(pad, "stop")
    pad.y += look.layout.pad
    top, head = pad.y, look.style("stop_head", "stop", strong=True)
    octagon(pad, look.frame.left, top, _sign(look))
    with pad.group("H2"):
        pad.y = put(pad, look.axis, top, wrap(handout.stop.head, head, look.faces, look.text_w), head, look.faces)
    pad.y += 0.3 + (REACH * look.style("body").size / MM if _meets(handout) else 0.0)
    return top


def _head_width(handout: Handout, look: Look) -> float:
    head = look.style("stop_head", "stop", strong=True)
    return max(line.width for line in look.lines(handout.stop.head, head, look.text_w))


def _meets(handout: Handout) -> bool:
    """Whether letters of the head reach down towards accents of the first rule."""
    return falls(handout.stop.head) and rises(handout.stop.rules[0])


def _sign(look: Look) -> float:
    """Size of the sign: larger beside larger type, mm."""
    return min(12.0, 9.0 * look.style("body").size / 12)


def _finished(pad: Pad, handout: Handout, look: Look, top: float) -> Block:
    end = pad.y + look.layout.row_pad
    return pad.block(max(end, top + _sign(look) + look.layout.row_pad), name=first_of(handout.stop.head))


def _hang(style: Style) -> float:
    return _HANG * style.size / 12


def stop_list(
    pad: Pad, handout: Handout, look: Look, x: float, width: float, style: Style, *, aloud: bool = True
) -> float:
    """The stop rules with square bullets from (x, pad.y); gives the y below them. Not ``aloud``: a repetition."""
    with pad.group("UL") if aloud else nullcontext():
        return _items(pad, handout.stop.rules, look, x, pad.y, width, style, aloud=aloud)


def _items(
    pad: Pad, rules: tuple[str, ...], look: Look, x: float, y: float, width: float, style: Style, *, aloud: bool = True
) -> float:
    """Rules under each other, each with its bullet, in ink: red is for the rule, the sign and the head."""
    side, hang = 1.5 * style.size / 12, _hang(style)

    def group(tag: str, spoken: str = "") -> AbstractContextManager[None]:
        return pad.group(tag, spoken=spoken) if aloud else nullcontext()

    for index, rule in enumerate(rules):
        if index:
            y += _between(rules[index - 1], rule, style)
        middle = y + style.baseline(look.faces) - look.faces.cap * style.size / MM / 2
        with group("LI"):
            with group("Lbl", "•"):
                pad.add(Rect(x, middle - side / 2 + 0.2, side, side, "ink"))
            with group("LBody"):
                lines = wrap(rule if aloud else first_of(rule), style, look.faces, width - hang)
                y = put(pad, x + hang, y, lines, style, look.faces)
    return y + 0.2


def _between(rule: str, after: str, style: Style) -> float:
    """Between two rules, mm: more where letters of the one reach towards accents of the other."""
    return 0.2 + (0.5 * style.size / 12 if falls(first_of(rule)) and rises(first_of(after)) else 0.0)


def _call(
    pad: Pad, handout: Handout, look: Look, y: float, width: float, *, x: float | None = None, stacked: bool = False
) -> float:
    """Whom to call, from (x, y); gives the y below. Without a phone number there is a line to write it on.

    ``stacked``: number, hours and emergency begin a line each.
    """
    style, x = look.style("body"), look.axis if x is None else x
    call, urgent = _parts(handout)
    if handout.header.phone:
        runs = (*call, *urgent)
        lines = _stacked(runs, style, look, width) if stacked else wrap(runs, style, look.faces, width)
        with pad.group("P"):
            return put(pad, x, y, lines, style, look.faces)
    lines = wrap(call, style, look.faces, width)
    beside = not stacked and lines[-1].width + _write_least(handout, look) <= width
    if beside:  # programs that copy text would join the last word to what follows on its line
        *pieces, (text, strong, soft) = lines[-1].pieces
        lines[-1] = lines[-1]._replace(pieces=(*pieces, (f"{text} ", strong, soft)))
    with pad.group("P"):
        y = put(pad, x, y + (_WRITE_IN - style.line if beside else 0.0), lines, style, look.faces)
    y = _write_in(pad, handout, look, x, y, width, lines[-1].width if beside else 0.0)
    if not urgent:
        return y
    with pad.group("P"):
        return put(pad, x, y + 0.4, wrap(urgent, style, look.faces, width), style, look.faces)


def _call_least(handout: Handout, look: Look, style: Style) -> float:
    """Least width of a column that says whom to call, mm: what is bold there is never broken."""
    if not handout.header.phone:
        return max(_CALL_LEAST, _lead(handout, look) + _WRITE_LEAST + 0.05)
    call, urgent = _parts(handout)
    bold = ["".join(run.text for run in part if run.strong).strip() for part in (call, urgent)]
    return max(_CALL_LEAST, *(style.width(text, look.faces, True) + 0.5 for text in bold))


def _parts(handout: Handout) -> tuple[Runs, Runs]:
    """Whom to call, up to the number all in bold, and what to do in an emergency."""
    runs, count = handout.stop.call, handout.stop.urgent
    call, urgent = runs[: len(runs) - count], runs[len(runs) - count :]
    number = next((index for index, run in enumerate(call) if run.strong), len(call) - 1)
    bold = tuple(replace(run, strong=True) if index <= number else run for index, run in enumerate(call))
    if urgent and not urgent[0].text.strip():  # only a space before what follows
        return bold, urgent if handout.header.phone else urgent[1:]
    return bold, urgent


def _stacked(runs: Runs, style: Style, look: Look, width: float) -> list[TextLine]:
    """The same with number, hours and emergency on lines of their own."""
    parts: list[list[Run]] = [[]]
    for run in runs:
        fresh = bool(parts[-1]) and parts[-1][-1].strong != run.strong and (run.strong or _COMMA.match(run.text))
        if fresh:
            parts.append([])
        text = run.text if parts[-1] else _COMMA.sub("", run.text, count=1).lstrip()
        if text.strip(_STOPS):
            parts[-1].append(replace(run, text=text))
    found: list[TextLine] = []
    for part in parts:
        if found:  # what follows begins a new line, not a new word of this one
            text, strong, soft = found[-1].pieces[-1]
            pieces = (*found[-1].pieces[:-1], (f"{text.rstrip()} ", strong, soft))
            found[-1] = found[-1]._replace(pieces=pieces, after="\n")
        found += wrap(tuple(part), style, look.faces, width)
    return found


def _lead(handout: Handout, look: Look) -> float:
    """From where “Phone” begins to its line, mm."""
    return look.style("body").width(handout.labels.phone, look.faces, True) + 2.0


def _write_least(handout: Handout, look: Look) -> float:
    """Least room that it needs after other words, mm."""
    return _AFTER + _lead(handout, look) + _WRITE_LEAST


def _write_in(pad: Pad, handout: Handout, look: Look, x: float, y: float, width: float, used: float = 0.0) -> float:
    """“Phone ______”: after the ``used`` mm of the line over ``y``, or on a line of its own where that is 0.

    Gives the y below.
    """
    style, label, lead = look.style("body"), handout.labels.phone, _lead(handout, look)
    rise = style.baseline(look.faces)
    top = y - style.line if used else y + _WRITE_IN + _OVER_CALL - _UNDER - rise  # the place keeps off what is over it
    start = x + (used + _AFTER if used else 0.0)
    base = top + rise
    wide = min(_WRITE_MOST * style.size / 12, x + width - start - lead)
    bold = replace(style, strong=True)
    line = base + _UNDER
    with pad.group("P"):  # a place comes before what is printed beside it
        name, said = PhoneName().name(), handout.labels.phone_spoken
        pad.add(Blank(start + lead, line - _WRITE_IN, wide, _WRITE_IN, name, said, most=_PHONE_MOST))
        put(pad, start, top, wrap(label, bold, look.faces, lead), bold, look.faces)
        pad.add(Rect(start + lead, line, wide, 0.25, "black"))
    return top + style.line + 0.6
