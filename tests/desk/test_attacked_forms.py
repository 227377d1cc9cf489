"""Forms that no page of the desk would send, and a clinic's folder that goes away: told in words, and nothing is lost."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.deliver.audit import AuditTable
from handouts.roster.columns import usual_title
from handouts.runs.own_content.newclinic import make_clinic
from handouts.runs.rosters.shelf import rosters_in
from handouts.runs.rosters.table import table_of
from tests.desk.clinic_forms import form_at
from tests.desk.monday import HEAD, WEEK, address
from tests.desk.test_monday_list import bring
from tests.desk_network import Networked, cheap_hashes, networked
from tests.desk_server import TODAY, Served, served

UNLIKE = [
    "[" * 40_000,
    "null",
    "[]",
    '{"name": 5}',
    '{"name": "\\ud800"}',
    '{"steps": 5}',
    '{"steps": [5]}',
    '{"primary": {}}',
    "{",
    "",
]
"""What stands in the hidden field of a form in place of what it showed at first."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("clinics") / "clinic"
    make_clinic(folder)
    with served(folder) as one:
        one.client.follow_redirects = False
        yield one


@pytest.mark.parametrize("base", [*UNLIKE, "{}"])
def test_what_a_form_showed_at_first_is_whole_or_refused(desk: Served, base: str):
    drill = next((desk.desk.store / "drills").glob("*.yaml")).stem
    for page, more in (("/clinic/brand", ("", "/look", "/undo")), (f"/clinic/drills/{drill}", ("", "/look", "/undo"))):
        form = {**form_at(desk, page), "base": base, "seen": "of another file"}
        for one in more:
            answer = desk.post(page + one, form, part=True)
            assert answer.status_code in ({200, 409, 422} if base == "{}" else {422, 409}), (
                page + one,
                answer.text[:300],
            )


def test_fields_of_a_draft_that_no_page_sends_are_refused_in_words(desk: Served):
    draft = desk.post("/sheet/new", {"items": "hip-hinge", "patient": "Mei Tan"}).headers["location"]
    for fields in ('{"note": "\\ud800"}', "[" * 40_000, "[1]", '{"note": 5}'):
        assert desk.post(f"{draft}/both", {"fields": fields}, part=True).status_code in {204, 422}, fields[:20]
    assert desk.post("/sheet/new", {"items": "hip-hinge", "note": "x" * 250_000}).status_code == 422
    key = desk.post(f"{draft}/now", {}, part=True).text.split('data-key="')[1].split('"')[0]
    for width in ("²", "9" * 5_000, "-1", ""):
        assert desk.get(f"{draft}/page/1/{key}?width={width}").status_code == 200, width[:9]
    for number in ("9" * 5_000, "9" * 10, "²", "-1"):
        assert desk.get(f"{draft}/page/{number}/{key}").status_code == 404, number[:9]
        assert desk.get(f"/patients/settle/picture/{number}/x").status_code == 404, number[:9]


def test_a_sheet_that_is_not_there_is_not_thrown_away(desk: Served):
    assert desk.post("/sheet/no-such%20Mei%20Tan%20is%20ill/throw", {}).status_code == 404
    with desk.desk.register(reading=True) as register:
        assert not [row for row in AuditTable(register).latest(50) if "Mei Tan" in str(row)]


def test_a_figure_without_captions_is_drawn_and_can_be_opened_again(desk: Served):
    page = f"/clinic/drills/{next((desk.desk.store / 'drills').glob('*.yaml')).stem}"
    figure = "view: side\npositions:\n  - pose: {trunk: 0}\n"
    form = {**form_at(desk, page), "apart": "yes", "figure": figure}
    assert desk.post(page, form, part=True).status_code == 200
    assert desk.get(page).status_code == 200
    assert desk.post(f"{page}/draw", {**form, "do": ""}, part=True).status_code == 200


def test_half_a_character_in_a_list_is_shown_and_told(desk: Served):
    text = json.dumps([{"patient": "Mei \ud83d", "program": "hip-hinge", "start": "2026-11-23"}])
    answer = bring(desk, "half.json", text)
    assert answer.status_code < 400
    shown = desk.get(f"{address(desk, 'half.json')}/roster")
    assert shown.status_code == 200
    assert "half of a broken character" in shown.text


def test_a_folder_that_went_away_is_not_begun_anew(tmp_path: Path):
    make_clinic(tmp_path / "clinic")
    with served(tmp_path / "clinic") as desk:
        desk.client.follow_redirects = False
        (tmp_path / "clinic").rename(tmp_path / "away")
        answer = bring(desk, "r.csv", HEAD, part=True)
        assert answer.status_code == 422
        assert "not there any more" in answer.text
        assert not (tmp_path / "clinic").exists()
        for page in ("/sheet", "/monday", "/patients", "/clinic", "/clinic/brand"):
            assert desk.get(page).status_code < 500, page
        (tmp_path / "away").rename(tmp_path / "clinic")
        draft = desk.post("/sheet/new", {"items": "hip-hinge", "patient": "Mei Tan"}).headers["location"]
        key = desk.post(f"{draft}/now", {}, part=True).text.split('data-key="')[1].split('"')[0]
        (tmp_path / "clinic" / "clinic.yaml").unlink()
        assert desk.post(f"{draft}/issue", {"seen": key, "keep": "1"}, part=True).status_code < 500


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Networked]:
    folder = tmp_path_factory.mktemp("net") / "clinic"
    make_clinic(folder)
    titles = "Patient,Program,Start,Decision,Despite,Note\n"
    (folder / "r.csv").write_text(f"{titles}Mei Tan,hip-hinge,2026-11-23,,,\n", "utf-8")
    with cheap_hashes(), networked(folder) as one:
        yield one
        one.gone()


@pytest.mark.parametrize(("column", "text"), [(3, "hold until 2026-12-14: says the desk"), (4, "small-squat:knee")])
def test_the_front_desk_mends_a_list_and_decides_nothing_in_it(net: Networked, column: int, text: str):
    jo, ada = net.visitor("Jo Bloggs"), net.visitor("Ada")
    found = re.search(f'href="(/monday/[^"]+/{WEEK})/roster"', jo.get("/monday").text)
    assert found
    table = table_of(net.desk.store / "r.csv", net.desk.library, TODAY)
    row = {"digest": table.digest, "row": "0", "key": table.rows[0].key}
    part = {"HX-Request": "true"}
    refused = jo.post(f"{found[1]}/row", {**row, f"c{column}": text}, **part)
    assert refused.status_code == 422
    assert "for a clinician to decide" in refused.text
    assert not list((net.desk.store / "rosters").glob("*mended*"))
    assert jo.post(f"{found[1]}/row", {**row, "c5": "Slow and tall.", "c3": "", "c4": ""}, **part).status_code == 200
    shutil.rmtree(net.desk.store / "rosters")
    assert ada.post(f"{found[1]}/row", {**row, f"c{column}": text}, **part).status_code == 200
    shutil.rmtree(net.desk.store / "rosters")


@pytest.mark.parametrize("field", ["decision", "despite"])
def test_the_front_desk_makes_no_column_one_of_decisions(net: Networked, field: str):
    path = net.desk.store / f"{field}.csv"
    path.write_text("Patient,Program,Start,What\nMei Tan,hip-hinge,2026-11-23,\n", "utf-8")
    jo, ada = net.visitor("Jo Bloggs"), net.visitor("Ada")
    place = next(one for one in rosters_in(net.desk.store) if one.path == path)
    address, part = f"/monday/{place.id}/{WEEK}/titles", {"HX-Request": "true"}
    named = {"digest": table_of(path, net.desk.library, TODAY).digest, "t3": usual_title(field)}
    refused = jo.post(address, named, **part)
    assert refused.status_code == 422
    assert "for a clinician to decide" in refused.text
    assert jo.post(address, {**named, "t3": usual_title("note")}, **part).status_code == 200
    shutil.rmtree(net.desk.store / "rosters")
    assert ada.post(address, named, **part).status_code == 200
    shutil.rmtree(net.desk.store / "rosters")
