"""The type faces: widths for the sheet room, and embedded subsets for the page.

The first face is Atkinson Hyperlegible, made by the Braille Institute for weak eyes; words with a
character it lacks are set in Be Vietnam Pro, and what has to be shaped in Noto Sans (``shaped``).
Every document embeds the same core subset of each
weight, so drawn text can be shared between documents; characters beyond it come in a small subset
of the document's own. Each character has a code of its own, so what is copied out of the PDF is
what went in, even where two characters share one shape.
"""

from __future__ import annotations

from codecs import charmap_build, charmap_encode
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from handouts.base.cachefolder import package_state
from handouts.base.kept import Kept
from handouts.base.records import dataclass
from handouts.type.bidi import without_signs
from handouts.type.scripts import LATIN, PACKAGES, Script, face_file, is_mark, is_silent, script_for
from handouts.write.pdf.face_cache import Measures, face_state, kept_measures, kept_objects
from handouts.write.pdf.runs import AnyFace, Setting, face_of, line_runs, one_way_runs

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFontFile

    from handouts.write.pdf.shaped import ClusterSubset

__all__ = ["DESCRIPTOR", "FIRST", "MORE", "Core", "Face", "TypeFaces", "shown", "told_apart", "type_faces"]

_FAMILIES = (
    ("fontpkg_atkinson_hyperlegible", "AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf"),
    ("fontpkg_be_vietnam_pro", "BeVietnamPro-Regular.ttf", "BeVietnamPro-Bold.ttf"),
)
FIRST = 0x20
"""The first code of the core."""
DESCRIPTOR = 2
"""Which of a core's objects describes its letters."""
_STRUCK = "\uf730"
"""Stands for the zero with a stroke, which parts it from the letter O. A private character, which the text gate
refuses, so it cannot come from a user; what is copied out of the PDF is a zero. It is the one that Adobe's list has for
the name of its glyph, by which readers find that.
"""
MORE = {
    0x81: ("−", "minus"),
    0x8D: ("≤", "lessequal"),
    0x8F: ("≥", "greaterequal"),
    0x90: ("≈", "approxequal"),
    0x9D: (_STRUCK, "zerooldstyle"),
}
"""What the core has at codes that mean nothing in WinAnsiEncoding, and the names of their glyphs."""
_NOT_BOLD = "¢¤¥¦§¨©ª¬®¯±²³´µ¶¸¹¼¾÷ƒˆ˜†‡‰‹›™"
"""Signs that hardly ever stand in a name, a heading or a dose: 1.6 kB that the bold core does without. The regular one
needs them all the same, for whatever is typed into a field.
"""
_NO_LETTERS = "\x7f\xad"
"""The encoding shows a bullet and a hyphen there."""
_NONE = "\ufffe"
"""Stands for a byte that is no character."""
_WIDTHS_KEPT = 20_000
"""Words of each weight whose widths are remembered."""
_ONE_WAY_KEPT = 5_000
"""Texts that run one way whose faces are remembered."""
_RUNS_KEPT = 4000
"""The same of texts in several faces, with their runs."""
_WORD_MOST = 40
"""From this many characters on, a text is hardly set twice."""


@dataclass(eq=False)
class Core:
    """The subset that every document embeds: letters of western Europe, and punctuation. ``codes`` maps characters to
    codes of one byte, those of WinAnsiEncoding, for all that can be typed into fields is among it.
    """

    face: Face
    codes: dict[str, int]

    links: ClassVar[tuple[tuple[int, ...], ...]] = ((1, 2), (), (3,), ())
    """For each of ``objects`` which others it refers to: font, meaning of its codes, descriptor, file."""

    @cached_property
    def chars(self) -> frozenset[str]:
        """The characters it has."""
        return frozenset(self.codes)

    def code(self, text: str) -> str | None:
        """Text as the hexadecimal string of a PDF text operator; None where the subset lacks one of its characters."""
        if text.isascii() and text.isprintable():  # nearly always, and there codes are those of ASCII
            return text.encode("ascii").hex()
        try:
            return charmap_encode(text, "strict", self._bytes)[0].hex()
        except UnicodeEncodeError:
            return None

    def take(self, text: str) -> None:
        """It takes no more."""

    def part(self, codes: Iterable[int]) -> tuple[Core, dict[int, int]]:
        """All of it: it is the same everywhere."""
        return self, {code: code for code in codes}

    def encode(self, text: str) -> str:
        """The same, but every character must be in the subset."""
        return charmap_encode(text, "strict", self._bytes)[0].hex()

    @cached_property
    def _bytes(self) -> Any:
        """Its characters as one of Python's own encodings with a byte for each."""
        known = {code: char for char, code in self.codes.items()}
        return charmap_build("".join(known.get(code, _NONE) for code in range(256)))

    @cached_property
    def objects(self) -> tuple[bytes, ...]:
        """The font's PDF objects, itself the first; “%d” stands for the numbers of those that they refer to."""
        return self._made[:-1]

    @property
    def field_font(self) -> bytes:
        """The same letters for what is typed into form fields; “%d” stands for the number of the descriptor, so that
        the file holds the letters once. Its encoding has a plain name: not every program that fills in forms knows
        others.
        """
        return self._made[-1]

    @cached_property
    def _made(self) -> tuple[bytes, ...]:
        return kept_objects(self.face.path, "".join(self.codes), self._make)

    def _make(self) -> tuple[bytes, ...]:
        from handouts.write.pdf.fontobjects import core_font

        return core_font(self)


@dataclass(eq=False)
class Face:
    """One TrueType file."""

    name: str
    path: Path
    bold: bool = False

    scale: ClassVar[float] = 1.0

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
        """The characters that the face can set one beside the other; marks have to be placed on their letters."""
        return frozenset(char for char in self.widths if not is_mark(char))

    def length(self, text: str) -> float:
        """Width of a text, all of whose characters the face has, at 1 pt."""
        return sum(map(self.widths.__getitem__, text))

    def growing(self) -> ClusterSubset:
        """A subset beyond the core that takes up letters while pages are drawn."""
        from handouts.write.pdf.shaped import shaped_face

        return shaped_face(self.path, self.scale, bold=self.bold, rtl=False).growing()

    @cached_property
    def core(self) -> Core:
        """The subset that every document embeds."""
        known = {bytes([code]).decode("cp1252", "ignore"): code for code in range(FIRST, 256)}
        known |= {char: code for code, (char, _) in MORE.items()}
        left_out = _NO_LETTERS + _NOT_BOLD if self.bold else _NO_LETTERS
        chars = {*self.chars.intersection(known).difference(left_out), _STRUCK}
        return Core(self, {char: known[char] for char in sorted(chars)})


def told_apart(text: str) -> str:
    """A code such as an id, all of whose characters are in the core, with zeros that nobody takes for the letter O."""
    return text.replace("0", _STRUCK)


def shown(char: str) -> str:
    """What a character of a subset is to readers, and to the face."""
    return "0" if char == _STRUCK else char


class _Widths(dict[str, float]):
    """Widths of texts of one weight, found when first asked for; words are kept, up to a limit."""

    def __init__(self, faces: TypeFaces, *, strong: bool) -> None:
        super().__init__()
        self._faces, self._strong = faces, strong

    def __missing__(self, text: str) -> float:
        width = sum([face.length(part) for face, part in self._faces.split(text, self._strong)])
        if len(text) < _WORD_MOST:
            if len(self) >= _WIDTHS_KEPT:
                del self[next(iter(self))]
            self[text] = width
        return width


class TypeFaces:
    """All faces, as a sheet in one language is set in them. Fulfils ``sheet.text.Faces``."""

    def __init__(self, faces: tuple[tuple[Face, Face], ...], language: str = "en") -> None:
        self.faces = faces
        """(regular, bold) of each family, the preferred first."""
        self.home = script_for(language)
        self.ascent, self.descent, self.cap, _ = faces[0][0].measures
        self.leading = 0.0 if language.partition("-")[0] in _NO_ACCENTS else _ACCENTS
        if self.home and self.home.high:
            self.ascent, self.descent = self.home.high * self.home.scale, self.home.low * self.home.scale
            self.leading = self.ascent + self.descent + _APART
        self._settings = self._setting(strong=False), self._setting(strong=True)
        self.plain = self._settings[0].plain[0] is faces[0][0]
        """Whether what the first family has is set in it."""
        self._runs = lru_cache(maxsize=_RUNS_KEPT)(self._cut)
        self._words = _Widths(self, strong=False), _Widths(self, strong=True)
        self._one_way = Kept[tuple[str, bool, bool], tuple[tuple[AnyFace, str], ...]](_ONE_WAY_KEPT)

    def _setting(self, *, strong: bool) -> Setting:
        families = tuple([pair[strong] for pair in self.faces])
        latin = self.home and self.home.name == LATIN.name and _latin_face(self.home, bold=strong)
        return Setting((latin, *families) if latin else families, strong, self.home)

    @property
    def state(self) -> str:
        """Stands for the faces' files."""
        others = [package_state(name) for name in ("uharfbuzz", *PACKAGES)]
        return " ".join([*[face_state(face.path) for family in self.faces for face in family], *others])

    def width(self, text: str, strong: bool) -> float:
        """Width of a text at 1 pt. Words are remembered: a batch sets the same ones again and again."""
        return self._words[strong][text]

    def widths(self, words: Sequence[str], strong: bool) -> list[float]:
        """Width of each of several texts at 1 pt."""
        return list(map(self._words[strong].__getitem__, words))

    def missing(self, text: str) -> str:
        """The first character that no face has, or an empty string."""
        if (text.isascii() and text.isprintable()) or self.faces[0][0].chars.issuperset(text):
            return ""
        return next(
            (
                char
                for char in without_signs(text)
                if not any(char in face.chars for face, _ in self.faces) and _lacks(char)
            ),
            "",
        )

    def _cut(self, text: str, strong: bool) -> tuple[tuple[AnyFace, str], ...]:
        return tuple(line_runs(text, self._settings[strong]))

    def split(self, text: str, strong: bool) -> Iterator[tuple[AnyFace, str]]:
        """Cut a text into runs of one face, in the order of the line; a word stays in one face wherever one has it."""
        setting = self._settings[strong]
        first = setting.whole(text)
        if first is setting.plain[0]:
            yield first, text
        elif len(text) < _WORD_MOST:
            yield from self._runs(text, strong)
        else:
            yield from line_runs(text, setting)

    def split_one_way(self, text: str, strong: bool, *, rtl: bool) -> tuple[tuple[AnyFace, str], ...]:
        """The same for a text all of which runs one way: its runs from left to right. Remembered, as words are."""
        return self._one_way.get_or_make(
            (text, strong, rtl), lambda: tuple(one_way_runs(text, self._settings[strong], rtl=rtl))
        )


_NO_ACCENTS = "en", "ms", "id"
_ACCENTS = 1.24
"""The least leading where lines may begin with a letter such as Ś, as a part of the size."""
_APART = 0.05
"""Between the ink of two lines at least, as a part of the type size."""


def _latin_face(script: Script, *, bold: bool) -> AnyFace | None:
    """The one face of a language that is written in Latin letters which the first family lacks."""
    files = script.files if len(script.files) == 1 or script.high == 0 else (script.files[bold],)
    path = face_file(*files[0])
    from handouts.write.pdf.shaped import shaped_face

    return shaped_face(path, script.scale, bold=bold, rtl=False) if path else None


def _lacks(char: str) -> bool:
    """Whether no face of any script has a character."""
    return not is_silent(char) and face_of(char, bold=False) is None


@lru_cache(maxsize=64)
def type_faces(language: str = "en") -> TypeFaces:
    """The faces of this installation, for sheets in a language."""
    return TypeFaces(_families(), language)


@cache
def _families() -> tuple[tuple[Face, Face], ...]:
    found: list[tuple[Face, Face]] = []
    for package, *files in _FAMILIES:
        folder = Path(str(import_module(package).__file__)).parent / "files"
        first, second = (folder / name for name in files)
        found.append((Face(first.stem, first), Face(second.stem, second, bold=True)))
    return tuple(found)
