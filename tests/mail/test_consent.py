"""What a row must say before a patient is written to."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError, Problem
from handouts.mail.addresses import domain, doubts, mask, read_address, shared_addresses
from handouts.mail.consent import Said, Wish, contradictions, read_wish, said, swapped
from handouts.mail.passwords import WORDS, password_for, secret_of

TODAY = date(2026, 11, 23)
MAIL = "mei@example.com"


def wish(consent: str = "", email: str = MAIL, **more: Any) -> tuple[Wish | None, list[Problem]]:
    return read_wish({"email": email, "email_consent": consent, **more}, TODAY, more.pop("dates", ""))


@pytest.mark.parametrize(
    "text", ["plain 2026-11-01", "plain, 2026-11-01", "Plain: 1 Nov 2026", "plain since 2026-11-1"]
)
def test_a_dated_consent_is_read(text: str):
    assert wish(text) == (Wish("plain", date(2026, 11, 1), MAIL), [])


def test_the_date_may_stand_in_a_column_of_its_own():
    assert wish("protected", consent_date="2026-11-01")[0] == Wish("protected", date(2026, 11, 1), MAIL)
    assert wish("protected 2026-11-01", consent_date="2026-11-01")[0] is not None
    assert wish("protected 2026-11-01", consent_date="2026-11-02")[1][0].place == "consent_date"


def test_the_order_of_day_and_month_is_the_clinic_s():
    assert read_wish({"email": MAIL, "email_consent": "plain 03/04/2026"}, TODAY)[0] is None
    found = read_wish({"email": MAIL, "email_consent": "plain 03/04/2026"}, TODAY, "dmy")[0]
    assert found
    assert found.since == date(2026, 4, 3)


@pytest.mark.parametrize("email", [MAIL, "", "nonsense"])
@pytest.mark.parametrize("text", ["none", "None", "no", "print", "paper", "none 2026-11-01", "never"])
def test_none_is_never_mailed(text: str, email: str):
    found, problems = wish(text, email)
    assert not problems
    assert found
    assert (found.choice, found.address) == ("none", "")


def test_without_address_and_consent_it_is_printed():
    assert wish("", "") == (Wish("none"), [])
    assert read_wish({}, TODAY) == (Wish("none"), [])
    assert wish("", "", consent_date="2026-11-01") == (Wish("none"), [])


@pytest.mark.parametrize(
    ("consent", "email", "more", "place", "says"),
    [
        ("", MAIL, {}, "email_consent", "is empty, but there is an e-mail address"),
        ("plain", MAIL, {}, "email_consent", "has no date"),
        ("protected", MAIL, {}, "email_consent", "has no date"),
        ("plain 2026-11-24", MAIL, {}, "email_consent", "still to come"),
        ("plain 1926-11-01", MAIL, {}, "email_consent", "too long ago"),
        ("plain today", MAIL, {}, "email_consent", "is not a date"),
        ("plain 2026-02-30", MAIL, {}, "email_consent", "not in the calendar"),
        ("yes 2026-11-01", MAIL, {}, "email_consent", "is not a choice"),
        ("2026-11-01", MAIL, {}, "email_consent", "is not a choice"),
        ("plain 2026-11-01", "", {}, "email", "is empty, but there is consent"),
        ("plain 2026-11-01", "mei@", {}, "email", "is not an e-mail address"),
        ("plain 2026-11-01", "a@x.com; b@x.com", {}, "email", "several addresses"),
        ("plain 2026-11-01", "a@x.com b@x.com", {}, "email", "several addresses"),
        ("plain 2026-11-01", "a@x.com, b", {}, "email", "several addresses"),
        ("plain 2026-11-01", "a@x.com; b", {}, "email", "several addresses"),
        ("plain 2026-11-01", "Mei <a@x.com>", {}, "email", "leave the name"),
        ("plain 2026-11-01", MAIL, {"password": "long enough"}, "password", "says “plain”"),
        ("protected 2026-11-01", MAIL, {"password": "short"}, "password", "shorter than 8"),
        ("protected 2026-11-01", MAIL, {"password": "12345678\n9"}, "password", "invisible"),
        ("protected 2026-11-01", MAIL, {"password": "wong\u2019s own word"}, "password", "curly quotes"),
        ("protected 2026-11-01", MAIL, {"password": "\uff11" * 8}, "password", "in different ways"),
        ("protected 2026-11-01", MAIL, {"password": "1.23456789012346e+19"}, "password", "a date or a long number"),
        ("protected 2026-11-01", MAIL, {"password": "2026-11-01 00:00"}, "password", "a date or a long number"),
        ("protected 2026-11-01", MAIL, {"password": "1951-04-12"}, "password", "a date or a long number"),
    ],
)
def test_anything_short_of_a_dated_consent_is_a_problem(
    consent: str, email: str, more: dict[str, str], place: str, says: str
):
    found, problems = wish(consent, email, **more)
    assert found is None
    assert [problem.place for problem in problems] == [place]
    assert says in problems[0].message
    assert not problems[0].warning


def test_a_password_is_taken_as_keyboards_type_it():
    found, _ = wish("protected 2026-11-01", password="Zoe\u0308-and-Kai")
    assert found is not None
    assert found.password == "Zo\u00eb-and-Kai"


def test_every_problem_is_told_at_once():
    _, problems = wish("protected", "nonsense", password="short")
    assert {problem.place for problem in problems} == {"email_consent", "email", "password"}


@given(
    st.dictionaries(
        st.sampled_from(["email", "email_consent", "consent_date", "password"]),
        st.one_of(st.text(max_size=40), st.none(), st.integers(), st.floats(), st.just(MAIL)),
    )
)
def test_nothing_is_mailed_without_a_dated_consent(fields: dict[str, Any]):
    found, problems = read_wish(fields, TODAY)
    assert (found is None) == bool(problems)
    if found and found.choice != "none":
        assert found.since
        assert found.since <= TODAY
        assert found.address


def rows(*given: tuple[str, str, str, str]) -> list[Said]:
    """Rows of id, name, address and consent."""
    found = []
    for line, (key, patient, email, consent) in enumerate(given, 2):
        fields = {"key": key, "patient": patient, "email": email, "email_consent": consent}
        found.append(said(line, fields, read_wish(fields, TODAY)[0]))
    return found


PLAIN, PROTECTED = "plain 2026-11-01", "protected 2026-11-15"


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        (("1", "Mei", MAIL, "none"), ("1", "Mei", MAIL, PLAIN), {0, 1}),
        (("1", "Mei", MAIL, PLAIN), ("1", "M. Tan", MAIL, PROTECTED), {0, 1}),
        (("1", "Mei", MAIL, PLAIN), ("1", "Mei", "m@x.example", PROTECTED), {0, 1}),
        (("1", "Mei", MAIL, PLAIN), ("1", "M. Tan", MAIL, PLAIN), set()),
        (("1", "Mei", MAIL, PLAIN), ("1", "Mei", "m@x.example", PLAIN), set()),
        (("7a", "Mei", MAIL, PLAIN), ("7A", "Mei", MAIL, "none"), {0, 1}),
        (("", "Mei Tan", MAIL, PLAIN), ("", "mei  tan", MAIL.upper(), "none"), {0, 1}),
        (("", "Siân O’Neill", MAIL, PLAIN), ("", "sia\u0302n o'neill", "", "none"), {0, 1}),
        (("", "Mei", MAIL, PLAIN), ("", "Mei", "", "none"), {0, 1}),
        (("1", "Mei", MAIL, PLAIN), ("", "Mei", "", ""), {0, 1}),
        (("1", "Mei", MAIL, PLAIN), ("1", "Mei", MAIL, "perhaps"), {0}),
        (("1", "Mei", MAIL, ""), ("1", "Mei", MAIL, PLAIN), {1}),
        (("1", "Mei", MAIL, PLAIN), ("1", "Mei", MAIL, "plain 2026-10-01"), set()),
        (("1", "Mei", MAIL, PLAIN), ("2", "Mei", MAIL, "none"), set()),
        (("", "Mei", MAIL, PLAIN), ("", "Mei", "other@example.com", PROTECTED), set()),
        (("", "Mei", MAIL, PLAIN), ("", "Jo", MAIL, "none"), set()),
    ],
)
def test_two_rows_of_a_patient_must_agree(
    first: tuple[str, str, str, str], second: tuple[str, str, str, str], wrong: set[int]
):
    found = contradictions(rows(first, second))
    assert found.keys() == wrong
    for at, problem in found.items():
        assert f"line {3 - at}, of the same patient" in problem.message
        assert "Mei" not in str(problem)


def test_an_id_of_two_people_is_a_fault():
    found = contradictions(rows(("7", "Sam One", MAIL, PROTECTED), ("7", "Tim Two", "b@x.example", PROTECTED)))
    assert [problem.place for problem in found.values()] == ["key", "key"]
    assert "line 3 too" in found[0].message
    assert "Sam" not in str(found)


JO, KIT = ("1", "Jo", "jo@x.example", PLAIN), ("2", "Kit", "kit@x.example", PLAIN)
MOVED = ("2", "Kit", "new@x.example", PLAIN)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (
            [("1", "Jo", "kit@x.example", PLAIN), ("2", "Kit", "jo@x.example", PLAIN)],
            {0, 1},
        ),  # sorted without the others
        ([("1", "Jo", "KIT@x.example", PLAIN), MOVED], {0}),
        ([("1", "Jo", "kit@x.example", PLAIN), ("2", "Kit", "", "none")], {0}),
        ([JO, KIT], set()),
        ([JO, ("2", "Kit", "jo@x.example", PLAIN)], set()),  # moved in with the other, who is still there
        ([("1", "Jo", "kit@x.example", PLAIN)], set()),  # a roster of their own
        ([("3", "New", "kit@x.example", PLAIN), MOVED], {0}),
        ([("", "Jo", "jo@x.example", PLAIN), MOVED], set()),  # without the id
        ([("9", "jo", "jo@x.example", PLAIN), JO], set()),
    ],
)
def test_addresses_that_have_changed_hands_are_a_fault(given: list[tuple[str, str, str, str]], wrong: set[int]):
    reached = {"jo@x.example": {("1", "jo")}, "kit@x.example": {("2", "kit")}}
    found = swapped(rows(*given), reached)
    assert found.keys() == wrong
    assert all(problem.place == "email" and "Jo" not in str(problem) for problem in found.values())


def test_a_wish_does_not_show_address_or_password():
    found, _ = wish("protected 2026-11-01", password="very secret")
    assert "mei" not in repr(found)
    assert "secret" not in repr(found)


# --- addresses -----------------------------------------------------------------------------------


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_address_can_break_a_header(before: str, after: str):
    for text in (before, f"{before}@{after}", f"mei@example.com{after}", f"{before}\r\nBcc: x@y.example"):
        try:
            found = read_address(text)
        except ValueError as error:
            assert not before.strip() or len(before) < 4 or before not in str(error)
            continue
        assert found.count("@") == 1
        assert not set(found) & set('\r\n\0 <>,;:"()')
        assert found.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "mei\r\n@example.com",
        "me\ti@example.com",
        "mei@exam\0ple.com",
        "m\u202eei@example.com",
        "mei@example\u2028.com",
        "mei\u200b@example.com",
    ],
)
def test_an_invisible_character_in_an_address_is_named_as_that(text: str):
    with pytest.raises(ValueError, match="line break or an invisible character"):
        read_address(text)


def test_addresses_of_all_the_world():
    assert read_address(" mei@exämple.de ") == "mei@xn--exmple-cua.de"
    assert read_address("mëi@example.com") == "mëi@example.com"
    assert domain("mëi@exämple.de") == "xn--exmple-cua.de"
    assert mask("mei@example.com") == "m…@example.com"
    assert mask('"a@b"@example.com') == '"…@example.com'


def test_an_address_of_several_patients_is_pointed_out():
    found = shared_addresses([(2, MAIL), (3, "o@example.com"), (5, MAIL.upper()), (7, MAIL)], "r.csv")
    assert [(problem.line, problem.message, problem.warning) for problem in found] == [
        (7, "email: is also that of lines 2, 5", True)
    ]
    assert "mei" not in str(found)


# --- generated passwords -------------------------------------------------------------------------


def test_a_patient_keeps_a_password_and_no_one_else_has_it():
    one = password_for(b"s" * 32, "1041", "Mei Tan", MAIL)
    assert one == password_for(b"s" * 32, "1041", "Mei Smith", "other@example.com")
    assert password_for(b"s" * 32, "7a", "", "") == password_for(b"s" * 32, "7A", "", ""), "as the outbox takes ids"
    assert password_for(b"s" * 32, "", " mei  TAN", MAIL.upper()) == password_for(b"s" * 32, "", "Mei Tan", MAIL)
    assert (
        len(
            {
                one,
                password_for(b"s" * 32, "1042", "Mei Tan", MAIL),
                password_for(b"t" * 32, "1041", "", ""),
                password_for(b"s" * 32, "", "Mei Tan", MAIL),
                password_for(b"s" * 32, "", "Mei Tan", "x@y.example"),
            }
        )
        == 5
    )
    *words, number = one.split("-")
    assert len(words) == 4
    assert set(words) <= set(WORDS)
    assert 100 <= int(number) <= 999


@pytest.mark.parametrize(
    "name", ["gmial.com", "gmail.co", "gmai.com", "hotmial.com", "yaho.com", "outlok.com", "iclould.com", "GMIAL.com"]
)
def test_a_slip_in_a_large_provider_s_name_is_pointed_out(name: str):
    said = doubts(f"mei.tan@{name}")
    assert "nearly" in said
    assert "mei" not in said


@pytest.mark.parametrize(
    "name", ["gmail.com", "ymail.com", "Gmail.com", "example.com", "hotmail.fr", "gmx.net", "clinic.example", "me.com"]
)
def test_others_are_not(name: str):
    assert doubts(f"mei.tan@{name}") == ""
    assert "some mail servers refuse" in doubts(f"zoë@{name}")


def test_words_are_plain():
    assert len(WORDS) == len(set(WORDS)) >= 250
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 8 for word in WORDS)


def test_the_secret_is_its_owner_s_and_stays(tmp_path: Path):
    assert secret_of(tmp_path, keep=False) != secret_of(tmp_path, keep=False)
    assert not list(tmp_path.iterdir())
    one = secret_of(tmp_path)
    assert secret_of(tmp_path) == one
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o666)
    assert secret_of(tmp_path) == one
    assert file.stat().st_mode & 0o777 == 0o600
    for damage in ("damaged", "", "00" * 16, "00" * 1000):
        file.write_text(damage)
        with pytest.raises(HandoutsError, match=r"mail\.key"):
            secret_of(tmp_path)
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(HandoutsError, match=r"mail\.key"):
        secret_of(tmp_path)


def test_of_two_commands_that_make_the_secret_both_have_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first = secret_of(tmp_path)
    real = os.path.lexists
    monkeypatch.setattr(
        "handouts.mail.passwords.os.path.lexists", lambda path: path != tmp_path / "mail.key" and real(path)
    )
    assert secret_of(tmp_path) == first
