"""Outlines are those that ReportLab draws."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.pathobject import PDFPathObject

from handouts.write.pdf.curves import circle, polygon, rounded

PLACE = st.floats(-900, 900)
SIZE = st.floats(0.5, 500)
Way = list[tuple[float, ...]]


def _ways(code: str) -> Way:
    """Each line and curve of a path with its ends, from its lowest start on and without lines of no length."""
    at, found = (0.0, 0.0), []
    start = at
    for numbers, operator in re.findall(r"((?:-?[\d.]+\s+)*)([mlch])", code):
        ends = tuple(map(float, numbers.split()))
        if operator == "h":
            ends = start
        if operator == "m":
            start = at = (ends[0], ends[1])
            continue
        if max(abs(ends[-2] - at[0]), abs(ends[-1] - at[1])) > 0.02:
            found.append((*at, *ends))
        at = (ends[-2], ends[-1])
    return found


def _same(ours: str, theirs: PDFPathObject) -> bool:
    mine, other = _ways(ours), _ways(str(theirs.getCode()))
    if len(mine) != len(other):
        return False
    turned = (other[at:] + other[:at] for at in range(len(other)))  # it may start at another corner
    return any(all(one == pytest.approx(two, abs=0.02) for one, two in zip(mine, way, strict=True)) for way in turned)


@given(PLACE, PLACE, SIZE)
def test_a_disc(x: float, y: float, radius: float):
    path = PDFPathObject()
    path.circle(x, y, radius)
    assert _same(circle(x, y, radius), path)


@given(PLACE, PLACE, st.floats(2, 30), st.floats(2, 30), st.floats(0.05, 0.45))  # corners that a hundredth pt can show
def test_a_rectangle_with_round_corners(x: float, y: float, width: float, height: float, part: float):
    path, radius = PDFPathObject(), min(width, height) * part
    path.roundRect(x, y, width, height, radius)
    assert _same(rounded(x, y, width, height, radius), path)


def test_the_comparison_tells_shapes_apart():
    path = PDFPathObject()
    path.roundRect(0, 0, 20, 10, 2)
    assert not _same(rounded(0, 0, 20, 10, 3), path)
    assert not _same(rounded(0, 0, 20.1, 10, 2), path)
    assert not _same(circle(0, 0, 5), path)


@given(st.lists(st.tuples(PLACE, PLACE), min_size=3, max_size=8))
def test_a_polygon(points: list[tuple[float, float]]):
    numbers = [float(part) for part in re.findall(r"-?[\d.]+", polygon(points))]
    assert numbers == pytest.approx([part for point in points for part in point], abs=0.0051)
    assert re.sub(r"[-\d. ]", "", polygon(points)) == "m" + "l" * (len(points) - 1) + "h"
