"""The fonts of a document: two core subsets that are the same everywhere, and its own for what is beyond.

A block that many sheets share is drawn once, with codes of the run's own fonts, which grow with all that is drawn. Each
sheet has the letters of its blocks alone, in codes that depend on nothing else: ``SheetFonts`` puts these in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from handouts.write.pdf.faces import Face
from handouts.write.pdf.runs import AnyFace, AnySubset

__all__ = ["RUN", "DocumentFonts", "SheetFonts", "font_bodies"]

RUN, _SHEET = "R", "G"
"""How the names of a run's fonts begin, which stand in no file; and those of a sheet's."""
_SHOWN = re.compile(rf"/({RUN}[0-9]+) ([-0-9. ]+Tf [-0-9. ]+Td )<([0-9a-f]*)>")
"""A text in a font of the run, as ``ink`` writes it."""


class DocumentFonts:
    """Says in which font the characters of a text are, and collects those that no core subset has.

    ``letter`` begins the names of these fonts: what is shared by many documents and what is one's own
    stand in the same file, and must not be mixed up.
    """

    def __init__(self, core: Mapping[Face, str], letter: str) -> None:
        self._core = core
        self._letter = letter
        self._own: dict[AnyFace, tuple[str, AnySubset]] = {}

    def plain(self, text: str, face: Face) -> tuple[str, str]:
        """Name of the face's core font and the text in its codes; empty where that lacks a letter of it."""
        name = self._core.get(face, "")
        code = face.core.code(text) if name else None
        return ("", "") if code is None else (name, code)

    def font(self, face: AnyFace, text: str) -> tuple[str, AnySubset]:
        """Name of the font, and its subset."""
        if isinstance(face, Face) and (core := self._core.get(face)) and face.core.code(text) is not None:
            return core, face.core
        if face not in self._own:
            self._own[face] = f"{self._letter}{len(self._own) + 1}", face.growing()
        name, subset = self._own[face]
        subset.take(text)
        return name, subset

    def own(self) -> dict[str, AnySubset]:
        """The subsets beyond the core, by name. Complete only once everything is drawn."""
        return dict(self._own.values())


class SheetFonts:
    """The letters of a sheet's shared blocks that no core subset has. ``run`` has those of all blocks that were drawn,
    ``codes`` are the operators of the sheet's.
    """

    def __init__(self, run: DocumentFonts, codes: Iterable[str]) -> None:
        used: dict[str, set[str]] = {}
        for code in codes:
            for name, _, text in _SHOWN.findall(code):
                used.setdefault(name, set()).update(text[at : at + 4] for at in range(0, len(text), 4))
        known = run.own()
        self._own: dict[str, AnySubset] = {}
        self._codes: dict[str, tuple[str, dict[str, str]]] = {}
        for nth, (name, found) in enumerate(used.items(), 1):
            part, places = known[name].part([int(one, 16) for one in found])
            self._own[f"{_SHEET}{nth}"] = part
            self._codes[name] = f"{_SHEET}{nth}", {f"{code:04x}": f"{place:04x}" for code, place in places.items()}

    def own(self) -> dict[str, AnySubset]:
        """The subsets, by name."""
        return self._own

    def coded(self, code: str) -> str:
        """Operators of the sheet with its own fonts' names and codes."""
        return _SHOWN.sub(self._shown, code) if self._own else code

    def _shown(self, found: re.Match[str]) -> str:
        name, codes = self._codes[found[1]]
        text = found[3]
        return f"/{name} {found[2]}<{''.join([codes[text[at : at + 4]] for at in range(0, len(text), 4)])}>"


def font_bodies(subset: AnySubset, numbers: Sequence[int]) -> list[tuple[int, bytes]]:
    """The objects of a font under their numbers: the first is the font itself."""
    bodies = zip(subset.objects, subset.links, strict=True)
    return [
        (number, body % tuple([numbers[at] for at in links]) if links else body)
        for number, (body, links) in zip(numbers, bodies, strict=True)
    ]
