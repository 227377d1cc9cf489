"""The table of ``handouts mail``: who gets what, where and how, to be looked over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.commands.say import initials, say

if TYPE_CHECKING:
    from handouts.runs.mail_run import MailRun, RowSummary

__all__ = ["print_table"]


def print_table(run: MailRun, *, shown: bool) -> None:
    """Who, where, what, how, and what is wrong. Names and addresses are whole only where ``shown``."""
    rows = [("line", "who", "to", "file", "how", ""), *(_cells(entry, shown=shown) for entry in run.entries)]
    widths = [max(len(row[at]) for row in rows) for at in range(5)]
    for row in rows:
        say("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[5]]).rstrip())


def _cells(entry: RowSummary, *, shown: bool) -> tuple[str, str, str, str, str, str]:
    from handouts.mail.addresses import mask

    who = entry.patient if shown else initials(entry.patient)
    address = entry.address if shown else mask(entry.address) if entry.address else ""
    return str(entry.line), who, address or "–", entry.file or "–", entry.how, entry.wrong
