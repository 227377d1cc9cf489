"""What is sent now, what is not, and what must not go any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handouts.mail.due import elsewhere, follows, outdated, told, why_not_sent
from handouts.mail.message import Message, topic_of
from handouts.mail.outbox import Outbox
from handouts.orders.order import Order
from handouts.runs.registers import open_register

ONE = Message("H1", "k", "Mei Tan", "mei@x.example", "<1@x>", b"data", "topic", "first", "secret")


@pytest.fixture
def box(tmp_path: Path):
    with open_register(tmp_path) as register:
        yield Outbox(register)


def put(box: Outbox, message: Message, state: str) -> None:
    box.queue([message])
    entry = box.find(message)
    assert entry
    if state != "queued":
        assert box.claim(entry.id)
        if state != "sending":
            box.finish(entry.id, state)  # type: ignore[arg-type]  # given below


@pytest.mark.parametrize(
    ("state", "same", "other"),
    [
        ("queued", None, None),
        ("deferred", None, None),
        ("failed", "failed", None),
        ("sending", "busy", "held"),
        ("sent", "skipped", "held"),
        ("uncertain", "uncertain", "held"),
    ],
)
def test_what_a_state_means_for_the_same_and_for_another_edition(
    box: Outbox, state: str, same: str | None, other: str | None
):
    put(box, ONE, state)
    again = replace(ONE, handout="H2", message_id="<2@x>")  # issued on another day
    assert getattr(why_not_sent(again, box, changed=False), "state", None) == same
    assert getattr(why_not_sent(again, box, changed=True), "state", None) == same, "the same is never sent twice"
    edited = replace(again, edition="second")
    assert getattr(why_not_sent(edited, box, changed=False), "state", None) == other
    assert why_not_sent(edited, box, changed=True) is None
    for stranger in (replace(ONE, topic="another week"), replace(ONE, address="new@x.example")):
        assert why_not_sent(stranger, box, changed=False) is None


def test_case_of_an_address_makes_no_difference(box: Outbox):
    put(box, ONE, "sent")
    assert why_not_sent(replace(ONE, address="MEI@X.example"), box, changed=False)


def test_another_address_is_told(box: Outbox):
    assert elsewhere(ONE, box) == ""
    put(box, ONE, "sent")
    assert elsewhere(ONE, box) == ""
    assert elsewhere(replace(ONE, address="new@x.example"), box).startswith("20")


def test_what_must_not_go_any_more(box: Outbox):
    put(box, ONE, "deferred")
    put(box, replace(ONE, handout="H2", topic="t2", key="", patient="Jo"), "queued")
    put(box, replace(ONE, handout="H3", topic="t3", key="other"), "failed")
    put(box, replace(ONE, handout="H4", topic="t4", key="gone"), "sent")

    def gone(wanted: list[Message], *refused: tuple[str, str]) -> list[str]:
        return sorted(entry.handout for entry in outdated(box, wanted, refused))

    assert gone([]) == []
    assert gone([ONE]) == []
    assert gone([replace(ONE, address="new@x.example")]) == ["H1"]
    assert gone([ONE, replace(ONE, address="new@x.example")]) == [], "both are wanted"
    assert gone([replace(ONE, topic="t3", key="other", edition="second")]) == ["H3"]
    assert gone([], ("K", "whoever")) == ["H1"]
    assert gone([], ("", "jo")) == ["H2"]
    assert gone([], ("7", "jo")) == ["H2"], "who has been given an id since"
    assert gone([], ("gone", "")) == [], "what has gone"
    assert gone([], ("", "Mei Tan")) == ["H1", "H3"], "it may be any of that name"
    assert gone([ONE], ("", "Mei Tan")) == ["H3"], "but for who has a row of their own"


def test_capital_letters_beyond_ascii(box: Outbox):
    one = replace(ONE, address="zoë@x.example")
    put(box, one, "deferred")
    other = replace(one, address="ZOË@x.example")
    assert why_not_sent(other, box, changed=False) is None
    assert [entry.address for entry in outdated(box, [other], [])] == ["zoë@x.example"], "or it would go twice"


def test_going_back_to_what_went_first_is_told(box: Outbox):
    put(box, ONE, "sent")
    other = replace(ONE, handout="H2", edition="second")
    put(box, other, "sent")
    with box._register.changing() as base:
        base.execute("UPDATE outbox SET changed_at = '2026-11-24T08:00:00+00:00' WHERE id = 2")
        base.execute("UPDATE outbox SET changed_at = '2026-11-23T08:00:00+00:00' WHERE id = 1")
    for changed in (False, True):
        why = why_not_sent(ONE, box, changed=changed)
        assert why
        assert (why.state, "--resend 1" in why.note) == ("held", True)
    assert getattr(why_not_sent(other, box, changed=False), "state", "") == "skipped"


def test_only_other_contents_are_followed(box: Outbox):
    other = replace(ONE, handout="H2", edition="second")
    assert not follows(ONE, box)
    put(box, ONE, "sent")
    assert box.ask_again(1)
    assert not follows(ONE, box), "the same once more"
    assert follows(other, box)
    assert not follows(replace(other, topic="another week"), box)
    assert not follows(replace(other, address="new@x.example"), box)


def test_who_asks_for_a_message_once_more_gets_it_as_it_is_now(box: Outbox):
    put(box, ONE, "sent")
    other = replace(ONE, handout="H2", edition="second")
    put(box, other, "sent")
    third = replace(ONE, handout="H3", edition="third")
    son = replace(ONE, handout="H4", topic="son", edition="fourth")
    assert box.ask_again(1)
    for one in (ONE, other, third):
        assert why_not_sent(one, box, changed=False) is None
    put(box, replace(other, topic="z", handout="H5"), "failed")
    assert why_not_sent(son, box, changed=False) is None
    box.answer(son)
    assert [entry.state for entry in box.entries()] == ["asked", "sent", "failed"]
    box.answer(other)
    assert [entry.state for entry in box.entries()] == ["sent", "asked", "failed"]
    box.queue([other])
    assert [entry.state for entry in box.entries()] == ["sent", "queued", "failed"]
    assert box.ask_again(1)
    box.answer(third)
    assert [entry.state for entry in box.entries()] == ["sent", "queued", "failed"], "the third has a place of its own"


@pytest.mark.parametrize(("before", "now"), [("", "7a"), ("7a", "")])
def test_who_is_given_an_id_is_still_the_same(box: Outbox, before: str, now: str):
    day = date(2026, 11, 23)

    def message(key: str, patient: str = "Mei Tan", first: date = day, address: str = "mei@x.example") -> Message:
        order = Order(patient=patient, items=("hip-hinge",), start=day, issued=day, key=key)
        return Message(f"H {key} {first}", key, patient, address, "<1@x>", b"data", topic_of(order, first), f"E {key}")

    put(box, message(before), "sent")
    why = why_not_sent(message(now), box, changed=False)
    assert why
    assert why.state == "held"
    assert why_not_sent(message(now), box, changed=True) is None
    why = why_not_sent(message("0007a"), box, changed=False)
    assert why, "written in another way"
    for other in (
        message(now, first=date(2026, 11, 30)),
        message(now, "Jo Low"),
        message("another" if before else "", "Jo Low"),
        message(now, address="jo@x.example"),
    ):
        assert why_not_sent(other, box, changed=False) is None
    put(box, message(before, first=date(2026, 11, 30)), "deferred")
    assert [entry.state for entry in outdated(box, [message(now, first=date(2026, 11, 30))], [])] == ["deferred"]


def test_who_has_been_told_a_password(box: Outbox):
    assert not told(ONE, box)
    put(box, ONE, "deferred")
    assert not told(ONE, box)
    box.finish(1, "sent")
    assert box.claim(1)
    box.finish(1, "sent")
    assert told(replace(ONE, address="new@x.example"), box), "it follows from the id"
    assert not told(replace(ONE, slip="another secret"), box)
    assert not told(replace(ONE, key="other"), box)
    unnamed = replace(ONE, handout="H2", topic="t2", key="")
    put(box, unnamed, "sent")
    assert told(unnamed, box)
    assert not told(replace(unnamed, address="new@x.example"), box), "it follows from the address"


def test_a_topic_is_a_patients_week_of_a_program():
    day = date(2026, 11, 23)
    order = Order(patient="Mei Tan", items=("hip-hinge",), start=day, issued=day, key="7a")
    same = [
        replace(order, issued=date(2026, 11, 24)),
        replace(order, key="7A"),
        replace(order, patient="M. Tan"),
        replace(order, note="Slowly."),
    ]
    assert {topic_of(one, day) for one in same} == {topic_of(order, day)}
    others = [replace(order, key="7"), replace(order, key=""), replace(order, items=("low-back",))]
    assert len({topic_of(one, day) for one in [order, *others]} | {topic_of(order, date(2026, 11, 30))}) == 5
