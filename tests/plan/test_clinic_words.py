"""A clinic's own sentences on a sheet in another language: translated, left off, or the sheet is held."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest

from handouts.base.problems import HandoutsError
from handouts.base.twofold import parted
from handouts.library.load import load_library
from handouts.library.overlays.model import KEY, Overlay
from handouts.library.overlays.texts import AS_THEY_ARE, source_texts, with_texts
from handouts.mail.letters import LetterWriter
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.phrases import runs_text
from handouts.plan.planner import Planner
from tests.conftest import Ran
from tests.mail.test_letters import LETTER, parts, read
from tests.tongues import TONGUE, edit, put_overlay, put_tongue

MakeOrder = Callable[..., Order]
HIP, KNEE = "your hip gives way", "your knee locks"
RULE = "your clinician told you to rest"
SMALL = "Ask us first.\n\nThen begin."


@pytest.fixture
def ours(clinic: Path) -> Path:
    """A clinic with rules and small print of its own, and a language that has a drill for the hip."""
    put_tongue(clinic)
    text = (clinic / "clinic.yaml").read_text("utf-8").partition("# When to stop")[0]
    rules = f"stop: [{RULE}]\nstop_regions:\n  hip: [{HIP}]\n  knee: [{KNEE}]\n"
    (clinic / "clinic.yaml").write_text(f"{text}{rules}disclaimer: {json.dumps(SMALL)}\n", "utf-8")
    return clinic


@pytest.fixture
def order(make_order: MakeOrder) -> Order:
    return make_order(items=("clamshell",), language=TONGUE)


def put_own(clinic: Path, *without: str) -> Path:
    """The clinic's file in that language, but for some texts."""
    own = load_library(clinic).translations.clinic_words(TONGUE)
    assert own
    wanted = {key: one for key, one in source_texts(own).items() if one.role not in AS_THEY_ARE and key not in without}
    overlay = Overlay(
        of="clinic",
        language=TONGUE,
        texts={key: f"~{one.text}" for key, one in wanted.items()},
        made_from={key: one.digest for key, one in wanted.items()},
    )
    return put_overlay(clinic / "lang", "clinic", overlay)


def planned(clinic: Path, order: Order, *, allow_stale: bool = False) -> Handout:
    return Planner(replace(load_library(clinic), allow_stale=allow_stale)).plan(order)[0]


def refused(clinic: Path, order: Order) -> list[str]:
    with pytest.raises(HandoutsError) as error:
        planned(clinic, order)
    assert error.value.code == 3
    return [str(problem) for problem in error.value.problems]


def test_every_key_of_a_clinic_changes_its_own_text_alone(ours: Path):
    own = load_library(ours).translations.clinic_words(TONGUE)
    assert own
    before = source_texts(own)
    assert with_texts(own, {key: one.text for key, one in before.items()}, own.language) == own
    assert {"name", "tagline", "hours", "stop.1", "stop_regions.knee.1", "disclaimer.1", "disclaimer.3"} <= {*before}
    for key in before:
        assert KEY.fullmatch(key)
        after = source_texts(with_texts(own, {key: "~"}, TONGUE))
        assert {name for name in before if after[name] != before[name]} == {key}


def test_a_sheet_takes_them_from_the_languages_file(ours: Path, order: Order):
    assert put_own(ours) == ours / "lang" / TONGUE / "clinic.yaml"
    sheet = planned(ours, order)
    assert sheet.header.tagline == "~Physiotherapy and rehabilitation"
    assert sheet.header.name == "Your Clinic"
    assert "~Monday to Friday" in runs_text(sheet.stop.call)
    assert sheet.stop.rules == (f"~{RULE}", f"~{HIP}")
    assert sheet.disclaimer.startswith("~Ask us first.\n\n~Then begin.")
    english = planned(ours, replace(order, language="en"))
    assert english.stop.rules == (RULE, HIP)
    assert english.header.tagline == "Physiotherapy and rehabilitation"


def test_what_the_sheet_must_say_holds_it_and_is_named(ours: Path, order: Order):
    head, *told = refused(ours, order)
    assert f"handouts translate export {TONGUE} clinic" in head
    assert all(f"{TONGUE}/clinic.yaml" in one for one in told)
    assert [one.partition("lacks ")[2].partition(":")[0] for one in told] == [
        "stop.1", "stop_regions.hip.1", "disclaimer.1", "disclaimer.3",
    ]  # fmt: skip
    put_own(ours, "stop_regions.hip.1")
    assert HIP in " ".join(refused(ours, order))


def test_a_rule_for_what_no_drill_loads_holds_nothing(ours: Path, order: Order):
    put_own(ours, "stop_regions.knee.1")
    assert planned(ours, order).stop.rules == (f"~{RULE}", f"~{HIP}")


def test_hours_and_tagline_are_left_off_where_they_lack_or_are_older(ours: Path, order: Order):
    put_own(ours, "tagline")
    edit(ours / "clinic.yaml", ("8 am to 6 pm", "8 am to 5 pm"))
    sheet = planned(ours, order)
    assert not sheet.header.tagline
    assert "Monday" not in runs_text(sheet.stop.call)
    assert sheet.header.phone in runs_text(sheet.stop.call)
    assert "Parts of this translation are older" not in sheet.disclaimer
    older = planned(ours, order, allow_stale=True)
    assert "~Monday to Friday, 8 am to 6 pm" in runs_text(older.stop.call)
    assert "Parts of this translation are older" in older.disclaimer


def test_an_older_rule_holds_the_sheet_unless_that_is_allowed(ours: Path, order: Order):
    put_own(ours)
    edit(ours / "clinic.yaml", (RULE, "your clinician says so"))
    assert "stop.1 is older than its source" in refused(ours, order)[1]
    assert planned(ours, order, allow_stale=True).stop.rules[0] == f"~{RULE}"


def test_rules_as_they_are_shipped_need_no_translation(clinic: Path, order: Order):
    put_tongue(clinic)
    edit(clinic / "words" / f"{TONGUE}.yaml", ("- you feel dizzy", "- ~you feel dizzy"))
    sheet = planned(clinic, order)
    assert sheet.stop.rules[2].startswith("~you feel dizzy")
    assert not sheet.header.tagline


def test_a_broken_file_holds_the_sheet(ours: Path, order: Order):
    edit(put_own(ours), ("status: draft", "status: maybe"))
    assert any("clinic.yaml" in one and "status" in one for one in refused(ours, order))


def test_a_kind_of_the_same_language_is_no_other(ours: Path):
    library = load_library(ours)
    assert library.clinic_in("en-GB") is library.clinic
    assert library.clinic_in("ens") is not library.clinic


def test_each_of_two_languages_has_its_own(ours: Path, order: Order):
    put_own(ours)
    sheet = planned(ours, replace(order, second="en"))
    assert parted(sheet.stop.rules[0]) == (f"~{RULE}", "en", RULE)
    assert "~Monday" in runs_text(sheet.stop.call)


def test_a_clinic_in_another_language_translates_into_english(
    ours: Path, make_order: MakeOrder, handouts: Callable[..., Ran]
):
    edit(ours / "clinic.yaml", ("language: en ", f"language: {TONGUE} "))
    assert "lang/en/clinic.yaml" in refused(ours, make_order(items=("clamshell",), language="en"))[1]
    assert handouts("translate", "export", "en", "clinic", "--clinic", ours, "-o", "en.po").code == 0


def test_a_message_says_no_hours_in_another_language(ours: Path):
    def text() -> str:
        library = load_library(ours)
        (ours / "messages" / TONGUE).mkdir(parents=True, exist_ok=True)
        for name in ("subject.txt", "body.txt", "body.html"):
            (ours / "messages" / TONGUE / name).write_text("{{ clinic.phone }}|{{ clinic.hours }}|", "utf-8")
        return parts(read(LetterWriter(library).write(replace(LETTER, language=TONGUE))[1]))["text/plain"]

    assert text().strip() == "01632 960 000||"
    put_own(ours)
    assert "|~Monday to Friday, 8 am to 6 pm|" in text()


def test_out_to_a_translator_back_and_signed(
    ours: Path, order: Order, handouts: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(ours)
    assert handouts("translate", "export", TONGUE, "clinic").code == 0
    file = polib.pofile(f"{TONGUE}.po")
    assert len(file) == 7
    for entry in file:
        entry.msgstr = "~Monday, 8 to 18" if entry.msgctxt == "clinic/clinic:hours" else f"~{entry.msgid}"
    file.save()
    ran = handouts("translate", "import", f"{TONGUE}.po")
    assert ran.code == 0, ran.err
    assert "This translation is a draft" in planned(ours, order).disclaimer
    assert "~Monday, 8 to 18" in runs_text(planned(ours, order).stop.call)
    status = json.loads(handouts("translate", "status", TONGUE, "--json").out)
    assert next(row for row in status if row["kind"] == "clinic")["draft"] == 7
    assert handouts("translate", "sign", TONGUE, "--by", "Dr Lim").code == 0
    assert "is a draft" not in planned(ours, order).disclaimer
    assert handouts("check").code == 0
    edit(ours / "lang" / TONGUE / "clinic.yaml", ("stop.1", "stop.9"))
    assert "stop.9 is no text of “clinic” any more" in handouts("check").err


def test_a_sheet_in_the_clinics_language_looks_for_no_translation(ours: Path, make_order: MakeOrder):
    before = planned(ours, make_order(items=("clamshell",), language="en"))
    for tag in ("en", TONGUE):
        (ours / "lang" / tag).mkdir(exist_ok=True)
        (ours / "lang" / tag / "clinic.yaml").write_text("of: [", "utf-8")
    assert planned(ours, make_order(items=("clamshell",), language="en")) == before


def test_the_neutral_brand_speaks_every_language():
    library = load_library(None)
    for language in set(library.words) - {"en"}:
        shown = library.clinic_in(language)
        assert shown.name != library.clinic.name, language
        assert shown.tagline not in (None, library.clinic.tagline), language
    assert load_library(brand="northgate").clinic_in("es").name == "Northgate Sports Clinic"
