"""READ: what is in and around each box, as measures: how much ink, how long, how dark, and where it goes.

All is told from what is printed on the same page: darkness counts from the paper beside the box (0) to the box's own
line (1), so that shadows, pale copies and dark scans measure alike. ``verdict`` makes a verdict of these numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from handouts.base.records import dataclass
from handouts.scan.outlines import PX, Outlines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from handouts.scan.seen import Grey

__all__ = ["BoxMeasures", "PageInk", "Stroke", "measured", "page_ink", "patches_of"]

_AROUND = 18
"""Pixels that are looked at on every side of a box, 2.25 mm: half of the way to the next one at least."""
_INSET = 4
"""Pixels inside the middle of a box's line from which on its line has no part in the darkness."""
_THIN = 17
"""Pixels, 2.1 mm: what is dark and broader than this is a stain or a shadow, unless it is as dark as ink."""
_FAINT, _NOISE = 0.16, 4.5
"""A pixel is ink from this darkness on, and from so many times the grain of the page's paper."""
_DARK, _BLACK = 0.6, 0.8
"""Nearly as dark as a printed line; and so dark that it is ink however broad it is."""
_HALF = 18
"""Pixels from a box's middle to its line; boxes of 4.5 mm are all there are."""
_WHOLE = _HALF + _AROUND
_INNER = slice(_WHOLE - _HALF + _INSET, _WHOLE + _HALF - _INSET + 1)
"""The inside of a box, of rows and of columns."""
_RIM = 2
"""Pixels of the inside that may still be grey from a blurred outline."""
_WITHIN = np.pad(np.ones((2 * (_HALF - _INSET - _RIM) + 1,) * 2, bool), _RIM)
_NEAR, _FAR = _WHOLE - _HALF - _INSET, _WHOLE + _HALF + _INSET + 1
"""Where the outside begins."""


@dataclass(frozen=True)
class PageInk:
    """What is usual on a page."""

    line: float
    """How much light the boxes' printed lines take from the paper: 0 to 1."""
    grain: float
    """How much the paper itself changes from pixel to pixel, in the same measure as ink: 1 is a printed line."""
    limit: float
    """Darkness from which on a pixel is ink."""
    steep: float
    """Change of darkness from pixel to pixel at the edges of printed lines."""


@dataclass(frozen=True)
class Stroke:
    """Connected ink within a box; nothing where there is none."""

    length: float = 0.0
    """From one end to the other, mm."""
    wide: float = 0.0
    high: float = 0.0
    dark: float = 0.0
    """What nine in ten of its pixels do not reach; 1 is the printed line."""
    sharp: float = 0.0
    """How suddenly it begins: its steepest change of darkness, to that at the outlines of the page's boxes."""
    touches: tuple[bool, bool, bool, bool] = (False, False, False, False)
    """Whether it goes up to the outline: left, right, above, below."""


@dataclass(frozen=True)
class BoxMeasures:
    """Of one box. Areas in mm², darkness from 0, paper, to 1, the printed line."""

    area: float
    """Of ink within the box."""
    drawn: float
    """How long all its strokes are together, mm, as far as they can be told apart."""
    longest: Stroke
    edge: float
    """The steepest changes of darkness inside, to that at the outlines of the page's boxes: stains have none."""
    filled: float
    """Share of the box's inside that is nearly as dark as a printed line: 0 to 1."""
    shade: float
    """How much darker the inside is as a whole than what is around the box."""
    outside: tuple[float, float, float, float]
    """Area of ink beyond the outline: left, right, above, below."""


def patches_of(page: Grey, outlines: Outlines) -> NDArray[np.uint8]:
    """Each box with what is around it, as if it were printed square: boxes × 73 × 73."""
    import cv2

    size, flags = 2 * _WHOLE + 1, cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    found = []
    for middle, shape in zip(outlines.middles, outlines.shapes, strict=True):
        into = np.column_stack([shape, middle - shape @ (_WHOLE, _WHOLE)])
        found.append(cv2.warpAffine(page, into, (size, size), flags=flags, borderMode=cv2.BORDER_REPLICATE))
    return np.stack(found)


def page_ink(patches: NDArray[np.uint8]) -> PageInk:
    """What the lines and the paper of a page's boxes are like."""
    import cv2

    taken, grains, steep = [], [], []
    middle, far = _WHOLE, _HALF - _INSET
    for patch in patches:
        paper = max(float(np.percentile(patch, 75)), 1.0)
        band = np.stack([patch[middle + s * _HALF + np.arange(-1, 2), middle - far : middle + far] for s in (-1, 1)])
        band2 = np.stack([patch[middle - far : middle + far, middle + s * _HALF + np.arange(-1, 2)].T for s in (-1, 1)])
        darkest = np.concatenate([band.min(axis=1).ravel(), band2.min(axis=1).ravel()])
        taken.append(1 - float(np.median(darkest)) / paper)
        soft = _softened(patch)
        grains.append(1.48 * float(np.median(np.abs(soft - cv2.medianBlur(patch, 5)))) / paper)
        edges = _slopes(soft / paper)
        steep.append(
            float(np.percentile(edges[middle - _HALF - 3 : middle - _HALF + 4, middle - far : middle + far], 75))
        )
    line = min(max(float(np.median(taken)), 0.12), 1.0)
    grain = float(np.median(grains)) / line
    return PageInk(line, grain, max(_FAINT, _NOISE * grain), max(float(np.median(steep)) / line, 1e-3))


def _softened(patch: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Without most of a sensor's noise; a fine line loses little."""
    import cv2

    made: NDArray[np.float32] = cv2.GaussianBlur(patch.astype(np.float32), (0, 0), 1.0)
    return made


def _slopes(patch: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much each pixel changes towards its neighbours, in the image's own measure a pixel."""
    import cv2

    made: NDArray[np.float32] = np.hypot(cv2.Sobel(patch, cv2.CV_32F, 1, 0), cv2.Sobel(patch, cv2.CV_32F, 0, 1)) / 8
    return made


def measured(patch: NDArray[np.uint8], ink: PageInk) -> BoxMeasures:
    """What is in and around one box."""
    import cv2

    paper = max(float(np.percentile(patch, 75)), 1.0)
    soft = _softened(patch)
    closed = cv2.morphologyEx(soft, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_THIN, _THIN)))
    stroke = (closed - soft) / np.maximum(closed, 1) / ink.line
    dark = (1 - soft / paper) / ink.line
    mask = ((stroke > ink.limit) | (dark > _BLACK)).astype(np.uint8)
    inside = cv2.morphologyEx(mask[_INNER, _INNER], cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    ring = np.ones(patch.shape, bool)
    ring[_NEAR:_FAR, _NEAR:_FAR] = False
    inner, slopes = dark[_INNER, _INNER], _slopes(dark)[_INNER, _INNER] / ink.steep
    beyond = mask[:, :_NEAR], mask[:, _FAR:], mask[:_NEAR], mask[_FAR:]
    left, right, above, below = (float(part.sum()) / PX**2 for part in beyond)
    return BoxMeasures(
        area=float(inside.sum()) / PX**2,
        drawn=_drawn(inside),
        longest=_longest(inside, np.maximum(stroke[_INNER, _INNER], inner), slopes),
        edge=float(np.percentile(slopes[_RIM:-_RIM, _RIM:-_RIM], 95)),
        filled=float((inner > _DARK).mean()),
        shade=float(np.median(inner) - np.percentile(dark[ring], 88)),
        outside=(left, right, above, below),
    )


def _drawn(inside: NDArray[np.uint8]) -> float:
    """Length of the strokes in a mask: the mean distance to the edge of a stroke is a quarter of its width."""
    import cv2

    ink = inside > 0
    if not ink.any():
        return 0.0
    framed = cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    away = cv2.distanceTransform(framed, cv2.DIST_L2, 3)[1:-1, 1:-1][ink]
    return float(ink.sum() / (4 * away.mean())) / PX


def _longest(inside: NDArray[np.uint8], dark: NDArray[np.float32], slopes: NDArray[np.float32]) -> Stroke:
    """The longest connected ink."""
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    if count < 2:
        return Stroke()
    spans = np.hypot(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT])
    which = 1 + int(spans.argmax())
    x, y, wide, high = (int(one) for one in stats[which][:4])
    size, own = inside.shape[0], labels == which
    return Stroke(
        length=float(spans.max()) / PX,
        wide=wide / PX,
        high=high / PX,
        dark=float(np.percentile(dark[own], 90)),
        sharp=float(np.percentile(slopes[own & _WITHIN] if (own & _WITHIN).any() else [0.0], 90)),
        touches=(x <= 1, x + wide >= size - 1, y <= 1, y + high >= size - 1),
    )
