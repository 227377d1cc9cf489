"""The operators that show a text of several faces, or of one that shapes it: each run from where the last one ends."""

from __future__ import annotations

from handouts.write.pdf.faces import TypeFaces
from handouts.write.pdf.fonts import DocumentFonts
from handouts.write.pdf.lettering import number

__all__ = ["shown_runs"]


def shown_runs(
    words: str,
    bold: bool,
    way: str,
    place: tuple[float, float, str],
    faces: TypeFaces,
    fonts: DocumentFonts,
) -> list[str]:
    """The operators of each run.

    ``place`` is size, left end and, written out, height of the baseline, pt; ``way`` says which way all of it runs,
    where that is known. Spaces that it ends with hang out on the side that it runs to. Runs come in the order in which
    they are read: each by itself is turned round by readers of the page, and pypdf and pdf.js join them as they come.
    """
    size, x, down = place
    if way == "rtl":
        x -= faces.width(words[len(words.rstrip(" ")) :], bold) * size
    found = []
    for face, part in faces.split_one_way(words, bold, rtl=way == "rtl") if way else faces.split(words, bold):
        name, subset = fonts.font(face, part)
        sized = number(size * face.scale)
        found.append(f"BT /{name} {sized} Tf {number(x)} {down} Td <{subset.encode(part)}> Tj ET")
        x += face.length(part) * size
    return found[::-1] if way == "rtl" else found
