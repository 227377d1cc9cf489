"""Texts out to translators and back, how far a language is, and signatures."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.load import Library, load_library
from handouts.library.overlays.shelf import place_in
from handouts.runs.translate.entries import Entry, entries_of
from handouts.runs.translate.incoming import TextRow
from handouts.runs.translate.rules import faults, numbers_differ, too_long, width
from handouts.runs.translate.tables import csv_data, read_csv, read_xlsx, xlsx_data
from tests.tongues import TONGUE, edit, overlay_of, put_overlay, put_tongue, put_words, signed_overlay

Handouts = Callable[..., object]


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    return clinic


@pytest.fixture
def drill_file(here: Path) -> Path:
    put_tongue(here, ["clamshell", "neck-turn"])
    return here / "lang" / TONGUE / "drills" / "clamshell.yaml"


def state_of(handouts: Handouts, kind: str = "drills") -> dict:
    ran = handouts("translate", "status", TONGUE, "--json")
    assert ran.code == 0
    return next(row for row in json.loads(ran.out) if row["kind"] == kind)


# --- status -----------------------------------------------------------------------------------------


def test_status_counts_texts_by_what_they_are(here: Path, drill_file: Path, handouts: Handouts):
    drills = load_library(here).drills
    put_overlay(here / "lang", "drills", signed_overlay(overlay_of(drills["neck-turn", "en"]), "Dr Lim"))
    before = state_of(handouts)
    assert before["reviewed"] == len(overlay_of(drills["neck-turn", "en"]).texts)
    assert before["draft"] == len(overlay_of(drills["clamshell", "en"]).texts)
    assert before["stale"] == before["orphaned"] == 0
    assert sum(before[name] for name in ("missing", "stale", "draft", "reviewed")) == before["texts"]
    edit(drill_file, ("steps.3: 1140aa5d", "steps.3: 00000000"), ("  steps.4: ", "  steps.14: "))
    after = state_of(handouts)
    assert after["stale"] == 1
    assert after["missing"] == before["missing"] + 1
    assert after["orphaned"] == 1
    ran = handouts("translate", "status", TONGUE)
    assert "clamshell.yaml:12: stale steps.3: the source now says “Keep your shoulders and hips in line.”" in ran.out
    assert "clamshell.yaml:13: orphaned: steps.14" in ran.out


def test_a_file_whose_drill_is_gone_is_orphaned(here: Path, drill_file: Path, handouts: Handouts):
    text = drill_file.read_text("utf-8").replace("of: clamshell", "of: clam")
    (drill_file.parent / "clam.yaml").write_text(text, "utf-8")
    assert state_of(handouts)["orphaned"] == 1
    assert "clam.yaml: orphaned: whole file" in handouts("translate", "status", TONGUE).out


def test_status_of_words(here: Path, drill_file: Path, handouts: Handouts):
    assert state_of(handouts, "words")["reviewed"] > 100
    put_words(here, status="status: draft\n")
    assert state_of(handouts, "words")["draft"] > 100
    (here / "words" / f"{TONGUE}.yaml").unlink()
    assert state_of(handouts, "words")["missing"] > 100


@pytest.mark.parametrize("language", ["en", "../xx", "XX", "x"])
def test_what_is_no_language_to_translate_into_is_refused(here: Path, handouts: Handouts, language: str):
    for command in (("status",), ("export",), ("sign", "--by", "A B")):
        assert handouts("translate", command[0], language, *command[1:]).code == 2


# --- out and back ------------------------------------------------------------------------------------


def test_a_new_language_goes_out_is_translated_and_comes_in(here: Path, handouts: Handouts):
    put_words(here)
    assert handouts("translate", "export", TONGUE, "clamshell", "-o", "xx.po").code == 0
    file = polib.pofile(str(here / "xx.po"))
    assert {entry.msgctxt for entry in file} >= {"drills/clamshell:name", "drills/clamshell:figure.2.alt"}
    caption = next(entry for entry in file if entry.msgctxt.endswith("figure.1.caption"))
    assert "two or three words under a small picture; at most 40 letters" in caption.comment
    for entry in file:
        assert entry.msgstr == ""
        entry.msgstr = f"+{entry.msgid}"
    file.save(str(here / "xx.po"))
    assert handouts("translate", "import", "xx.po").code == 0
    assert (here / "lang" / TONGUE / "drills" / "clamshell.yaml").is_file()
    ran = handouts("show", "clamshell", "-p", "A B", "--language", TONGUE)
    assert ran.code == 0
    assert "+Lift your top knee. Keep your feet together." in ran.out
    assert "~This translation is a draft." in ran.out


def test_a_stale_text_goes_out_as_fuzzy_and_a_fuzzy_one_does_not_come_in(
    here: Path, drill_file: Path, handouts: Handouts
):
    edit(drill_file, ("steps.3: 1140aa5d", "steps.3: 00000000"))
    before = drill_file.read_bytes()
    handouts("translate", "export", TONGUE, "clamshell", "-o", "xx.po")
    file = polib.pofile(str(here / "xx.po"))
    (fuzzy,) = file.fuzzy_entries()
    assert fuzzy.msgctxt == "drills/clamshell:steps.3"
    assert fuzzy.msgstr == "~Keep your shoulders and hips in line."
    assert handouts("translate", "import", "xx.po").code == 0
    assert drill_file.read_bytes() == before
    fuzzy.flags.remove("fuzzy")
    file.save(str(here / "xx.po"))
    assert handouts("translate", "import", "xx.po").code == 0  # an older text is in nobody's way
    assert state_of(handouts)["stale"] == 0


def test_a_translation_of_older_english_is_stale_by_itself(here: Path, handouts: Handouts):
    put_words(here)
    (here / "xx.csv").write_text("file,key,english,translation\ndrills/clamshell,name,The clam,Muschel\n", "utf-8")
    assert handouts("translate", "import", "xx.csv").code == 0
    assert state_of(handouts)["stale"] == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx", "po"])
def test_what_goes_out_comes_back_unchanged(here: Path, drill_file: Path, handouts: Handouts, kind: str):
    before = drill_file.read_bytes()
    assert handouts("translate", "export", TONGUE, "-o", f"xx.{kind}").code == 0
    ran = handouts("translate", "import", f"xx.{kind}", "--json")
    assert ran.code == 0, ran.err
    done = json.loads(ran.out)
    assert done["texts"] == 0
    assert done["unchanged"] == state_of(handouts)["draft"]
    assert drill_file.read_bytes() == before


def test_a_reviewers_change_needs_force_and_leaves_the_rest_reviewed(here: Path, drill_file: Path, handouts: Handouts):
    drill = load_library(here).drills["clamshell", "en"]
    put_overlay(here / "lang", "drills", signed_overlay(overlay_of(drill), "Dr Lim"))
    (here / "xx.csv").write_text("file,key,english,translation\ndrills/clamshell,name,Clamshell,Muschel\n", "utf-8")
    ran = handouts("translate", "import", "xx.csv")
    assert ran.code == 4
    assert "xx.csv:2: name of clamshell would take the place of “~Clamshell”" in ran.err
    assert handouts("translate", "import", "xx.csv", "--force").code == 0
    text = drill_file.read_text("utf-8")
    assert "name: Muschel" in text
    assert "drafts: [name]" in text
    assert "Dr Lim" in text
    assert state_of(handouts)["draft"] == 1 + len(overlay_of(load_library(here).drills["neck-turn", "en"]).texts)


def test_every_fault_is_told_at_once_and_nothing_is_written(here: Path, handouts: Handouts):
    put_words(here)
    rows = [
        ("drills/clamshell", "name", "Clamshell", "Muschel"),
        ("drills/clamshel", "name", "Clamshell", "Muschel"),
        ("drills/clamshell", "step.1", "x", "y"),
        ("../etc/passwd", "name", "x", "y"),
        ("drills/../clamshell", "name", "x", "y"),
        ("drills/clamshell", "steps.1", "Hold 3 seconds.", "Halten Sie 5 Sekunden."),
        ("drills/clamshell", "steps.2", "Lift {n}.", "Heben."),
        ("drills/clamshell", "steps.3", "Lift.", "a\u202eb"),
        ("drills/clamshell", "figure.1.caption", "Start", "a" * 41),
        ("drills/clamshell", "name", "Clamshell", "Auster"),
    ]
    out = io.StringIO()
    csv.writer(out).writerows([("file", "key", "english", "translation"), *rows])
    (here / "xx.csv").write_text(out.getvalue(), "utf-8")
    ran = handouts("translate", "import", "xx.csv")
    assert ran.code == 3
    assert [int(line) for line in re.findall(r"^xx\.csv:(\d+):", ran.err, re.MULTILINE)] == list(range(3, 12))
    for said in (
        "Did you mean “clamshell”?",
        "no text of ours",
        "other numbers than the source: it lacks 3 and has 5",
        "other values in braces than the source: {n}",
        "U+202E",
        "41 characters long; at most 40",
        "stands on line 2 too, with another text",
    ):
        assert said in ran.err
    assert not (here / "lang").exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("xx.po", b"\xff\xfe"),
        ("xx.po", b"no po at all"),
        ("xx.po", b'msgid "a\nmsgstr'),
        ("xx.xlsx", b"PK\x03\x04 no"),
        ("xx.csv", b"\xff"),
        ("xx.csv", b""),
        ("xx.csv", b"a,b,c\n1,2,3\n"),
    ],
)
def test_a_file_that_is_none_is_told(here: Path, handouts: Handouts, name: str, data: bytes):
    (here / name).write_bytes(data)
    ran = handouts("translate", "import", name)
    assert ran.code == 3
    assert ran.err.startswith(name)


def test_into_a_folder_of_languages_outside_of_a_clinic(tmp_path: Path, handouts: Handouts):
    (tmp_path / "q.csv").write_text("file,key,english,translation\ndrills/clamshell,name,Clamshell,Muschel\n", "utf-8")
    assert handouts("translate", "import", "q.csv", "--language", TONGUE).code == 2
    assert handouts("translate", "import", "q.csv", "--language", TONGUE, "--into", "lang").code == 0
    assert "Muschel" in place_in(tmp_path / "lang", TONGUE, "drills", "clamshell").read_text("utf-8")


def test_a_file_that_is_there_is_not_replaced_by_an_export(here: Path, handouts: Handouts):
    (here / "xx.csv").write_text("mine", "utf-8")
    assert handouts("translate", "export", TONGUE, "-o", "xx.csv").code == 4
    assert (here / "xx.csv").read_text("utf-8") == "mine"


# --- tables --------------------------------------------------------------------------------------------

HOSTILE = ("=1+1", "+A1", "-2 kg", "@SUM(A1)", "'=1", "\t=1", "plain", 'a "quote", and more')


def entries_with(library: Library, texts: tuple[str, ...]) -> Iterator[Entry]:
    from dataclasses import replace

    for entry, text in zip(entries_of(library, TONGUE, ["clamshell"]), texts, strict=False):
        yield replace(entry, text=text, state="draft")


def test_no_cell_is_a_formula(library: Library):
    data = csv_data(entries_with(library, HOSTILE))
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert [row.text for row in read_csv(data, "x.csv")] == [text.strip() for text in HOSTILE]
    book = xlsx_data(entries_with(library, HOSTILE))
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert [row.text for row in read_xlsx(book, "x.xlsx")] == [text.strip() for text in HOSTILE]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40).map(str.strip))
def test_any_text_comes_back_from_a_table(library: Library, text: str):
    rows = read_csv(csv_data(entries_with(library, (text,))), "x.csv")
    assert rows == [TextRow(2, "drills/clamshell", "name", "Clamshell", text)]


def test_columns_may_be_moved_and_parted_by_semicolons():
    data = b"status;translation;english;key;file\ndraft;Muschel;Clamshell;name;drills/clamshell\n"
    assert read_csv(data, "x.csv") == [TextRow(2, "drills/clamshell", "name", "Clamshell", "Muschel")]


# --- signatures ----------------------------------------------------------------------------------------


def test_a_signed_language_is_no_draft_until_a_text_changes(here: Path, drill_file: Path, handouts: Handouts):
    put_words(here, status="status: draft\n")

    def foot() -> str:
        return handouts("show", "clamshell", "-p", "A B", "--language", TONGUE).out

    assert "is a draft" in foot()
    ran = handouts("translate", "sign", TONGUE, "--by", "Dr Lim")
    assert ran.code == 0
    assert "Signed 2 drills and programs and the sheet's own wording" in ran.out
    assert 'by: "Dr Lim", on: 2026-11-20' in (here / "lang" / TONGUE / "signed.yaml").read_text("utf-8")
    assert "is a draft" not in foot()
    assert state_of(handouts)["reviewed"] > 30
    assert state_of(handouts, "words")["draft"] == 0
    edit(drill_file, ("~Clamshell", "~Mussel"))
    assert "is a draft" in foot()
    assert handouts("translate", "sign", TONGUE, "clamshell", "--by", "Dr Ng").code == 0
    assert "is a draft" not in foot()
    assert "Dr Lim" in (here / "lang" / TONGUE / "signed.yaml").read_text("utf-8")  # of the others
    edit(here / "words" / f"{TONGUE}.yaml", ("Home exercises", "Exercises"))
    assert "is a draft" in foot()


def test_what_is_not_whole_is_not_signed(here: Path, drill_file: Path, handouts: Handouts):
    edit(drill_file, ("steps.3: 1140aa5d", "steps.3: 00000000"))
    ran = handouts("translate", "sign", TONGUE, "clamshell", "--by", "Dr Lim")
    assert ran.code == 3
    assert "“clamshell” is not wholly there" in ran.err
    assert not (here / "lang" / TONGUE / "signed.yaml").exists()
    assert handouts("translate", "sign", TONGUE, "--by", "Dr Lim").code == 0
    assert "clamshell" not in (here / "lang" / TONGUE / "signed.yaml").read_text("utf-8")


@pytest.mark.parametrize("by", ["", " ", "a\u202eb", "a" * 81])
def test_a_signature_has_a_name(here: Path, drill_file: Path, handouts: Handouts, by: str):
    assert handouts("translate", "sign", TONGUE, "--by", by).code == 2


def test_outside_of_a_clinic_nothing_is_signed(handouts: Handouts):
    assert handouts("translate", "sign", TONGUE, "--by", "A B").code == 2


# --- rules ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text", "wrong"),
    [
        ("30 cm", "30 سم", ""),
        ("30 cm", "٣٠ سم", ""),
        ("2.5 kg", "2,5 kg", ""),
        ("3 to 5", "5 bis 3", ""),
        ("30 cm", "20 cm", "lacks 30 and has 20"),
        ("twice 3", "3 mal 3", "has 3"),
        ("Hold.", "Hold 3.", "has 3"),
    ],
)
def test_numbers_are_the_sources_in_whatever_digits(source: str, text: str, wrong: str):
    assert numbers_differ(source, text) == wrong


def test_length_is_judged_by_room():
    assert not too_long("Lift your top knee.", "抬起上面的膝盖。")
    assert width("抬起") == 4
    assert width("நீ") == 1
    assert too_long("Lift your top knee and keep it there.", "x" * 70)
    assert not too_long("Start", "Ausgangslage")


@given(st.text(max_size=400))
def test_any_text_is_judged(text: str):
    list(faults("caption", "Lift 3", text))


@given(st.text("aé ", min_size=1, max_size=60), st.text("aä抬நீ ", max_size=80))
def test_the_short_way_to_judge_length_says_the_same(source: str, text: str):
    ours = width(source)
    if len(source) == ours:  # as English is
        assert too_long(source, text) == (width(text) > max(ours * (2.0 if ours <= 25 else 1.6), ours + 8))
