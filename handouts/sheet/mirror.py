"""A sheet that is read from right to left: one composed from left to right, its places mirrored.

One pass over the finished blocks, so that all who come after see one truth: what looks for collisions, what draws, and
what tells where the boxes are. Places change sides, things keep their shape: pictures, the call-outs in them, logos,
ticks and crosses are moved, never turned. The order of reading stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from handouts.sheet.blocks import BOX, MM, Block, Box, Disc, Group, Mark, Placed, Polygon, Text
from handouts.sheet.direction import laid_lines
from handouts.sheet.text import Faces

__all__ = ["mirrored"]

_TOUCHING = 0.02
"""Texts whose ends are no farther apart are pieces of one line, mm."""
_Line = list[Text]


def mirrored(block: Block, width: float, faces: Faces) -> Block:
    """A block of a page ``width`` mm wide, for who reads from right to left. Mirrored once more it is as it was, but
    for lines of text, which stay in their stretches.
    """
    turn, tail = _Mirror(width, faces), block.tail
    inner = tuple(Placed(one.y, mirrored(one.block, width, faces)) for one in block.inner)
    if tail is None:
        return Block(block.height, turn.marks(block.items), block.shared, block.name, inner)
    over = turn.marks(block.items[: len(block.items) - len(tail.items)])
    below = mirrored(tail, width, faces)
    return Block(block.height, (*over, *below.items), block.shared, block.name, inner, below)


class _Mirror:
    """Mirrors marks on a page of some width, mm."""

    def __init__(self, width: float, faces: Faces) -> None:
        self._width, self._faces = width, faces

    def marks(self, items: Iterable[Mark]) -> tuple[Mark, ...]:
        """Marks in their order, each line of text in its stretches."""
        found: list[Mark] = []
        for text, some in groupby(items, key=_plain_text):
            if text:
                lines = self._lines([one for one in some if isinstance(one, Text)])
                found += self._laid(lines, lambda line: self._width - line[0].x)
            else:
                found += map(self._mark, some)
        return tuple(found)

    def _mark(self, mark: Mark) -> Mark:
        if isinstance(mark, Group):
            if mark.tag == "Figure":
                return self._figure(mark)
            own = mark.own and (self._width - mark.own[0], mark.own[1])
            return replace(mark, items=self.marks(mark.items), own=own)
        left, right = self._ends(mark)
        return _moved(mark, self._width - right - left)

    def _figure(self, figure: Group) -> Group:
        """A picture with all that stands in it, moved as one. A call-out's lines end at the right of their place."""
        ends = [self._ends(mark) for mark in figure.items]
        if not ends:
            return figure
        by = self._width - max(right for _, right in ends) - min(left for left, _ in ends)
        found: list[Mark] = []
        for text, some in groupby(figure.items, key=_plain_text):
            if text:
                texts = [one for one in some if isinstance(one, Text)]
                right = max(self._ends(one)[1] for one in texts) + by
                found += self._laid(self._lines(texts), lambda _, right=right: right)  # type: ignore[misc]  # bound early
            else:
                found += [_moved(mark, by) for mark in some]
        return replace(figure, items=tuple(found))

    def _lines(self, texts: list[Text]) -> list[_Line]:
        """Texts that follow each other as lines of pieces. A piece ends where the next one begins, whatever spaces it
        has after that.
        """
        lines: list[_Line] = [texts[:1]]
        for one, other in pairwise(texts):
            far = other.x - one.x
            if abs(one.y - other.y) > _TOUCHING or not self._reaches(one, far):
                lines.append([other])
                continue
            while one.text.endswith(" ") and self._across(one, one.text) > far + _TOUCHING:
                one = lines[-1][-1] = replace(one, text=one.text[:-1])  # noqa: PLW2901  # shorter by a space
            lines[-1].append(other)
        return lines

    def _reaches(self, one: Text, far: float) -> bool:
        body = self._across(one, one.text.rstrip())
        return body - _TOUCHING <= far <= self._across(one, one.text) + _TOUCHING

    def _laid(self, lines: list[_Line], right: Callable[[_Line], float]) -> Iterator[Text]:
        """Lines in their stretches; ``right`` gives where a line ends at the right."""
        texts = [[one.text for one in line] for line in lines]
        laid = laid_lines(texts, lambda line, piece, words: self._across(lines[line][piece], words))
        for line, stretches in zip(lines, laid, strict=True):
            last = len(stretches) - 1
            for at, (piece, words, rtl, x) in enumerate(stretches):
                yield replace(
                    line[piece],
                    x=right(line) + x,
                    text=words,
                    after=line[-1].after if at == last else None,
                    way="rtl" if rtl else "ltr",
                    more=at < last,
                )

    def _across(self, text: Text, words: str) -> float:
        return self._faces.width(words, text.strong) * text.size / MM

    def _ends(self, mark: Mark) -> tuple[float, float]:
        """Left and right end of a mark, mm."""
        if isinstance(mark, Polygon):
            xs = [x for x, _ in mark.points]
            return min(xs), max(xs)
        if isinstance(mark, Disc):
            return mark.x - mark.radius, mark.x + mark.radius
        if isinstance(mark, Text):
            return mark.x, mark.x + self._across(mark, mark.text.rstrip())
        if isinstance(mark, Group):
            ends = [self._ends(one) for one in mark.items]
            return min(left for left, _ in ends), max(right for _, right in ends)
        return mark.x, mark.x + (BOX if isinstance(mark, Box) else mark.w)


def _plain_text(mark: Mark) -> bool:
    """Whether it is a text that no way to run was found for yet."""
    return isinstance(mark, Text) and not mark.way


def _moved(mark: Mark, by: float) -> Mark:
    """A mark ``by`` mm further right."""
    if isinstance(mark, Polygon):
        return Polygon(tuple((x + by, y) for x, y in mark.points), mark.role)
    if isinstance(mark, Group):
        return replace(mark, items=tuple(_moved(one, by) for one in mark.items))
    return replace(mark, x=mark.x + by)
