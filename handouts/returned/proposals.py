"""What a program's rule makes of what came back of a sheet: a proposal for the clinician, with its reason. Pure.

A proposal decides nothing. What is not known is counted neither as done nor as not done: then the proposal is to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from handouts.base.records import dataclass
from handouts.library.week_rules import GoBackIf, MoveOnIf
from handouts.returned.returns import Answers, pain_value

__all__ = ["Proposal", "ProposalWord", "propose"]

ProposalWord = Literal["on", "repeat", "back", "ask"]
_MOST_SHOWN = 4
"""Numbers of pain that are given one by one."""


@dataclass(frozen=True)
class Proposal:
    """What to do next, and why."""

    word: ProposalWord
    reason: str
    """For the clinician: “12 of 18 boxes”."""
    because: str = ""
    """The same for the patient's sheet, see ``Decision.because``; empty where it is for the clinician alone."""


def propose(
    move_on: MoveOnIf | None, go_back: GoBackIf | None, came: Answers | None, *, week: int, weeks: int
) -> Proposal:
    """The proposal after ``week`` of ``weeks``, from that week's rules and all that came back of its sheet."""
    if came is None or not (came.sources or came.unsettled):
        return Proposal("ask", "nothing came back")
    if back := _pain_above(go_back, came):  # what is known is enough, whatever else is not
        return Proposal("back" if week > 1 else "repeat", *back)
    if unknown := "; ".join(_unknown(came)):
        return Proposal("ask", unknown)
    counted = _counted(came)
    if move_on is None:
        rule = "it has no rule to go by" if weeks != week else "it was the last week: finish?"
        return Proposal("ask", f"{counted}; {rule}")
    if failed := list(_failed(move_on, came)):
        questions = _questions(go_back)
        return Proposal("repeat", "; ".join([*(reason for reason, _ in failed), *questions]), failed[0][1])
    questions = [*([f"“{move_on.ask}”?"] if move_on.ask else []), *_questions(go_back)]
    if move_on.pain_at_most is not None and not came.pain_values:  # a place left blank may be no pain, or not asked
        questions.insert(0, "was there any pain?")
    if week >= weeks:
        questions.insert(0, "it was the last week: finish?")
    return Proposal("ask" if questions else "on", "; ".join([counted, *questions]))


def _unknown(came: Answers) -> Iterator[str]:
    """What of the sheet is not known, or has to be read by a person."""
    if came.unsettled:
        places = sum(came.unsettled.values())
        what = f"{places} place{'' if places == 1 else 's'}" if places else "a page"
        yield f"{what} still to be settled"
    if came.missing_pages:
        yield f"{came.missing_pages} page{'' if came.missing_pages == 1 else 's'} did not come back"
    if came.sources and came.nothing_marked:
        yield "it came back with nothing marked"
    elif came.sources and not came.planned:
        yield "no box was read"
    if unread := [text for text in came.pain.values() if pain_value(text) is None]:
        yield f"{len(unread)} number{'' if len(unread) == 1 else 's'} of pain cannot be read"
    if came.changed:
        yield "a later copy says something else"
    if came.remarks:
        yield "something is written on it"


def _counted(came: Answers) -> str:
    """What came back, in numbers."""
    values = came.pain_values
    pain = f"pain {max(values)} at most" if values else "no pain written"
    return f"{came.done} of {came.planned} boxes, {pain}"


def _pain_above(rule: GoBackIf | None, came: Answers) -> tuple[str, str] | None:
    """That pain was above a number often enough to go back, as reason and for the sheet."""
    if rule is None or rule.pain_above is None:
        return None
    found = _above(came, rule.pain_above)
    if len(found) < rule.times:
        return None
    times = {1: "once", 2: "twice"}.get(rule.times, f"{rule.times} times")
    return f"{_listed(found)}, above {rule.pain_above} {times}", f"pain {rule.pain_above} {len(found)}"


def _failed(rule: MoveOnIf, came: Answers) -> Iterator[tuple[str, str]]:
    """What the rule for moving on asks for and the sheet does not show, as reason and for the sheet."""
    if rule.done is not None and came.done * 100 < rule.done * came.planned:
        yield f"{came.done} of {came.planned} boxes", "boxes"
    if rule.pain_at_most is not None and (found := _above(came, rule.pain_at_most)):
        yield f"{_listed(found)}, above {rule.pain_at_most}", f"pain {rule.pain_at_most} {len(found)}"


def _above(came: Answers, number: int) -> list[tuple[str, int]]:
    """Day and pain of each session with more than this, in the order of the sheet."""
    found = ((place.day, pain_value(text)) for place, text in came.pain.items())
    return [(day, value) for day, value in found if value is not None and value > number]


def _listed(found: list[tuple[str, int]]) -> str:
    said = [f"{value} on {day.capitalize()}" for day, value in found[:_MOST_SHOWN]]
    more = [f"{len(found) - _MOST_SHOWN} more"] if len(found) > _MOST_SHOWN else []
    parts = [*said, *more]
    return "pain " + (parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}")


def _questions(rule: GoBackIf | None) -> list[str]:
    return [f"back if “{rule.ask}”?"] if rule and rule.ask else []
