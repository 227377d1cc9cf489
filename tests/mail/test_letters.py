"""Messages as mail programs will read them."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from handouts.base.plaintext import clean
from handouts.base.problems import HandoutsError
from handouts.library.load import Library
from handouts.mail.letters import Letter, LetterWriter, _look_over, attachment
from handouts.mail.passwords import WORDS
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.runs.slips import Slip, make_slips
from handouts.write.protect import lock
from tests.conftest import pdf_text

PDF = b"%PDF-1.7 not really\r\n%%EOF\n"
LETTER = Letter("mei@example.com", "Mei Tan", "en", date(2026, 11, 23), PDF)


def read(data: bytes) -> EmailMessage:
    return BytesParser(policy=policy.SMTPUTF8).parsebytes(data)  # type: ignore[return-value]  # by its policy


def parts(message: EmailMessage) -> dict[str, Any]:
    return {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}


@pytest.fixture(scope="module")
def writer(library: Library) -> LetterWriter:
    return LetterWriter(library)


def of(library: Library, **clinic: Any) -> Library:
    return replace(library, clinic=replace(library.clinic, **clinic))


def test_headers(writer: LetterWriter):
    number, data = writer.write(LETTER)
    message = read(data)
    assert message["To"] == "mei@example.com"
    assert message["Reply-To"] == writer.library.clinic.email
    assert [one.addr_spec for one in message["From"].addresses] == [writer.library.clinic.email]
    assert message["From"].addresses[0].display_name == writer.library.clinic.name
    assert message["Message-ID"] == number
    assert number.endswith("@harbourstreet.example>")
    assert message["Date"].datetime.utcoffset() is not None
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<mailto:hello@harbourstreet.example?subject=stop>"
    head = data.partition(b"\r\n\r\n")[0].decode()
    assert head.isascii()
    for word in ("Mei", "Tan", "exercise", "hip", "physio program"):
        assert word not in head
    assert writer.write(LETTER)[0] != number


def test_text_and_html_say_the_same_and_the_pdf_is_whole(writer: LetterWriter):
    message = read(writer.write(replace(LETTER, calendar=b"BEGIN:VCALENDAR\r\n"))[1])
    found = parts(message)
    assert list(found) == ["text/plain", "text/html", "application/pdf", "text/calendar"]
    assert found["application/pdf"] == PDF
    assert [part.get_filename() for part in message.iter_attachments()] == ["handout-2026-11-23.pdf", "reminders.ics"]
    ics = list(message.iter_attachments())[1]
    assert ics["Content-Type"].params == {"charset": "utf-8"}, "a method would ask for an organizer"
    for kind in ("text/plain", "text/html"):
        assert "Hello Mei Tan," in found[kind]
        assert "23 November 2026" in found[kind]
        assert "reminders.ics" in found[kind]
        assert "password" not in found[kind]
    assert {part["Content-Language"] for part in message.walk() if part.get_content_maintype() == "text"} <= {
        "en",
        None,
    }


def test_html_is_for_screen_readers_too(writer: LetterWriter):
    opened: list[str] = []
    known: dict[str, dict[str, str | None]] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            known[tag] = dict(attrs)
            if tag not in ("meta", "br"):
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    reader = Reader()
    reader.feed(parts(read(writer.write(replace(LETTER, protected=True, calendar=b"x"))[1]))["text/html"])
    assert opened == []
    assert known["html"]["lang"] == "en"
    assert {"title", "h1", "main", "p"} <= set(known)
    assert not {"img", "script", "link", "table"} & set(known), "nothing is fetched, and nothing is laid out in tables"


def test_a_protected_one_says_how_to_open_it_and_never_the_password(
    library: Library, writer: LetterWriter, planner: Planner, press: Press, make_order: Callable[..., Order]
):
    password = "arch-ruby-dinner-33"
    pdf = lock(press.pdf(planner.plan(make_order())[0]), password)
    data = writer.write(replace(LETTER, pdf=pdf, protected=True))[1]
    found = parts(read(data))
    assert all(
        "asks for the password that we agreed on" in " ".join(found[kind].split())
        for kind in ("text/plain", "text/html")
    )
    assert password.encode() not in data
    assert not any(password in str(part) for part in found.values())
    reader = PdfReader(io.BytesIO(found["application/pdf"]))
    assert reader.is_encrypted
    assert not reader.decrypt("wrong password")
    assert reader.decrypt(password)
    assert "Mei Tan" in reader.pages[0].extract_text()


NAMES = st.text(min_size=1, max_size=120).filter(lambda text: bool(text.strip()))


@settings(max_examples=60)
@given(NAMES)
@example("Nguyễn Thị Ánh\u00a0Tuyết")
@example("<script>alert(1)</script> & Söhne {{ clinic }} {% raw %}")
@example("مريم 李小龙 " * 8)
@example("Mei\r\nBcc: other@example.com")
def test_any_name_is_in_the_body_and_in_no_header(writer: LetterWriter, name: str):
    try:
        name = clean(name, limit=120)
    except ValueError:
        return
    message = read(writer.write(replace(LETTER, patient=name))[1])
    found = parts(message)
    assert f"Hello {name}," in found["text/plain"].replace("\r\n", "\n") or not name.strip()
    assert "<script>" not in found["text/html"]
    assert "Bcc" not in message
    assert [str(value) for value in message.get_all("To")] == ["mei@example.com"]


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=80).filter(lambda text: bool(text.strip())))
@example("Praxis für Physiotherapie Ö. Müller, Ängste & Söhne – ganz ausführlich benannt")
@example('Dr. "Bones" <evil@example.com>, Inc.')
@example("=?utf-8?q?Bcc=3A?=")
def test_any_clinic_s_name_makes_sound_headers(library: Library, name: str):
    try:
        name = clean(name, limit=80)
    except ValueError:
        return
    if not name.strip():
        return
    try:
        data = LetterWriter(of(library, name=name)).write(LETTER)[1]
    except HandoutsError:
        return  # said in words, and not sent
    message = read(data)
    assert len(message["From"].addresses) == len(message["To"].addresses) == 1
    assert message["From"].addresses[0].addr_spec == library.clinic.email
    assert "Bcc" not in message


def test_usual_names_are_never_refused(library: Library):
    for name in (
        "Praxis Müller & Söhne",
        "Zdraví, s.r.o.",
        'The "Back" Clinic',
        "Phòng khám Ánh Dương",
        "健康クリニック",
    ):
        message = read(LetterWriter(of(library, name=name)).write(LETTER)[1])
        assert message["From"].addresses[0].display_name == name
        assert name in message["Subject"]


def test_an_address_beyond_ascii(writer: LetterWriter):
    data = writer.write(replace(LETTER, address="mëi@xn--exmple-cua.de"))[1]
    head, _, body = data.partition(b"\r\n\r\n")
    assert "To: mëi@xn--exmple-cua.de\r\n" in head.decode()
    assert body.isascii()


def test_a_long_address_of_the_clinic(library: Library):
    email = f"{'reception' * 5}@{'a-long-name' * 2}.example"
    message = read(LetterWriter(of(library, email=email)).write(LETTER)[1])
    assert message["List-Unsubscribe"] == f"<mailto:{email}?subject=stop>"
    assert message["Reply-To"].addresses[0].addr_spec == email


@pytest.mark.parametrize("email", [None, "no address", "a@b.example, c@d.example", "mëi@example.com"])
def test_without_an_address_of_the_clinic_nothing_is_written(library: Library, email: str | None):
    with pytest.raises(HandoutsError, match=r"clinic\.yaml"):
        LetterWriter(of(library, email=email))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\r\nTo: mei@example.com\r\n", b"\r\nTo: mei@example.com, jo@example.com\r\n"),
        (b"\r\nTo: mei@example.com\r\n", b"\r\nTo: jo@example.com\r\n"),
        (b"\r\nTo: mei@example.com\r\n", b"\r\nTo: mei@example.com\r\nBcc: jo@example.com\r\n"),
        (b"\r\nTo: mei@example.com\r\n", b"\r\nTo: mei@example.com\r\nTo: mei@example.com\r\n"),
        (b"\r\nAuto-Submitted: auto-generated\r\n", b"\r\n"),
        (b"\r\nMessage-ID: <", b"\r\nMessage-ID: <another"),
        (b"\r\nDate: ", b"\r\nDate: the day after "),
        (b"\r\n\r\n", b"\r\n\r\n" + b"x" * 999 + b"\r\n"),
        (b"\r\n\r\n", b"\r\n\r\na bare line end\n"),
    ],
)
def test_a_message_that_came_out_wrong_is_not_sent(writer: LetterWriter, old: bytes, new: bytes):
    number, data = writer.write(LETTER)
    _look_over(data, LETTER, number)
    assert data.count(old) >= 1
    with pytest.raises(HandoutsError, match="no valid message") as caught:
        _look_over(data.replace(old, new, 1), LETTER, number)
    assert "mei" not in str(caught.value)


# --- a clinic's own words ------------------------------------------------------------------------


def own(library: Library, folder: Path, name: str, text: str | bytes) -> LetterWriter:
    (folder / "messages" / "en").mkdir(parents=True, exist_ok=True)
    (folder / "messages" / "en" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return LetterWriter(replace(library, folder=folder))


def test_a_clinic_s_own_file_stands_in_for_the_shipped_one(library: Library, tmp_path: Path):
    message = read(own(library, tmp_path, "body.txt", "Dear {{ patient }}: {{ date }}").write(LETTER)[1])
    assert parts(message)["text/plain"].strip() == "Dear Mei Tan: 23 November 2026"
    assert "Hello Mei Tan" in parts(message)["text/html"]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("body.txt", "one\n{{ patinet }}", "body.txt:2: uses “patinet”, which does not exist here"),
        ("body.txt", "one\n{% if %}", "body.txt:2: is not a valid template"),
        ("body.html", "{{ ''.__class__.__mro__ }}", "uses what a message may not use"),
        ("body.html", "{{ 1 / 0 }}", "body.html:1: fails: ZeroDivisionError"),
        ("body.html", "{% include '../../../clinic.yaml' %}", "fails: TemplateNotFound"),
        ("body.txt", b"\xff\xfe\xff", "is not UTF-8 text"),
        ("subject.txt", "For {{ patient }}", "uses “patient”, which does not exist here"),
        ("subject.txt", " \n", "gives an empty subject"),
        ("subject.txt", "x" * 200, "is 200 characters long"),
        ("subject.txt", "A\u202eB", "U+202E"),
        ("body.html", "{{ cycler() }}", "body.html:1: fails: RuntimeError"),
        ("body.txt", "{{ patient|truncate(-5) }}", "fails: AssertionError"),
        ("body.html", '{{ "\\ud800" }}', "fails: UnicodeEncodeError"),
        ("body.txt", "Dear\n{{ 'z' * 200000000 }}", "body.txt:2: costs too much time or memory: a repetition"),
        ("body.html", "<p>\n\n{{ 'z'.ljust(200000000) }}", "body.html:3: costs too much"),
        (
            "body.txt",
            "{{ patient }}\n{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}",
            "body.txt:2: costs too much time or memory: it takes too many steps",
        ),
        ("body.txt", "{{a}}" * 30000, "body.txt: costs too much time or memory: it has"),
        ("body.txt", "x" * 300000, "body.txt: is larger than 200,000 bytes"),
        ("body.txt", "{{ 'z' * 200000 }}", "gives more than 100,000 characters"),
    ],
)
def test_a_template_that_fails_is_named(library: Library, tmp_path: Path, name: str, text: str | bytes, says: str):
    with pytest.raises(HandoutsError) as caught:
        own(library, tmp_path, name, text).write(LETTER)
    assert says in str(caught.value)
    assert "Mei" not in str(caught.value)
    assert {problem.kind for problem in caught.value.problems} == {"template"}, "or it passes for a fault of the row"


def test_a_message_stops_growing_once_it_is_too_long(library: Library, tmp_path: Path):
    text = "{% for i in range(99999) %}{{ i }} {% endfor %}{{ 1 / 0 }}"
    with pytest.raises(HandoutsError, match="gives more than 100,000 characters"):
        own(library, tmp_path, "body.txt", text).write(LETTER)


@pytest.mark.parametrize("what", ["file", "folder", "all", "part", "round"])
def test_a_template_that_leads_out_of_the_clinic_s_folder_is_never_read(library: Library, tmp_path: Path, what: str):
    clinic, away = tmp_path / "clinic", tmp_path / "away"
    for folder in (clinic / "messages" / "en", away / "en"):
        folder.mkdir(parents=True)
    (away / "en" / "body.txt").write_text("a private file")
    (clinic / "messages" / "en" / "body.html").write_text("{% include 'part.txt' %}")
    link, to = {
        "file": (clinic / "messages" / "en" / "body.txt", away / "en" / "body.txt"),
        "folder": (clinic / "messages" / "en", away / "en"),
        "all": (clinic / "messages", away),
        "part": (clinic / "messages" / "en" / "part.txt", away / "en" / "body.txt"),
        "round": (clinic / "messages" / "en" / "body.txt", Path("body.txt")),
    }[what]
    if link.is_dir():
        link.rename(tmp_path / "old")
    link.symlink_to(to)
    says = "leads round to itself" if what == "round" else "leads out of the clinic's folder"
    with pytest.raises(HandoutsError, match=says) as caught:
        LetterWriter(replace(library, folder=clinic)).write(LETTER)
    assert "private" not in str(caught.value)


def test_a_link_inside_the_clinic_s_folder_is_followed(library: Library, tmp_path: Path):
    clinic = tmp_path / "clinic"
    own(library, clinic, "words.txt", "Dear {{ patient }}")
    (clinic / "messages" / "en" / "body.txt").symlink_to("words.txt")
    (tmp_path / "by-another-name").symlink_to(clinic)
    for folder in (clinic, tmp_path / "by-another-name"):
        message = read(LetterWriter(replace(library, folder=folder)).write(LETTER)[1])
        assert parts(message)["text/plain"].strip() == "Dear Mei Tan"


@pytest.mark.parametrize("kind", ["folder", "fifo", "dangling"])
def test_a_template_that_is_no_file_is_not_passed_over(library: Library, tmp_path: Path, kind: str):
    writer = own(library, tmp_path, "body.txt", "Dear {{ patient }}")
    path = tmp_path / "messages" / "en" / "body.html"
    {"folder": path.mkdir, "fifo": lambda: os.mkfifo(path), "dangling": lambda: path.symlink_to("nowhere")}[kind]()
    with pytest.raises(HandoutsError, match=r"body\.html: is not a regular file"):
        writer.write(LETTER)


def test_a_file_in_place_of_the_templates_folder(library: Library, tmp_path: Path):
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "en").write_text("oh")
    with pytest.raises(HandoutsError, match=r"messages/en: is not a folder"):
        LetterWriter(replace(library, folder=tmp_path)).write(LETTER)


def test_a_subject_of_several_lines_is_one(library: Library, tmp_path: Path):
    message = read(own(library, tmp_path, "subject.txt", "A\r\nBcc: x@y.example\n").write(LETTER)[1])
    assert message["Subject"] == "A Bcc: x@y.example"
    assert "Bcc" not in message


def test_a_language_without_messages_is_named(library: Library):
    words = {**library.words, "xx": library.words["en"]}
    with pytest.raises(HandoutsError, match="no message in the language “xx”"):
        LetterWriter(replace(library, words=words)).write(replace(LETTER, language="xx"))


def test_a_letter_shows_nothing_of_the_patient():
    assert "Mei" not in repr(LETTER)
    assert "mei" not in repr(LETTER)
    assert attachment(date(2026, 11, 23)) == "handout-2026-11-23.pdf"


# --- slips ---------------------------------------------------------------------------------------


def test_slips_say_whose_password_it_is(library: Library):
    press = Press(library)
    slips = [Slip(f"Mei Tan {number}", f"arch-ruby-dinner-{number}") for number in range(10, 30)]
    data = make_slips(slips, press)
    text = pdf_text(data)
    assert all(slip.patient in text and slip.password in text for slip in slips)
    assert "Never send it by mail" in text
    longest = "-".join([*sorted(WORDS, key=len)[-4:], "888"])
    assert "Mei Tan (1041)" in pdf_text(make_slips([Slip("Mei Tan", longest, "1041")], press))
    assert longest in pdf_text(make_slips([Slip("Mei Tan", longest)], press)), "never broken over two lines"
    assert make_slips(slips, press) == data
    assert "arch" not in repr(slips[0])
    with pytest.raises(HandoutsError, match="no type face"):
        make_slips([Slip("𓀀", "x")], press)
