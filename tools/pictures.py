"""Draws docs/pictures: every layout in two brands and both papers, the page that the README shows, and figures.

Needs poppler's pdftoppm. Run it after anything that is drawn has changed, and look at what it drew.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from PIL import Image
from pydantic import TypeAdapter

from handouts.figures.draw import draw
from handouts.figures.person import Person
from handouts.figures.poses import Figure
from handouts.library.load import load_library
from handouts.orders.decided import Decision
from handouts.orders.order import Order
from handouts.plan.handout import Picture, Posed
from handouts.plan.planner import Planner
from handouts.returned.forms import Pain
from handouts.returned.measured import Measured
from handouts.returned.tally import Share
from handouts.runs.course.model import Course, CourseProgram, CourseWeek
from handouts.runs.course.printed import course_file
from handouts.runs.press import Press

DOCS = Path(__file__).resolve().parent.parent / "docs"
BRANDS, PAPERS = ("harbour-street", "northgate"), ("a4", "letter")
FIRST = ("standard", "compact", "large-print", "cards", "log")
"""Layouts in the order in which they are shown; any other comes after them."""


def pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "sheet.pdf")
        source.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-png", str(source), str(Path(folder, "p"))], check=True)
        return [Image.open(path).convert("RGB").copy() for path in sorted(Path(folder).glob("p*.png"))]


def beside(images: list[Image.Image], gap: int = 12) -> Image.Image:
    width = sum(image.width + gap for image in images) + gap
    sheet = Image.new("RGB", (width, max(image.height for image in images) + 2 * gap), "#8A939B")
    x = gap
    for image in images:
        sheet.paste(image, (x, gap))
        x += image.width + gap
    return sheet


def store(image: Image.Image, name: str) -> None:
    image.quantize(64, dither=Image.Dither.NONE).save(DOCS / "pictures" / name, optimize=True)


def drawn(of: Figure, person: Person, brand: str, *, mono: bool = False, height: float = 42) -> Image.Image:
    """A figure's pictures side by side, without captions."""
    library = load_library(brand=brand)
    shown = tuple(Picture(Posed(of, at, person), at + 1, "x", "x") for at in range(len(of.positions)))
    raw = Press(library, mono=mono).figure(shown, "png", height=height, captions=False, title="x")
    return Image.open(io.BytesIO(raw)).convert("RGB")


def grid(images: list[Image.Image], columns: int, width: int) -> Image.Image:
    """Pictures in rows on white, their floors at one height, scaled to a width."""
    rows = [images[start : start + columns] for start in range(0, len(images), columns)]
    wide = max(sum(image.width + 40 for image in row) for row in rows)
    sheet = Image.new("RGB", (wide, sum(max(image.height for image in row) + 30 for row in rows)), "white")
    y = 0
    for row in rows:
        x, high = 0, max(image.height for image in row)
        for image in row:
            sheet.paste(image, (x + 20, y + high - image.height))
            x += image.width + 40
        y += high + 30
    return sheet.resize((width, round(sheet.height * width / sheet.width)), Image.Resampling.LANCZOS)


SHOWN = (
    "chin-tuck", "wall-push-up", "band-turn-out", "table-slide", "wrist-bends", "cat-camel", "bird-dog",
    "knee-to-chest", "kneeling-hip-extension", "roman-chair-squat", "glute-bridge", "clamshell", "straight-leg-raise",
    "strap-assisted-squat",
    "calf-stretch-wall", "side-walk",
)  # fmt: skip
"""Drills from all parts of the library."""
POSES = TypeAdapter(Figure)
SQUAT = [
    {}, {"arms": "forward"}, {"arms": "forward", "thigh": 88, "shin": -14},
    {"arms": "forward", "thigh": 88, "shin": -14, "trunk": 40},
]  # fmt: skip
PROPS: list[tuple[dict[str, object], list[dict[str, object]], str]] = [
    ({"trunk": 4, "legs": "sitting", "shin": -6}, [{"kind": "chair", "at": -12, "seat": 40}], "side"),
    ({"hand": "wall"}, [{"kind": "wall", "at": 45}], "side"),
    ({"right": {"foot_at": [30, 20]}, "pin": "left foot"}, [{"kind": "step", "at": 12}], "side"),
    ({"arms": "clasped"},
     [{"kind": "band", "round": "hips", "anchor": [-70, 60]}, {"kind": "post", "at": -73, "height": 80}], "side"),
    ({"hand": [30, 121]}, [{"kind": "straps", "anchor": [80, 190]}], "side"),
    ({"hand": "dowel"}, [{"kind": "dowel", "at": [50, 107]}], "three-quarter"),
    ({"hand": "barbell"}, [{"kind": "barbell", "at": [14, 84], "plates": 20}], "three-quarter"),
    ({"upper": 2, "fore": 4}, [{"kind": "dumbbells"}], "three-quarter"),
    ({"hand": [14, 83, 4]}, [{"kind": "kettlebell"}], "side"),
    ({"hand": "ball"}, [{"kind": "ball", "at": [48, 125], "radius": 14}], "side"),
    ({"trunk": -90, "pin": "hips", "left": {"thigh": 138, "shin": 37}, "right": {"thigh": 164, "shin": 166},
      "hand": [-6, 56]}, [{"kind": "mat"}, {"kind": "towel", "round": "right foot"}], "side"),
    ({"arms": "forward"},
     [{"kind": "rack", "back": -70, "front": -4, "rail": 42}, {"kind": "plates", "at": 38}], "side-above"),
]  # fmt: skip


def one(pose: dict[str, object], props: list[dict[str, object]], view: str) -> Figure:
    position = {"step": 1, "caption": "x", "alt": "x", "pose": pose, "props": props}
    return POSES.validate_python({"view": view, "positions": [position]})


def figures() -> None:
    """The pictures of docs/figures.md, and a sheet of some drills."""
    brand = BRANDS[0]
    store(grid([drawn(one(pose, [], "side"), Person(), brand) for pose in SQUAT], 4, 900), "figures-squat.png")
    store(grid([drawn(one(*parts), Person(), brand) for parts in PROPS], 6, 1200), "figures-props.png")
    drill = load_library().drills["kneeling-hip-extension", "en"].figure
    assert drill
    last = POSES.validate_python(POSES.dump_python(drill) | {"positions": POSES.dump_python(drill)["positions"][1:]})
    people = [
        (Person(skin="light", hair="auburn"), brand, False),
        (Person(skin="deep", build="curved"), BRANDS[1], False),
        (Person(skin="olive", hair="grey", build="broad"), brand, False),
        (Person(skin="brown", art="line"), brand, False),
        (Person(), brand, True),
    ]
    store(grid([drawn(last, person, own, mono=mono) for person, own, mono in people], 5, 1200), "figures-themes.png")
    library = load_library(brand=brand)
    own = [figure for name in SHOWN if (figure := library.drills[name, "en"].figure)]
    rows = [drawn(of, Person(), brand, height=draw(of)[0].height * 0.22) for of in own]  # all to one scale
    rows.sort(key=lambda image: image.height)
    store(grid(rows, 4, 1400), "drills.png")


def languages() -> None:
    """The first page of one sheet in three scripts, for the README."""
    library = load_library(brand="harbour-street")
    planner, press = Planner(library), Press(library)
    found = []
    for language, patient in (("zh-Hans", "陈美玲"), ("ta", "மீனா குமார்"), ("ar", "ليلى حداد")):
        order = Order(
            patient=patient, items=("low-back",), language=language, start=date(2026, 11, 23), issued=date(2026, 11, 20)
        )
        found.append(pages(press.pdf(planner.plan(order)[0]), 60)[0])
    store(beside(found), "languages.png")


def progress() -> None:
    """How a made-up patient's weeks went, for docs/progress.md: in a brand, and in black."""
    first, pain = date(2026, 9, 7), ((3, 7), (2, 5), (), (4, 6), (2, 4), (1, 3))
    back = Decision(
        "back", first + timedelta(days=21), reason="Pain was over 4 twice. Slower on the way down.", by="Dana"
    )
    weeks = []
    for at, (week, done) in enumerate(((1, 9), (2, 13), (3, 0), (2, 11), (3, 16), (4, 17))):
        day = first + timedelta(days=7 * at)
        answers = tuple(
            Measured(kind, 1, "Climb the stairs" if kind == "function" else "", value, unclear=False)
            for kind, value in (("pain", 6 - at), ("function", 3 + at), ("change", 3 + at // 2))
            if at in (0, 3, 5)
        )
        plain = CourseWeek("hip-hinge", week, day, day + timedelta(days=6), "back", share=Share(done, 18))
        weeks.append(
            replace(
                plain,
                handout="7K2M9QXA4DZZ",
                sources=(("pdf",), ("scan",), (), ("scan",), ("pdf",), ("typed",))[at],
                state="back" if pain[at] else "nothing",
                pain=tuple(Pain(day, 1, str(value), value) for value in pain[at]),
                measures=answers,
                missing_pages=int(at == 3),
                decision=back if at == 3 else None,
            )
        )
    programs = (CourseProgram("hip-hinge", "Hip hinge"),)
    course = Course("Mei Tan", ("Mei Tan",), "T-104", programs, tuple(weeks), (back,), date(2026, 10, 20))
    brand, black = (load_library(brand=one).checked() for one in BRANDS)
    files = course_file(course, brand, "pdf"), course_file(course, black, "pdf", mono=True)
    store(beside([pages(one.data, 80)[0] for one in files]), "progress.png")


def main() -> None:
    figures()
    languages()
    progress()
    lines = ["# The layouts, in pictures", "", "Drawn by `tools/pictures.py`, each in two brands and on two papers."]
    for brand in BRANDS:
        library = load_library(brand=brand).checked()
        planner, press = Planner(library), Press(library)
        mono = Press(library, mono=True)
        for layout in [*FIRST, *sorted(library.layouts.keys() - set(FIRST))]:
            for paper in PAPERS:
                order = Order(
                    patient="Mei Tan",
                    items=("hip-hinge",),
                    start=date(2026, 11, 23),
                    issued=date(2026, 11, 20),
                    week=3,
                    note="Mei, start with the short band. Slow and tall beats deep.",
                    layout=layout,
                    paper=paper,
                    visit=date(2026, 12, 14),
                    visit_time=time(9, 30),
                )
                pdf = press.pdf(planner.plan(order)[0])
                name = f"{layout}-{brand}-{paper}.png"
                if (layout, brand, paper) == ("standard", BRANDS[0], "a4"):
                    store(pages(pdf, 80)[0], name)
                    store(beside(pages(mono.pdf(planner.plan(order)[0]), 50)), "standard-mono-a4.png")
                    name = f"{layout}-{brand}-{paper}-all.png"
                store(beside(pages(pdf, 50)), name)
                lines += ["", f"## {layout}, {brand}, {paper}", "", f"![{layout} on {paper}](pictures/{name})"]
    lines += ["", "## standard, all in black", "", "![standard in mono](pictures/standard-mono-a4.png)", ""]
    (DOCS / "layouts.md").write_text("\n".join(lines))


if __name__ == "__main__":
    main()
