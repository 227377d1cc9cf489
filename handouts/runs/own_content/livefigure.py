"""A figure that is being changed, drawn as it is printed: kept in memory for a while, and in no file."""

from __future__ import annotations

from base64 import b64encode
from threading import Lock

from handouts.base.kept import Kept
from handouts.figures.gallery import Gallery
from handouts.figures.poses import Figure
from handouts.library.load import Library
from handouts.plan.handout import Picture, Posed
from handouts.runs.own_content.figureform import only
from handouts.runs.press import Press

__all__ = ["LiveFigures", "data_address"]

_HEIGHT = 90.0
"""Of a picture, mm."""


class LiveFigures:
    """Draws positions of figures in one clinic's colours and with its person, one at a time."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._press = Press(library)
        self._press.gallery = Gallery(None)
        self._drawn: Kept[tuple[str, int, bool], bytes] = Kept(60)
        self._lock = Lock()

    def picture(self, figure: Figure, position: int, *, quick: bool = False) -> bytes:
        """A position, from 0, as SVG. ``quick`` draws it by itself, without arrows and not to the others' scale."""
        key = (repr(figure), position, quick)
        with self._lock:
            return self._drawn.get(key) or self._drawn.keep(key, self._draw(figure, position, quick=quick))

    def _draw(self, figure: Figure, position: int, *, quick: bool) -> bytes:
        shown = figure.positions[position]
        if quick:
            figure, position = only(figure, position), 0
        posed = Posed(figure, position, self.library.clinic.person, mirrored=False)
        picture = Picture(posed, shown.step, shown.caption, shown.alt)
        return self._press.figure((picture,), "svg", height=_HEIGHT, captions=False, title=shown.caption)


def data_address(data: bytes, kind: str) -> str:
    """A picture as an address that holds it; ``kind`` is svg+xml or png."""
    return f"data:image/{kind};base64,{b64encode(data).decode()}"
