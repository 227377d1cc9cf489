"""Draws blocks in the colours of one clinic, and keeps what patients share: operators, elements, pictures."""

from __future__ import annotations

from handouts.base.kept import Kept
from handouts.figures.person import Person
from handouts.figures.theme import line_width, theme_of
from handouts.library.assets import Asset
from handouts.library.clinic import Colours
from handouts.library.palette import Palette
from handouts.sheet.blocks import Block, Image
from handouts.write.pdf.extent import extent
from handouts.write.pdf.faces import TypeFaces
from handouts.write.pdf.figures import figure_object
from handouts.write.pdf.fonts import RUN, DocumentFonts
from handouts.write.pdf.images import image_object
from handouts.write.pdf.ink import Drawn, draw
from handouts.write.pdf.lettering import Lettering
from handouts.write.pdf.squeeze import quick

__all__ = ["KEPT_MOST", "Inker"]

KEPT_MOST = 4000
"""Drawn blocks kept for reuse, and pictures."""
_CODES_MOST = 200
"""Streams of pages kept with what they are made of, at some 12 kB each."""


class Inker(Lettering):
    """Draws for one palette. A block that patients share is drawn once."""

    def __init__(self, faces: TypeFaces, palette: Palette, brand: Colours, *, mono: bool, form: bool) -> None:
        super().__init__(faces, palette)
        self._brand = brand
        self._mono = mono
        self._form = form
        self.fonts = DocumentFonts(self.core, RUN)
        """Letters beyond the core of all that was drawn; a sheet has those of its own blocks."""
        self._pictures = Kept[str, bytes](KEPT_MOST)
        self._codes = Kept[bytes, tuple[bytes, int]](_CODES_MOST)
        self._inked = Kept[tuple[Block, bool], Drawn](KEPT_MOST)

    def ink(self, block: Block, *, tagged: bool) -> Drawn:
        """The block's drawing, letters beyond the core in the codes of ``fonts``. Untagged, it is decoration."""
        kept = self._inked.get((block, tagged))
        if kept is None:
            somebody = DocumentFonts(self.core, "H")  # letters of a patient's own are no concern of others
            kept = draw(block, self.colours, self.faces, self.fonts, own=somebody, tagged=tagged, form=self._form)
            if block.shared:
                self._inked.keep((block, tagged), kept)
        return kept

    def stream(self, code: bytes) -> tuple[bytes, int]:
        """A page's operators compressed, and how much they draw; kept, for families often have pages in common."""
        return self._codes.get_or_make(code, lambda: (quick(code), extent(code)))

    def picture(self, name: str, mark: Image) -> bytes:
        """The picture's object, kept by its name, which stands for all that decides how it looks."""
        return self._pictures.get_or_make(name, lambda: self._picture(mark))

    def _picture(self, mark: Image) -> bytes:
        if isinstance(mark.asset, Asset):
            return image_object(mark.asset, self._mono)
        theme = theme_of(self._brand, mark.person or Person(), mono=self._mono)
        return figure_object(mark.asset, theme, line_width(mark.asset, mark.h))
