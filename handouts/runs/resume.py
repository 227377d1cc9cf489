"""Goes on with a batch that was stopped: what is done need not be made again."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from handouts.deliver.register import Issued, Register
from handouts.runs.job import Job, place_of
from handouts.runs.progress import Tell

__all__ = ["resumed"]

_LOOK_AT = 100
"""Handouts that are asked for their day of issue: more would say the same."""


def resumed(job: Job, register: Register, tell: Tell) -> Job:
    """The job without what is done: entered in the register, and its file there, and its page where pages are made. It
    goes on as of the same day.
    """
    entered = register.in_folder(place_of(job, job.folder))
    there = {path.name for path in job.folder.glob("*.pdf")}
    done = {handout: place for handout, place in entered.items() if Path(place).name in there}
    if job.page:
        done = {
            one: place for one, place in done.items() if (job.folder / job.page_name(one, Path(place).name)).is_file()
        }
    if done and "issued" not in job.defaults:
        rows = (row for handout in list(done)[:_LOOK_AT] for row in register.find(handout)[:1])
        for day, _ in Counter(filter(None, map(_day_of, rows))).most_common(1):
            if day != job.today.isoformat():
                tell(f"Goes on as of {day}, the day of issue of what is there; --issued sets another.")
            job = replace(job, defaults={**job.defaults, "issued": day})
    return replace(job, done=done)


def _day_of(row: Issued) -> str:
    """The day of issue; empty where the stored order cannot be read."""
    try:
        return str(json.loads(row.asked)["issued"])
    except (ValueError, TypeError, KeyError):
        return ""
