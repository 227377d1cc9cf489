"""One print packet of many patients, warm: this tree, another, and fullbleed, in turn, with nothing read or saved.

    python benchmarks/packet.py [--before TREE] [--rounds N] [--patients N] [--kinds N]

All patients in one PDF. Ours as the command makes it: every handout is looked at first, so that one that cannot be
printed does not spoil the packet. “For printing” is ours without tags, where the pages of all patients share what they
can. fullbleed (from PyPI) gets the same words, pictures, tables and boxes as HTML, compiled
before it is measured, with its profile pdfua1 and its fastest settings: pictures as forms (without, it takes five times
as long), the quick compression. “One file” is one template that takes the patient's name and note as text and the rest
as ready HTML; “a file a kind” is a template for each kind, which costs it less, but does not give one packet.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import patients
import turns

CSS = (
    "@page {size: A4; margin: 21mm} body {font: 12pt 'Atkinson Hyperlegible'} section {break-inside: avoid} "
    "img {height: 30mm} .box {display: inline-block; width: 4.5mm; height: 4.5mm; border: 0.7pt solid #000}"
)
HEAD, END = "<html lang=en><head><title>Packet</title></head><body>", "</body></html>"


def of_packet(count: int, kinds: int, *, tagged: bool) -> None:
    """The work of a tree."""
    from handouts.library.load import load_library
    from handouts.runs.press import Press

    library = load_library(brand="harbour-street").checked()
    handouts = patients.planned(library, count, long=False, kinds=kinds)
    press: Any = Press(library, form=False)
    new = hasattr(press, "prepare")
    how = {} if tagged else {"tagged": False}

    def work(_: int) -> Mapping[str, Any]:
        looked_at = [press.prepare(handout) if new else press.sheet(handout) for handout in handouts]
        made = press.packet(looked_at if new else handouts, "Packet 1", duplex=True, **how)
        return {"count": count, "bytes": len(made) / count}

    turns.serve(work)


def body(handout: Any, pictures: Mapping[tuple[str, int], str]) -> str:
    """A handout as HTML, with drawn boxes, without what stands around its body."""
    import tagged

    html = tagged.as_html(tagged.as_data(handout, dict(pictures)))
    drawn = re.sub(r'<input type="checkbox"[^>]*>', '<span class="box"></span>', html)
    return drawn[drawn.index("<body>") + len("<body>") :].removesuffix(END)


def as_template(handout: Any, pictures: Mapping[tuple[str, int], str]) -> tuple[str, str, str]:
    """HTML before the patient's name, up to the note, and after it."""
    before, _, rest = body(handout, pictures).partition(f"<p>For <b>{handout.patient}</b></p>")
    between, _, after = rest.partition(f"<p>Note {said(handout)}</p>")
    assert between
    assert after
    return before, between, after


def said(handout: Any) -> str:
    return "".join(run.text for run in handout.note)


def of_fullbleed(count: int, kinds: int, *, one_file: bool) -> None:
    import fullbleed  # type: ignore[import-not-found, unused-ignore]
    import tagged

    from handouts.library.load import load_library
    from handouts.runs.press import Press
    from handouts.write.pdf.faces import type_faces

    library = load_library(brand="harbour-street").checked()
    handouts = patients.planned(library, count, long=False, kinds=kinds)
    with tempfile.TemporaryDirectory() as name:
        pictures = {
            key: str(Path(name) / file) for key, file in tagged.pictures(Path(name), handouts, Press(library)).items()
        }
        parts = [as_template(one, pictures) for one in handouts]
        engine = fullbleed.PdfEngine(
            font_files=[str(face.path) for face in type_faces().faces[0]],
            pdf_profile="pdfua1",
            document_lang="en",
            document_title="Packet 1",
            svg_form_xobjects=True,
        )
        templates = []
        for first in range(1 if one_file else kinds):
            before, between, after = parts[first]
            if one_file:
                between, after = (f'<div data-fb-bind-html="{name}"></div>' for name in ("between", "after"))
            template = f"{HEAD}{before}<p>For <b>{{{{patient}}}}</b></p>{between}<p>Note {{{{note}}}}</p>{after}{END}"
            step = 1 if one_file else kinds
            some = handouts[first::step]
            columns = {"patient": [one.patient for one in some], "note": [said(one) for one in some]}
            if one_file:
                columns |= {"between": [one[1] for one in parts], "after": [one[2] for one in parts]}
            templates.append((engine.compile_pdf(template, CSS), columns))

        def work(_: int) -> Mapping[str, Any]:
            made = (compiled.render_pdf_reflow_bindings(columns) for compiled, columns in templates)
            return {"count": count, "bytes": sum(map(len, made)) / count}

        turns.serve(work)


WORK = {
    "this, tagged": lambda count, kinds: of_packet(count, kinds, tagged=True),
    "this, for printing": lambda count, kinds: of_packet(count, kinds, tagged=False),
    "before, tagged": lambda count, kinds: of_packet(count, kinds, tagged=True),
    "fullbleed pdfua1, one file": lambda count, kinds: of_fullbleed(count, kinds, one_file=True),
    "fullbleed pdfua1, a file a kind": lambda count, kinds: of_fullbleed(count, kinds, one_file=False),
}


def table(found: Sequence[turns.Turn]) -> None:
    tagged, printed = found[:2]
    print("| packet | CPU µs a patient (least to most) | in the first | against tagged | against for printing | kB |")
    print("|---|---|---|---|---|---|")
    for turn in found:
        against = (f"{turn.each() / one.each():.2f}" for one in (tagged, printed))
        print(
            f"| {turn.name} | {turn.each():,.0f} ({turn.spread}) | {turn.first():,.0f} | {' | '.join(against)} "
            f"| {turn.median('bytes') / 1000:.1f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--before", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--patients", type=int, default=1000)
    parser.add_argument("--kinds", type=int, default=12)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        WORK[asked.work](asked.patients, asked.kinds)
        return
    found = []
    for name in WORK:
        if name.startswith("before") and not asked.before:
            continue
        if name.startswith("fullbleed") and not importlib.util.find_spec("fullbleed"):
            continue
        tree = asked.before.resolve() if name.startswith("before") else turns.HERE
        arguments = ["--patients", str(asked.patients), "--kinds", str(asked.kinds), "--work", name]
        found.append(turns.Turn(name, __file__, arguments, tree))
    print(f"{asked.patients:,} patients of {asked.kinds} kinds, {asked.rounds} rounds in turn; {turns.load()}\n")
    turns.in_turn(found, asked.rounds)
    table(found)
    print(f"\nPython {sys.version.split()[0]}; at the end {turns.load()}")


if __name__ == "__main__":
    main()
