"""PLAN: a patient, drills or a program, and a week become a Handout. Pure: no files, no clock.

Problems name the field of the order they are about (``note``, ``week`` …); the command line and the
roster reader turn that into an option or a row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, time, timedelta
from typing import Literal

from handouts.errors import HandoutsError, Problem, nearest
from handouts.handout import Card, Cue, Day, GridRow, Handout, Header, Picture, Run, Runs, Step, StopRules
from handouts.ids import digest, make_id
from handouts.library.load import Library
from handouts.library.models import DoseChange, Drill, Program, Week
from handouts.library.scalars import DAYS, Holds, Span
from handouts.phrases import Phrases, runs

__all__ = ["Order", "Planner"]

CHANGE_SECONDS = 30
"""Allowed between two drills, for putting one thing down and taking up the next."""
MANY_DRILLS, TOO_MANY_DRILLS = 4, 6
LONG_NOTE = 60

Side = Literal["left", "right", "both"]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a clinician asks for. Texts have been through ``plaintext.clean``."""

    patient: str
    items: tuple[str, ...]
    """Ids of at most one program, and of drills, in the order wanted."""
    start: date
    """First day of week 1."""
    issued: date
    week: int = 1
    days: tuple[str, ...] | None = None
    times: tuple[str, ...] | None = None
    changes: Mapping[str, DoseChange] = field(default_factory=dict)
    """Dose changes by drill id; “all” stands for every drill."""
    skip: tuple[str, ...] = ()
    side: Side = "both"
    note: str = ""
    clinician: str = ""
    visit: date | None = None
    visit_time: time | None = None
    layout: str = ""
    paper: Literal["a4", "letter"] | None = None
    language: str = ""


@dataclass(frozen=True)
class _Dose:
    """A drill's dose for this patient and week; ``hold`` is None where each step keeps its own."""

    sets: int
    reps: Span
    rest: int
    hold: Holds | None
    days: tuple[str, ...]
    times: tuple[str, ...]


class Planner:
    """Plans handouts from one library. Keeps the cards it has made: patients share most of them."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._cards: dict[object, Card] = {}
        self._phrases: dict[str, Phrases] = {}
        self._stops: dict[str, StopRules] = {}

    def plan(self, order: Order) -> tuple[Handout, tuple[Problem, ...]]:
        """The handout and its warnings, or HandoutsError with every problem of the order."""
        library, problems = self.library, list[Problem]()
        language = order.language or library.clinic.language
        layout = order.layout or library.clinic.layout
        if language not in library.words:
            hint = nearest(language, library.words)
            raise HandoutsError([Problem("language", 0, f"there is no language “{language}”", hint)])
        if layout not in library.layouts:
            problems.append(Problem("layout", 0, f"there is no layout “{layout}”", nearest(layout, library.layouts)))
        program, drills = self._find(order, language, problems)
        week = self._week(order, program, problems)
        chosen = self._choose(order, program, week, drills, language, problems)
        if not chosen and not problems:
            problems.append(Problem("items", 0, "no drill is left to print", "Name a program or one drill at least."))
        first = self._first_day(order, problems)
        if problems:
            raise HandoutsError(problems)
        return self._handout(order, language, layout, program, week, chosen, first), self._warnings(order, chosen)

    # --- what is asked for ---------------------------------------------------------------------

    def _find(self, order: Order, language: str, problems: list[Problem]) -> tuple[Program | None, list[Drill]]:
        library = self.library
        programs: list[Program] = []
        drills: list[Drill] = []
        for name in order.items:
            if program := library.programs.get((name, language)):
                programs.append(program)
            elif drill := library.drills.get((name, language)):
                drills.append(drill)
            else:
                known = {key[0] for key in (*library.drills, *library.programs) if key[1] == language}
                message = f"there is no drill or program “{name[:60]}” in the language “{language}”"
                problems.append(Problem("items", 0, message, nearest(name, known)))
        if len(programs) > 1:
            names = " and ".join(program.id for program in programs)
            hint = "Make one handout for each, or list the drills one by one."
            problems.append(Problem("items", 0, f"names more than one program: {names}", hint))
        twice = [name for name in dict.fromkeys(order.items) if order.items.count(name) > 1]
        problems += [Problem("items", 0, f"names “{name}” twice", "Keep one.") for name in twice]
        return (programs[0] if programs else None), drills

    @staticmethod
    def _week(order: Order, program: Program | None, problems: list[Problem]) -> Week | None:
        last = len(program.weeks) if program else 520
        if not 1 <= order.week <= last:
            has = f"“{program.id}” has weeks 1 to {last}" if program else f"weeks 1 to {last} can be printed"
            problems.append(Problem("week", 0, f"there is no week {order.week}: {has}", "Give one of these."))
            return None
        return program.weeks[order.week - 1] if program else None

    @staticmethod
    def _first_day(order: Order, problems: list[Problem]) -> date:
        try:
            first = order.start + timedelta(days=7 * (order.week - 1))
            if not 1900 <= first.year <= 2200:
                raise OverflowError
        except OverflowError:
            problems.append(Problem("start", 0, f"{order.start} is too far away", "Give a date such as 2026-11-23."))
            return order.start
        return first

    def _choose(
        self, order: Order, program: Program | None, week: Week | None, drills: list[Drill], language: str,
        problems: list[Problem],
    ) -> list[tuple[Drill, _Dose]]:  # fmt: skip
        wanted: list[tuple[Drill, DoseChange]] = []
        if week:
            wanted += [(self.library.drills[item.drill, language], item) for item in week.drills]
        known = {drill.id for drill, _ in wanted}
        wanted += [(drill, DoseChange()) for drill in drills if drill.id not in known]
        known |= {drill.id for drill in drills}
        for place, names in (("changes", order.changes), ("skip", order.skip)):
            for name in names:
                if name not in known and name != "all":
                    message = f"“{name[:60]}” is not among the drills of this handout"
                    problems.append(Problem(place, 0, message, nearest(name, known)))
        days = order.days or (week and week.days) or (program.days if program else ("mon", "wed", "fri"))
        times = order.times or (week and week.times) or (program.times if program else ("day",))
        chosen = []
        for drill, base in wanted:
            if drill.id in order.skip:
                continue
            changes = [base, order.changes.get("all"), order.changes.get(drill.id)]
            dose = self._dose(drill, [change for change in changes if change], days, times)
            # days or times of the order are for the whole handout, also over a drill's own in the program
            mine = order.changes.get(drill.id) or DoseChange()
            dose = replace(
                dose,
                days=order.days if order.days and not mine.days else dose.days,
                times=order.times if order.times and not mine.times else dose.times,
            )
            problems += self._dose_problems(drill, dose, mine)
            chosen.append((drill, dose))
        return chosen

    @staticmethod
    def _dose(drill: Drill, changes: list[DoseChange], days: tuple[str, ...], times: tuple[str, ...]) -> _Dose:
        dose = _Dose(drill.dose.sets, drill.dose.reps, drill.dose.rest, None, days, times)
        for change in changes:
            given = {item.name: getattr(change, item.name) for item in fields(_Dose)}
            if not drill.held:
                given["hold"] = None
            dose = replace(dose, **{name: value for name, value in given.items() if value is not None})
        return dose

    @staticmethod
    def _dose_problems(drill: Drill, dose: _Dose, mine: DoseChange) -> list[Problem]:
        if mine.hold and not drill.held:
            message = f"gives “{drill.id}” a hold, but none of its steps is held"
            return [Problem("changes", 0, message, "Leave the hold out, or add “hold:” to a step of an own drill.")]
        if dose.hold and len(dose.hold) not in (1, dose.sets):
            message = f"gives “{drill.id}” {len(dose.hold)} holds for {dose.sets} sets"
            return [Problem("changes", 0, message, "Give one hold, or one for each set.")]
        return []

    def _warnings(self, order: Order, chosen: list[tuple[Drill, _Dose]]) -> tuple[Problem, ...]:
        found = []
        count = len(chosen)
        if count > TOO_MANY_DRILLS:
            message = f"{count} drills are far too many: people do 2 better than 8, and drop long lists"
            found.append(Problem("items", 0, message, "Choose the 2 to 4 that matter most.", warning=True))
        elif count > MANY_DRILLS:
            message = f"{count} drills are many: 2 to 4 are done better"
            found.append(Problem("items", 0, message, "Leave out what can wait.", warning=True))
        if len(order.note.split()) > LONG_NOTE:
            message = f"the note has {len(order.note.split())} words; notes over {LONG_NOTE} are rarely read"
            found.append(Problem("note", 0, message, "Keep what matters this week.", warning=True))
        if order.side != "both" and not any(drill.each_side for drill, _ in chosen):
            message = "none of these drills is done one side at a time; the side is not printed"
            found.append(Problem("side", 0, message, "Leave it out.", warning=True))
        return tuple(found)

    # --- what is printed -----------------------------------------------------------------------

    def _handout(
        self, order: Order, language: str, layout: str, program: Program | None, week: Week | None,
        chosen: list[tuple[Drill, _Dose]], first: date,
    ) -> Handout:  # fmt: skip
        clinic = self.library.clinic
        words = self.library.words[language]
        phrases = self._phrases.setdefault(language, Phrases(words))
        title = program.name if program else words.sentences.title
        cards = tuple(
            self._card(drill, dose, number, order.side, phrases) for number, (drill, dose) in enumerate(chosen, 1)
        )
        minutes = self._minutes(cards, chosen)
        handout = Handout(
            language=language,
            layout=layout,
            paper=order.paper or clinic.paper,
            header=self._header(),
            labels=words.labels,
            title=title,
            log_title=words.sentences.log_title.replace("{title}", title),
            patient=order.patient,
            patient_line=runs(words.sentences.patient, patient=order.patient),
            dates=self._dates(order, program, week, first, phrases),
            running=self._running(order, program, title, phrases.week(first, weekdays=False), phrases),
            running_short=self._running(order, program, title, "", phrases),
            week=self._days(first, {day for _, dose in chosen for day in dose.days}, phrases),
            first_day=first,
            when=self._when([dose for _, dose in chosen], minutes, first, phrases),
            minutes=minutes,
            need=self._need([drill for drill, _ in chosen]),
            note=self._note(order),
            stop=self._stop(language, phrases),
            cards=cards,
            move_on=self._move_on(order, program, week, phrases),
            next_visit=self._visit(order, phrases),
            disclaimer=clinic.disclaimer or words.sentences.disclaimer,
            pen=words.grid.pen,
            pen_mono=words.grid.pen,
            page=words.sentences.page,
            issued=words.sentences.issued.replace("{date}", phrases.day(order.issued, weekday=False)),
            issue_date=order.issued,
            version=self._version(chosen, program, language),
        )
        if not all(set(card.days) == set(DAYS) for card in cards):
            handout = replace(handout, pen=words.grid.pen_grey, pen_mono=words.grid.pen_dash)
        parts = [getattr(handout, item.name) for item in fields(handout) if item.name not in ("id", "cards", "labels")]
        return replace(handout, id=make_id([*parts, *(card.digest for card in cards)]))

    def _header(self) -> Header:
        clinic = self.library.clinic
        more = ", ".join(part for part in (clinic.web, clinic.address) if part)
        return Header(
            clinic.name, clinic.tagline or "", clinic.phone or "", clinic.email or "", more, self.library.logo
        )

    @staticmethod
    def _dates(order: Order, program: Program | None, week: Week | None, first: date, phrases: Phrases) -> Runs:
        sentences, dates = phrases.words.sentences, phrases.week(first)
        if not program or not week or len(program.weeks) == 1:
            return runs(sentences.one_week, dates=dates)
        template = sentences.week_phase if week.phase else sentences.week
        return runs(template, week=order.week, weeks=len(program.weeks), phase=week.phase or "", dates=dates)

    @staticmethod
    def _running(order: Order, program: Program | None, title: str, dates: str, phrases: Phrases) -> str:
        sentences = phrases.words.sentences
        template = sentences.running if program and len(program.weeks) > 1 else sentences.running_plain
        weeks = len(program.weeks) if program else 1
        text = "".join(run.text for run in runs(template, title=title, week=order.week, weeks=weeks, dates=dates))
        return text.strip().removesuffix(".") if not dates else text

    @staticmethod
    def _days(first: date, on: set[str], phrases: Phrases) -> tuple[Day, ...]:
        week = [first + timedelta(days=offset) for offset in range(7)]
        keys = [DAYS[day.weekday()] for day in week]
        return tuple(Day(key, phrases.day_short(key), day.day, key in on) for key, day in zip(keys, week, strict=True))

    def _when(self, doses: list[_Dose], minutes: int, first: date, phrases: Phrases) -> Runs:
        sentences = phrases.words.sentences
        order = [DAYS[(first.weekday() + offset) % 7] for offset in range(7)]
        on = [day for day in order if any(day in dose.days for dose in doses)]
        days = sentences.daily if len(on) == 7 else ", ".join(phrases.day_short(day) for day in on)
        times = max((dose.times for dose in doses), key=len)
        return runs(sentences.when, days=days, times=self._times(times, phrases), minutes=sentences.minutes.of(minutes))

    @staticmethod
    def _times(times: tuple[str, ...], phrases: Phrases) -> str:
        sentences = phrases.words.sentences
        if times == ("day",):
            return sentences.once
        if times == ("morning", "evening"):
            return sentences.twice
        if len(times) > 2:
            return sentences.often.replace("{n}", str(len(times)))
        names = [str(getattr(phrases.words.grid, name)).lower() for name in times]
        return sentences.at_times.replace("{times}", phrases.join(names))

    @staticmethod
    def _minutes(cards: tuple[Card, ...], chosen: list[tuple[Drill, _Dose]]) -> int:
        """Minutes of the fullest session of the week, rounded up."""
        load: dict[tuple[str, int], list[int]] = {}
        for card, (_, dose) in zip(cards, chosen, strict=True):
            for day in card.days:
                for session in range(len(dose.times)):
                    load.setdefault((day, session), []).append(card.seconds)
        fullest = max(sum(items) + CHANGE_SECONDS * (len(items) - 1) for items in load.values())
        return math.ceil(fullest / 60)

    @staticmethod
    def _need(drills: list[Drill]) -> str:
        items = dict.fromkeys(item.rstrip(".") for drill in drills for item in drill.equipment)
        return " ".join(f"{item}." for item in items)

    def _note(self, order: Order) -> Runs:
        if not order.note:
            return ()
        clinician = order.clinician or self.library.clinic.clinician or ""
        return (Run(order.note), Run(f" {clinician}", soft=True)) if clinician else (Run(order.note),)

    def _stop(self, language: str, phrases: Phrases) -> StopRules:
        if language not in self._stops:
            self._stops[language] = self._stop_rules(phrases)
        return self._stops[language]

    def _stop_rules(self, phrases: Phrases) -> StopRules:
        clinic, stop = self.library.clinic, phrases.words.stop
        rules = clinic.stop or stop.rules
        if not clinic.phone:
            call = runs(stop.call_none)
        elif clinic.hours:
            call = runs(stop.call_hours, phone=clinic.phone, hours=clinic.hours)
        else:
            call = runs(stop.call, phone=clinic.phone)
        short_call = runs(stop.call, phone=clinic.phone) if clinic.phone else call
        urgent = (Run(" "), *runs(stop.emergency, number=clinic.emergency)) if clinic.emergency else ()
        head, _, after = stop.row.partition("{call}")
        row = runs(head, head=stop.head, rules=f"{stop.join} ".join(rule.rstrip(".") for rule in rules) + ".")
        row = tuple(replace(run, text=run.text.replace("..", ".")) for run in row)
        line = stop.short.replace("{phone}", clinic.phone) if clinic.phone else stop.short_none
        return StopRules(stop.head, tuple(rules), (*call, *urgent), (*row, *short_call, *urgent, *runs(after)), line)

    @staticmethod
    def _move_on(order: Order, program: Program | None, week: Week | None, phrases: Phrases) -> Runs:
        if not program or not week:
            return ()
        if order.week == len(program.weeks):
            return (Run(program.finish),) if program.finish else ()
        if not week.move_on:
            return ()
        return runs(phrases.words.sentences.move_on, next=order.week + 1, rule=week.move_on)

    def _visit(self, order: Order, phrases: Phrases) -> Runs:
        if not order.visit:
            return ()
        sentences = phrases.words.sentences
        when = phrases.day(order.visit)
        if order.visit_time:
            when = sentences.visit_when.replace("{date}", when).replace("{time}", phrases.clock(order.visit_time))
        clinician = (order.clinician or self.library.clinic.clinician or "").split(",")[0]
        person = " " + sentences.visit_person.replace("{clinician}", clinician) if clinician else ""
        return runs(sentences.visit, when=when, person=person)

    def _version(self, chosen: list[tuple[Drill, _Dose]], program: Program | None, language: str) -> str:
        """“v1.0”; with a clinic's own content in it “v1.0+3f2a”, four digits of that content's digest."""
        ids = [drill.id for drill, _ in chosen] + ([program.id] if program else [])
        own = [self.library.own[key] for key in sorted((name, language) for name in ids) if key in self.library.own]
        return f"v{self.library.version}" + (f"+{digest(own)[:4]}" if own else "")

    # --- a drill -------------------------------------------------------------------------------

    def _card(self, drill: Drill, dose: _Dose, number: int, side: Side, phrases: Phrases) -> Card:
        key = (drill.id, drill.language, dose, number, side if drill.each_side else "")
        if key not in self._cards:
            card = _make_card(drill, dose, number, side, phrases, self.library)
            parts = [getattr(card, item.name) for item in fields(card)]
            self._cards[key] = replace(card, digest=digest(parts))
        return self._cards[key]


def _make_card(drill: Drill, dose: _Dose, number: int, side: Side, phrases: Phrases, library: Library) -> Card:
    words = phrases.words
    held = [dose.hold or (step.hold,) for step in drill.steps if step.hold]
    distinct = list(dict.fromkeys(held))
    labels = _labels(distinct, dose.sets, phrases)

    def hold_of(index: int, *, short: bool) -> str:
        own = drill.steps[index].hold
        if not own:
            return ""
        holds = dose.hold or (own,)
        if not short:
            return words.dose.hold.replace("{time}", phrases.holds(holds))
        return words.dose.hold.replace("{time}", phrases.hold_label((min(holds)[0], max(hold[1] for hold in holds))))

    sides = 2 if drill.each_side and side == "both" else 1
    return Card(
        number=number,
        drill=drill.id,
        name=drill.name,
        continued=words.sentences.continued.replace("{name}", drill.name),
        why=drill.why,
        steps=tuple(Step(n, step.text, hold_of(n - 1, short=False)) for n, step in enumerate(drill.steps, 1)),
        cues=_cues(drill, phrases),
        pictures=tuple(
            Picture(
                library.pictures[drill.id, drill.language, picture.file],
                picture.step,
                picture.caption,
                picture.alt,
                hold_of(picture.step - 1, short=True),
            )
            for picture in drill.pictures
        ),
        dose=_dose_sentences(drill, dose, side, distinct, phrases),
        dose_short=_dose_short(drill, dose, side, distinct, phrases),
        rows=_rows(drill, dose, side, labels, phrases),
        days=dose.days,
        seconds=_seconds(drill, dose, held, sides),
    )


def _labels(distinct: list[Holds], sets: int, phrases: Phrases) -> tuple[str, ...]:
    """Label under the box of each set: the hold, or both where a drill has steps with different holds."""
    found = []
    for index in range(sets):
        spans = dict.fromkeys(holds[index] if len(holds) > 1 else holds[0] for holds in distinct)
        if len(spans) > 1:
            shown = "+".join(phrases.span(span, short=True) for span in spans)
            found.append(phrases.words.dose.seconds_short.replace("{n}", shown))
        else:
            found.append("".join(phrases.hold_label(span) for span in spans))
    return tuple(found)


def _cues(drill: Drill, phrases: Phrases) -> tuple[Cue, ...]:
    words = phrases.words.dose
    stop = [_sentence(words.stop_if.replace("{text}", text)) for text in drill.stop]
    easier = [words.easier.replace("{text}", text) for text in drill.easier]
    harder = [words.harder.replace("{text}", text) for text in drill.harder]
    return (
        *(Cue("do", text) for text in drill.cues),
        *(Cue("dont", text) for text in drill.mistakes),
        *(Cue("stop", text) for text in stop),
        *(Cue("plain", text) for text in (*easier, *harder)),
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _side_words(drill: Drill, side: Side, phrases: Phrases) -> str:
    if not drill.each_side:
        return ""
    dose = phrases.words.dose
    return {"both": dose.each_side, "left": dose.on_left, "right": dose.on_right}[side]


def _count_sentence(drill: Drill, dose: _Dose, side: Side, phrases: Phrases) -> str:
    words = phrases.words.dose
    which = _side_words(drill, side, phrases)
    # the words files are stripped at their ends, so the space before “each side” is put back here
    which = f" {which}" if which else ""
    if dose.reps == (1, 1):
        return words.sets_only.of(dose.sets).replace("{side}", which)
    text = words.sets_of.replace("{sets}", words.sets.of(dose.sets)).replace("{reps}", phrases.span(dose.reps))
    return text.replace("{side}", which)


def _dose_sentences(drill: Drill, dose: _Dose, side: Side, distinct: list[Holds], phrases: Phrases) -> tuple[str, ...]:
    words = phrases.words.dose
    found = [_count_sentence(drill, dose, side, phrases)]
    if not distinct:
        found.append(words.no_hold)
    else:
        template = words.hold_sets if len(distinct[0]) > 1 else words.hold_each
        found.append(template.replace("{time}", phrases.join([phrases.holds(holds) for holds in distinct])))
    if dose.rest:
        found.append(words.rest.replace("{time}", phrases.seconds(dose.rest)))
    return tuple(found)


def _dose_short(drill: Drill, dose: _Dose, side: Side, distinct: list[Holds], phrases: Phrases) -> str:
    words = phrases.words.dose
    parts = [_count_sentence(drill, dose, side, phrases).rstrip(".")]
    spans = dict.fromkeys(span for holds in distinct for span in holds)
    if spans:
        shown = "/".join(phrases.span(span, short=True) for span in spans)
        parts.append(words.hold_short.replace("{time}", words.seconds_short.replace("{n}", shown)))
    else:
        parts.append(words.no_hold_short)
    if dose.rest:
        parts.append(words.rest_short.replace("{time}", phrases.seconds_short(dose.rest)))
    return ", ".join(parts)


def _rows(drill: Drill, dose: _Dose, side: Side, labels: tuple[str, ...], phrases: Phrases) -> tuple[GridRow, ...]:
    grid = phrases.words.grid
    sides: tuple[Literal["", "l", "r"], ...] = ("",)
    if drill.each_side:
        sides = {"both": ("l", "r"), "left": ("l",), "right": ("r",)}[side]  # type: ignore[assignment]  # literals
    names = {"l": grid.left, "r": grid.right}
    rows = []
    for number, session in enumerate(dose.times, 1):
        time_name = "" if session == "day" else str(getattr(grid, session))
        for one in sides:
            if time_name and one:
                label = grid.session_side.replace("{session}", time_name).replace("{side}", names[one].lower())
            else:
                label = time_name or (names[one] if one else grid.tick)
            if len(set(labels)) == 1 and labels[0]:
                line = grid.row_hold.replace("{row}", label).replace("{time}", labels[0])
            else:
                line = grid.row_plain.replace("{row}", label)
            rows.append(GridRow(number, one, label, line, labels))
    return tuple(rows)


def _seconds(drill: Drill, dose: _Dose, held: list[Holds], sides: int) -> int:
    """One session: every rep with its holds, on each side, and the rests between sets (middle of ranges)."""
    reps = sum(dose.reps) / 2
    total = 0.0
    for index in range(dose.sets):
        spans = [holds[index] if len(holds) > 1 else holds[0] for holds in held]
        total += reps * (drill.rep_seconds + sum(sum(span) / 2 for span in spans))
    return math.ceil(total * sides + dose.rest * (dose.sets * sides - 1))
