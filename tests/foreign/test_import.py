"""``handouts import``: the gate for texts and pictures, drafts that are not printed, and files that mean harm."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from handouts.base.problems import Exit, HandoutsError
from handouts.foreign.files import read_collection
from handouts.library.load import load_library
from handouts.runs.imports import Rights, read_drafts
from tests.conftest import Ran, pdf_text
from tests.foreign.samples import FREEDB, RIGHTS, page, wger

Run = Callable[..., Ran]
NAME = "chair-lowering-wger4711"


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    return clinic


def put(data: Any, name: str = "in.json") -> str:
    Path(name).write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return name


def picture(name: str, colour: str = "navy") -> None:
    Image.new("RGB", (40, 40), colour).save(name)


def new_files(folder: Path) -> set[str]:
    shipped = {"calf-stretch.yaml", "small-squat.yaml", "pictures"}
    return {path.name for path in (folder / "drills").iterdir()} - shipped


def test_an_exercise_of_wger_becomes_a_draft_with_its_licence_and_makers(handouts: Run, here: Path):
    picture("chair-dip.png")
    ran = handouts("import", put(page(wger())))
    assert (ran.code, ran.err) == (0, "")
    library = load_library(here)
    drill = library.drills[NAME, "en"]
    assert (drill.draft, drill.name, drill.start) == (True, "Chair lowering", "Stand in front of a chair.")
    assert [step.text for step in drill.steps] == [
        "Bend your knees.",
        "Sit down slowly.",
        "Push up & stand tall.",
        "Breathe out.",
    ]
    assert (drill.muscles, drill.equipment, drill.keywords) == (
        ("quads", "serratus anterior"),
        ("A mat",),
        ("Slow sitting",),
    )
    assert (drill.source.licence, drill.source.author) == ("CC BY-SA 4.0", "Ada Example, Bo Example")
    assert "4711" in (drill.source.url or "")
    assert drill.pictures[0].source == "Ada Example, through wger; CC BY-SA 4.0"
    assert library.pictures[NAME, "en", f"pictures/{NAME}-1.png"].width == 40
    assert "# The source says: Repeat for eight repetitions." in (here / "drills" / f"{NAME}.yaml").read_text()


def test_exercises_of_free_exercise_db_come_in_with_what_was_looked_up(handouts: Run, here: Path):
    ran = handouts("import", FREEDB, *RIGHTS)
    assert ran.code == 0
    assert ran.err.count("its makers do not know where their pictures come from") == 2
    drill = load_library(here).drills["90-90-hamstring-fedb", "en"]
    assert drill.start.startswith("Lie on your back, with one leg extended straight out. With the other leg")
    assert [step.text for step in drill.steps][1:] == [
        "Return the leg to the starting position.",
        "Switch to the other leg.",
    ]
    assert (drill.goals, drill.source.licence) == (("stretch",), "The Unlicense")
    assert drill.source.url == "https://github.com/yuhonas/free-exercise-db"
    one = json.loads(FREEDB.read_text())[1]
    assert handouts("import", put(one), *RIGHTS).out.startswith("0 drafts written; 1 there already")
    assert load_library(here).drills["alternate-hammer-curl-fedb", "en"].cues == ("Only the forearms should move.",)


def test_without_licence_and_origin_no_text_comes_in(handouts: Run, here: Path):
    for half in ((), RIGHTS[:2], RIGHTS[2:]):
        ran = handouts("import", FREEDB, *half)
        assert ran.code == Exit.CONTENT
        assert "names no licence and no origin of its texts" in ran.err
        assert "“90/90 Hamstring”, “Alternate Hammer Curl”" in ran.err
    ran = handouts("import", FREEDB, "--licence", "CC BY-NC 4.0", "--origin", "x")
    assert (ran.code, "--licence: “CC BY-NC 4.0” is no licence that is known" in ran.err) == (Exit.CONTENT, True)
    assert new_files(here) == set()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text__license": None}, "its text names no licence"),
        ({"text__license": 99}, "its text is under a licence that is not known here: “number 99”"),
        (
            {"text__license": {"short_name": "CC-BY-NC 4"}},
            "its text is under a licence that is not known here: “CC-BY-NC 4”",
        ),
        ({"text__author_history": []}, "its text names no maker, and CC BY-SA 4.0 asks for one"),
        ({"id": None}, "has no number (“id”), so nobody could say where it comes from"),
        ({"text__name": ""}, "has no name"),
        ({"text__name": "N" * 10_000}, "is 10,000 characters long; at most 80 are allowed"),
        ({"text__language": 77}, "has no text in the language “en”"),
        ({"text__description": ""}, "it says nothing that a patient could do"),
        ({"text__description": "x" * 30_000}, "its text is 30,000 characters long; at most 20,000 are read"),
        (
            {"text__description": "<p>" + "y" * 10_000},
            "it has a sentence of 10,001 characters; at most 300 can be printed",
        ),
    ],
)
def test_each_that_stays_outside_is_named_with_the_reason(handouts: Run, here: Path, changes: dict[str, Any], why: str):
    ran = handouts("import", put(page(wger(**changes), wger(id=8))))
    assert ran.code == Exit.SOME_FAILED
    assert f"does not come in: {why}" in ran.err
    assert len(ran.err) < 1_000
    assert new_files(here) == {"chair-lowering-wger8.yaml"}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"picture__license": None}, "it names no licence"),
        ({"picture__license_author": "", "picture__author_history": []}, "it names no maker"),
        ({"picture__license": 3, "picture__license_author": "", "picture__author_history": []}, "does not say where it comes from"),
        ({"picture__image": "https://wger.de/media/../../../etc/passwd"}, "has no plain file name"),
        ({"picture__image": "https://wger.de/a/..%2F..%2Flogo.png"}, "has no plain file name"),
        ({"picture__image": "http://[:1/absent.png"}, "does not lie beside the file, and nothing is fetched"),
        ({"picture__image": "https://wger.de/a/link.png"}, "leads out of"),
        ({"picture__image": "https://wger.de/a/broken.png"}, "is not a PNG, JPEG or SVG picture"),
        ({"picture__image": "https://wger.de/a/white.png"}, "shows nothing on white paper"),
        ({"picture__image": 7}, "has no plain file name"),
    ],
)  # fmt: skip
def test_a_picture_that_must_not_come_in_is_named(handouts: Run, here: Path, changes: dict[str, Any], why: str):
    picture("chair-dip.png")
    picture("white.png", "white")
    Path("broken.png").write_text("no picture")
    picture(str(here.parent / "away.png"))
    Path("link.png").symlink_to(here.parent / "away.png")
    ran = handouts("import", put(wger(**changes)))
    assert ran.code == 0
    assert "“Chair lowering” comes in without a picture" in ran.err
    assert why in ran.err
    assert not load_library(here).drills[NAME, "en"].pictures
    assert {path.name for path in (here / "drills" / "pictures").iterdir()} == {"calf-start.svg", "calf-hold.svg"}


def test_nothing_is_printed_of_a_draft(handouts: Run, here: Path):
    handouts("import", put(wger()))
    path = here / "drills" / f"{NAME}.yaml"
    for command in (("make", NAME, "-p", "A B"), ("show", "hinge-with-dowel", NAME, "-p", "A B")):
        ran = handouts(*command)
        assert (ran.code, list(here.glob("*.pdf"))) == (Exit.CONTENT, [])
        assert f"the drill “{NAME}” is a draft: nothing is printed of it" in ran.err
        assert f"drills/{NAME}.yaml: is a draft, and nothing is printed of it: it lacks area, posture, goals" in ran.err
        assert "its dose is our default" in ran.err
    put("patient,items\nA B," + NAME + "\n", "r.csv")
    assert "is a draft" in handouts("batch", "r.csv").err
    assert "draft" in next(line for line in handouts("drills").out.splitlines() if line.startswith(NAME))
    path.write_text(path.read_text().replace("draft: true\n", ""))
    assert handouts("make", NAME, "-p", "A B", "-o", "x.pdf").code == 0


def test_a_sheet_names_the_makers_where_the_licence_asks_for_it(handouts: Run, here: Path):
    picture("chair-dip.png")
    handouts("import", put(wger()))
    handouts("import", FREEDB, *RIGHTS)
    for path in (here / "drills").glob("*.yaml"):
        path.write_text(path.read_text().replace("draft: true\n", ""))
    assert handouts("make", NAME, "90-90-hamstring-fedb", "-p", "A B", "-o", "x.pdf").code == 0
    text = pdf_text((here / "x.pdf").read_bytes())
    assert "“Chair lowering”: words by Ada Example, Bo Example, wger, CC BY-SA 4.0, changed." in text
    assert "Pictures: Ada Example, through wger; CC BY-SA 4.0." in text
    assert "Unlicense" not in text
    assert handouts("make", "hip-hinge", "-p", "A B", "-o", "y.pdf").code == 0
    assert "words by" not in pdf_text((here / "y.pdf").read_bytes())


def test_a_program_with_a_draft_prints_the_weeks_without_it(handouts: Run, here: Path):
    handouts("import", put(wger()))
    path = here / "programs" / "calf-care.yaml"
    head, _, last = path.read_text().rpartition("drill: strap-assisted-squat")
    path.write_text(f"{head}drill: {NAME}{last}")
    weeks = {handouts("show", "calf-care", "-p", "A B", "--week", str(week)).code for week in (1, 2)}
    assert weeks == {0, Exit.CONTENT}


def test_what_is_there_stays_unless_asked(handouts: Run, here: Path):
    picture("chair-dip.png")
    assert handouts("import", put(wger())).code == 0
    assert handouts("import", "in.json").out == "0 drafts written; 1 there already, the same.\n"
    path = here / "drills" / f"{NAME}.yaml"
    mine = path.read_text().replace("draft: true\n", "")
    path.write_text(mine)
    picture("chair-dip.png", "red")
    before = (here / "drills" / "pictures" / f"{NAME}-1.png").read_bytes()
    ran = handouts("import", "in.json")
    assert (ran.code, path.read_text()) == (Exit.EXISTS, mine)
    assert f"drills/{NAME}.yaml: is there already, with other contents" in ran.err
    assert "--force" in ran.err
    assert (here / "drills" / "pictures" / f"{NAME}-1.png").read_bytes() == before
    assert handouts("import", "in.json", "--force").code == 0
    assert "draft: true" in path.read_text()


def test_an_id_that_another_file_has_is_not_written_again(handouts: Run, here: Path):
    handouts("import", put(wger()))
    (here / "drills" / f"{NAME}.yaml").rename(here / "drills" / "lowering.yaml")
    ran = handouts("import", "in.json")
    assert (ran.code, f"gives the id “{NAME}”, which another file of yours has" in ran.err) == (Exit.CONTENT, True)
    assert new_files(here) == {"lowering.yaml"}
    ran = handouts("import", put(page(wger(id=9), wger(id=9))))
    assert (ran.code, "which “Chair lowering” has too" in ran.err) == (Exit.SOME_FAILED, True)


def test_list_writes_nothing_and_only_chooses(handouts: Run, here: Path):
    ran = handouts("import", put(page(wger(), wger(id=8, text__name="Chair turning"))), "--list")
    assert (ran.code, new_files(here)) == (0, set())
    assert [line.split()[0] for line in ran.out.splitlines()[:-1]] == [NAME, "chair-turning-wger8"]
    ran = handouts("import", "in.json", "--only", "chair TURNING", "--only", "Chair flying")
    assert (ran.code, new_files(here)) == (Exit.SOME_FAILED, {"chair-turning-wger8.yaml"})
    assert "--only: no file holds an exercise “Chair flying”" in ran.err
    ran = handouts("import", "in.json", "--list", "--language", "de", "--json")
    assert [one["name"] for one in json.loads(ran.out)["drafts"]] == ["Sesselstütz", "Sesselstütz"]


def test_drafts_go_into_a_clinics_folder_only(handouts: Run, tmp_path: Path):
    ran = handouts("import", put(wger()))
    assert (ran.code, "handouts init" in ran.err) == (Exit.USAGE, True)
    assert handouts("import", "in.json", "--list").code == 0


def test_a_folder_that_leads_away_is_not_written_to(handouts: Run, here: Path):
    away = here.parent / "away"
    away.mkdir()
    (here / "drills").rename(here / "other")
    (here / "drills").symlink_to(away)
    ran = handouts("import", put(wger()))
    assert ran.code == Exit.CONTENT
    assert list(away.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON|nested too deeply"),
        ('{"results": [' + '{"a":' * 5_000 + "1" + "}" * 5_000 + "]}", "nested too deeply|no exercise of a kind"),
        ('[{"instructions": [], "primaryMuscles": ' + "9" * 10_000 + "}]", "a number in it is too long"),
        ("[]", "holds no exercise of a kind that is known"),
        ('{"results": 7}', "is not a list of exercises"),
        ('"text"', "is not a list of exercises"),
        ("\x00\x01", "is not valid JSON"),
        ("[" + "1," * 30_000 + "1]", "holds 30,001 items"),
    ],
)
def test_files_that_are_none_are_said_to_be_none(handouts: Run, here: Path, text: str, why: str):
    ran = handouts("import", put(text), put(wger(), "good.json"))
    assert ran.code == Exit.SOME_FAILED  # the good one comes in
    assert any(
        f"in.json:1: {one}" in ran.err or f"in.json: {one}" in ran.err or one in ran.err for one in why.split("|")
    )
    assert len(ran.err) < 1_000


def test_bytes_that_are_no_text_a_folder_and_nothing_are_named(handouts: Run, here: Path):
    Path("latin.json").write_bytes(b'["\xff"]')
    Path("dir.json").mkdir()
    ran = handouts("import", "latin.json", "dir.json", "none.json")
    assert ran.code == Exit.CONTENT
    for line in ("latin.json: is not UTF-8 text", "dir.json: is not a regular file", "none.json: cannot be read"):
        assert line in ran.err


def test_a_page_of_many_says_that_there_is_more(handouts: Run, here: Path):
    ran = handouts("import", put(page(wger(), next="https://wger.de/api/v2/exerciseinfo/?page=2")), "--list")
    assert (ran.code, "is one page of several" in ran.err) == (0, True)
    ran = handouts("import", put([wger(), 7, {"name": "x"}]), "--list")
    assert (ran.code, "2 of its 3 items are no exercises of the same kind" in ran.err) == (0, True)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["id", "category", "muscles", "muscles_secondary", "equipment", "images", "license"]
INSIDE = ["name", "description", "language", "aliases", "license", "license_author", "author_history"]
OF_PICTURE = ["image", "is_main", "license", "license_author", "author_history", "license_object_url"]


@given(
    st.dictionaries(
        st.sampled_from([*FIELDS, *(f"text__{one}" for one in INSIDE), *(f"picture__{one}" for one in OF_PICTURE)]),
        ANYTHING,
        min_size=1,
        max_size=4,
    )
)
def test_any_value_in_any_field_is_read_or_refused(tmp_path: Path, changes: dict[str, Any]):
    changes = {name: value for name, value in changes.items() if "picture__" not in name or "images" not in changes}
    item = wger()
    for name, value in changes.items():
        part, _, field = name.partition("__")
        {"text": item["translations"][1], "picture": item["images"][0] if item["images"] else {}}.get(part, item)[
            field or name
        ] = value
    path = tmp_path / "any.json"
    path.write_text(json.dumps([item]), "utf-8")
    drafts, problems = read_drafts([path], Rights(), "en", [], LIBRARY)
    assert len(drafts) + len([one for one in problems if not one.warning]) == 1
    for problem in problems:
        assert len(problem.message) < 600


@given(
    st.dictionaries(
        st.sampled_from(
            ["name", "instructions", "primaryMuscles", "equipment", "category", "images", "alternateNames"]
        ),
        ANYTHING,
    )
)
def test_any_value_of_free_exercise_db_is_read_or_refused(tmp_path: Path, changes: dict[str, Any]):
    item = {**json.loads(FREEDB.read_text())[0], **changes}
    path = tmp_path / "any.json"
    path.write_text(json.dumps(item), "utf-8")
    try:
        found = read_collection(path, "en")
    except HandoutsError:
        assert not isinstance(item["instructions"], list)
        return
    drafts, problems = read_drafts([path], Rights(licence="CC0", origin="x"), "en", [], LIBRARY)
    assert len(found.exercises) == 1
    assert len(drafts) + len([one for one in problems if not one.warning]) == 1


LIBRARY = load_library()


def test_every_picture_that_stays_outside_is_named(handouts: Run, here: Path):
    """With those of one reason together, however many they are."""
    first = wger()["images"][0]
    images = [{**first, "image": f"https://wger.de/a/{name}.png"} for name in ("one", "two", "three")]
    images[2]["license"] = None
    ran = handouts("import", put(wger(images=images)))
    assert ran.code == 0
    assert "comes in without 3 pictures: three.png: it names no licence; one.png, two.png: it does not lie" in ran.err


def test_a_name_comes_in_without_mark_up(handouts: Run, here: Path):
    file = put(wger(text__name="<b>Dips</b> &amp; chair<script>x</script>"))
    picture("chair-dip.png")
    ran = handouts("import", file, "--only", "dips & chair")
    assert (ran.code, ran.err) == (0, "")
    assert load_library(here).drills["dips-chair-wger4711", "en"].name == "Dips & chair"
    ran = handouts("import", put(wger(text__name="<b></b>")))
    assert ran.code == Exit.CONTENT
    assert "“Sesselstütz” does not come in: has no name" in ran.err


def test_a_file_in_the_place_of_the_folder_is_in_the_way(handouts: Run, tmp_path: Path):
    """Exit code 4, as the README says, and no word of an option that there is not."""
    folder = tmp_path / "bare"
    folder.mkdir()
    (folder / "clinic.yaml").write_text("name: Bare\nphone: 01632 960 000\n")
    (folder / "drills").write_text("notes\n")
    file = tmp_path / "in.json"
    file.write_text(json.dumps(wger()))
    ran = handouts("import", str(file), "--clinic", str(folder))
    assert ran.code == Exit.EXISTS
    assert "A file has that name: move it away, or choose another place." in ran.err
    assert (folder / "drills").read_text() == "notes\n"


def test_where_the_disk_refuses_the_exit_code_says_so(handouts: Run, here: Path):
    picture("chair-dip.png")
    (here / "drills" / f"{NAME}.yaml").mkdir()  # not even --force writes there
    ran = handouts("import", put(wger()), "--force")
    assert ran.code == Exit.OUTPUT
    assert f"{NAME}.yaml" in ran.err
