"""What a bundle says that a patient has becomes their row's flags; nothing that may matter is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handouts.library.load import load_library
from handouts.roster.naming import code_faults
from tests.roster.fhir_parts import PATIENT, Found, follows, found_in, shipped_reading

SNOMED = "http://snomed.info/sct"


def condition(text: str = "", *, code: str = "", kind: str = "Condition", **more: Any) -> dict[str, Any]:
    coding = {"coding": [{"system": SNOMED, "code": code, "display": text}]} if code else {"text": text}
    return {"resourceType": kind, "subject": {"reference": "Patient/ada"}, "code": coding, **more}


def status(word: str) -> dict[str, Any]:
    return {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": word}]}


def read(*more: dict[str, Any], codes: dict[str, str] | None = None) -> Found:
    reading = replace(shipped_reading(), codes=codes or {})
    return found_in(PATIENT, follows("hip-hinge"), *more, reading=reading)


@pytest.mark.parametrize(
    ("entry", "flag"),
    [
        (condition("Osteoporosis"), "osteoporosis"),
        (condition("Essential hypertension (disorder)", code="59621000"), "high-blood-pressure"),
        (condition("Osteoporosis", clinicalStatus=status("active")), "osteoporosis"),
        (condition("Osteoporosis", clinicalStatus=status("recurrence")), "osteoporosis"),
        (condition("Osteoporosis", verificationStatus=status("provisional")), "osteoporosis"),
        (condition("Pregnancy", abatementDateTime="2999-01-01"), "pregnancy"),
        (condition("Falls", kind="Flag", status="active"), "falls-risk"),
    ],
)
def test_what_the_patient_has_now_is_a_flag(entry: dict[str, Any], flag: str):
    result = read(entry)
    assert result.fields["flags"] == flag
    assert result.problems == ()


@pytest.mark.parametrize(
    "entry",
    [
        *(condition("Osteoporosis", clinicalStatus=status(word)) for word in ("inactive", "remission", "resolved")),
        condition("Osteoporosis", verificationStatus=status("refuted")),
        condition("Osteoporosis", verificationStatus=status("entered-in-error")),
        condition("Pregnancy", abatementDateTime="2020-05-01"),
        condition("Falls", kind="Flag", status="inactive"),
        condition("Falls", kind="Flag", status="active", period={"end": "2020-01-01"}),
        {**condition("Osteoporosis"), "subject": {"reference": "Patient/other"}},
    ],
)
def test_what_is_over_refuted_or_another_s_is_not(entry: dict[str, Any]):
    result = read(entry)
    assert "flags" not in result.fields
    assert result.problems == ()


def test_several_are_all_there_and_each_once():
    result = read(condition("Osteoporosis"), condition("THR"), condition("thin bones"))
    assert result.fields["flags"] == "osteoporosis; hip-replacement"


def test_the_clinic_s_map_of_codes_goes_first():
    codes = {f"{SNOMED}|111": "hernia", "222": "ignored"}
    result = read(condition("Something", code="111"), condition("Osteoporosis", code="222"), codes=codes)
    assert result.fields["flags"] == "hernia"
    assert result.problems == ()
    library = load_library()
    clinic = replace(library.clinic, codes={"111": "hernia"})
    assert list(code_faults(replace(library, clinic=clinic))) == []


def test_what_is_no_flag_is_told_once_and_in_no_words():
    result = read(
        condition("Low back pain"), condition("Asthma"), condition("VIP", kind="Flag", category=[status("admin")])
    )
    assert "flags" not in result.fields
    (told,) = result.warnings
    assert told == "Bundle.entry[2] (Condition): and 2 more name no flag that drills know; not looked at"
    assert result.faults == []


def test_a_clinical_flag_that_no_one_knows_stays_so_that_its_row_is_refused():
    assert read(condition("Brittle; soft", kind="Flag", status="active")).fields["flags"] == "Brittle soft"
    assert read({**condition("x", kind="Flag"), "code": {}}).fields["flags"] == "a Flag without words"


def test_a_modifier_may_turn_it_round():
    result = read(condition("Osteoporosis", modifierExtension=[{"url": "urn:not"}]))
    assert result.rows == []
    assert any("modifierExtension" in fault for fault in result.faults)


@pytest.mark.parametrize("code", [None, 7, "x", [], {"coding": "x"}, {"coding": [7]}, {"text": 7}, {"text": ""}])
def test_hostile_codes_make_no_flag(code: Any):
    assert "flags" not in read({**condition("x"), "code": code}).fields
