"""What patients ticked and wrote, for spreadsheets and scripts."""

from __future__ import annotations

import csv
import io
from typing import Any

from handouts.returned.forms import Returned, Tick
from handouts.returned.measured import Measured
from handouts.returned.tally import SOURCE, Share, tally

__all__ = ["as_csv", "as_data"]

COLUMNS = ("file", "handout", "source", "kind", "drill_number", "drill", "date", "session", "side", "set", "ticked",
           "text", "measure", "row", "value")  # fmt: skip
"""New ones stand at the end: spreadsheets know the others by their places."""


def as_csv(returned: list[Returned]) -> str:
    """A line for each box, pain and remark."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for form in returned:
        base = {"file": _cell(form.file), "handout": form.handout, "source": SOURCE}
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


def as_data(form: Returned) -> dict[str, Any]:
    """A handout with its counts and every box."""
    counts = tally(form)
    return {
        "file": form.file,
        "handout": form.handout,
        "source": SOURCE,
        "week": form.week,
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
