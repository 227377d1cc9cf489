"""Advice on what is missing from a drill or a program, and on how much is asked for.

What a described exercise needs follows CERT, the Consensus on Exercise Reporting Template (Slade and others 2016), as
far as a sheet can say it: equipment, dose, how it goes on, when to stop, where it is from. Doses are always there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date

from handouts.base.scalars import DAYS
from handouts.library.load import Library
from handouts.library.models import Drill, Program
from handouts.library.week_rules import disagreements
from handouts.orders.order import Order
from handouts.plan.doses import PatientDose, choose
from handouts.plan.doubts import MANY_DRILLS
from handouts.plan.schedule import CHANGE_SECONDS, session_seconds
from handouts.runs.advice.piece import Remark
from handouts.runs.advice.texts import Passage

__all__ = ["MINUTES", "amounts", "minutes_a_day", "missing_parts"]

MINUTES = 30
"""Most minutes a day that a program should ask for (our reading: longer plans are given up)."""
_DAY = date(2026, 11, 23)
"""First day of what is counted: a week is as long as any other."""
_THINGS = {
    "chair": "A chair", "bench": "A bench", "stool": "A stool", "wall": "A wall", "door frame": "A door frame",
    "doorway": "A doorway", "worktop": "A worktop", "table": "A table", "stair": "A stair with a rail",
    "stairs": "Stairs with a rail", "towel": "A towel", "pillow": "A pillow", "cushion": "A cushion", "band": "A band",
    "strap": "A strap", "belt": "A belt", "dumbbell": "A dumbbell", "dumbbells": "Dumbbells", "mat": "A mat",
    "kettlebell": "A kettlebell", "barbell": "A barbell", "weights": "Weights", "stick": "A stick", "ball": "A ball",
    "broomstick": "A broomstick", "bottle": "A bottle", "rolling pin": "A rolling pin", "foam roller": "A foam roller",
}  # fmt: skip
"""Things that a drill's words may speak of, and how they are listed; a step may be one that is made."""
_THING = re.compile(rf"\b(?:a|an|the|your) (?:\w+ ){{0,2}}?({'|'.join(_THINGS)})\b", re.IGNORECASE)


def missing_parts(item: Drill | Program, texts: Sequence[Passage]) -> Iterator[Remark]:
    """Parts that a patient or the next clinician will miss."""
    if isinstance(item, Program):
        yield from _program_parts(item)
        return
    if not item.stop:
        better = "Each line goes on after “Stop if …”, such as “stop: [your knee hurts more than before]”."
        yield Remark("stop", ("steps",), "does not say when to stop this drill", better)
    if not item.figure and not item.pictures:
        better = "Draw one with “figure:”, or add a photo under “pictures:”. Drawn and written, twice as many do it."
        yield Remark("picture", ("steps",), "has no picture", better)
    if not item.easier and not item.harder:
        better = "Such as “easier: [Do it with a smaller move.]”, as far as your source or your judgement goes."
        yield Remark("progress", ("steps",), "gives no easier and no harder version", better)
    if not item.equipment and (thing := _thing(texts)):
        better = f"Add “equipment: [{_THINGS[thing]}]”, so that the sheet's “You need” says so."
        yield Remark("equipment", ("start",), f"speaks of a {thing}, and lists no equipment", better)
    source = item.source
    if not (source.url or source.author or source.publisher):
        better = "Add its author, publisher or url; of your own practice the clinician's name and the year."
        yield Remark("source", ("source",), "its source has a title alone, and cannot be looked up", better)


def _thing(texts: Sequence[Passage]) -> str:
    """A thing that the first words of a drill speak of."""
    for said in texts:
        if said.loc[0] in ("start", "steps") and (match := _THING.search(said.text)):
            return match[1].lower()
    return ""


def _program_parts(program: Program) -> Iterator[Remark]:
    silent = [number for number, week in enumerate(program.weeks[:-1], 1) if not week.move_on]
    if silent:
        weeks = f"week {silent[0]}" if len(silent) == 1 else f"weeks {', '.join(map(str, silent))}"
        better = "Such as “move_on: you can do all sets without more pain the next day”."
        yield Remark("progress", ("weeks", silent[0] - 1), f"does not say when to move on from {weeks}", better)
    for number, week in enumerate(program.weeks):
        english = program.language.partition("-")[0] == "en"
        told = disagreements(week.move_on, week.move_on_if, week.go_back, week.go_back_if, english=english)
        for name, wrong in told:
            better = "The patient reads the words, and “handouts decide” counts by the data: make them say the same."
            yield Remark("rule", ("weeks", number, name), f"in week {number + 1} {name}: {wrong}", better)
    if not program.finish:
        better = "Such as “finish: Keep up two drills twice a week.”"
        yield Remark("progress", ("weeks",), "does not say what to do after the last week", better)


def amounts(program: Program, library: Library) -> Iterator[Remark]:
    """Weeks with more drills, or more minutes a day, than are done."""
    longest = (0, 0)
    for number, week in enumerate(program.weeks):
        if len(week.drills) > MANY_DRILLS:
            first = ", ".join(item.drill for item in week.drills[:MANY_DRILLS])
            better = f"Keep those that matter most, such as {first}; change them later in the program."
            found = f"week {number + 1} has {len(week.drills)} drills; 2 to {MANY_DRILLS} are done better"
            yield Remark("amount", ("weeks", number, "drills"), found, better)
        longest = max(longest, (minutes_a_day(program, number, library), -number))
    minutes, number = longest[0], -longest[1]
    if minutes > MINUTES:
        better = f"Fewer sets, shorter rests or one drill less: at most {MINUTES} minutes are kept up."
        yield Remark("time", ("weeks", number), f"week {number + 1} asks for {minutes} minutes a day", better)


def minutes_a_day(program: Program, number: int, library: Library) -> int:
    """Minutes of the fullest day of a program's week (from 0), all sessions together; 0 where a drill is not there."""
    week = program.weeks[number]
    if any((item.drill, program.language) not in library.drills for item in week.drills):
        return 0
    order = Order(patient="A B", items=(program.id,), start=_DAY, issued=_DAY, week=number + 1)
    chosen, _ = choose(order, program, week, [], program.language, library)
    return max((_day_minutes(name, chosen) for name in DAYS), default=0)


def _day_minutes(day: str, chosen: Sequence[tuple[Drill, PatientDose]]) -> int:
    here = [(drill, dose) for drill, dose in chosen if day in dose.days]
    done = sum(session_seconds(drill, dose, "both") * len(dose.times) for drill, dose in here)
    changes = max((len(dose.times) for _, dose in here), default=0) * CHANGE_SECONDS * max(0, len(here) - 1)
    return math.ceil((done + changes) / 60)
