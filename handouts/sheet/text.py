"""Measures and breaks text into lines. Knows nothing of fonts but their widths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from handouts.base.records import dataclass
from handouts.plan.handout import Run
from handouts.sheet.blocks import MM, Pad, Role, Text

__all__ = ["Faces", "Style", "TextLine", "below", "put", "put_line", "wrap"]


class Faces(Protocol):
    """Widths and coverage of the type faces."""

    ascent: float
    """Above the baseline, as a part of the type size."""
    descent: float
    """Below the baseline, positive."""
    cap: float
    """Height of a capital."""

    def width(self, text: str, strong: bool) -> float:
        """Width of a text at a size of 1 pt, in pt."""

    def widths(self, words: Sequence[str], strong: bool) -> list[float]:
        """The same of each of several, sooner."""

    def missing(self, text: str) -> str:
        """The first character that no face has, or an empty string."""


@dataclass(frozen=True, slots=True)
class Style:
    """Size and leading in points, and a colour."""

    size: float
    leading: float
    role: Role = "ink"
    strong: bool = False

    @property
    def line(self) -> float:
        """Height of a line, mm."""
        return self.leading / MM

    def baseline(self, faces: Faces) -> float:
        """From the top of a line to its baseline, mm."""
        return ((self.leading - (faces.ascent + faces.descent) * self.size) / 2 + faces.ascent * self.size) / MM

    def width(self, text: str, faces: Faces, strong: bool | None = None) -> float:
        """Width of a text in this style, mm."""
        return faces.width(text, self.strong if strong is None else strong) * self.size / MM


Segment = tuple[str, bool, bool]
"""Text, strong, soft."""


class TextLine(NamedTuple):
    """One line: its pieces and its width in mm."""

    pieces: tuple[Segment, ...]
    width: float
    after: str | None = None
    """What stands between it and the next line in the text; None for the last line."""


class _Atom(NamedTuple):
    """What is never broken: a word, or a part of a long one. ``space`` stands before it. Widths at a size of 1 pt."""

    pieces: tuple[Segment, ...]
    width: float
    space: float
    newline: bool = False


# A number and its unit stay on one line: "30 cm", "8 am", "22 minutes", "01632 960 114". The mark is a private-use
# character, which the text gate refuses, so it cannot come from a user.
_TIE = "\ue000"
_UNIT = re.compile(r" (?<=\d )(?=\d|(?:[a-z]{1,3}|minutes?|seconds?|sets?|times)\b)")
_BETWEEN = re.compile(r" (?<=\S )(?=\S)")
_LONG_WORD = 16
_CUTS = frozenset("-/")
"""A longer word than that may be cut after these."""
_KEPT_WHOLE = 30
"""A short strong or soft run, such as “Emergency: call 999.” or a name, stays on one line."""


def _words(runs: Iterable[Run]) -> Iterator[tuple[list[Segment], str]]:
    """Each word as pieces, with what stands before it: '', ' ' or a newline."""
    word: list[Segment] = []
    before = ""
    for run in runs:
        text = _UNIT.sub(_TIE, run.text)
        if (run.strong or run.soft) and len(run.text.strip()) <= _KEPT_WHOLE:
            text = _BETWEEN.sub(_TIE, text)
        for nth_line, line in enumerate(text.split("\n")):
            for nth, part in enumerate(line.split(" ")):
                if nth or nth_line:  # a space or a line break stands before this part
                    if word:
                        yield word, before
                        word, before = [], ""
                    before = "\n" if not nth or before == "\n" else " "
                if part:
                    word.append((part.replace(_TIE, " "), run.strong, run.soft))
    if word:
        yield word, before


def _split_long(piece: Segment, style: Style, faces: Faces, width: float) -> Iterator[Segment]:
    """Cut a piece into parts that may stand on lines of their own: after hyphens, else anywhere."""
    text, strong, soft = piece
    parts = re.findall(r"[^-/]*[-/]+|[^-/]+", text) if len(text) > _LONG_WORD else [text]
    for whole in parts:
        part = whole
        while style.width(part, faces, strong or style.strong) > width and len(part) > 1:
            end = len(part)
            while end > 1 and style.width(part[:end], faces, strong or style.strong) > width:
                end = max(
                    1, min(end - 1, int(end * width / style.width(part[:end], faces, strong or style.strong)) + 1)
                )
            yield part[:end], strong, soft
            part = part[end:]
        yield part, strong, soft


def _atoms(runs: Iterable[Run], style: Style, faces: Faces, width: float) -> list[_Atom]:
    def measure(pieces: list[Segment]) -> float:
        return sum([faces.width(text, strong or style.strong) for text, strong, _ in pieces])

    spaces = [faces.width(" ", strong or style.strong) for strong in (False, True)]
    room = _room(style, width)
    found: list[_Atom] = []
    last = False  # a space is set in the weight of the word before it
    for word, before in _words(runs):
        whole = measure(word)
        gap = spaces[last] if before == " " else 0.0
        last = word[-1][1]
        if whole <= room and all(len(text) <= _LONG_WORD for text, _, _ in word):
            found.append(_Atom(tuple(word), whole, gap, before == "\n"))
            continue
        parts = [part for piece in word for part in _split_long(piece, style, faces, width)]
        for index, part in enumerate(parts):
            first = not index
            found.append(_Atom((part,), measure([part]), gap if first else 0.0, before == "\n" and first))
    return found


def _room(style: Style, width: float) -> float:
    """So many mm at a size of 1 pt, in pt."""
    return width * MM / style.size


def _fill(atoms: list[_Atom], room: float) -> list[list[_Atom]]:
    lines: list[list[_Atom]] = [[]]
    used = 0.0
    for atom in atoms:
        if lines[-1] and (atom.newline or used + atom.space + atom.width > room + 1e-6):
            lines.append([])
        used = used + atom.space + atom.width if lines[-1] else atom.width
        lines[-1].append(atom)
    return lines


def wrap(runs: Sequence[Run] | str, style: Style, faces: Faces, width: float) -> list[TextLine]:
    """Break text into lines no wider than ``width`` mm. A lone short last word takes company along."""
    runs = (Run(runs),) if isinstance(runs, str) else runs
    return _wrap_plain(runs, style, faces, width) or _wrap_any(runs, style, faces, width)


_TIGHTER = (0.92, 0.85, 0.78, 0.7)
"""Narrower lines to try, as parts of the width, where a lone short word would stand on the last one."""


def _wrap_plain(runs: Sequence[Run], style: Style, faces: Faces, width: float) -> list[TextLine] | None:
    """The same as ``_wrap_any``, sooner, for what most texts are: ordinary words between spaces. None for all else."""
    spans = _plain_spans(runs)
    if not spans:
        return None
    room = _room(style, width)
    widths: list[float] = []
    gaps: list[float] = []
    for words, strong, _ in spans:
        bold = strong or style.strong
        widths += faces.widths(words, bold)
        gaps += [faces.width(" ", bold)] * len(words)  # a space is set in the weight of the word before it
    long = sum(widths) + sum(gaps[:-1])
    if long <= room + 1e-6:
        return [TextLine(_joined([(" ".join(words), strong, soft) for words, strong, soft in spans]), _mm(long, style))]
    if max(widths) > room:
        return None
    segments = [(word, strong, soft) for words, strong, soft in spans for word in words]
    found = []
    for start, end in pairwise([*_best_starts(widths, gaps, room), len(segments)]):
        long = sum(widths[start:end]) + sum(gaps[start : end - 1])
        last = end == len(segments)
        found.append(TextLine(_joined(segments[start:end], ended=last), _mm(long, style), None if last else " "))
    return found


_Span = tuple[list[str], bool, bool]
"""Words, strong, soft."""


def _plain_spans(runs: Sequence[Run]) -> list[_Span] | None:
    """The words of each run; None where runs hold a line break, do not meet at spaces, or a word may be cut."""
    spans: list[_Span] = []
    apart = True
    for text, strong, soft in [(run.text, run.strong, run.soft) for run in runs]:
        if "\n" in text or not text or not (apart or text[0] == " "):
            return None
        apart = text[-1] == " "
        tied = _UNIT.sub(_TIE, text)
        if (strong or soft) and len(text.strip()) <= _KEPT_WHOLE:
            tied = _BETWEEN.sub(_TIE, tied)
        words = [*filter(None, tied.split(" "))]
        if _TIE in tied:
            words = [word.replace(_TIE, " ") for word in words]
        if words:
            if max(map(len, words)) > _LONG_WORD and _may_be_cut(words):
                return None
            spans.append((words, strong, soft))
    return spans


def _may_be_cut(words: list[str]) -> bool:
    return any(len(word) > _LONG_WORD and _CUTS.intersection(word) for word in words)


def _mm(width: float, style: Style) -> float:
    """The width of what has this one at a size of 1 pt."""
    return width * style.size / MM


def _joined(words: list[Segment], *, ended: bool = True) -> tuple[Segment, ...]:
    """Words as pieces of one weight each. A line that goes on ends with a space, for readers of the page's text."""
    if ended and len(words) == 1:
        return (words[0],)
    pieces: list[Segment] = []
    text, *kind = words[0]
    for word, *other in words[1:]:
        if other == kind:
            text = f"{text} {word}"
        else:
            pieces.append((f"{text} ", kind[0], kind[1]))
            text, kind = word, other
    pieces.append((text if ended else f"{text} ", kind[0], kind[1]))
    return tuple(pieces)


def _best_starts(widths: list[float], gaps: list[float], room: float) -> list[int]:
    """At which words lines start. A lone short last word takes company along."""
    starts, final = _starts(widths, gaps, room), len(widths) - 1
    if starts[-1] == final and widths[-1] < room / 4:
        for share in _TIGHTER:
            tighter = _starts(widths, gaps, room * share)
            if len(tighter) == len(starts) and tighter[-1] < final:
                return tighter
    return starts


def _starts(widths: list[float], gaps: list[float], room: float) -> list[int]:
    """The same with each line as full as can be. A gap stands after its word."""
    starts, used = [0], widths[0]
    for at in range(1, len(widths)):
        used = used + gaps[at - 1] + widths[at]
        if used > room + 1e-6:
            starts.append(at)
            used = widths[at]
    return starts


def _wrap_any(runs: Iterable[Run], style: Style, faces: Faces, width: float) -> list[TextLine]:
    """Break any text: runs of other weights, line breaks, long words."""
    atoms, room = _atoms(runs, style, faces, width), _room(style, width)
    if not atoms:
        return []
    lines = _fill(atoms, room)
    if len(lines) > 1 and len(lines[-1]) == 1 and lines[-1][0].width < room / 4:
        for part in _TIGHTER:
            tighter = _fill(atoms, room * part)
            if len(tighter) == len(lines) and len(tighter[-1]) > 1:
                lines = tighter
                break
    ends = [_before(line[0]) for line in lines[1:]]
    return [_line(line, after, style) for line, after in zip(lines, [*ends, None], strict=True)]


def _before(atom: _Atom) -> str:
    """What stood in the text before an atom that begins a line: nothing before a part of a long word."""
    return "\n" if atom.newline else " " if atom.space else ""


def _line(atoms: list[_Atom], after: str | None, style: Style) -> TextLine:
    pieces: list[Segment] = []
    for index, atom in enumerate(atoms):
        if index and atom.space:
            text, strong, soft = pieces[-1]
            pieces[-1] = (f"{text} ", strong, soft)
        for piece in atom.pieces:
            if pieces and pieces[-1][1:] == piece[1:]:
                pieces[-1] = (pieces[-1][0] + piece[0], *piece[1:])
            else:
                pieces.append(piece)
    if after:  # so that a reader of the PDF's text does not join two words over the line's end
        text, strong, soft = pieces[-1]
        pieces[-1] = (f"{text} ", strong, soft)
    long = sum([atom.width for atom in atoms]) + sum([atom.space for atom in atoms[1:]])
    return TextLine(tuple(pieces), _mm(long, style), after)


def put_line(pad: Pad, x: float, y: float, line: TextLine, style: Style, faces: Faces) -> None:
    """Add one line whose top is at ``y``."""
    base = y + style.baseline(faces)
    last = len(line.pieces) - 1
    for index, (text, strong, soft) in enumerate(line.pieces):
        bold = strong or style.strong
        after = line.after if index == last else None
        pad.add(Text(x, base, text, style.size, bold, "mute" if soft else style.role, after))
        if index < last:
            x += style.width(text, faces, bold)


def below(y: float, lines: Iterable[TextLine], style: Style) -> float:
    """The y below lines whose first begins at ``y``: where ``put`` would end."""
    for _ in lines:
        y += style.line
    return y


def put(pad: Pad, x: float, y: float, lines: Iterable[TextLine], style: Style, faces: Faces) -> float:
    """Add lines one under the other from ``y``; gives the y below them."""
    for line in lines:
        put_line(pad, x, y, line, style, faces)
        y += style.line
    return y
