"""Drills and programs of the clinic's own at the desk: made, posed, kept with their comments, and never stopping others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.base.shipped import shipped
from handouts.deliver.drafts import DraftsTable
from handouts.library.load import load_library
from handouts.library.yamlfile import read_yaml
from handouts.runs.own_content.newclinic import make_clinic
from tests.desk.clinic_forms import form_at
from tests.desk_server import Served, served


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("drills") / "clinic"
    make_clinic(folder)
    with served(folder) as found:
        yield found


@pytest.fixture
def squat(desk: Served) -> Path:
    """The clinic's own drill, as “init” writes it."""
    assert desk.desk.folder
    path = desk.desk.folder / "drills" / "small-squat.yaml"
    path.write_bytes(shipped("templates", "clinic", "drills", "small-squat.yaml").read_bytes())
    for other in path.parent.glob("small-squat.yaml.*"):
        other.unlink()
    return path


AT = "/clinic/drills/small-squat"


def test_a_shipped_drill_is_made_ones_own_with_its_comments(desk: Served) -> None:
    folder = desk.desk.folder
    assert folder
    page = desk.post("/clinic/drill-mine", {"drill": "hinge-with-dowel", "as": "instead"})
    assert "stands in for the shipped drill" in page.text
    shipped_file = shipped("content", "drills", "hinge-with-dowel.yaml")
    assert (folder / "drills" / "hinge-with-dowel.yaml").read_bytes() == shipped_file.read_bytes()
    again = desk.post("/clinic/drill-mine", {"drill": "hinge-with-dowel", "as": "instead"})
    assert again.status_code == 422
    desk.post("/clinic/drill-mine", {"drill": "clamshell", "as": "beside", "id": "clamshell-ours"})
    text = (folder / "drills" / "clamshell-ours.yaml").read_text("utf-8")
    assert text == shipped("content", "drills", "clamshell.yaml").read_text("utf-8").replace(
        "id: clamshell\n", "id: clamshell-ours\n", 1
    )
    for taken in ("clamshell", "../x", "A b", "hip-hinge", ""):
        answer = desk.post("/clinic/drill-mine", {"drill": "clamshell", "as": "beside", "id": taken})
        assert answer.status_code == 422, taken
    for name in ("hinge-with-dowel", "clamshell-ours"):
        (folder / "drills" / f"{name}.yaml").unlink()


def test_a_new_drill_is_a_draft_that_stops_nothing(desk: Served) -> None:
    assert "It is a draft" in desk.post("/clinic/drill-new", {"id": "toe-taps", "name": "Toe: taps"}).text
    library = load_library(desk.desk.folder)
    assert not library.broken
    assert library.drills["toe-taps", "en"].draft
    assert library.drills["toe-taps", "en"].name == "Toe: taps"
    form = form_at(desk, "/clinic/drills/toe-taps")
    assert desk.post("/clinic/drills/toe-taps/drop", form, part=True).json()["goes"] == "/clinic/drills"
    assert ("toe-taps", "en") not in load_library(desk.desk.folder).drills
    assert desk.desk.folder
    assert (desk.desk.folder / "drills" / "toe-taps.yaml.removed-1").is_file(), "nothing is thrown away"


def test_a_slider_redraws_the_figure_and_its_text(desk: Served, squat: Path) -> None:
    before = squat.read_bytes()
    form = form_at(desk, AT) | {"position": "1", "side": ""}
    start = desk.post(
        f"{AT}/draw", form | {"do": "set", "at": "positions.1.pose.trunk", "value": "34"}, part=True
    ).json()
    moved = desk.post(
        f"{AT}/draw", form | {"do": "set", "at": "positions.1.pose.trunk", "value": "60"}, part=True
    ).json()
    assert moved["pictures"]["figure"] != start["pictures"]["figure"]
    assert moved["fields"]["figure"] == form["figure"][0].replace("trunk: 34", "trunk: 60")
    assert squat.read_bytes() == before, "nothing is saved by looking"
    added = desk.post(f"{AT}/draw", form | {"do": "add", "at": "1", "value": ""}, part=True).json()
    assert "New position" in added["parts"]["positions"]
    text = desk.post(f"{AT}/draw", form | {"figure": "view: [", "do": ""}, part=True).json()
    assert "not valid YAML" in text["parts"]["at-figure"]


def test_it_is_saved_as_the_same_file_with_its_comments(desk: Served, squat: Path) -> None:
    form = form_at(desk, AT)
    figure = form["figure"][0].replace("trunk: 34", "trunk: 36")
    steps = [*form["step_text"][:-1], "Stand up: tall."]
    answer = desk.post(AT, form | {"figure": figure, "step_text": steps}, part=True)
    assert answer.status_code == 200, answer.text
    after = squat.read_text("utf-8").splitlines()
    before = squat.with_name("small-squat.yaml.before").read_text("utf-8").splitlines()
    assert len(after) == len(before)
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        '  - text: "Stand up: tall."',
        "      pose: {trunk: 36, thigh: 58, shin: -16, arms: forward}   # degrees from straight down, forward is positive",
    ]
    undone = desk.post(f"{AT}/undo", form | {"seen": answer.json()["seen"]}, part=True)
    assert undone.status_code == 200
    assert squat.read_text("utf-8").splitlines() == before


def test_advice_and_faults_stand_at_their_fields(desk: Served, squat: Path) -> None:
    form = form_at(desk, AT) | {"why": "Perform this to utilise the quadriceps.", "dose_sets": "99"}
    parts = desk.post(f"{AT}/look", form, part=True).json()["parts"]
    assert "10 or less" in parts["at-dose_sets"]
    form["dose_sets"] = "2"
    parts = desk.post(f"{AT}/look", form, part=True).json()["parts"]
    assert "Advice" in parts["at-why"]
    form["figure"] = form["figure"][0].replace("trunk: 34", "trunk: 90").replace("shin: -16", "shin: 60")
    assert "The pose" in desk.post(f"{AT}/look", form, part=True).json()["parts"]["checks"]


def test_a_drill_with_faults_is_kept_apart_and_the_one_before_goes_on(desk: Served, squat: Path) -> None:
    before = squat.read_bytes()
    form = form_at(desk, AT) | {"dose_sets": "99", "name": "Big squat"}
    assert desk.post(AT, form, part=True).status_code == 422
    assert squat.read_bytes() == before
    kept = desk.post(AT, form | {"apart": "yes"}, part=True)
    assert "Kept apart" in kept.json()["said"]
    assert squat.read_bytes() == before
    library = load_library(desk.desk.folder)
    assert not library.broken
    assert library.drills["small-squat", "en"].name == "Small squat"
    assert "kept apart" in desk.get("/clinic/drills").text
    again = form_at(desk, AT)
    assert (again["name"], again["dose_sets"]) == (["Big squat"], ["99"])
    assert desk.post(AT, again | {"dose_sets": "3"}, part=True).status_code == 200
    assert load_library(desk.desk.folder).drills["small-squat", "en"].dose.sets == 3
    assert not squat.with_name("small-squat.yaml.unfinished").exists()


def test_two_windows_do_not_write_over_each_other(desk: Served, squat: Path) -> None:
    one, two = form_at(desk, AT), form_at(desk, AT)
    assert desk.post(AT, one | {"why": "Makes legs strong."}, part=True).status_code == 200
    clash = desk.post(AT, two | {"start": "Stand."}, part=True)
    assert clash.status_code == 409
    assert "Makes legs strong." in clash.text
    now = re.search(r"&#34;seen&#34;: &#34;(\w+)", clash.text)
    assert now
    assert desk.post(AT, two | {"start": "Stand.", "seen": now[1]}, part=True).status_code == 200
    data = read_yaml(squat).data
    assert (data["why"], data["start"]) == ("Makes legs strong.", "Stand.")


def test_hostile_names_and_addresses_lead_nowhere(desk: Served, squat: Path) -> None:
    for name in ("..%2F..%2Fclinic", "a.yaml", "%00", "x" * 300, "no-such"):
        assert desk.get(f"/clinic/drills/{name}").status_code in (404, 422), name
        assert desk.get(f"/clinic/programs/{name}").status_code in (404, 422), name
    form = form_at(desk, AT) | {"name": "<script>alert(1)</script>"}
    assert desk.post(AT, form, part=True).status_code == 200
    assert "<script>alert" not in desk.get(AT).text + desk.get("/clinic/drills").text


def test_a_program_is_made_of_a_sheet_and_changed(desk: Served) -> None:
    folder = desk.desk.folder
    assert folder
    with desk.desk.register() as register:
        values = {"items": ("hinge-with-dowel", "clamshell"), "patient": "Mei Tan", "changes": ("clamshell:sets=4",)}
        draft = DraftsTable(register).add(values)
    page = desk.post(f"/clinic/programs/new?draft={draft.id}")
    assert page.url.path == "/clinic/programs/new"
    assert "drill: clamshell, sets: 4" in page.text
    assert "Mei" not in page.text
    asks = {"draft": draft.id, "name": "Hips: ours", "about": "For all.", "weeks": "2"}
    assert desk.post("/clinic/program-make", {**asks, "name": ""}).status_code == 422
    made = desk.post("/clinic/program-make", asks)
    assert made.url.path == "/clinic/programs/hips-ours"
    assert desk.post("/clinic/program-make", asks).status_code == 422, "the one that is there stays"
    path = folder / "programs" / "hips-ours.yaml"
    path.write_text(path.read_text("utf-8").replace("weeks:\n", "weeks:\n  # ours\n", 1), "utf-8")
    form = form_at(desk, "/clinic/programs/hips-ours") | {"finish": "Go on."}
    look = desk.post("/clinic/programs/hips-ours/look", form, part=True).json()["parts"]
    assert "Clamshell" in look["table"]
    wrong = form | {"weeks": form["weeks"][0].replace("clamshell", "clamshel")}
    assert desk.post("/clinic/programs/hips-ours", wrong, part=True).status_code == 422
    assert desk.post("/clinic/programs/hips-ours", form, part=True).status_code == 200
    assert "  # ours\n" in path.read_text("utf-8")
    library = load_library(folder)
    assert not library.problems
    assert library.programs["hips-ours", "en"].finish == "Go on."
