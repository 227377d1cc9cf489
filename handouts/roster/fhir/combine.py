"""The wishes for one patient become fields of one row: items, days and times of the handout, doses of drills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from handouts.base.plaindays import DAYS
from handouts.base.records import dataclass
from handouts.roster.fhir.telling import Telling
from handouts.roster.fhir.timing import Schedule
from handouts.roster.fhir.wants import OWN_DOSE_STANDS, OWN_STANDS, ItemWish
from handouts.roster.rows import Reading

__all__ = ["row_fields"]

_TABLE = "Look at the sheet, or say it with “days”, “times” or “dose” in a table of patients."


@dataclass
class _Drill:
    """What is wished of one drill."""

    first: ItemWish
    schedules: set[Schedule] = field(default_factory=set)
    refused: bool = False
    doses: list[Mapping[str, str]] = field(default_factory=list)


def row_fields(wishes: Sequence[ItemWish], linked: set[int], reading: Reading, telling: Telling) -> dict[str, str]:
    """Fields of an order. ``linked`` are the places of requests that a plan names as its activities.

    Activities of a program stand for its drills and add none: the program says in which week each has its turn.
    """
    return _Combining(wishes, linked, reading, telling).fields()


class _Combining:
    def __init__(self, wishes: Sequence[ItemWish], linked: set[int], reading: Reading, telling: Telling) -> None:
        self._wishes, self._linked, self._telling = wishes, linked, telling
        self._programs = reading.programs
        ids = [wish.named.id for wish in wishes if wish.named and wish.named.id]
        mine = [self._programs[name] for name in dict.fromkeys(ids) if name in self._programs]
        self._ever = frozenset[str]().union(*(program.ever for program in mine))
        self._always = frozenset[str]().union(*(program.always for program in mine))

    def fields(self) -> dict[str, str]:
        items = dict.fromkeys(
            wish.named.id for wish in self._wishes if wish.named and wish.named.id and not self._inside(wish)
        )
        whole = [wish for wish in self._wishes if self._is_whole(wish)]
        drills = self._drills([wish for wish in self._wishes if not self._is_whole(wish)])
        general = self._general(whole, drills)
        self._tell_refused(whole, general=Schedule())
        changes = [text for name, drill in drills.items() if (text := self._change(name, drill, general))]
        return {
            "items": " ".join(items),
            "days": ",".join(general.days),
            "times": general.times,
            "changes": "; ".join(changes),
        }

    def _inside(self, wish: ItemWish) -> bool:
        """Whether a wish is for a drill of the program that the patient has anyway, in its week."""
        ours = wish.entry.kind == "CarePlan" or wish.entry.index in self._linked
        return bool(wish.named and not wish.defines and ours and wish.named.id in self._ever)

    def _is_whole(self, wish: ItemWish) -> bool:
        """Whether a wish is about the handout as a whole: a plan, or its program."""
        return wish.named is None or wish.defines or wish.named.id in self._programs

    @staticmethod
    def _drills(wishes: Sequence[ItemWish]) -> dict[str, _Drill]:
        drills: dict[str, _Drill] = {}
        for wish in wishes:
            if wish.named and wish.named.id:
                drill = drills.setdefault(wish.named.id, _Drill(wish))
                drill.refused |= bool(wish.timing.refused)
                if wish.timing.schedule:
                    drill.schedules.add(wish.timing.schedule)
                if wish.dose and wish.dose not in drill.doses:
                    drill.doses.append(wish.dose)
        return drills

    # --- days and times --------------------------------------------------------------------------

    def _general(self, whole: Sequence[ItemWish], drills: Mapping[str, _Drill]) -> Schedule:
        """Days and times of the whole handout: the plan's, or those that all drills share."""
        said = {wish.timing.schedule for wish in whole if wish.timing.schedule}
        if len(said) > 1:
            entry = next(wish.entry for wish in whole if wish.timing.schedule)
            self._telling.warn(entry, f"has activities on different days or times; {OWN_STANDS}", _TABLE)
        if whole:
            refused = any(wish.timing.refused for wish in whole)
            return said.pop() if len(said) == 1 and not refused else Schedule()
        shared = [next(iter(drill.schedules), None) for drill in drills.values()]
        alike = len(set(shared)) == 1 and all(
            len(drill.schedules) == 1 and not drill.refused for drill in drills.values()
        )
        return shared[0] or Schedule() if alike else Schedule()

    def _tell_refused(self, wishes: Sequence[ItemWish], general: Schedule) -> None:
        stands = "it has the days and times of the whole handout" if general else OWN_STANDS
        for wish in wishes:
            where = f"{wish.path}: " if wish.path else ""
            if wish.timing.refused:
                self._telling.warn(wish.entry, f"{where}has a timing that {wish.timing.refused}; {stands}", _TABLE)
            for beside in dict.fromkeys(wish.timing.beside):
                self._telling.warn(wish.entry, f"{where}has a timing of which {beside}", "Tell the patient.")
            if wish.dose and self._is_whole(wish):
                stands = OWN_DOSE_STANDS if wish.timing.schedule else f"{OWN_STANDS}, and its own dose"
                message = f"{where}says a dose in words, which only a drill can have; {stands}"
                self._telling.warn(wish.entry, message, _TABLE)

    # --- drills ----------------------------------------------------------------------------------

    def _change(self, name: str, drill: _Drill, general: Schedule) -> str:
        """What an order changes of a drill, in its own words; empty where nothing."""
        self._tell_refused([wish for wish in self._wishes if wish.named and wish.named.id == name], general)
        schedule = next(iter(drill.schedules), Schedule())
        entry, stands = drill.first.entry, "that of the whole handout stands" if general else OWN_STANDS
        if len(drill.schedules) > 1 or (drill.refused and schedule):
            self._telling.warn(entry, f"is for “{name}”, which has different days or times; {stands}", _TABLE)
            schedule = Schedule()
        dose = drill.doses[0] if len(drill.doses) == 1 else {}
        if len(drill.doses) > 1:
            message = f"is for “{name}”, which has different doses; {OWN_DOSE_STANDS}"
            self._telling.warn(entry, message, _TABLE)
        if schedule == general:
            schedule = Schedule()
        if name in self._ever - self._always and (schedule or dose):
            message = f"is for “{name}”, which the program has in some weeks only; its own dose stands, and {stands}"
            self._telling.warn(entry, message, _TABLE)
            return ""
        parts = [f"{part}={value}" for part, value in dose.items()]
        if schedule.days:
            parts.append(f"days={'+'.join(day for day in DAYS if day in schedule.days)}")
        if times := schedule.times or ("1" if schedule and general.times else ""):  # FHIR: once, where it does not say
            parts.append(f"times={times.replace(',', '+')}")
        return f"{name}:{','.join(parts)}" if parts else ""
