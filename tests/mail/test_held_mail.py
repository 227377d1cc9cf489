"""A sheet that is held is not sent, and neither is what waits from before its patient's flag was known."""

from __future__ import annotations

from pathlib import Path

from handouts.base.problems import Exit
from handouts.base.shipped import shipped
from tests.mail.desk import WEEK, Post, Run

HEAD = "id,patient,program,start,flags,despite,email,email consent\n"
MEI = "1,Mei Tan,plank,2026-11-23,{flags},{despite},mei@example.com,plain 2026-11-01\n"
SAM = "2,Sam Okafor,bird-dog,2026-11-23,,,sam@example.com,plain 2026-11-01\n"


def mail(handouts: Run, here: Path, *more: str, flags: str = "", despite: str = ""):
    plank = shipped("content", "drills", "plank.yaml").read_text().partition("\ncautions:")[0]
    (here / "drills" / "plank.yaml").write_text(plank + "\ncautions:\n  - {flag: hernia, why: It strains the belly.}\n")
    (here / "r.csv").write_text(HEAD + MEI.format(flags=flags, despite=despite) + SAM)
    return handouts("mail", "r.csv", *WEEK, *more)


def test_a_held_sheet_is_not_sent_and_the_others_are_where_that_is_asked_for(handouts: Run, here: Path, post: Post):
    ran = mail(handouts, here, "--yes", flags="groin hernia")
    assert ran.code == Exit.CONTENT
    assert "r.csv:2: flags: “plank” does not suit “…”, so the sheet is held" in ran.err
    assert post.got == []
    ran = mail(handouts, here, "--yes", "--skip-faulty", flags="groin hernia")
    assert ran.code == Exit.SOME_FAILED
    assert [one.address for one in post.got] == ["sam@example.com"]
    assert "hernia" not in ran.out + ran.err
    ran = mail(handouts, here, "--yes", flags="groin hernia", despite="plank:hernia")
    assert ran.code == 0
    assert [one.address for one in post.got] == ["sam@example.com", "mei@example.com"]
    assert all(b"hernia" not in one.data for one in post.got)
    assert "confirmed: plank despite hernia" in handouts("history", "1").out


def test_what_waits_is_taken_out_once_the_flag_is_known(handouts: Run, here: Path, post: Post):
    post.refuse("451 4.3.0 later")
    mail(handouts, here, "--yes")
    assert handouts("outbox").out.count("@example.com") == 2, "both wait"
    post.refuse("")
    ran = mail(handouts, here, "--yes", flags="hernia")
    assert ran.code == Exit.CONTENT
    assert post.got == []
    assert "Taken out of the outbox" in ran.out
    waiting = handouts("outbox").out
    assert "mei@" not in waiting
