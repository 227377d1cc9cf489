"""What a clinician asks for: the order that a handout is planned from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from handouts.figures.person import BuildName, Hair, Skin
from handouts.library.models import DoseChange
from handouts.orders.weeks import Pause

__all__ = ["Order", "Side"]

Side = Literal["left", "right", "both"]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a clinician asks for. Texts have been through ``plaintext.clean``."""

    patient: str
    items: tuple[str, ...]
    """Ids of at most one program, and of drills, in the order wanted."""
    start: date
    """First day of week 1."""
    issued: date
    week: int = 1
    days: tuple[str, ...] | None = None
    times: tuple[str, ...] | None = None
    changes: Mapping[str, DoseChange] = field(default_factory=dict)
    """Dose changes by drill id; “all” stands for every drill."""
    skip: tuple[str, ...] = ()
    side: Side = "both"
    note: str = ""
    note_language: str = ""
    """BCP 47 tag of the note, where it is not in the handout's language."""
    clinician: str = ""
    visit: date | None = None
    visit_time: time | None = None
    layout: str = ""
    paper: Literal["a4", "letter"] | None = None
    language: str = ""
    skin: Skin | None = None
    """Of the person in the pictures; the clinic's choice where None. So are hair and build."""
    hair: Hair | None = None
    build: BuildName | None = None
    key: str = ""
    """What the clinic calls the patient: a number in its records, for example."""
    pauses: tuple[Pause, ...] = ()
    """Times away, in which the program stands still."""
    start_given: bool = False
    """Whether the start was said, and is not just the next Monday."""
    week_given: bool = False
    """Whether the week was said, and not left at 1."""
