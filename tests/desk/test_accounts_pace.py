"""How often may be tried to log in: guessers get slow, nobody else does, and nobody is kept out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handouts.desk.accounts.pace import LONGEST_WAIT, Pace, house_of


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def guesses(pace: Pace, clock: Clock, account: str, address: str, seconds: float) -> int:
    """How many passwords somebody can try who tries all the time."""
    end, count = clock.now + seconds, 0
    while clock.now < end:
        wait = pace.begin(account, address)
        count += not wait
        clock.now += wait
    return count


def test_a_guesser_gets_slow_whether_for_one_account_or_for_many():
    clock = Clock()
    assert guesses(Pace(clock=clock), clock, "mei", "10.0.0.5", 3600) < 80
    many, count = Pace(clock=clock), 0
    end = clock.now + 3600
    while clock.now < end:  # another account each time, from one computer
        wait = many.begin(f"account {count}", "10.0.0.5")
        count += not wait
        clock.now += wait
    assert count < 100


def test_a_guesser_with_many_computers_gets_slow_for_one_account():
    clock = Clock()
    pace, count, end = Pace(clock=clock), 0, 0.0
    end = clock.now + 3600
    while clock.now < end:
        wait = pace.begin("mei", f"10.0.{count // 250}.{count % 250}")
        count += not wait
        clock.now += wait
    assert count < 90


def test_who_has_logged_in_from_there_is_not_kept_out_by_others():
    clock = Clock()
    pace = Pace([("mei", "10.0.0.7")], clock)
    for number in range(500):
        pace.begin("mei", f"10.1.0.{number % 250}")
        pace.begin("mei", "10.0.0.9")
    assert pace.begin("mei", "10.0.0.8") > 0
    assert pace.begin("mei", "10.0.0.7") == 0


def test_no_delay_is_longer_than_a_minute_and_failures_are_forgotten():
    clock = Clock()
    pace = Pace(clock=clock)
    waits = []
    for _ in range(300):
        waits.append(pace.begin("mei", "10.0.0.5"))
        clock.now += waits[-1]
    assert max(waits) == LONGEST_WAIT
    clock.now += 16 * 60
    assert [pace.begin("mei", "10.0.0.5") for _ in range(5)] == [0] * 5


def test_the_right_password_clears_what_was_counted():
    clock = Clock()
    pace = Pace(clock=clock)
    for _ in range(3):
        for _ in range(4):
            assert pace.begin("mei", "10.0.0.5") == 0
        pace.succeeded("mei", "10.0.0.5")


def test_tries_at_the_same_time_count_before_they_are_looked_at():
    pace = Pace(clock=Clock())
    assert sum(not pace.begin("mei", "10.0.0.5") for _ in range(1000)) == 5


def test_what_was_not_looked_at_does_not_count():
    pace = Pace(clock=Clock())
    for _ in range(50):
        assert pace.begin("mei", "10.0.0.5") == 0
        pace.lapsed("mei", "10.0.0.5")


def test_what_is_remembered_has_an_end():
    pace = Pace(clock=Clock())
    for number in range(30_000):
        pace.begin(f"account {number}", f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(pace) <= 20_000


def test_a_computer_is_known_by_the_half_of_its_address_that_it_cannot_choose():
    assert house_of("2001:db8:1:2::5") == house_of("2001:db8:1:2:ffff::9") != house_of("2001:db8:1:3::5")
    assert house_of("::ffff:10.0.0.5") == house_of("10.0.0.5") != house_of("10.0.0.6")
    assert house_of("fe80::1%eth0") == house_of("fe80::2")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_name_and_address_can_be_counted(name: str, address: str):
    pace = Pace(clock=Clock())
    assert pace.begin(name, address) == 0
    pace.succeeded(name, address)
