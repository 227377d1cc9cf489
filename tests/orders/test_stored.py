"""Orders in the registers of clinics: what was stored once is read for ever."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.models import DoseChange
from handouts.orders import stored
from handouts.orders.decided import Followed
from handouts.orders.order import Order
from handouts.orders.stored import order_as_json, order_from_json

STORED = (
    '{"patient":"Zoë Tan","items":["hip-hinge","clamshell"],"start":"2026-11-23","issued":"2026-11-20","week":2,'
    '"days":["mon","fri"],"times":["morning","evening"],"changes":{"all":{"sets":3,"reps":[8,10],'
    '"hold":[[2,3],[4,4],[5,5]],"rest":30,"days":["mon"],"times":["day"]},"clamshell":{"hold":[[3,3]]}},'
    '"skip":["plank"],"side":"left","note":"One\\nTwo","note_language":"es","clinician":"Dana Reyes",'
    '"visit":"2026-11-30","visit_time":"09:30:00","layout":"compact","paper":"letter","language":"en","skin":"deep",'
    '"hair":"grey","build":"broad","key":"A7","pauses":[["2026-12-21","2027-01-03"]],"start_given":true,'
    '"week_given":true}'
)
"""As registers of November 2026 have it, with every field set. Never changed: add another where the form grows."""

ORDER = Order(
    patient="Zoë Tan",
    items=("hip-hinge", "clamshell"),
    start=date(2026, 11, 23),
    issued=date(2026, 11, 20),
    week=2,
    days=("mon", "fri"),
    times=("morning", "evening"),
    changes={
        "all": DoseChange(
            sets=3, reps=((8, 10),), hold=((2, 3), (4, 4), (5, 5)), rest=30, days=("mon",), times=("day",)
        ),
        "clamshell": DoseChange(hold=((3, 3),)),
    },
    skip=("plank",),
    side="left",
    note="One\nTwo",
    note_language="es",
    clinician="Dana Reyes",
    visit=date(2026, 11, 30),
    visit_time=time(9, 30),
    layout="compact",
    paper="letter",
    language="en",
    skin="deep",
    hair="grey",
    build="broad",
    key="A7",
    pauses=((date(2026, 12, 21), date(2027, 1, 3)),),
    start_given=True,
    week_given=True,
)  # fmt: skip
STORED_LATER = STORED.replace('"start_given"', '"weeks":8,"start_given"')
"""The same as later registers have it, with what orders hold since."""
ORDER_LATER = replace(ORDER, weeks=8)
STORED_LAST = STORED_LATER.replace('"start"', '"flags":["THR"],"despite":["plank:hernia"],"start"', 1)
ORDER_LAST = replace(ORDER_LATER, flags=("THR",), despite=("plank:hernia",))
STORED_BOTH = STORED_LAST.replace('"language":"en"', '"language":"en","second":"es:copy"')
ORDER_BOTH = replace(ORDER_LAST, second="es:copy")
STORED_ASKED = STORED_BOTH.replace(
    '"start"', '"measures":["pain","function"],"activities":["Climb the stairs","Lift a pan"],"start"', 1
)
ORDER_ASKED = replace(ORDER_BOTH, measures=("pain", "function"), activities=("Climb the stairs", "Lift a pan"))
STORED_DECIDED = STORED_BOTH.replace(
    '"week_given"',
    '"until":"2027-01-10","decision":"repeat","reason":"Your knee was swollen.",'
    '"followed":{"word":"back","before":2,"gap":true,"because":"pain 4 2"},"measures":["pain"],'
    '"activities":["Climb the stairs"],"week_given"',
)
ORDER_DECIDED = replace(
    ORDER_BOTH,
    until=date(2027, 1, 10),
    decision="repeat",
    reason="Your knee was swollen.",
    followed=Followed("back", 2, True, "pain 4 2"),
    measures=("pain",),
    activities=("Climb the stairs",),
)


@pytest.mark.parametrize(
    ("stored", "order"),
    [
        (STORED, ORDER),
        (STORED_LATER, ORDER_LATER),
        (STORED_LAST, ORDER_LAST),
        (STORED_BOTH, ORDER_BOTH),
        (STORED_ASKED, ORDER_ASKED),
        (STORED_DECIDED, ORDER_DECIDED),
    ],
)
def test_an_order_that_was_stored_is_read(stored: str, order: Order):
    assert order_from_json(stored) == order
    assert repr(order_from_json(stored)) == repr(order), "types as well: ids are made of them"


def test_the_least_that_was_stored_is_read():
    order = order_from_json('{"patient":"A","items":["plank"],"start":"2026-11-23","issued":"2026-11-20"}')
    assert order == Order(patient="A", items=("plank",), start=date(2026, 11, 23), issued=date(2026, 11, 20))


def test_what_is_kept_of_one_order_is_not_taken_for_another_s():
    """1 and True are equal, and so are their keys in a memory."""
    text = order_as_json(replace(ORDER, weeks=1, week_given=True))
    assert '"weeks":1,' in text
    assert '"week_given":true' in text


def test_every_field_comes_back():
    unset = [item.name for item in fields(Order) if getattr(ORDER_DECIDED, item.name) == item.default]
    assert unset == [], "set it in ORDER_DECIDED"
    assert order_from_json(order_as_json(ORDER_DECIDED)) == ORDER_DECIDED


@pytest.mark.parametrize(
    "text",
    ["", "[]", "7", "null", '"x"', "{}", '{"patient": "A"}', STORED.replace("week_given", "weak_given"),
     STORED.replace("2026-11-23", "soon"), STORED.replace('"left"', '"up"'), STORED.replace("[8,10]", "[8,10,12]")],
)  # fmt: skip
def test_what_is_not_an_order_is_refused(text: str):
    with pytest.raises(ValueError, match=r"."):
        order_from_json(text)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ORDERS = st.builds(
    replace,
    st.sampled_from([ORDER, ORDER_ASKED, Order(patient="A", items=("plank",), start=date(2026, 11, 23), issued=date(2026, 11, 20))]),
    patient=TEXT,
    note=TEXT,
    week=st.integers(1, 3),
    visit_time=st.none() | st.times(),
    visit=st.none() | st.dates(),
    changes=st.just({}) | st.dictionaries(TEXT, st.builds(DoseChange, sets=st.none() | st.integers(1, 9)), max_size=2),
    pauses=st.just(()) | st.tuples(st.tuples(st.dates(), st.dates())),
)  # fmt: skip


@given(ORDERS)
def test_the_text_is_the_one_that_pydantic_makes(order: Order):
    """Which earlier versions stored: equal orders have equal texts in every register."""
    assert order_as_json(order) == stored._adapter().dump_json(order, exclude_defaults=True).decode()
