"""A handout as plain text, as printed or as read aloud, and the geometry of its boxes as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from handouts.library.layouts import Layout
from handouts.plan.handout import Card, Day, Handout, Posed, Runs
from handouts.sheet.blocks import BOX, Blank, Box, Sheet

__all__ = ["as_text", "box_geometry"]


def as_text(handout: Handout, layout: Layout, sheet: Sheet, *, aloud: bool = False) -> str:
    """What the composed sheet says, in reading order. ``aloud``: as a screen reader says it.

    Running heads, numbers of pages, the line on pens and lines for notes are left out.
    """
    return "\n".join(_lines(handout, layout, sheet, aloud=aloud)) + "\n"


def _join(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _lines(handout: Handout, layout: Layout, sheet: Sheet, *, aloud: bool) -> Iterator[str]:
    who, labels, looks = handout.header, handout.labels, layout.front
    tagline = who.tagline if looks.tagline else ""
    yield from filter(None, (who.name, tagline, "   ".join(filter(None, (who.phone, who.email)))))
    yield ""
    yield _join(handout.patient_line)
    yield handout.log_title if layout.drill.form == "log" else handout.title
    yield _join(handout.dates)
    yield ""
    rows = [(labels.note, _join(handout.note))]
    if looks.rows:
        when = handout.when_spoken if aloud else _join(handout.when)
        rows = [(labels.when, when), (labels.need, handout.need), *rows]
    yield from _rows(rows)
    if looks.stop == "front":
        yield from _stop(handout)
    if sheet.ends_first:
        yield from _ends(handout, layout)
    shortened = {placed.block.name for page in sheet.pages for placed in page.blocks if placed.block.shortened}
    for card in handout.cards:
        yield ""
        shown = replace(card, change="", change_spoken="") if f"{card.number}. {card.name}" in shortened else card
        yield from _card(shown, handout, layout, aloud=aloud)
    if _has_pain(sheet):
        yield from _pain(handout, aloud=aloud)
    if not sheet.ends_first:
        yield from _ends(handout, layout)
    yield ""
    yield handout.stop.short
    yield ". ".join(part for part in (who.name, who.email, who.more) if part)
    yield f"{handout.issued}   {handout.shown_id}   {handout.version}"


def _rows(rows: list[tuple[str, str]]) -> Iterator[str]:
    for label, text in rows:
        if text:
            yield f"{label}: {text}"


def _stop(handout: Handout) -> Iterator[str]:
    yield ""
    yield handout.stop.head
    yield from (f"  • {rule}" for rule in handout.stop.rules)
    yield f"  {_join(handout.stop.call)}"


def _ends(handout: Handout, layout: Layout) -> Iterator[str]:
    labels = handout.labels
    if layout.front.stop == "end":
        yield from _stop(handout)
    yield ""
    rows = [(labels.move_on, _join(handout.move_on)), (labels.next_visit, _join(handout.next_visit))]
    if layout.front.stop == "row":
        rows.append((labels.stop, _join(handout.stop.row)))
    yield from _rows(rows)
    yield handout.disclaimer


def _card(card: Card, handout: Handout, layout: Layout, *, aloud: bool) -> Iterator[str]:
    looks = layout.drill
    log = looks.form == "log"
    change = card.change_spoken if aloud else card.change
    yield card.name if aloud else f"{card.number}. {card.name}"
    if log:
        yield f"   {' '.join(card.dose) if aloud else card.dose_short}"
    else:
        if looks.dose == "heading":
            yield f"   {' '.join(card.dose)} {change}".rstrip()
        elif looks.why:
            yield f"   {card.why}"
        for picture in card.pictures:
            if aloud:
                yield f"   {picture.alt} {picture.marked if looks.callouts else ''}".rstrip()
                yield f"   {picture.spoken}"
            else:
                notes = _notes(picture.asset) if looks.callouts and isinstance(picture.asset, Posed) else ""
                hold = f"  [{picture.hold}]" if picture.hold else ""
                yield f"   ({picture.step}) {picture.caption}{hold}{notes}"
        for step in card.steps:
            hold = f"  [{step.hold}]" if step.hold else ""
            yield f"   {step.number}) {step.text}{hold}"
        for cue in card.cues:
            yield f"   {'• ' if cue.kind != 'plain' else ''}{cue.text}"
        if looks.dose == "band":
            label = f"{handout.labels.do_this}: " if looks.band_label else ""
            yield f"   {label}{' '.join(card.dose)} {change}".rstrip()
    yield from _grid(card, handout, aloud=aloud)


def _notes(posed: Posed) -> str:
    notes = posed.figure.positions[posed.position].callouts
    return f"  ({', '.join(note.text for note in notes)})" if notes else ""


def _grid(card: Card, handout: Handout, *, aloud: bool) -> Iterator[str]:
    days = [day for day in handout.week if day.key in card.days]
    if aloud:
        names = [_spoken(day) if day in days else day.name for day in handout.week]
        yield f"   {', '.join(names)}"
    for row in card.rows:
        if aloud:
            yield f"   {row.label}"
            for day in handout.week:
                said = [f"{_spoken(day)}, {box}" for box in row.spoken] if day in days else [handout.rest_day]
                yield from (f"      {one}" for one in said)
        else:
            boxes = " ".join(f"[ ] {hold}".rstrip() for hold in row.holds)
            yield f"   {row.label}: " + "   ".join(f"{day.short} {day.number} {boxes}" for day in days)


def _pain(handout: Handout, *, aloud: bool) -> Iterator[str]:
    yield ""
    yield handout.labels.pain
    yield f"   {handout.labels.pain_scale}"
    if aloud:
        yield "   " + ", ".join(_spoken(day) if day.on else day.name for day in handout.week)
    for row in handout.pain_rows:
        if aloud:
            yield f"   {row.label}"
            for day in handout.week:
                yield f"      {_spoken(day)}, {row.spoken}" if day.on else f"      {handout.rest_day}"
        else:
            yield f"   {row.label}: " + "   ".join(f"{day.short} {day.number} ____" for day in handout.week if day.on)


def _spoken(day: Day) -> str:
    return f"{day.name} {day.number}"


def _has_pain(sheet: Sheet) -> bool:
    """Whether the sheet has places to write pain in."""
    marks = (mark for page in sheet.pages for placed in page.blocks for mark in placed.block.flat())
    return any(isinstance(mark, Blank) and not mark.long for mark in marks)


def box_geometry(handout: Handout, sheet: Sheet) -> dict[str, Any]:
    """Place of every box and every place to write in: mm from the page's top left, and its name.

    For reading ticked sheets back.
    """
    boxes, blanks = [], []
    for page in sheet.pages:
        for placed in page.blocks:
            for mark in placed.block.flat():
                if isinstance(mark, Box | Blank):
                    place = {
                        "name": mark.name,
                        "page": page.number,
                        "x": round(mark.x, 3),
                        "y": round(placed.y + mark.y, 3),
                    }
                    if isinstance(mark, Box):
                        boxes.append({**place, "size": BOX})
                    else:
                        blanks.append({**place, "width": round(mark.w, 3), "height": round(mark.h, 3)})
    return {
        "handout": handout.id,
        "version": handout.version,
        "layout": handout.layout,
        "unit": "mm",
        "pages": len(sheet.pages),
        "width": sheet.width,
        "height": sheet.height,
        "boxes": boxes,
        "blanks": blanks,
    }
