"""PLAN: a patient, drills or a program, and a week become a Handout. Pure: no files, no clock.

Problems name the field of the order they are about (``note``, ``week`` …); the command line and the
roster reader turn that into an option or a row.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING

from handouts.base.ids import make_id
from handouts.base.kept import Kept
from handouts.base.problems import HandoutsError, Problem, misspelt
from handouts.base.records import changed
from handouts.figures.person import Person, looking
from handouts.library.load import Library
from handouts.library.models import Drill, Program, Week
from handouts.library.tongues import Tongues
from handouts.orders.order import Order, Side
from handouts.plan import front as wording
from handouts.plan.cards import CardBody, make_body, make_card
from handouts.plan.common import Asked, digest_of, shared_of, without_patient
from handouts.plan.doses import PatientDose, at_home, choose
from handouts.plan.dosewords import DosePart, dose_parts
from handouts.plan.doubts import long_session, warnings
from handouts.plan.handout import Card, Handout, Runs, StopRules
from handouts.plan.measures import lacking_words, unasked_activities
from handouts.plan.phrases import Phrases, runs
from handouts.plan.plans import OwnParts, Plan, in_two
from handouts.plan.secondtongue import Second, second_of
from handouts.plan.translated import incomplete, untranslated
from handouts.plan.usable import unfinished, unsound, unusable

if TYPE_CHECKING:
    from handouts.plan.cautions import Cautions

__all__ = ["Planner"]


KEPT_MOST = 1000
"""Handouts without a patient that are kept: patients of one program and week share them."""
CARDS_KEPT = 4000
"""Cards kept, at some 8 kB each."""


class Planner:
    """Plans handouts from one library. Keeps the cards it has made: patients share most of them."""

    def __init__(self, library: Library, *, checked: bool = True) -> None:
        """``checked``: a drill whose pictures are at fault is refused, and so is one that does not suit the patient;
        not where it was printed so once.
        """
        self.library = library
        self._checked = checked
        self._looked_at: dict[tuple[str, str], tuple[Problem, ...]] = {}
        self._cards = Kept[Hashable, Card](CARDS_KEPT)
        self._bodies = Kept[Hashable, CardBody](CARDS_KEPT)
        self._said = Kept[Hashable, tuple[DosePart, ...]](CARDS_KEPT)
        self._phrases: dict[str, Phrases] = {}
        self._tongues = Tongues(library.words)
        self._stops = Kept[Hashable, StopRules](KEPT_MOST)
        self._chosen = Kept[Hashable, tuple[list[tuple[Drill, PatientDose]], tuple[Problem, ...]]](KEPT_MOST)
        self._common = Kept[Hashable, tuple[Handout, str]](KEPT_MOST)
        self._plans = Kept[Hashable, Plan](KEPT_MOST)
        self._visits = Kept[Hashable, Runs](KEPT_MOST)

    def plan(self, order: Order) -> tuple[Handout, tuple[Problem, ...]]:
        """The handout and its warnings, or HandoutsError with every problem of the order."""
        key = shared_of(order)
        plan = self._plans.get(key) or self._plans.keep(key, self._plan(order))
        told = [*warnings(order, plan.asked.program, plan.chosen, plan.asked.first), *self._held(order, plan.chosen)]
        if order.note_language and not self._tongues.any_tag(order.note_language):
            told.append(self._tongues.unknown("note_language", order.note_language))
        if any(not problem.warning for problem in told):
            raise HandoutsError(problem for problem in told if not problem.warning)
        return self._of_patient(plan, order), (*told, *plan.told)

    def settled(self, order: Order) -> Order:
        """The order of a sheet that was planned, with only as much of what the patient has as was confirmed: no more is
        kept.
        """
        if not (order.flags or order.despite):
            return order
        key = shared_of(order)
        plan = self._plans.get(key) or self._plans.keep(key, self._plan(order))
        return changed(order, flags=(), despite=self._cautions.confirmed(order, [drill for drill, _ in plan.chosen]))

    def _held(self, order: Order, chosen: list[tuple[Drill, PatientDose]]) -> list[Problem]:
        """Why the sheet is held, for what its patient has."""
        if not self._checked or not (order.flags or order.despite):
            return []
        language = self._language(order)
        return self._cautions.problems(order, [drill for drill, _ in chosen], language)

    @cached_property
    def _cautions(self) -> Cautions:
        from handouts.plan.cautions import Cautions  # which most sheets need not wait for

        return Cautions(self.library)

    def _plan(self, order: Order) -> Plan:
        """What an order comes to but for what is its patient's own; HandoutsError with every problem of it."""
        second = second_of(order, self.library, self._tongues)
        if not second:
            return self._plan_in_one(order)
        return self._plan_in_both(order, second)

    def _plan_in_both(self, order: Order, second: Second) -> Plan:
        """The same in two languages, each of which must be whole."""
        plans, problems = [], list[Problem](second.problems)
        for one in () if problems else (order, changed(order, language=second.language)):
            try:
                plans.append(self._plan_in_one(one))
            except HandoutsError as error:
                problems += [problem for problem in error.problems if problem not in problems]
        if problems:
            raise HandoutsError(problems)
        plan, other = plans
        return in_two(plan, other, second, self.library)

    def _plan_in_one(self, order: Order) -> Plan:
        library, problems = self.library, list[Problem]()
        language = self._language(order)
        layout = order.layout or library.clinic.layout
        if wrong := unusable("language", language, "", library):
            raise HandoutsError(wrong)
        if language not in library.words:
            raise HandoutsError([self._tongues.unknown("language", language)])
        problems += unusable("layout", layout, "", library)
        if layout not in library.layouts and not problems:
            problems.append(misspelt("layout", f"there is no layout “{layout}”", layout, library.layouts))
        program, drills = self._find(order, language, problems)
        week = self._week(order, program, problems)
        chosen = self._choose(order, program, week, drills, language, problems)
        if not chosen and not problems:
            problems.append(Problem("items", 0, "no drill is left to print", "Name a program or one drill at least."))
        problems += lacking_words(order, week, library.words[language])
        first = self._first_day(order, problems)
        present, told = at_home(order, first, chosen)
        if chosen and not present:
            message = f"the patient is away on every training day of the week from {first}"
            problems.append(Problem("pauses", 0, message, "Give another week, or mend the pause."))
        if problems:
            wrong = [problem for problem in self._held(order, chosen) if not problem.warning]
            raise HandoutsError([*problems, *wrong])
        paper = order.paper or library.clinic.paper
        asked = Asked(order, language, layout, paper, program, week, first, present, self._person(order))
        common, digest = self._shared(asked)
        told = [*long_session(common.minutes), *told, *unasked_activities(order, program, week)]
        return Plan(asked, chosen, tuple(told), common, digest)

    def _language(self, order: Order) -> str:
        """The tag of the language that an order names; what it says where there is none such."""
        asked = order.language or self.library.clinic.language
        return self._tongues.tag(asked) or asked

    def programs_of(self, order: Order) -> list[Program]:
        """The programs that an order names."""
        language = self._language(order)
        found = (self.library.program(name, language) for name in order.items)
        return [program for program in found if program]

    def doses_of(self, order: Order) -> tuple[Program | None, list[tuple[Drill, PatientDose]]]:
        """The program that an order names, and the drills of its week with their doses; HandoutsError for faults."""
        problems: list[Problem] = []
        found = self.chosen(order, problems)
        if problems:
            raise HandoutsError(problems)
        return found

    def chosen(self, order: Order, told: list[Problem]) -> tuple[Program | None, list[tuple[Drill, PatientDose]]]:
        """The same, pauses or not, as far as they can be found; ``told`` gets what is wrong with the order."""
        language = self._language(order)
        program, drills = self._find(order, language, told)
        week = self._week(order, program, told)
        if program and not week:
            return program, []
        return program, self._choose(order, program, week, drills, language, told)

    def dose_said(self, drill: Drill, dose: PatientDose, side: Side) -> str:
        """A dose in the drill's language, as it stands on the sheet."""
        said = self._dose_said(drill, dose, side, self._phrases_of(drill.language))
        return " ".join(part.sentence for part in said if part.sentence)

    def training_days(self, order: Order) -> frozenset[str]:
        """Keys of the days on which any drill of the order's week is done, pauses or not; none where nothing can be."""
        language, ignored = self._language(order), list[Problem]()
        program, drills = self._find(order, language, ignored)
        week = self._week(order, program, ignored)
        chosen = [] if ignored else self._choose(order, program, week, drills, language, ignored)
        return frozenset(day for _, dose in chosen for day in dose.days)

    # --- what is asked for ---------------------------------------------------------------------

    def _find(self, order: Order, language: str, problems: list[Problem]) -> tuple[Program | None, list[Drill]]:
        library = self.library
        programs: list[Program] = []
        drills: list[Drill] = []
        for name in order.items:
            if wrong := unusable("items", name, language, library):
                problems += wrong
            elif program := library.program(name, language):
                programs.append(program)
            elif drill := library.drill(name, language):
                drills.append(drill)
            elif wrong := untranslated(name, language, library):
                problems += wrong
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
        kept = self._chosen.get(key)
        if kept is None:
            chosen, wrong = choose(order, program, week, drills, language, self.library)
            if self._checked:
                wrong += [problem for drill, _ in chosen for problem in self._unsound(drill)]
                wrong += [problem for drill, _ in chosen for problem in unfinished(drill, self.library)]
            stale = self.library.allow_stale or not self._checked  # what was printed once is printed again
            wrong += incomplete([drill for drill, _ in chosen], program, language, self.library, stale=stale)
            kept = self._chosen.keep(key, (chosen, tuple(wrong)))
        chosen, known = kept
        problems += known
        return chosen

    def _unsound(self, drill: Drill) -> tuple[Problem, ...]:
        """What is wrong with a drill's pictures, looked at once: it takes longer than all else of a plan."""
        key = (drill.id, drill.language)
        if key not in self._looked_at:
            self._looked_at[key] = tuple(unsound(drill, self.library))
        return self._looked_at[key]

    # --- what is printed -----------------------------------------------------------------------

    def _shared(self, asked: Asked) -> tuple[Handout, str]:
        """What patients of the same drills, doses and week share: the handout without a patient, and its digest."""
        phrases = self._phrases_of(asked.language)
        kept = self._common.get(asked.key)
        if kept is None:
            common = without_patient(
                asked, self._cards_of(asked, phrases), self._stop_rules(asked, phrases), phrases, self.library
            )
            kept = self._common.keep(asked.key, (common, digest_of(common)))
        return kept

    def _of_patient(self, plan: Plan, order: Order) -> Handout:
        """The handout with what is its patient's."""
        own = self._own_parts(plan, order, plan.asked.language)
        said = [value for name, value in own.items() if name != "decided" or value]
        handout = make_id([plan.digest, *said, order.key])
        copy = plan.common.copy
        if copy is not None:
            copy = copy.of_patient(handout, **self._own_parts(plan, order, copy.language))
        return plan.common.of_patient(handout, **own, copy=copy)

    def _own_parts(self, plan: Plan, order: Order, language: str) -> OwnParts:
        """What is the patient's own, in a language."""
        clinic, phrases = self.library.clinic, self._phrases_of(language)
        return {
            "patient": order.patient,
            "patient_line": runs(phrases.words.sentences.patient, patient=phrases.typed(order.patient)),
            "note": wording.note(order, plan.asked.first, clinic, phrases),
            "note_language": order.note_language and self._tongues.any_tag(order.note_language),
            "next_visit": self._visit(order, phrases) if order.visit else (),
            "decided": wording.decided(order, phrases) if order.followed else (),
        }

    def _visit(self, order: Order, phrases: Phrases) -> Runs:
        """The next appointment in words, kept: a day's patients share most of it."""
        key = (phrases.words.language, order.visit, order.visit_time, order.clinician, order.issued)
        return self._visits.get_or_make(key, lambda: wording.visit(order, self.library.clinic, phrases))

    def _phrases_of(self, language: str) -> Phrases:
        if language not in self._phrases:
            self._phrases[language] = Phrases(self.library.words[language])
        return self._phrases[language]

    def _stop_rules(self, asked: Asked, phrases: Phrases) -> StopRules:
        """Those of the parts of the body that the handout's drills load."""
        parts = wording.regions(drill for drill, _ in asked.chosen)
        made = partial(wording.stop_rules, self.library.clinic_in(asked.language), phrases, parts)
        return self._stops.get_or_make((asked.language, parts), made)

    def _person(self, order: Order) -> Person:
        """Who is drawn: the clinic's person, but for what the order says otherwise."""
        own = {name: value for name in ("skin", "hair", "build") if (value := getattr(order, name))}
        return looking(self.library.clinic.person, own)

    # --- drills --------------------------------------------------------------------------------

    def _cards_of(self, asked: Asked, phrases: Phrases) -> tuple[Card, ...]:
        """The cards, each with what is new since the week of the program that was given before."""
        changes = self._changes(asked, phrases)
        return tuple(
            self._card(drill, dose, number, asked, phrases, change)
            for number, ((drill, dose), change) in enumerate(zip(asked.chosen, changes, strict=False), 1)
        )

    def _changes(self, asked: Asked, phrases: Phrases) -> Iterable[tuple[str, str]]:
        """For each drill what is new, in short and as it is read aloud; endless where nothing can be."""
        order, program = asked.order, asked.program
        if not program or not 1 <= asked.last_week <= len(program.weeks):
            return repeat(("", ""))
        earlier = replace(order, week=asked.last_week)
        week = program.weeks[earlier.week - 1]
        theirs = {item.drill for item in week.drills}
        extra = [drill for drill, _ in asked.chosen if drill.id not in theirs and drill.id in order.items]
        # what is wrong with the week before is not this week's problem: it is only compared
        before = {
            drill.id: self._dose_said(drill, dose, order.side, phrases)
            for drill, dose in self._choose(earlier, program, week, extra, asked.language, [])
        }
        away = asked.away_before
        return [
            wording.change(self._dose_said(drill, dose, order.side, phrases), before.get(drill.id), phrases, away=away)
            for drill, dose in asked.chosen
        ]

    def _dose_said(self, drill: Drill, dose: PatientDose, side: Side, phrases: Phrases) -> tuple[DosePart, ...]:
        """A dose in words, kept: it is said on its card, and compared with in the week after."""
        key = (drill.id, drill.language, dose, side)
        return self._said.get_or_make(key, lambda: dose_parts(drill, dose, side, phrases))

    def _card(
        self, drill: Drill, dose: PatientDose, number: int, asked: Asked, phrases: Phrases, change: tuple[str, str]
    ) -> Card:
        side, person = asked.order.side, asked.person
        key = (drill.id, drill.language, dose, number, side if drill.each_side else "", person, change)
        kept = self._cards.get(key)
        if kept is None:
            said = self._dose_said(drill, dose, side, phrases)
            body = self._body(drill, dose, number, asked, phrases)
            kept = self._cards.keep(key, make_card(body, drill, dose, said, change, side, phrases))
        return kept

    def _body(self, drill: Drill, dose: PatientDose, number: int, asked: Asked, phrases: Phrases) -> CardBody:
        """What stands over the dose, kept: it is the same for every dose with the same holds."""
        person, left = asked.person, drill.each_side and asked.order.side == "left"  # whose dose shows that side
        key = (drill.id, drill.language, dose.hold, number, person, left)
        made = partial(make_body, drill, dose.hold, number, phrases, self.library, person, left=left)
        return self._bodies.get_or_make(key, made)
