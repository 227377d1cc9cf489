"""Copies to a carer and to the office: a message each, to one address, once, and none without consent."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from pypdf import PdfReader

from handouts.base.problems import Exit
from handouts.mail.consent import Wish, recipients
from handouts.mail.outbox import Outbox
from handouts.runs.registers import open_register
from tests.conftest import pdf_text
from tests.mail.desk import WEEK, Post, Run, attached, files, read

HEAD = "id,patient,program,start,email,email consent,password,carer email,carer consent\n"
MEI = "1,Mei Tan,hip-hinge,2026-11-23,mei@example.com,plain 2026-11-01,,dad@example.com,plain 2026-11-02\n"
SAM = "2,Sam Okafor,hip-hinge,2026-11-23,sam@example.com,protected 2026-11-01,,kin@example.com,protected 2026-11-02\n"
ANA = "3,Ana García,low-back,2026-11-23,,none,,son@example.com,plain 2026-11-02\n"


@pytest.fixture
def office(here: Path, post: Post) -> Post:
    path = here / "clinic.yaml"
    path.write_text(path.read_text().replace("per_minute: 6000", "per_minute: 6000, copy_to: office@clinic.example"))
    return post


def mail(handouts: Run, here: Path, rows: str, *more: str, code: int = 0) -> str:
    (here / "r.csv").write_text(HEAD + rows)
    ran = handouts("mail", "r.csv", *WEEK, "--yes", *more)
    assert ran.code == code, ran.err
    return ran.out + ran.err


def test_each_gets_a_message_that_names_no_one_else_s_address(handouts: Run, here: Path, office: Post):
    mail(handouts, here, MEI + SAM + ANA)
    assert Counter(one.address for one in office.got) == {
        "mei@example.com": 1, "dad@example.com": 1, "sam@example.com": 1, "kin@example.com": 1, "son@example.com": 1,
        "office@clinic.example": 3,
    }  # fmt: skip
    every = {one.address for one in office.got}
    for one in office.got:
        assert [str(to) for to in read(one.data).get_all("To")] == [one.address]
        text = one.data + b"".join(part.get_payload(decode=True) or b"" for part in read(one.data).walk())
        assert not any(other.encode() in text for other in every - {one.address})
    mail(handouts, here, MEI + SAM + ANA)
    assert len(office.got) == 8, "each once"


def test_a_copy_says_that_it_is_one_and_carries_the_same_pdf(handouts: Run, here: Path, office: Post):
    mail(handouts, here, MEI)
    own, carer, copy = office.got
    texts = [read(one.data).get_body(("plain",)).get_content() for one in (own, carer, copy)]
    assert ["This is a copy of what is meant for Mei Tan." in text for text in texts] == [False, True, True]
    assert "Hello Mei Tan," in texts[0]
    assert len({bytes(attached(one.data)["handout-2026-11-23.pdf"]) for one in (own, carer, copy)}) == 1
    assert len({read(one.data)["Message-ID"] for one in (own, carer, copy)}) == 3


@pytest.mark.parametrize("key", ["2", ""])
def test_protected_copies_open_with_the_patient_s_password_that_is_on_one_slip(
    handouts: Run, here: Path, office: Post, key: str
):
    mail(handouts, here, SAM.replace("2,", f"{key},", 1))
    slip = pdf_text((here / "output" / "mail-of-2026-11-23" / "passwords.pdf").read_bytes())
    (password,) = [word for word in slip.split() if word.count("-") == 4]
    assert len(office.got) == 3
    for one in office.got:
        (pdf,) = attached(one.data).values()
        assert PdfReader(io.BytesIO(pdf)).decrypt(password), one.address


def test_who_wants_paper_is_printed_and_the_carer_is_written_to(handouts: Run, here: Path, post: Post):
    said = mail(handouts, here, ANA)
    assert [one.address for one in post.got] == ["son@example.com"]
    assert "To print, for 1" in said
    with open_register(here) as register:
        places = sorted(row.place.partition("#")[0] for row in register.history("3"))
    assert places == ["output/mail-of-2026-11-23/packet-01.pdf", "sent by e-mail, to a carer"]


FAULTS = {
    MEI.replace("plain 2026-11-02", ""): "r.csv:2: carer consent: is empty, but there is an e-mail address",
    MEI.replace("dad@example.com", ""): "r.csv:2: carer email: is empty, but there is consent",
    MEI.replace("dad@", "dad at "): "r.csv:2: carer email: is not an e-mail address",
    MEI.replace("2026-11-02", "2027-11-02"): "carer consent: “2027-11-02” is still to come",
    MEI + MEI.replace("hip-hinge", "low-back").replace("plain 2026-11-02", "none"): "has none",
}


@pytest.mark.parametrize(("rows", "says"), FAULTS.items())
def test_a_copy_without_sound_consent_stops_all(handouts: Run, here: Path, post: Post, rows: str, says: str):
    assert says in mail(handouts, here, rows, code=Exit.CONTENT)
    assert post.got == []
    with open_register(here) as register:
        assert Outbox(register).entries() == []
    checked = handouts("check", "r.csv")
    assert says in checked.out + checked.err, "check says it too"


def test_what_waits_for_a_carer_goes_no_more_once_consent_is_taken_back(handouts: Run, here: Path, post: Post):
    post.server.rcpt = lambda address, _: "451 4.3.0 later" if address.startswith("dad@") else None
    mail(handouts, here, MEI, code=Exit.SOME_FAILED)
    post.server.rcpt = lambda *_: None
    back = MEI.replace("plain 2026-11-02", "none").replace("dad@example.com", "")
    faulty = "9,Una Said,hip-hinge,2026-11-23,una@example.com,,,,\n"
    said = mail(handouts, here, back + faulty, code=Exit.CONTENT)
    assert "Taken out of the outbox" in said, "also where the command stops at another row"
    mail(handouts, here, back)
    assert [one.address for one in post.got] == ["mei@example.com"]


def test_a_parent_of_two_and_a_carer_who_is_a_patient_are_no_mix_up(handouts: Run, here: Path, post: Post):
    jo = "4,Jo Tan,hip-hinge,2026-11-23,jo@example.com,plain 2026-11-01,,dad@example.com,plain 2026-11-02\n"
    dad = "5,Kai Tan,hip-hinge,2026-11-23,dad@example.com,plain 2026-11-01,,,\n"
    mail(handouts, here, MEI)
    assert "mixed up" not in mail(handouts, here, MEI + jo + dad)
    assert Counter(one.address for one in post.got)["dad@example.com"] == 3
    same = MEI.replace("dad@", "mei@").replace("1,", "6,", 1).replace("Mei Tan", "Liv Tan").replace("mei@", "liv@")
    mail(handouts, here, same)
    assert Counter(one.address for one in post.got)["liv@example.com"] == 1, "who is their own carer gets one"


def test_two_of_one_name_are_two_for_the_office(handouts: Run, here: Path, office: Post):
    mail(handouts, here, MEI)
    mail(handouts, here, MEI.replace("1,", "8,", 1).replace("mei@", "other@").replace("dad@", "mum@"))
    assert Counter(one.address for one in office.got)["office@clinic.example"] == 2


def test_previews_of_copies_stand_beside_each_other(handouts: Run, here: Path, office: Post):
    (here / "r.csv").write_text(HEAD + MEI)
    assert handouts("mail", "r.csv", *WEEK, "--preview", "look").code == 0
    names = {name.partition("-")[2].partition("-")[2] or "own" for name in files(here / "look")}
    assert names == {"own", "carer.eml", "office.eml"}
    assert office.got == []


def test_an_office_that_is_no_address_is_told(handouts: Run, here: Path, office: Post):
    path = here / "clinic.yaml"
    path.write_text(path.read_text().replace("office@clinic.example", "the office"))
    assert "mail.copy_to: is not an e-mail address" in mail(handouts, here, MEI, code=Exit.CONTENT)
    assert office.got == []


def test_recipients():
    plain, none = Wish("plain", None, "a@x.example"), Wish("none")
    hidden = Wish("protected", None, "c@x.example")
    assert [one.role for one in recipients(plain, none)] == [""]
    assert recipients(none, none, "o@x.example") == []
    assert [(one.role, one.choice) for one in recipients(plain, hidden, "o@x.example")] == [
        ("", "plain"),
        ("carer", "protected"),
        ("office", "protected"),
    ]
    assert [one.role for one in recipients(plain, Wish("plain", None, "A@x.example"), "a@X.example")] == [""]
    (_, carer) = recipients(Wish("protected", None, "a@x.example", "our own word"), hidden)
    assert (carer.password, carer.own) == ("our own word", "a@x.example")
