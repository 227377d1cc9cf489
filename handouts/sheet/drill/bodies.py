"""What could stand between a drill's head and its dose, and how good each way of it looks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from handouts.plan.handout import Cue
from handouts.sheet.drill.cues import cue_groups
from handouts.sheet.drill.fit import HALF
from handouts.sheet.forms import CUES_LINE, DrillForm
from handouts.sheet.look import Look
from handouts.sheet.panels import PictureRows

__all__ = ["SPACES", "Ample", "BodyForm", "ample", "badness", "cue_places"]

SPACES = (1.0, 0.85)
"""Factors on the space inside a drill."""

_TIGHT = 0.2
"""Less space than the layout asks for."""
_NARROWER = 0.02
"""Each step by which the pictures' column is narrower than the layout's own."""
_SMALL = 1.5
"""Pictures of no height, where they could have the least that the layout has for somebody who stands: those of somebody
who lies are low and wide, and better in two rows where there is room.
"""
_ANOTHER_ROW = 0.15
"""Each row of pictures after the first: what is done is then not seen at one glance."""
_LOW = 0.3
"""Pictures over the steps that are low, as of somebody who lies in one row."""
_PICTURES_RIGHT = 0.25
"""Pictures right of the first steps in a layout that has them over the steps."""
_HALF_EMPTY = 0.3
"""A row of pictures over the steps that fills less than ``_FULL`` of the width."""
_FULL = 0.6
_AT_MARGIN = 0.2
"""Steps that start at the margin for want of room, where the layout has them start further in."""
_ELSEWHERE = 0.05
"""Cues all in one place that is not the layout's own."""
_GROUPS_APART = 0.1
"""Cues in two places, each group whole."""
_GROUP_CUT = 0.3
"""A group of cues in two places."""


class BodyForm(NamedTuple):
    """A way to set what stands between head and dose."""

    height: float
    """mm."""
    pictures: PictureRows | None
    form: DrillForm
    edge: float
    """Where the steps start, mm from the page's left edge."""


def cue_places(cues: tuple[Cue, ...]) -> tuple[int, ...]:
    """Where cues can stand beside pictures: so many of them under the pictures, or all in lines under both columns."""
    return (*range(len(cues), -1, -1), CUES_LINE) if cues else (0,)


class Ample(NamedTuple):
    """The heights that a drill's pictures have where there is room, mm."""

    beside: float = 0.0
    """The greatest in the fewest rows: taller ones are no better."""
    tallest: float = 0.0
    """The greatest in any."""


def ample(bodies: Iterable[BodyForm]) -> Ample:
    """The heights of a drill's pictures where there is room."""
    found = [(len(body.pictures.cuts), -body.pictures.height) for body in bodies if body.pictures]
    return Ample(-min(found)[1], -min(high for _, high in found)) if found else Ample()


def badness(body: BodyForm, cues: tuple[Cue, ...], ample: Ample, look: Look) -> float:
    """How bad a drill looks, see ``Choice``."""
    form, looks = body.form, look.layout.drill
    bad = _TIGHT if form.space < 1 else 0.0
    if body.pictures is None:
        return bad + (_AT_MARGIN if form.width and not looks.dose_beside_name else 0.0)
    high = body.pictures.height
    bad += max(0.0, (ample.beside / high) ** 2 - 1) + _ANOTHER_ROW * (len(body.pictures.cuts) - 2)
    bad += _SMALL * max(0.0, 1 - high / min(looks.picture_least, ample.tallest))
    if looks.pictures_above:
        over = _HALF_EMPTY if body.pictures.wide < _FULL * look.frame.w else 0.0
        bad += _LOW if body.pictures.height < HALF * looks.picture_height else 0.0
        return bad + (_PICTURES_RIGHT + _NARROWER * (form.width - 1) if form.width else over)
    return bad + _NARROWER * form.width + _cues_badness(form.left, cues, look)


def _cues_badness(left: int, cues: tuple[Cue, ...], look: Look) -> float:
    own = CUES_LINE if look.layout.drill.cues_in_lines else len(cues)
    if left == own or not cues:
        return 0.0
    if left in (0, len(cues), CUES_LINE):
        return _ELSEWHERE
    return _GROUPS_APART if left in cue_groups(cues) else _GROUP_CUT
