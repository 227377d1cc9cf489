"""Tagged handouts a second, with pictures: ours with form fields, against Typst as PDF/UA-1 and WeasyPrint as PDF/UA-1.

All three print the same words, pictures, tables and boxes from the same Handout objects, with headings,
lists, tables and alternative texts; ours and WeasyPrint's boxes are form fields (Typst has none). Rounds are
run in turn, so that all see the same machine. Typst keeps one compiler. Planning is part of our own time.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from batch import PATIENTS, orders

from handouts.library.load import load_library
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.boxnames import BoxName

ROUNDS, FEW, FEWEST = 5, 20, 3

TYPST = r"""
#let h = json(bytes(sys.inputs.handout))
#set document(title: h.running, author: h.clinic)
#set page(paper: "a4", margin: 21mm, footer: [#h.short #h.id])
#set text(font: "Atkinson Hyperlegible", size: 12pt, lang: "en")
#strong(h.clinic) \ For #strong(h.patient)
= #h.title
#h.dates
#grid(columns: (21mm, 1fr), row-gutter: 4mm, [*When*], h.when, [*You need*], h.need, [*Note*], h.note)
== #h.stop_head
#for rule in h.rules [- #rule]
#h.call
#let box45(hold) = stack(spacing: 2.5mm, rect(width: 4.5mm, height: 4.5mm, stroke: 0.7pt), text(10.5pt, strong(hold)))
#for card in h.cards {
  block(breakable: false)[
    == #card.number #card.name
    #card.why
    #grid(columns: card.pictures.len(), column-gutter: 3mm,
      ..card.pictures.map(p => [#image(p.file, height: 30mm, alt: p.alt) #p.caption]))
    #enum(..card.steps.map(s => enum.item([#s.at(0) #if s.at(1) != "" { strong(s.at(1)) }])))
    #for cue in card.cues [- #cue]
    *#card.dose*
    #table(columns: (21mm,) + (1fr,) * 7, stroke: none, table.header([], ..h.days.map(d => d)),
      ..card.rows.map(r => ([#r.label], ..r.cells.map(c =>
        if c.len() == 0 [–] else { stack(dir: ltr, spacing: 4mm, ..c.map(box45)) }))).flatten())
  ]
}
#h.move_on \ #h.disclaimer
"""


def text(runs: Any) -> str:
    return "".join(run.text for run in runs)


def as_data(handout: Handout, pictures: dict[tuple[str, int], str]) -> dict[str, Any]:
    return {
        "running": handout.running,
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
                "pictures": [
                    {"file": pictures[card.drill, at], "alt": one.alt, "caption": f"{one.step} {one.caption}"}
                    for at, one in enumerate(card.pictures)
                ],
                "steps": [[step.text, step.hold] for step in card.steps],
                "cues": [cue.text for cue in card.cues],
                "rows": [
                    {
                        "label": row.label,
                        "cells": [row.holds if day.key in card.days else [] for day in handout.week],
                        "names": [
                            [BoxName.of(card, row, day.key, at).name() for at in range(1, len(row.holds) + 1)]
                            for day in handout.week
                        ],
                    }
                    for row in card.rows
                ],
            }
            for card in handout.cards
        ],
    }


def as_html(data: dict[str, Any]) -> str:
    def rows(card: dict[str, Any]) -> str:
        made = []
        for row in card["rows"]:
            cells = "".join(
                "<td>"
                + (
                    "".join(
                        f'<label><input type="checkbox" name="{name}"/>{hold}</label>'
                        for name, hold in zip(names, holds, strict=True)
                    )
                    if holds
                    else "–"
                )
                + "</td>"
                for holds, names in zip(row["cells"], row["names"], strict=True)
            )
            made.append(f"<tr><th scope=row>{row['label']}</th>{cells}</tr>")
        return "".join(made)

    cards = "".join(
        f"<section><h2>{card['number']} {card['name']}</h2><p>{card['why']}</p><p>"
        + "".join(f'<img src="{one["file"]}" alt="{escape(one["alt"])}"/>' for one in card["pictures"])
        + "</p><ol>"
        + "".join(f"<li>{escape(step)} <b>{hold}</b></li>" for step, hold in card["steps"])
        + "</ol><ul>"
        + "".join(f"<li>{escape(cue)}</li>" for cue in card["cues"])
        + f"</ul><p><b>{card['dose']}</b></p>"
        "<table><thead><tr><th></th>"
        + "".join(f"<th scope=col>{day}</th>" for day in data["days"])
        + f"</tr></thead><tbody>{rows(card)}</tbody></table></section>"
        for card in data["cards"]
    )
    return (
        f"<html lang=en><head><title>{escape(data['running'])}</title><style>@page {{size: A4; margin: 21mm}} "
        "body {font: 12pt 'Atkinson Hyperlegible'} section {break-inside: avoid} img {height: 30mm} "
        "input {width: 4.5mm; height: 4.5mm; appearance: auto}</style></head><body>"
        f"<p>{escape(data['clinic'])}</p><p>For <b>{escape(data['patient'])}</b></p><h1>{data['title']}</h1>"
        f"<p>{data['dates']}</p><p>When {data['when']}</p><p>You need {data['need']}</p>"
        f"<p>Note {escape(data['note'])}</p>"
        f"<h2>{data['stop_head']}</h2><ul>{''.join(f'<li>{rule}</li>' for rule in data['rules'])}</ul>"
        f"<p>{data['call']}</p>"
        f"{cards}<p>{data['move_on']}</p><p>{data['disclaimer']}</p></body></html>"
    )


def ours(some: list[Order]) -> int:
    """The product as a batch runs it, nothing kept from before."""
    library = load_library(brand="harbour-street")
    planner, press = Planner(library), Press(library)
    return sum(len(press.pdf(planner.plan(order)[0])) for order in some)


def pictures(folder: Path, handouts: Sequence[Handout], press: Press) -> dict[tuple[str, int], str]:
    """Write the handouts' pictures as SVG files; gives their names by drill and place."""
    found = {}
    for card in {card.drill: card for handout in handouts for card in handout.cards}.values():
        for at, one in enumerate(card.pictures):
            found[card.drill, at] = f"{card.drill}-{at}.svg"
            svg = press.figure((one,), "svg", height=30, captions=False, title="x")
            (folder / found[card.drill, at]).write_bytes(svg)
    return found


def typst_compiler(folder: Path, template: str = TYPST) -> Callable[[str], bytes]:
    """A compiler that stays; it takes a handout as JSON."""
    import typst

    from handouts.write.pdf.faces import type_faces

    (folder / "sheet.typ").write_text(template)
    fonts = [str(type_faces().faces[0][0].path.parent)]
    compiler = typst.Compiler(str(folder / "sheet.typ"), root=str(folder), font_paths=fonts)

    def run(handout: str) -> bytes:
        made = compiler.compile(format="pdf", sys_inputs={"handout": handout}, pdf_standards="ua-1")
        return bytes(made)

    return run


def make_typst(folder: Path, data: list[dict[str, Any]]) -> Callable[[], int]:
    compiled = typst_compiler(folder)
    return lambda: sum(len(compiled(json.dumps(one))) for one in data)


def make_weasyprint(folder: Path, data: list[dict[str, Any]]) -> Callable[[], int]:
    from weasyprint import HTML

    pages = [as_html(one) for one in data[:FEWEST]]

    def run() -> int:
        made = (
            HTML(string=page, base_url=str(folder) + "/").write_pdf(pdf_variant="pdf/ua-1", pdf_forms=True)
            for page in pages
        )
        return sum(len(one or b"") for one in made)

    return run


def main() -> None:
    wanted = orders()
    library = load_library(brand="harbour-street")
    planner, press = Planner(library), Press(library)
    sample = [planner.plan(order)[0] for order in wanted[:FEW]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = pictures(folder, sample, press)
        data = [as_data(handout, shown) for handout in sample]
        typst, weasyprint = make_typst(folder, data), make_weasyprint(folder, data)
        rates: dict[str, list[float]] = {"handouts": [], "Typst, ua-1": [], "WeasyPrint, pdf/ua-1": []}
        sizes: dict[str, float] = {}
        for number in range(ROUNDS):
            for how, count, work in (
                ("handouts", PATIENTS, lambda: ours(wanted)),
                ("Typst, ua-1", FEW, typst),
                ("WeasyPrint, pdf/ua-1", FEWEST, weasyprint),
            ):
                if how.startswith("Weasy") and number > 1:
                    continue  # too slow for more
                start = time.perf_counter()
                size = work()
                rates[how].append(count / (time.perf_counter() - start))
                sizes[how] = size / count / 1000
    print(f"{PATIENTS} patients ({FEW} and {FEWEST} for the slower two), {ROUNDS} rounds in turn, one process\n")
    print("| how | handouts/s (median) | handouts against it (median of rounds) | kB |")
    print("|---|---|---|---|")
    for how, found in rates.items():
        ratio = statistics.median(mine / theirs for mine, theirs in zip(rates["handouts"], found, strict=False))
        print(f"| {how} | {statistics.median(found):.1f} | {ratio:.1f} | {sizes[how]:.0f} |")
    print(f"\nPython {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
