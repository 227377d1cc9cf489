"""``handouts desk`` without a server: accounts, certificates and the trail by the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handouts.base.problems import HandoutsError
from handouts.cli import cli
from handouts.deliver.accounts import AccountsTable
from handouts.runs.registers import open_register
from tests.desk_network import cheap_hashes

GOOD = "walnut tram over water"


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    with cheap_hashes():
        yield tmp_path


def desk(*arguments: str, password: str = GOOD, typed: str = "") -> Result:
    environment = {"HANDOUTS_DESK_PASSWORD": password}
    return CliRunner().invoke(cli, ["desk", *arguments], env=environment, input=typed)


def said(result: Result) -> str:
    assert isinstance(result.exception, HandoutsError), result.output
    return str(result.exception)


def test_an_account_is_made_changed_listed_and_stands_in_the_trail(clinic: Path):
    assert "can log in, as owner" in desk("--account", "Mei Tan", "--role", "owner").output
    assert "can log in, as desk" in desk("--account", "Jo", "--role", "desk").output
    assert "Jo is clinician" in desk("--account", "JO", "--role", "clinician").output
    assert "switched off" in desk("--account", "Jo", "--disable").output
    assert "Jo has a new password" in desk("--account", "Jo", password="seven foxes on a wall").output
    listed = desk("--accounts").output.splitlines()
    assert [line.split()[:2] for line in listed] == [["Jo", "clinician"], ["Mei", "Tan"]]
    assert "switched off" in listed[0]
    trail = desk("--trail").output
    for words in ("made an account as owner", "gave the role clinician", "switched the account off", "new password"):
        assert words in trail
    assert GOOD not in trail


def test_a_password_is_asked_for_twice_and_never_shown(clinic: Path):
    typed = f"{GOOD}\nnot the same\n{GOOD}\n{GOOD}\n"
    done = desk("--account", "Mei Tan", "--role", "owner", password="", typed=typed)
    assert done.exit_code == 0
    assert "do not match" in done.output
    assert GOOD not in done.output


def test_all_that_is_wrong_is_said_at_once(clinic: Path):
    words = said(desk("--account", "Mei\u202e Tan", "--role", "king", password="password123"))
    assert all(one in words for one in ("name: ", "role: is “king”", "password: is one of those"))
    assert "there is no “Jo” yet" in said(desk("--account", "Jo"))
    assert "there is no account “Jo”" in said(desk("--account", "Jo", "--disable"))
    assert said(desk("--role", "owner", "--disable", "--key", "x")).count("is only for") == 3
    with open_register(clinic, reading=True) as register:
        assert AccountsTable(register).everyone() == []


def test_the_last_owner_stays(clinic: Path):
    desk("--account", "Mei Tan", "--role", "owner")
    assert "only owner" in said(desk("--account", "Mei Tan", "--disable"))
    assert "only owner" in said(desk("--account", "Mei Tan", "--role", "desk"))


def test_without_a_clinics_folder_there_are_no_accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for arguments in (["--accounts"], ["--trail"], ["--account", "Jo", "--role", "desk"], ["--make-certificate"]):
        assert "needs a clinic’s folder" in said(desk(*arguments))


def test_a_certificate_is_made_once(clinic: Path):
    done = desk("--make-certificate", "--listen", "192.168.1.20")
    assert done.exit_code == 0, done.output
    assert (clinic / "desk-key.pem").stat().st_mode & 0o077 == 0
    assert "is there already" in said(desk("--make-certificate"))
