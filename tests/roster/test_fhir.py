from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from handouts.base.problems import HandoutsError
from handouts.library.load import load_library
from handouts.library.tongues import Tongues
from handouts.roster import Reading, Row, look_at, read_roster

PATIENT = {
    "resourceType": "Patient", "id": "p1",
    "identifier": [{"system": "urn:x", "value": "X1"}, {"type": {"coding": [{"code": "MR"}]}, "value": "MR-7"}],
    "name": [{"use": "usual", "text": "Meimei"}, {"use": "official", "prefix": ["Ms"], "given": ["Mei", "Lin"], "family": "Tan"}],
    "communication": [{"language": {"coding": [{"code": "fr"}]}},
                      {"language": {"coding": [{"code": "en-SG"}]}, "preferred": True}],
}  # fmt: skip
PLAN = {
    "resourceType": "CarePlan", "status": "active", "subject": {"reference": "Patient/p1"},
    "instantiatesCanonical": ["http://clinic.example/PlanDefinition/hip-hinge|1.0"],
    "period": {"start": "2026-11-23T00:00:00+08:00"}, "note": [{"text": "Slow and tall."}],
    "activity": [{"detail": {"status": "in-progress", "scheduledTiming": {"repeat": {
        "frequency": 2, "period": 1, "periodUnit": "d", "dayOfWeek": ["fri", "mon"]}}}}],
}  # fmt: skip
REQUEST = {
    "resourceType": "ServiceRequest", "status": "active", "subject": {"reference": "Patient/p1"},
    "code": {"coding": [{"code": "229065009"}], "text": "Clamshell"}, "requester": {"display": "Jo Bloggs"},
    "patientInstruction": "With the short band.", "occurrenceDateTime": "2026-11-20",
}  # fmt: skip


def visit(start: str, status: str = "booked") -> dict[str, Any]:
    actors = [{"actor": {"reference": "Patient/p1"}}, {"actor": {"reference": "Practitioner/d", "display": "Dr Day"}}]
    return {"resourceType": "Appointment", "status": status, "start": start, "participant": actors}


def store(folder: Path, *resources: dict[str, Any], **more: Any) -> Path:
    path = folder / "bundle.json"
    entry = [one if "resource" in one else {"resource": one} for one in resources]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", **more, "entry": entry}, indent=1))
    return path


def only(path: Path, reading: Reading | None = None) -> Row:
    rows, problems = read_roster(path, reading or Reading())
    assert problems == []
    assert len(rows) == 1
    return rows[0]


def test_all_that_is_read_of_a_patient(tmp_path: Path):
    path = store(
        tmp_path,
        PLAN,
        REQUEST,
        visit("2026-12-07T14:00:00+08:00"),
        visit("2026-11-30T09:30:00+08:00", "pending"),
        visit("2026-11-29T09:30:00+08:00", "cancelled"),
        visit("2026-11-22T09:30:00+08:00"),
        PATIENT,
        {"resourceType": "Goal"},
    )
    row = only(path, Reading(tongues=Tongues(load_library(None).words)))
    assert dict(row.fields) == {
        "patient": "Ms Mei Lin Tan",
        "key": "MR-7",
        "language": "en",
        "items": "hip-hinge clamshell",
        "start": "2026-11-23",
        "days": "mon,fri",
        "times": "2",
        "note": "Slow and tall.\nWith the short band.",
        "visit": "2026-11-30 09:30",
        "clinician": "Jo Bloggs",
    }
    assert '"Patient"' in "".join(path.read_text().splitlines()[row.line - 1 : row.line + 3])
    seen = look_at(path)
    assert (seen.kind, seen.ignored, seen.rows) == ("FHIR", ("Goal",), 1)
    assert "Tan" not in str(seen)


def test_references_by_full_url_urn_and_version(tmp_path: Path):
    for reference in ("urn:uuid:7", "https://x.example/fhir/Patient/p1/_history/2", "Patient/p1"):
        plan = {**PLAN, "subject": {"reference": reference}}
        assert (
            only(store(tmp_path, {"fullUrl": "urn:uuid:7", "resource": PATIENT}, plan)).fields["items"] == "hip-hinge"
        )


@pytest.mark.parametrize(
    ("detail", "items"),
    [
        ({"code": {"text": "Hip hinge"}}, "hip-hinge"),
        ({"code": {"coding": [{"code": "hip-hinge"}], "text": "Something else"}}, "hip-hinge"),
        ({"code": {"coding": [{"system": "http://snomed.info/sct", "code": "229065009"}]}}, "229065009"),
        ({"instantiatesUri": ["urn:drill:clamshell"]}, "clamshell"),
    ],
)
def test_activities_where_a_plan_follows_no_definition(tmp_path: Path, detail: dict[str, Any], items: str):
    plan = {
        **PLAN,
        "instantiatesCanonical": [],
        "activity": [
            {"detail": detail},
            {"detail": {"status": "stopped", "code": {"text": "x"}}},
        ],
    }
    assert only(store(tmp_path, PATIENT, plan)).fields["items"] == items


def test_requests_alone_and_a_practitioner_s_name(tmp_path: Path):
    request = {**REQUEST, "requester": {"reference": "Practitioner/d"}}
    doctor = {"resourceType": "Practitioner", "id": "d", "name": [{"text": "Dr Day"}]}
    row = only(store(tmp_path, PATIENT, request, doctor))
    assert (row.fields["items"], row.fields["clinician"], row.fields["start"]) == ("clamshell", "Dr Day", "2026-11-20")


def test_appointments_before_the_export_are_past(tmp_path: Path):
    visits = visit("2026-12-01T09:00:00+08:00"), visit("2026-12-09T09:00:00+08:00")
    row = only(store(tmp_path, PATIENT, PLAN, *visits, timestamp="2026-12-05T10:00:00+08:00"))
    assert (row.fields["visit"], row.fields["clinician"]) == ("2026-12-09 09:00", "Dr Day")


@pytest.mark.parametrize(
    ("resources", "says"),
    [
        ([PATIENT, PLAN, {**PLAN, "id": "b"}], r"Bundle\.entry\[2\] \(CarePlan\): is a second active plan"),
        ([PATIENT, {**PLAN, "subject": {"reference": "Patient/mei-tan"}}], r"entry\[1\] .*not in the bundle"),
        ([PATIENT, {**PLAN, "subject": {}}], r"entry\[1\] .*not in the bundle"),
        ([PATIENT, {**PLAN, "activity": [{"reference": {"reference": "Task/1"}}]}], r"entry\[1\] .*activity"),
        ([PATIENT, {**PLAN, "instantiatesCanonical": []}], r"entry\[1\].*without a code"),
        ([PATIENT, {**PLAN, "period": {"start": "2026-11"}}], r"entry\[1\].*no whole day"),
        ([PATIENT, {**PLAN, "period": {"start": "2026-02-31"}}], r"entry\[1\].*not in the calendar"),
        ([{**PATIENT, "name": []}, PLAN], r"entry\[0\] \(Patient\): has no name"),
        ([PATIENT, {**PATIENT, "active": False}, PLAN], r"entry\[1\].*has the id of Bundle\.entry\[0\]"),
        ([PATIENT, PLAN, {"resource": {}}], r"entry\[2\] \(other\): holds no resource"),
    ],
)
def test_faults_name_their_entry(tmp_path: Path, resources: list[dict[str, Any]], says: str):
    import re

    _, problems = read_roster(store(tmp_path, *resources))
    wrong = [str(problem) for problem in problems if not problem.warning]
    assert any(re.search(says, text) for text in wrong), wrong
    assert not re.search("mei|tan", "".join(problem.message for problem in problems), re.IGNORECASE)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"deceasedBoolean": True}, "deceased"),
        ({"deceasedDateTime": "2026-01-01"}, "deceased"),
        ({"active": False}, "not active"),
    ],
)
def test_whom_no_handout_is_made_for(tmp_path: Path, change: dict[str, Any], says: str):
    rows, problems = read_roster(store(tmp_path, {**PATIENT, **change}, PLAN))
    assert rows == []
    assert [(problem.warning, says in problem.message) for problem in problems] == [(True, True)]


def test_patients_without_a_plan_are_left_out_with_a_warning(tmp_path: Path):
    rows, problems = read_roster(store(tmp_path, PATIENT, {**PLAN, "status": "revoked"}))
    assert rows == []
    assert [(problem.warning, "no active plan" in problem.message) for problem in problems] == [(True, True)]


def test_a_language_that_there_is_none_of(tmp_path: Path):
    other = {**PATIENT, "communication": [{"language": {"coding": [{"code": "ta"}]}, "preferred": True}]}
    english = Tongues({"en": load_library(None).words["en"]})
    rows, problems = read_roster(store(tmp_path, other, PLAN), Reading(tongues=english))
    assert "language" not in rows[0].fields
    assert [problem.warning for problem in problems] == [True]
    assert read_roster(store(tmp_path, other, PLAN))[0][0].fields["language"] == "ta"


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ({"coding": [{"system": "urn:ietf:bcp:47", "code": "es-US"}]}, "es"),
        ({"coding": [{"code": "zh-TW"}]}, "zh-Hant"),
        ({"coding": [{"code": "9"}, {"code": "cmn"}]}, "zh-Hans"),
        ({"coding": [{"code": "L1", "display": "Tamil"}]}, "ta"),
        ({"text": "Bahasa Melayu"}, "ms"),
        ({"coding": [{"code": "tlh"}], "text": ["Tamil"]}, ""),
        ({"coding": {"code": "ta"}}, ""),
        ({"text": "../ta"}, ""),
    ],
)
def test_a_preferred_language_by_code_or_name(tmp_path: Path, language: Any, tag: str):
    other = {**PATIENT, "communication": [{"language": {"text": "French"}}, {"language": language, "preferred": True}]}
    reading = Reading(tongues=Tongues(load_library(None).words))
    rows, problems = read_roster(store(tmp_path, other, PLAN), reading)
    if rows:
        assert rows[0].fields.get("language", "") == tag
    assert bool(problems) is not bool(tag)


def test_days_that_differ_are_not_mixed(tmp_path: Path):
    """A request's own days are for its drill alone; the plan's are for the handout."""
    request = {**REQUEST, "occurrenceTiming": {"repeat": {"dayOfWeek": ["tue"]}}}
    row = only(store(tmp_path, PATIENT, PLAN, request))
    assert (row.fields["days"], row.fields["times"]) == ("mon,fri", "2")
    assert row.fields["changes"] == "clamshell:days=tue,times=1"


def test_days_of_a_plan_that_differ_are_told(tmp_path: Path):
    other = {"detail": {"scheduledTiming": {"repeat": {"dayOfWeek": ["tue"]}}}}
    rows, problems = read_roster(store(tmp_path, PATIENT, {**PLAN, "activity": [*PLAN["activity"], other]}))
    assert "days" not in rows[0].fields
    assert [problem.warning for problem in problems] == [True]
    assert "the program's own schedule stands" in problems[0].message


def test_a_bundle_without_patients(tmp_path: Path):
    for resources in ([], [PLAN]):
        with pytest.raises(HandoutsError, match="without a Patient"):
            read_roster(store(tmp_path, *resources))
