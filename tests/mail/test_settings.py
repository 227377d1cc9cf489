"""The mail server in clinic.yaml, and where its password comes from."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError
from handouts.library.clinic import MailSettings
from handouts.library.load import Library, load_library
from handouts.mail.settings import Login, check_local, server_of
from tests.conftest import Ran

Run = Callable[..., Ran]
GOOD = MailSettings(server="smtp.example.org", user="desk@clinic.example")


def clinic_with(library: Library, mail: MailSettings | None, email: str | None = "hello@clinic.example") -> Library:
    return replace(library, clinic=replace(library.clinic, mail=mail, email=email))


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("{server: smtp.example.org, security: none}", "security: none is for a server on this machine only"),
        ("{server: 10.0.0.1, security: none}", "security: none is for a server on this machine only"),
        ("{server: localhost.example.org, security: none}", "this machine only"),
        ("{server: smtp.example.org, security: ssl}", "expected 'starttls', 'tls' or 'none'"),
        ("{server: smtp.example.org, port: 99999}", "65535 or less"),
        ("{server: 'smtp://x'}", "expected a name such as smtp.example.org"),
        ("{server: a..b}", "expected a name such as smtp.example.org"),
        ("{server: .}", "expected a name such as smtp.example.org"),
        ("{server: bücher..example}", "expected a name such as smtp.example.org"),
        (f"{{server: {'x' * 64}.example}}", "expected a name such as smtp.example.org"),
        ("{server: smtp.example.org, password: secret}", "unknown key “mail.password”"),
        ("{server: smtp.example.org, keyring: true}", "no user"),
        ("{server: smtp.example.org, user: x, keyring: true, password_command: [pass]}", "give one of"),
        ("{server: smtp.example.org, user: x, password_command: []}", "a command needs a program"),
        ("{server: smtp.example.org, user: x, password_command: pass show mail}", "expected a list"),
        ("{server: smtp.example.org, ca_file: ../ca.pem}", "expected a file inside this folder"),
        ("{port: 25}", "lacks “mail.server”"),
    ],
)
def test_faults_are_named_with_file_and_line(handouts: Run, clinic: Path, block: str, said: str):
    path = clinic / "clinic.yaml"
    path.write_text(path.read_text() + f"\nmail: {block}\n")
    line = len(path.read_text().splitlines())
    ran = handouts("check", "--clinic", str(clinic))
    assert ran.code == 3
    assert said in ran.err
    assert f"clinic.yaml:{line}:" in ran.err


@pytest.mark.parametrize("server", ["localhost", "127.0.0.1", "127.9.9.9", '"::1"'])
def test_a_server_on_this_machine_needs_no_encryption(clinic: Path, server: str):
    path = clinic / "clinic.yaml"
    path.write_text(path.read_text() + f"\nmail: {{server: {server}, security: none, from: desk@clinic.example}}\n")
    mail = load_library(clinic).checked().clinic.mail
    assert mail
    assert mail.security == "none"


def test_a_name_that_leads_elsewhere_does_not_count_as_this_machine():
    check_local("127.0.0.1")
    check_local("::1")
    with pytest.raises(HandoutsError, match="is elsewhere"):
        check_local("192.0.2.1")


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465)])
def test_ports_and_sender_have_defaults(library: Library, security: str, port: int):
    server = server_of(clinic_with(library, replace(GOOD, security=security)))
    assert (server.port, server.sender, server.gap) == (port, "hello@clinic.example", 1.0)
    server = server_of(clinic_with(library, replace(GOOD, sender="desk@clinic.example", port=2525)))
    assert (server.port, server.sender) == (2525, "desk@clinic.example")


def test_what_is_missing_is_named(library: Library):
    for mail, email, said in (
        (None, "a@b.c", "names no mail server"),
        (GOOD, None, "no address to send from"),
        (GOOD, "Clinic <hello@clinic.example>", "is not an address"),
        (replace(GOOD, sender="x\r\ny@z"), None, "is not an address"),
    ):
        with pytest.raises(HandoutsError, match=said):
            server_of(clinic_with(library, mail, email))


def login(library: Library, environ: dict[str, str], **changes: object) -> Login | None:
    return server_of(clinic_with(library, replace(GOOD, **changes)), environ).login()


def test_the_password_comes_from_the_environment_first(library: Library):
    assert login(library, {}, user=None) is None
    found = login(library, {"HANDOUTS_MAIL_PASSWORD": "s3cret"}, keyring=True)
    assert found == Login("desk@clinic.example", "s3cret")
    assert "s3cret" not in repr(found)
    with pytest.raises(HandoutsError, match="a user, but no password"):
        login(library, {})


def test_commands_of_a_file_are_run_only_where_the_environment_allows_it(library: Library, tmp_path: Path):
    witness = tmp_path / "ran"
    command = (sys.executable, "-c", f"open({str(witness)!r}, 'w'); print('one'); print('two')")
    for environ in ({}, {"HANDOUTS_ALLOW_COMMANDS": "0"}):
        with pytest.raises(HandoutsError, match="commands from a file are not run"):
            login(library, environ, password_command=command)
    assert not witness.exists()
    allowed = {"HANDOUTS_ALLOW_COMMANDS": "1"}
    assert login(library, allowed, password_command=command) == Login("desk@clinic.example", "one")
    assert login(library, allowed, token_command=command) == Login("desk@clinic.example", "one", token=True)


def test_commands_of_the_environment_go_without_a_shell(library: Library):
    said = login(library, {"HANDOUTS_MAIL_PASSWORD_COMMAND": "echo 'a  b' $HOME; true"})
    assert said == Login("desk@clinic.example", "a  b $HOME; true")
    assert login(library, {"HANDOUTS_MAIL_TOKEN_COMMAND": "echo t"}) == Login("desk@clinic.example", "t", token=True)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("false", r"false failed \(1\)"),
        ("true", "printed nothing"),
        ("/no/such", "cannot be run"),
        ("''", "cannot be run"),
        (" ", "is empty"),
        ("'", "cannot be read"),
    ],
)
def test_commands_that_fail(library: Library, command: str, said: str):
    with pytest.raises(HandoutsError, match=said):
        login(library, {"HANDOUTS_MAIL_PASSWORD_COMMAND": command})


def test_a_command_that_hangs(library: Library, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handouts.mail.settings._COMMAND_WAIT", 0.2)
    with pytest.raises(HandoutsError, match="gave no answer"):
        login(library, {"HANDOUTS_MAIL_PASSWORD_COMMAND": "sleep 5"})


def test_the_key_ring(library: Library, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(HandoutsError, match=r"pip install handouts\[mail\]"):
        login(library, {}, keyring=True)
    held = {("handouts:smtp.example.org", "desk@clinic.example"): "ring"}
    ring, errors = types.ModuleType("keyring"), types.ModuleType("keyring.errors")
    ring.get_password = lambda *place: held.get(place)
    errors.KeyringError = type("KeyringError", (Exception,), {})
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert login(library, {}, keyring=True) == Login("desk@clinic.example", "ring")
    held.clear()
    with pytest.raises(HandoutsError, match=r"keyring set handouts:smtp\.example\.org desk@clinic\.example"):
        login(library, {}, keyring=True)

    def locked(*_: str) -> str:
        raise errors.KeyringError

    ring.get_password = locked
    with pytest.raises(HandoutsError, match="cannot be read"):
        login(library, {}, keyring=True)


def test_an_authority_that_cannot_be_read(library: Library, tmp_path: Path):
    (tmp_path / "bad.pem").write_text("no certificate")
    for name in ("bad.pem", "none.pem"):
        with pytest.raises(HandoutsError, match="cannot be read"):
            server_of(replace(clinic_with(library, replace(GOOD, ca_file=name)), folder=tmp_path)).context()
