"""``handouts mail``: once for each week, on whatever day it runs, whatever has changed, whatever breaks."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from handouts.runs.registers import open_register
from tests.conftest import pdf_text
from tests.mail.desk import GOOD, HEAD, WEEK, Post, Run, attached, files, read, silent

TUESDAY = ("--week-of", "2026-11-23", "--issued", "2026-11-24")


def test_the_next_day_nothing_is_sent_or_printed_again(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    before = {path: path.read_bytes() for path in (here / "output").rglob("*.pdf")}
    ran = handouts("mail", "r.csv", *TUESDAY)  # nothing to ask about
    assert (ran.code, "3 sent before." in ran.out) == (0, True), ran.err
    ran = handouts("mail", "r.csv", *TUESDAY, "--dry-run")
    assert "0 to mail, 3 sent before, 1 printed before, 1 not due. Nothing was sent." in ran.out
    assert silent(ran)
    assert len(post.got) == 3
    assert {path: path.read_bytes() for path in (here / "output").rglob("*.pdf")} == before


def test_what_is_not_sent_is_not_made_but_for_a_preview(
    handouts: Run, here: Path, post: Post, monkeypatch: pytest.MonkeyPatch
):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    assert handouts("mail", "r.csv", *WEEK, "--preview", "p").code == 0
    previews = [(here / "p" / name).read_bytes() for name in sorted(files(here / "p")) if name.endswith(".eml")]
    assert [set(attached(data)) for data in previews] == [{"handout-2026-11-23.pdf"}] * 3
    monkeypatch.setattr("handouts.mail.letters.LetterWriter.write", lambda *_: pytest.fail("made"))
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, "3 sent before." in ran.out) == (0, True), ran.err


def test_what_is_asked_for_once_more_is_sent_once_more(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    assert handouts("outbox", "--resend", "1", "--yes").code == 0
    (here / "clinic.yaml").write_text((here / "clinic.yaml").read_text().replace("phone:", "phone: 555 0100 #"))
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, "1 sent, 2 changed since it was sent." in ran.out) == (1, True), ran.out
    assert [one.address for one in post.got] == [
        "mei@example.com",
        "sam@example.com",
        "lee@example.com",
        "mei@example.com",
    ]
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert "1 sent before, 2 changed" in ran.out
    assert len(post.got) == 4


def test_a_start_that_moves_within_a_week_that_was_sent_is_pointed_out(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    (here / "r.csv").write_text(HEAD + GOOD.replace("2026-11-23", "2026-11-25", 1))
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run")
    assert "r.csv:2: warning: was sent a sheet for the week from 2026-11-23 already, which this one overlaps" in ran.err
    assert "r.csv:3" not in ran.err


def test_what_changed_since_is_held_and_sent_when_asked(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    rows = (HEAD + GOOD).replace("password\n", "password,note\n", 1).splitlines()
    rows[1] += ",Slowly."
    (here / "r.csv").write_text("\n".join(rows) + "\n")
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert ran.code == Exit.SOME_FAILED
    assert "r.csv:2: held: other contents went on 20" in ran.err
    assert "2 sent before, 1 changed since it was sent." in ran.out
    assert len(post.got) == 3
    ran = handouts("mail", "r.csv", *WEEK, "--yes", "--changed")
    assert (ran.code, "1 sent, 2 sent before." in ran.out) == (0, True), ran.err
    (pdf,) = attached(post.got[3].data).values()
    assert "Slowly." in pdf_text(pdf)
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--changed").code == 0
    assert len(post.got) == 4


def test_another_address_gets_it_too_and_is_told(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    (here / "r.csv").write_text(HEAD + GOOD.replace("mei@", "mei.tan@"))
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, "1 sent, 2 sent before." in ran.out) == (0, True), ran.err
    assert "r.csv:2: warning: email: went to another address on 20" in ran.err
    assert silent(ran)
    assert post.got[3].address == "mei.tan@example.com"


@pytest.mark.parametrize(
    "change",
    [
        ("mei@example.com,plain 2026-11-01,", ",none,"),
        ("mei@example.com,plain 2026-11-01,", "mei@example.com,,"),
        ("mei@example.com", "new@example.com"),
        ("hip-hinge,2026-11-23,mei", "hip-hinge,2026-12-23,mei"),
    ],
)
def test_what_waits_never_goes_once_consent_or_address_has_changed(
    handouts: Run, here: Path, post: Post, change: tuple[str, str]
):
    post.refuse("451 later")
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == Exit.SOME_FAILED
    post.refuse("")
    (here / "r.csv").write_text(HEAD + GOOD.replace(*change))
    ran = handouts("mail", "r.csv", *WEEK, "--yes", "--skip-faulty")
    moved = "2026-12-23" in change[1]
    assert ("have changed: 1." in ran.out) != moved, ran.out
    if not moved:  # a later start leaves consent and address as they are: it waits still, to be dropped by hand
        assert handouts("outbox", "--retry", "--yes").out == "Nothing to send.\n"
        assert "mei@example.com" not in [one.address for one in post.got]


def test_a_password_is_printed_on_a_slip_once(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    week2 = ("--week-of", "2026-11-30", "--issued", "2026-11-27")
    ran = handouts("mail", "r.csv", *week2, "--yes")
    assert (ran.code, "Passwords" in ran.out) == (0, False)
    ran = handouts("mail", "r.csv", *week2, "--yes", "--all-slips")
    assert "Passwords for the desk" in ran.out
    slips = sorted((here / "output").rglob("passwords.pdf"))
    passwords = [next(word for word in pdf_text(path.read_bytes()).split() if word.count("-") == 4) for path in slips]
    assert len(passwords) == 2
    assert len(set(passwords)) == 1, "a patient keeps it"


def test_a_new_patient_of_the_week_gets_a_packet_and_a_slip_beside_the_first(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    more = (
        "6,Ned Paper,hip-hinge,2026-11-23,,none,\n"
        "7,Pat Secret,hip-hinge,2026-11-23,pat@example.com,protected 2026-11-01,\n"
    )
    (here / "r.csv").write_text(HEAD + GOOD + more)
    ran = handouts("mail", "r.csv", *TUESDAY, "--yes")
    assert ran.code == 0, ran.err
    folder = here / "output" / "mail-of-2026-11-23"
    assert files(folder) == {"packet-01.pdf", "packet-02.pdf", "passwords.pdf", "passwords-2.pdf"}
    second = pdf_text((folder / "packet-02.pdf").read_bytes())
    assert ("Ned Paper" in second, "Ana García" in second) == (True, False)
    slip = pdf_text((folder / "passwords-2.pdf").read_bytes())
    assert ("Pat Secret" in slip, "Sam Okafor" in slip) == (True, False)


def test_messages_wait_outside_of_memory_and_are_whole(handouts: Run, here: Path, post: Post):
    rows = "".join(f"{n},P {n},hip-hinge,2026-11-23,p{n}@example.com,plain 2026-11-01,\n" for n in range(8))
    (here / "r.csv").write_text(HEAD + rows)
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    for number, one in enumerate(post.got):
        (pdf,) = attached(one.data).values()
        assert f"P {number}" in " ".join(pdf_text(pdf).split())
    assert not [path for path in here.iterdir() if path.name.startswith(".handout")]


def test_no_packet_where_none_is_wanted(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--no-packet-rest").code == 0
    assert files(here / "output") == {"mail-of-2026-11-23/passwords.pdf"}


def test_a_test_message(handouts: Run, here: Path, post: Post):
    ran = handouts("mail", "--test")
    assert (ran.code, "took the message to hello@your-clinic.example" in ran.out) == (0, True)
    (one,) = post.got
    assert one.address == "hello@your-clinic.example"
    for options in (("r.csv",), ("--dry-run",), ("--preview", "p"), ("--week-of", "2026-11-23"), ("--calendar",)):
        ran = handouts("mail", "--test", *options)
        assert (ran.code, "does not go together with" in ran.err) == (Exit.USAGE, True)
    assert len(post.got) == 1


def test_without_its_register_nothing_goes_out_again_by_itself(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--preview", "p").code == 0
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0, "a preview made the key, and the register"
    for path in here.glob("register.sqlite*"):
        path.unlink()
    for options in (("--yes", "--skip-faulty"), ("--dry-run",), ("--preview", "q")):
        ran = handouts("mail", "r.csv", *WEEK, *options)
        assert (ran.code, "is gone or empty" in ran.err) == (Exit.CONTENT, True)
    (here / "register.sqlite").touch()
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == Exit.CONTENT
    assert len(post.got) == 3
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--register-lost", "--force").code == 0
    assert len(post.got) == 6
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    assert len(post.got) == 6


def test_a_patient_whose_rows_disagree_gets_nothing(handouts: Run, here: Path, post: Post):
    (here / "r.csv").write_text(HEAD + GOOD + "1,Mei Tan,low-back,2026-11-23,mei@example.com,none,\n")
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, silent(ran), post.got) == (Exit.CONTENT, True, [])
    assert "r.csv:2: email consent: is plain, but line 7, of the same patient, says none" in ran.err
    ran = handouts("mail", "r.csv", *WEEK, "--yes", "--skip-faulty")
    assert (ran.code, len(post.got)) == (Exit.SOME_FAILED, 2)
    assert handouts("check", "r.csv").code == Exit.CONTENT


def test_who_takes_consent_back_is_heard_also_where_another_row_is_at_fault(handouts: Run, here: Path, post: Post):
    post.refuse("451 later")
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == Exit.SOME_FAILED
    post.refuse("")
    text = GOOD.replace("mei@example.com,plain 2026-11-01", "mei@example.com,none").replace("lee@example.com", "lee@")
    (here / "r.csv").write_text(HEAD + text)
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run")
    assert (ran.code, "Taken out" in ran.out) == (Exit.CONTENT, False)
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, "have changed: 1." in ran.out) == (Exit.CONTENT, True)
    assert handouts("outbox", "--retry", "--yes").code == 0
    assert [one.address for one in post.got] == ["sam@example.com", "lee@example.com"], (
        "a slip of the pen withdraws none"
    )


def test_swapped_addresses_are_not_sent(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    text = GOOD.replace("mei@", "x@").replace("sam@", "mei@").replace("x@", "sam@")
    (here / "r.csv").write_text(HEAD + text)
    next_week = ("--week-of", "2026-11-30", "--issued", "2026-11-27")
    ran = handouts("mail", "r.csv", *next_week, "--yes")
    assert (ran.code, silent(ran), len(post.got)) == (Exit.CONTENT, True, 3)
    assert "r.csv:2: email: is where line 3 got theirs until now" in ran.err
    assert "r.csv:3: email: is where line 2 got theirs until now" in ran.err
    (here / "r.csv").write_text(HEAD + text.splitlines()[0] + "\n")
    assert handouts("mail", "r.csv", *next_week, "--yes").code == 0
    assert post.got[-1].address == "sam@example.com"


def test_what_takes_the_place_of_another_says_so(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    text = (here / "clinic.yaml").read_text()
    (here / "clinic.yaml").write_text(text.replace("phone:", "phone: 555 0100 #"))
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--changed").code == 0
    first, later = (read(one.data) for one in (post.got[0], post.got[3]))
    assert first["To"] == later["To"]
    assert (first["Subject"], later["Subject"]) == (
        "Your Clinic: your sheet for 23 November 2026",
        "Your Clinic: your new sheet for 23 November 2026",
    )
    for kind in ("plain", "html"):
        said = [message.get_body((kind,)).get_content() for message in (first, later)]  # type: ignore[union-attr]  # both have it
        assert ["takes the place of the one we sent you before" in " ".join(text.split()) for text in said] == [
            False,
            True,
        ]


def test_check_reads_the_clinic_s_own_words(handouts: Run, here: Path, post: Post):
    assert handouts("check").err == ""
    folder = here / "messages" / "en"
    folder.mkdir(parents=True)
    (folder / "body.txt").write_text("Dear {{ patient }},\n{{ clinic.fone }}\n")
    (folder / "bodi.txt").write_text("Dear")
    (here / "messages" / "EN").mkdir()
    ran = handouts("check")
    assert ran.code == Exit.CONTENT
    assert "body.txt:2: uses “fone”, which does not exist here" in ran.err
    assert "phone" in ran.err
    assert "bodi.txt: warning: is not used" in ran.err
    assert "EN: warning: is not used" in ran.err
    assert "body.txt: warning: is yours, but body.html beside it is ours" in ran.err
    for text, says in (
        ("", "gives an empty message"),
        ("{% if protected %}{{ x }}{% endif %}", "uses “x”"),
        ("{% if again %}{{ 1/0 }}{% endif %}", "fails"),
        ("{% if patient %}", "is not a valid template"),
    ):
        (folder / "body.txt").write_text(text)
        ran = handouts("check")
        assert (ran.code, says in ran.err) == (Exit.CONTENT, True), text
    ran = handouts("mail", "r.csv", *WEEK, "--yes", "--skip-faulty")
    assert (ran.code, ran.err.count("is not a valid template"), post.got) == (Exit.CONTENT, 1, [])


def test_any_day_of_the_week_means_the_same_week(handouts: Run, here: Path, post: Post):
    monday = handouts("mail", "r.csv", *WEEK, "--dry-run")
    assert (monday.code, handouts("mail", "r.csv", "--week-of", "2026-11-29", *WEEK[2:], "--dry-run")) == (0, monday)


def test_warnings_are_told_once_and_what_weighs_most_last(handouts: Run, here: Path, post: Post):
    rows = "".join(f"{n},P {n},hip-hinge,2026-11-23,p@gmial.com,plain 2026-11-01,,2026-11-19\n" for n in range(1, 4))
    (here / "r.csv").write_text(
        HEAD.replace("\n", ",next visit\n") + rows + "4,Q,hip-hinge,2026-11-23,q@,plain 2026-11-01,,\n"
    )
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run")
    told = [line for line in ran.err.splitlines() if line.startswith("r.csv")]
    assert [line.split(":")[1] for line in told] == ["2", "2", "4", "5"]
    assert told[0].endswith("(and lines 3, 4)")
    assert "next visit" in told[0]
    assert told[1].endswith("but not quite (and lines 3, 4)")
    assert "is not an e-mail address" in told[-1]
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--skip-faulty").code == Exit.SOME_FAILED
    assert len(post.got) == 3
    assert "next visit" not in handouts("mail", "r.csv", *WEEK, "--dry-run").err, "of what is done"


def test_a_preview_can_be_made_anew(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--preview", "p").code == 0
    (here / "p" / "mine.eml").write_text("kept")
    assert handouts("mail", "r.csv", *WEEK, "--preview", "p").code == 0, "its own files are no hindrance"
    (here / "r.csv").write_text(HEAD + GOOD.splitlines()[0] + "\n")
    assert handouts("mail", "r.csv", *WEEK, "--preview", "p").code == 0
    assert sorted(name[:5] for name in files(here / "p") if name.endswith(".eml")) == ["0001-", "mine."]


def test_a_refused_message_that_was_taken_out_is_made_anew(handouts: Run, here: Path, post: Post):
    post.refuse_address("550 5.1.1 no")
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 1
    post.refuse_address("")
    assert "3 failed." in handouts("mail", "r.csv", *WEEK, "--yes").out, "not by itself"
    assert handouts("outbox", "--drop", "1").code == 0
    (here / "r.csv").write_text(HEAD + GOOD.replace("sam@example.com", "new@example.com"))
    assert "2 sent, 1 failed." in handouts("mail", "r.csv", *WEEK, "--yes").out
    (here / "r.csv").write_text(HEAD + GOOD)
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert "1 sent, 1 failed, 1 sent before." in ran.out, "back at the address that was refused"
    assert "3 sent" not in handouts("outbox").out


def test_a_full_disk_is_no_fault_of_a_row(handouts: Run, here: Path, post: Post, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("handouts.mail.spool.Spool.put", full)
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, "The disk is full" in ran.err, "faulty" in ran.out) == (Exit.OUTPUT, True, False)
    assert post.got == []


def test_what_a_kill_left_half_written_is_taken_away(handouts: Run, here: Path, post: Post):
    folder = here / "output" / "mail-of-2026-11-23"
    folder.mkdir(parents=True)
    (folder / ".handout-x.part").write_text("a password")
    os.utime(folder / ".handout-x.part", (0, 0))
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--no-packet-rest").code == 0
    assert files(folder) == {"passwords.pdf"}


def test_what_is_missing_is_named(
    handouts: Run, here: Path, post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert handouts("mail").code == Exit.USAGE
    assert "--week-of: is missing" in handouts("mail", "r.csv").err
    text = (here / "clinic.yaml").read_text()
    (here / "clinic.yaml").write_text(text.replace("\ntimezone:", "\n# timezone:"))
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run", "--calendar")
    assert (ran.code, "timezone: Europe/London" in ran.err) == (Exit.CONTENT, True)
    (here / "clinic.yaml").write_text(text.replace("email:", "# email:"))
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run")
    assert (ran.code, "gives no e-mail address of the clinic" in ran.err) == (Exit.CONTENT, True)
    monkeypatch.chdir(tmp_path)
    assert handouts("mail", "clinic/r.csv", *WEEK, "--dry-run").code == Exit.USAGE


def test_faults_of_e_mail_stop_no_printing(handouts: Run, here: Path):
    (here / "r.csv").write_text(HEAD + "1,Mei Tan,hip-hinge,2026-11-23,n/a,perhaps,x\n")
    ran = handouts("batch", "r.csv", *WEEK)
    assert (ran.code, ran.err) == (0, "")
    with open_register(here) as register:
        assert "n/a" not in json.dumps([row.asked for row in register.history("1")])


def test_help_loads_none_of_it(handouts: Run):
    code = (
        "import sys\nfrom handouts.cli import run\nrun(['mail', '--help'])\n"
        "print([name for name in ('jinja2', 'icalendar', 'email_validator', 'reportlab', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
