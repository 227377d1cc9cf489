"""Postfix, as Debian has it, takes what is sent and delivers it to Maildir; what arrives is read back."""

from __future__ import annotations

import mailbox
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest

from handouts.library.load import Library
from handouts.library.models import MailSettings
from handouts.mail.parcel import Parcel
from handouts.mail.send import send_all
from handouts.register import open_register

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
BOXES = ("p0", "p1", "zoe")


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


def parcel(number: int, name: str) -> Parcel:
    message = EmailMessage(policy=SMTP)
    message_id = f"<{number}.handout@clinic.example>"
    message["From"], message["To"] = "Harbour Street <hello@clinic.example>", f"Zoë Nguyễn <{name}@patients.example>"
    message["Subject"], message["Message-ID"] = "Your week – from Łódź Street", message_id
    message.set_content("Hello Zoë,\n.\n..\nFrom here on: tick each box.\n")
    message.add_alternative("<p>Hello Zoë</p>", subtype="html")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="handout.pdf")
    return Parcel(f"H{number:011}", "", "Zoë", f"{name}@patients.example", message_id, message.as_bytes())


def arrived(root: Path, name: str) -> list[EmailMessage]:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        box = root / "mail" / name
        if box.is_dir() and (found := list(mailbox.Maildir(box, create=False))):
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
    assert [state for state, _ in said] == ["sent"] * 3 + ["failed"] + ["skipped"] * 3 + ["failed"], log.read_text()
    assert "550 5.1.1" in said[3][1]
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
