"""A week that was mailed with reminders, and then with others: what a calendar makes of both files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from icalendar import Calendar

from handouts.base.problems import Exit
from tests.mail.desk import WEEK, Post, Run, attached, read

HEAD = "id,patient,program,start,days,times,email,email consent\n"
ROW = "1,Mei Tan,hip-hinge,2026-11-23,{days},{times},mei@example.com,{how} 2026-11-01\n"
FULL = {"days": "mon tue wed thu fri sat sun", "times": "morning evening", "how": "plain"}
ONE = {**FULL, "days": "wed", "times": "evening"}


def shown(files: list[dict[str, Any]]) -> dict[str, str]:
    """What stands in a calendar that takes one file after another: the state of each event."""
    state: dict[str, tuple[int, str]] = {}
    for file in files:
        for event in Calendar.from_ical(file["reminders.ics"]).walk("VEVENT"):
            uid, sequence = str(event["uid"]), int(event["sequence"])
            if sequence > state.get(uid, (-1, ""))[0]:
                state[uid] = sequence, str(event["status"])
    return {uid: status for uid, (_, status) in state.items()}


def mail(handouts: Run, here: Path, rows: str, *more: str) -> None:
    (here / "r.csv").write_text(HEAD + rows)
    ran = handouts("mail", "r.csv", *WEEK, "--yes", *more)
    assert ran.code == 0, ran.err


def test_the_sessions_that_are_called_off_are_cancelled_and_told(handouts: Run, here: Path, post: Post):
    mail(handouts, here, ROW.format(**FULL), "--calendar")
    (here / "r.csv").write_text(HEAD + ROW.format(**ONE))
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--calendar").code == Exit.SOME_FAILED, "held"
    mail(handouts, here, ROW.format(**ONE), "--changed")  # also where no calendar is asked for any more
    first, second = (attached(one.data) for one in post.got)
    assert list(shown([first]).values()) == ["CONFIRMED"] * 14
    now = shown([first, second])
    assert sorted(now.values()) == ["CANCELLED"] * 13 + ["CONFIRMED"]
    (left,) = [uid for uid, status in now.items() if status == "CONFIRMED"]
    assert "20261125-evening" in left
    for kind in ("plain", "html"):
        texts = [read(one.data).get_body((kind,)).get_content() for one in post.got]
        assert ["no longer hold" in text for text in texts] == [False, True]
        assert "(13)" in texts[1]


def test_who_never_had_reminders_gets_none_of_them_cancelled(handouts: Run, here: Path, post: Post):
    mail(handouts, here, ROW.format(**FULL))
    mail(handouts, here, ROW.format(**ONE), "--changed")
    assert [list(attached(one.data)) for one in post.got] == [["handout-2026-11-23.pdf"]] * 2
    mail(handouts, here, ROW.format(**FULL).replace("mei@", "new@"), "--changed", "--calendar")
    assert set(shown([attached(post.got[-1].data)]).values()) == {"CONFIRMED"}


def test_a_protected_file_cancels_without_a_word_on_what(handouts: Run, here: Path, post: Post):
    mail(handouts, here, ROW.format(**{**FULL, "how": "protected"}), "--calendar")
    mail(handouts, here, ROW.format(**{**ONE, "how": "protected"}), "--calendar", "--changed")
    events = Calendar.from_ical(attached(post.got[1].data)["reminders.ics"]).walk("VEVENT")
    assert {str(event["summary"]) for event in events} == {"Reminder", "Cancelled: Reminder"}


def test_weeks_do_not_cancel_each_other(handouts: Run, here: Path, post: Post):
    mail(handouts, here, ROW.format(**FULL), "--calendar")
    (here / "r.csv").write_text(HEAD + ROW.format(**ONE))
    assert (
        handouts("mail", "r.csv", "--week-of", "2026-11-30", "--issued", "2026-11-27", "--yes", "--calendar").code == 0
    )
    assert list(shown([attached(post.got[-1].data)]).values()) == ["CONFIRMED"]
