"""READ: the marks of one page that was found in an image: laid straight, box by box, blank by blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from handouts.scan.cutouts import blank_cutout, box_cutout
from handouts.scan.ink import PageInk, measured, page_ink, patches_of
from handouts.scan.outlines import PX, found_outlines
from handouts.scan.placing import placed
from handouts.scan.plane import Matrix, local_scale, scaling
from handouts.scan.seen import FoundPage, Mark, PagePlaces, PageReading, SeenPage
from handouts.scan.verdict import verdict
from handouts.scan.writing import is_written

if TYPE_CHECKING:
    from handouts.scan.seen import Grey

__all__ = ["read"]

_CANNOT = "could not be laid straight, so nothing on it is read: scan it again, flat and with all four corners"
_ASTRAY = "most of its boxes are not where they should be, so none of them is read: scan it again, flat and whole"
_ONE_BIT = "the scan is in pure black and white, where faint pencil is lost: an empty box may have been ticked"
_TRUSTED = {True: 0.5, False: 0.9}
"""Share of a page's boxes whose printed outline has to be found, with three corner marks and with fewer: then the page
may lie a whole day or row of boxes aside.
"""
_FAINTEST = 3.0
"""Levels of grey: where boxes' lines are no darker than this there are none."""
_FULL = 0.5
"""A box whose inside is dark to this share was filled in, often with its outline."""
_USUAL = PageInk(line=0.6, grain=0.02, limit=0.16, steep=0.2)
"""For a page with places to write in alone."""


def read(seen: SeenPage, found: FoundPage, places: PagePlaces) -> PageReading:
    """What is ticked and written there; see ``read_page``."""
    image = seen.image
    placing = None if image is None else placed(image, found, places)
    if image is None or placing is None:
        return _nothing(places, _CANNOT)
    page = straight(image, placing.matrix, places)
    cutouts: dict[str, bytes] = {}
    boxes: dict[str, Mark] = {}
    ink = _USUAL
    if places.boxes:
        outlines = found_outlines(page, places.boxes, placing.knots, placing.astray)
        patches = patches_of(page, outlines)
        ink = page_ink(patches)
        measures = [measured(patch, ink) for patch in patches]
        known = outlines.seen | np.array([one.filled > _FULL for one in measures])
        if outlines.usual < _FAINTEST or float(known.mean()) < _TRUSTED[placing.marks >= 3]:
            return _nothing(places, _ASTRAY)
        for place, middle, measure, is_known in zip(places.boxes, outlines.middles, measures, known, strict=True):
            mark = verdict(measure, seen=bool(is_known), one_bit=seen.one_bit)
            boxes[place.name] = mark
            if mark == "unsure":
                cutouts[place.name] = box_cutout(page, middle)
    blanks = {one.name: is_written(page, one, ink) for one in places.blanks}
    cutouts |= {one.name: blank_cutout(page, one) for one in places.blanks if blanks[one.name]}
    problems = (_ONE_BIT,) if seen.one_bit else ()
    return PageReading(places.handout, places.page, boxes, blanks, cutouts, problems)


def _nothing(places: PagePlaces, problem: str) -> PageReading:
    """A page that cannot be read: every box is unsure, and no picture of a wrong place leads anybody astray."""
    boxes: dict[str, Mark] = {one.name: "unsure" for one in places.boxes}
    return PageReading(places.handout, places.page, boxes, {one.name: True for one in places.blanks}, {}, (problem,))


def straight(image: Grey, matrix: Matrix, places: PagePlaces) -> Grey:
    """The page with ``PX`` pixels a mm, its top left corner at the image's; white where the image ends."""
    import cv2

    finest = max(local_scale(matrix, x, y) for x in (0, places.width) for y in (0, places.height))
    if finest > 1.3 * PX:  # several pixels make one: take their mean, not one of them
        less = 1.15 * PX / finest
        image = cv2.resize(image, None, fx=less, fy=less, interpolation=cv2.INTER_AREA)
        matrix = scaling(less) @ matrix
    size = round(places.width * PX), round(places.height * PX)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    made: Grey = cv2.warpPerspective(
        image, matrix @ scaling(1 / PX), size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return made
