"""READ: FHIR R4 bundles with Patient, CarePlan, ServiceRequest, Appointment, Condition and Flag.
docs/rosters.md has the table.

In: a bundle's entries as plain data, hostile as any file. Out: a row for each patient with something to do, or problems
with the place in the bundle. It must not know other formats, nor ask a server for what a reference leads to.
"""

from __future__ import annotations

from handouts.roster.fhir.bundle import read_bundle
from handouts.roster.fhir.whole import outcome_of

__all__ = ["outcome_of", "read_bundle"]
