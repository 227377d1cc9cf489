"""Which orders are for us, how their codes are read, and that nothing that is asked for is lost unseen."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from fhir_parts import PATIENT, activity, follows, found_in, found_in_text, plan, request, shipped_reading
from hypothesis import given, settings
from hypothesis import strategies as st

SNOMED = "http://snomed.info/sct"
BLOOD = request(code={"coding": [{"system": "http://loinc.org", "code": "4548-4", "display": "HbA1c"}]},
                patientInstruction="Do not eat for 8 hours.", requester={"display": "Dr Lab"})  # fmt: skip
SCAN = request(
    "Scan of the hip", category=[{"coding": [{"system": SNOMED, "code": "363679005", "display": "Imaging"}]}]
)
COUNT = request("Full blood count", note=[{"text": "Urgent."}])
ASTHMA = plan(activity=[activity("Peak flow monitoring", description="Twice a day")], note=[{"text": "Inhaler first."}],
              period={"start": "2026-01-01"})  # fmt: skip
OURS = follows("hip-hinge", note=[{"text": "Slow and tall."}])


# --- codes -------------------------------------------------------------------------------------------


def coded(code: str, display: str = "", system: str = SNOMED) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, **({"display": display} if display else {})}]}


@pytest.mark.parametrize(
    ("code", "items"),
    [
        (coded("229070002", "Hip hinge"), "hip-hinge"),
        (coded("229070002", "clamshell"), "clamshell"),
        (coded("clamshell"), "clamshell"),
        (coded("CLAMSHELL"), "clamshell"),
        ({"text": "Hinge with dowel"}, "hinge-with-dowel"),
        ({"text": "Our favourite", **coded("x", "Wall sit")}, "wall-sit"),
    ],
)
def test_codes_by_id_text_and_display(code: dict[str, Any], items: str):
    for found in (
        found_in(PATIENT, plan(activity=[{"detail": {"code": code}}])),
        found_in(PATIENT, request(code=code)),
    ):
        assert (found.fields["items"], found.problems) == (items, ())


def test_a_clinic_s_own_map_of_codes():
    own = {"229070002": "hip-hinge", f"{SNOMED}|7": "plank", "Opening the hip": "clamshell", "diet": "ignored",
           "http://records.example/PlanDefinition/own": "knee-strength"}  # fmt: skip
    reading = dataclasses.replace(shipped_reading(), codes=own)
    for code, items in (
        (coded("229070002", "Wall sit"), "hip-hinge"),
        (coded("7"), "plank"),
        (coded("9", "opening  the HIP"), "clamshell"),
        ({"text": "Opening the hip"}, "clamshell"),
    ):
        found = found_in(PATIENT, request(code=code), reading=reading)
        assert (found.fields["items"], found.problems) == (items, ())
    found = found_in(PATIENT, plan(activity=[activity(), activity("Diet")]), request("diet"), reading=reading)
    assert (found.fields["items"], found.problems) == ("clamshell", ())
    assert found_in(PATIENT, request(code=coded("7", system="urn:else")), reading=reading).rows == []
    assert found_in(PATIENT, follows("own"), reading=reading).fields["items"] == "knee-strength"
    (only,) = found_in(PATIENT, request("diet"), reading=reading).warnings
    assert "left out" in only


def test_a_code_that_names_nothing_is_told_with_its_words():
    for order in (
        plan(activity=[{"detail": {"code": coded("1", "Opening “the” hip of Adaeze")}}]),
        request(code=coded("1", "Opening 'the' hip of Adaeze")),
    ):
        found = found_in(PATIENT, order)
        assert found.rows == []
        assert [said.startswith("Bundle.entry[1]") and "“Opening 'the' hip of …”" in said for said in found.faults] == [
            True
        ]


@pytest.mark.parametrize("code", [{"text": "Clamshel"}, coded("1", "Hip hinges"), coded("clam-shell")])
def test_a_misspelt_drill_is_a_fault_beside_others_too(code: dict[str, Any]):
    found = found_in(PATIENT, OURS, request(code=code))
    assert found.rows == []
    assert ["Did you mean" in problem.hint for problem in found.problems] == [True]


def test_a_code_that_names_two_things():
    found = found_in(PATIENT, request(code=coded("plank", "Clamshell")))
    assert found.rows == []
    assert "“plank”" in found.faults[0]


def test_definitions_of_requests_and_activities_beside_their_codes():
    where = "http://records.example/ActivityDefinition/"
    for name, text, items in (
        ("plank", "Exercise", "plank"),
        ("exercise", "Plank", "plank"),
        ("plank", "Plank", "plank"),
    ):
        found = found_in(PATIENT, request(text, instantiatesCanonical=[where + name]))
        assert (found.fields["items"], found.problems) == (items, ())
        found = found_in(PATIENT, plan(activity=[activity(text, instantiatesCanonical=[where + name])]))
        assert (found.fields["items"], found.problems) == (items, ())
    for order in (
        request("Plank", instantiatesUri=[where + "wall-sit"]),
        plan(activity=[activity("Plank", instantiatesUri=[where + "wall-sit"])]),
    ):
        found = found_in(PATIENT, order)
        assert found.rows == []
        assert any("“plank”" in said and "“wall-sit”" in said for said in found.faults)


def test_orders_for_no_patient():
    found = found_in(PATIENT, OURS, request(subject={"reference": "Group/1"}))
    assert (found.fields["items"], found.faults, len(found.warnings)) == ("hip-hinge", [], 1)


# --- orders that are not for us ----------------------------------------------------------------------


@pytest.mark.parametrize("other", [BLOOD, SCAN, COUNT, ASTHMA])
@pytest.mark.parametrize("ours", [OURS, request("Plank", note=[{"text": "Slow and tall."}])])
def test_orders_of_other_kinds_beside_ours(ours: dict[str, Any], other: dict[str, Any]):
    for entries in ((ours, other), (other, ours)):
        found = found_in(PATIENT, *entries)
        assert found.fields["items"] in ("hip-hinge", "plank")
        assert found.fields["note"] == "Slow and tall."
        assert "clinician" not in found.fields
        assert found.fields.get("start") in ("2026-11-23", None)
        assert found.faults == []
        at = 1 + entries.index(other)
        assert [said.startswith(f"Bundle.entry[{at}] ") and "passed over" in said for said in found.warnings] == [True]


def test_orders_of_other_kinds_alone():
    found = found_in(PATIENT, BLOOD, SCAN)
    assert (found.rows, found.faults) == ([], [])
    assert ["passed over" in said for said in found.warnings] == [True, True, False]
    for other in (COUNT, ASTHMA):
        assert len(found_in(PATIENT, other).faults) == 1


def test_what_a_plan_of_ours_names_beside():
    found = found_in(PATIENT, plan(activity=[activity(), activity("Ibuprofen", kind="MedicationRequest")]))
    assert (found.fields["items"], len(found.warnings)) == ("clamshell", 1)
    found = found_in(PATIENT, plan(activity=[activity(), activity("Towel slides")]))
    assert found.rows == []
    assert "“Towel slides”" in found.faults[0]
    found = found_in(PATIENT, follows("hip-hinge", activity=[activity("Exercise therapy"), activity("Plank")]))
    assert (found.fields["items"], len(found.warnings)) == ("hip-hinge plank", 1)


def test_activities_in_entries_of_their_own():
    def led(*references: str) -> dict[str, Any]:
        return follows("hip-hinge", activity=[{"reference": {"reference": one}} for one in references])

    task = {"resourceType": "Task", "id": "t"}
    found = found_in(PATIENT, led("Task/t", "MedicationRequest/m"), task)
    assert (found.fields["items"], found.faults, len(found.warnings)) == ("hip-hinge", [], 2)
    assert found_in(PATIENT, led("Task/u")).rows == []
    found = found_in(
        PATIENT,
        led("ServiceRequest/a", "ServiceRequest/b"),
        request("Hinge with dowel", id="a"),
        request("Plank", id="b"),
    )
    assert (found.fields["items"], found.problems) == ("hip-hinge plank", ())


# --- what is not to be done, or not yet --------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"intent": "proposal"}, {"intent": "option"}, {"intent": "dream"}, {"intent": ["plan"]}, {"status": "draft"},
        {"status": "on-hold"}, {"status": "unknown"}, {"status": None}, {"status": ["active"]}, {"status": "Active"},
    ],
)  # fmt: skip
def test_what_is_not_to_be_carried_out_is_left_out_and_told(change: dict[str, Any]):
    found = found_in(PATIENT, OURS, request(**change))
    assert (found.fields["items"], found.faults) == ("hip-hinge", [])
    assert [said.startswith("Bundle.entry[2] ") and "left out" in said for said in found.warnings] == [True]
    alone = found_in(PATIENT, {**OURS, **change})
    assert (alone.rows, alone.faults) == ([], [])
    assert ["left out" in said for said in alone.warnings] == [True, True]


@pytest.mark.parametrize("intent", ["order", "directive", "instance-order", None])
def test_what_is_to_be_carried_out(intent: str | None):
    assert found_in(PATIENT, request(intent=intent)).problems == ()


@pytest.mark.parametrize("end", ["2020", "2020-05", "2020-05-06", "2020-05-06T10:00:00Z"])
def test_plans_and_requests_that_are_over(end: str):
    found = found_in(
        PATIENT, {**OURS, "period": {"start": "2019-01-01", "end": end}}, request(occurrencePeriod={"end": end})
    )
    assert (found.rows, found.faults) == ([], [])
    assert ["is over" in said for said in found.warnings] == [True, True, False]
    assert found_in(PATIENT, {**OURS, "period": {"start": "2019-01-01", "end": "2199-01"}}).problems == ()


def test_what_is_not_to_be_done_is_never_on_the_sheet():
    found = found_in(PATIENT, OURS, request("Plank", doNotPerform=True))
    assert (found.fields["items"], len(found.warnings)) == ("hip-hinge", 1)
    for bad in (request("Roman chair squat", doNotPerform=True), request("Hip hinge", doNotPerform=True)):
        found = found_in(PATIENT, OURS, bad)
        assert found.rows == []
        assert "on the patient's sheet" in found.faults[0]
    found = found_in(PATIENT, plan(activity=[activity(), activity(doNotPerform=True)]))
    assert found.rows == []


@pytest.mark.parametrize("status", ["on-hold", "unknown", "resting", ["scheduled"]])
def test_activities_that_are_not_to_be_done_now_are_told(status: Any):
    found = found_in(PATIENT, plan(activity=[activity(), activity("Plank", status=status)]))
    assert (found.fields["items"], len(found.warnings)) == ("clamshell", 1)


# --- nothing is lost ---------------------------------------------------------------------------------


def test_no_list_is_cut():
    notes = [{"text": f"n{at}"} for at in range(60)]
    drills = [activity(f"Drill {at}") for at in range(60)]
    own = {f"Drill {at}": name for at, name in enumerate(["plank", "clamshell"] * 30)} | {"Drill 59": "wall-sit"}
    found = found_in(
        PATIENT, plan(activity=drills, note=notes), reading=dataclasses.replace(shipped_reading(), codes=own)
    )
    assert found.fields["items"] == "plank clamshell wall-sit"
    assert found.fields["note"].split("\n") == [f"n{at}" for at in range(60)]


@pytest.mark.parametrize(
    "change",
    [
        {"note": [{"text": "n"}] * 501},
        {"activity": [activity()] * 501},
        {"instantiatesCanonical": ["http://records.example/hip-hinge"] * 501},
    ],
)
def test_a_limit_names_itself(change: dict[str, Any]):
    found = found_in(PATIENT, {**OURS, **change})
    assert found.rows == []
    assert any(next(iter(change)) in said and "501" in said and "500" in said for said in found.faults)


@pytest.mark.parametrize(
    "change",
    [
        {"note": "Stop if dizzy."}, {"note": {"text": "Stop if dizzy."}}, {"note": ["Stop if dizzy."]}, {"note": [7]},
        {"note": [{"text": 7}]}, {"note": [{"text": True}]}, {"note": [{"text": ["Stop"]}]}, {"note": [{}]}, {"note": [None]},
        {"activity": "x"}, {"activity": {"detail": {}}}, {"activity": ["x"]}, {"activity": [None]}, {"activity": [{}]},
        {"activity": [{"detail": "Plank"}]}, {"activity": [{"detail": {"code": "Plank"}}]},
        {"activity": [{"detail": {"code": {"coding": "Plank"}}}]}, {"activity": [{"detail": {"code": {"coding": ["Plank"]}}}]},
        {"activity": [{"detail": {"code": {"text": ["Plank"]}}}]}, {"instantiatesCanonical": "http://records.example/plank"},
        {"instantiatesCanonical": [{"a": 1}]}, {"instantiatesUri": [7]}, {"modifierExtension": [{"url": "x"}]},
        {"activity": [activity(modifierExtension=[{"url": "x"}])]}, {"contained": {"resourceType": "Patient"}},
        {"period": {"start": "soon"}}, {"period": {"start": 7}},
    ],
)  # fmt: skip
def test_what_has_the_wrong_type_makes_no_sheet(change: dict[str, Any]):
    found = found_in(PATIENT, {**OURS, **change})
    assert found.rows == []
    assert all(said.startswith("Bundle.entry[1] (CarePlan)") for said in found.faults)
    assert found.faults


def test_an_entry_that_cannot_be_trusted_stops_its_patient_alone():
    sam = {**PATIENT, "id": "sam", "identifier": [], "name": [{"text": "Sam"}]}
    theirs = follows("hip-hinge", subject={"reference": "Patient/sam"})
    whole = json.dumps(
        {"resourceType": "Bundle", "entry": [{"resource": one} for one in (PATIENT, request(), OURS, sam, theirs)]}
    )
    for good, bad, says in (
        ("Slow and tall.", "Slow \\ud83d", "half of a broken character"),
        ('"note": [', '"note": [], "note": [', "has a key twice"),
    ):
        found = found_in_text(whole.replace(good, bad, 1))
        assert [row.fields["patient"] for row in found.rows] == ["Sam"]
        assert [says in said and said.startswith("Bundle.entry[2] (CarePlan)") for said in found.faults] == [True]
        "\n".join(map(str, found.problems)).encode()
    assert [row.fields["patient"] for row in found_in_text(whole.replace("Quill", "\\ud83d")).rows] == ["Sam"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"activity": [{"plannedActivityReference": {"reference": "ServiceRequest/1"}}]},
            "R5 (plannedActivityReference)",
        ),
        ({"activity": [{"performedActivity": [{"concept": {"text": "Plank"}}]}]}, "R5 (performedActivity)"),
    ],
)
def test_fhir_r5_is_named_by_its_fields(change: dict[str, Any], says: str):
    found = found_in(PATIENT, {**OURS, **change})
    assert found.rows == []
    assert says in found.faults[0]
    assert "fhirVersion=4.0" in found.problems[0].hint
    assert "R5 (code.concept" in found_in(PATIENT, request(code={"concept": {"text": "Plank"}})).faults[0]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "x", "active", "\ud800", "2026-11-23", "Patient/ada", "#p"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "code", "coding", "reference", "repeat", "x"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
ROOTS = [PATIENT, OURS, plan(activity=[activity(scheduledTiming={"repeat": {"when": ["MORN"]}}, description="2 sets of 8")]),
         request("Plank", note=[{"text": "n"}], occurrenceTiming={"code": {"text": "BID"}}, requester={"display": "Dr Day"}),
         {"resourceType": "Appointment", "status": "booked", "start": "2026-12-01T09:00:00Z", "participant": [{"actor": {"reference": "Patient/ada"}}]}]  # fmt: skip


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, (dict, list)):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        return [at, *(path for key, part in inner for path in paths(part, (*at, key)))]
    return [at]


def with_junk(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    if not path:
        return junk
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_junk(value[path[0]], path[1:], junk)
    return copy


@settings(max_examples=1200)
@given(st.data())
def test_junk_anywhere_never_stops_the_reading(data: st.DataObject):
    entries: Any = [{"resource": one} for one in ROOTS]
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(paths(entries)))
        entries = with_junk(entries, path, data.draw(JUNK))
    text = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})
    found = found_in_text(text)
    "\n".join(map(str, (*found.rows, *found.problems))).encode()  # no half characters are left
    assert found.rows or found.problems
