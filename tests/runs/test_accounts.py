"""Accounts by their rules: what a password must be, what is kept of it, and how long it takes to look at one."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.deliver.accounts import AccountsTable
from handouts.runs import accounts
from handouts.runs.accounts import add_account, change_account, log_in, new_password, right_password
from handouts.runs.passwordrule import password_fault
from handouts.runs.registers import open_register
from tests.desk_network import cheap_hashes

GOOD = "walnut tram over water"


@pytest.fixture
def _cheap():
    with cheap_hashes():
        yield


@pytest.mark.parametrize("password", [
    "short", "x" * 201, "password123", "Password!2026", "P@ssw0rd2026", "1234567890", "0987654321", "qwertyuiop",
    "QWERTZUIOP", "aaaaaaaaaaaa", "abcabcabcabc", "abcdefghijkl", "Summer2026!", "letmein12345", "Mei Tan 2026",
    "meitan123456", "MéiTan-2026", "Harbour Street", "harbourstreet1", "1111112222", "welcome\u202e12345", "iloveyou2026",
    "passwordpassword", "physiotherapy1",
])  # fmt: skip
def test_what_is_guessed_first_is_no_password(password: str):
    assert password_fault(password, "Mei Tan", "Harbour Street")


@pytest.mark.parametrize("password", [
    GOOD, "tram walnut", "kfjw93kfls", "éèàùçêôîûë", "лошадь скрепка", "五つの灯りと海と山の家族", "7391846250 41",
    "mei likes long walks by the sea", "password of nobody here",
])  # fmt: skip
def test_no_rule_asks_for_signs_figures_or_capitals(password: str):
    assert password_fault(password, "Mei Tan", "Harbour Street") == ""


@given(st.text(max_size=300), st.text(max_size=80))
def test_any_text_is_judged(password: str, name: str):
    assert isinstance(password_fault(password, name), str)


def test_a_password_is_kept_as_the_standard_says(tmp_path: Path):
    """RFC 9106, the second recommended option: argon2id, three passes over 64 MiB by four lanes."""
    with open_register(tmp_path) as register:
        kept = add_account(register, "Mei Tan", "owner", GOOD).hash
        found = extract_parameters(kept)
        assert (found.type, found.time_cost, found.memory_cost, found.parallelism) == (Type.ID, 3, 65_536, 4)
        assert (found.salt_len, found.hash_len) == (16, 32)
        assert GOOD.encode() not in (tmp_path / "register.sqlite").read_bytes()
        assert log_in(register, "Mei Tan", GOOD, "", "")


@pytest.mark.usefixtures("_cheap")
def test_a_hash_of_other_parameters_is_made_anew_and_sessions_go_on(tmp_path: Path):
    with open_register(tmp_path) as register:
        add_account(register, "Mei Tan", "owner", GOOD)
        _, secret = log_in(register, "Mei Tan", GOOD, "", "") or ("", "")
        table, before = AccountsTable(register), accounts._hasher
        old = table.get("Mei Tan").hash
        accounts._hasher = lambda: PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
        try:
            assert log_in(register, "Mei Tan", GOOD, "", "")
        finally:
            accounts._hasher = before
        new = table.get("Mei Tan").hash
        assert extract_parameters(old).time_cost == 1
        assert extract_parameters(new).time_cost == 2
        assert table.session(accounts.digest_of(secret)).ended_at == ""


@pytest.mark.usefixtures("_cheap")
@pytest.mark.parametrize("kind", ["nobody", "off", "wrong", "long", "broken"])
def test_a_hash_is_compared_whether_there_is_such_an_account_or_not(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
):
    looked: list[str] = []
    real = accounts._hasher()

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            looked.append(kept)
            return real.verify(kept, password)

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

    accounts.made_ready()
    with open_register(tmp_path) as register:
        add_account(register, "Mei Tan", "owner", GOOD)
        add_account(register, "Ada", "owner", GOOD)
        change_account(register, "Ada", disabled=True)
        monkeypatch.setattr(accounts, "_hasher", Counting)
        name = {"nobody": "Nobody", "off": "Ada"}.get(kind, "Mei Tan")
        password = {"wrong": "not it at all", "long": GOOD + "x" * 10_000, "broken": "\ud800 lone half"}.get(kind, GOOD)
        assert log_in(register, name, password, "", "") is None
    assert len(looked) == 1
    assert looked[0].startswith("$argon2id$")


@pytest.mark.usefixtures("_cheap")
def test_a_password_is_the_same_however_the_keyboard_makes_its_letters(tmp_path: Path):
    with open_register(tmp_path) as register:
        account = add_account(register, "Zoë", "owner", "cafe\u0301 de\u0301ja\u0300 vu")
        assert right_password(account, "caf\u00e9 d\u00e9j\u00e0 vu")
        assert AccountsTable(register).get("ZOE\u0308") == account


@pytest.mark.usefixtures("_cheap")
def test_a_change_between_look_and_log_in_lets_nobody_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The password was right when it was looked at, and is another's a moment later."""
    with open_register(tmp_path) as register, open_register(tmp_path) as other:
        add_account(register, "Mei Tan", "owner", GOOD)
        real = accounts.right_password

        def looked(account: object, password: str) -> bool:
            found = real(account, password)
            new_password(other, "Mei Tan", "seven foxes on a wall")
            return found

        monkeypatch.setattr(accounts, "right_password", looked)
        assert log_in(register, "Mei Tan", GOOD, "", "") is None
        assert AccountsTable(register).sessions_of("mei tan") == []


@pytest.mark.usefixtures("_cheap")
@given(st.text(max_size=90))
def test_any_name_is_taken_or_refused_in_words(name: str):
    import tempfile

    with tempfile.TemporaryDirectory() as folder, open_register(Path(folder)) as register:
        try:
            made = add_account(register, name, "desk", GOOD)
        except HandoutsError as error:
            assert all(problem.message for problem in error.problems)
        else:
            assert made.name.isprintable()
            assert AccountsTable(register).get(name) == made
