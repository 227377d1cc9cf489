"""The type faces: widths for the sheet room, and embedded subsets for the page.

The first face is Atkinson Hyperlegible, made by the Braille Institute for weak eyes; words with a
character it lacks are set in Be Vietnam Pro. Every document embeds the same core subset of each
weight, so drawn text can be shared between documents; characters beyond it come in a small subset
of the document's own. Each character has a code of its own (a CID), so what is copied out of the
PDF is what went in, even where two characters share one shape.
"""

from __future__ import annotations

from codecs import charmap_build, charmap_encode
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.base.kept import Kept
from handouts.base.records import dataclass
from handouts.write.pdf.face_cache import Measures, kept_measures, kept_objects
from handouts.write.pdf.hints import with_characters, without_hints
from handouts.write.pdf.squeeze import small
from handouts.write.pdf.zero import with_plain_zero

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFontFile

__all__ = ["Face", "Subset", "TypeFaces", "told_apart", "type_faces"]

_FAMILIES = (
    ("fontpkg_atkinson_hyperlegible", "AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf"),
    ("fontpkg_be_vietnam_pro", "BeVietnamPro-Regular.ttf", "BeVietnamPro-Bold.ttf"),
)
_CORE = [
    *range(0x20, 0x7F),
    *range(0xA0, 0xAD),
    *range(0xAE, 0x100),
    *map(ord, "ƒ†‡ˆ‰ŠŒŽ˜šœžŸ–—‘’‚“”„•…‹›€™−×≤≥≈"),
]
"""What the core subset holds, as far as the face has it: letters of western Europe, and punctuation. All of
WinAnsiEncoding is among it, for that is what can be typed into fields.
"""
_NONE = "\ufffe"
"""Stands for a byte that is no character."""
_STRUCK = "\ue030"
"""Stands for the zero with a stroke, which parts it from the letter O. A private character, which the text gate
refuses, so it cannot come from a user; what is copied out of the PDF is a zero.
"""
_WIDTHS_KEPT = 20_000
"""Words of each weight whose widths are remembered."""
_WORD_MOST = 40
"""From this many characters on, a text is hardly set twice."""


@dataclass(eq=False)
class Subset:
    """An embeddable part of a face. ``codes`` maps characters to CIDs from 1."""

    face: Face
    codes: dict[str, int]

    @cached_property
    def chars(self) -> frozenset[str]:
        """The characters it has. Asked for only once a subset is complete."""
        return frozenset(self.codes)

    @cached_property
    def _hex(self) -> dict[int, str]:
        return {ord(char): f"{cid:04x}" for char, cid in self.codes.items()}

    def encode(self, text: str) -> str:
        """Text as the hexadecimal string of a PDF text operator. Every character must be in the subset."""
        if len(self._hex) != len(self.codes):
            del self._hex  # a document's own subset grows while its pages are drawn
        return text.translate(self._hex)

    def code(self, text: str) -> str | None:
        """The same where the subset has every character, else None; in a tenth of the time. Only of a complete subset
        of at most 255 characters, such as a core.
        """
        try:
            return f"00{charmap_encode(text, 'strict', self._bytes)[0].hex('.').replace('.', '00')}" if text else ""
        except UnicodeEncodeError:
            return None

    @cached_property
    def _bytes(self) -> Any:
        """Its characters as one of Python's own encodings with a byte for each."""
        return charmap_build(f"{_NONE}{''.join(self.codes)}")

    @cached_property
    def objects(self) -> tuple[bytes, ...]:
        """The font's six PDF objects; “%d” stands for the numbers of those that they refer to."""
        if self is self.face.core:
            return kept_objects(self.face.path, "".join(self.codes), lambda: _font_objects(self))
        return _font_objects(self)

    @cached_property
    def field_font(self) -> bytes:
        """The same letters as a simple font, for what is typed into form fields; “%d” stands for the number of
        the descriptor, the fourth of ``objects``, so that the file holds the letters once.

        Only of the core of a typed face. Programs that fill in forms handle codes of one byte best.
        """
        return _field_font(self)


@dataclass(eq=False)
class Face:
    """One TrueType file."""

    name: str
    path: Path
    typed: bool = False
    """Whether form fields are written in it."""

    @cached_property
    def file(self) -> TTFontFile:
        """The file as ReportLab reads it, which is loaded for this only."""
        from reportlab.pdfbase.ttfonts import TTFontFile

        return TTFontFile(str(self.path), validate=0)

    @cached_property
    def measures(self) -> Measures:
        """Its measures, as parts of the type size."""
        return kept_measures(self.path, self._measured)

    def _measured(self) -> Measures:
        file, known = self.file, self.file.charToGlyph
        widths = {chr(code): width / 1000 for code, width in file.charWidths.items() if code in known}
        return Measures(file.ascent / 1000, -file.descent / 1000, file.capHeight / 1000, widths)

    @cached_property
    def widths(self) -> dict[str, float]:
        """Width of each character the face has, as a part of the type size."""
        return self.measures.widths

    @cached_property
    def chars(self) -> frozenset[str]:
        """The characters the face has."""
        return frozenset(self.widths)

    def length(self, text: str) -> float:
        """Width of a text, all of whose characters the face has, at 1 pt."""
        return sum(map(self.widths.__getitem__, text))

    def subset(self, chars: Iterable[str]) -> Subset:
        """A subset of these characters, which the face has."""
        return Subset(self, {char: cid for cid, char in enumerate(sorted(set(chars)), 1)})

    @cached_property
    def core(self) -> Subset:
        """The subset that every document embeds."""
        return self.subset((*(chr(code) for code in _CORE if chr(code) in self.widths), _STRUCK))


def told_apart(text: str) -> str:
    """A code such as an id, all of whose characters are in the core, with zeros that nobody takes for the letter O."""
    return text.replace("0", _STRUCK)


class TypeFaces:
    """All faces. Fulfils ``sheet.text.Faces``."""

    def __init__(self, faces: tuple[tuple[Face, Face], ...]) -> None:
        self.faces = faces
        """(regular, bold) of each family, the preferred first."""
        self.ascent, self.descent, self.cap, _ = faces[0][0].measures
        self._known: tuple[Kept[str, float], Kept[str, float]] = (Kept(_WIDTHS_KEPT), Kept(_WIDTHS_KEPT))

    def width(self, text: str, strong: bool) -> float:
        """Width of a text at 1 pt. Words are remembered: a batch sets the same ones again and again."""
        known = self._known[strong]
        width = known.get(text)
        if width is None:
            width = sum(face.length(part) for face, part in self.split(text, strong))
            if len(text) < _WORD_MOST:
                known.keep(text, width)
        return width

    def missing(self, text: str) -> str:
        """The first character that no face has, or an empty string."""
        if self.faces[0][0].chars.issuperset(text):
            return ""
        return next((char for char in text if not any(char in face.chars for face, _ in self.faces)), "")

    def split(self, text: str, strong: bool) -> Iterator[tuple[Face, str]]:
        """Cut a text into runs of one face; a word stays in one face wherever one has all of it."""
        first = self.faces[0][strong]
        if first.chars.issuperset(text):
            yield first, text
            return
        run, current = "", first
        for word in _words(text):
            for face, part in self._word(word, strong):
                if face is current:
                    run += part
                else:
                    if run:
                        yield current, run
                    run, current = part, face
        if run:
            yield current, run

    def _word(self, word: str, strong: bool) -> Iterator[tuple[Face, str]]:
        for pair in self.faces:
            if pair[strong].chars.issuperset(word):
                yield pair[strong], word
                return
        for char in word:
            face = next((pair[strong] for pair in self.faces if char in pair[strong].chars), None)
            if face is None:
                raise ValueError(f"no face has U+{ord(char):04X}; ask missing() before drawing")
            yield face, char


def _words(text: str) -> Iterator[str]:
    """Words, each with the spaces after it."""
    start = 0
    for index in range(1, len(text)):
        if text[index - 1] == " " and text[index] != " ":
            yield text[start:index]
            start = index
    yield text[start:]


@lru_cache(maxsize=1)
def type_faces() -> TypeFaces:
    """The faces of this installation."""
    found: list[tuple[Face, Face]] = []
    for package, *files in _FAMILIES:
        folder = Path(str(import_module(package).__file__)).parent / "files"
        first, second = (folder / name for name in files)
        found.append((Face(first.stem, first, typed=not found), Face(second.stem, second)))
    return TypeFaces(tuple(found))


# --- PDF objects of a subset -----------------------------------------------------------------------


def stream(data: bytes, entries: str = "") -> bytes:
    """A compressed PDF stream object's body."""
    packed = small(data)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n" % (len(packed), entries.encode()) + packed + b"\nendstream"


def _font_objects(subset: Subset) -> tuple[bytes, ...]:
    file = subset.face.file
    shown = [_shown(char) for char in subset.codes]
    raw = without_hints(file.makeSubset(list(dict.fromkeys(map(ord, shown)))))
    glyphs: dict[int, int] = {0: 0}  # makeSubset numbers glyphs in the order it meets them
    gids = [0]
    gids += [glyphs.setdefault(file.charToGlyph[ord(char)], len(glyphs)) for char in shown]
    if "0" in subset.codes:
        raw, gids[subset.codes["0"]] = with_plain_zero(raw, gids[subset.codes["0"]])
    if subset.face.typed and subset is subset.face.core:
        characters = {ord(char): gids[cid] for char, cid in subset.codes.items() if char != _STRUCK}
        raw = with_characters(raw, characters)
    widths = " ".join(f"{round(subset.face.widths[char] * 1000)}" for char in shown)
    name = _name(subset)
    box = " ".join(f"{value:g}" for value in file.bbox)
    flags = 32  # non-symbolic
    first = f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
    cid = (
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/FontDescriptor %d 0 R/DW 1000/W[1[{widths}]]/CIDToGIDMap %d 0 R>>"
    )
    descriptor = (
        f"<</Type/FontDescriptor/FontName/{name}/Flags {flags}/FontBBox[{box}]/ItalicAngle {file.italicAngle:g}"
        f"/Ascent {file.ascent:g}/Descent {file.descent:g}/CapHeight {file.capHeight:g}/StemV {file.stemV:g}"
        "/FontFile2 %d 0 R>>"
    )
    mapping = b"".join(gid.to_bytes(2, "big") for gid in gids)
    return (
        first.encode(),
        cid.encode(),
        stream(_to_unicode(subset)),
        descriptor.encode(),
        stream(mapping),
        stream(raw, f"/Length1 {len(raw)}"),
    )


def _shown(char: str) -> str:
    """What a character is to readers, and to the face."""
    return "0" if char == _STRUCK else char


def _field_font(subset: Subset) -> bytes:
    """The dictionary of a simple font: codes are those of WinAnsiEncoding."""
    shown = (_ANSI.get(char, char) for char in bytes(range(_FIRST, 256)).decode("cp1252", "replace"))
    widths = " ".join(f"{round(subset.face.widths[char] * 1000)}" for char in shown)
    return (
        f"<</Type/Font/Subtype/TrueType/BaseFont/{_name(subset)}/Encoding/WinAnsiEncoding/FirstChar {_FIRST}"
        f"/LastChar 255/Widths[{widths}]/FontDescriptor %d 0 R>>"
    ).encode()


_FIRST = 0x20
_ANSI = {"\ufffd": "•", "\x7f": "•", "\xa0": " ", "\xad": "-"}
"""What WinAnsiEncoding shows for codes that are no character of their own."""


def _name(subset: Subset) -> str:
    """The name of its fonts: six capitals, the same for the same characters, and the face's."""
    from hashlib import sha256

    found = sha256(repr([ord(char) for char in subset.codes]).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in found[:6]) + f"+{subset.face.name}"


def _to_unicode(subset: Subset) -> bytes:
    """What each code means: runs of codes whose characters follow each other, within 256 as the format wants it."""
    lines = [
        f"<{first:04x}><{last:04x}><{char.encode('utf-16-be').hex()}>" for first, last, char in _runs(subset.codes)
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    return (
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"
    ).encode()


def _runs(codes: Mapping[str, int]) -> Iterator[tuple[int, int, str]]:
    """First and last code of each run, and the character of the first."""
    ordered = sorted((cid, ord(_shown(char))) for char, cid in codes.items())
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
