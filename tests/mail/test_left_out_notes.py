"""A patient whose note cannot be printed is written to all the same, and the desk is told."""

from __future__ import annotations

from pathlib import Path

from handouts.base.problems import Exit
from tests.conftest import pdf_text
from tests.mail.desk import GOOD, HEAD, WEEK, Post, Run, attached


def test_mail_goes_without_the_note(handouts: Run, here: Path, post: Post):
    first, *rest = GOOD.splitlines()
    head, columns = HEAD.rstrip("\n"), len(HEAD.split(","))
    row = first + "," * (columns - len(first.split(",")))
    (here / "r.csv").write_text("\n".join([f"{head},note", f"{row},Go \U00013000", *rest, ""]), "utf-8")
    dry = handouts("mail", "r.csv", *WEEK, "--dry-run")
    assert dry.code == Exit.SOME_FAILED
    assert "1 without the note" in dry.out
    assert post.got == []
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert ran.code == Exit.SOME_FAILED
    assert "r.csv:2: warning: note: holds" in ran.err
    assert len(post.got) == 3
    (plain,) = attached(post.got[0].data).values()
    assert "Mei Tan" in pdf_text(plain)
    assert "Go" not in pdf_text(plain).split()
