"""Places of call-outs, kept between runs: finding them takes longer than drawing them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from handouts.base.cachefolder import CacheFolder, code_state
from handouts.figures.callouts import PlacedNote
from handouts.figures.shapes import Drawing

__all__ = ["Places", "kept_notes"]

Places = tuple[list[PlacedNote], tuple[float, float, float, float]]
"""The call-outs, and the box that holds the picture and them, cm."""
_FILES, _LARGEST = 3_000, 100_000


def kept_notes(drawing: Drawing, sizes: tuple[tuple[float, float], ...], find: Callable[[], Places]) -> Places:
    """Places for words of these sizes (cm) in a drawing: those kept, or as ``find`` gives them."""
    if not drawing.notes:
        return find()
    places = [*drawing.box, *(part for note in drawing.notes for part in note.at)]
    key = f"{drawing.digest} {places} {sizes} {code_state('figures')}"
    folder = CacheFolder("notes", files=_FILES, largest=_LARGEST)
    raw = folder.read(key)
    if raw is not None:
        try:
            return _places(json.loads(raw), len(sizes))
        except (ValueError, TypeError, KeyError, IndexError):
            pass  # found anew
    found = find()
    notes, box = found
    plain = [[one.left, one.low, one.right, one.high, *one.start, *one.tip, one.index] for one in notes]
    folder.write(key, json.dumps([plain, box]).encode())
    return found


def _places(plain: Any, count: int) -> Places:
    rows, (left, low, right, high) = plain
    notes = []
    for *numbers, index in rows:
        one, two, three, four, x, y, tip_x, tip_y = map(float, numbers)
        notes.append(PlacedNote(one, two, three, four, (x, y), (tip_x, tip_y), range(count)[index]))
    return notes, (float(left), float(low), float(right), float(high))
