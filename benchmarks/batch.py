"""Handouts a second: 1,000 patients with mixed weeks and doses, against naive Platypus and Typst.

All three print the same words from the same Handout objects: header, title, rows, stop rules, and for
each drill its steps, dose and week grid of boxes. Rounds are run in turn, so that all see the same
machine. Typst keeps one compiler, and gets its data as JSON. Planning is part of our own time.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from handouts.library.load import load_library
from handouts.library.models import DoseChange
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.press import Press

PATIENTS, SAMPLE, ROUNDS = 1000, 20, 5
NAMES = ("Mei Tan", "Sam Okafor", "Ana García", "Jo Bloggs", "Ravi Menon", "Zoë Ångström", "Lee Wong")


def orders() -> list[Order]:
    return [
        Order(
            patient=f"{NAMES[number % len(NAMES)]} {number}",
            items=("hip-hinge",),
            start=date(2026, 11, 23),
            issued=date(2026, 11, 20),
            week=1 + number % 4,
            note=f"Start slow, and tick as you go. This is note {number}.",
            changes={"all": DoseChange(sets=2 + number % 3, rest=45 + 15 * (number % 2))},
        )
        for number in range(PATIENTS)
    ]


def ours(some: list[Order]) -> int:
    """The product as a batch runs it, caches warm from nothing: a new planner and press each time."""
    library = load_library(brand="harbour-street")
    planner, press = Planner(library), Press(library)
    return sum(len(press.pdf(planner.plan(order)[0])) for order in some)


# --- naive Platypus: nested tables, a cell a box, as one would write it first ----------------------


def platypus(handouts: list[Handout]) -> int:
    from xml.sax.saxutils import escape

    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

    from handouts.write.pdf.faces import type_faces

    regular, bold = type_faces().faces[0]
    pdfmetrics.registerFont(TTFont("R", str(regular.path)))
    pdfmetrics.registerFont(TTFont("B", str(bold.path)))
    body = ParagraphStyle("body", fontName="R", fontSize=12, leading=14.4)
    strong = ParagraphStyle("strong", parent=body, fontName="B")
    big = ParagraphStyle("big", parent=strong, fontSize=30, leading=32)
    name = ParagraphStyle("name", parent=strong, fontSize=18, leading=20)
    small = ParagraphStyle("small", parent=strong, fontSize=10.5, leading=12)

    def text(runs: Any) -> str:
        return escape("".join(run.text for run in runs))

    def box(hold: str) -> Table:
        cell = Table([[""], [Paragraph(hold, small)]], colWidths=[10 * mm], rowHeights=[4.5 * mm, 5 * mm])
        cell.setStyle([("BOX", (0, 0), (0, 0), 0.7, colors.black)])
        return cell

    size = 0
    for handout in handouts:
        story: list[Any] = [
            Paragraph(escape(handout.header.name), strong),
            Paragraph(text(handout.patient_line), body),
            Paragraph(escape(handout.title), big),
            Paragraph(text(handout.dates), body),
            Table(
                [
                    [Paragraph(label, strong), Paragraph(what, body)]
                    for label, what in (
                        ("When", text(handout.when)),
                        ("You need", escape(handout.need)),
                        ("Note", text(handout.note)),
                    )
                ],
                colWidths=[21 * mm, 147 * mm],
            ),
            Paragraph(handout.stop.head, strong),
            *(Paragraph(f"• {rule}", body) for rule in handout.stop.rules),
            Paragraph(text(handout.stop.call), body),
        ]
        for card in handout.cards:
            steps = Table(
                [
                    [
                        Paragraph(str(step.number), strong),
                        [Paragraph(step.text, body), *([Paragraph(step.hold, strong)] if step.hold else [])],
                    ]
                    for step in card.steps
                ],
                colWidths=[7 * mm, 160 * mm],
            )
            head = [""] + [Paragraph(f"{day.short} {day.number}", small) for day in handout.week]
            rows = [
                [Paragraph(row.label, small)]
                + [Table([[box(hold) for hold in row.holds]]) if day.key in card.days else "–" for day in handout.week]
                for row in card.rows
            ]
            story.append(
                KeepTogether(
                    [
                        Spacer(1, 8),
                        Paragraph(f"{card.number} {card.name}", name),
                        Paragraph(card.why, body),
                        steps,
                        *(Paragraph(cue.text, body) for cue in card.cues),
                        Paragraph(" ".join(card.dose), strong),
                        Table([head, *rows]),
                    ]
                )
            )
        story += [Paragraph(text(handout.move_on), body), Paragraph(handout.disclaimer, body)]
        out = io.BytesIO()
        SimpleDocTemplate(out, leftMargin=21 * mm, rightMargin=21 * mm).build(story)
        size += len(out.getvalue())
    return size


# --- Typst, one compiler kept -----------------------------------------------------------------------

TYPST = r"""
#let h = json(bytes(sys.inputs.handout))
#set page(paper: "a4", margin: 21mm, footer: [#h.short #h.id])
#set text(font: "Atkinson Hyperlegible", size: 12pt)
#strong(h.clinic) \ For #strong(h.patient) \ #text(30pt, strong(h.title)) \ #h.dates
#grid(columns: (21mm, 1fr), row-gutter: 4mm, [*When*], h.when, [*You need*], h.need, [*Note*], h.note)
*#h.stop_head*
#for rule in h.rules [- #rule]
#h.call
#let box45(hold) = stack(spacing: 2.5mm, rect(width: 4.5mm, height: 4.5mm, stroke: 0.7pt), text(10.5pt, strong(hold)))
#for card in h.cards {
  block(breakable: false)[
    #text(18pt)[*#card.number #card.name*] \ #card.why
    #grid(columns: (7mm, 1fr), row-gutter: 2mm,
      ..card.steps.map(s => (strong(s.at(0)), [#s.at(1) #if s.at(2) != "" { strong(s.at(2)) }])).flatten())
    #for cue in card.cues [#cue \ ]
    *#card.dose*
    #table(columns: (21mm,) + (1fr,) * 7, stroke: none, [], ..h.days.map(d => d),
      ..card.rows.map(r => ([#r.label], ..r.cells.map(c =>
        if c.len() == 0 [–] else { stack(dir: ltr, spacing: 4mm, ..c.map(box45)) }))).flatten())
  ]
}
#h.move_on \ #h.disclaimer
"""


def typst_data(handout: Handout) -> str:
    def text(runs: Any) -> str:
        return "".join(run.text for run in runs)

    return json.dumps(
        {
            "clinic": handout.header.name,
            "patient": handout.patient,
            "title": handout.title,
            "dates": text(handout.dates),
            "when": text(handout.when),
            "need": handout.need,
            "note": text(handout.note),
            "stop_head": handout.stop.head,
            "rules": handout.stop.rules,
            "call": text(handout.stop.call),
            "short": handout.stop.short,
            "id": handout.shown_id,
            "move_on": text(handout.move_on),
            "disclaimer": handout.disclaimer,
            "days": [f"{day.short} {day.number}" for day in handout.week],
            "cards": [
                {
                    "number": str(card.number),
                    "name": card.name,
                    "why": card.why,
                    "dose": " ".join(card.dose),
                    "steps": [[str(step.number), step.text, step.hold] for step in card.steps],
                    "cues": [cue.text for cue in card.cues],
                    "rows": [
                        {
                            "label": row.label,
                            "cells": [row.holds if day.key in card.days else [] for day in handout.week],
                        }
                        for row in card.rows
                    ],
                }
                for card in handout.cards
            ],
        }
    )


def make_typst() -> Callable[[list[Handout]], int]:
    import typst

    from handouts.write.pdf.faces import type_faces

    fonts = [str(type_faces().faces[0][0].path.parent)]
    with tempfile.NamedTemporaryFile("w", suffix=".typ", delete=False) as file:
        file.write(TYPST)
    compiler = typst.Compiler(file.name, font_paths=fonts)

    def run(handouts: list[Handout]) -> int:
        size = 0
        for handout in handouts:
            compiler_inputs = {"handout": typst_data(handout)}
            size += len(compiler.compile(format="pdf", sys_inputs=compiler_inputs))
        return size

    return run


def main() -> None:
    wanted = orders()
    library = load_library(brand="harbour-street")
    planner = Planner(library)
    sample = [planner.plan(order)[0] for order in wanted[:SAMPLE]]
    typst = make_typst()
    rates: dict[str, list[float]] = {"handouts": [], "naive Platypus": [], "Typst": []}
    sizes: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, count, work in (
            ("handouts", PATIENTS, lambda: ours(wanted)),
            ("naive Platypus", SAMPLE, lambda: platypus(sample)),
            ("Typst", SAMPLE, lambda: typst(sample)),
        ):
            start = time.perf_counter()
            size = work()
            rates[name].append(count / (time.perf_counter() - start))
            sizes[name] = size / count / 1024
    print(f"{PATIENTS} patients ({SAMPLE} for the slower two), {ROUNDS} rounds in turn, one process\n")
    print("| how | handouts/s (median) | handouts against it (median of rounds) | KB |")
    print("|---|---|---|---|")
    for name, found in rates.items():
        ratio = statistics.median(mine / theirs for mine, theirs in zip(rates["handouts"], found, strict=True))
        print(f"| {name} | {statistics.median(found):.0f} | {ratio:.1f} | {sizes[name]:.0f} |")
    print(f"\nPython {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
