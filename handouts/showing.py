"""A handout as plain text, and the geometry of its boxes as data: what a person or a script can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handouts.handout import Card, Handout, Runs
from handouts.sheet.marks import BOX, Box, Sheet

__all__ = ["as_text", "box_geometry"]


def _join(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def as_text(handout: Handout) -> str:
    """The handout as plain text, in reading order. Every word of the page is in it."""
    return "\n".join(_lines(handout)) + "\n"


def _lines(handout: Handout) -> Iterator[str]:
    who, labels = handout.header, handout.labels
    yield from filter(None, (who.name, who.tagline, "   ".join(filter(None, (who.phone, who.email)))))
    yield ""
    yield _join(handout.patient_line)
    yield handout.title
    yield _join(handout.dates)
    yield ""
    for label, text in (
        (labels.when, _join(handout.when)),
        (labels.need, handout.need),
        (labels.note, _join(handout.note)),
    ):
        if text:
            yield f"{label}: {text}"
    yield ""
    yield handout.stop.head
    yield from (f"  - {rule}" for rule in handout.stop.rules)
    yield f"  {_join(handout.stop.call)}"
    for card in handout.cards:
        yield ""
        yield from _card(card, handout)
    yield ""
    for label, text in ((labels.move_on, _join(handout.move_on)), (labels.next_visit, _join(handout.next_visit))):
        if text:
            yield f"{label}: {text}"
    yield handout.disclaimer
    yield ""
    yield handout.stop.short
    yield f"{handout.issued}   {handout.shown_id}   {handout.version}"


def _card(card: Card, handout: Handout) -> Iterator[str]:
    yield f"{card.number}. {card.name}"
    yield f"   {card.why}"
    for step in card.steps:
        hold = f"  [{step.hold}]" if step.hold else ""
        yield f"   {step.number}) {step.text}{hold}"
    for cue in card.cues:
        yield f"   * {cue.text}"
    yield f"   {handout.labels.do_this}: {' '.join(card.dose)}"
    for row in card.rows:
        days = [day for day in handout.week if day.key in card.days]
        boxes = " ".join(f"[ ] {hold}".rstrip() for hold in row.holds)
        yield f"   {row.label}: " + "   ".join(f"{day.short} {day.number} {boxes}" for day in days)


def box_geometry(handout: Handout, sheet: Sheet) -> dict[str, Any]:
    """Place of every box: mm from the page's top left, and its name. For reading ticked sheets back."""
    boxes = [
        {"name": mark.name, "page": page.number, "x": round(mark.x, 3), "y": round(placed.y + mark.y, 3), "size": BOX}
        for page in sheet.pages
        for placed in page.blocks
        for mark in placed.block.flat()
        if isinstance(mark, Box)
    ]
    return {
        "handout": handout.id,
        "version": handout.version,
        "layout": handout.layout,
        "unit": "mm",
        "pages": len(sheet.pages),
        "width": sheet.width,
        "height": sheet.height,
        "boxes": boxes,
    }
