"""What the columns of a roster may be called, and how a title is read.

Titles of an order's fields stand where the fields are declared, in ``orders.order``. Those that only rosters have are
here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from handouts.base.problems import Problem, closest, nearest
from handouts.library.load import Library
from handouts.orders.order import givens

__all__ = [
    "COLUMNS",
    "IGNORED",
    "NAME_PARTS",
    "NOT_READ",
    "OF_MAIL",
    "VISIT_TIME",
    "column_faults",
    "may_be_name",
    "meaning",
    "plain_title",
    "usual_title",
    "usual_titles",
]

_MAIL_COLUMNS = {
    "email": ("email", "e-mail", "mail", "email address", "e-mail address", "mail address"),
    "email_consent": ("email consent", "e-mail consent", "mail consent", "consent", "consent to email"),
    "consent_date": ("consent date", "date of consent", "email consent date", "e-mail consent date", "consented on"),
    "password": ("password", "pdf password", "passphrase"),
    "carer_email": ("carer email", "carer e-mail", "carer mail", "parent email", "parent e-mail", "carer's email"),
    "carer_consent": ("carer consent", "carer email consent", "carer e-mail consent", "consent to carer"),
}

OF_MAIL = tuple(_MAIL_COLUMNS)
"""Fields that only e-mail needs. No order holds them, and what prints does not pass them on."""

COLUMNS = {**{field: how.titles for field, how in givens().items()}, **_MAIL_COLUMNS}
"""Titles that are understood, for each field of a row; the first is the one to use."""

NAME_PARTS = {
    "first name": ("first name", "firstname", "given name", "given names", "forename", "first"),
    "middle name": ("middle name", "middle names", "middlename"),
    "last name": ("last name", "lastname", "surname", "family name", "last"),
}
"""Columns that hold a part of a patient's name, in the order in which they are joined."""

VISIT_TIME = "visit time"
"""What ``meaning`` gives for a column with the time of the next visit, where the day stands in another one."""

_VISIT_TIMES = (
    "visit time", "time of visit", "time", "next visit time", "appointment time", "appt time", "next appointment time",
    "time of appointment", "next appt time", "time of next visit", "time of next appointment",
)  # fmt: skip

IGNORED = (
    "ignored", "ignore", "date of birth", "dob", "d.o.b", "birth date", "birthdate", "born", "age", "gender", "sex",
    "phone", "phone no", "phone number", "telephone", "tel", "mobile", "mobile no", "mobile number", "mobile phone",
    "home phone", "work phone", "cell", "cell phone", "fax",
    "address", "address 1", "address 2", "address line 1", "address line 2", "street", "town", "city", "suburb",
    "county", "state", "country", "postcode", "post code", "postal code", "zip", "zip code", "nhs number", "nhs no",
    "medicare no", "medicare number", "insurance", "insurer", "insurance no", "policy number", "gp", "referrer",
    "referred by", "next of kin", "emergency contact", "occupation", "title", "salutation", "no", "row", "row no",
    "nric", "nric no", "nric/fin", "fin", "passport", "passport no", "passport number", "ic", "ic no", "ic number",
    "national id", "national id no", "national insurance no", "ni number", "ssn", "social security no", "nhs",
    "medicare", "hospital no", "hospital number", "insurance number", "insurance company", "policy no", "claim no",
    "claim number", "health fund", "fund", "payer", "payor", "dva no", "ndis no", "contact", "contact no",
    "contact number", "contact details", "phone 1", "phone 2", "handphone", "hp", "hp no", "whatsapp",
    "diagnosis", "dx", "diagnoses", "complaint", "chief complaint", "presenting complaint",
    "icd", "icd 10", "icd code", "icd-10 code", "medical history", "pmh", "past medical history", "allergies",
    "medication", "medications", "surgery", "date of surgery", "surgery date", "date of injury", "doi",
    "injury", "injury date", "body part", "height", "weight", "bmi", "date of birth (dob)", "birthday", "birth",
    "year of birth", "yob", "nationality", "race", "ethnicity", "religion", "marital status", "spouse", "mother",
    "father", "parent", "guardian", "carer", "emergency phone", "emergency no", "gp name", "doctor", "physician",
    "referring doctor", "referring physician", "referral", "referral date", "referral source", "location", "room",
    "branch", "site", "last visit", "last seen", "last appointment", "first visit", "registered",
    "registration date", "created", "created at", "updated", "updated at", "modified", "balance", "amount", "fee",
    "invoice", "invoice no", "paid", "payment",
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
    **dict.fromkeys(map(plain_title, _VISIT_TIMES), VISIT_TIME),
    **{plain_title(title): part for part, titles in NAME_PARTS.items() for title in titles},
    **{plain_title(title): field for field, titles in COLUMNS.items() for title in titles},
    **{plain_title(field): field for field in COLUMNS},
}


def meaning(title: str) -> str | None:
    """The field, the part of a name, or NOT_READ that a usual title stands for; None for an unknown one."""
    return _KNOWN.get(plain_title(title))


_WORDS = frozenset(word for title in _KNOWN for word in title.split() if len(word) > 1)
"""Words of titles."""


def may_be_name(title: str) -> bool:
    """Whether an unknown title may be a person's name, and so is not to be repeated.

    Such are several words of which none is a title's, and letters of a script without capitals.
    """
    words = plain_title(title).split()
    if _WORDS.intersection(words) or closest(plain_title(title), _KNOWN):
        return False
    return len(words) > 1 or any(char.isalpha() and not (char.isupper() or char.islower()) for char in title)


def usual_title(field: str) -> str:
    """The usual title of a field; a part of a name, and NOT_READ, are titles themselves."""
    return COLUMNS[field][0] if field in COLUMNS else field


def usual_titles() -> list[str]:
    """The usual titles of all fields and parts of names."""
    return [*(titles[0] for titles in COLUMNS.values()), *NAME_PARTS]


def column_faults(library: Library) -> Iterator[Problem]:
    """What is wrong with the clinic's own titles (``columns`` in clinic.yaml): each stands for a usual one."""
    for title, (place, line) in library.column_lines.items():
        target = library.clinic.columns[title]
        if meaning(target) is None:
            message = f"columns.{title[:60]}: “{target[:40]}” is not a column of a roster"
            yield Problem(place, line, message, nearest(plain_title(target), [*usual_titles(), NOT_READ]))
