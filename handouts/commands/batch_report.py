"""What became of a batch, for a person and for a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.base.problems import Problem
from handouts.commands.say import MOST, complain, say

if TYPE_CHECKING:
    from handouts.runs.summary import BatchSummary

__all__ = ["as_data", "how_to_go_on", "report"]


def as_data(roster: Path, summary: BatchSummary) -> dict[str, Any]:
    """What became of the rows, for scripts."""
    counts = summary.counts
    return {
        "roster": str(roster),
        "folder": str(summary.folder),
        "written": counts.get("written", 0),
        "unchanged": counts.get("same", 0),
        "done_before": counts.get("done", 0),
        "without_note": summary.without_note,
        "moved": dict(summary.moved),
        "unseen": summary.unseen,
        "failed": summary.failed,
        "idle": [asdict(row) for row in summary.idle],
        "not_tried": summary.rows - summary.tried,
        "rows": [asdict(row) for row in summary.told],
        "manifest": str(summary.manifest),
    } | ({"pages": summary.pages} if summary.pages else {})


_STATES = (
    ("same", "there already"),
    ("done", "done before"),
    ("waiting", "not started"),
    ("finished", "finished"),
    ("paused", "paused"),
    ("hold", "on hold"),
    ("discharged", "discharged"),
)
_MOVED = (("on", "moved on as decided"), ("repeat", "repeated"), ("back", "went back"))


def report(roster: Path, summary: BatchSummary) -> None:
    """Print what became of the rows: those without a handout first, the counts last."""
    for row in summary.idle[:MOST]:
        say(f"{roster}:{row.line}: {row.state}: {row.why}", err=True)
    if len(summary.idle) > MOST:
        say(f"… and {len(summary.idle) - MOST:,} more rows without a handout.", err=True)
    if summary.others:
        what = "packet" if summary.kind == "packet" else "numbered handout"
        message = f"holds {summary.others} other {what}{'s' if summary.others > 1 else ''}, from an earlier run"
        hint = "Use a new folder with -o, or move them away."
        complain([Problem(str(summary.folder), 0, message, hint, warning=True)])
    many = summary.counts.get("written", 0)
    packets = f" in {summary.packets} packet{'s' if summary.packets != 1 else ''}" if summary.packets else ""
    parts = [f"{many} written to {_named(summary.where)}{packets}"]
    parts += [f"{summary.counts[state]} {words}" for state, words in _STATES if summary.counts.get(state)]
    if summary.without_note:
        parts.append(f"{summary.without_note} of them without the note")
    if summary.failed:
        parts.append(f"{summary.failed} failed")
    if summary.rows > summary.tried:
        parts.append(f"{summary.rows - summary.tried} not tried")
    say(", ".join(parts) + ".")
    if summary.pages and summary.counts.get("written"):
        told = "" if summary.pages == "beside them" else ", to be put where page_url says"
        say(f"Their pages for the phone are {summary.pages}{told}.")
    for line in _decided(summary):
        say(line)


def _decided(summary: BatchSummary) -> Iterator[str]:
    """How many sheets follow decisions, and how many go on without one."""
    moved = [f"{summary.moved[one]} {words}" for one, words in _MOVED if summary.moved.get(one)]
    if moved:
        yield ", ".join(moved) + "."
    if summary.unseen:
        yield f"{summary.unseen} went on unseen: nobody has looked at what came back."


def how_to_go_on(summary: BatchSummary, day: date | str) -> str:
    """What to do after a batch was stopped. ``day`` is that of issue."""
    if summary.kind == "zip":
        return f"Stopped: there is no {summary.where}, as it would not be whole. To make it: the same command again."
    told = f"Stopped after {summary.tried} of {summary.rows} rows. To go on: the same command"
    if summary.kind == "packet":
        return f"{told} again; packets that are there stay. On another day add --issued {day}."
    return f"{told} with --resume."


def _named(path: Path) -> str:
    """A path within a sentence."""
    text = str(path)
    return "this folder" if text == "." else f"“{text}”" if text.endswith(".") else text
