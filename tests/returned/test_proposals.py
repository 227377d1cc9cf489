"""What is proposed to the clinician, and what never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.week_rules import GoBackIf, MoveOnIf
from handouts.returned.proposals import propose
from handouts.returned.returns import Answers
from handouts.sheet.boxnames import BoxName, PainName, parse_name

RULE = MoveOnIf(done=100, pain_at_most=4)
BACK = GoBackIf(pain_above=4, times=2)
DAYS = ("mon", "wed", "fri")


def boxes(done: int, planned: int = 18) -> dict[BoxName, bool]:
    names = [f"d{drill}_{day}_s1_t{at}" for drill in (1, 2, 3) for day in DAYS for at in (1, 2)]
    found = [parse_name(name) for name in names[:planned]]
    assert all(isinstance(one, BoxName) for one in found)
    return {one: at < done for at, one in enumerate(found)}  # type: ignore[misc]  # seen above


def came(done: int = 18, pain: dict[str, str] | None = None, planned: int = 18, **more: object) -> Answers:
    told = {PainName(day, 1): text for day, text in (pain or {}).items()}
    usual: dict[str, object] = {
        "measures": {},
        "remarks": (),
        "missing_pages": 0,
        "sources": ("scan",),
        "settled_by": (),
    }
    return Answers("H1", boxes(done, planned), told, **{**usual, **more})  # type: ignore[arg-type]  # as declared


@pytest.mark.parametrize(
    ("answers", "word", "reason", "because"),
    [
        (None, "ask", "nothing came back", ""),
        (came(0, sources=()), "ask", "nothing came back", ""),
        (came(), "ask", "18 of 18 boxes, no pain written; was there any pain?", ""),
        (came(pain={"mon": "0"}), "on", "18 of 18 boxes, pain 0 at most", ""),
        (came(pain={"mon": "3", "wed": "4/10"}), "on", "18 of 18 boxes, pain 4 at most", ""),
        (came(12), "repeat", "12 of 18 boxes", "boxes"),
        (came(12, {"mon": "5"}), "repeat", "12 of 18 boxes; pain 5 on Mon, above 4", "boxes"),
        (came(18, {"mon": "5"}), "repeat", "pain 5 on Mon, above 4", "pain 4 1"),
        (came(18, {"mon": "6", "fri": "5"}), "back", "pain 6 on Mon and 5 on Fri, above 4 twice", "pain 4 2"),
        (
            came(5, {"mon": "6", "fri": "5"}, missing_pages=1),
            "back",
            "pain 6 on Mon and 5 on Fri, above 4 twice",
            "pain 4 2",
        ),
        (came(17, unsettled={1: 2}), "ask", "2 places still to be settled", ""),
        (came(0, sources=(), unsettled={1: 1}), "ask", "1 place still to be settled", ""),
        (came(18, missing_pages=1), "ask", "1 page did not come back", ""),
        (came(0), "ask", "it came back with nothing marked", ""),
        (came(18, {"mon": "bad"}), "ask", "1 number of pain cannot be read", ""),
        (came(18, remarks=("I fell.",)), "ask", "something is written on it", ""),
        (came(18, changed=("d1_mon_s1_t1",)), "ask", "a later copy says something else", ""),
        (came(1, {"mon": "1"}, planned=0), "ask", "no box was read", ""),
    ],
)
def test_each_case(answers: Answers | None, word: str, reason: str, because: str):
    found = propose(RULE, BACK, answers, week=2, weeks=4)
    assert (found.word, found.reason, found.because) == (word, reason, because)


def test_what_boxes_cannot_tell_is_asked_once_the_rest_holds():
    swollen = MoveOnIf(done=100, ask="your leg is no more swollen than before")
    found = propose(swollen, BACK, came(), week=2, weeks=4)
    assert (found.word, found.reason) == (
        "ask", "18 of 18 boxes, no pain written; “your leg is no more swollen than before”?",
    )  # fmt: skip
    assert propose(swollen, BACK, came(12), week=2, weeks=4).word == "repeat"
    falls = GoBackIf(ask="you fall")
    assert propose(RULE, falls, came(), week=2, weeks=4).reason.endswith("; back if “you fall”?")
    assert propose(RULE, falls, came(), week=2, weeks=4).word == "ask"


def test_week_one_cannot_go_back_and_the_last_cannot_go_on():
    hurt = came(18, {"mon": "6", "fri": "5"})
    assert propose(RULE, BACK, hurt, week=1, weeks=4).word == "repeat"
    found = propose(None, BACK, came(), week=4, weeks=4)
    assert (found.word, found.reason) == ("ask", "18 of 18 boxes, no pain written; it was the last week: finish?")
    assert propose(RULE, BACK, came(), week=4, weeks=4).word == "ask"


def test_without_a_rule_nothing_is_proposed():
    found = propose(None, None, came(), week=1, weeks=6)
    assert (found.word, found.reason) == ("ask", "18 of 18 boxes, no pain written; it has no rule to go by")


def test_a_rule_of_less_than_every_box():
    most = MoveOnIf(done=80)
    assert propose(most, None, came(15), week=1, weeks=4).word == "on"  # 83 of 100
    assert propose(most, None, came(14), week=1, weeks=4).word == "repeat"  # 77.8, not rounded up


@given(
    st.integers(0, 18),
    st.dictionaries(st.sampled_from(DAYS), st.sampled_from(["0", "4", "5", "10", "?", "11"])),
    st.integers(0, 2),
    st.dictionaries(st.integers(0, 3), st.integers(0, 3)),
    st.integers(1, 4),
)
def test_on_only_where_all_is_known_and_the_rule_holds(
    done: int, pain: dict[str, str], missing: int, unsettled: dict[int, int], week: int
):
    answers = came(done, pain, missing_pages=missing, unsettled=unsettled)
    found = propose(RULE, BACK, answers, week=week, weeks=4)
    assert found.reason
    known = not missing and not unsettled and not {"?", "11"} & set(pain.values())
    fine = done == 18 and not {"5", "10"} & set(pain.values())
    if found.word == "on":
        assert known
        assert pain, "a place that was left blank says nothing"
        assert fine
        assert week < 4
    if not known:
        assert found.word in ("ask", "back", "repeat")
        assert found.word == "ask" or len({"5", "10"} & set(pain.values())) >= 1
