"""Cold start: one handout by a new process, against an empty Python, the build before, Typst's cold compile, and
fullbleed's own command line.

    python benchmarks/cold_start.py [--rounds N] [--before TREE] [--typst PYTHON]

Every command is a process of its own, run once a round, so that all see the same machine; the first round, which fills
the cache folders, is left out. What counts is the median of the rounds' ratios of processor time. ``--before`` is a
checkout of another build. ``--typst`` is a Python that has ``typst``; where this one has it, it need not be said. Typst
gets the words, pictures and tables of the same handout, ready as JSON and SVG, and makes PDF/UA-1 of them. fullbleed
(where this Python has it) gets them as HTML and SVG, with its profile pdfua1 and pictures as forms.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from packet import CSS, END, HEAD, body
from tagged import TYPST, as_data, pictures

from handouts.library.load import load_library
from handouts.runs.issue import plan
from handouts.runs.press import Press
from handouts.write.pdf.faces import type_faces

HERE = Path(__file__).resolve().parents[1]
ORDER = ["hip-hinge", "-p", "Mei Tan"]
COMPILE = """
import sys, typst
typst.compile("sheet.typ", output="typst.pdf", root=".", font_paths=[sys.argv[1]], pdf_standards="ua-1",
              sys_inputs={"handout": open("handout.json").read()})
"""


@dataclass(frozen=True)
class Command:
    name: str
    arguments: list[str]
    tree: Path = HERE


def spent(command: Command, folder: Path) -> tuple[float, float]:
    """Processor time and time on the clock of one run, s."""
    cache = folder / f"cache-{command.tree.name}"
    environment = os.environ | {"PYTHONPATH": str(command.tree), "HANDOUTS_CACHE": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as where it is installed
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command.arguments, cwd=folder, env=environment, check=True, capture_output=True)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


def prepare_peers(folder: Path) -> None:
    """The handout as Typst and fullbleed take it."""
    library = load_library()
    handout = plan({"patient": "Mei Tan", "items": "hip-hinge"}, library, date(2026, 11, 23)).handout
    shown = pictures(folder, [handout], Press(library))
    (folder / "sheet.typ").write_text(TYPST)
    (folder / "handout.json").write_text(json.dumps(as_data(handout, shown)))
    (folder / "handout.html").write_text(f"{HEAD}{body(handout, shown)}{END}")
    (folder / "handout.css").write_text(CSS)


def of_fullbleed() -> list[str]:
    """Its command for the handout."""
    fonts = [part for face in type_faces().faces[0] for part in ("--asset", str(face.path))]
    page = ["--html", "handout.html", "--css", "handout.css", *fonts, "--out", "fullbleed.pdf"]
    kind = ["--pdf-profile", "pdfua1", "--document-lang", "en", "--document-title", "Handout", "--svg-form-xobjects"]
    return [sys.executable, "-m", "fullbleed", "render", *page, *kind]


def commands_of(before: Path | None, typst: str | None, folder: Path) -> list[Command]:
    ours = [sys.executable, "-m", "handouts"]
    made = [
        Command("python -c pass", [sys.executable, "-c", "pass"]),
        Command("handouts --help", [*ours, "--help"]),
        Command("handouts make", [*ours, "make", *ORDER, "-o", "here.pdf", "--force"]),
        Command("handouts make, with a clinic", [*ours, "make", *ORDER, "-o", "own.pdf", "--force", "--clinic", "own"]),
    ]
    if before:
        made += [Command(f"{one.name}, before", one.arguments, before) for one in made[1:]]
    prepare_peers(folder)
    if importlib.util.find_spec("fullbleed"):
        made.append(Command("fullbleed render, pdfua1", of_fullbleed()))
    if typst:
        fonts = str(type_faces().faces[0][0].path.parent)
        made.append(Command("Typst, ua-1", [typst, "-c", COMPILE, fonts]))
    return made


def table(commands: list[Command], found: dict[str, list[tuple[float, float]]], peer: str) -> None:
    print(f"| command | processor, ms | on the clock, ms | against {peer} |\n|---|---|---|---|")
    for command in commands:
        used, clock = zip(*found[command.name], strict=True)
        ratio = statistics.median(one / other for one, (other, _) in zip(used, found[peer], strict=True))
        print(
            f"| `{command.name}` | {statistics.median(used) * 1000:.0f} | {statistics.median(clock) * 1000:.0f} "
            f"| {ratio:.2f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--typst", default=sys.executable if importlib.util.find_spec("typst") else None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        commands = commands_of(asked.before and asked.before.resolve(), asked.typst, folder)
        subprocess.run([sys.executable, "-m", "handouts", "init", "own"], cwd=folder, check=True, capture_output=True)
        found: dict[str, list[tuple[float, float]]] = {command.name: [] for command in commands}
        for number in range(asked.rounds + 1):
            for command in commands:
                one = spent(command, folder)
                if number:
                    found[command.name].append(one)
        print(f"{asked.rounds} rounds in turn, after one that fills the caches; medians\n")
        table(commands, found, "Typst, ua-1" if asked.typst else "python -c pass")


if __name__ == "__main__":
    main()
