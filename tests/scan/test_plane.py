"""From mm to pixels and back: what a fit gives is what the points were moved by."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.scan.plane import Freedom, Matrix, fitted, is_sound, local_scale, moved

CORNERS = np.array([(10.0, 12.0), (200.0, 11.0), (197.0, 285.0), (12.0, 280.0), (60.0, 150.0)])
small = st.floats(-1, 1)


@st.composite
def ways(draw: st.DrawFn, freedom: Freedom) -> Matrix:
    """Sheets that are turned any way, 2 to 24 pixels a mm, and sheared or slanted as far as photos are."""
    angle, scale = draw(st.floats(0, 2 * np.pi)), draw(st.floats(4, 24))
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if freedom != "turned":
        turn = turn @ np.array([[1 + 0.2 * draw(small), 0.2 * draw(small)], [0, 1 + 0.2 * draw(small)]])
    slant = [0.0, 0.0] if freedom != "slanted" else [draw(small) * 4e-4, draw(small) * 4e-4]
    there = np.array([[1.0, 0, draw(small) * 3000], [0, 1, draw(small) * 3000], [0, 0, 1]])
    return there @ np.vstack([np.column_stack([turn, [0, 0]]), [*slant, 1.0]])


@pytest.mark.parametrize("freedom", ["turned", "sheared", "slanted"])
@given(data=st.data())
def test_a_fit_finds_how_the_points_were_moved(freedom: Freedom, data: st.DataObject):
    matrix = data.draw(ways(freedom))
    found = fitted(CORNERS, moved(matrix, CORNERS), freedom)
    assert found is not None
    assert np.allclose(moved(found, CORNERS), moved(matrix, CORNERS), atol=0.05)
    assert np.allclose(moved(np.linalg.inv(found), moved(matrix, CORNERS)), CORNERS, atol=0.02)
    assert local_scale(found, 0, 0) == pytest.approx(local_scale(matrix, 0, 0), rel=0.01)


@given(ways("slanted"))
def test_a_mirror_image_is_never_a_sheet(matrix: Matrix):
    assert is_sound(matrix, 210, 297)
    assert not is_sound(matrix @ np.diag([-1.0, 1, 1]), 210, 297)


@pytest.mark.parametrize(
    "points", [[(1.0, 1.0)] * 4, [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (3.0, 3.0)], [(float("nan"), 1.0)] * 4]
)
def test_points_that_tell_nothing_give_nothing_or_no_sheet(points: list[tuple[float, float]]):
    for freedom in ("sheared", "slanted"):
        try:
            found = fitted(np.array(points), np.array(points) * 3, freedom)
        except np.linalg.LinAlgError:
            continue
        assert found is None or not is_sound(found, 210, 297)
