"""What the outbox is asked, and what its rows say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handouts.mail.message import Message
from handouts.mail.outbox import Outbox
from handouts.mail.table import STATES, OutboxTable
from handouts.runs.registers import open_register

MEI = Message("H1", "7a", "Mei Tan", "mei@x.example", "<1@x>", b"data", "who-week", "first", "secret")


@pytest.fixture
def box(tmp_path: Path):
    with open_register(tmp_path) as register:
        yield Outbox(register)


def handouts(entries) -> list[str]:
    return [entry.handout for entry in entries]


def test_a_row_says_all_of_its_message(box: Outbox):
    box.queue([MEI])
    (entry,) = box.entries()
    assert (entry.id, entry.handout, entry.key, entry.patient, entry.address) == (
        1,
        "H1",
        "7a",
        "Mei Tan",
        "mei@x.example",
    )
    assert (entry.message_id, entry.state, entry.attempts, entry.answer, entry.kept) == ("<1@x>", "queued", 0, "", True)
    assert (entry.topic, entry.edition, entry.slip, entry.owner) == ("who-week", "first", "secret", "")
    assert entry.queued_at == entry.changed_at
    assert entry.queued_at.endswith("+00:00")
    assert not any(word in repr(entry) for word in ("Mei", "mei@", "secret"))
    assert box.claim(1)
    (entry,) = box.entries("sending")
    assert (entry.attempts, entry.owner != "") == (1, True)


def test_the_states_are_these():
    assert STATES == ("queued", "sending", "sent", "failed", "deferred", "uncertain", "asked", "returned")


def test_entries_of_some_states_in_their_order(box: Outbox):
    box.queue([replace(MEI, handout=f"H{number}", topic=f"t{number}") for number in range(4)])
    for number in (2, 4):
        assert box.claim(number)
    assert handouts(box.entries("queued")) == ["H0", "H2"]
    assert handouts(box.entries("sending", "queued")) == ["H0", "H1", "H2", "H3"]
    assert box.entries("sent") == []
    entry = box.entry(3)
    assert entry
    assert (entry.handout, box.entry(9)) == ("H2", None)


def test_find_takes_topic_edition_and_address(box: Outbox):
    box.queue([MEI])
    assert box.find(replace(MEI, handout="H9", patient="M."))
    assert box.find(replace(MEI, address="MEI@x.example")), "case makes no difference"
    for other in (replace(MEI, topic="t"), replace(MEI, edition="e"), replace(MEI, address="m@x.example")):
        assert box.find(other) is None
    plain = replace(MEI, handout="H5", topic="", edition="")
    box.queue([plain])
    found = box.find(plain)
    assert found
    assert (found.topic, found.edition) == ("H5", "H5"), "about itself alone"


def test_a_patient_is_known_by_id_or_by_name(box: Outbox):
    box.queue(
        [MEI, replace(MEI, handout="H2", topic="u", key=""), replace(MEI, handout="H3", topic="v", key="", patient="")]
    )
    assert handouts(box.of_patient("7A", "whoever")) == ["H1"]
    assert handouts(box.of_patient("", "mei tan")) == ["H2"]
    assert handouts(box.of_patient("", "")) == []
    assert handouts(box.of_namesake("7a", "Mei Tan")) == ["H1", "H2"]
    assert handouts(box.of_namesake("8", "MEI TAN")) == ["H2"]
    assert handouts(box.of_namesake("", "mei tan")) == ["H1", "H2"]
    assert handouts(box.of_namesake("", "")) == []


def test_about_is_the_week_of_the_same_patient(box: Outbox):
    same = replace(MEI, handout="H2", topic="other-week", key="")
    box.queue(
        [
            MEI,
            same,
            replace(same, handout="H3", topic="other-later"),
            replace(same, handout="H4", patient="Jo", edition="e"),
            replace(same, handout="H5", address="jo@x.example"),
            replace(MEI, handout="H6", topic="alone", patient="Jo"),
        ]
    )
    assert handouts(box.about(MEI)) == ["H1", "H2"]
    assert handouts(box.about(replace(MEI, address="jo@x.example"))) == ["H1", "H5"]
    assert handouts(box.about(replace(MEI, topic="alone"))) == ["H6"], "a topic without a week is about itself alone"
    assert handouts(box.about(replace(MEI, patient=""))) == ["H1"]


@pytest.mark.parametrize(("state", "counts"), [("sent", True), ("uncertain", True), ("sending", True), ("asked", True),
                                               ("queued", False), ("deferred", False), ("failed", False)])  # fmt: skip
def test_who_was_reached_at_an_address(box: Outbox, state: str, counts: bool):
    box.queue([replace(MEI, address="Mei@X.example", patient=" Mei  Tan ")])
    with box._register.changing() as base:
        base.execute("UPDATE outbox SET state = ?", (state,))
    assert box.reached() == ({"mei@x.example": {("7a", "mei tan")}} if counts else {})


def test_mails_of_a_patient_that_is_to_be_forgotten(box: Outbox):
    box.queue(
        [
            MEI,
            replace(MEI, handout="H2", topic="u", key=""),
            replace(MEI, handout="H1", topic="v", key="8", patient="Jo", address="jo@x.example"),
        ]
    )
    table = OutboxTable(box._register)
    assert table.mails("7a") == {1: "7a"}
    assert table.mails("mei tan") == {1: "7a", 2: ""}
    assert table.mails("nobody") == {}
    assert table.mails("", "H1") == {}, "who has no id is not everyone"
    assert table.mails("", "H2") == {2: ""}
    assert table.mails("") == table.mails("", "") == {}
    assert table.mails("7a", "H1") == {1: "7a"}, "not another patient's of the same handout"
    assert table.mails("9", "H2") == {2: ""}
    assert table.mails("9", "H1") == {}
