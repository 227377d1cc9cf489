"""A patient's own texts, straight to operators: the same as drawing their blocks gives, in a tenth of the time.

Everything around them was drawn once for all who are alike; see ``ink`` for the way that everything else takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from handouts.sheet.blocks import MM, OwnPart
from handouts.sheet.own import OwnText
from handouts.write.pdf.extent import DECLARED, extent
from handouts.write.pdf.faces import told_apart
from handouts.write.pdf.fonts import DocumentFonts
from handouts.write.pdf.lettering import Lettering, colour_code, number

__all__ = ["OwnTexts", "own_streams", "text_code"]

OwnTexts = Callable[[OwnPart], OwnText]
"""What a patient has to say in a part of the sheet."""


def own_streams(parts: Iterable[OwnPart], texts: OwnTexts, letters: Lettering, fonts: DocumentFonts) -> list[bytes]:
    """The streams that fill a patient's gaps, in their order. ``fonts`` take up letters beyond the core."""
    codes = [text_code(texts(part), letters, fonts).encode("ascii") for part in parts]
    return [DECLARED % (extent(code), code) for code in codes]


def text_code(text: OwnText, letters: Lettering, fonts: DocumentFonts) -> str:
    """Lines of text as operators, a line each, counted from where they start; begins with their colour."""
    lines, style, left, coded = text
    cores, colours, size, strong_style = letters.cores, letters.colours, style.size, style.strong
    sized, start, step = number(size), number(left * MM), style.line
    y = 0.0
    out: list[str] = []
    colour = ""
    for line in lines:
        at, down, x = start, number(-y * MM), left
        rest = len(line.pieces)
        for words, strong, soft in line.pieces:
            bold = strong or strong_style
            wanted = colours["mute" if soft else style.role]
            if wanted != colour:
                out.append(f"{colour_code(wanted)} rg\n")
                colour = wanted
            name, core = cores[bold]
            code = core.code(told_apart(words) if coded else words) if coded or letters.plain else None
            if code is not None:  # nearly always
                out.append(f"BT /{name} {sized} Tf {at} {down} Td <{code}> Tj ET\n")
            else:
                out += _in_faces(words, bold, x * MM, (size, down), letters, fonts)
            rest -= 1
            if rest:
                x += style.width(words, letters.faces, bold)
                at = number(x * MM)
        y += step
    return "".join(out)


def _in_faces(
    words: str, bold: bool, at: float, place: tuple[float, str], letters: Lettering, fonts: DocumentFonts
) -> Iterator[str]:
    """Words of which some letters are beyond the core: each run of a face from where the one before it ends, pt."""
    size, down = place
    for face, part in letters.faces.split(words, bold):
        name, subset = fonts.font(face, part)
        sized = number(size * face.scale)
        yield f"BT /{name} {sized} Tf {number(at)} {down} Td <{subset.encode(part)}> Tj ET\n"
        at += face.length(part) * size
