"""PLAN: numbers, times and dates as a patient reads them, in the words of one language."""

from __future__ import annotations

from datetime import date, time, timedelta

from handouts.base.dosevalues import DISTANCES, LOADS, Measure, Measures
from handouts.base.kept import Kept
from handouts.base.scalars import DAYS, Holds, Span
from handouts.library.counted import Plural, UnitWords
from handouts.library.plurals import OTHER, category_by
from handouts.library.templates import fill, filled
from handouts.library.words import Words
from handouts.plan.handout import Run, Runs
from handouts.plan.joins import joins_of
from handouts.type.bidi import is_rtl, isolated

__all__ = ["Phrases", "runs", "runs_text"]

_NUMBERS_KEPT = 2000


def runs(template: str, **values: object) -> Runs:
    """A template of the words file with its values, as runs of strong and plain text."""
    return tuple([Run(text, strong) for text, strong in fill(template, **values)])


def runs_text(parts: Runs) -> str:
    """The text of runs, without their weights."""
    return "".join([run.text for run in parts])


class Phrases:
    """Phrases in one language. All methods are pure."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.joins = joins_of(words)
        self._forms = Kept[str, str](_NUMBERS_KEPT)

    def counted(
        self, plural: Plural, number: int | str, shown: str = "", first: int | str = "", **values: object
    ) -> str:
        """A phrase with a number in it, and with its other values.

        ``shown`` is what stands for the number, if it is written otherwise. In a range such as “3 to 5” ``number`` is
        the last and ``first`` the first. It takes the form of its last number; but not the one for a single thing
        where it begins with another: “0.5 to 1 metres”.
        """
        said, ranged = str(number), first != ""
        form = self._form(said)
        if ranged and form == "one" and self._form(str(first)) != "one":
            form = OTHER
        return filled(plural.form(form, said, alone=not ranged), n=shown or said, **values)

    def _form(self, number: str) -> str:
        """The name of the form that goes with a number, kept."""
        return self._forms.get_or_make(number, lambda: category_by(self.words.plurals, number))

    def spanned(self, plural: Plural, span: Span) -> str:
        """A phrase with a number or a range in it: “17 minutes”, “10 to 17 minutes”."""
        low, high = span
        return self.counted(plural, high, self.span(span), "" if low == high else low)

    def typed(self, text: str) -> str:
        """What a person typed, such as a name or a number to call, as a part by itself of a phrase: neither turns the
        other round where one of them runs from right to left.
        """
        return isolated(text) if self.words.direction == "rtl" or is_rtl(text) else text

    def span(self, span: Span, *, short: bool = False) -> str:
        """“3” or “3 to 5”; short: “3–5”."""
        low, high = span
        if low == high:
            return str(low)
        dose = self.words.dose
        return filled(dose.range_short if short else dose.range, low=low, high=high)

    def holds(self, holds: Holds) -> str:
        """“3 seconds”, “3 to 5 seconds”, or set by set “2, 3, then 5 seconds”."""
        unit = self.words.dose.seconds
        if all(_whole_minutes(hold) for hold in holds):
            holds = tuple((low // 60, high // 60) for low, high in holds)
            unit = self.words.dose.minutes
        *before, last = holds
        return self.joins.in_turn([*map(self.span, before), self.spanned(unit, last)])

    def measures(self, measures: Measures) -> str:
        """Loads or distances set by set: “5, 7.5, then 10 kg”, “the red band, then the blue band”."""
        *before, last = measures
        same = len({kind for kind, _ in measures}) == 1 and last[0] in (*LOADS, *DISTANCES)
        shown = [self._amount(amount) if same else self.measure((kind, amount)) for kind, amount in before]
        return self.joins.in_turn([*shown, self.measure(last)])

    def _amount(self, amount: str, *, short: bool = False) -> str:
        """“5 to 7.5”; short: “5–7.5”."""
        low, _, high = amount.replace(".", self.words.units.decimal).partition("-")
        dose = self.words.dose
        return filled(dose.range_short if short else dose.range, low=low, high=high) if high else low

    def measure(self, measure: Measure) -> str:
        """A load or a distance in full: “5 to 7.5 kg”, “the red band”, “400 metres”."""
        return self._measure(measure, short=False)

    def measure_short(self, measure: Measure) -> str:
        """The same in short, as under a box: “5–7.5 kg”, “red band”, “400 m”."""
        return self._measure(measure, short=True)

    def _measure(self, measure: Measure, *, short: bool) -> str:
        kind, amount = measure
        units = self.words.units
        if kind == "text":
            return amount
        if kind == "none":
            return ""
        if kind == "body":
            return units.body_short if short else units.body
        if kind == "band":
            template = units.band_short if short else units.band
            return filled(template, colour=units.colours.get(amount, amount))
        unit: UnitWords = getattr(units, kind)
        shown = self._amount(amount, short=short)
        if short and unit.short:
            return filled(unit.short, n=shown)
        low, _, high = amount.partition("-")
        return self.counted(unit, high or low, shown, low if high else "")

    def hold_label(self, hold: Span) -> str:
        """“3 s” or “2 min”, as under a box."""
        if _whole_minutes(hold):
            minutes = (hold[0] // 60, hold[1] // 60)
            return filled(self.words.dose.minutes_short, n=self.span(minutes, short=True))
        return filled(self.words.dose.seconds_short, n=self.span(hold, short=True))

    def minutes(self, minutes: Span) -> str:
        """“17 minutes”, “10 to 17 minutes”."""
        return self.spanned(self.words.sentences.minutes, minutes)

    def seconds(self, seconds: int) -> str:
        """“30 seconds”, “1 minute”, “90 seconds”, “2 minutes 15 seconds”."""
        dose = self.words.dose
        whole, rest = divmod(seconds, 60)
        if (seconds <= 90 and rest) or not whole:
            return self.counted(dose.seconds, seconds)
        minutes = self.counted(dose.minutes, whole)
        if not rest:
            return minutes
        return filled(dose.minutes_seconds, minutes=minutes, seconds=self.counted(dose.seconds, rest))

    def seconds_short(self, seconds: int) -> str:
        """“90 s” or “1 min”."""
        whole, rest = divmod(seconds, 60)
        if rest or not whole:
            return filled(self.words.dose.seconds_short, n=seconds)
        return filled(self.words.dose.minutes_short, n=whole)

    def day_short(self, key: str) -> str:
        return self.words.dates.days_short[DAYS.index(key)]

    def _values(self, day: date, suffix: str = "") -> dict[str, object]:
        dates = self.words.dates
        return {
            f"weekday{suffix}": dates.days[day.weekday()],
            f"weekday_short{suffix}": dates.days_short[day.weekday()],
            f"day{suffix}": day.day,
            f"month{suffix}": dates.months[day.month - 1],
            f"month_short{suffix}": dates.months_short[day.month - 1],
            f"year{suffix}": day.year,
        }

    def day(self, day: date, *, weekday: bool = True) -> str:
        """“Monday 23 November 2026”."""
        return filled(self.words.dates.full if weekday else self.words.dates.plain, **self._values(day))

    def week(self, first: date, *, weekdays: bool = True) -> str:
        """Seven days from ``first``: “Monday 23 to Sunday 29 November 2026”, shorter where they cross a month."""
        last = first + timedelta(days=6)
        dates = self.words.dates
        if first.year != last.year:
            template = dates.range_years if weekdays else dates.plain_years
        elif first.month != last.month:
            template = dates.range_year if weekdays else dates.plain_year
        else:
            template = dates.range_month if weekdays else dates.plain_month
        return filled(template, **self._values(first, "1"), **self._values(last, "2"))

    def clock(self, at: time) -> str:
        """“9:30 am”, “8 am” or “09:30”."""
        dates = self.words.dates
        return filled(
            dates.clock_am if at.hour < 12 else dates.clock_pm,
            hour12=(at.hour + 11) % 12 + 1,
            hour=at.hour,
            hour2=f"{at.hour:02}",
            minute=f"{at.minute:02}",
            minutes=f"{at.minute:02}" if at.minute else "",
        )


def _whole_minutes(hold: Span) -> bool:
    """Whether a hold reads better in minutes: 2 minutes or more, and no seconds over."""
    return hold[0] >= 120 and not hold[0] % 60 and not hold[1] % 60
