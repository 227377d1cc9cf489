"""``handouts ticks``: what patients ticked and wrote in the PDFs they send back."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.options import json_option
from handouts.commands.say import complain, say

if TYPE_CHECKING:
    from handouts.returned.forms import Returned

__all__ = ["ticks"]

SOURCE = "self-report"
COLUMNS = ("file", "handout", "source", "kind", "drill_number", "drill", "date", "session", "side", "set", "ticked",
           "text")  # fmt: skip


@click.command(
    epilog="""\b
Examples:
  handouts ticks mei.pdf
  handouts ticks returned/*.pdf --csv -o ticks.csv
Files that are protected are opened with the password in the environment variable HANDOUTS_PASSWORD.
"""
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--csv", "as_csv", is_flag=True, help="A line for each box, for a spreadsheet.")
@json_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to this file, for its owner only, instead of printing.",
)
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there.")
def ticks(files: tuple[Path, ...], **options: Any) -> None:
    """Read filled-in handouts back: what was done of what was planned, for each drill and day.

    Everything is what the patient says (self-report). A file that cannot be read is reported, and the others
    are still read; then the exit code is 1, or 3 where none could be.
    """
    from handouts.returned.forms import read_ticks

    if options["as_csv"] and options["as_json"]:
        raise HandoutsError([Problem("--csv", 0, "does not go with --json", "Give one of them.")], Exit.USAGE)
    found: list[Returned] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for path in dict.fromkeys(files):
        try:
            returned = read_ticks(path, os.environ.get("HANDOUTS_PASSWORD", ""))
        except HandoutsError as error:
            problems += error.problems
            continue
        if returned.handout in seen:
            message = f"is the same handout as {seen[returned.handout]}"
            problems.append(Problem(str(path), 0, message, "Both are listed; use the later one.", warning=True))
        seen.setdefault(returned.handout, str(path))
        problems += returned.warnings
        found.append(returned)
    complain(problems)
    failed = any(not problem.warning for problem in problems)
    if found or options["as_json"]:
        _give(_written(found, problems, options), options)
    if failed:
        raise SystemExit(Exit.SOME_FAILED if found else Exit.CONTENT)


def _written(found: list[Returned], problems: list[Problem], options: dict[str, Any]) -> str:
    if options["as_csv"]:
        return _as_csv(found)
    if options["as_json"]:
        import json

        wrong = [problem for problem in problems if not problem.warning]
        data = {
            "source": SOURCE,
            "handouts": [_as_data(one) for one in found],
            "unread": [{"file": problem.place, "why": problem.message} for problem in wrong],
        }
        return json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n"
    return "\n".join(_summary(one) for one in found)


def _give(text: str, options: dict[str, Any]) -> None:
    if options["output"]:
        from handouts.deliver.save import save

        # Excel reads a CSV file as UTF-8 only where it starts with this mark
        data = text.encode("utf-8-sig" if options["as_csv"] else "utf-8")
        save(options["output"], data, force=options["force"])
        say(f"Wrote {options['output']}")
    elif options["as_csv"] or options["as_json"]:
        click.echo(text, nl=False)
    else:
        say(text.rstrip("\n"))


def _as_csv(found: list[Returned]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for one in found:
        base = {"file": _cell(one.file), "handout": one.handout, "source": SOURCE}
        for tick in one.ticks:
            writer.writerow(
                {
                    **base,
                    "kind": "box",
                    "drill_number": tick.drill_number,
                    "drill": tick.drill,
                    "date": tick.day,
                    "session": tick.session,
                    "side": tick.side,
                    "set": tick.set_number,
                    "ticked": "yes" if tick.ticked else "no",
                }
            )
        for pain in one.pain:
            if pain.text:
                writer.writerow(
                    {**base, "kind": "pain", "date": pain.day, "session": pain.session, "text": _cell(pain.text)}
                )
        for remark in one.remarks:
            writer.writerow({**base, "kind": "remark", "text": _cell(remark)})
    return out.getvalue()


def _cell(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _as_data(one: Returned) -> dict[str, Any]:
    from handouts.returned.forms import tally

    _, drills = tally(one)
    return {
        "file": one.file,
        "handout": one.handout,
        "source": SOURCE,
        "week": one.week,
        "summary": [
            {
                "drill": name,
                "days": {str(day): {"done": done, "planned": planned} for day, (done, planned) in counts.items()},
            }
            for name, counts in drills
        ],
        "boxes": [
            {
                "drill_number": tick.drill_number,
                "drill": tick.drill,
                "date": tick.day,
                "session": tick.session,
                "side": tick.side,
                "set": tick.set_number,
                "ticked": tick.ticked,
            }
            for tick in one.ticks
        ],
        "pain": [
            {"date": pain.day, "session": pain.session, "text": pain.text, "value": pain.value}
            for pain in one.pain
            if pain.text
        ],
        "remarks": list(one.remarks),
    }


def _summary(one: Returned) -> str:
    """Done of planned for each drill and day, at a glance."""
    from handouts.returned.forms import tally

    days, drills = tally(one)
    shown_id = "-".join(one.handout[start : start + 4] for start in (0, 4, 8))
    lines = [f"{shown_id}  week of {one.week}  ({SOURCE})  {one.file}"]
    rows = [["", *(f"{day:%a} {day.day}" for day in days), "done"]]
    whole: dict[Any, tuple[int, int]] = {}
    for name, counts in drills:
        rows.append([name, *(_share(counts.get(day)) for day in days), _percent(counts.values())])
        for day, (done, planned) in counts.items():
            before = whole.get(day, (0, 0))
            whole[day] = (before[0] + done, before[1] + planned)
    if len(drills) > 1:
        rows.append(["all drills", *(_share(whole.get(day)) for day in days), _percent(whole.values())])
    if any(pain.text for pain in one.pain):
        said = {day: ", ".join(pain.text[:12] for pain in one.pain if pain.day == day and pain.text) for day in days}
        rows.append(["pain, 0 to 10", *(said[day] or "." for day in days), ""])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines += [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    for remark in one.remarks:
        first, *more = remark.split("\n")
        lines += [f"  remark: {first}", *(f"          {line}" for line in more)]
    return "\n".join(lines) + "\n"


def _share(counts: tuple[int, int] | None) -> str:
    return f"{counts[0]}/{counts[1]}" if counts else "."


def _percent(counts: Any) -> str:
    pairs = list(counts)
    done, planned = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    return f"{done} of {planned}, {round(100 * done / planned) if planned else 0} %"
