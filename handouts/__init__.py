"""Handouts: a clinic's drills, a patient and a week become a branded PDF."""

__version__ = "0.1.0"
