"""Whether the file is all there, and what kind of file it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fhir_parts import PATIENT, activity, follows, found_in, found_in_text, plan, request

from handouts.base.problems import HandoutsError
from handouts.library.load import load_library
from handouts.roster import read_roster, reading_of

OURS = follows("hip-hinge")
NEXT = {"relation": "next", "url": "https://records.example/fhir?page=2"}
OF_PATIENTS = {"relation": "self", "url": "https://records.example/fhir/Patient?_revinclude=CarePlan:subject"}


def moded(mode: str, resource: dict[str, Any]) -> dict[str, Any]:
    return {"search": {"mode": mode}, "resource": resource}


def remark(severity: Any = "warning", code: Any = "informational", **more: Any) -> dict[str, Any]:
    return {"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": code, **more}]}


@pytest.mark.parametrize(
    ("entries", "top", "says"),
    [
        ([PATIENT, OURS], {"link": [OF_PATIENTS, NEXT]}, "next"),
        ([PATIENT, OURS], {"total": 3}, "3 matches"),
        ([PATIENT, OURS], {"total": 2, "link": [OF_PATIENTS]}, "2 matches"),
        ([moded("match", PATIENT), moded("include", OURS)], {"total": 2}, "holds 1"),
        ([moded("match", PATIENT), moded("outcome", remark("success"))], {"total": 2}, "holds 1"),
        ([PATIENT, OURS], {"link": "next"}, "no list"),
        ([PATIENT, OURS, {"resourceType": "Bundle", "entry": []}], {}, "Bundle.entry[2]"),
        ([PATIENT, OURS, remark("error", diagnostics="Too much asked.")], {}, "“Too much asked.”"),
        ([PATIENT, OURS, remark("fatal", details={"text": "Gone"})], {}, "“Gone”"),
        ([PATIENT, OURS, remark("warning", "incomplete", diagnostics="Page cut.")], {}, "“Page cut.”"),
        ([PATIENT, OURS, remark("information", "suppressed")], {}, "“suppressed”"),
        ([PATIENT, OURS, remark(["warning"], ["informational"])], {}, "Bundle.entry[2]"),
        ([PATIENT, OURS, {"resourceType": "OperationOutcome"}], {}, "Bundle.entry[2]"),
        ([PATIENT, {"resource": OURS, "response": {"status": "200", "outcome": remark("error", diagnostics="Boom")}}], {}, "“Boom”"),
    ],
)  # fmt: skip
def test_nothing_is_made_of_a_part(entries: list[Any], top: dict[str, Any], says: str):
    found = found_in(*entries, **top)
    assert (found.rows, found.warnings) == ([], [])
    assert any(says in said for said in found.faults), found.faults


@pytest.mark.parametrize(
    ("entries", "top"),
    [
        ([PATIENT, OURS], {"total": 1, "link": [OF_PATIENTS]}),
        ([PATIENT, OURS], {"total": 2, "link": [{"relation": "self", "url": "https://[x"}]}),
        ([moded("match", PATIENT), moded("include", OURS)], {"total": 1}),
        ([PATIENT, OURS], {"total": 0}),
        ([PATIENT, OURS], {"total": "many", "link": [{"relation": "previous"}, 7, None]}),
        ([PATIENT, OURS, remark("success")], {}),
    ],
)
def test_a_bundle_that_is_all_there(entries: list[Any], top: dict[str, Any]):
    found = found_in(*entries, **top)
    assert (found.fields["items"], found.problems) == ("hip-hinge", ())


def test_what_a_server_remarks_is_told_with_its_words_and_without_names():
    found = found_in(PATIENT, OURS, remark(diagnostics="Old code for Adaeze QUILL."))
    assert found.fields["items"] == "hip-hinge"
    assert [said.startswith("Bundle.entry[2]") and "“Old code for … ….”" in said for said in found.warnings] == [True]


def test_every_reason_at_once():
    found = found_in(PATIENT, OURS, remark("error", diagnostics="Boom"), link=[NEXT], total=9)
    assert len(found.faults) == 3


def test_entries_that_are_no_list():
    for entry in ({}, "x", None):
        found = found_in_text(json.dumps({"resourceType": "Bundle", "entry": entry}))
        assert found.rows == []
        assert found.faults


def test_a_server_s_answer_in_place_of_a_bundle():
    found = found_in_text(json.dumps(remark("error", "security", diagnostics="No access to this record.")))
    assert ["“No access to this record.”" in said for said in found.faults] == [True]
    assert found_in_text('{"resourceType": "OperationOutcome", "issue": 7}').faults


# --- other forms -------------------------------------------------------------------------------------


def test_ndjson_of_resources_is_read(tmp_path: Path):
    lines = "\n".join(json.dumps(one) for one in (PATIENT, OURS, request("Plank", note=[{"text": 7}]))) + "\n"
    path = tmp_path / "export.ndjson"
    path.write_text(lines, encoding="utf-8")
    rows, problems = read_roster(path, reading_of(load_library(None, None)))
    assert rows == []
    assert [(problem.line, "note[0].text" in problem.message) for problem in problems] == [(3, True)]
    path.write_text(lines.replace("7}", '"Slowly."}'), encoding="utf-8")
    rows, problems = read_roster(path, reading_of(load_library(None, None)))
    assert [(row.line, row.fields["items"], row.fields["note"]) for row in rows] == [(1, "hip-hinge plank", "Slowly.")]
    assert problems == []


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('{"patient": "A"}\n{"patient": "B"}\n', 2, "NDJSON"),
        ('{"resourceType": "Bundle", "entry": []}\n{"resourceType": "Bundle", "entry": []}', 2, "NDJSON"),
        ('{"resourceType": "Patient"}\n\n{"resourceType": "CarePlan"\n', 4, "not valid JSON"),
        ('{"resourceType": "Patient"}\n', 1, "single FHIR resource"),
        ('{"resourceType": "Patient"}\n7\n', 2, "more after the end"),
    ],
)
def test_other_files_of_lines_are_named(tmp_path: Path, text: str, line: int, says: str):
    path = tmp_path / "export.ndjson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(HandoutsError) as error:
        read_roster(path)
    assert [(problem.line, says in problem.message) for problem in error.value.problems] == [(line, True)]


def test_orders_of_a_fhir_before_r4_are_named():
    found = found_in(PATIENT, plan(activity=[activity()]), {"resourceType": "ProcedureRequest", "status": "active"})
    assert ["before R4" in said for said in found.faults] == [True]
