"""What came back, as the register keeps it: once, whole, and all of it together says what the rule says."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.deliver.register import FILE, Issued, Register
from handouts.returned.returns import TICKED, Answers, Return, answers, pain_value
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.registers import STEPS, open_register
from handouts.sheet.boxnames import BoxName, PainName

ID, OTHER = "7K2M9QXA4DZZ", "0123456789AB"


def a_return(**given: Any) -> Return:
    usual = {"handout": ID, "page": 0, "pages": 2, "source": "pdf", "digest": "d1", "file": "mei.pdf", "state": "entered",
             "read_at": "2026-11-30T08:00:00+00:00", "entered_at": "2026-11-30T08:00:00+00:00", "settled_by": "",
             "ticked": {"d1_mon_s1_t1": True}, "written": {"pain_mon_s1": "3"}, "drills": ("plank",)}  # fmt: skip
    return Return(**{**usual, **given})


def issued(handout: str, key: str = "1041", patient: str = "Mei Tan") -> Issued:
    return Issued(handout, key, patient, "plank", 1, "2026-11-23", "v", "s", "t", f"{handout}.pdf", "{}")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with open_register(tmp_path) as one:
        one.add([issued(ID), issued(OTHER, "1042", "Jo Lind")])
        yield one


@pytest.fixture
def table(register: Register) -> ReturnsTable:
    return ReturnsTable(register)


def test_a_return_comes_back_as_it_was_put(table: ReturnsTable):
    one = a_return(
        written={"notes_p1": "knöchel\nsteif", "pain_mon_s1": ""},
        unsure=("d1_mon_s1_t1",),
        remarks=("好",),
        why=("is so",),
    )
    assert table.put(one)
    (found,) = table.of_handout(ID)
    assert found == Return(**{**vars(one), "id": found.id})
    assert table.get(found.id) == table.find("d1", ID, 0) == found


def test_the_same_is_kept_once_and_nothing_of_it_changes(table: ReturnsTable):
    assert table.put(a_return())
    assert not table.put(a_return(ticked={"d1_mon_s1_t1": False}))
    assert table.put(a_return(page=1))  # another page that lies on the same scan
    assert table.put(a_return(handout=OTHER))
    assert [one.ticked for one in table.of_handout(ID)] == [{"d1_mon_s1_t1": True}] * 2


def test_a_handout_that_the_register_does_not_know_has_no_returns(table: ReturnsTable):
    with pytest.raises(HandoutsError) as caught:
        table.put(a_return(handout="ZZZZZZZZZZZZ"))
    assert caught.value.problems[0].message == "the register does not know the handout ZZZZ-ZZZZ-ZZZZ"
    assert table.of_handout("ZZZZZZZZZZZZ") == []


def test_what_is_settled_is_entered_with_it_and_its_pictures_go(table: ReturnsTable, tmp_path: Path):
    picture = b"\x89PNG handwriting of somebody" * 9
    table.put(
        a_return(state="pending", entered_at="", unsure=("d1_tue_s1_t1", "pain_tue_s1")), {"d1_tue_s1_t1": picture}
    )
    (one,) = table.pending()
    assert table.cutouts(one.id) == {"d1_tue_s1_t1": picture}
    with pytest.raises(ValueError, match="pain_tue_s1 are open"):
        table.settle(one.id, {"d1_tue_s1_t1": True}, {}, "Anna")
    assert table.pending() == [one]
    assert table.settle(one.id, {"d1_tue_s1_t1": True}, {"pain_tue_s1": "4"}, "Anna")
    assert not table.settle(one.id, {"d1_tue_s1_t1": False}, {"pain_tue_s1": "9"}, "Bo")
    (after,) = table.of_handout(ID)
    assert (after.state, after.settled_by, after.ticked, after.written) == (
        "entered", "Anna", {"d1_mon_s1_t1": True, "d1_tue_s1_t1": True}, {"pain_mon_s1": "3", "pain_tue_s1": "4"}
    )  # fmt: skip
    assert after.entered_at
    assert table.cutouts(one.id) == {}
    assert not any(b"handwriting" in path.read_bytes() for path in tmp_path.iterdir())


def test_what_is_left_stays_known_and_counts_for_nothing(table: ReturnsTable):
    table.put(a_return(state="pending", unsure=("d1_tue_s1_t1",)), {"d1_tue_s1_t1": b"x"})
    (one,) = table.pending()
    assert table.leave(one.id, "Anna")
    assert not table.leave(one.id, "Bo")
    assert not table.put(a_return())
    assert (table.pending(), table.cutouts(one.id)) == ([], {})
    assert answers(ID, table.of_handout(ID)).sources == ()


def test_forgetting_takes_returns_and_pictures_of_these_handouts_alone(table: ReturnsTable, register: Register):
    table.put(a_return(state="pending", unsure=("d1_tue_s1_t1",)), {"d1_tue_s1_t1": b"x"})
    table.put(a_return(page=1, digest="d2"))
    table.put(a_return(handout=OTHER, state="pending", unsure=("d1_tue_s1_t1",)), {"d1_tue_s1_t1": b"y"})
    assert table.forget([ID, ID, "unknown"]) == 2
    assert table.of_handout(ID) == []
    (other,) = table.of_handout(OTHER)
    assert register.read("SELECT returned, image FROM cutout") == [(other.id, b"y")]


def test_many_handouts_are_asked_for_at_once(table: ReturnsTable):
    table.put(a_return(handout=OTHER))
    table.put(a_return())
    ids = [f"X{number}" for number in range(1200)]
    assert [one.handout for one in table.of_handouts([*ids, ID, OTHER, ID])] == [OTHER, ID]
    assert table.of_handouts([]) == []


@pytest.mark.parametrize(
    "change",
    ["ticked = '{'", "ticked = '[]'", "written = x'ff'", "state = 'maybe'", "source = 'rumour'", "ticked = 'null'"],
)
def test_a_row_that_was_changed_by_hand_counts_for_nothing(table: ReturnsTable, tmp_path: Path, change: str):
    table.put(a_return())
    base = sqlite3.connect(tmp_path / FILE)
    base.execute(f"UPDATE returned SET {change}")  # noqa: S608  # ours
    base.commit()
    base.close()
    assert answers(ID, table.of_handout(ID)).boxes == {}


def test_an_earlier_register_is_looked_into_without_being_changed(tmp_path: Path):
    base = sqlite3.connect(tmp_path / FILE)
    for script in STEPS[:6]:
        base.executescript(script)
    base.execute("INSERT INTO issued VALUES ('H', '7', 'Mei Tan', 'p', '1', 'd', 'v', 's', 't', 'x', '{}', '', '')")
    base.execute("PRAGMA user_version=6")
    base.commit()
    base.close()
    before = (tmp_path / FILE).read_bytes()
    with open_register(tmp_path, reading=True) as register:
        assert ReturnsTable(register).of_handout("H") == []
        assert [row.patient for row in register.find("H")] == ["Mei Tan"]
    assert (tmp_path / FILE).read_bytes() == before


# what all returns of a handout say together

MON, TUE = BoxName(1, "mon", 1, 1), BoxName(1, "tue", 1, 1)


def test_later_goes_over_earlier_and_what_is_taken_back_is_told():
    first = a_return(id=1, ticked={MON.name(): True, TUE.name(): False}, written={"pain_mon_s1": "3", "notes_p1": ""})
    second = a_return(
        id=2, ticked={MON.name(): False, TUE.name(): True}, written={"pain_mon_s1": "", "notes_p1": "sore"}
    )
    found = answers(ID, [second, first])
    assert found.boxes == {MON: False, TUE: True}
    assert (found.pain, found.remarks) == ({}, ("sore",))
    assert found.changed == (MON.name(), "pain_mon_s1")
    assert (found.done, found.planned, found.percent) == (1, 2, 50)


def test_what_is_open_or_left_does_not_count_and_the_open_is_told():
    found = answers(
        ID,
        [
            a_return(id=1, page=1, state="pending", unsure=("a", "b")),
            a_return(id=2, page=2, state="left"),
            a_return(id=3, page=0, handout=OTHER),
            a_return(id=4, page=3, state="pending"),  # whether it counts at all
        ],
    )
    assert (found.boxes, found.sources, found.unsettled) == ({}, (), {1: 2, 3: 1})
    assert (found.missing_pages, found.nothing_marked) == (0, False)


def test_pages_that_did_not_come_back_are_counted():
    pages = [a_return(id=number, page=number, pages=3, source="scan", settled_by="Anna") for number in (1, 3)]
    found = answers(ID, pages)
    assert (found.missing_pages, found.sources, found.settled_by) == (1, ("scan",), ("Anna",))
    assert answers(ID, [*pages, a_return(id=9, pages=0, drills=())]).missing_pages == 0
    second = a_return(id=9, page=2, pages=3, source="scan", state="pending", unsure=("pain_mon_s1",))
    found = answers(ID, [*pages, second])
    assert (found.missing_pages, found.unsettled) == (0, {2: 1}), "what waits to be settled did come back"
    assert answers(ID, [*pages, replace(second, state="left")]).missing_pages == 1


def test_a_sheet_with_nothing_on_it_says_so():
    empty = {"ticked": {MON.name(): False}, "written": {"pain_mon_s1": "", "notes_p1": ""}}
    assert answers(ID, [a_return(**empty)]).nothing_marked
    assert not answers(ID, [a_return(**empty, remarks=("sore",))]).nothing_marked
    assert not answers(ID, []).nothing_marked


def test_places_of_other_kinds_are_measures_and_the_clinics_number_is_none():
    found = answers(
        ID, [a_return(ticked={"m1_better": True, "m1_worse": False}, written={"m2": "7", "m3": "", "phone": "1"})]
    )
    assert found.measures == {"m1_better": TICKED, "m2": "7"}
    assert found.drills == ("plank",)


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), (" 10/10 ", 10), ("4 of 10", 4), ("0", 0), ("11", None), ("-1", None), ("3-4", None), ("", None),
     ("٣", None), ("bad", None)],
)  # fmt: skip
def test_a_number_of_pain(text: str, value: int | None):
    assert pain_value(text) == value


BOXES = [BoxName(1, day, 1, number) for day in ("mon", "tue") for number in (1, 2)]
PAINS = [PainName("mon", 1), PainName("tue", 1)]
a_reading = st.builds(
    a_return,
    page=st.integers(0, 3),
    digest=st.sampled_from("abcdef"),
    state=st.sampled_from(["entered", "entered", "pending", "left"]),
    ticked=st.dictionaries(st.sampled_from([box.name() for box in BOXES]), st.booleans()),
    written=st.dictionaries(st.sampled_from([pain.name() for pain in PAINS]), st.sampled_from(["", "3", "4"])),
)


@given(st.lists(a_reading, max_size=8), st.randoms(use_true_random=False))
def test_entered_in_any_order_and_any_number_of_times_the_answers_are_those_of_the_rule(
    came: list[Return], random: Any
):
    """The rule, told in another way: of each place the last word of those that count, in the order they came in."""
    kept: dict[tuple[str, int], Return] = {}
    for one in came:
        kept.setdefault((one.digest, one.page), one)
    numbered = [Return(**{**vars(one), "id": number}) for number, one in enumerate(kept.values(), 1)]
    counts = [one for one in numbered if one.state == "entered"]
    shuffled = numbered[:]
    random.shuffle(shuffled)
    found = answers(ID, shuffled)
    for box in BOXES:
        said = [one.ticked[box.name()] for one in counts if box.name() in one.ticked]
        assert found.boxes.get(box) == (said[-1] if said else None)
        assert (box.name() in found.changed) == any(a and not b for a, b in itertools.pairwise(said))
    for pain in PAINS:
        said_of = [one.written[pain.name()] for one in counts if pain.name() in one.written]
        assert found.pain.get(pain, "") == (said_of[-1] if said_of else "")
    with Register(Path(":memory:"), STEPS, reading=True) as register:
        assert in_a_register(register, came) == found


def in_a_register(register: Register, came: list[Return]) -> Answers:
    """The same by way of a register, in which everything is entered twice."""
    register._base.execute("PRAGMA query_only=OFF")
    register.add([issued(ID)])
    table = ReturnsTable(register)
    for one in came:
        table.put(one)
        table.put(one)
    return answers(ID, table.of_handout(ID))
