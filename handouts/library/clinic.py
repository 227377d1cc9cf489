"""What clinic.yaml holds: the clinic, its colours, its mail server and when the sessions of a day are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal

from handouts.base.records import dataclass, later
from handouts.base.rules import checked, limits, strict, strict_but
from handouts.base.scalars import (
    Clock,
    CodeName,
    Colour,
    ColumnName,
    FileName,
    Id,
    Language,
    Line,
    Lines,
    Long,
    Phrase,
    Short,
    ZoneName,
)
from handouts.figures.person import Person
from handouts.library.models import Region

TextEncoding = Literal[
    "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
    "windows-1257", "windows-1258", "cp874", "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-7",
    "iso-8859-9", "iso-8859-13", "iso-8859-15", "mac-roman", "mac-latin2", "mac-turkish", "ibm850", "ibm852", "koi8-r",
    "big5", "big5-hkscs", "gbk", "gb18030", "shift-jis", "euc-jp", "euc-kr", "tis-620",
]  # fmt: skip
"""Encodings of text files that are not UTF-8, by names that Python knows too."""

__all__ = ["Clinic", "Colours", "MailSettings", "SessionTimes", "is_loopback"]


@strict
@dataclass(frozen=True, kw_only=True)
class Colours:
    """Brand colours. Those that are too pale to read are darkened, and “handouts check” says so."""

    primary: Colour = "#1B3A57"
    """Title, rules, labels, numbers."""
    accent: Colour | None = None
    """Hold labels and figure arrows; the primary colour where left out."""


@strict_but({"sender": "from"})
@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """The server that takes the clinic's e-mail. No password stands here."""

    server: Phrase
    """Its name: smtp.your-provider.example."""
    port: Annotated[int, limits(ge=1, le=65535, strict=True)] | None = None
    """587 for starttls, 465 for tls and 25 for none, where left out."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """none is for a server on this machine only."""
    user: Line | None = None
    """Name to log in with, often the whole address."""
    password_command: tuple[Line, ...] | None = None
    """A program that prints the password, and its arguments. Run only where HANDOUTS_ALLOW_COMMANDS=1 is set."""
    token_command: tuple[Line, ...] | None = None
    """A program that prints an OAuth 2 access token (XOAUTH2). Run only where HANDOUTS_ALLOW_COMMANDS=1 is set."""
    keyring: bool = False
    """true takes the password from the system's key ring."""
    sender: Annotated[Phrase | None, limits(description="The clinic's address; email if left out.")] = None
    copy_to: Phrase | None = None
    """The office's address: it gets a copy of each message, as a message of its own."""
    per_minute: Annotated[int, limits(ge=1, le=6000, strict=True)] = 60
    """Most messages a minute."""
    timeout: Annotated[int, limits(ge=1, le=600, strict=True)] = 30
    """How long to wait for the server's answer, s."""
    ca_file: FileName | None = None
    """Certificate of the clinic's own authority (PEM), in this folder. No other is trusted then."""

    def __post_init__(self) -> None:
        if any(char.isspace() or char in "/@<>[]" for char in self.server) or not _is_host(self.server):
            raise ValueError(f"server: expected a name such as smtp.example.org, found “{self.server[:40]}”")
        if self.security == "none" and not is_loopback(self.server):
            raise ValueError(
                f"security: none is for a server on this machine only, and {self.server} is elsewhere; "
                "write starttls or tls"
            )
        if self.user is None and (self.password_command or self.token_command or self.keyring):
            raise ValueError("there is a password or a token, but no user; add a line “user: …”")
        ways = [self.password_command is not None, self.token_command is not None, self.keyring]
        if sum(ways) > 1:
            raise ValueError("give one of password_command, token_command and keyring")
        if () in (self.password_command, self.token_command):
            raise ValueError("a command needs a program: [pass, show, clinic-mail]")


def _is_host(name: str) -> bool:
    """Whether a name server could be asked for it, or it is an address."""
    from ipaddress import ip_address

    try:
        ip_address(name)
    except ValueError:
        try:
            return bool(name.removesuffix(".")) and bool(name.encode("idna"))
        except UnicodeError:
            return False
    return True


def is_loopback(host: str) -> bool:
    """Whether a name or an address is this machine's own: 127.0.0.0/8, ::1 or localhost."""
    from ipaddress import ip_address

    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@strict
@dataclass(frozen=True, kw_only=True)
class SessionTimes:
    """When the sessions of a day are, for reminders."""

    morning: Clock = "08:00"
    midday: Clock = "12:30"
    afternoon: Clock = "15:00"
    evening: Clock = "18:30"
    day: Clock = "09:00"
    """Of the only session of a day."""


def _few(lines: tuple[str, ...]) -> tuple[str, ...]:
    if not 1 <= len(lines) <= 4:
        raise ValueError(f"needs 1 to 4 lines, found {len(lines)}; leave it out where there are none")
    return lines


def _page_url(text: str | None) -> str | None:
    from handouts.base.pageplace import place_fault

    if text is not None and (fault := place_fault(text)):
        raise ValueError(f"“{text[:80]}” {fault}")
    return text


@strict
@dataclass(frozen=True, kw_only=True)
class Clinic:
    """A clinic: what stands in the header and footer, and what its handouts start from."""

    name: Phrase
    tagline: Phrase | None = None
    name_language: Language | None = None
    """Of name and tagline, where it is not the handout's: a screen reader then says them right."""
    phone: Short | None = None
    email: Phrase | None = None
    web: Phrase | None = None
    address: Line | None = None
    hours: Phrase | None = None
    """When the phone is answered: Monday to Friday, 8 am to 6 pm."""
    emergency: Short | None = None
    """The emergency number: 999."""
    logo: FileName | None = None
    """PNG, JPEG or SVG beside clinic.yaml."""
    logo_has_name: bool | None = None
    """Whether the logo shows the clinic's name: true leaves it out beside the logo. Where left out, a logo three times
    as wide as high is taken to show it. The foot of each page says the name in any case."""
    colours: Colours = Colours()
    person: Person = Person()  # frozen
    """How the person in drawn pictures looks, unless the handout says otherwise."""
    mono: bool = False
    """true prints everything in black."""
    form: bool = True
    """false leaves the form fields out: the boxes are then for paper only."""
    page_url: Annotated[Line | None, checked(_page_url)] = later(None)
    """Where the clinic puts its patients' pages for the phone: https://clinic.example/h/{id}.html, with {id} for the
    id of the sheet. Each sheet then says the address, in letters and as a square for the camera. Nothing is sent there.
    """
    page_codes: bool = True
    """false leaves the codes and corner marks out: a sheet on paper is then read back by eye alone."""
    paper: Literal["a4", "letter"] = "a4"
    layout: Id = "standard"
    language: Phrase = "en"
    """Of what is printed, unless the handout says otherwise: a tag such as en or zh-Hant, or a name."""
    second_language: Phrase | None = None
    """A second language under the first, unless the handout says otherwise; “en:copy” is a copy of its own in it."""
    clinician: Phrase | None = None
    """Whose name stands under notes, unless the handout says otherwise."""
    stop: tuple[Line, ...] | None = None
    """When to stop and call; the usual list where left out. Each continues “Stop and call us if …”."""
    stop_regions: Mapping[Region, Annotated[tuple[Line, ...], checked(_few)]] = field(default_factory=dict)
    """More of these for each part of the body: printed, each once, on handouts with a drill that loads it."""
    disclaimer: Lines | None = None
    """Small print at the end of the handout."""
    dates: Literal["dmy", "mdy", "ymd"] | None = None
    """The order of day, month and year in the clinic's rosters; where left out, 3/4/2026 is asked about."""
    encoding: TextEncoding | None = None
    """What the clinic's CSV files are in where they are not UTF-8: windows-1250. Where left out, their letters tell."""
    columns: Mapping[str, ColumnName] = field(default_factory=dict)
    """What columns of the clinic's rosters mean, such as “Behandlung: program”; “ignored” passes one over."""
    codes: Mapping[CodeName, ColumnName] = field(default_factory=dict)
    """What codes and words in FHIR bundles stand for, such as "229070002": hip-hinge; “ignored” passes one over."""
    mail: MailSettings | None = None
    """The server that takes the clinic's e-mail."""
    timezone: ZoneName | None = None
    """Where the clinic's clocks are: Europe/London. “mail --calendar” needs it; rosters' times in UTC follow it."""
    session_times: SessionTimes = SessionTimes()
    """When the reminders of “mail --calendar” are."""
    visit_minutes: Annotated[int, limits(ge=5, le=480, strict=True)] = 30
    """How long a visit lasts in the calendars of “mail --calendar”, min."""
    about: Long | None = None
    """For the clinic's own use; not printed."""

    def __post_init__(self) -> None:
        if self.stop is not None and not 1 <= len(self.stop) <= 8:
            raise ValueError("stop needs 1 to 8 lines; a handout always says when to stop")
