"""What a sheet says of outcome measures in one language: questions, the words at both ends, what a box is aloud."""

from __future__ import annotations

from handouts.base.outcomes import ANSWERS
from handouts.base.records import dataclass
from handouts.base.rules import strict
from handouts.base.scalars import Line, Phrase
from handouts.library.templates import placeholders

__all__ = ["MeasureWords"]


@strict
@dataclass(frozen=True, kw_only=True)
class MeasureWords:
    """The words of the block of outcome measures. Their meaning is that of docs/measures.md in every language."""

    head: Phrase
    before: Line
    """When to tick in week 1: before the first exercise."""
    on_day: Line
    """When to tick otherwise: on {date}, the last day of exercises of this sheet."""
    pain: Phrase
    """How bad the pain is now."""
    pain_least: Phrase
    """At 0: no pain."""
    pain_most: Phrase
    """At 10: the worst pain that the patient can think of."""
    pain_box: Phrase
    """What a box is called when it is read aloud: “Pain now, 7 of 10”."""
    function: Phrase
    """How well the activities go now."""
    function_least: Phrase
    """At 0: cannot do it at all."""
    function_most: Phrase
    """At 10: can do it as well as before the trouble began."""
    function_box: Phrase
    """“Climb the stairs, 4 of 10”."""
    activity: Phrase
    """What stands for an activity that the sheet does not name: “Activity 2”."""
    activity_write: Line
    """Asks for activities where the sheet does not name them."""
    change: Phrase
    """How the patient is now, compared with the start."""
    change_steps: tuple[Phrase, ...]
    """The seven steps, from very much worse over no change to very much better."""
    change_box: Phrase
    """“Since the start: much better”."""

    def __post_init__(self) -> None:
        if len(self.change_steps) != len(ANSWERS["change"]):
            raise ValueError(f"change_steps needs {len(ANSWERS['change'])} steps, found {len(self.change_steps)}")
        for name, needed in _NEEDED.items():
            if placeholders(getattr(self, name)) != needed:
                shown = " and ".join(f"{{{one}}}" for one in sorted(needed))
                raise ValueError(f"{name} needs {shown}, found “{getattr(self, name)}”")


_NEEDED = {
    "on_day": {"date"},
    "pain_box": {"n"},
    "function_box": {"activity", "n"},
    "activity": {"n"},
    "change_box": {"step"},
}
