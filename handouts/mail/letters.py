"""WRITE: the messages. Text and HTML from templates, the PDF under a name that says nothing, headers that cannot break.

The templates are in ``templates/messages/<language>/``; a clinic's own stand in ``messages/<language>/`` of its folder,
file by file. They run in a sandbox: they can use what they are given, and nothing else.
"""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import UTC, date, datetime
from email import policy
from email.errors import NonASCIILocalPartDefect
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import Parser
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

from handouts.base.plaintext import clean
from handouts.base.problems import HandoutsError, Problem, nearest
from handouts.base.records import dataclass
from handouts.base.shipped import shipped
from handouts.library.inside import inside
from handouts.library.load import Library
from handouts.library.palette import make_palette
from handouts.mail.addresses import domain, read_address
from handouts.mail.headers import encoded_header, is_plain, read_back
from handouts.mail.message import Role
from handouts.mail.oneway import one_way
from handouts.plan.phrases import Phrases

if TYPE_CHECKING:
    from handouts.mail.sandbox import Sandbox

__all__ = ["CALENDAR", "FILES", "Letter", "LetterWriter", "attachment", "office_of"]

FILES = ("subject.txt", "body.txt", "body.html")
CALENDAR = "reminders.ics"
_SUBJECT = 150
"""Most characters of a subject."""
_LONGEST = 100_000
"""Most characters of a text or HTML part."""


@dataclass(frozen=True)
class Letter:
    """What is to be mailed, and to whom."""

    address: str = field(repr=False)
    patient: str = field(repr=False)
    language: str
    first_day: date
    """Of the week that the handout is for."""
    pdf: bytes = field(repr=False)
    protected: bool = False
    """Whether the PDF asks for a password."""
    calendar: bytes = field(default=b"", repr=False)
    cancelled: int = 0
    """How many events of earlier calendar files about the week this one cancels."""
    copy: Role = ""
    """Who gets it as a copy; empty for the patient's own."""
    again: bool = False
    """Whether it takes the place of one that went before for the same week."""
    page: bytes = field(default=b"", repr=False)
    """The page for the phone, where that goes with it."""
    page_address: str = field(default="", repr=False)
    """Where that lies on the web, where the message says so."""


def attachment(first_day: date, kind: str = "pdf") -> str:
    """The name of the PDF, or of the page (html): neither patient, nor program, nor clinic."""
    return f"handout-{first_day.isoformat()}.{kind}"


class LetterWriter:
    """Writes the messages of one clinic. Keeps its templates."""

    def __init__(self, library: Library) -> None:
        """HandoutsError where the clinic has no address that answers could go to."""
        self.library = library
        self.sender = _sender(library)
        self._rooms: dict[str, tuple[Sandbox, Sandbox]] = {}

    @cached_property
    def domain(self) -> str:
        """Of the clinic's address, for ids of messages and events."""
        return domain(self.sender)

    @cached_property
    def colour(self) -> str:
        """The clinic's colour, as dark as reading asks: #1B3A57."""
        return dict(make_palette(self.library.clinic.colours, mono=False).roles)["primary"]

    def write(self, letter: Letter) -> tuple[str, bytes]:
        """The message's id, in angle brackets, and the message with CRLF. HandoutsError where a template fails."""
        words = self.library.words[letter.language]
        day = Phrases(words).day(letter.first_day, weekday=False)
        clinic = self._clinic(letter.language)
        common: dict[str, Any] = {"clinic": clinic, "date": day, "language": letter.language, "again": letter.again}
        # a subject is given nothing of the patient, so that no template can put it there
        subject = self._subject(letter.language, common)
        common |= {
            "subject": subject,
            "patient": letter.patient,
            "protected": letter.protected,
            "calendar": CALENDAR if letter.calendar else "",
            "cancelled": letter.cancelled,
            "copy": letter.copy,
            "page": attachment(letter.first_day, "html") if letter.page else "",
        }
        right_to_left = words.direction == "rtl"
        plain = {key: one_way(value) for key, value in common.items()} if right_to_left else common
        address = {"page_address": letter.page_address}  # without signs beside it, which programs take into a link
        text = self._render(letter.language, "body.txt", {**plain, **address}).strip() + "\n"
        html = self._render(letter.language, "body.html", {**common, **address})
        for name, found in (("body.txt", text), ("body.html", html)):
            if not found.strip():
                place = str(self._path(letter.language, name))
                raise HandoutsError(
                    [Problem(place, 1, "gives an empty message", "Write one, or remove the file.", kind="template")]
                )
        return self._message(letter, subject, text, html)

    def _message(self, letter: Letter, subject: str, text: str, html: str) -> tuple[str, bytes]:
        form = policy.SMTP if letter.address.isascii() else policy.SMTPUTF8
        form = form.clone(cte_type="7bit")
        message = EmailMessage(form)
        number = f"<{uuid4()}@{self.domain}>"
        head = self._named(message, subject)
        before, _, after = letter.address.rpartition("@")
        message["To"] = Address(username=before, domain=after)
        message["Reply-To"] = Address(addr_spec=self.sender)
        message["Date"] = datetime.now(UTC)
        message["Message-ID"] = number
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        for part in message.iter_parts():
            part["Content-Language"] = letter.language
        message.add_attachment(letter.pdf, maintype="application", subtype="pdf", filename=attachment(letter.first_day))
        if letter.page:
            name = attachment(letter.first_day, "html")
            utf8 = {"charset": "utf-8"}
            message.add_attachment(letter.page, maintype="text", subtype="html", filename=name, params=utf8)
        if letter.calendar:
            message.add_attachment(
                letter.calendar,
                maintype="text",
                subtype="calendar",
                filename=CALENDAR,
                params={"charset": "utf-8"},
            )
        # folded by us: the library would code an address that is longer than a line
        head += f"List-Unsubscribe: <mailto:{quote(self.sender, safe='@')}?subject=stop>\r\n".encode("ascii")
        data = head + message.as_bytes()
        _look_over(data, letter, number)
        return number, data

    def _named(self, message: EmailMessage, subject: str) -> bytes:
        """Put the clinic's name and the subject into a message. What is beyond ASCII is given back as headers of its
        own, for the library would part words anywhere.
        """
        name, coded = self.library.clinic.name, []
        if is_plain(name):
            message["From"] = Address(name, addr_spec=self.sender)
        else:
            coded.append((encoded_header("From", name, f"<{self.sender}>"), f"{name} <{self.sender}>"))
        if is_plain(subject):
            message["Subject"] = subject
        else:
            coded.append((encoded_header("Subject", subject), subject))
        if any(read_back(header) != text for header, text in coded):
            raise _not_sound()
        return b"".join(header for header, _ in coded)

    def _clinic(self, language: str) -> Mapping[str, str]:
        """What a template may say of the clinic; empty where the clinic does not say it, or not in that language."""
        clinic = self.library.clinic_in(language)
        names = ("name", "tagline", "phone", "web", "address", "hours", "emergency")
        found = {name: getattr(clinic, name) or "" for name in names}
        return {**found, "email": self.sender, "colour": self.colour}

    def _subject(self, language: str, values: Mapping[str, Any]) -> str:
        text = " ".join(self._render(language, "subject.txt", values).split())
        place = str(self._path(language, "subject.txt"))
        try:
            text = clean(text, limit=_SUBJECT)
        except ValueError as error:
            raise HandoutsError(
                [Problem(place, 1, f"the subject {error}", "Mend the template.", kind="template")]
            ) from error
        if not text:
            raise HandoutsError([Problem(place, 1, "gives an empty subject", "Write one.", kind="template")])
        return text

    # --- templates -------------------------------------------------------------------------------

    def _folders(self, language: str) -> list[Path]:
        """Where the templates of a language are looked for: the clinic's own first, then those of en for en-SG."""
        tops = [shipped("templates", "messages")]
        if self.library.folder:
            tops.insert(0, self.library.folder / "messages")
        return [top / one for one in dict.fromkeys((language, language.partition("-")[0])) for top in tops]

    def _path(self, language: str, name: str) -> Path:
        for folder in self._folders(language):
            path = folder / name
            self._judge(path)
            if path.is_file():
                return path
            for place, what in ((path, "is not a regular file"), (folder, "is not a folder")):
                if os.path.lexists(place) and not (place is folder and place.is_dir()):
                    raise HandoutsError(
                        [Problem(str(place), 0, what, "Mend it, or remove it to use the shipped one.", kind="template")]
                    )
        hint = f"Put {name} into the folder messages/{language} of the clinic's folder; compare the shipped one."
        message = f"there is no message in the language “{language}”"
        raise HandoutsError([Problem(f"messages/{language}/{name}", 0, message, hint, kind="template")])

    def _judge(self, path: Path) -> None:
        """HandoutsError where a clinic's own template is a link that leads out of its folder."""
        root = self.library.folder
        if root is None or not path.is_relative_to(root):
            return
        try:
            inside(root, path)
        except ValueError as error:
            raise HandoutsError([Problem(str(path), 0, str(error), "", kind="template")]) from error

    def _rooms_of(self, language: str) -> tuple[Sandbox, Sandbox]:
        """The rooms that a language's plain and HTML templates run in."""
        from handouts.mail.sandbox import Sandbox

        if language not in self._rooms:
            folders, clinic = self._folders(language), self.library.folder
            self._rooms[language] = (
                Sandbox(folders, html=False, clinic=clinic),
                Sandbox(folders, html=True, clinic=clinic),
            )
        return self._rooms[language]

    def _render(self, language: str, name: str, values: Mapping[str, Any]) -> str:
        from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError

        from handouts.mail.sandbox import CostError

        path = self._path(language, name)
        room = self._rooms_of(language)[name.endswith(".html")]
        try:
            text = _within(room, name, values)
            text.encode()  # what cannot be written stops here
        except HandoutsError:
            raise
        except _TooLongError:
            message = f"gives more than {_LONGEST:,} characters; no message takes more"
            problem = Problem(str(path), 0, message, "Shorten the template.")
        except CostError as error:
            message = f"costs too much time or memory: {error}"
            problem = Problem(str(path), _line(error, name), message, "Shorten its loops and repetitions.")
        except TemplateSyntaxError as error:
            problem = Problem(
                str(path), error.lineno, f"is not a valid template: {error.message}", "Compare the shipped one."
            )
        except UndefinedError as error:
            word = (re.findall("'([^']*)'", str(error)) or ["?"])[-1]  # of an object without it, the last one
            hint = nearest(word, [*values, *self._clinic(self.library.clinic.language)])
            problem = Problem(str(path), _line(error, name), f"uses “{word}”, which does not exist here", hint)
        except SecurityError as error:
            problem = Problem(str(path), _line(error, name), "uses what a message may not use", "Take it out.")
            raise HandoutsError([replace(problem, kind="template")]) from error
        except UnicodeDecodeError:
            problem = Problem(str(path), 0, "is not UTF-8 text", "Save the file as UTF-8.")
        except Exception as error:  # noqa: BLE001  # a template is somebody's program, and can fail in any way
            # its own words may repeat what it was given
            problem = Problem(
                str(path), _line(error, name), f"fails: {type(error).__name__}", "Compare the shipped one."
            )
        else:
            return text
        raise HandoutsError([replace(problem, kind="template")])


class _TooLongError(Exception):
    """A template gives more than a message takes."""


def _within(room: Sandbox, name: str, values: Mapping[str, Any]) -> str:
    """The text of a template, within its budget. Stops as soon as it is too long."""
    from handouts.mail.sandbox import budget

    pieces, length = [], 0
    with budget():
        for piece in room.get_template(name).generate(values):
            pieces.append(piece)
            length += len(piece)
            if length > _LONGEST:
                raise _TooLongError
    return "".join(pieces)


def _line(error: BaseException, name: str) -> int:
    """The template's line on which it failed, 0 where that is not known."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).name == name]
    return lines[-1] or 0 if lines else 0


def office_of(library: Library) -> str:
    """Where copies for the office go, or empty. HandoutsError where that is no address."""
    found = library.clinic.mail.copy_to if library.clinic.mail else None
    try:
        return read_address(found) if found else ""
    except ValueError as error:
        hint = "Write one such as office@clinic.example, without a name."
        raise HandoutsError([Problem("clinic.yaml", 0, f"mail.copy_to: {error}", hint)]) from error


def _sender(library: Library) -> str:
    hint = "Patients' answers go there: add a line such as “email: hello@your-clinic.example” to clinic.yaml."
    if not library.clinic.email:
        raise HandoutsError([Problem("clinic.yaml", 0, "gives no e-mail address of the clinic", hint)])
    try:
        found = read_address(library.clinic.email)
    except ValueError as error:
        raise HandoutsError([Problem("clinic.yaml", 0, f"email: {error}", hint)]) from error
    if not found.isascii():
        message = "email: has letters before the @ that many mail servers refuse"
        raise HandoutsError([Problem("clinic.yaml", 0, message, "Use an address in plain letters.")])
    return found


_HEADERS = [
    "auto-submitted", "content-type", "date", "from", "list-unsubscribe", "message-id",
    "mime-version", "reply-to", "subject", "to",
]  # fmt: skip


def _look_over(data: bytes, letter: Letter, number: str) -> None:
    """Read the message back, so that none is sent that has another header or address than it should."""
    head = data.partition(b"\r\n\r\n")[0].decode()
    found = Parser(policy=policy.SMTPUTF8).parsestr(head, headersonly=True)
    good = (
        sorted(name.lower() for name in found) == _HEADERS
        and [one.addr_spec for one in found["to"].addresses] == [letter.address]
        and str(found["message-id"]).strip() == number
        and not any(type(defect) is not NonASCIILocalPartDefect for value in found.values() for defect in value.defects)
        and all(len(line) <= 998 for line in data.split(b"\r\n"))
        and b"\n" not in data.replace(b"\r\n", b"")
    )
    if not good:
        raise _not_sound()


def _not_sound() -> HandoutsError:
    hint = "Check the address, and the clinic's name in clinic.yaml."
    return HandoutsError([Problem("email", 0, "no valid message can be made for this address", hint)])
