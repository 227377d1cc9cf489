"""What the columns of a roster may be called, as data, and how a title is read.

It stands below the readers because clinic.yaml names columns too, and its faults are found when it is loaded.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from handouts.base.problems import nearest

__all__ = ["COLUMNS", "IGNORED", "NAME_PARTS", "NOT_READ", "OF_MAIL", "column_target", "meaning", "plain_title"]

COLUMNS = {
    "patient": (
        "patient", "name", "patient name", "client", "client name", "full name", "patients name", "name of patient",
        "pt", "pt name", "participant",
    ),
    "items": (
        "program", "drills", "drill", "programme", "items", "exercises", "exercise", "program name", "programme name",
        "exercise program", "exercise programme",
    ),
    "start": ("start", "start date", "from", "starts", "date start", "starting", "first day"),
    "week": ("week", "week no", "week number", "wk", "program week", "programme week"),
    "days": ("days", "days of the week"),
    "times": ("times", "times a day", "sessions", "times per day", "sessions a day", "sessions per day"),
    "changes": ("dose", "doses", "dose changes", "dosage", "changes"),
    "skip": ("skip", "leave out", "without"),
    "side": ("side",),
    "note": ("note", "notes", "message", "comment", "comments", "remark", "remarks"),
    "note_language": ("note language",),
    "clinician": ("clinician", "therapist", "practitioner", "by", "physio", "physiotherapist", "provider"),
    "visit": (
        "next visit", "next appointment", "appointment", "visit", "next appt", "appointment date", "next session",
    ),
    "layout": ("layout",),
    "paper": ("paper",),
    "language": ("language", "lang"),
    "skin": ("skin",),
    "hair": ("hair",),
    "build": ("build",),
    "issued": ("issued", "date of issue", "issue date"),
    "key": (
        "id", "patient id", "patient no", "patient number", "mrn", "record", "record no", "record number", "file no",
        "file number", "chart", "chart no", "chart number", "client id", "client no", "key",
    ),
    "pauses": ("pauses", "pause", "paused", "away", "holiday", "holidays"),
    "email": ("email", "e-mail", "mail", "email address", "e-mail address", "mail address"),
    "email_consent": ("email consent", "e-mail consent", "mail consent", "consent", "consent to email"),
    "consent_date": ("consent date", "date of consent", "email consent date", "e-mail consent date", "consented on"),
    "password": ("password", "pdf password", "passphrase"),
}  # fmt: skip
"""Column names that are understood, for each field; the first is the one to use."""

OF_MAIL = ("email", "email_consent", "consent_date", "password")
"""Fields that only e-mail needs. What prints does not pass them on."""

NAME_PARTS = {
    "first name": ("first name", "firstname", "given name", "given names", "forename", "first"),
    "middle name": ("middle name", "middle names", "middlename"),
    "last name": ("last name", "lastname", "surname", "family name", "last"),
}
"""Columns that hold a part of a patient's name, in the order in which they are joined."""

IGNORED = (
    "ignored", "ignore", "date of birth", "dob", "d.o.b", "birth date", "birthdate", "born", "age", "gender", "sex",
    "phone", "phone no", "phone number", "telephone", "tel", "mobile", "mobile no", "mobile number", "mobile phone",
    "home phone", "work phone", "cell", "cell phone", "fax",
    "address", "address 1", "address 2", "address line 1", "address line 2", "street", "town", "city", "suburb",
    "county", "state", "country", "postcode", "post code", "postal code", "zip", "zip code", "nhs number", "nhs no",
    "medicare no", "medicare number", "insurance", "insurer", "insurance no", "policy number", "gp", "referrer",
    "referred by", "next of kin", "emergency contact", "occupation", "title", "salutation", "no", "row", "row no",
)  # fmt: skip
"""Well-known columns that no handout needs: passed over without a word. “ignored” is for clinic.yaml to map to."""

NOT_READ = "ignored"
"""What ``meaning`` gives for a column of IGNORED."""


def plain_title(title: str) -> str:
    """A title without case, marks, and the ways of joining words: “Patient_Name:” and “patientName” are alike."""
    text = unicodedata.normalize("NFKC", title[:200])
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).casefold().replace("#", " no ")
    text = re.sub(r"['’`\"“”.]", "", text)
    return re.sub(r"[\s_\-‐‑–]+", " ", text).strip(" :*?()")


_KNOWN = {
    **dict.fromkeys(map(plain_title, IGNORED), NOT_READ),
    **{plain_title(alias): part for part, aliases in NAME_PARTS.items() for alias in aliases},
    **{plain_title(alias): field for field, aliases in COLUMNS.items() for alias in aliases},
    **{plain_title(field): field for field in COLUMNS},
}


def meaning(title: str) -> str | None:
    """The field, the part of a name, or NOT_READ that a usual title stands for; None for an unknown one."""
    return _KNOWN.get(plain_title(title))


def column_target(value: Any) -> str:
    """Check what a clinic's own column title is mapped to: a usual title, such as program, or “ignored”."""
    text = str(value)
    if not isinstance(value, str) or meaning(value) is None:
        known = [*(aliases[0] for aliases in COLUMNS.values()), *NAME_PARTS, NOT_READ]
        raise ValueError(f"“{text[:40]}” is no column of a roster. {nearest(plain_title(text), known)}".strip())
    return value
