"""What the tests of figures share."""

from __future__ import annotations

import pytest

from handouts.figures.draw import draw
from handouts.figures.shapes import Drawing
from handouts.library.load import Library


@pytest.fixture(scope="session")
def pictures(library: Library) -> dict[str, tuple[Drawing, ...]]:
    """Every shipped drill's, drawn once: by its id."""
    return {drill.id: draw(drill.figure) for drill in library.drills.values() if drill.figure}
