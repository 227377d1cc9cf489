"""A form over a file: what is not changed stays as it is written; any text comes back as it was, or is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.base.shipped import shipped
from handouts.library.load import load_library
from handouts.library.yamlfile import parse_yaml
from handouts.runs.own_content.brand import BRAND_FIELDS, brand_draft, brand_shown, colours_told
from handouts.runs.own_content.drills import DRILL_FIELDS, FilledDrill, drill_draft, drill_form
from handouts.runs.own_content.fields import ShownField, filled, rows_filled, shown, shown_rows
from handouts.runs.own_content.keeping import KeptFile

CLINIC = shipped("templates", "clinic", "clinic.yaml")
LIBRARY = load_library(None)
HOSTILE = [
    "<script>",
    "\u202eevil",
    "a\x00b",
    "x" * 10_000,
    "no",
    "1.20",
    "12:30",
    "a: b # c",
    "'",
    "陈美玲",
    "{",
    "- x",
]
texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=("Cs",)), max_size=60))


def kept(path: Path) -> KeptFile:
    raw = path.read_bytes()
    return KeptFile(path, raw, hashlib.sha256(raw).hexdigest(), None)


@given(st.sampled_from([one.name for one in BRAND_FIELDS if one.kind == "text" and not one.usual]), texts)
def test_a_text_of_the_clinic_is_kept_as_it_is_or_told_of(name: str, text: str) -> None:
    file = kept(CLINIC)
    base = brand_shown(file)
    draft = brand_draft(file, {**base, name: text}, base, LIBRARY)
    again = brand_shown(KeptFile(CLINIC, draft.data, "", None))
    assert again[name] == " ".join(text.split())
    assert {key: one for key, one in again.items() if key != name} == {k: o for k, o in base.items() if k != name}
    if not draft.sound:
        assert any(not problem.warning and problem.line for problem in draft.problems)


@pytest.mark.parametrize("path", sorted(shipped("content", "drills").glob("*.yaml"))[::9], ids=lambda path: path.stem)
def test_a_form_that_is_not_touched_changes_no_byte(path: Path) -> None:
    file = kept(path)
    form = drill_form(file)
    draft = drill_draft(file, form, form, LIBRARY, whole=False)
    assert draft.data == file.raw
    assert draft.sound


def test_a_step_is_changed_on_its_own_line() -> None:
    file = kept(shipped("content", "drills", "hinge-with-dowel.yaml"))
    form = drill_form(file)
    steps = [dict(one) for one in form.steps]
    steps[1]["text"] = "Hold the dowel."
    steps.append({"text": "Rest, then: again.", "hold": "10"})
    draft = drill_draft(file, FilledDrill(form.fields, steps, form.cautions, form.figure), form, LIBRARY, whole=False)
    assert draft.drill
    assert [one.text for one in draft.drill.steps][1::6] == ["Hold the dowel.", "Rest, then: again."]
    before, after = file.text.splitlines(), draft.data.decode().splitlines()
    assert [line for line in before if line not in after] == [
        "  - text: Hold the dowel right in front of you, both arms straight."
    ]


def test_a_figures_own_text_goes_back_with_its_comments() -> None:
    file = kept(shipped("templates", "clinic", "drills", "small-squat.yaml"))
    form = drill_form(file)
    text = form.figure.replace("trunk: 34", "trunk: 40").replace("view: side\n", "view: side  # as we stand\n")
    assert text != form.figure
    draft = drill_draft(file, FilledDrill(form.fields, form.steps, form.cautions, text), form, LIBRARY, whole=False)
    assert draft.drill
    assert "  view: side  # as we stand\n" in draft.data.decode()
    lines = [line for line in file.text.splitlines() if line not in draft.data.decode().splitlines()]
    assert len(lines) == 2


def test_a_figures_text_that_is_no_yaml_changes_nothing() -> None:
    file = kept(shipped("templates", "clinic", "drills", "small-squat.yaml"))
    form = drill_form(file)
    broken = FilledDrill(form.fields, form.steps, form.cautions, "view: [")
    draft = drill_draft(file, broken, form, LIBRARY)
    assert (draft.data, draft.sound, draft.whole) == (file.raw, False, False)
    assert draft.at_field["figure"]


@given(texts, texts, texts)
def test_rows_come_back_as_they_were_sent(one: str, two: str, hold: str) -> None:
    old = [{"text": "Stand.", "hold": "3-5", "more": 1}, {"text": "Sit."}]
    rows = [*shown_rows(old, ("text", "hold")), {"text": one, "hold": ""}, {"text": two, "hold": hold}]
    made = rows_filled(old, ("text", "hold"), rows)
    assert made[:2] == old
    wanted = [(" ".join(one.split()), ""), (" ".join(two.split()), " ".join(hold.split()))]
    assert [str(row.get("text", "")) for row in made[2:]] == [text for text, held in wanted if text or held]


def test_values_are_written_as_people_write_them() -> None:
    fields = (ShownField("reps", ("dose", "reps"), "value"), ShownField("each", ("each",), "flag"))
    data = {"dose": {"reps": "8"}}
    base = shown(data, fields)
    assert filled(data, fields, base, base) == data
    for text, value in (("10", 10), ("8-12", "8-12"), ("10/8/6", [10, 8, 6]), ("1 km/h", "1 km/h")):
        assert filled(data, fields, {**base, "reps": text}, base)["dose"] == {"reps": value}
    assert filled(data, fields, {**base, "reps": ""}, base) == {}
    assert filled(data, fields, {**base, "each": "yes"}, base)["each"] is True


@pytest.mark.parametrize(
    ("colour", "says", "kept_as_asked"),
    [("#1B3A57", "very easy", True), ("#0A6E6E", "easy", True), ("#FFDD66", "too pale", False)],
)
def test_contrast_is_told_in_words(colour: str, says: str, kept_as_asked: bool) -> None:
    (primary, _) = colours_told(colour, "", mono=False)
    assert says in primary.words
    assert primary.readable is kept_as_asked
    assert primary.printed_ratio >= 4.5
    assert colours_told("red", "", mono=False) == []


def test_a_file_that_is_at_fault_is_refused_with_its_line() -> None:
    file = KeptFile(CLINIC, b"name: A\nname: B\n", "", None)
    with pytest.raises(HandoutsError, match="twice"):
        brand_shown(file)
    assert parse_yaml(file.raw, "x").problems[0].line == 2
    assert {one.kind for one in DRILL_FIELDS} <= {"text", "value", "lines", "many", "flag"}
