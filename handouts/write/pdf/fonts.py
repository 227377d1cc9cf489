"""The fonts of a document: two core subsets that are the same everywhere, and its own for what is beyond."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handouts.write.pdf.faces import Face
from handouts.write.pdf.runs import AnyFace, AnySubset

__all__ = ["DocumentFonts", "font_bodies"]


class DocumentFonts:
    """Says in which font the characters of a text are, and collects those that no core subset has.

    ``letter`` begins the names of the document's own fonts: what is shared by many documents and what is one's own
    stand in the same file, and must not be mixed up.
    """

    def __init__(self, core: Mapping[Face, str], letter: str) -> None:
        self._core = core
        self._letter = letter
        self._own: dict[AnyFace, AnySubset] = {}

    def plain(self, text: str, face: Face) -> tuple[str, str]:
        """Name of the face's core font and the text in its codes; empty where that lacks a letter of it."""
        name = self._core.get(face, "")
        code = face.core.code(text) if name else None
        return ("", "") if code is None else (name, code)

    def font(self, face: AnyFace, text: str) -> tuple[str, AnySubset, bool]:
        """Name of the font, its subset, and whether it is beyond the core."""
        if isinstance(face, Face) and (core := self._core.get(face)) and face.core.code(text) is not None:
            return core, face.core, False
        if face not in self._own:
            self._own[face] = face.growing()
        self._own[face].take(text)
        return self._name(face), self._own[face], True

    def _name(self, face: AnyFace) -> str:
        return f"{self._letter}{list(self._own).index(face) + 1}"

    def own(self) -> dict[str, AnySubset]:
        """The subsets beyond the core, by name. Complete only once everything is drawn."""
        return {self._name(face): subset for face, subset in self._own.items()}


def font_bodies(subset: AnySubset, numbers: Sequence[int]) -> list[tuple[int, bytes]]:
    """The objects of a font under their numbers: the first is the font itself."""
    bodies = zip(subset.objects, subset.links, strict=True)
    return [
        (number, body % tuple([numbers[at] for at in links]) if links else body)
        for number, (body, links) in zip(numbers, bodies, strict=True)
    ]
