"""What the YAML files hold, as frozen dataclasses: Drill, Dose, Program, Clinic.

The same classes validate the files, give editors their JSON Schema, and carry the content through
the pipeline. Sheet looks (Layout) are in ``layouts``; sheet wording (Words) is in ``words``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, with_config

from handouts.base.scalars import (
    Caption,
    Clock,
    Colour,
    ColumnName,
    Count,
    Days,
    FileName,
    HoldsField,
    Id,
    Language,
    Line,
    Lines,
    Long,
    Phrase,
    Seconds,
    Sessions,
    Short,
    SpanField,
    StepNumber,
    ZoneName,
)
from handouts.figures.person import BuildName, Hair, Person, Skin
from handouts.figures.poses import Figure

__all__ = [
    "STRICT",
    "BuildName",
    "Citation",
    "Clinic",
    "Colours",
    "Dose",
    "DoseChange",
    "Drill",
    "DrillStep",
    "Hair",
    "MailSettings",
    "Person",
    "PictureFile",
    "Program",
    "ProgramDrill",
    "SessionTimes",
    "Skin",
    "Week",
    "is_loopback",
]

STRICT = ConfigDict(extra="forbid")


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class Citation:
    """Where the facts come from. The sentences are ours."""

    title: Line
    """Title of the article, page or book."""
    author: Phrase | None = None
    publisher: Phrase | None = None
    url: Line | None = None
    note: Line | None = None
    """What the source does and does not say, for the next editor."""


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class DrillStep:
    """One action of the patient."""

    text: Line
    """One action, at most 15 words."""
    hold: SpanField | None = None
    """Seconds to hold at the end of this step: 3, or a range 3-5."""


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class PictureFile:
    """A picture of one position, beside the steps."""

    file: FileName
    """PNG, JPEG or SVG, in a folder beside this file."""
    step: StepNumber
    """Number of the step it shows, from 1."""
    caption: Caption
    """Two or three words."""
    alt: Line
    """What the picture shows, for people who cannot see it."""
    source: Line
    """Who made it and under which licence."""


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class DoseChange:
    """What to change of a drill's usual dose; what is left out stays."""

    sets: Count | None = None
    reps: SpanField | None = None
    """Repetitions in a set: 8, or a range 8-12."""
    hold: HoldsField | None = None
    """Seconds to hold: 3, a range 2-3, or one for each set [2, 3, 5]."""
    rest: Seconds | None = None
    """Rest between sets: seconds, or 1:30."""
    days: Days | None = None
    """Days of the week, if not those of the whole handout."""
    times: Sessions | None = None
    """Times a day, if not those of the whole handout."""


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class Dose:
    """The dose a drill starts from."""

    sets: Count
    reps: SpanField
    """Repetitions in a set: 8, or a range 8-12."""
    rest: Seconds
    """Rest between sets: seconds, or 1:30."""
    origin: Literal["default", "source"]
    """default: our starting point, for the clinician to change. source: the named source gives it."""


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class Drill:
    """One exercise, in plain words."""

    id: Id
    language: Language
    name: Phrase
    """What the patient sees."""
    why: Line
    """Purpose, in one sentence."""
    start: Line
    """Start position, in one or two sentences."""
    steps: tuple[DrillStep, ...]
    dose: Dose
    source: Citation
    equipment: tuple[Phrase, ...] = ()
    """What the patient needs, each with a capital: A loop band."""
    muscles: tuple[Phrase, ...] = ()
    """Working muscles, for searching and for the clinician."""
    cues: tuple[Line, ...] = ()
    """What to do, each a short sentence."""
    mistakes: tuple[Line, ...] = ()
    """Common mistakes, each starting with “Do not”."""
    stop: tuple[Line, ...] = ()
    """When to stop this drill; each continues “Stop if …”."""
    easier: tuple[Line, ...] = ()
    harder: tuple[Line, ...] = ()
    each_side: bool = False
    """true where left and right are done one after the other."""
    rep_seconds: Seconds = 4
    """Seconds one repetition takes without its hold, for the minutes a day."""
    figure: Figure | None = None
    """Pictures drawn from poses: see “Drawing your own drill”."""
    pictures: tuple[PictureFile, ...] = ()
    """Pictures from files, after those of the figure."""
    keywords: tuple[Phrase, ...] = ()
    """Other names to find it by."""

    def __post_init__(self) -> None:
        if not 1 <= len(self.steps) <= 20:
            raise ValueError(f"a drill has 1 to 20 steps, found {len(self.steps)}")
        positions = self.figure.positions if self.figure else ()
        for step in (*(one.step for one in positions), *(one.step for one in self.pictures)):
            if step > len(self.steps):
                raise ValueError(f"a picture shows step {step}, but there are {len(self.steps)} steps")
        if len(positions) + len(self.pictures) > 4:
            raise ValueError(f"at most 4 pictures fit beside the steps, found {len(positions) + len(self.pictures)}")
        if max(map(len, (self.cues, self.mistakes, self.stop, self.easier, self.harder))) > 6:
            raise ValueError("at most 6 each of cues, mistakes, stop, easier and harder can be printed")
        if len(self.equipment) > 12:
            raise ValueError("at most 12 things to need can be printed")

    @property
    def held(self) -> bool:
        """Whether any step is held."""
        return any(step.hold for step in self.steps)


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class ProgramDrill(DoseChange):
    """A drill in a week of a program, with that week's dose."""

    drill: Id


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class Week:
    """One week of a program."""

    phase: Phrase | None = None
    """Name of the phase this week belongs to."""
    drills: tuple[ProgramDrill, ...]
    days: Days | None = None
    times: Sessions | None = None
    move_on: Line | None = None
    """When to go to the next week; continues “Move to week 2 when …”."""
    go_back: Line | None = None
    """When to go back a week; continues “Go back to week 1 if …”. Not printed in week 1."""

    def __post_init__(self) -> None:
        names = [item.drill for item in self.drills]
        if not 1 <= len(names) <= 12:
            raise ValueError(f"a week has 1 to 12 drills, found {len(names)}")
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"the drill {name} stands twice in one week; keep one")


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class Program:
    """Drills over weeks, with a dose for each week and a rule for moving on."""

    id: Id
    language: Language
    name: Phrase
    about: Line
    """Who it is for, in one sentence."""
    days: Days = ("mon", "wed", "fri")
    times: Sessions = ("day",)
    """Times a day, unless a week says otherwise."""
    weeks: tuple[Week, ...]
    finish: Line | None = None
    """What to do after the last week, as a sentence."""
    source: Citation
    keywords: tuple[Phrase, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.weeks) <= 52:
            raise ValueError(f"a program has 1 to 52 weeks, found {len(self.weeks)}")


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class Colours:
    """Brand colours. Those that are too pale to read are darkened, and “handouts check” says so."""

    primary: Colour = "#1B3A57"
    """Title, rules, labels, numbers."""
    accent: Colour | None = None
    """Hold labels and figure arrows; the primary colour where left out."""


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """The server that takes the clinic's e-mail. No password stands here."""

    server: Phrase
    """Its name: smtp.your-provider.example."""
    port: Annotated[int, Field(ge=1, le=65535, strict=True)] | None = None
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
    sender: Annotated[Phrase | None, Field(alias="from", description="The clinic's address; email if left out.")] = None
    per_minute: Annotated[int, Field(ge=1, le=6000, strict=True)] = 60
    """Most messages a minute."""
    timeout: Annotated[int, Field(ge=1, le=600, strict=True)] = 30
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


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class SessionTimes:
    """When the sessions of a day are, for reminders."""

    morning: Clock = "08:00"
    midday: Clock = "12:30"
    afternoon: Clock = "15:00"
    evening: Clock = "18:30"
    day: Clock = "09:00"
    """Of the only session of a day."""


@with_config(STRICT)
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
    colours: Colours = Colours()
    person: Person = Person()  # noqa: RUF009  # frozen
    """How the person in drawn pictures looks, unless the handout says otherwise."""
    mono: bool = False
    """true prints everything in black."""
    form: bool = True
    """false leaves the form fields out: the boxes are then for paper only."""
    paper: Literal["a4", "letter"] = "a4"
    layout: Id = "standard"
    language: Language = "en"
    clinician: Phrase | None = None
    """Whose name stands under notes, unless the handout says otherwise."""
    stop: tuple[Line, ...] | None = None
    """When to stop and call; the usual list where left out. Each continues “Stop and call us if …”."""
    disclaimer: Lines | None = None
    """Small print at the end of the handout."""
    dates: Literal["dmy", "mdy", "ymd"] | None = None
    """The order of day, month and year in the clinic's rosters; where left out, 3/4/2026 is asked about."""
    columns: Mapping[str, ColumnName] = field(default_factory=dict)
    """What columns of the clinic's rosters mean, such as “Behandlung: program”; “ignored” passes one over."""
    mail: MailSettings | None = None
    """The server that takes the clinic's e-mail."""
    timezone: ZoneName | None = None
    """Where the clinic's clocks are: Europe/London. “mail --calendar” needs it."""
    session_times: SessionTimes = SessionTimes()
    """When the reminders of “mail --calendar” are."""
    about: Long | None = None
    """For the clinic's own use; not printed."""

    def __post_init__(self) -> None:
        if self.stop is not None and not 1 <= len(self.stop) <= 8:
            raise ValueError("stop needs 1 to 8 lines; a handout always says when to stop")
