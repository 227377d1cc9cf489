"""Fills in a handout with the programs that people use, and prints what stays of it, as a table.

    python tools/fillers.py HANDOUT.pdf [--python PYTHON] [--js FOLDER] [--keep FOLDER]

Each program fills it in three times and saves: it ticks the first box; the same with “3” for pain and a note with an é;
the same with a note in which one letter is in no face of ours. The values are read back with pypdf, poppler and
``handouts ticks``; veraPDF judges the saved files. ``--python`` names one that has pypdf, pikepdf,
PyMuPDF, pypdfium2 and, for pypdf's own drawing, fontTools; ``--js`` a folder node_modules with pdfjs-dist, pdf-lib and
@cantoo/pdf-lib. What is not installed is said in its row. veraPDF is found as in the tests, by HANDOUTS_VERAPDF.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from handouts.base.problems import HandoutsError
from handouts.returned.forms import read_ticks

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests" / "conformance"
DEBIAN = "/usr/bin/python3"
PAIN, NOTES = "3", ("", "Genou enflé, é", "Knee sore, 好")
"""What is written; without a note, no pain either."""
JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "jaxb-impl", "istack-commons-runtime")
SECONDS = 120


@dataclass(frozen=True)
class Filler:
    """A program that fills in forms."""

    name: str
    command: tuple[str, ...]
    """What comes before IN OUT BOX [FIELD TEXT]."""
    version: str
    """Empty where it is not here."""
    needs: str
    """Where it is looked for."""


@dataclass(frozen=True)
class Fields:
    """Which fields are filled in: their names."""

    box: str
    pain: str
    note: str


@dataclass(frozen=True)
class Saved:
    """What a filler left, or why it left nothing."""

    path: Path
    error: str = ""


def said(*command: str) -> str:
    """What a command prints, or nothing where it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def fillers(python: str, modules: Path) -> Iterator[Filler]:
    """All that are known, whether they are here or not."""

    def package(name: str) -> str:
        file = modules / name / "package.json"
        return str(json.loads(file.read_text())["version"]) if file.is_file() and shutil.which("node") else ""

    def library(name: str) -> str:
        return said(python, "-c", f"from importlib.metadata import version; print(version({name!r}))")

    def viewer() -> str:
        start = "import gi; gi.require_version('Poppler', '0.18'); from gi.repository import Poppler; "
        return said(DEBIAN, "-c", start + "print(Poppler.get_version())")

    def script(name: str, kind: str, file: Path) -> Filler:
        return Filler(kind, ("node", str(file), str(modules / name)), package(name), f"node, and {name} in --js")

    ours = (python, str(HERE / "filling" / "libraries.py"))
    yield script("pdfjs-dist", "pdf.js (Firefox)", TESTS / "tick_pdfjs.mjs")
    known = "PDFium (Chrome, Edge, Android)"
    yield Filler(known, (*ours, "pdfium"), library("pypdfium2"), "pypdfium2 in --python")
    command = (DEBIAN, str(TESTS / "tick_poppler.py"))
    yield Filler("poppler (Evince, Okular)", command, viewer(), "gir1.2-poppler-0.18 and python3-gi of Debian")
    for name in ("pdf-lib", "@cantoo/pdf-lib"):
        yield script(name, name, HERE / "filling" / "pdflib.mjs")
    for name, how in (
        ("pypdf, draws", "pypdf_itself"),
        ("pypdf, draws and asks the viewer to draw anew", "pypdf_viewer"),
        ("PyMuPDF, appends", "pymupdf_incremental"),
        ("PyMuPDF, new file", "pymupdf_clean"),
        ("pikepdf, draws", "pikepdf_itself"),
        ("pikepdf, leaves it to the viewer", "pikepdf_viewer"),
    ):
        package_name = name.partition(",")[0]
        yield Filler(name, (*ours, how), library(package_name), f"{package_name} in --python")
    there = library("pikepdf") and said("qpdf", "--version").partition("\n")[0].rpartition(" ")[2]
    yield Filler("qpdf --generate-appearances", (*ours, "qpdf"), there, "qpdf, and pikepdf in --python")


def fields_of(path: Path) -> Fields:
    names = [str(field["/T"]) for field in (PdfReader(path).get_fields() or {}).values()]

    def first(start: str) -> str:
        found = next((name for name in names if name.startswith(start)), "")
        return found or sys.exit(f"{path} has no field whose name starts with {start}: fill in one with a row for pain")

    return Fields(first("d1_"), first("pain_"), first("notes_"))


def fill(filler: Filler, source: Path, target: Path, fields: Fields, note: str) -> Saved:
    texts = (fields.pain, PAIN, fields.note, note) if note else ()
    given = (str(source), str(target), fields.box, *texts)
    done = subprocess.run([*filler.command, *given], capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode == 0 and target.is_file():
        return Saved(target)
    lines = [line for line in done.stderr.splitlines() if re.match(r"\s*(\w+[.:])*\w*(Error|Exception)\b.*:", line)]
    return Saved(target, (lines or done.stderr.splitlines() or ["no file"])[-1].strip())


# --- What stays ------------------------------------------------------------------------------------


def by_pypdf(path: Path, fields: Fields) -> tuple[bool, str, str]:
    found: dict[str, Any] = PdfReader(path).get_fields() or {}
    return (
        found[fields.box].get("/V") == "/Yes",
        str(found[fields.pain].get("/V", "")),
        str(found[fields.note].get("/V", "")),
    )


def by_poppler(path: Path, fields: Fields) -> tuple[bool, str, str]:
    found = json.loads(said(DEBIAN, str(HERE / "filling" / "read_poppler.py"), str(path)) or "{}")
    return bool(found.get(fields.box)), found.get(fields.pain) or "", found.get(fields.note) or ""


def by_handouts(path: Path, fields: Fields) -> tuple[bool, str, str]:  # noqa: ARG001  # it knows the names itself
    try:
        back = read_ticks(path)
    except HandoutsError:
        return False, "", ""
    written = [pain.text for pain in back.pain if pain.text]
    return [tick.ticked for tick in back.ticks].count(True) == 1, "".join(written), "".join(back.remarks)


READERS: dict[str, Callable[[Path, Fields], tuple[bool, str, str]]] = {
    "pypdf": by_pypdf,
    "poppler": by_poppler,
    "handouts ticks": by_handouts,
}


def read_back(path: Path, fields: Fields, note: str) -> str:
    wrong = [name for name, read in READERS.items() if read(path, fields) != (True, PAIN if note else "", note)]
    return "all" if not wrong else "not by " + ", ".join(wrong)


def drawn(path: Path, fields: Fields) -> str:
    """The font of the note's appearance, and the words that poppler sees there."""
    reader = PdfReader(path)
    for number, page in enumerate(reader.pages, 1):
        for one in page.get("/Annots", ()):
            widget = one.get_object()
            if widget.get("/T") == fields.note:
                left, low, right, top = (float(value) for value in widget["/Rect"])
                place = (left, float(page.mediabox.height) - top, right - left, top - low)
                area = [str(round(value)) for value in place]
                crop = [part for pair in zip(("-x", "-y", "-W", "-H"), area, strict=True) for part in pair]
                words = said("pdftotext", "-f", str(number), "-l", str(number), *crop, str(path), "-")
                return f"“{' '.join(words.split())}” in {_fonts(widget.get('/AP', {}).get('/N'))}"
    return "no field"


def _fonts(appearance: Any) -> str:
    stream = appearance and appearance.get_object()
    data = stream.get_data().decode("latin-1") if stream else ""
    names = re.findall(r"(/\S+)\s+[\d.]+\s+Tf", data)
    if not names or not re.search(r"\bT[jJ]\b", data):
        return "what the viewer takes"
    known = stream.get("/Resources", {}).get("/Font", {})
    return ", ".join(
        dict.fromkeys(_font(known[name]) if name in known else f"{name}, which is missing" for name in names)
    )


def _font(font: Any) -> str:
    inner = font.get("/DescendantFonts", [font])[0].get_object()
    embedded = any(f"/FontFile{kind}" in inner.get("/FontDescriptor", {}) for kind in ("", "2", "3"))
    name = str(font.get("/BaseFont", "no name")).lstrip("/").rpartition("+")[2]
    return f"{name}, {'embedded' if embedded else 'NOT embedded'}"


def tags(path: Path) -> int:
    """How many elements of the structure are reached."""
    root = PdfReader(path).trailer["/Root"].get("/StructTreeRoot", {})

    def below(node: Any) -> int:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            return sum(map(below, node))
        return int("/S" in node) + below(node.get("/K", [])) if isinstance(node, dict) else 0

    return below(root.get("/K", []))


def judged(flavour: str, files: list[Path]) -> dict[Path, str]:
    """What veraPDF says of each: pass, or the clauses that fail."""
    java, jar = shutil.which("java"), os.environ.get("HANDOUTS_VERAPDF", "")
    if not java or not Path(jar).is_file():
        return dict.fromkeys(files, "not judged: needs java and HANDOUTS_VERAPDF")
    jars = os.pathsep.join([jar, *(f"/usr/share/java/{name}.jar" for name in JAXB)])
    command = [java, "-cp", jars, str(TESTS / "Judge.java"), flavour, *map(str, files)]
    out = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False).stdout
    found: dict[Path, str] = {}
    for block in re.split(r"^(?=PASS |FAIL )", out, flags=re.MULTILINE)[1:]:
        first, *rest = block.splitlines()
        clauses = sorted({match[1] for line in rest if (match := re.match(r"\s+\d+ x ([\d.]+)", line))})
        found[Path(first.split(" ", 2)[2])] = "pass" if first.startswith("PASS") else "FAIL " + " ".join(clauses)
    return found


def row(filler: Filler, saved: list[Saved], fields: Fields, whole: int, verdicts: tuple[dict[Path, str], ...]) -> str:
    """A line of the table. Where the three files differ, a cell says how it is with each in turn."""
    back, seen, kept = [], [], []
    for one, note in zip(saved, NOTES, strict=True):
        back.append(f"nothing saved ({one.error[:60]})" if one.error else read_back(one.path, fields, note))
        kept.append("–" if one.error else "all" if (count := tags(one.path)) == whole else f"{count} of {whole}")
        if note:
            seen.append("–" if one.error else drawn(one.path, fields))
    judgements = [[verdict.get(one.path, "–") for one in saved] for verdict in verdicts]
    columns = [several if len(set(several)) > 1 else several[:1] for several in (back, seen, kept, *judgements)]
    return f"| {filler.name} {filler.version} | " + " | ".join(" / ".join(several) for several in columns) + " |"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("handout", type=Path)
    ask.add_argument("--python", default=sys.executable)
    ask.add_argument("--js", type=Path, default=Path("node_modules"))
    ask.add_argument("--keep", type=Path, help="a folder for the saved files")
    given = ask.parse_args()
    fields, whole = fields_of(given.handout), tags(given.handout)
    with tempfile.TemporaryDirectory() as away:
        folder = given.keep or Path(away)
        folder.mkdir(parents=True, exist_ok=True)
        results: dict[Filler, list[Saved]] = {}
        for filler in fillers(given.python, given.js.absolute()):
            targets = [folder / f"{re.sub(r'[^a-zA-Z]+', '-', filler.name)}{at}.pdf" for at in range(len(NOTES))]
            results[filler] = [
                fill(filler, given.handout, target, fields, note)
                for target, note in zip(targets, NOTES, strict=True)
                if filler.version
            ]
        files = [one.path for several in results.values() for one in several if not one.error]
        verdicts = judged("ua1", files), judged("2a", files)
        print(f"{fields.box} ticked alone / with pain {PAIN} and “{NOTES[1]}” / with “{NOTES[2]}” for a note\n")
        print("| saved by | read back | the note as drawn | tags | PDF/UA-1 | PDF/A-2a |")
        print("|---" * 6 + "|")
        for filler, several in results.items():
            print(
                row(filler, several, fields, whole, verdicts)
                if several
                else f"| {filler.name} | not here: needs {filler.needs} | | | | |"
            )


if __name__ == "__main__":
    main()
