"""What is not drawn is not promised: call-outs and arrows have a place, or the checks say that they have none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from handouts.base.problems import Exit
from handouts.figures.callouts import place_notes
from handouts.figures.checks import check_figure
from handouts.figures.draw import draw
from handouts.figures.landmarks import LANDMARKS
from handouts.figures.pointing import drawn_callouts
from handouts.figures.poses import Figure, HoldOn, Where
from handouts.figures.props import PROPS
from handouts.figures.shapes import Shape
from handouts.library.load import Library
from tests.conftest import Ran
from tests.figures.test_checks import figure, said
from tests.figures.test_props import EVERY

Run = Callable[..., Ran]
WORDS = get_args(Where)


def test_what_may_be_pointed_at_and_reached_for_is_known():
    """The YAML of clinics holds these words: none may go."""
    assert set(WORDS) - set(LANDMARKS) == {
        "band", "anchor", "dowel", "barbell", "plates", "straps", "chair", "step", "wall", "mat", "kettlebell", "ball",
        "towel", "rack", "dumbbells",
        "bed", "bottle", "doorway", "foam-roller", "pillow", "rail", "stairs", "stick", "table", "towel-roll",
        "walking-frame",
    }  # fmt: skip
    assert set(LANDMARKS) == {
        "head", "neck", "chest", "shoulders", "hands", "elbows", "back", "hips", "knees", "shins", "feet", "toes",
        "heels", "thighs", "left hand", "right hand", "left knee", "right knee", "left foot", "right foot",
        "left heel", "right heel", "left hip", "right hip", "left elbow", "right elbow", "left thigh", "right thigh",
        "chin", "nose", "left shoulder", "right shoulder", "left wrist", "right wrist", "left fingers",
        "right fingers", "left toe", "right toe", "belly", "left blade", "right blade",
    }  # fmt: skip
    assert set(get_args(HoldOn)) == {
        "hips", "hip-crease", "thighs", "knees", "chest", "ears", "dowel", "barbell", "straps", "chair", "wall",
        "kettlebell", "towel", "ball", "floor", "other-thigh", "shin", "foot",
        "bed", "doorway", "rail", "table", "walking-frame", "other-shoulder",
        "forehead", "temple", "other-temple", "back-of-head", "nape", "low-back", "other-elbow", "ankle",
    }  # fmt: skip


@pytest.mark.parametrize("prop", [None, *EVERY], ids=str)
def test_what_is_promised_is_what_is_drawn(prop: dict[str, Any] | None):
    callouts = [{"at": word, "text": word} for word in WORDS]
    of = figure({}, props=[prop] if prop else [], callouts=callouts)
    drawn = [note.text for note in draw(of)[0].notes]
    assert drawn == [callout.text for callout in drawn_callouts(of, of.positions[0])]
    faults = said({}, props=[prop] if prop else [], callouts=callouts)
    missing = {word for word in WORDS if f"the call-out “{word}” points at the {word}," in faults}
    assert missing == set(WORDS) - set(drawn)
    assert set(LANDMARKS) <= set(drawn)


@pytest.mark.parametrize("word", [word for word in WORDS if word not in LANDMARKS])
def test_what_brings_a_missing_place_is_said(word: str):
    (finding,) = check_figure(figure({}, callouts=[{"at": word, "text": "Firm"}]))
    assert finding.message == f"the call-out “Firm” points at the {word}, which this picture does not have"
    named = [
        prop.word() for prop in PROPS if prop.word() in finding.hint.replace("“kind: ", " ").replace("”", " ").split()
    ]
    assert named, finding.hint
    assert all(word in prop.pointed_at for prop in PROPS if prop.word() in named)


def test_a_loop_has_no_anchor():
    loop = [{"kind": "band", "round": "knees"}]
    assert "points at the anchor" in said({}, props=loop, callouts=[{"at": "anchor", "text": "Door"}])
    fixed = [{"kind": "band", "round": "hips", "anchor": [80, 90]}]
    assert said({}, props=fixed, callouts=[{"at": "anchor", "text": "Door"}]) == ""


DOWEL: dict[str, Any] = {"kind": "dowel", "at": "hip-crease"}
BENT: dict[str, Any] = {"trunk": 20, "thigh": 25, "shin": 0}


def test_an_arrow_follows_what_is_in_the_picture():
    assert said({}, BENT, props=[DOWEL], arrow={"of": "dowel"}) == ""
    without = figure({}, BENT, arrow={"of": "dowel"})
    (finding,) = check_figure(without)
    assert finding.message == "the arrow follows the dowel, which this picture does not have"
    assert arrows(without) == []


def test_an_arrow_does_not_come_from_a_picture_that_lacks_its_prop():
    late = figure({}, BENT, arrow={"of": "dowel"})
    own = replace(late.positions[1], props=figure({}, props=[DOWEL]).props)
    late = replace(late, positions=(late.positions[0], own))
    (finding,) = check_figure(late)
    assert finding.position == 1
    assert finding.message == "the arrow follows the dowel, which picture 1, where it comes from, does not have"
    assert arrows(late) == []


def arrows(of: Figure) -> list[Shape]:
    return [shape for shape in draw(of)[1].shapes if shape.fill == "arrow"]


@pytest.mark.parametrize(
    ("since", "message"),
    [
        (4, "the arrow comes from picture 4, but there are 2 pictures"),
        (2, "the arrow comes from picture 2, which is this one"),
        (1, ""),
    ],
)
def test_an_arrow_comes_from_another_picture(since: int, message: str):
    of = figure({}, {"upper": 60}, arrow={"of": "hands", "since": since})
    assert [finding.message for finding in check_figure(of)] == ([message] if message else [])
    assert bool(arrows(of)) is not bool(message)


# --- from a drill's file to the page -------------------------------------------------------------


def test_a_call_out_without_its_prop_is_named_and_made_nowhere(handouts: Run, clinic: Path):
    drill = (Path(__file__).parents[2] / "content/drills/hinge-with-dowel.yaml").read_text()
    lines = drill.splitlines()
    kept = [line for line in lines if "kind: dowel" not in line]
    assert len(kept) < len(lines), "the drill has a dowel"
    assert any("at: dowel" in line for line in kept), "and points at it"
    text = "\n".join(kept).replace("hand: dowel", "hand: thighs").replace("id: hinge-with-dowel", "id: no-dowel")
    promised = "Here it is"
    text = _renamed(text, promised)
    path = clinic / "drills" / "no-dowel.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    checked = handouts("check", "--clinic", "clinic")
    assert checked.code == Exit.CONTENT
    row = next(line for line in checked.err.splitlines() if f"the call-out “{promised}” points at the dowel" in line)
    assert f"no-dowel.yaml:{_line_of(text, promised)}" in row
    for command in ("make", "show"):  # nothing is made of it until it is mended
        asked = handouts(command, "no-dowel", "-p", "Jo", "--clinic", "clinic")
        assert (asked.code, row in asked.err) == (Exit.CONTENT, True)
    words = "Dowel held by the fold"
    made = handouts("make", "hinge-with-dowel", "-p", "Jo", "-l", "cards", "--clinic", "clinic", "-o", "held.pdf")
    assert made.code == 0, made.err
    page = PdfReader("held.pdf")
    spoken = _alternatives(page)
    assert len(spoken) == 4, "each picture is described"
    assert any(words in text for text in spoken)
    assert words in " ".join("".join(each.extract_text() for each in page.pages).split())
    assert words in handouts("show", "hinge-with-dowel", "-p", "Jo", "-l", "cards", "--clinic", "clinic", "--aloud").out


def _alternatives(page: PdfReader) -> list[str]:
    """Alternative texts of all elements of a PDF's structure."""
    waiting, texts = [page.trailer["/Root"]["/StructTreeRoot"]], []
    while waiting:
        item = waiting.pop().get_object()
        if isinstance(item, ArrayObject):
            waiting += item
        elif isinstance(item, DictionaryObject):
            texts += [str(item["/Alt"])] if "/Alt" in item else []
            waiting += [item["/K"]] if "/K" in item else []
    return texts


def _renamed(text: str, words: str) -> str:
    """The first call-out at the dowel gets words of its own."""
    changed, count = re.subn(r"(at: dowel, text: )[^}]*\}", rf"\g<1>{words}}}", text, count=1)
    assert count == 1
    return changed


def _line_of(text: str, words: str) -> int:
    """Line of the position that has the call-out."""
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if words in line)
    return next(number + 1 for number in range(at, -1, -1) if lines[number].lstrip().startswith("- step:"))


@pytest.mark.parametrize("tall", [8.0, 16.0, 30.0, 45.0])
def test_words_stand_over_the_floor_not_on_its_edge(library: Library, tall: float):
    """However many lines they have: the edge would run through the last one."""
    figures = [one.figure for one in library.drills.values() if one.figure]
    noted = [picture for one in figures if any(at.callouts for at in one.positions) for picture in draw(one)]
    tried = 0
    for picture in noted:
        edges = [y for shape in picture.shapes if shape.fill == "floor" for ring in shape.rings for _, y in ring]
        for note in place_notes(picture, [(28.0, tall)] * len(picture.notes))[0]:
            tried += 1
            assert not edges or note.low > max(edges)
    assert tried
