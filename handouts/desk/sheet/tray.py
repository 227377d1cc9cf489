"""SET: the drills of a sheet in order, and what can be done with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from handouts.base.problems import HandoutsError, Problem
from handouts.deliver.drafts import SheetDraft, Value
from handouts.desk.engine import Engine
from handouts.desk.routing import Asking
from handouts.desk.sheet.doses import dose_row
from handouts.desk.sheet.setting import FIELDS
from handouts.runs.choosing import ChosenDrill, SheetChoice, choice_of, drills_alone, fitting, part_faults, with_dose

__all__ = ["done", "rows"]

Values = dict[str, Value | None]


def rows(engine: Engine, choice: SheetChoice, draft: SheetDraft, problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """The drills as the page shows them; ``problems`` are the planner's."""
    of_drill: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        for one in choice.drills:
            mine = f"“{one.drill.id}”" in problem.message and problem.place in ("changes", "items", "skip")
            if mine and not part_faults(one.drill.id, one.own):  # those stand at their parts
                of_drill[one.drill.id].append(problem)
    single = [one.drill.id for one in choice.drills if not one.in_program]
    del draft
    return [_row(engine, one, single, of_drill[one.drill.id]) for one in choice.drills]


def _row(engine: Engine, one: ChosenDrill, single: list[str], problems: list[Problem]) -> dict[str, Any]:
    drill, library = one.drill, engine.library
    mine = library.drill(drill.id, library.clinic.language) or drill
    key = engine.thumbnails.key(mine)
    return {
        "id": drill.id,
        "name": mine.name,
        "printed": drill.name if drill.name != mine.name else "",
        "language": drill.language,
        "picture": f"/sheet/picture/{key}/{mine.language}/{mine.id}" if key else "",
        "said": one.said,
        "usual": one.usual_said if one.own else "",
        "in_program": one.in_program,
        "skipped": one.skipped,
        "up": not one.in_program and drill.id != single[0],
        "down": not one.in_program and drill.id != single[-1],
        "dose": dose_row(one, problems),
    }


def done(asked: Asking, draft: SheetDraft) -> tuple[Values, str]:
    """What a press of a button in the tray changes, and what is said aloud of it."""
    what, name = asked.text("do"), asked.text("item")[:80].lower()
    action = _ACTIONS.get(what)
    if action is None:
        raise HandoutsError([Problem("do", 0, f"“{what[:40]}” is nothing that can be done", "Load the page again.")])
    engine = asked.desk.engine
    with engine.locked():
        values, said = action(asked, draft, name)
        after = {key: value for key, value in {**draft.values, **values}.items() if value}
        values |= fitting(after, engine.planner, asked.desk.today())
    return {key: value or None for key, value in values.items()}, said


def _add(asked: Asking, draft: SheetDraft, name: str) -> tuple[Values, str]:
    library, items = asked.desk.engine.library, draft.texts("items")
    language = library.clinic.language
    if name in items:
        return {}, "It is on the sheet already."
    program = library.program(name, language)
    if program is None and library.drill(name, language) is None and not _known(asked, name):
        raise HandoutsError(
            [Problem("items", 0, f"there is no drill or program “{name[:60]}”", "Load the page again.")]
        )
    if program is None:
        return {"items": (*items, name)}, f"{_title(asked, name)} is on the sheet."
    others = tuple(one for one in items if library.program(one, language) is None)
    values: Values = {"items": (name, *others)}
    if len(others) < len(items):  # another program was there: its week is none of this one's
        values |= {"week": None, "skip": None}
    return values, f"{program.name} is on the sheet."


def _known(asked: Asking, name: str) -> bool:
    """Whether something of that id is there in any language, or broken: then the planner says what is wrong with it."""
    library = asked.desk.engine.library
    return any(key[0] == name for key in (*library.drills, *library.programs)) or any(
        one.id == name for one in library.broken
    )


def _remove(asked: Asking, draft: SheetDraft, name: str) -> tuple[Values, str]:
    items = tuple(one for one in draft.texts("items") if one.lower() != name)
    values: Values = {"items": items}
    if len(items) == len(draft.texts("items")):
        values = {"skip": (*draft.texts("skip"), name)} if name not in draft.texts("skip") else {}
        return values, f"{_title(asked, name)} is left out."
    values["changes"] = tuple(one for one in with_dose(draft.values, "", {}) if not one.startswith(f"{name}:"))
    return values, f"{_title(asked, name)} is off the sheet."


def _back(asked: Asking, draft: SheetDraft, name: str) -> tuple[Values, str]:
    return {"skip": tuple(one for one in draft.texts("skip") if one != name)}, f"{_title(asked, name)} is back."


def _move(by: int) -> Callable[[Asking, SheetDraft, str], tuple[Values, str]]:
    def move(asked: Asking, draft: SheetDraft, name: str) -> tuple[Values, str]:
        choice = _choice(asked, draft)
        single = [one.drill.id for one in choice.drills if not one.in_program]
        if name not in single:
            return {}, "The drills of a program stand in its order. “Take the drills out” lets you change it."
        at = single.index(name)
        to = min(len(single) - 1, max(0, at + by))
        single.insert(to, single.pop(at))
        return _in_order(choice, draft, single), _place(asked, name, to, single)

    return move


def _instead(asked: Asking, draft: SheetDraft, name: str) -> tuple[Values, str]:
    """Give another drill in place of one that does not suit."""
    other, items = asked.text("other")[:80].lower(), draft.texts("items")
    added, _ = _add(asked, draft, other)
    if name not in items:  # one of the program's
        return {**added, "skip": (*draft.texts("skip"), name)}, f"{_title(asked, other)} stands in its place."
    values: Values = {"items": tuple(other if one == name else one for one in items if one != other)}
    return values, f"{_title(asked, other)} stands in its place."


def _order(asked: Asking, draft: SheetDraft, name: str) -> tuple[Values, str]:
    """Put a drill where another one stands: what dragging does."""
    choice = _choice(asked, draft)
    single = [one.drill.id for one in choice.drills if not one.in_program]
    before = asked.text("before").lower()
    if name not in single or (before and before not in single):
        return {}, "The drills of a program stand in its order. “Take the drills out” lets you change it."
    single.remove(name)
    single.insert(single.index(before) if before and before != name else len(single), name)
    return _in_order(choice, draft, single), _place(asked, name, single.index(name), single)


def _in_order(choice: SheetChoice, draft: SheetDraft, single: list[str]) -> Values:
    others = tuple(one for one in draft.texts("items") if one.lower() not in single)
    del choice
    return {"items": (*others, *single)}


def _place(asked: Asking, name: str, at: int, single: Sequence[str]) -> str:
    return f"{_title(asked, name)}: {at + 1} of {len(single)}."


def _alone(asked: Asking, draft: SheetDraft, name: str) -> tuple[Values, str]:
    del name
    engine, today = asked.desk.engine, asked.desk.today()
    choice = _choice(asked, draft)
    if not choice.program:
        return {}, "There is no program on the sheet."
    values = drills_alone(choice, engine.planner, today, draft.values)
    said = f"The sheet has the {len(values['items'])} drills of this week by themselves now."
    return {key: value for key, value in values.items() if key in FIELDS}, said


def _choice(asked: Asking, draft: SheetDraft) -> SheetChoice:
    return choice_of(draft.values, asked.desk.engine.planner, asked.desk.today())


def _title(asked: Asking, name: str) -> str:
    library = asked.desk.engine.library
    found = library.drill(name, library.clinic.language) or library.program(name, library.clinic.language)
    return found.name if found else name[:60]


_ACTIONS: dict[str, Callable[[Asking, SheetDraft, str], tuple[Values, str]]] = {
    "add": _add,
    "remove": _remove,
    "back": _back,
    "up": _move(-1),
    "down": _move(1),
    "order": _order,
    "instead": _instead,
    "alone": _alone,
}
