"""Mail that came back: whose message it was and why, from reports as servers write them, and from hostile ones."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.base.problems import Exit
from handouts.mail.bounces import mail_in, read_report
from handouts.mail.outbox import Outbox
from handouts.runs.registers import open_register
from tests.mail.desk import WEEK, Post, Run, read, silent

REPORT = """\
From: MAILER-DAEMON@mx.example
To: hello@clinic.example
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered.
--b
Content-Type: {status_type}

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; mei@example.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <mei@example.com> unknown

--b
Content-Type: {original_type}

From: hello@clinic.example
To: mei@example.com
Subject: your sheet
Message-ID: {message_id}

--b--
"""


def report(message_id: str, action: str = "failed", status: str = "5.1.1", **kinds: str) -> bytes:
    types = {"status_type": "message/delivery-status", "original_type": "message/rfc822", **kinds}
    return REPORT.format(message_id=message_id, action=action, status=status, **types).encode()


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers", "message/global-headers"])
@pytest.mark.parametrize("kind", ["message/delivery-status", "message/global-delivery-status"])
def test_a_report_says_which_message_and_why(original: str, kind: str):
    found = read_report(report("<1@clinic.example>", original_type=original, status_type=kind))
    if kind == "message/delivery-status":
        assert found
        assert (found.message_id, found.action, found.status) == ("<1@clinic.example>", "failed", "5.1.1")
    else:  # where the library does not read its fields it is left to a person
        assert found is None or found.status == "5.1.1"


def test_what_came_back_is_marked_and_told_without_names(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    (here / "back.eml").write_bytes(report(read(post.got[0].data)["Message-ID"]))
    ran = handouts("mail", "--bounces", "back.eml")
    assert ran.code == 0, ran.err
    assert silent(ran)
    assert "M. T., m…@example.com) came back: there is no such address (5.1.1)" in ran.out
    with open_register(here) as register:
        assert next((one.state, one.answer) for one in Outbox(register).entries()) == ("returned", "returned 5.1.1")
    assert "known already" in handouts("mail", "--bounces", "back.eml").out
    assert handouts("outbox", "--state", "returned").out.count("returned") == 2
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert ran.code == Exit.SOME_FAILED
    assert "came back" in ran.err
    assert len(post.got) == 3, "nothing goes there again by itself"
    mended = (here / "r.csv").read_text().replace("mei@", "mei.tan@")
    (here / "r.csv").write_text(mended)
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    assert post.got[-1].address == "mei.tan@example.com"
    (here / "r.csv").write_text(mended.replace("mei.tan@", "mei@"))
    assert handouts("outbox", "--resend", "1", "--yes").code == 0
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    assert post.got[-1].address == "mei@example.com", "where it is asked for it goes once more"


def test_delays_strangers_and_other_mail_change_nothing(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    (here / "box").mkdir()
    (here / "box" / "1.eml").write_bytes(report(read(post.got[0].data)["Message-ID"], action="delayed", status="4.4.1"))
    (here / "box" / "2.eml").write_bytes(report("<stranger@elsewhere.example>"))
    (here / "box" / "3.eml").write_bytes(b"Subject: hello\n\nMy knee is better, Mei Tan\n")
    ran = handouts("mail", "--bounces", "box")
    assert ran.code == Exit.SOME_FAILED
    assert silent(ran)
    assert [line.partition(": ")[0] for line in ran.out.splitlines()[:3]] == ["1.eml", "2.eml", "3.eml"]
    assert "is delayed; nothing is changed" in ran.out
    assert "is about no message of this outbox" in ran.out
    assert "no report on delivery" in ran.out
    with open_register(here) as register:
        assert {one.state for one in Outbox(register).entries()} == {"sent"}


@pytest.mark.parametrize("form", [mailbox.mbox, mailbox.Maildir])
def test_mailboxes_as_mail_programs_keep_them(tmp_path: Path, form: type[mailbox.Mailbox[mailbox.Message]]):
    box = form(tmp_path / "box")  # type: ignore[call-arg]  # each takes a path
    for number in range(3):
        box.add(report(f"<{number}@clinic.example>") + b"\nFrom here on: text\n")
    box.flush()
    box.close()
    found = [read_report(data) for _, data in mail_in(tmp_path / "box")]
    assert {one.message_id for one in found if one} == {f"<{number}@clinic.example>" for number in range(3)}
    assert len(found) == 3


def test_what_is_not_there_is_told(handouts: Run, here: Path):
    ran = handouts("mail", "--bounces", "nowhere.eml")
    assert ran.code == Exit.USAGE
    assert "cannot be read" in ran.err
    assert handouts("mail", "r.csv", "--bounces", "x.eml").code == Exit.USAGE


NEST = b"Content-Type: multipart/report; boundary=a\n\n" + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 3000


@pytest.mark.parametrize(
    "data",
    [
        NEST,
        b"Content-Type: multipart/report; boundary=b\n\n" + b"--b\n\n" * 20_000,
        b"Content-Type: multipart/report; boundary*=utf-16''%ff%fe\n\n--b\n",
        b"Content-Type: multipart/report; boundary=b; charset=none\n\n--b\nContent-Type: message/delivery-status\n\n\xff\xfe",
        report("<1@x>").replace(b"Action: failed", b"Action: =?x?q?=FF?="),
        report("<1@x>", status="9" * 100_000),
        report("<" + "1" * 100_000 + ">"),
        report("<1@x>").replace(b"message/rfc822", b"text/rfc822-headers\nContent-Transfer-Encoding: base64"),
        b"",
        b"\0" * 1000,
    ],
)
def test_hostile_reports_do_no_harm(data: bytes):
    found = read_report(data)
    assert found is None or (len(found.message_id) < 400 and len(found.action) < 30 and len(found.status) < 20)


@given(
    st.lists(st.sampled_from(report("<1@x.example>").splitlines(keepends=True)) | st.binary(max_size=40), max_size=60)
)
@settings(max_examples=150, deadline=None)
def test_any_mail_is_read_or_left(lines: list[bytes]):
    found = read_report(b"Content-Type: multipart/report; boundary=b\n" + b"".join(lines))
    assert found is None or found.message_id in ("", "<1@x.example>") or found.message_id.startswith("<")
