"""Figures as forms: what is painted is what the display list says, and a picture that is shown twice is in a file once."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pypdfium2
import pytest
from pypdf import PdfReader

from handouts.figures.draw import draw
from handouts.figures.person import Person
from handouts.figures.shapes import INNER, OUTER, Drawing, Painted
from handouts.figures.theme import Theme, make_theme
from handouts.library.load import Library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Image
from handouts.write.pdf.figures import figure_name, figure_object, operators, outer_line
from handouts.write.pdf.fonts import DocumentFonts
from handouts.write.pdf.pagestreams import SheetStreams

DRILLS = ("hip-hinge", "kneeling-hip-push", "roman-chair-squat")
PAGE = "the page's"
"""Stands for the line that a form is given."""


@pytest.fixture(scope="module")
def drawings(library: Library) -> list[Drawing]:
    figures = [drill.figure for (name, _), drill in library.drills.items() if name in DRILLS and drill.figure]
    assert figures
    return [one for figure in figures for one in draw(figure)]


def painted(code: list[str]) -> Iterator[tuple[str, str, str]]:
    """Colour of the filling, colour and width of the line of all that operators paint; empty for none."""
    state = {"rg": "", "RG": "", "w": PAGE}
    stack: list[dict[str, str]] = []
    for line in code:
        *operands, operator = line.split()
        if operator == "q":
            stack.append(dict(state))
        elif operator == "Q":
            state = stack.pop()
        elif operator in state:
            state[operator] = " ".join(operands)
        else:
            fill, stroke = operator in "fB", operator in "SB"
            yield state["rg"] if fill else "", state["RG"] if stroke else "", state["w"] if stroke else ""
    assert not stack, "what a form saves it gives back"


def wanted(shapes: tuple[Painted, ...], theme: Theme, line: float) -> Iterator[tuple[str, str, str]]:
    grid = float(outer_line(1000)) / 1000 / OUTER

    def colour(role: str) -> str:
        value = dict(theme.roles)[role]
        parts = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return " ".join(f"{part:.3f}".rstrip("0").rstrip(".") or "0" for part in parts)

    for shape in shapes:
        width = PAGE if shape.weight == OUTER else f"{shape.weight * line * grid:.1f}"
        yield (
            colour(shape.fill) if shape.fill else "",
            colour(shape.line) if shape.line else "",
            width * bool(shape.line),
        )


def test_each_shape_has_its_colours_and_its_line(drawings: list[Drawing]):
    theme = make_theme()
    for one in drawings:
        assert sum(shape.weight == OUTER and bool(shape.line) for shape in one.shapes) >= 1
        code = operators(one.shapes, theme, 1.3, one.box[:2])
        assert list(painted(code)) == list(wanted(one.shapes, theme, 1.3))


def test_lines_go_back_to_the_pages_own():
    """After fine lines in other colours a silhouette has its own again."""
    path = (((0.0, 0.0), (9.0, 0.0), (9.0, 9.0)),)
    shapes = tuple(
        Painted(path, fill, line, weight)
        for fill, line, weight in (
            ("skin", "line", OUTER),
            ("shirt", "arrow", INNER),
            ("", "line", OUTER),
            ("skin", "", 1.0),
            ("", "line", INNER),
        )
    )
    theme = make_theme()
    assert list(painted(operators(shapes, theme, 1.0, (0.0, 0.0)))) == list(wanted(shapes, theme, 1.0))


def forms_of(data: bytes) -> list[dict[str, int]]:
    """Of each page the figures that it draws, by their names in its content, with their forms' numbers, in order."""
    found = []
    for page in PdfReader(io.BytesIO(data)).pages:
        known = page["/Resources"]["/XObject"]
        names = re.findall(rb"/(G[0-9a-f]+) Do", page.get_contents().get_data())
        found.append({name.decode(): known.raw_get(f"/{name.decode()}").idnum for name in names})
    return found


def test_the_program_at_a_glance_is_drawn_by_the_forms_of_the_drills(
    planner: Planner, press: Press, make_order: Callable[..., Order]
):
    handout, _ = planner.plan(make_order(layout="cards", items=("knee-strength",), note="", visit=None))
    front, *drills = forms_of(press.pdf(handout))
    assert len(front) == len(handout.cards) == 2
    large = {form for page in drills for form in page.values()}
    assert set(front.values()) <= large
    names = [name for page in (front, *drills) for name in page]
    assert len(names) == len(set(names)) > len(large)


def test_a_small_picture_that_stands_alone_has_a_form_of_its_own(drawings: list[Drawing]):
    one, other = drawings[:2]
    images = {
        "small": Image(0, 0, 30, 30, one, again=True),
        "alone": Image(0, 0, 30, 30, other, again=True),
        "large": Image(0, 0, 90, 90, one),
    }
    streams = SheetStreams((), DocumentFonts({}, "G"), images)
    assert dict(streams.forms()) == {"small": "large", "alone": "alone", "large": "large"}


def silhouette(drawing: Drawing, line: float, width: str) -> float:
    """How much of a page 200 pt wide a figure's form leaves dark where only its silhouette is, by PDFium."""
    bare = replace(drawing, shapes=tuple(shape for shape in drawing.shapes if shape.weight == OUTER and shape.line))
    theme = make_theme()
    body = figure_object(replace(bare, digest=f"{drawing.digest} outside"), theme, line)
    high = 200 / drawing.aspect
    content = f"{width} w 200 0 0 {high:.2f} 0 0 cm /X Do".encode()
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 {high:.2f}]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>".encode(),
        f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream",
        body,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    page = pypdfium2.PdfDocument(out + end.encode())[0].render(scale=4).to_pil().convert("L")
    return sum(255 - value for value in page.tobytes()) / 255


def test_a_silhouette_is_as_wide_as_the_page_says(drawings: list[Drawing]):
    """The same form with a line of twice the width is twice as dark, whatever it was written for."""
    for one in drawings[:2]:
        once, twice = silhouette(one, 1.0, outer_line(1.0)), silhouette(one, 1.0, outer_line(2.0))
        assert 1.8 < twice / once < 2.1


def test_names_and_streams_say_for_which_line_they_are(drawings: list[Drawing]):
    one, theme = drawings[0], make_theme()
    assert figure_name(one, Person(), 1.0) != figure_name(one, Person(), 1.5)
    fine, broad = (zlib.decompress(figure_object(one, theme, line).split(b"stream\n", 1)[1]) for line in (1.0, 1.5))
    assert fine != broad
