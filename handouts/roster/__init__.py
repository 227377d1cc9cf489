"""READ: a list of patients as clinics have them becomes rows of an order's fields, each with its line.

In: the bytes of CSV, Excel, JSON, YAML or FHIR; docs/rosters.md says how. Out: rows, consent and privacy, and every
problem with its row and column. It must not know what a handout says, nor send or write anything.
"""

from __future__ import annotations

from handouts.roster.columns import COLUMNS, IGNORED, column_faults
from handouts.roster.naming import code_faults
from handouts.roster.patients import same_patients
from handouts.roster.read import look_at, read_roster, scan_roster
from handouts.roster.rows import Reading, RosterContents, RosterSummary, Row, reading_of

__all__ = [
    "COLUMNS",
    "IGNORED",
    "Reading",
    "RosterContents",
    "RosterSummary",
    "Row",
    "code_faults",
    "column_faults",
    "look_at",
    "read_roster",
    "reading_of",
    "same_patients",
    "scan_roster",
]
