"""Mail follows decisions as a batch does, keeps what rows say once it goes, and writes nothing in a dry run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from handouts.deliver.decisions import DecisionsTable, holding
from handouts.orders.decided import Decision
from handouts.runs.registers import open_register
from tests.conftest import pdf_text
from tests.mail.desk import Post, Run, attached

HEAD = "id,patient,program,start,decision,email,email consent\n"
ROWS = (
    "1,Ana Ames,hip-hinge,2026-11-16,,ana@example.com,plain 2026-11-01\n"
    "2,Bo Beck,hip-hinge,2026-11-16,repeat: your knee was swollen,bo@example.com,plain 2026-11-01\n"
    "3,Cy Cole,hip-hinge,2026-11-16,hold,cy@example.com,plain 2026-11-01\n"
)
WEEK = ("--week-of", "2026-11-23", "--issued", "2026-11-20")


def kept(here: Path) -> list[str]:
    with open_register(here, reading=True) as register:
        return [one.decision.written for one in DecisionsTable(register).every() if one.decision]


def test_what_is_sent_follows_and_is_kept(handouts: Run, here: Path, post: Post):
    (here / "d.csv").write_text(HEAD + ROWS, "utf-8")
    with open_register(here) as register:
        said = Decision("repeat", date(2026, 11, 23), by="Dana", because="boxes")
        DecisionsTable(register).add([("1", "Ana Ames", said)])
    dry = handouts("mail", "d.csv", *WEEK, "--dry-run")
    assert dry.code == 0, dry.err
    assert "2 to mail" in dry.out
    assert "2 repeated" in dry.out
    assert kept(here) == ["repeat"], "a dry run keeps nothing"
    ran = handouts("mail", "d.csv", *WEEK, "--yes")
    assert ran.code == 0, ran.err
    assert [one.address for one in post.got] == ["ana@example.com", "bo@example.com"]
    first, second = (pdf_text(next(iter(attached(one.data).values()))) for one in post.got)
    assert "We repeat week 1. Not every box was ticked." in first
    assert "We repeat week 1. Your knee was swollen." in second
    assert kept(here) == ["repeat", "repeat: your knee was swollen", "hold"]
    again = handouts("mail", "d.csv", *WEEK, "--yes")
    assert "2 sent before" in again.out
    assert kept(here) == ["repeat", "repeat: your knee was swollen", "hold"]
    with open_register(here, reading=True) as register:
        assert holding(DecisionsTable(register).of("3", ()))[0].source == "d.csv"
    assert "swollen" not in ran.out + ran.err


def test_who_goes_on_unseen_is_counted(handouts: Run, here: Path, post: Post):
    (here / "d.csv").write_text(HEAD + ROWS.replace("repeat: your knee was swollen", "").replace("hold", ""), "utf-8")
    assert handouts("mail", "d.csv", *WEEK, "--yes").code == 0
    dry = handouts("mail", "d.csv", "--week-of", "2026-11-30", "--issued", "2026-11-27", "--dry-run")
    assert "3 went on unseen" in dry.out
    assert len(post.got) == 3
