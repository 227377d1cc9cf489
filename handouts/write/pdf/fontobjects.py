"""The PDF objects of fonts. What every document embeds is a simple font, whose codes have one byte, made with ReportLab
where it is not kept. What is beyond comes in composite fonts, whose codes have two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from handouts.write.pdf.faces import FIRST, MORE, Core, shown
from handouts.write.pdf.hints import with_characters, without_hints
from handouts.write.pdf.objects import stream_of
from handouts.write.pdf.squeeze import quick, small
from handouts.write.pdf.zero import with_plain_zero

__all__ = ["core_font", "meanings", "prefix", "type_zero"]


def core_font(core: Core) -> tuple[bytes, ...]:
    """The objects of a simple font, “%d” standing for the numbers of those that it refers to; then the same letters as
    the font for what is typed into form fields.
    """
    raw, glyphs = _file(core)
    raw = with_characters(raw, {ord(char): glyph for char, glyph in zip(core.codes, glyphs, strict=True)})
    names = " ".join(f"{code}/{name}" for code, (_, name) in MORE.items())
    encoding = f"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[{names}]>>"
    coded = {code: char for char, code in core.codes.items()}
    return (
        _simple(core, f"{encoding}/ToUnicode %d 0 R", coded),
        _stream(_to_unicode(core.codes)),
        _descriptor(core),
        _stream(raw, f"/Length1 {len(raw)}"),
        _simple(core, "/WinAnsiEncoding", _typed()),
    )


def type_zero(
    name: str, widths: Sequence[int], meant: bytes, descriptor: bytes, file: tuple[bytes, Sequence[int]]
) -> tuple[bytes, ...]:
    """The objects of a composite font. ``widths`` of the codes from 1 on, in thousandths of the size; ``meant`` says
    what they mean; ``file`` is the font's, and the number of each code's glyph in it.
    """
    raw, glyphs = file
    pack = small if _BRIEF < len(raw) < _LONG else quick
    first = f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
    cid = (
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/FontDescriptor %d 0 R/DW 1000/W[1[{' '.join(map(str, widths))}]]/CIDToGIDMap %d 0 R>>"
    )
    return (
        first.encode(),
        cid.encode(),
        stream_of(pack(meant)),
        descriptor,
        stream_of(pack(b"".join([glyph.to_bytes(2, "big") for glyph in (0, *glyphs)]))),
        stream_of(pack(raw), f"/Length1 {len(raw)}"),
    )


_BRIEF, _LONG = 4_000, 20_000
"""Up to how many bytes a font is mostly one patient's, and from how many on few documents share it: both are compressed
quickly, and are a hundredth larger."""


def _stream(data: bytes, entries: str = "") -> bytes:
    return stream_of(small(data), entries)


def _file(subset: Core) -> tuple[bytes, list[int]]:
    """The font file of a subset, and the number in it of each character's glyph. Its zero is plain."""
    file, chars = subset.face.file, list(subset.codes)
    codes = [ord(shown(char)) for char in chars]
    known: dict[int, int] = {0: 0}  # makeSubset numbers glyphs in the order it meets them
    raw = without_hints(file.makeSubset(list(dict.fromkeys(codes))))
    glyphs = [known.setdefault(file.charToGlyph[code], len(known)) for code in codes]
    at = chars.index("0")
    raw, glyphs[at] = with_plain_zero(raw, glyphs[at])
    return raw, glyphs


def _descriptor(subset: Core) -> bytes:
    file = subset.face.file
    box = " ".join(f"{value:g}" for value in file.bbox)
    flags = 32  # non-symbolic
    return (
        f"<</Type/FontDescriptor/FontName/{_name(subset)}/Flags {flags}/FontBBox[{box}]"
        f"/ItalicAngle {file.italicAngle:g}/Ascent {file.ascent:g}/Descent {file.descent:g}"
        f"/CapHeight {file.capHeight:g}/StemV {file.stemV:g}/FontFile2 %d 0 R>>"
    ).encode()


def _simple(subset: Core, encoding: str, coded: Mapping[int, str]) -> bytes:
    """A simple font's dictionary. ``coded`` is what is shown for each code."""
    widths = subset.face.widths
    listed = " ".join(
        f"{round(widths[shown(coded[code])] * 1000) if code in coded else 0}" for code in range(FIRST, 256)
    )
    return (
        f"<</Type/Font/Subtype/TrueType/BaseFont/{_name(subset)}/Encoding{encoding}"
        f"/FirstChar {FIRST}/LastChar 255/Widths[{listed}]/FontDescriptor %d 0 R>>"
    ).encode()


_ANSI = {"\ufffd": "•", "\x7f": "•", "\xa0": " ", "\xad": "-"}
"""What WinAnsiEncoding shows for codes that are no character of their own."""


def _typed() -> dict[int, str]:
    """What is shown for each code that can be typed."""
    shown = bytes(range(FIRST, 256)).decode("cp1252", "replace")
    return {code: _ANSI.get(char, char) for code, char in enumerate(shown, FIRST)}


def _name(subset: Core) -> str:
    """The name of its fonts: six capitals, the same for the same characters, and the face's."""
    return f"{prefix(repr([ord(char) for char in subset.codes]))}+{subset.face.name}"


def prefix(stands_for: str) -> str:
    """The six capitals before the name of a subset, the same for the same letters."""
    found = sha256(stands_for.encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in found[:6])


def _to_unicode(codes: Mapping[str, int]) -> bytes:
    """What each code means: runs of codes whose characters follow each other, within 256 as the format wants it."""
    lines = [f"<{first:02x}><{last:02x}><{char.encode('utf-16-be').hex()}>" for first, last, char in _runs(codes)]
    return _cmap(lines, "bfrange", 1)


def meanings(texts: Sequence[str]) -> bytes:
    """What the codes of two bytes mean, from 1 on: a text each. One of several characters is no range for veraPDF."""
    return _cmap([f"<{code:04x}><{text.encode('utf-16-be').hex()}>" for code, text in enumerate(texts, 1)], "bfchar", 2)


def _cmap(lines: Sequence[str], kind: str, bytes_each: int) -> bytes:
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} begin{kind}\n" + "\n".join(block) + f"\nend{kind}" for block in blocks)
    return (
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<{'00' * bytes_each}><{'ff' * bytes_each}>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"
    ).encode()


def _runs(codes: Mapping[str, int]) -> Iterator[tuple[int, int, str]]:
    """First and last code of each run, and the character of the first."""
    ordered = sorted((cid, ord(shown(char))) for char, cid in codes.items())
    start = 0
    for at in range(1, len(ordered) + 1):
        first = ordered[start]
        if at < len(ordered):
            one, gone = ordered[at], at - start
            same = one[0] >> 8 == first[0] >> 8 and one[1] >> 8 == first[1] >> 8
            if same and one == (first[0] + gone, first[1] + gone):
                continue
        yield first[0], ordered[at - 1][0], chr(first[1])
        start = at
