"""What patients ticked and wrote, for people, spreadsheets and scripts, with what became of each sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from handouts.commands.say import initials
from handouts.returned.forms import Returned, Tick
from handouts.returned.measured import Measured
from handouts.returned.tally import SOURCE, Share, summary, tally
from handouts.runs.returning import EnteredReturn, became_words

__all__ = ["as_csv", "as_data", "as_text"]

COLUMNS = ("file", "handout", "source", "kind", "drill_number", "drill", "date", "session", "side", "set", "ticked",
           "text", "patient_id", "program", "week", "state", "measure", "row", "value")  # fmt: skip
"""New ones stand at the end: spreadsheets know the others by their places."""


def as_text(form: Returned, entry: EnteredReturn | None, *, names: bool) -> str:
    """A sheet as a table, whose it is, and what became of it. ``names``: only for who sits at the terminal."""
    who = ""
    if entry and (row := entry.row):
        named = f"{row.patient} ({row.key})" if row.key else row.patient
        who = f"{named if names else row.key or initials(row.patient)}: {row.program}, week {row.week or '?'}"
    return summary(form, who, became_words(form, entry) if entry else "")


def _whose(entry: EnteredReturn | None) -> dict[str, Any]:
    """Whose a sheet is, by the clinic's own id and never by name, and what became of it."""
    row, became = (entry.row, entry.became) if entry else (None, "looked")
    state = {"looked": "", "known": f"already {entry.ret.state}" if entry and entry.ret else ""}.get(became, became)
    whose = {"patient_id": row.key, "program": row.program, "week": row.week or ""} if row else {}
    return {"patient_id": "", "program": "", "week": "", **whose, "state": state}


def as_csv(returned: Iterable[tuple[Returned, EnteredReturn | None]]) -> str:
    """A line for each box, pain and remark."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for form, entry in returned:
        whose = {name: _cell(str(value)) for name, value in _whose(entry).items()}
        base = {"file": _cell(form.file), "handout": form.handout, "source": SOURCE, **whose}
        for tick in form.ticks:
            writer.writerow({**base, "kind": "box", **_box(tick), "ticked": _ticked(tick)})
        for reason in form.look:
            writer.writerow({**base, "kind": "look at it yourself", "text": _cell(f"it {reason}")})
        for pain in form.pain:
            if pain.text:
                writer.writerow(
                    {**base, "kind": "pain", "date": pain.day, "session": pain.session, "text": _cell(pain.text)}
                )
        for row in form.measures:
            writer.writerow({**base, "kind": "measure", **_answer(row), "text": _cell(row.what)})
        for remark in form.remarks:
            writer.writerow({**base, "kind": "remark", "text": _cell(remark)})
    return out.getvalue()


def _ticked(tick: Tick) -> str:
    """“unsure” where the form does not say yes, but a person may see one; “yes?” where it looks otherwise."""
    if tick.unsure:
        return "yes?" if tick.ticked else "unsure"
    return "yes" if tick.ticked else "no"


def _answer(row: Measured) -> dict[str, Any]:
    """“unclear” where more than one box is marked, empty where none is."""
    value: int | str = "" if row.value is None else row.value
    return {"measure": row.kind, "row": row.number, "value": "unclear" if row.unclear else value}


def _cell(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def as_data(form: Returned, entry: EnteredReturn | None) -> dict[str, Any]:
    """A handout with its counts and every box."""
    counts, whose = tally(form), _whose(entry)
    return {
        "file": form.file,
        "handout": form.handout,
        "source": SOURCE,
        "week": form.week,
        "patient_id": whose["patient_id"],
        "program": whose["program"],
        "week_number": whose["week"] or None,
        "state": whose["state"],
        "to_settle": list(form.form.unsure) if form.form else [],
        "taken_back": list(entry.taken_back) if entry else [],
        "nothing_marked": form.nothing_marked,
        "summary": [
            {
                "drill": drill.name,
                "days": {str(day): _share(share) for day, share in drill.days.items()},
            }
            for drill in counts.drills
        ],
        "boxes": [{**_box(tick), "ticked": tick.ticked, "unsure": tick.unsure} for tick in form.ticks],
        "look_at_it_yourself": [f"it {reason}" for reason in form.look],
        "pain": [
            {"date": pain.day, "session": pain.session, "text": pain.text, "value": pain.value}
            for pain in form.pain
            if pain.text
        ],
        "measures": [
            {"measure": row.kind, "row": row.number, "activity": row.what, "value": row.value, "unclear": row.unclear}
            | ({"marked": list(row.marked)} if row.unclear else {})
            for row in form.measures
        ],
        "remarks": list(form.remarks),
    }


def _share(share: Share) -> dict[str, int]:
    """Counts of a day; those that cannot be told only where there are any."""
    counts = {"done": share.done, "planned": share.planned}
    return counts | {"unsure": share.unsure} if share.unsure else counts


def _box(tick: Tick) -> dict[str, Any]:
    return {
        "drill_number": tick.drill_number,
        "drill": tick.drill,
        "date": tick.day,
        "session": tick.session,
        "side": tick.side,
        "set": tick.set_number,
    }
