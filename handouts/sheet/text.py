"""Measures and breaks text into lines. Knows nothing of fonts but their widths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from handouts.base.twofold import MARK, parted
from handouts.plan.handout import Run
from handouts.sheet.blocks import MM, Pad, Text
from handouts.sheet.lineends import BREAK, LONG_WORD, TIE, first_line, has_han, may_be_cut, tied_text
from handouts.sheet.linesizes import drawn
from handouts.sheet.style import Faces, Segment, Style, TextLine
from handouts.type.bidi import is_rtl

__all__ = ["Faces", "PlainWords", "Style", "TextLine", "going_on", "measured", "put", "put_line", "wrap"]


class _Atom(NamedTuple):
    """What is never broken: a word, or a part of a long one. ``space`` stands before it. Widths at a size of 1 pt."""

    pieces: tuple[Segment, ...]
    width: float
    space: float
    newline: bool = False


def _words(runs: Iterable[Run], units: str) -> Iterator[tuple[list[Segment], str]]:
    """Each word as pieces, with what stands before it: '', ' ' or a newline."""
    word: list[Segment] = []
    before = ""
    for run in runs:
        text = tied_text(run.text, units, marked=run.strong or run.soft)
        for nth_line, line in enumerate(text.split("\n")):
            for nth, part in enumerate(line.split(" ")):
                if nth or nth_line:  # a space or a line break stands before this part
                    if word:
                        yield word, before
                        word, before = [], ""
                    before = "\n" if not nth or before == "\n" else " "
                if part:
                    known = word.pop()[0] if word and word[-1][1:] == (run.strong, run.soft) else ""
                    word.append((known + part.replace(TIE, " "), run.strong, run.soft))
    if word:
        yield word, before


def _split_long(piece: Segment, style: Style, faces: Faces, width: float) -> Iterator[Segment]:
    """Cut a piece into parts that may stand on lines of their own: after hyphens, else anywhere."""
    text, strong, soft = piece
    bold = strong or style.strong
    parts = re.findall(r"[^-/]*[-/]+|[^-/]+", text) if len(text) > LONG_WORD else [text]
    for whole in parts:
        part = whole
        while (end := first_line(part, lambda text: style.width(text, faces, bold), width)) < len(part):
            yield part[:end], strong, soft
            part = part[end:]
        yield part, strong, soft


def _atoms(runs: Iterable[Run], style: Style, faces: Faces, width: float) -> list[_Atom]:
    def measure(pieces: list[Segment]) -> float:
        return sum([faces.width(text, strong or style.strong) for text, strong, _ in pieces])

    spaces = [faces.width(" ", strong or style.strong) for strong in (False, True)]
    most = _room(style, width) + _NEARLY
    found: list[_Atom] = []
    last = False  # a space is set in the weight of the word before it
    for marked, before in _words(runs, style.units):
        gap = spaces[last] if before == " " else 0.0
        last = marked[-1][1]
        text, strong, _ = marked[0]
        if len(marked) == 1 and len(text) <= LONG_WORD and BREAK not in text:  # nearly always
            wide = faces.width(text, strong or style.strong)
            if wide <= most:
                found.append(_Atom((marked[0],), wide, gap, before == "\n"))
                continue
        parts = _parts(marked)
        if any(len(text) > LONG_WORD for piece in parts for text, _, _ in piece) or max(map(measure, parts)) > most:
            word = [piece for part in parts for piece in part] if len(parts) > 1 and _is_han(marked) else marked
            whole = [(text.replace(BREAK, ""), strong, soft) for text, strong, soft in word]
            parts = [[part] for piece in whole for part in _split_long(piece, style, faces, width)]
        several = len(parts) == 1 or any(len(part) > 1 for part in parts)
        widths = list(map(measure, parts)) if several else _each_beside(parts, style, faces)
        for index, (part, wide) in enumerate(zip(parts, widths, strict=True)):
            found.append(_Atom(tuple(part), wide, 0.0 if index else gap, before == "\n" and not index))
    return found


def _each_beside(parts: list[list[Segment]], style: Style, faces: Faces) -> list[float]:
    """The same as ``_beside`` for parts of one piece each, which may be of both weights."""
    texts = [text for ((text, _, _),) in parts]
    widths = [_beside(texts, faces, bold) for bold in (style.strong, True)]
    return [widths[strong][index] for index, ((_, strong, _),) in enumerate(parts)]


def _beside(parts: Sequence[str], faces: Faces, bold: bool) -> list[float]:
    """Widths of the parts of a word at a size of 1 pt. Where a face is taken for the word that some of its parts would
    not be set in by themselves, those are at least as wide as in that one: they may stand side by side again.
    """
    alone, whole = faces.widths(parts, bold), "".join(parts)
    if abs(sum(alone) - faces.width(whole, bold)) < _NEARLY:
        return alone
    chars = "".join(dict.fromkeys(whole.replace(" ", "")))  # a face is taken by them
    beside = 2 * faces.width(chars, bold)
    return [
        max(wide, faces.width(f"{chars}{part}{chars}", bold) - beside) for part, wide in zip(parts, alone, strict=True)
    ]


def _parts(word: list[Segment]) -> list[list[Segment]]:
    """A word's pieces, parted where a line may end: after a hyphen, but in long words, which are cut in other ways."""
    whole = [(text.replace(BREAK, ""), strong, soft) for text, strong, soft in word]
    if _is_han(word):
        return _han_parts(word)
    if len(word) > 1 or len(whole[0][0]) > LONG_WORD:
        return [whole]
    (text, strong, soft), *_ = word
    return [[(part, strong, soft)] for part in text.split(BREAK)]


def _is_han(word: list[Segment]) -> bool:
    """Whether lines may end between letters of a word."""
    return any(has_han(text) for text, _, _ in word)


def _han_parts(word: list[Segment]) -> list[list[Segment]]:
    """Such a word parted where a line may end, in a piece or between two."""
    parts: list[list[Segment]] = [[]]
    for text, strong, soft in word:
        if parts[-1] and BREAK in tied_text(parts[-1][-1][0][-1] + text[0], "", marked=False):
            parts.append([])
        first, *others = text.split(BREAK)
        parts[-1].append((first, strong, soft))
        parts += [[(one, strong, soft)] for one in others]
    return parts


_NEARLY = 1e-6
"""So much more than the room is no more than it."""


def _room(style: Style, width: float) -> float:
    """So many mm at a size of 1 pt, in pt."""
    return width * MM / style.size


def _fill(atoms: list[_Atom], room: float) -> list[list[_Atom]]:
    lines: list[list[_Atom]] = [[]]
    used = 0.0
    for atom in atoms:
        if lines[-1] and (atom.newline or used + atom.space + atom.width > room + _NEARLY):
            lines.append([])
        used = used + atom.space + atom.width if lines[-1] else atom.width
        lines[-1].append(atom)
    return lines


def wrap(
    runs: Sequence[Run] | str, style: Style, faces: Faces, width: float, known: PlainWords | None = None
) -> list[TextLine]:
    """Break text into lines no wider than ``width`` mm. A very short last line takes company along. ``known``: its
    words, where they were measured before.
    """
    runs = (Run(runs),) if isinstance(runs, str) else runs
    if style.second and any(MARK in run.text for run in runs):
        return _wrap_both(runs, style, style.second, faces, width)
    found = _wrap_plain(runs, style, faces, width, known) or _wrap_any(runs, style, faces, width)
    if any(is_rtl(run.text) for run in runs):  # where a sign stands, and so its face, is known for a whole line alone
        parts = list(_TIGHTER)
        while parts and any(drawn(line, style, faces) > width + _NEARLY for line in found):
            found = _wrap_any(runs, style, faces, width * parts.pop(0))
    return found


def _wrap_both(runs: Sequence[Run], style: Style, second: Style, faces: Faces, width: float) -> list[TextLine]:
    """The lines of a text in two languages: those of the second under those of the first."""
    each = [(run, parted(run.text)) for run in runs]
    language = next(tag for _, (_, tag, _) in each if tag)
    first = [Run(text, run.strong, run.soft) for run, (text, _, _) in each if text]
    other = " ".join(text for _, (_, _, text) in each if text)
    under = [line._replace(second=language) for line in wrap(other, second, faces, width)]
    return [*(wrap(first, style, faces, width) if first else ()), *under]


_TIGHTER = (0.92, 0.85, 0.78, 0.7)
"""Narrower lines to try, as parts of the width, where very little would stand on the last one."""


def _last_least(room: float) -> float:
    """Least width of a last line, at a size of 1 pt: 12 mm for type of 12 points."""
    return min(MM, room / 4)


class PlainWords(NamedTuple):
    """The words of an ordinary text, each with the space after it, if one is there; of others none."""

    words: list[str]
    widths: list[float]
    """Of the words without their spaces, at a size of 1 pt."""
    gaps: list[float]
    """Of the space after each."""
    spans: list[tuple[int, bool, bool]]
    """The word before which each ends, strong, soft."""


_NOT_PLAIN = PlainWords([], [], [], [])


def measured(runs: Sequence[Run] | str, style: Style, faces: Faces) -> PlainWords:
    """The words of an ordinary text, for a text that is broken at several widths; of others there are none.

    Ordinary is what holds no line break and no word that is to be cut, and whose runs meet at spaces.
    """
    found = PlainWords([], [], [], [])
    apart = True
    for run in (Run(runs),) if isinstance(runs, str) else runs:
        text, strong, soft = run.text, run.strong, run.soft
        if "\n" in text or not text or not (apart or text[0] == " "):
            return _NOT_PLAIN
        apart = text[-1] == " "
        tied = tied_text(text, style.units, marked=strong or soft)
        words = [word.replace(TIE, " ") for word in tied.split(" ") if word]
        if not words:
            continue
        if max(map(len, words)) > LONG_WORD and any(map(may_be_cut, words)):
            return _NOT_PLAIN
        _add(found, words, faces, strong or style.strong, parted=BREAK in tied)
        if found.spans and found.spans[-1][1:] == (strong, soft):
            del found.spans[-1]
        found.spans.append((len(found.words), strong, soft))
    return found


def _add(found: PlainWords, words: list[str], faces: Faces, bold: bool, *, parted: bool) -> None:
    """Take up words of one weight; or where they are parted, their parts, for a line may end after a hyphen."""
    space = faces.width(" ", bold)  # one is set in the weight of the word before it
    if parted:
        for word in words:
            *before, last = parts = word.split(BREAK)
            found.words.extend([*before, f"{last} "])
            found.gaps.extend([*[0.0] * len(before), space])
            found.widths.extend(_beside(parts, faces, bold))
        return
    found.words.extend([f"{word} " for word in words])
    found.gaps.extend([space] * len(words))
    found.widths.extend(faces.widths(words, bold))


def _wrap_plain(
    runs: Sequence[Run], style: Style, faces: Faces, width: float, known: PlainWords | None = None
) -> list[TextLine] | None:
    """The same as ``_wrap_any``, sooner, for what most texts are: ordinary words between spaces. None for all else."""
    known = known or measured(runs, style, faces)
    words, widths, gaps, _ = known
    room = _room(style, width)
    if not words or max(widths) > room + _NEARLY:
        return None
    whole = _long(widths, gaps, 0, len(words))
    if whole <= room + _NEARLY:
        return [TextLine(_joined(known, 0, len(words)), whole * style.size / MM)]
    found = []
    for start, end in pairwise([*_best_starts(widths, gaps, room), len(words)]):
        after = None if end == len(words) else " " if words[end - 1][-1] == " " else ""
        long = _long(widths, gaps, start, end) * style.size / MM
        found.append(TextLine(_joined(known, start, end), long, after))
    return found


def _long(widths: list[float], gaps: list[float], start: int, end: int) -> float:
    """Width of a line of words."""
    return sum(widths[start:end]) + sum(gaps[start : end - 1])


def _joined(known: PlainWords, start: int, end: int) -> tuple[Segment, ...]:
    """Words as pieces of one weight each. A line that goes on ends with a space, for readers of the page's text."""
    words, pieces = known.words, list[Segment]()
    for stop, strong, soft in known.spans:
        if start < (last := min(end, stop)):
            pieces.append(("".join(words[start:last]), strong, soft))
            start = stop
    if end == len(words):
        text, strong, soft = pieces[-1]
        pieces[-1] = (text[:-1], strong, soft)
    return tuple(pieces)


def _best_starts(widths: list[float], gaps: list[float], room: float) -> list[int]:
    """At which words lines start, of more than one. A very short last line takes company along."""
    count, starts, least = len(widths), _starts(widths, gaps, room), _last_least(room)
    if _long(widths, gaps, starts[-1], count) < least:
        for share in _TIGHTER:
            tighter = _starts(widths, gaps, room * share)
            if len(tighter) == len(starts) and _long(widths, gaps, tighter[-1], count) >= least:
                return tighter
    return starts


def _starts(widths: list[float], gaps: list[float], room: float) -> list[int]:
    """The same with each line as full as can be."""
    starts, used = [0], widths[0]
    for at in range(1, len(widths)):
        used = used + gaps[at - 1] + widths[at]
        if used > room + _NEARLY:
            starts.append(at)
            used = widths[at]
    return starts


def _wrap_any(runs: Iterable[Run], style: Style, faces: Faces, width: float) -> list[TextLine]:
    """Break any text: runs of other weights, line breaks, long words."""
    atoms, room = _atoms(runs, style, faces, width), _room(style, width)
    if not atoms:
        return []
    lines, least = _fill(atoms, room), _last_least(room)
    if len(lines) > 1 and _across(lines[-1]) < least:
        for part in _TIGHTER:
            tighter = _fill(atoms, room * part)
            if len(tighter) == len(lines) and _across(tighter[-1]) >= least:
                lines = tighter
                break
    ends = [_before(line[0]) for line in lines[1:]]
    return [_line(line, after, style) for line, after in zip(lines, [*ends, None], strict=True)]


def _across(atoms: list[_Atom]) -> float:
    """Width of a line of atoms, at a size of 1 pt."""
    return sum([atom.width for atom in atoms]) + sum([atom.space for atom in atoms[1:]])


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
    return TextLine(tuple(pieces), _across(atoms) * style.size / MM, after)


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


def going_on(lines: list[TextLine], gap: str = " ") -> list[TextLine]:
    """The lines of a text that more follows on the page: it ends with a ``gap``, for readers of the page's text."""
    if not lines:
        return lines
    *others, last = lines
    *pieces, (text, strong, soft) = last.pieces
    return [*others, last._replace(pieces=(*pieces, (f"{text}{gap}", strong, soft)), after=gap)]


def put(pad: Pad, x: float, y: float, lines: Iterable[TextLine], style: Style, faces: Faces) -> float:
    """Add lines one under the other from ``y``; gives the y below them. Those of a second language are an element of
    their own.
    """
    if style.second is None:
        return _put(pad, x, y, lines, style, faces)
    for language, some in groupby(lines, key=attrgetter("second")):
        if language:
            with pad.group("Span", language=language):
                y = _put(pad, x, y, some, style.second, faces) + style.second.apart
        else:
            y = _put(pad, x, y, some, style, faces)
    return y


def _put(pad: Pad, x: float, y: float, lines: Iterable[TextLine], style: Style, faces: Faces) -> float:
    for line in lines:
        put_line(pad, x, y, line, style, faces)
        y += style.line
    return y
