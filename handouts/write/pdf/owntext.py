"""A patient's own texts and codes, straight to operators: the same as drawing their blocks gives, in a tenth of the
time.

Everything around them was drawn once for all who are alike; see ``ink`` for the way that everything else takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handouts.sheet.blocks import MM, OwnPart
from handouts.sheet.direction import laid_lines
from handouts.sheet.own import OwnCode, OwnSigns, OwnSquare, OwnText
from handouts.type.bidi import is_rtl, without_signs
from handouts.write.pdf.extent import DECLARED, extent
from handouts.write.pdf.faces import told_apart
from handouts.write.pdf.fonts import DocumentFonts
from handouts.write.pdf.lettering import Lettering, colour_code, number
from handouts.write.pdf.objects import text_string
from handouts.write.pdf.showing import shown_runs
from handouts.write.pdf.symbols import square, symbol

__all__ = ["OwnTexts", "exact_string", "is_exact", "own_code", "own_streams", "said_of", "text_code"]

OwnTexts = Callable[[OwnPart], OwnText | OwnSigns]
"""What a patient has to say in a part of the sheet."""


def own_streams(texts: Iterable[OwnText | OwnSigns], letters: Lettering, fonts: DocumentFonts) -> list[bytes]:
    """The streams that fill a patient's gaps, in their order. ``fonts`` take up letters beyond the core."""
    codes = [own_code(one, letters, fonts).encode("ascii") for one in texts]
    return [DECLARED % (extent(code), code) for code in codes]


def own_code(one: OwnText | OwnSigns, letters: Lettering, fonts: DocumentFonts) -> str:
    """A patient's own text, code or square as operators, each line with its end."""
    if isinstance(one, OwnSquare):
        return f"{square(one.place, one.handout)}\n"
    return f"{symbol(one.text)}\n" if isinstance(one, OwnCode) else text_code(one, letters, fonts)


def exact_string(text: OwnText) -> bytes:
    """A text as it is read, as an object."""
    whole = "".join(
        "".join(words for words, *_ in line.pieces).removesuffix(" " if line.after is not None else "")
        + (line.after or "")
        for line in text.lines
    )
    return text_string(without_signs(whole)).encode("ascii")


def is_exact(text: OwnText) -> bool:
    """Whether a text is said as it is read, too: its letters run from right to left."""
    return any(is_rtl(words) for line in text.lines for words, *_ in line.pieces)


def said_of(text: OwnText | OwnSigns) -> str:
    """What the element of a text says of it, in PDF syntax: nothing, mostly. A code has none, and nor has a square."""
    if isinstance(text, OwnSigns):
        return ""
    language = f"/Lang{text_string(text.language)}" if text.language else ""
    exact = f"/ActualText{exact_string(text).decode('ascii')}" if is_exact(text) else ""
    return language + exact


def text_code(text: OwnText, letters: Lettering, fonts: DocumentFonts) -> str:
    """Lines of text as operators, a line each, counted from where they start; begins with their colour."""
    if text.rtl:
        return _from_right(text, letters, fonts)
    lines, style, left, coded = text[:4]
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
                place = size, x * MM, down
                out += [f"{one}\n" for one in shown_runs(words, bold, "", place, letters.faces, fonts)]
            rest -= 1
            if rest:
                x += style.width(words, letters.faces, bold)
                at = number(x * MM)
        y += step
    return "".join(out)


def _from_right(text: OwnText, letters: Lettering, fonts: DocumentFonts) -> str:
    """The same on a sheet that runs from right to left: lines end where they would have started."""
    style, size = text.style, text.style.size
    laid = laid_lines(
        [[words for words, *_ in line.pieces] for line in text.lines],
        lambda line, piece, words: style.width(words, letters.faces, text.lines[line].pieces[piece][1] or style.strong),
    )
    out: list[str] = []
    colour = ""
    for at, (line, stretches) in enumerate(zip(text.lines, laid, strict=True)):
        down = number(-at * style.line * MM)
        for piece, words, rtl, x in stretches:
            _, strong, soft = line.pieces[piece]
            bold = strong or style.strong
            wanted = letters.colours["mute" if soft else style.role]
            if wanted != colour:
                out.append(f"{colour_code(wanted)} rg\n")
                colour = wanted
            left = (x - text.x) * MM
            name, core = letters.cores[bold]
            plain = not rtl and (text.coded or letters.plain)
            code = core.code(told_apart(words) if text.coded else words) if plain else None
            if code is not None:
                out.append(f"BT /{name} {number(size)} Tf {number(left)} {down} Td <{code}> Tj ET\n")
            else:
                way, place = "rtl" if rtl else "ltr", (size, left, down)
                out += [f"{one}\n" for one in shown_runs(words, bold, way, place, letters.faces, fonts)]
    return "".join(out)
