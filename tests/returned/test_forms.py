"""Every kind of field, every limit and every warning, on forms built for it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from handouts.base.ids import make_id
from handouts.base.problems import Exit, HandoutsError
from handouts.returned import forms
from handouts.returned.forms import Pain, Returned, Tick, read_ticks
from handouts.returned.tally import DrillTally, Share, Tally, summary, tally

ID = make_id(["a form of the tests"])
WEEK = date(2026, 11, 25)  # a Wednesday
YES = NameObject("/Yes")


def box(name: str, value: Any = None, appearance: Any = None) -> DictionaryObject:
    field = DictionaryObject({NameObject("/FT"): NameObject("/Btn"), NameObject("/T"): TextStringObject(name)})
    if value is not None:
        field[NameObject("/V")] = value
    if appearance is not None:
        field[NameObject("/AS")] = appearance
    return field


def text(name: str, value: Any = None) -> DictionaryObject:
    field = DictionaryObject({NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject(name)})
    if value is not None:
        field[NameObject("/V")] = TextStringObject(value) if isinstance(value, str) else value
    return field


def form(*fields: DictionaryObject, **info: str) -> bytes:
    """A PDF with these fields on one page, and the information that our writer puts in."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    for field in fields:
        field.setdefault(NameObject("/Subtype"), NameObject("/Widget"))
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(field) for field in fields])
    entries = {"Handout": ID, "Week": WEEK.isoformat(), "Fields": str(len(fields)), "Drills": "heel-raise squat"}
    writer.add_metadata({f"/{key}": value for key, value in {**entries, **info}.items() if value is not None})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read(data: bytes, folder: Path) -> Returned:
    (folder / "x.pdf").write_bytes(data)
    return read_ticks(folder / "x.pdf")


def refused(data: bytes, folder: Path) -> tuple[str, str]:
    with pytest.raises(HandoutsError) as caught:
        read(data, folder)
    (problem,) = caught.value.problems
    assert (problem.place, problem.line, problem.warning) == (str(folder / "x.pdf"), 0, False)
    assert caught.value.code == Exit.CONTENT
    return problem.message, problem.hint


def test_a_form_is_read_whole(tmp_path: Path):
    back = read(form(box("d2_fri_s3_t12_r", YES), text("pain_tue_s2", "4"), text("notes_p999", "Hm")), tmp_path)
    assert back == Returned(
        str(tmp_path / "x.pdf"),
        ID,
        WEEK,
        (Tick(2, "squat", date(2026, 11, 27), 3, "r", 12, ticked=True),),
        (Pain(date(2026, 12, 1), 2, "4", 4),),
        ("Hm",),
    )


@pytest.mark.parametrize(
    ("value", "appearance", "ticked"),
    [
        (YES, None, True),
        (NameObject("/1"), None, True),
        (NameObject("/Off"), None, False),
        (NameObject("/"), None, False),
        (None, None, False),
        (None, YES, True),
        (None, NameObject("/Off"), False),
        (NameObject("/Off"), YES, False),
        (YES, NameObject("/Off"), True),
        (DictionaryObject({NameObject("/Yes"): YES}), None, False),
        (DictionaryObject(), YES, False),
        (ArrayObject([YES]), None, False),
        (NumberObject(1), None, False),
        (TextStringObject("Yes"), None, False),
        (None, DictionaryObject({NameObject("/Yes"): YES}), False),
    ],
)
def test_a_box_is_ticked_where_its_state_is_a_name_other_than_off(
    tmp_path: Path, value: Any, appearance: Any, *, ticked: bool
):
    (tick,) = read(form(box("d1_mon_s1_t1", value, appearance)), tmp_path).ticks
    assert tick.ticked is ticked


STRANGE = DictionaryObject({NameObject("/Yes"): YES})


@pytest.mark.parametrize(
    ("value", "appearance"),
    [
        (STRANGE, STRANGE),
        (STRANGE, None),
        (None, STRANGE),
        (STRANGE, NameObject("/Off")),
        (NameObject("/Off"), STRANGE),
        (ArrayObject([YES]), None),
        (TextStringObject("Yes"), None),
        (NumberObject(1), NumberObject(1)),
    ],
)
def test_a_box_whose_state_is_no_name_cannot_be_told(tmp_path: Path, value: Any, appearance: Any):
    back = read(form(box("d1_mon_s1_t1", value, appearance), box("d1_mon_s1_t2", NameObject("/Off"))), tmp_path)
    assert [(tick.ticked, tick.unsure) for tick in back.ticks] == [(False, True), (False, False)]
    (told,) = back.look
    assert told.startswith("has a field that says what cannot be read")
    assert [problem.message for problem in back.warnings] == [told]


@pytest.mark.parametrize("nothing", [None, NullObject()])
def test_a_box_that_holds_nothing_is_blank(tmp_path: Path, nothing: Any):
    back = read(form(box("d1_mon_s1_t1", nothing, nothing), text("notes_p1", "Saved")), tmp_path)
    assert ([(tick.ticked, tick.unsure) for tick in back.ticks], back.look) == ([(False, False)], ())


@pytest.mark.parametrize("name", ["notes_p1", "pain_tue_s2"])
def test_a_text_field_that_holds_no_text_is_pointed_out(tmp_path: Path, name: str):
    back = read(form(text(name, STRANGE), text("notes_p2", "Fine")), tmp_path)
    assert back.remarks == ("Fine",)
    assert back.look[0].startswith("has a field that says what cannot be read")


def test_a_state_behind_a_reference_is_read(tmp_path: Path):
    """Some programs put each value into an object of its own."""
    writer = PdfWriter(clone_from=io.BytesIO(form(box("d1_mon_s1_t1"), box("d1_mon_s1_t2"), text("notes_p1"))))
    ticked, off, note = (reference.get_object() for reference in writer.pages[0]["/Annots"])  # type: ignore[attr-defined]
    ticked[NameObject("/V")] = writer._add_object(YES)
    off[NameObject("/V")] = writer._add_object(NameObject("/Off"))
    note[NameObject("/V")] = writer._add_object(TextStringObject("Fine"))
    out = io.BytesIO()
    writer.write(out)
    back = read(out.getvalue(), tmp_path)
    assert [tick.ticked for tick in back.ticks] == [True, False]
    assert back.remarks == ("Fine",)


@pytest.mark.parametrize(
    ("value", "remarks"),
    [
        ("", ()),
        (" \n ", ()),
        ("a\r\nb\rc", ("a\nb\nc",)),
        ("a\u202eb\x00\u200b", ("ab",)),
        ("e\u0301", ("é",)),
        ("x" * 4001, ("x" * 4000,)),
        (ByteStringObject(b"caf\xe9"), ("café",)),
        (DictionaryObject({NameObject("/A"): YES}), ()),
        (NumberObject(7), ()),
    ],
)
def test_what_is_written_is_read_without_what_is_invisible(tmp_path: Path, value: Any, remarks: tuple[str, ...]):
    assert read(form(text("notes_p1", value)), tmp_path).remarks == remarks


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", 0),
        ("10", 10),
        (" 3 ", 3),
        ("3/10", 3),
        ("3 / 10", 3),
        ("7 of 10", 7),
        ("11", None),
        ("99", None),
        ("100", None),
        ("3/5", None),
        ("3.5", None),
        ("-1", None),
        ("three", None),
        ("3 4", None),
        ("", None),
    ],
)
def test_pain_is_a_number_from_0_to_10_or_none(tmp_path: Path, written: str, value: int | None):
    (pain,) = read(form(text("pain_wed_s1", written)), tmp_path).pain
    assert (pain.text, pain.value) == (written.strip(), value)


def test_days_count_from_the_first_of_the_week_whatever_weekday_it_is(tmp_path: Path):
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    back = read(form(*(box(f"d1_{day}_s1_t1") for day in days)), tmp_path)
    assert [tick.day.day for tick in back.ticks] == [25, 26, 27, 28, 29, 30, 1]
    assert [f"{tick.day:%a}" for tick in back.ticks] == ["Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue"]


def test_boxes_and_pain_come_in_order(tmp_path: Path):
    names = ("d10_wed_s1_t1", "d2_thu_s1_t1", "d2_wed_s2_t1", "d2_wed_s1_t10", "d2_wed_s1_t2", "d2_wed_s1_t2_r",
             "d2_wed_s1_t1_l")  # fmt: skip
    back = read(form(*map(box, names), text("pain_thu_s1"), text("pain_wed_s2"), text("pain_wed_s1")), tmp_path)
    assert [(t.drill_number, t.day.day, t.session, t.side, t.set_number) for t in back.ticks] == [
        (2, 25, 1, "", 2),
        (2, 25, 1, "", 10),
        (2, 25, 1, "l", 1),
        (2, 25, 1, "r", 2),
        (2, 25, 2, "", 1),
        (2, 26, 1, "", 1),
        (10, 25, 1, "", 1),
    ]
    assert [(pain.day.day, pain.session) for pain in back.pain] == [(25, 1), (25, 2), (26, 1)]
    assert [tick.drill for tick in back.ticks] == ["squat"] * 6 + [""], "the file names two drills"


def test_a_field_takes_name_value_and_kind_from_its_parents(tmp_path: Path):
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    top = writer._add_object(box("d1_mon_s1_t1", YES))
    kid = DictionaryObject({NameObject("/Subtype"): NameObject("/Widget"), NameObject("/Parent"): top})
    link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/T"): TextStringObject("x")})
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(kid), writer._add_object(link)])
    writer.add_metadata({"/Handout": ID, "/Week": "2026-11-25", "/Fields": "1", "/Drills": ""})
    out = io.BytesIO()
    writer.write(out)
    (tick,) = read(out.getvalue(), tmp_path).ticks
    assert (tick.ticked, tick.drill) == (True, "")


def test_parents_in_a_circle_come_to_an_end(tmp_path: Path):
    loop = box("d1_mon_s1_t1", YES)
    writer = PdfWriter(clone_from=io.BytesIO(form(loop)))
    field = writer.pages[0]["/Annots"][0]  # type: ignore[index]
    field.get_object()[NameObject("/Parent")] = field
    out = io.BytesIO()
    writer.write(out)
    assert "more than one file" in refused(out.getvalue(), tmp_path)[0], "its name repeats, so it is not ours"


@pytest.mark.parametrize(
    "name",
    ["d0_mon_s1_t1", "d1000_mon_s1_t1", "d1_mond_s1_t1", "d1_mon_s0_t1", "d1_mon_s1_t0", "d1_mon_s1_t1_x", "pain_mon_s0",
     "notes_p0", "notes_p1000", "xd1_mon_s1_t1", ""],
)  # fmt: skip
def test_a_field_that_is_not_ours_spoils_the_file(tmp_path: Path, name: str):
    message, hint = refused(form(box("d1_mon_s1_t1"), box(name), Fields="2"), tmp_path)
    assert message == "is put together from more than one file: its boxes cannot be told apart"
    assert hint == "Ask for each handout as a file of its own."


def test_a_field_twice_or_one_too_many_spoils_it_too(tmp_path: Path):
    assert "more than one file" in refused(form(box("d1_mon_s1_t1"), box("d1_mon_s1_t1"), Fields="3"), tmp_path)[0]
    assert "more than one file" in refused(form(box("d1_mon_s1_t1"), box("d1_mon_s1_t2"), Fields="1"), tmp_path)[0]


def test_fields_that_are_lost_are_warned_of(tmp_path: Path):
    assert read(form(box("d1_mon_s1_t1"), Fields="1"), tmp_path).warnings == ()
    (warning,) = read(form(box("d1_mon_s1_t1"), Fields="2"), tmp_path).warnings
    assert warning.warning
    assert warning.place == str(tmp_path / "x.pdf")
    assert warning.message == "has 1 of its 2 fields; the others are lost"
    assert warning.hint == "Were pages taken out? Ask for the whole file."


@pytest.mark.parametrize(
    ("info", "message"),
    [
        ({"Handout": None}, "is not a handout of ours, or another program has taken its id out"),
        ({"Handout": "AAAAAAAAAAAA"}, "carries a damaged id"),
        ({"Handout": ID[:11]}, "carries a damaged id"),
        ({"Week": None}, "carries a damaged id"),
        ({"Week": "soon"}, "carries a damaged id"),
        ({"Fields": None}, "carries a damaged id"),
        ({"Fields": "many"}, "carries a damaged id"),
        ({"Drills": None}, "carries a damaged id"),
        ({"Drills": "Heel_raise"}, "carries a damaged id"),
        ({"Drills": "squat " + "a" * 81}, "carries a damaged id"),
        ({"Fields": "0"}, f"has no form fields: {ID} was made for paper"),
    ],
)
def test_what_its_information_must_hold(tmp_path: Path, info: dict[str, Any], message: str):
    said, hint = refused(form(box("d1_mon_s1_t1"), **info), tmp_path)
    assert said == message
    assert hint


def test_a_form_that_was_flattened(tmp_path: Path):
    message, hint = refused(form(Fields="5"), tmp_path)
    assert message == "has no form fields any more: it was printed to a PDF, or flattened"
    # ticks may be drawn on it: nobody may take it for a sheet with nothing done
    assert "handouts scan" in hint
    assert "look at it yourself" in hint


def test_the_longest_drill_name_and_an_id_as_printed_are_taken(tmp_path: Path):
    printed = f"{ID[:4]}-{ID[4:8]}-{ID[8:]}".lower()
    back = read(form(box("d1_mon_s1_t1"), Drills="a" * 80, Handout=printed), tmp_path)
    assert (back.handout, back.ticks[0].drill) == (ID, "a" * 80)


def test_files_that_cannot_be_read_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for path, message in ((tmp_path / "gone.pdf", "is not there"), (tmp_path, "is not a file")):
        with pytest.raises(HandoutsError) as caught:
            read_ticks(path)
        assert [(problem.place, problem.message, problem.hint) for problem in caught.value.problems] == [
            (str(path), message, "Check the name.")
        ]
    assert refused(b"x" * 1024 + b"%PDF-", tmp_path)[0] == "is not a PDF file"
    assert refused(b"x" * 1019 + b"%PDF-", tmp_path)[0] == "is damaged and cannot be read"
    data = form(box("d1_mon_s1_t1"))
    monkeypatch.setattr(forms, "MAX_BYTES", len(data))
    assert read(data, tmp_path).ticks
    assert refused(data + b"\n", tmp_path) == ("is larger than 0 MB", "A handout has less than 1 MB.")

    def shut(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", shut)
    with pytest.raises(HandoutsError, match="cannot be read: Permission denied"):
        read_ticks(tmp_path / "x.pdf")


# --- counts ----------------------------------------------------------------------------------------


def _returned(*ticks: Tick, pain: tuple[Pain, ...] = (), remarks: tuple[str, ...] = ()) -> Returned:
    return Returned("x.pdf", "ABCDEFGHJKMN", WEEK, ticks, pain, remarks)


WED, THU = date(2026, 11, 25), date(2026, 11, 26)


def test_boxes_are_counted_for_each_drill_and_day():
    ticks = [Tick(2, "squat", WED, 1, "", number, ticked=number < 3) for number in (1, 2, 3)]
    counts = tally(_returned(*ticks, Tick(1, "", THU, 1, "", 1, ticked=True)))
    assert counts == Tally(
        (WED, THU), (DrillTally("drill 1", {THU: Share(1, 1)}), DrillTally("squat", {WED: Share(2, 3)}))
    )
    assert counts.drills[1].whole == Share(2, 3)
    assert counts.all_drills.days == {WED: Share(2, 3), THU: Share(1, 1)}
    assert tally(_returned()) == Tally((), ())


def test_the_same_drill_twice_on_a_sheet_is_counted_apart():
    counts = tally(_returned(*(Tick(number, "squat", WED, 1, "", 1, ticked=True) for number in (2, 1))))
    assert [drill.whole for drill in counts.drills] == [Share(1, 1), Share(1, 1)]


@pytest.mark.parametrize(("share", "percent"), [((0, 0), 0), ((1, 3), 33), ((2, 3), 67), ((3, 3), 100), ((0, 5), 0)])
def test_a_share_in_percent(share: tuple[int, int], percent: int):
    assert Share(*share).percent == percent


def test_the_summary_is_a_table():
    ticks = (Tick(1, "heel-raise", WED, 1, "", 1, ticked=True), Tick(2, "squat", THU, 1, "", 1, ticked=False))
    pain = (Pain(WED, 1, "3/10", 3), Pain(WED, 2, "a very long answer", None), Pain(THU, 1, "", None))
    assert summary(_returned(*ticks, pain=pain, remarks=("Fine.\nTired.", "More"))) == (
        "ABCD-EFGH-JKMN  week of 2026-11-25  (self-report)  x.pdf\n"
        "                 Wed 25              Thu 26  done\n"
        "  heel-raise     1/1                 .       1 of 1, 100 %\n"
        "  squat          .                   0/1     0 of 1, 0 %\n"
        "  all drills     1/1                 0/1     1 of 2, 50 %\n"
        "  pain, 0 to 10  3/10, a very long   .\n"
        "  remark: Fine.\n"
        "          Tired.\n"
        "  remark: More\n"
    )


def test_one_drill_needs_no_sum_and_no_pain_no_line():
    assert summary(_returned(Tick(1, "squat", WED, 1, "", 1, ticked=True), pain=(Pain(WED, 1, "", None),))) == (
        "ABCD-EFGH-JKMN  week of 2026-11-25  (self-report)  x.pdf\n         Wed 25  done\n  squat  1/1     1 of 1, 100 %\n"
    )


def test_where_nobody_has_marked_anything_no_noughts_are_counted():
    empty = _returned(Tick(1, "squat", WED, 1, "", 1, ticked=False), pain=(Pain(WED, 1, "", None),))
    assert summary(empty, "1041: squat, week 1", "entered") == (
        "ABCD-EFGH-JKMN  week of 2026-11-25  (self-report)  x.pdf\n  1041: squat, week 1\n  nothing marked\n  entered\n"
    )


def test_the_clinics_number_is_no_remark(tmp_path: Path):
    back = read(form(text("phone", "01632 960 114"), text("notes_p1", "All well.")), tmp_path)
    assert back.remarks == ("All well.",)
