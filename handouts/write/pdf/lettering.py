"""What a text takes to be written: the faces' letters under the names that pages give them, and the colours."""

from __future__ import annotations

from functools import lru_cache

from handouts.library.palette import Palette
from handouts.write.pdf.faces import TypeFaces

__all__ = ["Lettering", "colour_code", "number"]


class Lettering:
    """Letters and colours of one palette."""

    def __init__(self, faces: TypeFaces, palette: Palette) -> None:
        self.faces = faces
        self.colours = palette.as_dict()
        regular, bold = faces.faces[0]
        self.core = {regular: "F1", bold: "F2"}
        self.cores = ("F1", regular.core), ("F2", bold.core)
        self.plain = faces.plain
        """Whether these set all texts whose letters they have."""


@lru_cache(maxsize=50_000)  # places come again and again
def number(value: float) -> str:
    """A number as short as a hundredth of a point needs."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@lru_cache(maxsize=256)
def colour_code(colour: str) -> str:
    """A colour such as #1a2b3c as three numbers from 0 to 1."""
    return " ".join(_n3(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))


def _n3(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
