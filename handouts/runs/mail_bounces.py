"""What a clinic does about mail that came back: which patient's message it was, and why, is written into the outbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from handouts.base.ids import shown_id
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.mail.addresses import mask
from handouts.mail.bounces import Report, mail_in, read_report, reason
from handouts.mail.outbox import Outbox
from handouts.mail.table import OutboxEntry

__all__ = ["take_back"]

Tell = Callable[[str], None]


def take_back(path: Path, box: Outbox, initials: Callable[[str], str], tell: Tell) -> Counter[str]:
    """Read each message of a file or a folder, mark what came back, and tell of each, with initials and a masked
    address. Gives how many were returned, known, other or unknown. HandoutsError where it cannot be read.
    """
    counts: Counter[str] = Counter()
    try:
        for place, data in mail_in(path):
            kind, said = _one(read_report(data), box, initials)
            counts[kind] += 1
            tell(f"{place}: {said}")
    except OSError as error:
        hint = "Give a message that was saved as a file (.eml), an mbox, a Maildir, or a folder of messages."
        problem = Problem(str(path), 0, f"cannot be read: {error.strerror or error}", hint)
        raise HandoutsError([problem], Exit.USAGE) from error
    return counts


def _one(report: Report | None, box: Outbox, initials: Callable[[str], str]) -> tuple[str, str]:
    if report is None:
        return "unknown", "is no report on delivery that can be read; look at it yourself"
    entry = box.by_message_id(report.message_id)
    if entry is None:
        return "unknown", "is about no message of this outbox"
    who = f"message {entry.id} ({shown_id(entry.handout)}, {initials(entry.patient)}, {mask(entry.address)})"
    if report.action != "failed":
        return "other", f"{who} is {report.action or 'told of'}; nothing is changed"
    why = f"{reason(report.status)}{f' ({report.status})' if report.status else ''}"
    if entry.state == "returned":
        return "known", f"{who} came back, which is known already"
    if not box.came_back(entry.id, report.status):
        return "other", f"{who} is {entry.state}; nothing is changed"
    return "returned", f"{who} came back: {why}. {_cure(entry)}"


def _cure(entry: OutboxEntry) -> str:
    whose = f"the {entry.role}’s" if entry.role else "the patient’s"
    return f"Ask for {whose} address and mend it in the roster; “handouts outbox --resend {entry.id}” tries again."
