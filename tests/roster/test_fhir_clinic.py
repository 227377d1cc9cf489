"""The clinic's map of codes, from clinic.yaml to the sheet."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError
from handouts.library.load import load_library
from handouts.roster import reading_of
from handouts.runs.check import check_content
from tests.conftest import Ran, pdf_text
from tests.roster.fhir_parts import PATIENT, follows, request


def clinic_with(folder: Path, codes: str) -> Path:
    (folder / "clinic.yaml").write_text(f"name: Elm Street\ncodes:\n{codes}", encoding="utf-8")
    return folder


def test_codes_of_a_clinic(tmp_path: Path):
    library = load_library(
        clinic_with(tmp_path, '  "0071": plank\n  Opening the hip: clamshell\n  "9": ignored\n')
    ).checked()
    reading = reading_of(library)
    assert [reading.code(key) for key in ("0071", "opening the  Hip", "9", "71", "")] == [
        "plank",
        "clamshell",
        "ignored",
        "",
        "",
    ]


@pytest.mark.parametrize(("codes", "line"), [('  "1": plank\n  "2": plankk\n', 4), ('  "1": hip hinge\n', 3)])
def test_a_code_that_stands_for_nothing_is_a_fault_of_its_line(tmp_path: Path, codes: str, line: int):
    library = load_library(clinic_with(tmp_path, codes))
    with pytest.raises(HandoutsError) as error:
        reading_of(library)
    assert [(problem.line, "no drill, program or flag" in problem.message) for problem in error.value.problems] == [
        (line, True)
    ]
    assert error.value.problems[0] in check_content(library)


def test_a_code_keeps_its_zeros_without_quotes(tmp_path: Path):
    assert reading_of(load_library(clinic_with(tmp_path, "  0071: plank\n"))).code("0071") == "plank"


def test_a_sheet_by_a_clinic_s_own_code(clinic: Path, handouts: Callable[..., Ran], tmp_path: Path):
    with (clinic / "clinic.yaml").open("a", encoding="utf-8") as file:
        file.write('\ncodes: {"0071": plank}\n')
    timing = {"repeat": {"frequency": 3, "period": 1, "periodUnit": "wk", "dayOfWeek": ["tue", "thu", "sun"]}}
    order = request(code={"coding": [{"code": "0071"}]}, occurrenceTiming=timing, orderDetail=[{"text": "7 sets of 2"}])
    bundle = {"resourceType": "Bundle", "entry": [{"resource": PATIENT}, {"resource": order}]}
    roster = tmp_path / "week.json"
    roster.write_text(json.dumps(bundle), encoding="utf-8")
    assert handouts("check", "--clinic", clinic, roster).code == 0
    assert handouts("batch", roster, "--clinic", clinic, "-o", tmp_path / "out").code == 0
    (sheet,) = (tmp_path / "out").glob("*.pdf")
    text = pdf_text(sheet.read_bytes())
    assert "For Adaeze Quill" in text
    assert "Tue, Thu, Sun, once a day" in text
    assert "Do this 7 sets of 2." in text


def test_names_and_plans_hold_as_of_the_day_of_issue(clinic: Path, handouts: Callable[..., Ran], tmp_path: Path):
    """SOURCE_DATE_EPOCH is the 20th: a name and a plan that end on it still hold."""
    names = [{"text": "Ada Old", "period": {"end": "2026-11-19"}}, {"text": "Ada Now", "period": {"end": "2026-11-20"}}]
    plans = follows("hip-hinge", period={"start": "2026-11-02", "end": "2026-11-20"})
    bundle = {"resourceType": "Bundle", "entry": [{"resource": {**PATIENT, "name": names}}, {"resource": plans}]}
    roster = tmp_path / "week.json"
    roster.write_text(json.dumps(bundle), encoding="utf-8")
    assert handouts("batch", roster, "--clinic", clinic, "-o", tmp_path / "out").code == 0
    (sheet,) = (tmp_path / "out").glob("*.pdf")
    assert "Ada Now" in pdf_text(sheet.read_bytes())
    roster.write_text(json.dumps(bundle).replace("2026-11-20", "2026-11-19"), encoding="utf-8")
    ran = handouts("batch", roster, "--clinic", clinic, "-o", tmp_path / "out2")
    assert ran.code != 0
    assert "is over" in ran.err
