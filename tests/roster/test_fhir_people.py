"""Whose sheet it is: the name that holds today, the patient that an order is for, the visits that take place."""

from __future__ import annotations

from typing import Any

import pytest
from fhir_parts import PATIENT, activity, follows, found_in, plan, request

OVER, NOW, TO_COME = {"end": "2019-01-01"}, {"start": "2019-01-01"}, {"start": "2199"}


@pytest.mark.parametrize(
    ("names", "printed"),
    [
        ([{"use": "official", "family": "Old", "period": OVER}, {"use": "usual", "given": ["A"], "family": "New", "period": NOW}], "A New"),
        ([{"use": "official", "family": "Later", "period": TO_COME}, {"family": "Now"}], "Now"),
        ([{"use": "maiden", "family": "Maiden"}, {"use": "nickname", "text": "Nick"}, {"use": "usual", "family": "Usual"}], "Usual"),
        ([{"text": "Nguyễn Thị Mai", "family": "Nguyễn", "given": ["Mai"]}], "Nguyễn Thị Mai"),
        ([{"text": "Sun Yat-sen", "family": "SUN", "given": ["Yat-sen"]}], "Sun Yat-sen"),
        ([{"prefix": ["Dr"], "given": ["Jo", None, "B"], "family": "Ray", "suffix": ["Jr"]}], "Dr Jo B Ray Jr"),
        ([{"given": ["Suparman"]}], "Suparman"),
        ([{"family": "Month", "period": {"end": "2199-12"}}], "Month"),
    ],
)  # fmt: skip
def test_the_name_that_holds_now(names: list[Any], printed: str):
    found = found_in({**PATIENT, "name": names}, follows("hip-hinge"))
    assert (found.fields["patient"], found.problems) == (printed, ())


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ([{"family": "Gone", "period": OVER}], "no name that holds today"),
        ([{"use": "old", "family": "Gone"}], "no name that holds today"),
        ([], "no name"),
        ([{}], "no name"),
        ("Gone", "name has the wrong type"),
        (["Gone"], r"name[0] has the wrong type"),
        ([{"given": "Jo", "family": "Ray"}], "name[0].given"),
        ([{"given": [7], "family": "Ray"}], "name[0].given"),
        ([{"given": ["Jo"], "family": {}}], "name[0].family"),
        ([{"text": ["Jo"], "family": "Ray"}], "name[0].text"),
        ([{"family": "Ray", "period": "2019"}], "name[0].period"),
    ],
)
def test_names_that_make_no_sheet(names: Any, says: str):
    found = found_in({**PATIENT, "name": names}, follows("hip-hinge"))
    assert found.rows == []
    assert any(says in said and said.startswith("Bundle.entry[0] (Patient)") for said in found.faults), found.faults


@pytest.mark.parametrize(
    "names",
    [
        [{"text": "Mei Tan", "family": "Okafor"}],
        [{"text": "Mei Tan", "given": ["Ana", "Lin"], "family": "Tan"}],
        [{"use": "official", "text": "Mei Tan"}, {"use": "official", "text": "Mei Okafor"}],
    ],
)
def test_names_in_doubt_are_told(names: Any):
    found = found_in({**PATIENT, "name": names}, follows("hip-hinge"))
    assert found.fields["patient"] == "Mei Tan"
    assert len(found.warnings) == 1


# --- whom an order is for ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "subject",
    [
        {"identifier": {"system": "urn:mrn", "value": "R-70"}},
        {"type": "Patient", "identifier": {"value": "R-70"}},
        {"reference": "Patient?identifier=urn:mrn|R-70"},
        {"reference": "Patient/ada", "identifier": {"system": "urn:mrn", "value": "R-70"}},
        {"reference": "Patient/ada", "identifier": {"system": "urn:else", "value": "9"}},
    ],
)
def test_a_subject_by_identifier(subject: dict[str, Any]):
    found = found_in(PATIENT, follows("hip-hinge", subject=subject))
    assert (found.fields["items"], found.problems) == ("hip-hinge", ())


@pytest.mark.parametrize(
    "subject",
    [
        {"identifier": {"system": "urn:else", "value": "R-70"}},
        {"identifier": {"value": "R-71"}},
        {"reference": "Patient?identifier=urn:mrn|R-71"},
        {"reference": "Patient/ada", "identifier": {"system": "urn:mrn", "value": "R-71"}},
        {"display": "Adaeze Quill"},
        {"reference": "#ada"},
        {"reference": "https://elsewhere.example/fhir/Patient/ada"},
        "Patient/ada",
        None,
    ],
)
def test_a_subject_that_is_not_sure_is_a_fault(subject: Any):
    whole = {"fullUrl": "https://records.example/fhir/Patient/ada", "resource": PATIENT}
    found = found_in(whole, follows("hip-hinge", subject=subject))
    assert found.rows == []
    assert [said.startswith("Bundle.entry[1] (CarePlan)") for said in found.faults] == [True]


def test_an_identifier_that_two_patients_have():
    other = {**PATIENT, "id": "other"}
    found = found_in(PATIENT, other, follows("hip-hinge", subject={"identifier": {"value": "R-70"}}))
    assert found.rows == []
    assert "several patients" in found.faults[0]


def test_a_patient_inside_of_orders_is_one_patient():
    one = plan(contained=[{**PATIENT, "id": "p"}], subject={"reference": "#p"}, activity=[activity()])
    two = request("Plank", contained=[{**PATIENT, "id": "q"}], subject={"reference": "#q"})
    found = found_in(one, two)
    assert (found.fields["patient"], found.fields["items"]) == ("Adaeze Quill", "clamshell plank")
    assert found.problems == ()


def test_requests_inside_of_a_plan():
    inside = [{**request("Plank"), "id": "r"}, {**request(status="draft"), "id": "d"}]
    led = [{"reference": {"reference": "#r"}}]
    found = found_in(PATIENT, plan(contained=inside[:1], activity=led))
    assert (found.fields["items"], found.problems) == ("plank", ())
    found = found_in(PATIENT, plan(contained=inside, activity=[activity(), *led, {"reference": {"reference": "#d"}}]))
    assert found.fields["items"] == "clamshell plank"
    assert ["not active" in said for said in found.warnings] == [True]
    found = found_in(PATIENT, plan(contained=inside[:1], activity=[activity()]))
    assert found.fields["items"] == "clamshell"
    assert ["does not lead to it" in said for said in found.warnings] == [True]


def test_a_practitioner_inside_of_a_request():
    doctor = {"resourceType": "Practitioner", "id": "d", "name": [{"text": "Dr Day"}]}
    found = found_in(PATIENT, request(contained=[doctor], requester={"reference": "#d"}))
    assert (found.fields["clinician"], found.problems) == ("Dr Day", ())


def test_a_record_that_another_one_replaces():
    found = found_in(
        {**PATIENT, "link": [{"type": "replaced-by", "other": {"reference": "Patient/b"}}]}, follows("hip-hinge")
    )
    assert found.rows == []
    assert len(found.warnings) == 1


# --- visits ------------------------------------------------------------------------------------------


def visit(*people: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"resourceType": "Appointment", "status": "booked", "start": "2199-01-04T09:30:00+08:00",
            "participant": list(people), **more}  # fmt: skip


ADA = {"actor": {"reference": "Patient/ada"}, "status": "accepted"}
DAY = {"actor": {"reference": "Practitioner/d", "display": "Dr Day"}, "status": "accepted"}
ROOM = {"actor": {"reference": "Location/1"}, "status": "declined"}


@pytest.mark.parametrize("people", [(ADA, DAY), (DAY, ADA, ROOM), ({**ADA, "status": "needs-action"}, DAY)])
def test_a_visit_that_takes_place(people: tuple[dict[str, Any], ...]):
    found = found_in(PATIENT, follows("hip-hinge"), visit(*people))
    assert (found.fields["visit"], found.fields["clinician"], found.problems) == ("2199-01-04 09:30", "Dr Day", ())


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (visit({**ADA, "status": "declined"}, DAY), "declined by the patient"),
        (visit(ADA, {**DAY, "status": "declined"}), "declined by"),
        (visit(ADA, DAY, status="proposed"), "not booked"),
        (visit(ADA, DAY, status="waitlist"), "not booked"),
        (visit(ADA, DAY, status=None), "not booked"),
        (visit(ADA, DAY, start=None), "no start"),
    ],
)
def test_a_visit_that_may_not_take_place_is_left_out_and_told(entry: dict[str, Any], says: str):
    found = found_in(PATIENT, follows("hip-hinge"), entry)
    assert "visit" not in found.fields
    assert [says in said and said.startswith("Bundle.entry[2] (Appointment)") for said in found.warnings] == [True]


def test_a_visit_of_a_patient_by_identifier():
    found = found_in(
        PATIENT, follows("hip-hinge"), visit({"actor": {"type": "Patient", "identifier": {"value": "R-70"}}})
    )
    assert (found.fields["visit"], found.problems) == ("2199-01-04 09:30", ())
