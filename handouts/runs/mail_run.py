"""What a roster's week of mail comes to: a message, a sheet or a problem a row, counted and put in order. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Literal

from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.deliver.register import Issued
from handouts.mail.due import NotSent
from handouts.mail.message import Message
from handouts.orders.decided import Decision
from handouts.roster import Row
from handouts.runs.slips import Slip

__all__ = ["How", "MailOptions", "MailRun", "Ready", "RowSummary", "counted", "in_order", "outcome", "question"]

How = Literal["plain", "protected", "print", "printed", "before", "idle", "faulty"]


@dataclass(frozen=True)
class MailOptions:
    """What is asked for."""

    calendar: bool = False
    """Whether reminders go with the messages."""
    changed: bool = False
    """Whether another edition follows one that went."""
    all_slips: bool = False
    """Whether passwords are printed for those too who have been told."""
    packet_rest: bool = True
    """Whether sheets are printed for those who are not written to."""
    preview: Path | None = None
    """Folder to write every message to, also those that are not sent now; then none is sent."""
    dry_run: bool = False
    """Whether nothing is sent and, without a preview, nothing written."""
    page: bool = False
    """Whether the page for the phone goes with the PDF, but for those that are protected."""
    page_named: bool = False
    """Whether it bears the patient's name."""
    register_lost: bool = False
    """Whether it is known that the register is gone."""


@dataclass(frozen=True)
class RowSummary:
    """What is to become of a row, to be looked over."""

    line: int
    how: How
    patient: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    file: str = ""
    wrong: str = ""
    """What is wrong, or why there is nothing to do; names no patient."""


@dataclass(frozen=True)
class Ready:
    """A message, with its row's number, from 1, and its line, and what the register is to say."""

    number: int
    line: int
    protected: bool
    message: Message = field(repr=False)
    issued: Issued | None = field(repr=False)
    held: NotSent | None = None
    """Why it is not sent now, or None where it is."""


@dataclass
class MailRun:
    """All that is to be done for a roster."""

    ready: list[Ready] = field(default_factory=list)
    """Every message, also those that went before: the outbox has the last word."""
    rest: list[tuple[int, Row]] = field(default_factory=list)
    """Rows to print, with their numbers."""
    slips: list[Slip] = field(default_factory=list)
    """Passwords that were generated, of patients that have not been told."""
    entries: list[RowSummary] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    declined: list[tuple[str, str]] = field(default_factory=list)
    """Key and name of each patient that wants no mail, or whose sheet is held."""
    unclear: list[tuple[str, str]] = field(default_factory=list)
    """The same of each whose consent is at fault, so that nothing may be sent to them now."""

    said: list[tuple[str, str, Decision]] = field(default_factory=list)
    """What rows say of their week, with key and name of the patient, to be kept."""
    moved: Counter[str] = field(default_factory=Counter)
    """Sheets that follow a decision, by what it has made of the week."""
    unseen: int = 0
    """Sheets that go on though nobody has decided anything since those of the week before."""

    def count(self, *how: How) -> int:
        return sum(entry.how in how for entry in self.entries)

    @property
    def going(self) -> list[Ready]:
        """The messages that are sent now."""
        return [ready for ready in self.ready if not ready.held]

    @property
    def without_note(self) -> int:
        """Rows whose sheets were made without their notes."""
        return len({problem.line for problem in self.problems if problem.kind == "unset"})

    @property
    def wrong(self) -> list[Problem]:
        """What has to be mended."""
        return [problem for problem in self.problems if not problem.warning]


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """What weighs most last, where it is read: warnings of sheets, then of mail, then what is to mend. One that several
    lines share is told once.
    """
    several: dict[Problem, list[int]] = {}
    for problem in problems:
        several.setdefault(replace(problem, line=0) if problem.warning else problem, []).append(problem.line)
    told = []
    for problem, lines in several.items():
        rest = f" (and lines {', '.join(map(str, lines[1:]))})" if len(lines) > 1 and problem.warning else ""
        told.append(replace(problem, line=lines[0], message=problem.message + rest))

    def weight(problem: Problem) -> tuple[bool, bool, str, int]:
        return not problem.warning, problem.kind == "mail", problem.place, problem.line

    return sorted(told, key=weight)


def counted(run: MailRun) -> str:
    """How many of what, as a phrase that names no one."""
    going = run.going
    parts = [f"{len(going)} to mail"]
    if protected := sum(ready.protected for ready in going):
        parts[0] += f" ({protected} protected)"
    held = Counter(ready.held.state for ready in run.ready if ready.held)
    for count, said in (
        (held["skipped"], "sent before"),
        (held["busy"], "in another command's hands"),
        (held["held"], "changed since"),
        (held["failed"], "refused before"),
        (held["uncertain"], "uncertain"),
        (len(run.rest), "to print"),
        (run.count("printed"), "printed before"),
        (run.count("idle"), "not due"),
        (run.without_note, "without the note"),
        (run.count("faulty"), "faulty"),
        (run.moved["on"], "moved on as decided"),
        (run.moved["repeat"], "repeated"),
        (run.moved["back"], "went back"),
        (run.unseen, "went on unseen"),
    ):
        if count:
            parts.append(f"{count} {said}")
    return ", ".join(parts)


def question(run: MailRun, options: MailOptions, per_minute: int | None) -> str:
    """What is asked before anything leaves: how many messages, and how long they take."""
    going = run.going
    parts = [f"{len(going)} message{'s' if len(going) != 1 else ''}"]
    if protected := sum(ready.protected for ready in going):
        parts.append(f"{protected} protected")
    if run.rest and options.packet_rest:
        parts.append(f"{len(run.rest)} to print")
    asked = f"Send {', '.join(parts)}?"
    if per_minute and (minutes := round(len(going) / per_minute)) > 1:
        asked += f" At {per_minute} a minute that takes {minutes} minutes."
    return asked


_SAID = {
    "skipped": "sent before",
    "deferred": "put off",
    "held": "changed since it was sent",
    "busy": "in another command's hands",
    "withdrawn": "taken out by another command",
}


def outcome(run: MailRun, counts: Mapping[str, int]) -> str:
    """What became of the messages, as sentences that name no one."""
    sent = [f"{count} {_SAID.get(state, state)}" for state, count in counts.items() if count]
    others = [
        f"{count} {said}"
        for count, said in (
            (run.count("idle"), "not due"),
            (run.count("faulty"), "faulty, neither sent nor printed"),
        )
        if count
    ]
    return f"{', '.join(sent) or '0 sent'}." + (f" {', '.join(others)}." if others else "")
