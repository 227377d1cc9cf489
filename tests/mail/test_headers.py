"""Headers in every script: each encoded word decodes by itself, and together they are the text, in several readers."""

from __future__ import annotations

import base64
import email.header
import quopri
import re
import unicodedata
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handouts.library.load import Library
from handouts.mail.headers import encoded_header, is_plain
from handouts.mail.letters import Letter, LetterWriter

NAMES = (
    "臺北市立復健與物理治療中心附設運動傷害防護諮詢門診部門",
    "P臺北市立復健與物理治療中心附設運動傷害防護諮詢門診部門",
    "عيادة الميناء للعلاج الطبيعي وإعادة التأهيل والطب الرياضي",
    "Klinik für Physiotherapie & Rückenschmerz Überlingen am Bodensee GmbH",
    "Phòng khám vật lý trị liệu và phục hồi chức năng",
    "नदी किनारे शारीरिक चिकित्सा एवं पुनर्वास केंद्र",
    "Κέντρο Φυσικοθεραπείας και Αποκατάστασης Θεσσαλονίκης",
    "健康",
    "é",
)


def by_hand(header: bytes) -> tuple[list[str], str]:
    """Each encoded word of a header, decoded alone and strictly, and the text that follows them."""
    lines = header.decode("ascii").split("\r\n")
    assert lines.pop() == ""
    assert all(len(line) <= 76 for line in lines)
    first = lines[0].partition(": ")[2]
    words, after = [], ""
    for at, word in enumerate([first, *(line.removeprefix(" ") for line in lines[1:])]):
        match = re.fullmatch(r"=\?UTF-8\?([BQ])\?([!->@-~]+)\?=", word)
        if not match:
            assert at == len(lines) - 1
            after = word
        elif match[1] == "B":
            last = at == len(lines) - 1 or lines[at + 1].startswith(" <")
            assert last or not match[2].endswith("="), "padding before the last word"
            words.append(base64.b64decode(match[2], validate=True).decode("utf-8", "strict"))
        else:
            words.append(quopri.decodestring(match[2], header=True).decode("utf-8", "strict"))
    return words, after


TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=150)


@given(TEXT)
@example("a" + "臺" * 100)
@example("e" + "\u0301" * 100)
@example("👨‍👩‍👧‍👦 " * 20)
@example("=?utf-8?q?Bcc=3A?=")
@example("é " * 70)
@settings(max_examples=300, deadline=None)
def test_each_word_decodes_by_itself_and_all_are_the_text(text: str):
    for name, after in (("Subject", ""), ("From", "<hello@clinic.example>")):
        data = encoded_header(name, text, after)
        words, rest = by_hand(data)
        assert ("".join(words), rest) == (text, after)
        read = str(email.header.make_header(email.header.decode_header(data.decode().partition(": ")[2].strip())))
        assert read.removesuffix(after).removesuffix(" " if after else "") == text, "as older readers put it together"


@given(st.lists(st.sampled_from(["e\u0301", "नि", "👨‍👩‍👧", "臺"]), min_size=30, max_size=60).map("".join))
@settings(max_examples=60)
def test_no_letter_is_parted_from_its_marks(text: str):
    words, _ = by_hand(encoded_header("Subject", text))
    assert not any(word[0] == "\u200d" or unicodedata.category(word[0])[0] == "M" for word in words)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("address", ["mei@example.com", "mëi@example.com"])
def test_a_clinic_s_name_stays_whole(library: Library, name: str, address: str):
    clinic = replace(library, clinic=replace(library.clinic, name=name))
    data = LetterWriter(clinic).write(Letter(address, "Mei Tan", "en", date(2026, 11, 23), b"%PDF-"))[1]
    head = data.partition(b"\r\n\r\n")[0] + b"\r\n"
    found = {
        key.decode(): by_hand(b"%s: %s" % (key, value))
        for key, value in re.findall(rb"(?ms)^(From|Subject): (.*?\r\n)(?! )", head)
    }
    assert "".join(found["From"][0]) == name
    assert found["From"][1] == f"<{library.clinic.email}>"
    assert "".join(found["Subject"][0]).startswith(f"{name}: your sheet")
    message = message_from_bytes(data, policy=policy.default)
    shown = message["From"].addresses[0].display_name  # Python's newer reader may show a space between two words
    assert shown.replace(" ", "") == name.replace(" ", "")
    assert " " not in name or shown.split() == name.split()
    assert BytesHeaderParser(policy=policy.default).parsebytes(data)["Subject"].startswith(name)


def test_plain_headers_stay_as_they_are(library: Library):
    assert is_plain("Harbour Street")
    assert not is_plain("=?utf-8?q?x?=")
    data = LetterWriter(library).write(Letter("mei@example.com", "Mei", "en", date(2026, 11, 23), b"%PDF-"))[1]
    assert b"=?" not in data.partition(b"\r\n\r\n")[0]
