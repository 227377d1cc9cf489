"""READ: FHIR R4 bundles with Patient, CarePlan, ServiceRequest and Appointment. docs/rosters.md has the table.

What comes in is a bundle's entries as plain data, what goes out a row for each patient with something to do.
"""

from __future__ import annotations

from handouts.roster.fhir.bundle import read_bundle

__all__ = ["read_bundle"]
