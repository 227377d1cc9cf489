"""PLAN: a patient, drills or a program, and a week become a Handout. Pure: no files, no clock.

Problems name the field of the order they are about (``note``, ``week`` …); the command line and the
roster reader turn that into an option or a row.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, replace
from datetime import date, timedelta
from operator import itemgetter
from typing import Any, Literal

from handouts.base.ids import digest, make_id
from handouts.base.problems import HandoutsError, Problem, misspelt
from handouts.base.scalars import DAYS
from handouts.figures.person import Person
from handouts.library.load import Library
from handouts.library.models import DoseChange, Drill, Program, Week
from handouts.orders.order import Order, Side
from handouts.plan import front as wording
from handouts.plan.cards import PatientDose, make_card
from handouts.plan.handout import Card, Handout, StopRules
from handouts.plan.phrases import Phrases, runs, runs_text

__all__ = ["Planner"]

MANY_DRILLS, TOO_MANY_DRILLS = 4, 6
LONG_NOTE = 60
_OF_DOSE = ("dose", "dose_short", "change", "change_spoken", "rows", "days", "seconds")
"""Parts of a card that follow from its dose."""
KEPT_MOST = 1000
"""Handouts without a patient that are kept: patients of one program and week share them."""


class Planner:
    """Plans handouts from one library. Keeps the cards it has made: patients share most of them."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._cards: dict[object, Card] = {}
        self._phrases: dict[str, Phrases] = {}
        self._stops: dict[str, StopRules] = {}
        self._chosen: dict[Hashable, tuple[list[tuple[Drill, PatientDose]], tuple[Problem, ...]]] = {}
        self._common: dict[Hashable, tuple[Handout, str]] = {}

    def plan(self, order: Order) -> tuple[Handout, tuple[Problem, ...]]:
        """The handout and its warnings, or HandoutsError with every problem of the order."""
        library, problems = self.library, list[Problem]()
        language = order.language or library.clinic.language
        layout = order.layout or library.clinic.layout
        if language not in library.words:
            raise HandoutsError([misspelt("language", f"there is no language “{language}”", language, library.words)])
        if layout not in library.layouts:
            problems.append(misspelt("layout", f"there is no layout “{layout}”", layout, library.layouts))
        program, drills = self._find(order, language, problems)
        week = self._week(order, program, problems)
        chosen = self._choose(order, program, week, drills, language, problems)
        if not chosen and not problems:
            problems.append(Problem("items", 0, "no drill is left to print", "Name a program or one drill at least."))
        first = self._first_day(order, problems)
        if problems:
            raise HandoutsError(problems)
        return self._handout(order, language, layout, program, week, chosen, first), self._warnings(
            order, program, chosen
        )

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
                problems.append(misspelt("items", message, name, known))
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
        self,
        order: Order,
        program: Program | None,
        week: Week | None,
        drills: list[Drill],
        language: str,
        problems: list[Problem],
    ) -> list[tuple[Drill, PatientDose]]:
        """The drills of this week with their doses, kept: patients of one program share them."""
        changes = tuple(sorted(order.changes.items(), key=itemgetter(0)))
        key = (
            language,
            order.items,
            program and program.id,
            order.week,
            order.days,
            order.times,
            order.skip,
            tuple(drill.id for drill in drills),
            changes,
        )
        if key not in self._chosen:
            if len(self._chosen) >= KEPT_MOST:
                del self._chosen[next(iter(self._chosen))]
            found: list[Problem] = []
            self._chosen[key] = self._chosen_anew(order, program, week, drills, language, found), tuple(found)
        chosen, wrong = self._chosen[key]
        problems += wrong
        return chosen

    def _chosen_anew(
        self,
        order: Order,
        program: Program | None,
        week: Week | None,
        drills: list[Drill],
        language: str,
        problems: list[Problem],
    ) -> list[tuple[Drill, PatientDose]]:
        wanted: list[tuple[Drill, DoseChange]] = []
        if week:
            wanted += [(self.library.drills[item.drill, language], item) for item in week.drills]
        known = {drill.id for drill, _ in wanted}
        wanted += [(drill, DoseChange()) for drill in drills if drill.id not in known]
        known |= {drill.id for drill in drills}
        for place, names in (("changes", order.changes), ("skip", order.skip)):
            for name in names:
                if name not in known and (name != "all" or place == "skip"):
                    message = f"“{name[:60]}” is not among the drills of this handout"
                    problems.append(misspelt(place, message, name, known))
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
    def _dose(drill: Drill, changes: list[DoseChange], days: tuple[str, ...], times: tuple[str, ...]) -> PatientDose:
        dose = PatientDose(drill.dose.sets, drill.dose.reps, drill.dose.rest, None, days, times)
        for change in changes:
            given = {item.name: getattr(change, item.name) for item in fields(PatientDose)}
            if not drill.held:
                given["hold"] = None
            dose = replace(dose, **{name: value for name, value in given.items() if value is not None})
        return dose

    @staticmethod
    def _dose_problems(drill: Drill, dose: PatientDose, mine: DoseChange) -> list[Problem]:
        if mine.hold and not drill.held:
            message = f"gives “{drill.id}” a hold, but none of its steps is held"
            return [Problem("changes", 0, message, "Leave the hold out, or add “hold:” to a step of an own drill.")]
        if dose.hold and len(dose.hold) not in (1, dose.sets):
            message = f"gives “{drill.id}” {len(dose.hold)} holds for {dose.sets} sets"
            return [Problem("changes", 0, message, "Give one hold, or one for each set.")]
        return []

    @staticmethod
    def _in_week(program: Program, order: Order) -> set[str]:
        return {item.drill for item in program.weeks[order.week - 1].drills}

    def _warnings(
        self, order: Order, program: Program | None, chosen: list[tuple[Drill, PatientDose]]
    ) -> tuple[Problem, ...]:
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
        inside = [name for name in order.items if program and name in self._in_week(program, order)]
        for name in inside:
            message = f"“{name}” is in the program this week already"
            found.append(Problem("items", 0, message, "Leave it out, or change its dose.", warning=True))
        if order.visit and order.visit < order.issued:
            message = "the next visit is before the day of issue"
            found.append(Problem("visit", 0, message, "Check its year and month.", warning=True))
        if order.side != "both" and not any(drill.each_side for drill, _ in chosen):
            message = "none of these drills is done one side at a time; the side is not printed"
            found.append(Problem("side", 0, message, "Leave it out.", warning=True))
        return tuple(found)

    # --- what is printed -----------------------------------------------------------------------

    def _handout(
        self,
        order: Order,
        language: str,
        layout: str,
        program: Program | None,
        week: Week | None,
        chosen: list[tuple[Drill, PatientDose]],
        first: date,
    ) -> Handout:
        """What this patient shares with others of the same drills, doses and week, and what is theirs."""
        words = self.library.words[language]
        phrases = self._phrases.setdefault(language, Phrases(words))
        person = self._person(order)
        paper = order.paper or self.library.clinic.paper
        doses = tuple((drill.id, dose) for drill, dose in chosen)
        key = (
            language,
            layout,
            paper,
            program and program.id,
            order.week,
            first,
            order.issued,
            order.side,
            person,
            doses,
        )
        if key not in self._common:
            if len(self._common) >= KEPT_MOST:
                del self._common[next(iter(self._common))]
            common = self._common_part(order, phrases, layout, paper, program, week, chosen, first, person)
            left_out = ("id", "cards", "labels")
            parts = [getattr(common, item.name) for item in fields(common) if item.name not in left_out]
            self._common[key] = common, digest([*parts, *(card.digest for card in common.cards)])
        common, shared = self._common[key]
        clinic = self.library.clinic
        own: dict[str, Any] = {
            "patient": order.patient,
            "patient_line": runs(words.sentences.patient, patient=order.patient),
            "note": wording.note(order, clinic),
            "note_language": order.note_language,
            "next_visit": wording.visit(order, clinic, phrases),
        }
        return replace(common, id=make_id([shared, *own.values(), order.key]), **own)

    def _common_part(
        self,
        order: Order,
        phrases: Phrases,
        layout: str,
        paper: Literal["a4", "letter"],
        program: Program | None,
        week: Week | None,
        chosen: list[tuple[Drill, PatientDose]],
        first: date,
        person: Person,
    ) -> Handout:
        """The handout without its patient."""
        clinic, words = self.library.clinic, phrases.words
        title = program.name if program else words.sentences.title
        cards = self._cards_of(order, program, chosen, phrases, person)
        doses = [dose for _, dose in chosen]
        minutes = wording.minutes(cards, chosen)
        every_day = all(set(card.days) == set(DAYS) for card in cards)
        return Handout(
            language=words.language,
            layout=layout,
            paper=paper,
            header=wording.header(clinic, self.library.logo),
            labels=words.labels,
            title=title,
            log_title=words.sentences.log_title.replace("{title}", title),
            patient="",
            patient_line=(),
            dates=wording.dates(order, program, week, first, phrases),
            running=wording.running(order, program, title, phrases.week(first, weekdays=False), phrases),
            running_short=wording.running(order, program, title, "", phrases),
            week=wording.days(first, {day for dose in doses for day in dose.days}, phrases),
            first_day=first,
            when=wording.when(doses, minutes, first, phrases),
            when_spoken=runs_text(wording.when(doses, minutes, first, phrases, aloud=True)),
            rest_day=words.grid.rest_day,
            minutes=minutes,
            need=wording.need([drill for drill, _ in chosen]),
            note=(),
            note_language="",
            stop=self._stop_rules(words.language, phrases),
            cards=cards,
            move_on=wording.move_on(order, program, week, phrases),
            next_visit=(),
            disclaimer=clinic.disclaimer or words.sentences.disclaimer,
            pain_rows=wording.pain_rows(doses, phrases),
            pen=words.grid.pen if every_day else words.grid.pen_grey,
            pen_mono=words.grid.pen if every_day else words.grid.pen_dash,
            page=words.sentences.page,
            issued=words.sentences.issued.replace("{date}", phrases.day(order.issued, weekday=False)),
            issue_date=order.issued,
            version=self._version(chosen, program, words.language),
        )

    def _stop_rules(self, language: str, phrases: Phrases) -> StopRules:
        if language not in self._stops:
            self._stops[language] = wording.stop_rules(self.library.clinic, phrases)
        return self._stops[language]

    def _version(self, chosen: list[tuple[Drill, PatientDose]], program: Program | None, language: str) -> str:
        """“v1.0”; with a clinic's own content in it “v1.0+3f2a”, four digits of that content's digest."""
        ids = [drill.id for drill, _ in chosen] + ([program.id] if program else [])
        own = [self.library.own[key] for key in sorted((name, language) for name in ids) if key in self.library.own]
        return f"v{self.library.version}" + (f"+{digest(own)[:4]}" if own else "")

    # --- a drill -------------------------------------------------------------------------------

    def _person(self, order: Order) -> Person:
        """Who is drawn: the clinic's person, but for what the order says otherwise."""
        own = {name: value for name in ("skin", "hair", "build") if (value := getattr(order, name))}
        return replace(self.library.clinic.person, **own)

    def _card(
        self,
        drill: Drill,
        dose: PatientDose,
        number: int,
        side: Side,
        phrases: Phrases,
        person: Person,
        change: tuple[str, str] = ("", ""),
    ) -> Card:
        key = (drill.id, drill.language, dose, number, side if drill.each_side else "", person, change)
        if key not in self._cards:
            card = make_card(drill, dose, number, side, phrases, self.library, person)
            card = replace(card, change=change[0], change_spoken=change[1])
            parts = {item.name: getattr(card, item.name) for item in fields(card)}
            over = [value for name, value in parts.items() if name not in _OF_DOSE]
            self._cards[key] = replace(card, digest=digest(parts.values()), body=digest(over))
        return self._cards[key]

    def _cards_of(
        self,
        order: Order,
        program: Program | None,
        chosen: list[tuple[Drill, PatientDose]],
        phrases: Phrases,
        person: Person,
    ) -> tuple[Card, ...]:
        """The cards, each with what is new since the program's week before."""
        cards = [
            self._card(drill, dose, number, order.side, phrases, person)
            for number, (drill, dose) in enumerate(chosen, 1)
        ]
        if not program or order.week < 2:
            return tuple(cards)
        earlier = replace(order, week=order.week - 1)
        week = program.weeks[earlier.week - 1]
        extra = [
            drill
            for drill, _ in chosen
            if drill.id not in {item.drill for item in week.drills} and drill.id in order.items
        ]
        # what is wrong with the week before is not this week's problem: it is only compared
        before = {
            drill.id: self._card(drill, dose, 1, order.side, phrases, person)
            for drill, dose in self._choose(earlier, program, week, extra, phrases.words.language, [])
        }
        return tuple(
            self._card(
                drill, dose, number, order.side, phrases, person, wording.change(card, before.get(drill.id), phrases)
            )
            for number, ((drill, dose), card) in enumerate(zip(chosen, cards, strict=True), 1)
        )
