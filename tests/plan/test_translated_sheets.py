"""Sheets in a language whose drills and programs are overlays: whole, or not at all, and their foot says what they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError
from handouts.library.load import load_library
from handouts.library.overlays.texts import source_texts, text_digest
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from tests.tongues import TONGUE, edit, overlay_of, put_overlay, put_tongue, put_words, signed_overlay

DRAFT, STALE = "\n~This translation is a draft.", "\nParts of this translation are older"
MakeOrder = Callable[..., Order]


@pytest.fixture
def drill_file(clinic: Path) -> Path:
    put_tongue(clinic)
    return clinic / "lang" / TONGUE / "drills" / "clamshell.yaml"


def planned(clinic: Path, order: Order, *, allow_stale: bool = False) -> Handout:
    library = replace(load_library(clinic), allow_stale=allow_stale)
    return Planner(library).plan(order)[0]


def refused(clinic: Path, order: Order) -> str:
    with pytest.raises(HandoutsError) as error:
        planned(clinic, order)
    assert error.value.code == 3
    return str(error.value)


@pytest.fixture
def order(make_order: MakeOrder) -> Order:
    return make_order(items=("clamshell",), language=TONGUE)


@pytest.mark.usefixtures("drill_file")
def test_every_text_of_the_drill_is_the_translations(clinic: Path, order: Order):
    card = planned(clinic, order).cards[0]
    texts = [card.name, card.why, *(step.text for step in card.steps)]
    texts += [text for picture in card.pictures for text in (picture.caption, picture.alt)]
    assert all(text.startswith("~") for text in texts)
    assert {cue.text for cue in card.cues} >= {
        "~Keep your feet together all the time.",
        "Stop if ~your hip or back hurts.",
    }
    assert planned(clinic, order).need == "~A mat."


@pytest.mark.usefixtures("drill_file")
def test_doses_and_drawings_are_the_sources(clinic: Path, order: Order):
    ours, english = planned(clinic, order).cards[0], planned(clinic, replace(order, language="en")).cards[0]
    assert ours.dose == english.dose
    assert [one.asset for one in ours.pictures] == [one.asset for one in english.pictures]


def test_words_in_a_picture_are_the_translations(clinic: Path, make_order: MakeOrder):
    library = load_library(clinic)
    name = next(key for key, one in library.drills.items() if any("callouts" in text for text in source_texts(one)))[0]
    put_tongue(clinic, [name])
    picture = next(
        one for one in planned(clinic, make_order(items=(name,), language=TONGUE)).cards[0].pictures if one.marked
    )
    assert "~" in picture.marked
    assert any("~" in note.text for one in picture.asset.figure.positions for note in one.callouts)


def test_a_program_has_its_own_texts_and_loads(clinic: Path, make_order: MakeOrder):
    program = load_library(clinic).programs["tennis-elbow", "en"]
    put_tongue(clinic, {item.drill for week in program.weeks for item in week.drills}, ["tennis-elbow"])
    handout = planned(clinic, make_order(items=("tennis-elbow",), language=TONGUE, week=4))
    assert handout.title == f"~{program.name}"
    assert "".join(run.text for run in handout.move_on).count("~") == 2
    assert any("Load: ~a small bottle." in card.dose for card in handout.cards)


def test_a_text_that_is_missing_holds_the_sheet(clinic: Path, drill_file: Path, order: Order):
    edit(drill_file, ("  steps.3: ~Keep your shoulders and hips in line.\n", ""))
    said = refused(clinic, order)
    assert "clamshell.yaml: lacks steps.3: “Keep your shoulders and hips in line.”" in said
    assert said.count("lacks") == 1
    assert "handouts translate export xx clamshell" in said


def test_a_text_older_than_its_source_holds_the_sheet(clinic: Path, drill_file: Path, order: Order):
    edit(drill_file, (f"steps.3: {text_digest('Keep your shoulders and hips in line.')}", "steps.3: 00000000"))
    said = refused(clinic, order)
    assert "clamshell.yaml:12: steps.3 is older than its source, which now says: “Keep your shoulders" in said
    assert "write “steps.3: 1140aa5d” under “made_from”" in said
    handout = planned(clinic, order, allow_stale=True)
    assert DRAFT in handout.disclaimer
    assert STALE in handout.disclaimer


def test_the_clinics_own_english_makes_the_translation_stale(clinic: Path, drill_file: Path, order: Order):
    source = load_library(clinic).drills["clamshell", "en"]
    from handouts.base.shipped import shipped

    text = shipped("content", "drills", "clamshell.yaml").read_text("utf-8")
    own = clinic / "drills" / "clamshell.yaml"
    own.write_text(text.replace(source.steps[4].text, "Let your knee sink."), "utf-8")
    said = refused(clinic, order)
    assert "steps.5 is older than its source, which now says: “Let your knee sink.”" in said
    assert said.count("is older") == 1


def test_a_drill_without_a_file_is_told_with_the_place_for_it(clinic: Path, drill_file: Path, make_order: MakeOrder):
    said = refused(clinic, make_order(items=("clamshell", "neck-turn"), language=TONGUE))
    assert "lang/xx/drills/neck-turn.yaml: is not there, so “neck-turn” cannot be printed" in said


def test_a_program_is_not_printed_without_one_of_its_drills(clinic: Path, make_order: MakeOrder):
    program = load_library(clinic).programs["tennis-elbow", "en"]
    names = list(dict.fromkeys(item.drill for item in program.weeks[0].drills))
    put_tongue(clinic, names[1:], ["tennis-elbow"])
    assert f"drills/{names[0]}.yaml: is not there" in refused(
        clinic, make_order(items=("tennis-elbow",), language=TONGUE)
    )


def test_a_broken_file_holds_what_it_is_of_and_nothing_else(clinic: Path, make_order: MakeOrder):
    put_tongue(clinic, ["clamshell", "neck-turn"])
    edit(clinic / "lang" / TONGUE / "drills" / "clamshell.yaml", ("texts:", "texts: ["))
    said = refused(clinic, make_order(items=("clamshell",), language=TONGUE))
    assert "is not valid YAML here" in said
    assert "lacks" not in said
    assert planned(clinic, make_order(items=("neck-turn",), language=TONGUE))
    assert planned(clinic, make_order(items=("clamshell",)))


def test_a_broken_source_holds_its_translation(clinic: Path, drill_file: Path, order: Order):
    (clinic / "drills" / "clamshell.yaml").write_text("id: clamshell\nlanguage: en\nname: [", "utf-8")
    assert "drills/clamshell.yaml" in refused(clinic, order)


def test_a_whole_file_of_that_language_wins(clinic: Path, drill_file: Path, order: Order):
    from handouts.base.shipped import shipped

    text = shipped("content", "drills", "clamshell.yaml").read_text("utf-8")
    whole = text.replace("language: en", f"language: {TONGUE}").replace("name: Clamshell", "name: The whole file")
    (clinic / "drills" / "muschel.yaml").write_text(whole, "utf-8")
    handout = planned(clinic, order)
    assert handout.cards[0].name == "The whole file"
    assert DRAFT not in handout.disclaimer
    (clinic / "drills" / "muschel.yaml").write_text(whole.replace("steps:", "stepss:"), "utf-8")
    assert "muschel.yaml" in refused(clinic, order)


def test_a_clinics_text_goes_before_the_shipped_one(clinic: Path, tmp_path: Path, order: Order):
    from handouts.library.overlays.apply import Translations
    from handouts.library.overlays.shelf import OverlayShelf

    put_words(clinic)
    library = load_library(clinic)
    drill = library.drills["clamshell", "en"]
    ours, theirs = overlay_of(drill), overlay_of(drill, lambda text: f"+{text}")
    part = {"name": "+Mussel", "why": "+It is good for you."}
    put_overlay(tmp_path / "shipped", "drills", ours)
    put_overlay(
        clinic / "lang",
        "drills",
        replace(theirs, texts=part, made_from={"name": theirs.made_from["name"], "why": "00000000"}),
    )
    laid = Translations(library, OverlayShelf(clinic, shipped_root=tmp_path / "shipped")).drill("clamshell", TONGUE)
    assert laid
    assert not laid.missing
    assert not laid.stale  # the clinic's older one counts as missing, so the shipped one stands
    assert laid.item.name == "+Mussel"
    assert laid.item.why == f"~{drill.why}"


def test_the_foot_says_draft_until_all_is_reviewed(clinic: Path, make_order: MakeOrder):
    put_tongue(clinic, ["clamshell", "neck-turn"])
    both = make_order(items=("clamshell", "neck-turn"), language=TONGUE)
    drills = load_library(clinic).drills
    assert DRAFT in planned(clinic, both).disclaimer
    put_overlay(clinic / "lang", "drills", signed_overlay(overlay_of(drills["clamshell", "en"]), "Dr Lim"))
    assert DRAFT in planned(clinic, both).disclaimer
    reviewed = signed_overlay(overlay_of(drills["neck-turn", "en"]), "Dr Lim")
    put_overlay(clinic / "lang", "drills", reviewed)
    assert DRAFT not in planned(clinic, both).disclaimer
    put_overlay(clinic / "lang", "drills", replace(reviewed, drafts=("steps.1",)))
    assert DRAFT in planned(clinic, both).disclaimer
    put_overlay(clinic / "lang", "drills", reviewed)
    put_words(clinic, status="status: draft\n")
    assert DRAFT in planned(clinic, both).disclaimer


def test_an_english_sheet_has_no_such_line(clinic: Path, make_order: MakeOrder):
    assert "translation" not in planned(clinic, make_order()).disclaimer


def test_a_clinics_translation_is_in_the_version(clinic: Path, drill_file: Path, order: Order):
    before = planned(clinic, order)
    edit(drill_file, ("~Clamshell", "~Mussel"))
    after = planned(clinic, order)
    assert re.fullmatch(r"v[\d.]+\+[0-9a-f]{4}", before.version)
    assert before.version != after.version
    assert before.id != after.id


def test_a_reprint_is_what_was_printed(
    clinic: Path, drill_file: Path, handouts: Callable, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(clinic)
    assert handouts("make", "clamshell", "-p", "A B", "--language", TONGUE, "-o", "a.pdf").code == 0
    first = (clinic / "a.pdf").read_bytes()
    handout = re.search(rb"/Handout\((\w+)", first)
    assert handout
    (clinic / "a.pdf").unlink()
    edit(drill_file, ("~Clamshell", "~Mussel"))
    ran = handouts("reprint", handout[1].decode(), "-o", "b.pdf")
    assert ran.code == 0, ran.err
    assert (clinic / "b.pdf").read_bytes() == first


def test_the_command_refuses_with_3_and_prints_with_the_option(
    clinic: Path, drill_file: Path, handouts: Callable, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(clinic)
    edit(drill_file, ("steps.3: 1140aa5d", "steps.3: 00000000"))
    ran = handouts("show", "clamshell", "-p", "A B", "--language", TONGUE)
    assert ran.code == 3
    assert "clamshell.yaml:12: steps.3 is older" in ran.err
    ran = handouts("show", "clamshell", "-p", "A B", "--language", TONGUE, "--allow-stale")
    assert ran.code == 0
    assert STALE.strip() in ran.out


def test_a_batch_leaves_such_rows_out_and_makes_the_others(
    clinic: Path, drill_file: Path, handouts: Callable, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(clinic)
    edit(drill_file, ("steps.3: 1140aa5d", "steps.3: 00000000"))
    (clinic / "r.csv").write_text("patient,drills,language\nA B,clamshell,xx\nC D,clamshell,en\n", "utf-8")
    ran = handouts("batch", "r.csv", "-o", "out", "-j", "1")
    assert ran.code == 1
    assert "steps.3 is older" in ran.err
    assert len(list((clinic / "out").glob("*.pdf"))) == 1
    ran = handouts("batch", "r.csv", "-o", "two", "-j", "2", "--allow-stale")
    assert ran.code == 0, ran.err
    assert len(list((clinic / "two").glob("*.pdf"))) == 2


def test_lists_in_a_language_have_what_is_whole_in_it(
    clinic: Path, drill_file: Path, handouts: Callable, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(clinic)
    put_tongue(clinic, ["clamshell", "neck-turn"])
    ran = handouts("drills", "--language", TONGUE)
    assert [line.split()[0] for line in ran.out.splitlines()] == ["clamshell", "neck-turn"]
    assert "~Clamshell" in ran.out
    assert "~Lower your knee slowly." in handouts("drills", "clamshell", "--language", TONGUE).out
    assert "~Clamshell" in handouts("drills", "side-lying", "hip", "--language", TONGUE).out
    edit(drill_file, ("steps.3: 1140aa5d", "steps.3: 00000000"))
    ran = handouts("drills", "--language", TONGUE)
    assert [line.split()[0] for line in ran.out.splitlines()] == ["neck-turn"]
    assert handouts("programs", "--language", "yy").code == 2
