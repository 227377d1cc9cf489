from __future__ import annotations

import pytest

from handouts.base.kept import HashedOnce, Kept


def test_what_is_kept_is_found_again():
    kept = Kept[str, int](2)
    assert kept.get("a") is None
    assert kept.keep("a", 1) == 1
    assert kept.get("a") == 1
    assert "a" in kept
    assert "b" not in kept
    assert len(kept) == 1


def test_the_oldest_goes_and_only_the_oldest():
    kept = Kept[str, int](3)
    for number, name in enumerate("abc"):
        kept.keep(name, number)
    assert kept.get("a") == 0  # being asked for does not make it younger
    kept.keep("d", 3)
    assert [name for name in "abcd" if name in kept] == ["b", "c", "d"]
    kept.keep("e", 4)
    assert [name for name in "abcde" if name in kept] == ["c", "d", "e"]


def test_another_value_under_the_same_key_pushes_nothing_out():
    kept = Kept[str, int](2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.keep("a", 3) == 3
    assert (kept.get("a"), kept.get("b"), len(kept)) == (3, 2, 2)


def test_a_value_is_made_once():
    made = []
    kept = Kept[str, bool](2)
    for _ in range(3):
        assert kept.get_or_make("a", lambda: bool(made.append("a"))) is False
    assert made == ["a"]


def test_a_memory_never_grows_beyond_its_limit():
    kept = Kept[int, int](10)
    sizes = set()
    for number in range(1000):
        kept.keep(number, number)
        sizes.add(len(kept))
    assert max(sizes) == 10
    assert kept.get(989) is None
    assert kept.get(990) == 990


def test_a_memory_without_room_is_refused():
    with pytest.raises(ValueError, match="one value at least"):
        Kept[str, int](0)


def test_a_key_of_many_parts_is_what_its_parts_are():
    one, other = HashedOnce("a", (1, 2)), HashedOnce("a", (1, 2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != HashedOnce("a", (1, 3))
    assert one != ("a", (1, 2))
    assert {one: 1}[other] == 1
    assert repr(one) == repr(other)  # names of what is kept between runs are made of it
