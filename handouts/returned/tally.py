"""What was done of what was planned: counted for each drill and day, and as a table to read at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from handouts.base.ids import shown_id
from handouts.base.records import dataclass
from handouts.returned.forms import Returned
from handouts.returned.measured import answer_line

__all__ = ["SOURCE", "DrillTally", "Share", "Tally", "summary", "tally"]

SOURCE = "self-report"
"""Whose word all of it is."""
_PAIN_WIDTH = 12
"""Characters of what is written for pain that the table has room for."""


@dataclass(frozen=True)
class Share:
    """Boxes ticked, of all there are."""

    done: int = 0
    planned: int = 0
    unsure: int = 0
    """Of those planned, boxes of which the file cannot tell."""

    def __add__(self, other: Share) -> Share:
        return Share(self.done + other.done, self.planned + other.planned, self.unsure + other.unsure)

    @property
    def percent(self) -> int:
        """0 where nothing is planned."""
        return round(100 * self.done / self.planned) if self.planned else 0


@dataclass(frozen=True)
class DrillTally:
    """A drill's share on each day that has boxes for it."""

    name: str
    """Its id, or “drill 2” where the file does not say."""
    days: Mapping[date, Share]

    @property
    def whole(self) -> Share:
        """Its share of the week."""
        return sum(self.days.values(), Share())


@dataclass(frozen=True)
class Tally:
    """A handout's counts, with drills in their order on the sheet."""

    days: tuple[date, ...]
    drills: tuple[DrillTally, ...]

    @property
    def all_drills(self) -> DrillTally:
        """All of them together."""
        days = {day: sum((drill.days.get(day, Share()) for drill in self.drills), Share()) for day in self.days}
        return DrillTally("all drills", days)


def tally(returned: Returned) -> Tally:
    """Count a handout's boxes."""
    drills: dict[tuple[int, str], dict[date, Share]] = {}
    for tick in returned.ticks:
        days = drills.setdefault((tick.drill_number, tick.drill or f"drill {tick.drill_number}"), {})
        days[tick.day] = days.get(tick.day, Share()) + Share(int(tick.ticked), 1, int(tick.unsure))
    return Tally(
        tuple(sorted({tick.day for tick in returned.ticks})),
        tuple(DrillTally(name, days) for (_, name), days in sorted(drills.items(), key=lambda entry: entry[0])),
    )


def summary(returned: Returned, who: str = "", became: str = "") -> str:
    """Done of planned for each drill and day, pain and remarks, as lines of text. ``who`` and ``became`` are lines
    below the first and at the end: whose it is, and what became of it.
    """
    first = f"{shown_id(returned.handout)}  week of {returned.week}  ({SOURCE})  {returned.file}"
    lines = [first, *([f"  {who}"] if who else []), *_counted(returned)]
    lines += [f"  {answer_line(row)}" for row in returned.measures if not returned.nothing_marked]
    lines += [f"  look at it yourself: it {reason}" for reason in returned.look]
    for remark in returned.remarks:
        begin, *more = remark.split("\n")
        lines += [f"  remark: {begin}", *(f"          {line}" for line in more)]
    return "\n".join([*lines, *([f"  {became}"] if became else [])]) + "\n"


def _counted(returned: Returned) -> list[str]:
    """The table; of a sheet that nobody has marked anything on, no table of noughts."""
    if returned.nothing_marked:
        return ["  nothing marked"]
    counts = tally(returned)
    rows = [["", *(f"{day:%a} {day.day}" for day in counts.days), "done"]]
    rows += [_row(drill, counts.days) for drill in counts.drills]
    if len(counts.drills) > 1:
        rows.append(_row(counts.all_drills, counts.days))
    if any(pain.text for pain in returned.pain):
        rows.append(["pain, 0 to 10", *(_pain_of(returned, day) or "." for day in counts.days), ""])
    return _columns(rows)


def _row(drill: DrillTally, days: Iterable[date]) -> list[str]:
    cells = [_cell(share) if (share := drill.days.get(day)) else "." for day in days]
    whole = drill.whole
    if whole.unsure:
        return [drill.name, *cells, f"{whole.done} of {whole.planned} ticked, {whole.unsure} cannot be told"]
    return [drill.name, *cells, f"{whole.done} of {whole.planned}, {whole.percent} %"]


def _cell(share: Share) -> str:
    """“2/3”; with a question mark where more, or less, may have been done."""
    return f"{share.done}{'?' if share.unsure else ''}/{share.planned}"


def _pain_of(returned: Returned, day: date) -> str:
    return ", ".join(pain.text[:_PAIN_WIDTH] for pain in returned.pain if pain.day == day and pain.text)


def _columns(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
