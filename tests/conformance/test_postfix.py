"""Postfix, as Debian has it, takes what is sent and delivers it to Maildir; what arrives is read back."""

from __future__ import annotations

import io
import mailbox
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import SMTP, default
from html import unescape
from pathlib import Path

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from handouts.library.clinic import MailSettings
from handouts.library.load import Library
from handouts.mail.message import Message
from handouts.mail.send import send_all
from handouts.runs.registers import open_register
from tests.conftest import Ran, pdf_text

pytestmark = pytest.mark.judge
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 400 + b"\n.\n%%EOF\n"
MAIN = """
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = mail.clinic.example
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = patients.example
virtual_mailbox_base = {root}/mail
virtual_mailbox_maps = texthash:{root}/boxes
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_recipient_restrictions = permit_mynetworks, reject
maillog_file = {root}/log/postfix.log
maillog_file_prefixes = {root}
smtputf8_enable = yes
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
BOXES = ("p0", "p1", "zoe", "desk")


def postfix() -> str:
    """The program, or a reason to go without."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can start Postfix")
    found = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not found and os.environ.get("CI"):
        pytest.fail("Postfix must judge here, and is not installed")
    if not found:
        pytest.skip("Postfix is not installed here (Debian: postfix)")
    return found


@pytest.fixture
def server() -> Iterator[tuple[int, Path]]:
    """A Postfix of its own on loopback: its port, and the folder of its mailboxes."""
    import pwd

    program = postfix()
    owner = pwd.getpwnam("postfix")
    root = Path(tempfile.mkdtemp(prefix="pf"))  # paths of sockets must be short
    try:
        root.chmod(0o755)
        for name in ("queue", "data", "mail", "log", "etc"):
            (root / name).mkdir()
        for name in ("data", "mail"):
            os.chown(root / name, owner.pw_uid, owner.pw_gid)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        (root / "boxes").write_text("".join(f"{name}@patients.example {name}/\n" for name in BOXES))
        (root / "etc" / "main.cf").write_text(MAIN.format(root=root, uid=owner.pw_uid, gid=owner.pw_gid))
        (root / "etc" / "master.cf").write_text(MASTER.format(port=port).lstrip())
        shutil.copy("/etc/postfix/postfix-files", root / "etc")
        started = subprocess.run(
            [program, "-c", str(root / "etc"), "start"], capture_output=True, text=True, check=False, timeout=60
        )
        assert started.returncode == 0, started.stdout + started.stderr
        try:
            yield port, root
        finally:
            subprocess.run([program, "-c", str(root / "etc"), "stop"], capture_output=True, check=False, timeout=60)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def parcel(number: int, name: str) -> Message:
    message = EmailMessage(policy=SMTP)
    message_id = f"<{number}.handout@clinic.example>"
    message["From"], message["To"] = "Harbour Street <hello@clinic.example>", f"Zoë Nguyễn <{name}@patients.example>"
    message["Subject"], message["Message-ID"] = "Your week – from Łódź Street", message_id
    message.set_content("Hello Zoë,\n.\n..\nFrom here on: tick each box.\n")
    message.add_alternative("<p>Hello Zoë</p>", subtype="html")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="handout.pdf")
    return Message(f"H{number:011}", "", "Zoë", f"{name}@patients.example", message_id, message.as_bytes())


def arrived(root: Path, name: str) -> list[EmailMessage]:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        box = root / "mail" / name
        ready = all((box / name).is_dir() for name in ("cur", "new", "tmp"))  # Postfix makes them one by one
        if ready and (found := list(mailbox.Maildir(box, create=False))):
            return [_parsed(one) for one in found]
        time.sleep(0.1)
    return []


def _parsed(one: mailbox.MaildirMessage) -> EmailMessage:
    import email

    parsed = email.message_from_bytes(one.as_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_what_is_sent_arrives_whole(server: tuple[int, Path], tmp_path: Path, library: Library):
    port, root = server
    mail = MailSettings(server="127.0.0.1", port=port, security="none", sender="hello@clinic.example", per_minute=6000)
    clinic = replace(library, folder=tmp_path, clinic=replace(library.clinic, mail=mail))
    sent = [parcel(number, name) for number, name in enumerate([*BOXES, "nobody"])]
    said: list[tuple[str, str]] = []
    for _ in range(2):  # the second time nothing goes out
        with open_register(tmp_path) as register:
            send_all(sent, clinic, register, report=lambda *heard: said.append(heard[1:]), stop=lambda: False)
    log = root / "log" / "postfix.log"
    assert [state for state, _ in said] == ["sent"] * 4 + ["failed"] + ["skipped"] * 4 + ["failed"], log.read_text()
    assert "550 5.1.1" in said[4][1]
    for one, name in zip(sent, BOXES, strict=False):
        (message,) = arrived(root, name)
        assert message["Message-ID"] == one.message_id
        assert message["Subject"] == "Your week – from Łódź Street"
        assert message["To"].addresses[0].display_name == "Zoë Nguyễn"
        assert message["Return-Path"] == "<hello@clinic.example>"
        plain, html = message.get_body(("plain",)), message.get_body(("html",))
        assert plain
        assert html
        assert plain.get_content() == "Hello Zoë,\n.\n..\nFrom here on: tick each box.\n"
        assert html.get_content() == "<p>Hello Zoë</p>\n"
        (attached,) = message.iter_attachments()
        assert attached.get_filename() == "handout.pdf"
        assert attached.get_content() == PDF


ROSTER = """\
id,patient,program,start,next visit,email,email consent,password
1,Zoë Nguyễn,hip-hinge,2027-03-22,2027-04-05 9:30,zoe@patients.example,plain 2026-11-01,
2,Ana García,low-back,2027-03-22,2027-04-05,p0@patients.example,protected 2026-11-01,
3,Jo O'Neil-Łoś,hip-hinge,2027-03-15,,p1@patients.example,protected 2026-11-01,our own word
4,Nobody There,hip-hinge,2027-03-15,,nobody@patients.example,plain 2026-11-01,
5,Paper Only,hip-hinge,2027-03-22,,,none,
"""


def test_the_week_arrives_as_the_clinic_meant_it(
    server: tuple[int, Path], handouts: Callable[..., Ran], clinic: Path, monkeypatch: pytest.MonkeyPatch
):
    """The whole command, from a roster to Maildir; the clocks go forward on the week's last day."""
    port, root = server
    monkeypatch.chdir(clinic)
    path = clinic / "clinic.yaml"
    lines = f"mail: {{server: 127.0.0.1, port: {port}, security: none, per_minute: 6000}}\ntimezone: Europe/London\n"
    path.write_text(path.read_text().replace("hello@your-clinic.example", "desk@patients.example") + lines)
    (clinic / "roster.csv").write_text(ROSTER)
    command = ("mail", "roster.csv", "--week-of", "2027-03-22", "--issued", "2027-03-19", "--calendar", "--yes")
    ran = handouts(*command)
    assert "roster.csv:5: failed: " in ran.err, ran.err
    assert "550 5.1.1" in ran.err
    assert "3 sent, 1 failed." in ran.out
    ran = handouts(*command)
    assert "1 failed, 3 sent before." in ran.out
    assert handouts("mail", "--test").code == 0
    assert arrived(root, "desk")[0]["Subject"] == "Test of Handouts"

    slip = pdf_text((clinic / "output" / "mail-of-2027-03-22" / "passwords.pdf").read_bytes())
    generated = next(word for word in slip.split() if word.count("-") == 4)
    for box, name, password in (
        ("zoe", "Zoë Nguyễn", ""),
        ("p0", "Ana García", generated),
        ("p1", "Jo O'Neil-Łoś", "our own word"),
    ):
        (message,) = arrived(root, box)
        _headers(message, f"{box}@patients.example", name)
        plain, html = message.get_body(("plain",)), message.get_body(("html",))
        assert plain
        assert html
        assert f"Hello {name}," in plain.get_content()
        assert name in unescape(html.get_content())
        assert ("asks for the password" in plain.get_content()) == bool(password)
        pdf, calendar = message.iter_attachments()
        assert (pdf.get_filename(), calendar.get_filename()) == ("handout-2027-03-22.pdf", "reminders.ics")
        assert pdf.get_content_type() == "application/pdf"
        reader = PdfReader(io.BytesIO(pdf.get_content()))
        assert reader.is_encrypted == bool(password)
        if password:
            assert not reader.decrypt("wrong")
            assert reader.decrypt(password)
        assert name in " ".join(reader.pages[0].extract_text().split())
        _calendar(calendar.get_content(), protected=bool(password), visit=box == "zoe")


def _headers(message: EmailMessage, address: str, name: str) -> None:
    """As they should be, and nothing of the patient but the address."""
    assert [one.addr_spec for one in message["To"].addresses] == [address]
    assert [one.addr_spec for one in message["From"].addresses] == ["desk@patients.example"]
    assert [one.addr_spec for one in message["Reply-To"].addresses] == ["desk@patients.example"]
    assert message["Return-Path"] == "<desk@patients.example>"
    assert message["Message-ID"].endswith("@patients.example>")
    assert message["List-Unsubscribe"] == "<mailto:desk@patients.example?subject=stop>"
    assert message["Date"].datetime
    assert message["Subject"].endswith(": your sheet for 22 March 2027")
    assert not any(word in str(value) for value in message.values() for word in name.split())
    assert not message.defects


def _calendar(text: str | bytes, *, protected: bool, visit: bool) -> None:
    found = Calendar.from_ical(text)
    events = found.walk("VEVENT")
    assert ("Appointment" in str(text)) == visit
    assert {str(event["summary"]) for event in events if "visit" not in event["uid"]} == {
        "Reminder" if protected else "Home exercises"
    }
    for event in events:
        if "visit" not in event["uid"]:
            start = event["dtstart"].dt
            assert (start.hour, start.tzinfo.key) == (9, "Europe/London")
            assert start.utcoffset() == timedelta(hours=int(start.date() >= date(2027, 3, 28)))
