"""A program that is made of what was put together for a patient prints just the doses of that sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handouts.base.problems import HandoutsError
from handouts.library.load import load_library
from handouts.orders.reader import read_order
from handouts.plan.planner import Planner
from handouts.runs.own_content.keeping import NEW, KeptFile
from handouts.runs.own_content.newclinic import make_clinic
from handouts.runs.own_content.programs import FilledProgram, id_from, program_draft, program_form, started

TODAY = date(2026, 11, 28)
LIBRARY = load_library(None)
ORDERS: list[dict[str, Any]] = [
    {"items": ("hip-hinge",), "week": "2"},
    {"items": ("hinge-with-dowel", "strap-assisted-squat"), "days": "daily", "times": "morning, evening"},
    {"items": ("hinge-with-dowel", "clamshell"), "changes": (
        "hinge-with-dowel:sets=3,hold=2/3/5,rest=1:30,load=5/7.5/10 kg,days=mon+fri",
        "clamshell:duration=5-10 min,load=red band,effort=5-6,times=2",
    )},
    {"items": ("strap-assisted-squat",), "changes": ("strap-assisted-squat:distance=400 m,tempo=3-1-2,sets=1",)},
]  # fmt: skip


def doses(values: dict[str, Any], library: Any) -> list[tuple[str, Any]]:
    order, problems = read_order({**values, "patient": "A B"}, TODAY)
    assert order, problems
    return [(drill.id, dose) for drill, dose in Planner(library).doses_of(order)[1]]


@pytest.mark.parametrize("values", ORDERS, ids=lambda values: values["items"][-1])
def test_the_program_has_the_doses_of_the_sheet(values: dict[str, Any], tmp_path: Path) -> None:
    make_clinic(tmp_path / "clinic")
    data = started(values, LIBRARY, TODAY, name="Ours", about="For all.", weeks=3)
    (tmp_path / "clinic" / "programs" / "ours.yaml").write_bytes(data)
    library = load_library(tmp_path / "clinic")
    assert not library.problems
    assert len(library.programs["ours", "en"].weeks) == 3
    for week in "13":
        assert doses({"items": ("ours",), "week": week}, library) == doses(values, LIBRARY)


def test_nothing_of_the_patient_is_in_it() -> None:
    values = {"items": ("hip-hinge",), "patient": "Mei Tan", "note": "Slow for Mei.", "key": "1041"}
    text = started({k: v for k, v in values.items() if k != "key"}, LIBRARY, TODAY, name="Ours", about="", weeks=1)
    assert not [word for word in ("Mei", "Tan", "1041", "Slow") if word in text.decode()]


def test_an_order_that_is_at_fault_is_refused() -> None:
    with pytest.raises(HandoutsError, match="nothing-such"):
        started({"items": ("nothing-such",)}, LIBRARY, TODAY, name="A", about="", weeks=1)


@pytest.mark.parametrize(("name", "id_"), [("Knie & Hüfte 2", "knie-hufte-2"), ("A" * 90, "a" * 60), ("../x", "x")])
def test_an_id_is_made_of_a_name(name: str, id_: str) -> None:
    assert id_from(name) == id_


def test_a_name_without_a_latin_letter_is_told_of() -> None:
    with pytest.raises(HandoutsError, match="Latin"):
        id_from("康复")


def test_weeks_are_changed_with_their_comments() -> None:
    path = Path("programs/ours.yaml")
    data = started(ORDERS[1], LIBRARY, TODAY, name="Ours", about="For all.", weeks=2)
    file = KeptFile(path, data, NEW, None)
    form = program_form(file)
    weeks = form.weeks.replace("- drills:", "# the first\n- phase: Start\n  drills:", 1)
    draft = program_draft(file, FilledProgram({**form.fields, "name": "Mine: all"}, weeks), form, LIBRARY)
    assert draft.program, draft.at_field
    assert draft.program.weeks[0].phase == "Start"
    assert "  # the first\n  - phase: Start" in draft.data.decode()
    assert 'name: "Mine: all"' in draft.data.decode()
    wrong = program_draft(
        file,
        FilledProgram(form.fields, weeks.replace("clamshell", "x").replace("hinge-with-dowel", "hinge-with-dowl")),
        form,
        LIBRARY,
    )
    assert wrong.program is None
    assert "hinge-with-dowel" in wrong.at_field["weeks"][0].hint
