from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError, Problem
from handouts.library.load import Library, find_clinic, load_library


def found(clinic: Path) -> list[Problem]:
    return list(load_library(clinic).problems)


def one(clinic: Path, says: str) -> Problem:
    """The problem that says this; exactly one must."""
    matching = [problem for problem in found(clinic) if says in f"{problem.message} {problem.hint}"]
    assert len(matching) == 1, [str(problem) for problem in found(clinic)]
    return matching[0]


def edit(path: Path, old: str, new: str) -> int:
    """Replace text in a file; gives the line it was on."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


@pytest.fixture
def drill(clinic: Path) -> Path:
    return clinic / "drills" / "calf-stretch.yaml"


def test_the_shipped_content_has_no_problems():
    for brand in ("house", "harbour-street", "northgate"):
        assert load_library(brand=brand).problems == ()


def test_a_new_clinic_has_no_problems(clinic: Path):
    assert found(clinic) == []


def test_an_unknown_key_names_the_nearest_known_one(clinic: Path, drill: Path):
    line = edit(drill, "equipment:", "equipmnt:")
    problem = one(clinic, "equipmnt")
    assert (problem.line, problem.hint) == (line, "Did you mean “equipment”?")


def test_an_unknown_key_deep_inside_is_found(clinic: Path, drill: Path):
    line = edit(drill, "    hold: 30", "    hlod: 30")
    problem = one(clinic, "hlod")
    assert problem.line == line
    assert "“hold”" in problem.hint


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("dose: { sets: 2", "dose: { sets: two", "dose.sets: expected a whole number, found “two”"),
        ("dose: { sets: 2", "dose: { sets: 99", "dose.sets: expected 10 or less, found “99”"),
        ("dose: { sets: 2", "dose: { sets: 0", "dose.sets: expected 1 or more"),
        ("language: en", "language: English", "expected a language code"),
        ("language: en", "language: 5", "expected text"),
        ("dose: { sets: 2, reps: 10, rest: 30, origin: source }", "dose: 5", "expected a block of keys"),
        ("    hold: 30", "    hold: on", "steps.4.hold"),
        ("    hold: 30", "    hold: 5-3", "smaller number first"),
        ("rest: 30", "rest: soon", "dose.rest"),
        ("each_side: true", "each_side: maybe", "each_side: expected true or false, found “maybe”"),
        ("muscles: [calf]", "muscles: calf", "expected a list"),
        ("id: calf-stretch", "id: Calf Stretch", "small letters"),
        ("step: 4", "step: 9", "there are 5 steps"),
        ("origin: source", "origin: me", "expected 'default' or 'source', found “me”"),
        ("name: Calf stretch at a wall", "name: ''", "is empty"),
        ("name: Calf stretch at a wall", "name: [x]", "expected text"),
        ("name: Calf stretch at a wall", 'name: "a\\u202Eb"', "U+202E"),
        ("name: Calf stretch at a wall", f"name: {'x' * 10_000}", "at most 80"),
        ("pictures/calf-start.svg", "../../secret.svg", "inside this folder"),
        ("pictures/calf-start.svg", "/etc/passwd", "inside this folder"),
        ("pictures/calf-start.svg", "pictures/none.svg", "cannot be read"),
        ("source:\n  title", "sauce:\n  title", "lacks “source”"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(clinic: Path, drill: Path, old: str, new: str, says: str):
    edit(drill, old, new)
    problem = next(p for p in found(clinic) if says in f"{p.message} {p.hint}")
    assert problem.place.endswith("calf-stretch.yaml")
    assert problem.line > 0


def test_every_fault_of_every_file_comes_at_once(clinic: Path, drill: Path):
    edit(drill, "equipment:", "equipmnt:")
    edit(drill, "rest: 30", "rest: soon")
    edit(clinic / "programs" / "calf-care.yaml", "times: 2", "times: 9")
    edit(clinic / "clinic.yaml", "paper: a4", "paper: a3")
    assert len({(problem.place, problem.line) for problem in found(clinic)}) >= 4


def test_yaml_words_that_are_no_booleans(clinic: Path, drill: Path):
    edit(drill, "name: Calf stretch at a wall", "name: no")
    edit(drill, "each_side: true", "each_side: yes")
    library = load_library(clinic).checked()
    assert library.drills["calf-stretch", "en"].name == "no"
    assert library.drills["calf-stretch", "en"].each_side is True


def test_two_drills_with_one_id(clinic: Path, drill: Path):
    shutil.copy(drill, drill.with_name("copy.yaml"))
    problem = one(clinic, "which")
    assert "calf-stretch.yaml has too" in problem.message


def test_a_drill_and_a_program_share_no_id(clinic: Path):
    edit(clinic / "programs" / "calf-care.yaml", "id: calf-care", "id: calf-stretch")
    assert "calf-stretch.yaml has too" in one(clinic, "calf-stretch").message
    edit(clinic / "programs" / "calf-care.yaml", "id: calf-stretch", "id: hinge-with-dowel")
    assert "Drills and programs share one set of ids" in one(clinic, "share").hint


def test_a_missing_drill_is_named_with_the_nearest(clinic: Path):
    line = edit(clinic / "programs" / "calf-care.yaml", "drill: calf-stretch", "drill: calf-strech")
    problem = one(clinic, "calf-strech")
    assert (problem.line, problem.hint) == (line, "Did you mean “calf-stretch”?")


def test_a_hold_for_a_drill_that_holds_nothing(clinic: Path):
    edit(clinic / "programs" / "calf-care.yaml", "sets: 2, reps: 8", "sets: 2, reps: 8, hold: 3")
    assert "none of its steps is held" in one(clinic, "none of its steps").message


def test_an_own_drill_replaces_a_shipped_one(clinic: Path, drill: Path):
    edit(drill, "id: calf-stretch", "id: hinge-with-dowel")
    shutil.rmtree(clinic / "programs")
    library = load_library(clinic).checked()
    assert library.replaced == ("hinge-with-dowel",)
    assert library.drills["hinge-with-dowel", "en"].name == "Calf stretch at a wall"


def test_a_translation_stands_beside_its_drill(clinic: Path, drill: Path):
    text = (
        drill.read_text()
        .replace("language: en", "language: es")
        .replace("name: Calf stretch at a wall", "name: Gemelos")
    )
    drill.with_name("calf-stretch.es.yaml").write_text(text)
    library = load_library(clinic).checked()
    assert library.drills["calf-stretch", "es"].name == "Gemelos"
    assert library.drills["calf-stretch", "en"].name == "Calf stretch at a wall"


def test_a_translation_may_not_ask_for_values_that_are_not_there(clinic: Path):
    from handouts.base.shipped import shipped

    (clinic / "words").mkdir()
    english = shipped("content", "words", "en.yaml").read_text()
    other = english.replace("language: en", "language: es").replace('"For **{patient}**"', '"Para **{paciente}**"')
    (clinic / "words" / "es.yaml").write_text(other)
    assert "{paciente}" in one(clinic, "paciente").message


def test_an_own_layout_needs_no_code(clinic: Path):
    from handouts.base.shipped import shipped

    (clinic / "layouts").mkdir()
    text = shipped("templates", "layouts", "standard.yaml").read_text().replace("id: standard", "id: mine")
    (clinic / "layouts" / "mine.yaml").write_text(text)
    assert "mine" in load_library(clinic).checked().layouts


def test_an_unknown_layout_or_language_of_the_clinic(clinic: Path):
    line = edit(clinic / "clinic.yaml", "layout: standard", "layout: standrad")
    assert one(clinic, "standrad").line == line
    edit(clinic / "clinic.yaml", "language: en", "language: xx")
    assert one(clinic, "“xx”")


def test_a_link_out_of_the_folder_is_not_followed(clinic: Path, tmp_path: Path):
    outside = tmp_path / "outside.svg"
    shutil.copy(clinic / "logo.svg", outside)
    (clinic / "logo.svg").unlink()
    (clinic / "logo.svg").symlink_to(outside)
    assert "leads out" in one(clinic, "leads out").message


def test_the_nearest_clinic_is_found_from_below(clinic: Path):
    below = clinic / "a" / "b"
    below.mkdir(parents=True)
    assert find_clinic(below) == clinic
    assert find_clinic(clinic.parent) is None


def test_checked_raises_all_that_nothing_can_be_made_with(clinic: Path, drill: Path):
    edit(drill, "equipment:", "equipmnt:")  # stops what uses the drill only
    load_library(clinic).checked()
    edit(clinic / "clinic.yaml", "paper: a4", "papre: a4")
    edit(clinic / "clinic.yaml", "layout: standard", "layuot: standard")
    with pytest.raises(HandoutsError, match="papre") as caught:
        load_library(clinic).checked()
    assert [problem.place.endswith("clinic.yaml") for problem in caught.value.problems] == [True, True]


def test_an_unknown_brand_is_refused():
    with pytest.raises(HandoutsError, match="northgate"):
        load_library(brand="nortgate")


def test_a_library_without_problems_is_itself(library: Library, make_order: Callable[..., object]):
    assert library.checked() is library


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("axis: 21", "axis: 200", "60 or less"),
        ("axis: 21", "axis: -1", "12 or more"),
        ("  form: beside", "  form: beside\n  picture_widths: []", "1 to 8 widths"),
        ("  form: beside", "  form: beside\n  picture_widths: [50, 79]", "widest first"),
        ("  form: beside", "  form: sideways", "'beside', 'stacked', 'card' or 'log'"),
        ("  form: beside", "  form: beside\ngrid: { row: 10 }", "12.3 mm or more"),
        ("  body: 12/14.4", "  body: 10/12", "12 points or more"),
        ("  body: 12/14.4", "  body: 8/12", "size/leading"),
        ("  body: 12/14.4", "  body: 14/12", "size/leading"),
    ],
)
def test_a_layout_that_could_not_be_read_or_scanned_is_refused(clinic: Path, old: str, new: str, says: str):
    from handouts.base.shipped import shipped

    (clinic / "layouts").mkdir()
    text = shipped("templates", "layouts", "standard.yaml").read_text().replace("id: standard", "id: mine")
    assert old in text
    (clinic / "layouts" / "mine.yaml").write_text(text.replace(old, new))
    assert any(says in problem.message for problem in found(clinic)), [str(problem) for problem in found(clinic)]


WHITE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><circle cx="9" cy="9" r="5" fill="#fefefe"/></svg>'


def test_a_logo_that_shows_nothing_is_warned_of(clinic: Path):
    (clinic / "logo.svg").write_text(WHITE)
    problem = one(clinic, "shows nothing")
    text = (clinic / "clinic.yaml").read_text().splitlines()
    assert problem.warning
    assert text[problem.line - 1].startswith("logo:")
    load_library(clinic).checked()


def test_a_drill_s_picture_that_shows_nothing_is_a_fault(clinic: Path, drill: Path):
    (clinic / "drills" / "pictures" / "calf-start.svg").write_text(WHITE)
    problem = one(clinic, "shows nothing")
    assert not problem.warning
    assert "calf-start.svg" in drill.read_text().splitlines()[problem.line - 1]


def test_a_name_that_a_number_sign_cuts_off_is_told(clinic: Path):
    new = {"name": "Practice on Pier #7", "tagline": "", "emergency": "#911"}
    rows = (clinic / "clinic.yaml").read_text().splitlines()
    at = {key: next(number for number, row in enumerate(rows) if row.startswith(f"{key}:")) for key in new}
    for key, value in new.items():
        rows[at[key]] = f"{key}: {value}".strip()
    (clinic / "clinic.yaml").write_text("\n".join(rows))
    problem = one(clinic, "Pier #7")
    assert (problem.line, problem.warning) == (at["name"] + 1, True)
    assert 'name: "Practice on Pier #7"' in problem.hint
    assert one(clinic, "tagline: has no value").line == at["tagline"] + 1
    assert 'emergency: "#911"' in one(clinic, "“#911”").hint


def test_a_warning_does_not_stand_beside_a_fault_of_its_line(clinic: Path):
    line = edit(clinic / "clinic.yaml", "paper: a4", "paper: #a4")
    assert [problem.line for problem in found(clinic)] == [line]
