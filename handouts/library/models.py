"""What the YAML files hold, as frozen dataclasses: Drill, Dose, Program.

The same classes validate the files, give editors their JSON Schema, and carry the content through the pipeline.
The clinic is in ``clinic``, sheet looks (Layout) are in ``layouts``, sheet wording (Words) is in ``words``.
"""

from __future__ import annotations

from typing import Literal

from handouts.base.outcomes import MeasureKind
from handouts.base.records import dataclass, later
from handouts.base.rules import strict
from handouts.base.scalars import (
    Caption,
    Count,
    Days,
    DistanceField,
    DurationField,
    EffortField,
    FileName,
    HoldsField,
    Id,
    Language,
    Line,
    LoadField,
    Phrase,
    RepsField,
    Seconds,
    Sessions,
    SpanField,
    StepNumber,
    TempoField,
)
from handouts.figures.person import BuildName, Hair, Person, Skin
from handouts.figures.poses import Figure
from handouts.library.week_rules import GoBackIf, MoveOnIf

__all__ = [
    "AREAS",
    "Area",
    "BuildName",
    "Caution",
    "Citation",
    "Dose",
    "DoseChange",
    "Drill",
    "DrillStep",
    "Flag",
    "FlagFile",
    "Goal",
    "Hair",
    "Person",
    "PictureFile",
    "Posture",
    "Program",
    "ProgramDrill",
    "Region",
    "Skin",
    "Week",
]

Region = Literal["neck", "shoulder", "elbow", "wrist", "back", "hip", "knee", "ankle"]
"""A part of the body that a drill loads, and that a clinic may have rules of its own for."""

Area = Literal[
    "neck", "shoulder", "elbow-wrist-hand", "mid-back", "low-back", "hip", "knee", "ankle-foot", "balance", "everyday"
]
"""Where in the library a drill stands: each in one place."""

AREAS: dict[Area, str] = {
    "neck": "Neck",
    "shoulder": "Shoulder",
    "elbow-wrist-hand": "Elbow, wrist and hand",
    "mid-back": "Mid back",
    "low-back": "Low back and trunk",
    "hip": "Hip",
    "knee": "Knee",
    "ankle-foot": "Ankle and foot",
    "balance": "Balance",
    "everyday": "Everyday moves",
}
"""Their names for people, in the order of the library."""

Posture = Literal["standing", "sitting", "lying", "side-lying", "prone", "kneeling", "hands-and-knees"]
"""How the patient is while the drill is done; lying is on the back, prone on the front."""

Goal = Literal["strength", "mobility", "stretch", "control", "balance", "endurance", "relief"]
"""What a drill is given for. Mobility is moving through a range, a stretch is held at its end."""


@strict
@dataclass(frozen=True, kw_only=True)
class Citation:
    """Where the facts come from. The sentences are ours."""

    title: Line
    """Title of the article, page or book."""
    author: Phrase | None = None
    publisher: Phrase | None = None
    url: Line | None = None
    licence: Phrase | None = later(None)
    """Under which the text came in, where it is not ours."""
    note: Line | None = None
    """What the source does and does not say, for the next editor."""


@strict
@dataclass(frozen=True, kw_only=True)
class DrillStep:
    """One action of the patient."""

    text: Line
    """One action, at most 15 words."""
    hold: SpanField | None = None
    """Seconds to hold at the end of this step: 3, or a range 3-5."""


@strict
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


@strict
@dataclass(frozen=True, kw_only=True)
class Flag:
    """Something that a patient has and that some drills do not suit."""

    id: Id
    """What drills' cautions name, and rosters may."""
    name: Phrase
    """In plain words."""
    also: tuple[Phrase, ...] = ()
    """Other names that a roster may have for it: THR, hypertension. Capitals, hyphens and dots make no difference."""


@strict
@dataclass(frozen=True, kw_only=True)
class FlagFile:
    """All flags, or those that a clinic adds."""

    flags: tuple[Flag, ...]
    """An id that is there already gets your name for it, and your other names beside those that it has."""


@strict
@dataclass(frozen=True, kw_only=True)
class Caution:
    """A condition that a drill does not suit, for the clinician: it is not printed for the patient."""

    flag: Id
    """The condition, as flags name it: osteoporosis, hip-replacement."""
    why: Line
    """What in this drill is the trouble, in one sentence."""
    source: Line | None = None
    """Title and address of what says so; left out where it is ours, for the clinician to judge."""


@strict
@dataclass(frozen=True, kw_only=True)
class DoseChange:
    """What to change of a drill's usual dose; what is left out stays."""

    sets: Count | None = None
    reps: RepsField | None = None
    """Repetitions in a set: 8, a range 8-12, or one for each set [10, 8, 6]."""
    hold: HoldsField | None = None
    """Seconds to hold: 3, a range 2-3, or one for each set [2, 3, 5]."""
    rest: Seconds | None = None
    """Rest between sets: seconds, or 1:30."""
    load: LoadField | None = None
    """What it is done with: 10 kg, 20 lb, red band, body weight; or one for each set [5 kg, 10 kg]."""
    duration: DurationField | None = None
    """How long a set takes, in place of reps: 10 min, 30 s, 5-10 min; or one for each set."""
    distance: DistanceField | None = None
    """How far, in place of reps: 400 m, 1.5 km, 50 steps; or one for each set."""
    tempo: TempoField | None = None
    """Seconds to lower, wait, lift (and wait): 3-1-2."""
    effort: EffortField | None = None
    """How hard it is to be, from 0 to 10: 6, or a range 5-6."""
    days: Days | None = None
    """Days of the week, if not those of the whole handout."""
    times: Sessions | None = None
    """Times a day, if not those of the whole handout."""


@strict
@dataclass(frozen=True, kw_only=True)
class Dose:
    """The dose a drill starts from."""

    sets: Count
    reps: RepsField | None = None
    """Repetitions in a set: 8, a range 8-12, or one for each set; left out where a time or distance is given."""
    rest: Seconds
    """Rest between sets: seconds, or 1:30."""
    origin: Literal["default", "source"]
    """default: our starting point, for the clinician to change. source: the named source gives it."""
    load: LoadField | None = None
    """What it is done with: 10 kg, 20 lb, red band, body weight; or one for each set [5 kg, 10 kg]."""
    duration: DurationField | None = None
    """How long a set takes, in place of reps: 10 min, 30 s, 5-10 min; or one for each set."""
    distance: DistanceField | None = None
    """How far, in place of reps: 400 m, 1.5 km, 50 steps; or one for each set."""
    tempo: TempoField | None = None
    """Seconds to lower, wait, lift (and wait): 3-1-2."""
    effort: EffortField | None = None
    """How hard it is to be, from 0 to 10: 6, or a range 5-6."""

    def __post_init__(self) -> None:
        if sum(part is not None for part in (self.reps, self.duration, self.distance)) != 1:
            raise ValueError("expected one of reps, duration (such as 10 min) and distance (such as 400 m)")
        for name in ("reps", "load", "duration", "distance"):
            if len(getattr(self, name) or ()) not in (0, 1, self.sets):
                raise ValueError(f"gives {len(getattr(self, name))} values of {name} for {self.sets} sets")


@strict
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
    regions: tuple[Region, ...] = ()
    """Parts of the body it loads: rules of the clinic's for these (stop_regions) are printed with it."""
    area: Area | None = later(None)
    """Where in the library it stands."""
    posture: Posture | None = later(None)
    """How the patient is while it is done; lying is on the back, prone on the front."""
    goals: tuple[Goal, ...] = later(())
    """What it is given for."""
    cautions: tuple[Caution, ...] = later(())
    """Conditions it does not suit."""
    draft: bool = later(False)
    """true while it is not ready: nothing is printed of it."""
    cues: tuple[Line, ...] = ()
    """What to do, each a short sentence."""
    mistakes: tuple[Line, ...] = ()
    """Common mistakes, each starting with “Do not”."""
    stop: tuple[Line, ...] = ()
    """When to stop this drill; each continues “Stop if …”."""
    easier: tuple[Line, ...] = ()
    harder: tuple[Line, ...] = ()
    action: Phrase | None = None
    """What the patient does, for doses in time or distance: Walk, as in “Walk for 10 minutes.”"""
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


@strict
@dataclass(frozen=True, kw_only=True)
class ProgramDrill(DoseChange):
    """A drill in a week of a program, with that week's dose."""

    drill: Id


@strict
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
    move_on_if: MoveOnIf | None = later(None)
    """The same as “move_on” for “handouts decide”: what can be counted, and what is to be asked."""
    go_back_if: GoBackIf | None = later(None)
    """The same as “go_back”."""
    measures: tuple[MeasureKind, ...] = later(())
    """Outcome measures to ask for on this week's sheet: pain, function, change."""

    def __post_init__(self) -> None:
        names = [item.drill for item in self.drills]
        if not 1 <= len(names) <= 12:
            raise ValueError(f"a week has 1 to 12 drills, found {len(names)}")
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"the drill {name} stands twice in one week; keep one")
        if len(set(self.measures)) < len(self.measures):
            raise ValueError("a measure stands twice in one week; keep one")


@strict
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
