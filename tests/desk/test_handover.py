"""A sheet is handed over: saved once, entered once, as it was shown; mailed once, to who agreed to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.deliver.audit import AuditTable
from handouts.deliver.drafts import DraftsTable, SheetDraft, Value
from tests.desk_server import Served, served
from tests.mail.server import PASSWORD, USER, Mailserver

MEI: dict[str, Value] = {"items": ("hip-hinge",), "patient": "Mei Tan", "start": "2026-11-30"}
WISH = {"email": "mei@example.com", "email_consent": "plain", "consent_date": "2026-11-01"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clinic = tmp_path / "clinic"
    clinic.mkdir()
    text = "name: Harbour Street\nphone: 01632 960 000\nemail: hello@clinic.example\n"
    (clinic / "clinic.yaml").write_text(text, "utf-8")
    return clinic


@pytest.fixture
def open_desk(folder: Path) -> Iterator[Served]:
    with served(folder) as one:
        yield one


def draft(one: Served, values: dict[str, Value]) -> SheetDraft:
    with one.desk.register() as register:
        return DraftsTable(register).add(values)


def drawn(one: Served, made: SheetDraft) -> str:
    """The page once its sheet is drawn: it does not wait for one that is not."""
    one.desk.engine.shown(made.values, one.desk.today())
    return one.get(f"/sheet/{made.id}").text


def seen(one: Served, made: SheetDraft) -> str:
    """The key of the sheet as the page shows it."""
    found = re.search(r'name="seen" value="(\w+)"', drawn(one, made))
    assert found
    return found[1]


def test_what_was_shown_is_saved_and_entered_once(open_desk: Served, folder: Path):
    made = draft(open_desk, MEI)
    key = seen(open_desk, made)
    shown = open_desk.get(f"/sheet/{made.id}/pdf/{key}").content
    first = open_desk.post(f"/sheet/{made.id}/issue", {"seen": key, "keep": "1"}, part=True)
    again = open_desk.post(f"/sheet/{made.id}/issue", {"seen": key, "keep": "1"}, part=True)
    open_desk.post(f"/sheet/{made.id}/issue", {"seen": key, "print": "1"}, part=True)
    assert "Saved" in first.text
    assert "the same" in again.text
    (file,) = (folder / "output").iterdir()
    assert file.read_bytes() == shown
    assert "Tan" not in file.name
    assert file.stat().st_mode & 0o077 == 0
    with open_desk.desk.register(reading=True) as register:
        assert [row.patient for row in register.given_to("", ("Mei Tan",))] == ["Mei Tan"]
        assert [row.did for row in AuditTable(register).latest(9)] == ["printed", "saved again", "issued"]
        assert not any("Tan" in " ".join(row) for row in AuditTable(register).latest(9))


def test_the_name_is_in_the_file_only_where_asked_for(open_desk: Served, folder: Path):
    made = draft(open_desk, MEI)
    open_desk.post(f"/sheet/{made.id}/issue", {"seen": seen(open_desk, made), "names": "1"}, part=True)
    (file,) = (folder / "output").iterdir()
    assert file.name.startswith("mei-tan-")


def test_a_sheet_without_a_name_is_not_handed_over(open_desk: Served, folder: Path):
    made = draft(open_desk, {"items": ("hip-hinge",)})
    answer = open_desk.post(f"/sheet/{made.id}/issue", {"keep": "1"}, part=True)
    assert answer.status_code == 422
    assert "has no name yet" in answer.text
    assert not (folder / "output").exists()


def test_a_sheet_that_another_window_changed_is_looked_at_again_first(open_desk: Served, folder: Path):
    made = draft(open_desk, MEI)
    key = seen(open_desk, made)
    with open_desk.desk.register() as register:
        DraftsTable(register).change(made.id, made.number, {"note": "Slow and tall."}, tab="other")
    wish = {**WISH, "seen": key}
    answers = [
        open_desk.post(f"/sheet/{made.id}/{way}", wish, part=True) for way in ("issue", "mail/look", "mail/send")
    ]
    answers += [open_desk.get(f"/sheet/{made.id}/{way}") for way in (f"pdf/{key}", f"phone/{key}", f"mail?seen={key}")]
    for answer in answers:
        assert answer.status_code == 409
        assert "was changed since it was shown" in answer.text
    assert not (folder / "output").exists()


def test_a_sheet_that_nobody_says_was_shown_is_not_handed_over(open_desk: Served, folder: Path):
    made = draft(open_desk, MEI)
    answer = open_desk.post(f"/sheet/{made.id}/issue", {"keep": "1"}, part=True)
    assert answer.status_code == 422
    assert "was not looked at" in answer.text
    assert not (folder / "output").exists()


def test_without_a_clinics_folder_nothing_is_written_and_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with served(None) as one:
        made = draft(one, MEI)
        answer = one.post(f"/sheet/{made.id}/issue", {"seen": seen(one, made), "print": "1"}, part=True)
        assert "entered nowhere" in answer.text
        store = one.desk.store
        assert store.is_dir()
    assert list(tmp_path.iterdir()) == []
    assert not store.exists()


def test_it_goes_to_the_print_queue_that_was_chosen(
    open_desk: Served, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "lp").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/lp.log\n')
    (tools / "lpstat").write_text(
        '#!/bin/sh\n[ "$1" = -d ] && echo "system default destination: Desk" || printf "Back\\nDesk\\n"\n'
    )
    for tool in tools.iterdir():
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    made = draft(open_desk, MEI)
    page = drawn(open_desk, made)
    assert re.findall(r"<option>(\w+)</option>", page)[:2] == ["Desk", "Back"]
    answer = open_desk.post(
        f"/sheet/{made.id}/issue", {"seen": seen(open_desk, made), "print": "1", "queue": "Back"}, part=True
    )
    assert "Sent to the printer Back" in answer.text
    (file,) = (folder / "output").iterdir()
    assert (tmp_path / "lp.log").read_text() == f"-d Back -- {file}\n"
    unknown = {"seen": seen(open_desk, made), "print": "1", "queue": "--help"}
    open_desk.post(f"/sheet/{made.id}/issue", unknown, part=True)
    assert (tmp_path / "lp.log").read_text().count("\n") == 1


def test_the_same_for_another_patient_takes_nothing_of_the_first(open_desk: Served):
    made = draft(open_desk, {**MEI, "note": "Your knee, Mei.", "key": "1041", "days": "daily"})
    answer = open_desk.post(f"/sheet/{made.id}/copy")
    with open_desk.desk.register(reading=True) as register:
        copy = DraftsTable(register).get(str(answer.url).rpartition("/")[2])
    assert copy is not None
    assert dict(copy.values) == {"items": ("hip-hinge",), "start": "2026-11-30", "days": "daily"}


def test_the_page_for_the_phone_is_shown_apart_from_the_desk_and_saved_beside(open_desk: Served, folder: Path):
    made = draft(open_desk, MEI)
    key = seen(open_desk, made)
    shown = open_desk.get(f"/sheet/{made.id}/phone/{key}")
    assert shown.headers["content-security-policy"].startswith("sandbox allow-scripts ")
    assert "allow-same-origin" not in shown.headers["content-security-policy"]
    assert "Mei Tan" not in shown.text
    open_desk.post(f"/sheet/{made.id}/issue", {"seen": key, "page": "1"}, part=True)
    (page,) = (folder / "output").glob("*.html")
    assert page.read_bytes() == shown.content
    assert open_desk.get(f"/sheet/{made.id}/phone/another").status_code == 409


@pytest.fixture
def mailing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Served, Mailserver]]:
    monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", PASSWORD)
    with Mailserver(folder) as server:
        with (folder / "clinic.yaml").open("a", encoding="utf-8") as file:
            file.write(
                f"mail: {{server: 127.0.0.1, port: {server.port}, user: {USER}, ca_file: ca.pem, per_minute: 6000}}\n"
            )
        with served(folder) as one:
            yield one, server


def test_it_is_mailed_once_to_who_agreed(mailing: tuple[Served, Mailserver]):
    one, server = mailing
    made = draft(one, MEI)
    key = seen(one, made)
    look = one.post(f"/sheet/{made.id}/mail/look", {**WISH, "seen": key}, part=True)
    assert "This would go out now" in look.text
    assert server.taken == []
    sent = one.post(f"/sheet/{made.id}/mail/send", {**WISH, "seen": key}, part=True)
    assert "<h2>Sent</h2>" in sent.text
    assert [address for address, _ in server.taken] == ["mei@example.com"]
    again = one.post(f"/sheet/{made.id}/mail/send", {**WISH, "seen": key}, part=True)
    assert "<h2>Not sent</h2>" in again.text
    assert len(server.taken) == 1
    with one.desk.register(reading=True) as register:
        assert len(register.given_to("", ("Mei Tan",))) == 1


FAULTS = (
    ({**WISH, "consent_date": ""}, "day"),
    ({**WISH, "consent_date": "2027-01-01"}, "2027"),
    ({**WISH, "email": "mei@"}, "after the @"),
    ({**WISH, "email_consent": "yes"}, "plain"),
    ({**WISH, "email": "mei@example.com\r\nBcc: all@example.com"}, "line break"),
)


def test_without_a_consent_and_an_address_nothing_is_sent(mailing: tuple[Served, Mailserver]):
    one, server = mailing
    made = draft(one, MEI)
    key = seen(one, made)
    for wish, said in FAULTS:
        look = one.post(f"/sheet/{made.id}/mail/look", {**wish, "seen": key}, part=True)
        assert "Nothing can be sent like this" in look.text
        assert said in look.text
        assert "Send it" not in look.text
        sent = one.post(f"/sheet/{made.id}/mail/send", {**wish, "seen": key}, part=True)
        assert sent.status_code == 422
    assert server.taken == []


def test_what_was_not_looked_at_is_not_sent(mailing: tuple[Served, Mailserver]):
    one, server = mailing
    made = draft(one, MEI)
    assert one.post(f"/sheet/{made.id}/mail/send", WISH, part=True).status_code == 422
    assert server.taken == []
