"""Which outcome measures a sheet may ask for, and what their answers can be. See docs/measures.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

__all__ = ["ACTIVITIES_MOST", "ANSWERS", "MEASURES", "MeasureKind"]

MeasureKind = Literal["pain", "function", "change"]
"""Pain now; how well activities go that the patient names; how the patient is since the start."""

MEASURES: tuple[MeasureKind, ...] = ("pain", "function", "change")
"""All of them, in the order in which they stand on a sheet."""
ANSWERS: Mapping[MeasureKind, range] = {"pain": range(11), "function": range(11), "change": range(1, 8)}
"""What can be answered: of pain 0 is none and 10 the worst; of function 0 is not at all and 10 as well as before; of
change 1 is very much worse, 4 no change and 7 very much better."""
ACTIVITIES_MOST = 3
"""Most activities that a sheet asks about."""
