"""Monday's last steps over the wire: sheets are made in a process of its own, looked at, and mail goes out once."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.desk.monday.work import works_of
from tests.conftest import pdf_text
from tests.desk.monday import GOOD, HEAD, WEEK, address, hidden, make_clinic, when_done, words
from tests.desk_server import Served, served
from tests.mail.server import PASSWORD, USER, Mailserver

MAILED = (
    "Patient,ID,Programme,Start,Email,Email consent\n"
    "Mei Tan,1,hip-hinge,2026-11-23,mei@example.com,plain 2026-11-01\n"
    "Ana García,2,low-back,2026-11-23,,none\n"
    "Sam Okafor,3,hip-hinge,2026-11-16,sam@example.com,plain 2026-11-01\n"
)
PACKET = {"packet": "1", "by": "appointment"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    folder = make_clinic(tmp_path / "clinic")
    (folder / "list.csv").write_text(HEAD + GOOD, "utf-8")
    with served(folder) as one:
        yield one
        works_of(one.desk).stop()
        works_of(one.desk).wait(30)


def output(desk: Served) -> Path:
    assert desk.desk.folder
    return desk.desk.folder / "output" / f"week-of-{WEEK}"


def test_a_packet_and_files_are_made_opened_and_not_replaced_unasked(desk: Served):
    base = address(desk, "list.csv")
    assert desk.post(f"{base}/make/begin", {"by": "roster"}, part=True).status_code == 422  # nothing is ticked
    began = desk.post(f"{base}/make/begin", {**PACKET, "files": "folder"}, part=True)
    assert 'data-stream="/monday/work/stream"' in began.text
    again = desk.post(f"{base}/make/begin", PACKET, part=True, tab="b")
    assert again.status_code == 422
    assert "is under way" in words(again.text)
    stream = desk.get("/monday/work/stream").text  # ends with the work
    assert "event: done" in stream
    text = when_done(desk, f"{base}/make")
    assert "Packet: 2 made, 1 not yet" in words(text)
    assert "Files: 2 made, 1 not yet" in words(text)
    assert "starts on 2027-03-01" in words(text)
    packet = desk.get(f"{base}/file/packet-01.pdf")
    assert packet.headers["content-type"] == "application/pdf"
    assert packet.headers["content-disposition"].startswith("inline")
    said = pdf_text(packet.content)
    assert "Mei Tan" in said
    assert "Jo Bloggs" not in said
    (sheet,) = re.findall(r"/file/(0001-[^\"?]+)", text)[:1]
    assert "أحمد علي" in pdf_text(desk.get(f"{base}/file/{sheet}?keep=1").content)  # whose visit is first
    assert (output(desk) / "packet-01.pdf").stat().st_mode & 0o777 == 0o600

    (output(desk) / "packet-09.pdf").symlink_to(output(desk).parents[1] / "clinic.yaml")
    for kept in ("manifest-list-packet.json", "packet-09.pdf"):
        assert (output(desk) / kept).exists()
        assert desk.get(f"{base}/file/{kept}").status_code == 404, kept
    (output(desk) / "packet-09.pdf").unlink()

    before = (output(desk) / "packet-01.pdf").read_bytes()
    (output(desk) / "packet-01.pdf").write_bytes(before + b"%another")
    desk.post(f"{base}/make/begin", PACKET, part=True)
    text = when_done(desk, f"{base}/make")
    assert "Nothing was replaced" in words(text)
    assert (output(desk) / "packet-01.pdf").read_bytes().endswith(b"%another")
    desk.post(f"{base}/make/begin", {**hidden(text, "/make/begin"), "force": "1"}, part=True)
    assert "Packet: 2 made" in words(when_done(desk, f"{base}/make"))
    assert (output(desk) / "packet-01.pdf").read_bytes() == before


def test_work_that_is_killed_is_told_of_and_goes_on(desk: Served):
    assert desk.desk.folder
    rows = "".join(f"Patient {at},{at},hip-hinge,2026-11-23,,\n" for at in range(300))
    (desk.desk.folder / "many.csv").write_text(HEAD + rows, "utf-8")
    base = address(desk, "many.csv")
    works = works_of(desk.desk)
    assert desk.post(f"{base}/make/begin", {"files": "folder"}, part=True).status_code == 200
    assert works.now
    assert works._started
    end = time.monotonic() + 90
    while not works.now.done and time.monotonic() < end:
        time.sleep(0.02)
    os.kill(works._started.process, signal.SIGKILL)
    assert works.wait(30)
    made = {path.name for path in output(desk).glob("*.pdf")}
    assert made
    assert len(made) < 300
    text = when_done(desk, f"{base}/make")
    assert "was ended from outside" in words(text)
    assert "The last time was not finished" in words(text)
    desk.post(f"{base}/make/begin", {**hidden(text, "/make/begin")}, part=True)
    text = when_done(desk, f"{base}/make", 120)
    assert re.search(r"\d+ made, \d+ done before", words(text))
    assert len(list(output(desk).glob("*.pdf"))) == 300
    assert "was not finished" not in text


def test_work_that_is_stopped_finishes_what_is_in_hand(desk: Served):
    assert desk.desk.folder
    rows = "".join(f"Patient {at},{at},low-back,2026-11-23,,\n" for at in range(300))
    (desk.desk.folder / "many.csv").write_text(HEAD + rows, "utf-8")
    base = address(desk, "many.csv")
    works = works_of(desk.desk)
    desk.post(f"{base}/make/begin", {"files": "folder"}, part=True)
    end = time.monotonic() + 90
    while works.now and not works.now.done and time.monotonic() < end:
        time.sleep(0.02)
    assert desk.post("/monday/work/stop").status_code == 200
    text = when_done(desk, f"{base}/make")
    found = re.search(r"Stopped after (\d+) of 300 rows", words(text))
    assert found
    assert 0 < int(found[1]) < 300
    assert len(list(output(desk).glob("*.pdf"))) == int(found[1])


def test_a_list_that_changed_since_it_was_seen_is_not_mailed_or_printed_over(desk: Served):
    base = address(desk, "list.csv")
    assert desk.post(f"{base}/mail/look", part=True).status_code == 422  # no server
    assert "no mail server" in words(desk.get(f"{base}/mail").text)
    wrong = desk.post(f"{base}/make/print", {"file": "../clinic.yaml"}, part=True)
    assert wrong.status_code == 404
    assert desk.post(f"{base}/make/print", {"queue": "--evil"}, part=True).status_code == 422


LP = """#!/bin/sh
case "$(basename "$0") $1" in
"lpstat -e") printf 'front-desk\nupstairs\n' ;;
"lpstat -d") echo "system default destination: front-desk" ;;
lp*) echo "$@" >> "$0.said" ;;
esac
"""


@pytest.mark.skipif(os.name == "nt", reason="prints another way there")
def test_packets_are_sent_to_the_chosen_printer(desk: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("lp", "lpstat"):
        (programs / name).write_text(LP)
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    base = address(desk, "list.csv")
    desk.post(f"{base}/make/begin", PACKET, part=True)
    text = when_done(desk, f"{base}/make")
    assert "<option>front-desk</option><option>upstairs</option>" in text
    chosen = {"file": "packet-01.pdf", "queue": "upstairs"}
    assert desk.post(f"{base}/make/print", chosen, part=True).status_code == 200
    assert (programs / "lp.said").read_text().split() == ["-d", "upstairs", "--", str(output(desk) / "packet-01.pdf")]
    assert desk.post(f"{base}/make/print", {**chosen, "queue": "gone"}, part=True).status_code == 422


# --- mail ----------------------------------------------------------------------------------------


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Served, Mailserver]]:
    monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", PASSWORD)
    folder = tmp_path / "clinic"
    folder.mkdir()
    with Mailserver(folder) as server:
        mail = f"{{server: 127.0.0.1, port: {server.port}, user: {USER}, ca_file: ca.pem, per_minute: 6000}}"
        make_clinic(folder, f"email: hello@clinic.example\ntimezone: Europe/London\nmail: {mail}\n")
        (folder / "list.csv").write_text(MAILED, "utf-8")
        with served(folder) as one:
            yield one, server
            works_of(one.desk).wait(30)


def look(desk: Served, base: str) -> str:
    assert desk.post(f"{base}/mail/look", {"calendar": ""}, part=True).status_code == 200
    return when_done(desk, f"{base}/mail")


def test_mail_is_looked_at_read_confirmed_sent_once_and_settled(post: tuple[Served, Mailserver]):
    desk, server = post
    base = address(desk, "list.csv")
    text = look(desk, base)
    assert "2 to mail, 1 to print" in words(text)
    assert server.taken == []
    assert not list((desk.desk.store / "output").glob("*"))
    letter = words(desk.get(f"{base}/mail/letter?line=2").text)
    assert "mei@example.com" in letter
    assert "handout-2026-11-30.pdf" in letter
    assert "Mei Tan" in letter
    form = hidden(text, "/mail/send")
    assert form["confirmed"] == "Send 2 messages, 1 to print?"
    for unsure in (form, {**form, "sure": "1", "confirmed": "Send 3 messages?"}, {**form, "sure": "1", "digest": "x"}):
        assert desk.post(f"{base}/mail/send", unsure, part=True).status_code == 422
    assert server.taken == []

    server.data = lambda to, _: "550 5.1.1 no such patient" if "sam" in to else None
    assert desk.post(f"{base}/mail/send", {**form, "sure": "1"}, part=True).status_code == 200
    text = when_done(desk, f"{base}/mail")
    assert [to for to, _ in server.taken] == ["mei@example.com"]
    assert "1 sent, 1 failed" in words(text)
    assert "packet-01.pdf" in text

    assert "1 sent before, 1 refused before" in words(look(desk, base))
    text = desk.get(f"{base}/mail").text
    assert "1 refused" in words(text)
    assert "1 sent" in words(text)
    server.data = lambda *_: None
    waiting = hidden(text, "/outbox/again")
    assert desk.post(f"{base}/outbox/again", waiting, part=True).status_code == 422  # consent was not confirmed
    assert desk.post(f"{base}/outbox/again", {**waiting, "sure": "1"}, part=True).status_code == 200
    when_done(desk, f"{base}/mail")
    assert [to for to, _ in server.taken] == ["mei@example.com", "sam@example.com"]

    text = desk.get(f"{base}/mail").text
    form = hidden(text, "/outbox/one")
    stale = desk.post(f"{base}/outbox/one", {**form, "was": "queued", "what": "drop"}, part=True)
    assert stale.status_code == 409
    assert "is sent by now" in words(stale.text)
    assert desk.post(f"{base}/outbox/one", {**form, "what": "drop"}, part=True).status_code == 422


def test_rows_at_fault_hold_the_mail_until_a_person_says_otherwise(post: tuple[Served, Mailserver]):
    desk, server = post
    (desk.desk.store / "list.csv").write_text(
        MAILED + "Bo,4,hip-hinge,2026-11-23,bo@example,plain 2026-11-01\n", "utf-8"
    )
    base = address(desk, "list.csv")
    text = look(desk, base)
    assert "1 to mend before anything goes" in words(text)
    form = {**hidden(text, "/mail/send"), "sure": "1"}
    assert desk.post(f"{base}/mail/send", form, part=True).status_code == 422
    (desk.desk.store / "list.csv").write_text(MAILED, "utf-8")  # mended behind the page's back
    assert desk.post(f"{base}/mail/send", {**form, "faulty": "1"}, part=True).status_code == 422
    assert server.taken == []
