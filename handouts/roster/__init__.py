"""READ: a list of patients as clinics have them becomes rows of an order's fields, each with its line.

CSV, Excel, JSON, YAML and FHIR bundles are read; docs/rosters.md says how.
"""

from __future__ import annotations

from handouts.roster.columns import COLUMNS, IGNORED, column_faults
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
    "column_faults",
    "look_at",
    "read_roster",
    "reading_of",
    "same_patients",
    "scan_roster",
]
